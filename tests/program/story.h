#pragma once
// A feed of small articles, each of which tells one deal of its own, served by harness.h's server.

#include <array>

#include <nlohmann/json.hpp>

#include "tests/program/harness.h"

namespace harness {

// The numbered changes of a ledger, in order, as `pactwatch changes --json` prints them.
inline std::vector<nlohmann::json> changes_of(const std::string& data) {
  const Outcome listed = pactwatch({"changes", "--json", "--data", data});
  std::vector<nlohmann::json> out;
  std::istringstream lines(listed.out);
  for (std::string line; std::getline(lines, line);) out.push_back(nlohmann::json::parse(line));
  return out;
}

class Story {
 public:
  // `first` chooses the parties, so that two stories tell of different deals.
  Story(Server& server, std::size_t articles, std::string base = "/story", std::size_t first = 0)
      : server_(server), base_(std::move(base)), first_(first), size_(articles) {
    std::vector<std::pair<std::string, std::string>> items;
    for (std::size_t i = 0; i < size_; ++i) {
      const std::string title = investor(i) + " invests in " + investee(i);
      server_.put(path(i), {article_page(title, investor(i) + " has invested $" +
                                                    std::to_string(i + 1) + " billion in " +
                                                    investee(i) + ", the companies said.")});
      items.emplace_back(title, server_.url(path(i)));
    }
    server_.put(base_ + "/feed", {rss(items), "application/rss+xml"});
  }

  std::size_t size() const { return size_; }
  std::string feed() const { return server_.url(base_ + "/feed"); }
  std::string path(std::size_t i) const { return base_ + "/article-" + std::to_string(i); }
  std::string investor(std::size_t i) const { return kNames[(first_ + i) % kNames.size()]; }
  // Another name for every round over the list, so that each pair comes once.
  std::string investee(std::size_t i) const {
    return kNames[(first_ + i + 1 + i / kNames.size()) % kNames.size()];
  }

 private:
  static constexpr std::array<const char*, 20> kNames = {
      "Microsoft", "OpenAI",     "Oracle",    "Nvidia",    "Intel",   "Salesforce", "Adobe",
      "Anthropic", "Databricks", "Snowflake", "CoreWeave", "Cisco",   "IBM",        "Qualcomm",
      "Broadcom",  "Tesla",      "Uber",      "Netflix",   "Spotify", "Palantir"};

  Server& server_;
  std::string base_;
  std::size_t first_;
  std::size_t size_;
};

}  // namespace harness
