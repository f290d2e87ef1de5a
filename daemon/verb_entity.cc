// pactwatch entity merge|split|undo|list: which names are one.

#include <filesystem>
#include <iostream>

#include <unistd.h>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "core/time.h"
#include "daemon/ledger_view.h"
#include "daemon/options.h"
#include "daemon/verb.h"
#include "rules/rule.h"

namespace pactwatch {
namespace {

constexpr const char* kEntityUsage =
    "usage: pactwatch entity merge NAME OTHER [--reason TEXT] [--author NAME]\n"
    "       pactwatch entity split NAME OTHER [--reason TEXT] [--author NAME]\n"
    "       pactwatch entity undo NUMBER\n"
    "       pactwatch entity list [--json]\n"
    "  merge shows OTHER as NAME from now on, split no longer; undo takes either back. What "
    "articles\n"
    "  said stays recorded as they said it. --data DIR chooses the ledger, --rules DIR the "
    "rules.\n";

// The ledger for writing, beside a daemon or without one.
Result<std::unique_ptr<Ledger>> writable_ledger_of(const Options& options) {
  Result<std::string> file = database_of(options);
  if (!file) return tl::unexpected(file.error());
  const std::optional<std::string> rules = options.value("--rules");
  const std::filesystem::path directory =
      rules ? std::filesystem::path(*rules) : default_rules_directory();
  return open_ledger(*file, directory / "terms.toml");
}

int judge(const Options& options, const std::string& kind) {
  const std::vector<std::string>& words = options.positional();
  if (words.size() != 3)
    return usage_error("entity", {ErrorCode::invalid_input, "give two names", "", ""},
                       kEntityUsage);
  Result<std::unique_ptr<Ledger>> ledger = writable_ledger_of(options);
  if (!ledger) return verb_failed("entity", ledger.error());
  Judgement judgement;
  judgement.kind = kind;
  judgement.a = words[1];
  judgement.b = words[2];
  const char* user = getlogin();
  judgement.author = options.value("--author").value_or(user != nullptr ? user : "");
  judgement.reason = options.value("--reason").value_or("");
  const Result<std::int64_t> number = (*ledger)->judge_names(judgement, system_clock().now());
  if (!number) return verb_failed("entity", number.error());
  std::cout << "judgement " << *number << ": "
            << (kind == "merge" ? "\"" + words[2] + "\" is shown as \"" + words[1] + "\""
                                : "\"" + words[1] + "\" and \"" + words[2] + "\" are two")
            << "; pactwatch entity undo " << *number << " takes it back\n";
  return kExitOk;
}

int undo(const Options& options) {
  const std::vector<std::string>& words = options.positional();
  if (words.size() != 2 || words[1].find_first_not_of("0123456789") != std::string::npos)
    return usage_error("entity",
                       {ErrorCode::invalid_input, "give the number of a judgement", "", ""},
                       kEntityUsage);
  Result<std::unique_ptr<Ledger>> ledger = writable_ledger_of(options);
  if (!ledger) return verb_failed("entity", ledger.error());
  if (Status s = (*ledger)->undo_judgement(std::atoll(words[1].c_str()), system_clock().now()); !s)
    return verb_failed("entity", s.error());
  std::cout << "judgement " << words[1] << " is undone\n";
  return kExitOk;
}

int list(const Options& options) {
  Result<std::unique_ptr<Ledger>> ledger = ledger_of(options);
  if (!ledger) return verb_failed("entity", ledger.error());
  const Result<std::vector<Judgement>> judgements = (*ledger)->judgements();
  if (!judgements) return verb_failed("entity", judgements.error());
  if (options.has("--json")) {
    for (const Judgement& judgement : *judgements)
      std::cout << dump_json(to_json(judgement)) << '\n';
    return kExitOk;
  }
  std::vector<std::vector<std::string>> rows = {
      {"NUMBER", "SINCE", "WHAT", "NAME", "OTHER", "AUTHOR", "REASON"}};
  for (const Judgement& j : *judgements)
    rows.push_back({std::to_string(j.row), to_iso(j.recorded),
                    j.kind + (j.undone ? ", undone" : ""), j.a, j.b, j.author, j.reason});
  print_table(std::cout, rows);
  return kExitOk;
}

}  // namespace

int verb_entity(const Arguments& arguments) {
  const Result<Options> options = Options::parse(
      arguments, {{"--reason", 1}, {"--author", 1}, {"--data", 1}, {"--rules", 1}, {"--json", 0}});
  if (!options) return usage_error("entity", options.error(), kEntityUsage);
  const std::string what = options->positional().empty() ? "" : options->positional().front();
  if (what == "merge" || what == "split") return judge(*options, what);
  if (what == "undo") return undo(*options);
  if (what == "list") return list(*options);
  return usage_error("entity", {ErrorCode::invalid_input, "say merge, split, undo or list", "", ""},
                     kEntityUsage);
}

}  // namespace pactwatch
