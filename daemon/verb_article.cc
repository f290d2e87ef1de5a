// pactwatch article: reads article pages and prints what a reader would read.

#include <fstream>
#include <iostream>
#include <sstream>

#include <zlib.h>
#include <nlohmann/json.hpp>

#include "core/json.h"
#include "daemon/verb.h"
#include "fetcher/page.h"

namespace pactwatch {
namespace {

using nlohmann::json;

// Plain or gzip, by what the file holds (zlib's gz functions read both). Bounded.
Result<std::string> read_file(const std::string& name) {
  const gzFile file = gzopen(name.c_str(), "rb");
  if (file == nullptr) return fail(ErrorCode::not_found, "cannot read the file", name);
  std::string out;
  char buffer[1 << 16];
  int got = 0;
  while ((got = gzread(file, buffer, sizeof buffer)) > 0 && out.size() <= kMaxPageBytes)
    out.append(buffer, static_cast<std::size_t>(got));
  gzclose(file);
  if (got < 0) return fail(ErrorCode::invalid_input, "the file is no good gzip", name);
  return out;
}

std::string text_of(const json& object, const char* key) {
  const auto it = object.find(key);
  return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

std::string join(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : "; ") + name;
  return out;
}

Result<Page> read(const std::string& file, const std::string& url, const std::string& charset) {
  const Result<std::string> bytes = read_file(file);
  if (!bytes) return tl::unexpected(bytes.error());
  return read_page(*bytes,
                   {url, charset.empty() ? std::string() : "text/html; charset=" + charset});
}

int answer_lines() {
  std::string line;
  while (std::getline(std::cin, line)) {
    json out;
    Result<json> request = parse_json(line, "standard input");
    if (!request || !request->is_object()) {
      out = {{"id", nullptr}, {"error", "the line is not a JSON object"}};
    } else {
      out["id"] = request->value("id", json(nullptr));
      const Result<Page> page =
          read(text_of(*request, "file"), text_of(*request, "url"), text_of(*request, "charset"));
      if (!page) {
        out["error"] = to_string(page.error());
      } else {
        out["text"] = page->text;
        out["title"] = page->title;
        out["published"] = page->published;
        out["author"] = join(page->authors);
        out["language"] = page->language;
      }
    }
    std::cout << dump_json(out) << '\n';
  }
  return kExitOk;
}

}  // namespace

int verb_article(const Arguments& arguments) {
  if (arguments.size() == 1 && arguments[0] == "--jsonl") return answer_lines();
  if (arguments.empty() || arguments[0].rfind("--", 0) == 0) {
    std::cerr
        << "usage: pactwatch article --jsonl < CASES.jsonl\n       pactwatch article FILE...\n";
    return kExitUsage;
  }
  int code = kExitOk;
  for (const std::string& name : arguments) {
    const Result<Page> page = read(name, {}, {});
    if (!page) {
      std::cerr << "pactwatch article: " << name << ": " << to_string(page.error()) << '\n';
      code = kExitFailed;
      continue;
    }
    std::cout << page->title << '\n'
              << page->outlet << "  " << page->published << "  " << join(page->authors) << "\n\n"
              << page->text << "\n\n";
  }
  return code;
}

}  // namespace pactwatch
