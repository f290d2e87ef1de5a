// pactwatch feed: reads feed files and prints what is in them.

#include <iostream>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "daemon/input.h"
#include "daemon/verb.h"
#include "fetcher/feed.h"

namespace pactwatch {
namespace {

using nlohmann::json;

json time_or_null(const std::optional<UtcTime>& time) {
  return time ? json(to_iso(*time)) : json(nullptr);
}

json to_json(const Feed& feed) {
  json entries = json::array();
  for (const FeedEntry& entry : feed.entries)
    entries.push_back({{"id", entry.id},
                       {"title", entry.title},
                       {"link", entry.link},
                       {"published", time_or_null(entry.published)},
                       {"updated", time_or_null(entry.updated)},
                       {"summary", entry.summary},
                       {"content", entry.content},
                       {"author", entry.author}});
  return {{"version", feed.version},
          {"feed",
           {{"title", feed.title}, {"link", feed.link}, {"updated", time_or_null(feed.updated)}}},
          {"entries", std::move(entries)},
          {"repairs", feed.repairs}};
}

std::string text_of(const json& object, const char* key) {
  const auto it = object.find(key);
  return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

json answer(const json& request) {
  FeedSource source;
  if (const auto http = request.find("http"); http != request.end() && http->is_object())
    source = {text_of(*http, "url"), text_of(*http, "content_type"),
              text_of(*http, "content_location")};
  const Result<std::string> bytes = read_file(text_of(request, "file"));
  if (!bytes) return {{"error", to_string(bytes.error())}};
  const Result<Feed> feed = parse_feed(*bytes, source);
  if (!feed) return {{"error", to_string(feed.error())}};
  return to_json(*feed);
}

int answer_lines() {
  std::string line;
  while (std::getline(std::cin, line)) {
    json out;
    Result<json> request = parse_json(line, "standard input");
    if (!request || !request->is_object()) {
      out = {{"id", nullptr}, {"error", "the line is not a JSON object"}};
    } else {
      out = answer(*request);
      out["id"] = request->value("id", json(nullptr));
    }
    std::cout << dump_json(out) << '\n';
  }
  return kExitOk;
}

}  // namespace

int verb_feed(const Arguments& arguments) {
  if (arguments.size() == 1 && arguments[0] == "--jsonl") return answer_lines();
  if (arguments.empty() || arguments[0].rfind("--", 0) == 0) {
    std::cerr << "usage: pactwatch feed --jsonl < CASES.jsonl\n       pactwatch feed FILE...\n";
    return kExitUsage;
  }
  int code = kExitOk;
  for (const std::string& name : arguments) {
    const Result<std::string> bytes = read_file(name);
    const Result<Feed> feed =
        bytes ? parse_feed(*bytes, {}) : Result<Feed>(tl::unexpected(bytes.error()));
    if (!feed) {
      std::cerr << "pactwatch feed: " << name << ": " << to_string(feed.error()) << '\n';
      code = kExitFailed;
      continue;
    }
    std::cout << name << ": " << feed->version << " \"" << feed->title << "\", "
              << feed->entries.size() << (feed->entries.size() == 1 ? " entry\n" : " entries\n");
    for (const std::string& repair : feed->repairs) std::cout << "  repaired: " << repair << '\n';
    for (const FeedEntry& entry : feed->entries)
      std::cout << "  " << (entry.published ? to_iso(*entry.published) : std::string("-")) << "  "
                << entry.title << "\n      " << entry.link << '\n';
  }
  return code;
}

}  // namespace pactwatch
