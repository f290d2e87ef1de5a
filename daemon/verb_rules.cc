// pactwatch rules test|check|list|try: works on the rules themselves.

#include <fstream>
#include <iostream>
#include <sstream>

#include "daemon/options.h"
#include "daemon/verb.h"
#include "extractor/examples.h"
#include "extractor/extractor.h"

namespace pactwatch {
namespace {

constexpr const char* kUsage =
    "usage: pactwatch rules test   [--rules DIR]        run the examples of every rule\n"
    "       pactwatch rules check  [--rules DIR]        load the rules and say what is wrong\n"
    "       pactwatch rules list   [--rules DIR]        one rule a line\n"
    "       pactwatch rules try    [--rules DIR] FILE   all rules on one text, with what they "
    "saw\n";

int test(const Extractor& extractor) {
  const ExampleReport report = run_examples(extractor);
  for (const ExampleFault& fault : report.faults)
    std::cout << fault.where << ": rule " << fault.rule << ": " << fault.message << "\n";
  for (const std::string& rule : report.without_examples)
    std::cout << "rule " << rule << " carries no example that must match\n";
  std::cout << report.examples - static_cast<int>(report.faults.size()) << " passed, "
            << report.faults.size() << " failed\n";
  return report.faults.empty() && report.without_examples.empty() ? kExitOk : kExitFailed;
}

int list(const RuleSet& rules) {
  for (const Rule& rule : rules.rules())
    std::cout << rule.id << "  revision " << rule.revision << "  " << rule.event << "  "
              << rule.about << '\n';
  std::cout << rules.rules().size() << " rules, set " << rules.hash() << '\n';
  return kExitOk;
}

int try_text(const Extractor& extractor, const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  if (!in) {
    std::cerr << "pactwatch rules: cannot read " << file << '\n';
    return kExitFailed;
  }
  Document document;
  document.text = bytes.str();
  std::cout << extractor.describe(document);
  for (const Event& event : extractor.extract(document))
    std::cout << event.rule << "  " << event.type << " " << event.stage << ", "
              << to_string(event.modality) << '\n';
  return kExitOk;
}

}  // namespace

int verb_rules(const Arguments& arguments) {
  const Result<Options> options = Options::parse(arguments, {{"--rules", 1}});
  if (!options) return usage_error("rules", options.error(), kUsage);
  const std::vector<std::string>& words = options->positional();
  const std::string what = words.empty() ? "" : words[0];
  const bool needs_file = what == "try";
  if ((what != "test" && what != "check" && what != "list" && what != "try") ||
      words.size() != (needs_file ? 2U : 1U))
    return usage_error("rules", {ErrorCode::invalid_input, "say what to do", what, ""}, kUsage);
  const std::string directory =
      options->value("--rules").value_or(default_rules_directory().string());
  Result<std::shared_ptr<const RuleSet>> rules = load_rules(directory);
  if (!rules) {
    std::cerr << "pactwatch rules: " << to_string(rules.error()) << '\n';
    return kExitFailed;
  }
  if (what == "list") return list(**rules);
  if (what == "check") {
    std::cout << (*rules)->rules().size() << " rules, no fault\n";
    return kExitOk;
  }
  const Extractor extractor(*rules);
  return needs_file ? try_text(extractor, words[1]) : test(extractor);
}

}  // namespace pactwatch
