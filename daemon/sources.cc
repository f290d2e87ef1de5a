#include "daemon/sources.h"

#include <algorithm>
#include <cstdio>
#include <map>

#include "core/text.h"
#include "rules/rule.h"
#include "rules/toml.h"

namespace pactwatch {
namespace {

using Names = std::vector<std::string>;

// RFC 3986: everything but the unreserved characters.
std::string percent_encode(const std::string& text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const unsigned char byte = static_cast<unsigned char>(c);
    const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                       (byte >= '0' && byte <= '9') || c == '-' || c == '_' || c == '.' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

// Replaces {key} by its value; other braces stay.
std::string fill(std::string text, const std::map<std::string, std::string>& values) {
  for (const auto& [key, value] : values) {
    const std::string mark = "{" + key + "}";
    for (std::size_t at = text.find(mark); at != std::string::npos;
         at = text.find(mark, at + value.size()))
      text.replace(at, mark.size(), value);
  }
  return text;
}

std::string text_of(const toml::table& table, const char* key) {
  return table[key].value_or(std::string());
}

// Calls `each` with every table of [[name]].
template <class Each>
void for_each(const toml::table& table, const char* name, const Each& each) {
  const toml::array* array = table[name].as_array();
  if (array == nullptr) return;
  for (const toml::node& node : *array) {
    if (const toml::table* entry = node.as_table()) each(*entry);
  }
}

bool is_called(const toml::table& party, const std::string& name) {
  const std::string wanted = ascii_lower(name);
  if (ascii_lower(text_of(party, "name")) == wanted) return true;
  const toml::array* also = party["also"].as_array();
  if (also == nullptr) return false;
  for (const toml::node& node : *also) {
    if (ascii_lower(node.value_or(std::string())) == wanted) return true;
  }
  return false;
}

// The same address is one feed, whatever brought it.
void add_feed(SourceFeed feed, Sources& out) {
  const bool there = std::any_of(out.feeds.begin(), out.feeds.end(),
                                 [&](const SourceFeed& one) { return one.url == feed.url; });
  if (!there && !feed.url.empty()) out.feeds.push_back(std::move(feed));
}

void add_filings(const toml::table& file, const std::string& group, const std::string& given,
                 std::int64_t cik, Sources& out) {
  char digits[16];  // EDGAR writes ten
  std::snprintf(digits, sizeof digits, "%010lld", static_cast<long long>(cik));
  for_each(file, "filings", [&](const toml::table& filings) {
    add_feed({group, fill(text_of(filings, "name"), {{"name", given}}),
              fill(text_of(filings, "url"), {{"cik", digits}}), text_of(filings, "every"),
              filings["contact"].value_or(false)},
             out);
  });
}

void add_party(const toml::table& file, const std::string& given, const SourceOptions& options,
               Sources& out) {
  bool known = false;
  const auto own = options.ciks.find(given);
  std::int64_t cik = own != options.ciks.end() ? own->second : 0;
  const std::string group = "From " + given + " itself";
  for_each(file, "party", [&](const toml::table& party) {
    if (!is_called(party, given)) return;
    if (const toml::array* newsrooms = party["newsrooms"].as_array()) {
      for (const toml::node& node : *newsrooms) {
        known = true;
        add_feed({group, given + " newsroom", node.value_or(std::string()), "", false}, out);
      }
    }
    if (cik == 0) cik = party["cik"].value_or(std::int64_t{0});
  });
  if (cik != 0) add_filings(file, group, given, cik, out);
  if (!known && cik == 0) out.unknown.push_back(given);
}

}  // namespace

std::filesystem::path sources_file(const std::filesystem::path& directory) {
  const std::filesystem::path own = directory / "sources.toml";
  std::error_code error;
  if (!directory.empty() && std::filesystem::is_regular_file(own, error)) return own;
  return default_rules_directory() / "sources.toml";
}

Result<Sources> find_sources(const std::filesystem::path& file,
                             const std::vector<std::string>& parties,
                             const SourceOptions& options) {
  const Result<toml::table> table = read_toml(file);
  if (!table) return tl::unexpected(table.error());
  Sources out;
  for (const std::string& party : parties) add_party(*table, party, options, out);

  std::string names, query;
  for (const std::string& party : parties) {
    names += (names.empty() ? "" : ", ") + party;
    query += (query.empty() ? "\"" : " \"") + party + "\"";
  }
  for_each(*table, "search", [&](const toml::table& search) {
    add_feed({"Searches for all of them", fill(text_of(search, "name"), {{"names", names}}),
              fill(text_of(search, "url"), {{"query", percent_encode(query)}}),
              text_of(search, "every"), false},
             out);
  });
  if (!options.outlets) return out;
  for_each(*table, "outlet", [&](const toml::table& outlet) {
    add_feed({"Outlets that report on them, among others", text_of(outlet, "name"),
              text_of(outlet, "url"), text_of(outlet, "every"), false},
             out);
  });
  return out;
}

}  // namespace pactwatch
