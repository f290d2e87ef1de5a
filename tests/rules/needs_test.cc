#include "rules/needs.h"

#include <re2/re2.h>

#include <algorithm>
#include <string>
#include <vector>

#include "rules/rule.h"
#include "tests/catch.h"

namespace pactwatch {
namespace {

using Words = std::vector<std::string>;

// Whether the word stands whole in the text, as RE2's \b sees it.
bool stands_in(const std::string& text, const std::string& word) {
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if (!is_pattern_word_byte(word.front())) return true;
    if ((at == 0 || !is_pattern_word_byte(text[at - 1])) &&
        (end == text.size() || !is_pattern_word_byte(text[end])))
      return true;
  }
  return false;
}

TEST_CASE("a pattern needs a word of each of its lists, between borders") {
  const PatternNeeds needs =
      pattern_needs(R"(\b(?P<verb>takes over|take over|buys|buy)\b (?:[^;]*? )??\bstakes?\b)");
  CHECK(needs.clauses == std::vector<Words>{{"buy", "buys", "take", "takes"}, {"stake", "stakes"}});
  CHECK(needs.verbs == Words{"buy", "buys", "take", "takes"});
  CHECK(needs.list.empty());
}

TEST_CASE("what is not between borders, may be absent or has no end is no need") {
  CHECK(pattern_needs("buys?").clauses.empty());
  CHECK(pattern_needs(R"(\bbuy[^ ]*)").clauses.empty());
  CHECK(pattern_needs(R"((?:\bbuy\b)?\b(?:sell)*)").clauses.empty());
  CHECK(pattern_needs(R"(\bbuy\b|[a-z]+)").clauses.empty());
  CHECK(pattern_needs(R"((?i)\bbuy\b)").clauses.empty());
  CHECK(pattern_needs(R"(\Q\b\E)").clauses.empty());
  CHECK(pattern_needs(R"(\bbuy\b|\bsell\b)").clauses == std::vector<Words>{{"buy", "sell"}});
  CHECK(pattern_needs(R"(all-cash bid)").clauses == std::vector<Words>{{"cash"}});
  // A verb that some matches do not have is none that all of them begin with.
  CHECK(pattern_needs(R"(\b(?P<verb>buy)\b|\bsale\b)").verbs.empty());
  CHECK(pattern_needs(R"((?:\b(?P<verb>buy)\b )?\bsale\b)").verbs.empty());
}

TEST_CASE("a pattern that is a list gives its alternatives as they are tried") {
  CHECK(pattern_needs(R"(\b(?P<head>net sales|revenues?)\b)").list ==
        Words{"net sales", "revenues", "revenue"});
  CHECK(pattern_needs(R"(\b(?P<head>revenues?)\b of)").list.empty());
  CHECK(pattern_needs(R"(\b(?P<head>revenues?))").list.empty());
}

// Every match in the examples of the shipped rules has what its pattern is said to need.
TEST_CASE("no match of a shipped rule lacks what its pattern needs") {
  const auto rules = load_rules(PACTWATCH_TEST_RULES);
  REQUIRE(rules);
  int matches = 0;
  for (const Rule& rule : (*rules)->rules())
    for (const Trigger& trigger : rule.triggers) {
      INFO(trigger.source);
      CHECK_FALSE(trigger.needs.clauses.empty());
      for (const Rule& other : (*rules)->rules())
        for (const RuleExample& example : other.match) {
          std::string text = example.text;
          std::transform(text.begin(), text.end(), text.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
          });
          if (!re2::RE2::PartialMatch(text, *trigger.regex)) continue;
          ++matches;
          const auto stands = [&](const std::string& word) { return stands_in(text, word); };
          for (const Words& any : trigger.needs.clauses)
            CHECK(std::any_of(any.begin(), any.end(), stands));
          if (!trigger.needs.list.empty())
            CHECK(std::any_of(trigger.needs.list.begin(), trigger.needs.list.end(), stands));
        }
    }
  CHECK(matches > 100);
}

}  // namespace
}  // namespace pactwatch
