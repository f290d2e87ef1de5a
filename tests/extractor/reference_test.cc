// Who is meant by "it", "the company", "both": each case a small story and whom each reference in
// it means. A reference that means no party is not there.

#include "extractor/reference.h"

#include <string>
#include <vector>

#include "core/text.h"
#include "extractor/figure.h"
#include "extractor/names.h"
#include "extractor/tokenise.h"
#include "rules/rule.h"
#include "tests/catch.h"

namespace pactwatch {
namespace {

const RuleSet& rules() {
  static const std::shared_ptr<const RuleSet> set = load_rules(PACTWATCH_TEST_RULES).value();
  return *set;
}

// "it=OpenAI; the two=Ford+Mahindra" for every reference of the story that was resolved.
std::string references(const std::string& title, const std::string& text) {
  static const Gazetteer gazetteer(rules().lexicon());
  Analysis a;
  a.text = text;
  a.lower = ascii_lower(text);
  tokenise(a, rules().lexicon());
  a.figures = find_figures(a.text, a.published);
  find_names(a, title, rules().lexicon(), gazetteer);
  resolve_references(a, rules().lexicon(), gazetteer);
  std::string out;
  for (const Mention& mention : a.mentions) {
    if (mention.form == Mention::Form::name) continue;
    const std::uint32_t begin = a.tokens[mention.token_begin].begin;
    const std::uint32_t end = a.tokens[mention.token_end - 1].end;
    if (!out.empty()) out += "; ";
    out += a.lower.substr(begin, end - begin) + "=";
    for (std::size_t i = 0; i < mention.parties.size(); ++i)
      out += (i > 0 ? "+" : "") + a.parties[mention.parties[i]].name;
  }
  return out;
}

TEST_CASE("A pronoun means the subject that was last spoken of", "[reference]") {
  CHECK(references("", "Nvidia's boss spoke first. Humain said it plans to buy chips.") ==
        "it=Humain");
  CHECK(references("", "Ford sued Rivian. It wants damages.") == "it=Ford");
  CHECK(references("",
                   "Boeing raised $1 billion from Fidelity, Sequoia and Tiger Global. It was "
                   "valued at $9 billion.") == "it=Boeing");
  CHECK(
      references("", "SoftBank still owns Arm. It sold shares, Reuters reported. It has debts.") ==
      "it=SoftBank; it=SoftBank");
}

TEST_CASE("An object is somebody else than its subject, a reflexive the same", "[reference]") {
  CHECK(references("", "Microsoft works with OpenAI but does not control it.") == "it=OpenAI");
  CHECK(references("", "Should OpenAI fail to turn itself round, SoftBank may leave.") ==
        "itself=OpenAI");
  CHECK(references("", "Disney sued MiniMax, alleging that it copied films.") == "it=MiniMax");
}

TEST_CASE("An owner stands beside what is owned, or is yet to come", "[reference]") {
  CHECK(references("", "The SEC charged Theranos, its founder and two others.") == "its=Theranos");
  CHECK(references("", "Apple rose. In its filing, Boeing named no price.") == "its=Boeing");
  CHECK(references("", "Google sued. Microsoft, for its part, said it had left.") ==
        "its=Microsoft; it=Microsoft");
}

TEST_CASE("It is often a thing", "[reference]") {
  CHECK(references("", "Ford signed a pact with Rivian. The pact was dropped. It covered vans.") ==
        "");
  CHECK(references("", "It is clear that Ford will pay. It came as Rivian cut jobs.") == "");
  CHECK(references("", "Ford offered a pact. Rivian put no price on it.") == "");
}

TEST_CASE("The company is whom the article is about", "[reference]") {
  CHECK(references("Stellantis to buy a fifth of Leapmotor",
                   "Stellantis will invest in Leapmotor. Leapmotor makes cars. In 2022 the company "
                   "left a venture with Dongfeng.")
            .find("the company=Dongfeng") == std::string::npos);
  CHECK(references("", "TCS rose 2 per cent, valuing the company at $9 billion.") ==
        "the company=Tata Consultancy Services");
  CHECK(references("", "Apple met Nvidia. The chip giant sells processors.") ==
        "the chip giant=Nvidia");
  CHECK(references("", "Mistral AI grew. ASML bought shares of the French developer.") ==
        "the french developer=Mistral AI");
}

TEST_CASE("Groups are those that were listed, or the two of the headline", "[reference]") {
  CHECK(references("", "Disney, Universal and Paramount sued. They seek damages.") ==
        "they=Disney+Universal+Paramount");
  CHECK(references("Ford and Rivian to part",
                   "Ford and Rivian will part. Unite attacked the plan. The two companies declined "
                   "to comment.") == "the two companies=Ford+Rivian");
  CHECK(references("", "Customers of Ford say they were hurt.") == "");
}

TEST_CASE("An authority may be described before it is named", "[reference]") {
  CHECK(references("",
                   "The takeover was cleared by the competition watchdog. The Competition and "
                   "Markets Authority said so.") ==
        "the competition watchdog=Competition and Markets Authority");
}

}  // namespace
}  // namespace pactwatch
