#pragma once
// The Robots Exclusion Protocol (RFC 9309): may this page be fetched by us? Pure; who fetches and
// caches robots.txt is RobotsCache's business.

#include <string>
#include <string_view>
#include <vector>

namespace pactwatch {

class RobotsRules {
 public:
  // Everything is allowed: what a missing robots.txt (4xx) means.
  RobotsRules() = default;
  // The groups of `text` that name `agent` (a product token, compared without case), else those
  // for "*". Lines that are not understood are skipped; at most 500 KiB are read (RFC 9309, 2.5).
  static RobotsRules parse(std::string_view text, std::string_view agent);
  // Nothing is allowed: what a robots.txt that cannot be fetched means.
  static RobotsRules nothing();

  // Whether `path` (with its query, as sent) may be fetched: the longest matching rule decides,
  // Allow on a tie. "/robots.txt" itself always may.
  bool allows(std::string_view path) const;
  // Memory that the rules take, about.
  std::size_t bytes() const;

 private:
  struct Rule {
    std::string pattern;  // percent-encoding normalised; '*' and a final '$' are special
    bool allow = false;
  };
  std::vector<Rule> rules_;  // longest pattern first, Allow before Disallow of the same length
};

}  // namespace pactwatch
