#pragma once
// Rules of a test's own, in a directory that ends with the test.

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "rules/rule.h"
#include "tests/catch.h"

namespace rule_files {

namespace fs = std::filesystem;
using pactwatch::Result;
using pactwatch::RuleSet;

// The shipped lexicon, entities, macros and stages with rule files of its own.
class Directory {
 public:
  explicit Directory(const fs::path& shipped) : path_(make()) {
    for (const char* name : {"lexicon", "entities"})
      fs::copy(shipped / name, path_ / name, fs::copy_options::recursive);
    for (const char* name : {"macros.toml", "stages.toml"}) fs::copy(shipped / name, path_ / name);
    fs::create_directory(path_ / "events");
  }
  ~Directory() { fs::remove_all(path_); }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name) << text;
  }
  Result<std::shared_ptr<const RuleSet>> load() const { return pactwatch::load_rules(path_); }
  std::string path() const { return path_.string(); }
  std::string place(const std::string& name, int line, int column) const {
    return (path_ / name).string() + ":" + std::to_string(line) + ":" + std::to_string(column);
  }

 private:
  static fs::path make() {
    std::string name = (fs::temp_directory_path() / "pactwatch-rules-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    return name;
  }
  const fs::path path_;
};

// A rule that loads, with `more` as its further lines; they begin at line 5.
inline std::string rule(const std::string& more, const std::string& trigger = "'{V:buy}'") {
  return "[[rule]]\nid = \"t.one\"\nevent = \"acquisition\"\ntrigger = [" + trigger + "]\n" + more;
}

}  // namespace rule_files
