// The rule loader and the lint. The first byte says which file the rest is; the others are small
// and right.

#include <array>

#include "extractor/extractor.h"
#include "rules/lint.h"
#include "tests/fuzz/fuzz.h"

using namespace pactwatch;

namespace {

struct File {
  const char* name;
  const char* text;
};

constexpr std::array<File, 5> kFiles = {{
    {"events/a.toml",
     "[[rule]]\nid = \"a\"\nevent = \"acquisition\"\ntrigger = ['{V:buy} {GAP}{DEAL}']\n"
     "require = [\"target\"]\n[rule.roles]\nacquirer = [\"subject\"]\ntarget = [\"object ORG\"]\n"
     "[[rule.match]]\ntext = \"Acme bought Umbrella.\"\nexpect = { target = \"Umbrella\" }\n"},
    {"macros.toml", "[macro]\nDEAL = '(?:deal|pact)s?'\nBOTH = '{DEAL} and {DEAL}'\n"},
    {"stages.toml", "[stage]\nacquisition = { past = \"completed\", planned = \"announced\" }\n"},
    {"lexicon/a.toml",
     "determiner_like = [\"the\"]\n[class]\nmodal = [\"will\"]\npreposition = [\"of\", \"for\"]\n"
     "[verb]\nverbs = [\"buy\", \"sell\", \"agree\"]\n[verb.irregular]\n"
     "buy = [\"bought\", \"bought\"]\n[effect]\nannounced = [\"agree\"]\n"},
    {"entities/a.toml",
     "org = [{ name = \"Acme\", alias = [\"Acme Corp\"], country = \"US\", is = [\"maker\"] }]\n"},
}};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fuzz::Scratch scratch;
  static const bool ready = [] {
    for (const char* folder : {"events", "lexicon", "entities"})
      std::filesystem::create_directory(scratch.path() / folder);
    for (const File& file : kFiles) scratch.write(file.name, file.text);
    return true;
  }();
  if (!ready || size == 0) return 0;
  const File& given = kFiles[data[0] % kFiles.size()];
  scratch.write(given.name, fuzz::bytes(data + 1, size - 1));
  const Result<std::shared_ptr<const RuleSet>> rules = load_rules(scratch.path());
  scratch.write(given.name, given.text);
  if (!rules) {
    for (const Finding& finding : findings_of(rules.error())) {
      fuzz::expect(!to_string(finding).empty(), "a fault can be shown");
      fuzz::expect(finding.error, "what does not load is an error");
    }
    return 0;
  }
  for (const Finding& finding : lint_rules(**rules))
    fuzz::expect(!to_string(finding).empty(), "a finding can be shown");
  // Whatever loads must also read: a rule may be odd, not dangerous.
  const Extractor extractor(*rules);
  Document document;
  document.text = "Acme has agreed to buy the pact of Umbrella Group for $2 billion, it said.";
  fuzz::expect(extractor.extract(document) == extractor.extract_naively(document),
               "the prefilter loses nothing");
  return 0;
}
