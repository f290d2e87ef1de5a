// The matcher against its naive twin, on texts that nobody wrote: the rules' own examples cut into
// clauses, shuffled, joined, given other names and figures, and strewn with marks. The same seed
// gives the same texts on every machine.

#include <chrono>
#include <random>
#include <set>
#include <stdexcept>

#include "extractor/extractor.h"
#include "tests/catch.h"

namespace pactwatch {
namespace {

constexpr int kTexts = 3000;
constexpr std::chrono::seconds kPatience{8};  // slower machines try fewer texts
constexpr int kLeast = 100;                   // fewer say nothing

class Generator {
 public:
  explicit Generator(const RuleSet& rules) {
    for (const Rule& rule : rules.rules())
      for (const auto* examples : {&rule.match, &rule.no_match})
        for (const RuleExample& example : *examples) add(example.text);
  }

  // One to four sentences.
  std::string text() {
    std::string out;
    for (std::size_t n = 1 + below(4); n > 0; --n) {
      if (!out.empty()) out += below(4) == 0 ? "\n\n" : " ";
      out += sentence();
    }
    return out;
  }

 private:
  using Words = std::vector<std::string>;

  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }
  template <class List>
  const auto& one_of(const List& list) {
    return list[below(list.size())];
  }

  void add(const std::string& text) {
    Words words(1);
    for (const char c : text) {
      if (c == ' ' || c == '\n')
        words.emplace_back();
      else
        words.back() += c;
      const bool end = c == ',' || c == ';';
      if (!end) continue;
      clauses_.push_back(words);
      words.assign(1, "");
    }
    clauses_.push_back(words);
  }

  std::string name() {
    static const Words first = {"Harbinger",  "Larkspur", "Nike", "OpenAI", "Microsoft", "Zürich",
                                "McAllister", "X",        "eBay", "Anna",   "SEC",       "Target"};
    static const Words last = {
        "",       " Foods", " Inc.", " & Co.",   " Group",
        "-owned", "'s",     " AG",   " Marlowe", " Corp., the Japanese investor,"};
    return one_of(first) + one_of(last);
  }

  std::string figure() {
    static const Words figures = {
        "$2 billion",     "20%",        "€1.5bn", "three times", "May 2024",        "last month",
        "$38-40bn",       "a third",    "2030",   "about 8%",    "£300 million",    "half",
        "more than $1bn", "five years", "Q3",     "1,000",       "up to 600m euros"};
    return one_of(figures);
  }

  std::string clause() {
    std::string out;
    for (const std::string& word : one_of(clauses_)) {
      std::string put = word;
      const std::size_t luck = below(24);
      const bool capital = !word.empty() && word[0] >= 'A' && word[0] <= 'Z';
      const bool digits = word.find_first_of("0123456789") != std::string::npos;
      if (capital && luck < 6) put = name();
      if (digits && luck < 8) put = figure();
      if (luck == 20)
        put += one_of(Words{",", ";", ":", " -", " --", "\"", ")", " (", "?", "…", "'"});
      if (luck == 21) continue;
      if (luck == 22) put += " " + word;
      if (luck == 23)
        put += " " + one_of(Words{"not", "reportedly", "if", "which", "said", "no", "will", "of",
                                  "agreed to", "it", "\xEE\x80\x81", "the company"});
      out += (out.empty() ? "" : " ") + put;
    }
    return out;
  }

  std::string sentence() {
    static const Words joints = {" ",      " and ",   ", which ", ", ",    " while ", "; ",
                                 " that ", " after ", " - ",      " but ", ", who ",  " to "};
    std::string out = clause();
    for (std::size_t n = below(4); n > 0; --n) out += one_of(joints) + clause();
    return out + one_of(Words{".", ".", ".", "", "!", "?", ".\"", "..."});
  }

  std::mt19937_64 random_{20260512};
  std::vector<Words> clauses_;
};

}  // namespace

TEST_CASE("the naive twin finds the same in texts that nobody wrote") {
  const Result<std::shared_ptr<const RuleSet>> rules = load_rules(PACTWATCH_TEST_RULES);
  if (!rules) throw std::runtime_error(to_string(rules.error()));
  const Extractor extractor(*rules);
  Generator generator(**rules);
  std::set<std::string> fired;
  int texts = 0;
  int events = 0;
  const auto end = std::chrono::steady_clock::now() + kPatience;
  for (; texts < kTexts && std::chrono::steady_clock::now() < end; ++texts) {
    Document document;
    document.text = generator.text();
    if (texts % 2 == 0) document.published = "2026-05-12";
    const std::vector<Event> found = extractor.extract(document);
    if (found != extractor.extract_naively(document)) FAIL_CHECK(document.text);
    events += static_cast<int>(found.size());
    for (const Event& event : found) fired.insert(event.rule);
  }
  INFO(texts << " texts, " << events << " events by " << fired.size() << " rules");
  CHECK(texts >= kLeast);
  // The texts must give the rules something to find, or the comparison compares nothing.
  CHECK(events >= texts / 2);
  CHECK(fired.size() >= (*rules)->rules().size() / 3);
}

}  // namespace pactwatch
