// pactwatch rules test|check|list|try|why|bench: works on the rules themselves.

#include <filesystem>
#include <iostream>

#include "daemon/options.h"
#include "daemon/rule_tools.h"
#include "daemon/verb.h"
#include "extractor/examples.h"
#include "extractor/extractor.h"

namespace pactwatch {
namespace {

constexpr const char* kUsage =
    "test                      run the examples of every rule\n"
    "       pactwatch rules check [--json]            load and lint them: errors, warnings, where\n"
    "       pactwatch rules list                      one rule a line\n"
    "       pactwatch rules try FILE|URL              all rules on one text, with what they saw\n"
    "       pactwatch rules why RULE TEXT|FILE|URL|-  one rule on one text: what matched, or what "
    "did not (exit code 1)\n"
    "       pactwatch rules bench [FILE...]           what each rule costs, on its examples or on "
    "FILEs\n"
    "options: --rules DIR, --published DATE (try, why), --json (check, why, bench),\n"
    "         --allow-loopback (try, why: a URL may be of this machine)";

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

// TEXT of the command line unless it names a file, a URL or standard input.
Result<Document> text_or_source(const std::string& given, bool allow_loopback) {
  std::error_code error;
  const bool source = given == "-" || given.starts_with("http://") ||
                      given.starts_with("https://") ||
                      std::filesystem::is_regular_file(given, error);
  if (source) return document_of(given, allow_loopback);
  Document document;
  document.text = given;
  return document;
}

}  // namespace

int verb_rules(const Arguments& arguments) {
  const Result<Options> options = Options::parse(
      arguments,
      {{"--rules", 1}, {"--published", 1}, {"--json", 0}, {"--allow-loopback", 0}, {"--help", 0}});
  if (!options) return usage_error("rules", options.error(), kUsage);
  if (options->has("--help")) {
    std::cout << "usage: pactwatch rules " << kUsage << '\n';
    return kExitOk;
  }
  const std::vector<std::string>& words = options->positional();
  const std::string what = words.empty() ? "" : words[0];
  const bool takes_nothing = what == "test" || what == "check" || what == "list";
  const bool right = (takes_nothing && words.size() == 1) || (what == "try" && words.size() == 2) ||
                     (what == "why" && words.size() == 3) || what == "bench";
  if (!right)
    return usage_error("rules", {ErrorCode::invalid_input, "say what to do", what, ""}, kUsage);
  const std::string directory =
      options->value("--rules").value_or(default_rules_directory().string());
  const bool json = options->has("--json");
  if (what == "check") return check_rules(directory, json);

  Result<std::shared_ptr<const RuleSet>> rules = load_rules(directory);
  if (!rules) {
    std::cerr << "pactwatch rules: " << to_string(rules.error()) << '\n';
    return kExitUsage;
  }
  if (what == "list") return list(**rules);
  const Extractor extractor(*rules);
  if (what == "test") return test(extractor);
  if (what == "bench") return bench_rules(extractor, {words.begin() + 1, words.end()}, json);

  const bool loopback = options->has("--allow-loopback");
  Result<Document> document =
      what == "try" ? document_of(words[1], loopback) : text_or_source(words[2], loopback);
  if (!document) {
    std::cerr << "pactwatch rules: " << to_string(document.error()) << '\n';
    return kExitUsage;
  }
  if (const auto published = options->value("--published")) document->published = *published;
  return what == "try" ? try_rules(extractor, *document)
                       : why_rule(extractor, words[1], *document, json);
}

}  // namespace pactwatch
