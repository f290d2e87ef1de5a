#include "fetcher/robots.h"

#include <algorithm>

#include "core/text.h"

namespace pactwatch {
namespace {

constexpr std::size_t kMaxBytes = 500 << 10;  // RFC 9309, 2.5: parsers must take this much

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_unreserved(unsigned char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

// One spelling of a path (RFC 9309, 2.2.2): escapes in upper case, unreserved characters plain,
// bytes beyond ASCII escaped.
std::string normalise(std::string_view path) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  out.reserve(path.size());
  for (std::size_t i = 0; i < path.size(); ++i) {
    unsigned char byte = static_cast<unsigned char>(path[i]);
    bool escaped = false;
    if (path[i] == '%' && i + 2 < path.size() && hex_value(path[i + 1]) >= 0 &&
        hex_value(path[i + 2]) >= 0) {
      byte = static_cast<unsigned char>(hex_value(path[i + 1]) * 16 + hex_value(path[i + 2]));
      escaped = true;
      i += 2;
    }
    if ((escaped && !is_unreserved(byte)) || byte >= 0x80 || byte <= 0x20) {
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    } else {
      out += static_cast<char>(byte);
    }
  }
  return out;
}

// Greedy wildcard match of a prefix pattern: each '*' needs to be tried at its leftmost place
// only, so the cost is at most pattern x path and has no back-tracking.
bool matches(std::string_view pattern, std::string_view path) {
  const bool anchored = !pattern.empty() && pattern.back() == '$';
  if (anchored) pattern.remove_suffix(1);
  bool first = true;
  std::size_t at = 0;
  while (true) {
    const std::size_t star = pattern.find('*');
    const bool last = star == std::string_view::npos;
    const std::string_view part = pattern.substr(0, star);
    if (first) {
      if (!path.starts_with(part)) return false;
      at = part.size();
      if (last) return !anchored || at == path.size();
    } else if (last) {
      if (!anchored) return path.find(part, at) != std::string_view::npos;
      return path.size() >= at + part.size() && path.ends_with(part);
    } else {
      const std::size_t found = path.find(part, at);
      if (found == std::string_view::npos) return false;
      at = found + part.size();
    }
    first = false;
    pattern.remove_prefix(star + 1);
  }
}

}  // namespace

std::size_t RobotsRules::bytes() const {
  std::size_t out = sizeof(RobotsRules);
  for (const Rule& rule : rules_) out += sizeof(Rule) + rule.pattern.capacity();
  return out;
}

RobotsRules RobotsRules::parse(std::string_view text, std::string_view agent) {
  text = text.substr(0, kMaxBytes);
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::string wanted = ascii_lower(agent);
  RobotsRules named;
  RobotsRules any;
  bool named_group_exists = false;
  bool for_us = false;     // the group under way names us
  bool for_all = false;    // the group under way names "*"
  bool in_agents = false;  // the last line that counted was a User-agent
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    line = trim(line.substr(0, line.find('#')));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string key = ascii_lower(trim(line.substr(0, colon)));
    const std::string_view value = trim(line.substr(colon + 1));
    if (key == "user-agent") {
      if (!in_agents) for_us = for_all = false;
      in_agents = true;
      const std::string name = ascii_lower(value);
      if (name == "*") {
        for_all = true;
      } else if (name.substr(0, name.find_first_of(" /")) == wanted) {
        for_us = named_group_exists = true;
      }
    } else if (key == "allow" || key == "disallow") {
      in_agents = false;
      if (value.empty()) continue;  // "Disallow:" forbids nothing
      const Rule rule{normalise(value), key == "allow"};
      if (for_us) named.rules_.push_back(rule);
      if (for_all) any.rules_.push_back(rule);
    }
  }
  RobotsRules& out = named_group_exists ? named : any;
  std::stable_sort(out.rules_.begin(), out.rules_.end(), [](const Rule& a, const Rule& b) {
    if (a.pattern.size() != b.pattern.size()) return a.pattern.size() > b.pattern.size();
    return a.allow && !b.allow;
  });
  return std::move(out);
}

RobotsRules RobotsRules::nothing() {
  RobotsRules out;
  out.rules_.push_back({"/", false});
  return out;
}

bool RobotsRules::allows(std::string_view path) const {
  if (path == "/robots.txt") return true;
  const std::string normal = normalise(path);
  for (const Rule& rule : rules_) {
    if (matches(rule.pattern, normal)) return rule.allow;
  }
  return true;
}

}  // namespace pactwatch
