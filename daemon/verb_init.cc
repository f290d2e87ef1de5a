// pactwatch init: from the names of parties to a configuration that is ready to run.

#include <filesystem>
#include <fstream>
#include <iostream>

#include "daemon/sources.h"
#include "daemon/verb.h"
#include "rules/rule.h"

namespace pactwatch {
namespace {

namespace fs = std::filesystem;

// A TOML basic string (toml.io, v1.0.0).
std::string quoted(const std::string& text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out = "\"";
  for (const char c : text) {
    const unsigned char byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      out += std::string("\\u00") + kHex[byte >> 4] + kHex[byte & 15];
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string configuration(const std::vector<std::string>& parties, const Sources& sources) {
  std::string list;
  for (const std::string& party : parties) list += (list.empty() ? "" : ", ") + quoted(party);
  std::string out =
      "# pactwatch: what to read and whom to watch. Every key is explained in\n"
      "# packaging/pactwatch.toml; pactwatch doctor --config FILE checks this file.\n\n"
      "[daemon]\n"
      "data = \"pactwatch-data\"   # the ledger; relative to this file\n\n"
      "# Alerts are printed for relationships in which at least two of these take part,\n"
      "# and for what happens to one of them alone.\n"
      "[[alert]]\nparties = [" +
      list + "]\n";
  std::string group;
  for (const SourceFeed& feed : sources.feeds) {
    if (feed.group != group) out += "\n# " + feed.group + ".\n";
    group = feed.group;
    out += "\n[[feed]]\nname = " + quoted(feed.name) + "\nurl = " + quoted(feed.url) + "\n";
    if (!feed.every.empty()) out += "every = " + quoted(feed.every) + "\n";
  }
  return out;
}

int usage(const std::string& why) {
  std::cerr << "pactwatch init: " << why
            << "\nusage: pactwatch init PARTY [PARTY...] [--dir DIR]\n"
               "example: pactwatch init OpenAI Microsoft\n";
  return kExitUsage;
}

}  // namespace

int verb_init(const Arguments& arguments) {
  std::vector<std::string> parties;
  fs::path directory = ".";
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--dir") {
      if (++i == arguments.size()) return usage("--dir needs a directory");
      directory = arguments[i];
    } else if (arguments[i].starts_with("-")) {
      return usage("no option " + arguments[i]);
    } else if (!arguments[i].empty()) {
      parties.push_back(arguments[i]);
    }
  }
  if (parties.empty()) return usage("whom should it watch?");

  const Result<Sources> sources = find_sources(default_rules_directory() / "sources.toml", parties);
  if (!sources) {
    std::cerr << "pactwatch init: " << to_string(sources.error()) << "\n";
    return kExitFailed;
  }
  const fs::path file = directory / "pactwatch.toml";
  std::error_code error;
  fs::create_directories(directory, error);
  if (fs::exists(file, error)) {
    std::cerr << "pactwatch init: " << file.string()
              << " is there already and stays as it is (--dir DIR writes elsewhere)\n";
    return kExitFailed;
  }
  std::ofstream out(file);
  out << configuration(parties, *sources);
  out.close();
  if (!out) {
    std::cerr << "pactwatch init: cannot write " << file.string() << "\n";
    return kExitFailed;
  }
  for (const std::string& name : sources->unknown)
    std::cerr << "note: no newsroom or filings known for " << name
              << "; the searches cover it, and a [[feed]] of your own may be added\n";
  std::cout << "wrote " << file.string() << " with " << sources->feeds.size() << " feeds\n"
            << "next: pactwatch run --config " << file.string() << "\n";
  return kExitOk;
}

}  // namespace pactwatch
