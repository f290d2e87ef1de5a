// pactwatch replay: the archive read once more with today's rules.

#include <filesystem>
#include <iostream>

#include <unistd.h>

#include <nlohmann/json.hpp>

#include "alerts/render.h"
#include "core/json.h"
#include "daemon/ledger_view.h"
#include "daemon/options.h"
#include "daemon/rebuild.h"
#include "daemon/verb.h"
#include "extractor/extractor.h"
#include "rules/rule.h"
#include "store/life.h"

namespace pactwatch {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr const char* kUsage =
    "usage: pactwatch replay [--since DATE] [--dry-run] [--rules DIR] [--data DIR] [--json]\n"
    "       pactwatch replay --into DIR [--rules DIR] [--data DIR]\n"
    "  reads every archived article once more with the rules as they are now. What that moves "
    "carries\n"
    "  cause \"rules\" and alerts only who asked for it. --dry-run writes nothing and prints the "
    "facts\n"
    "  that would come, go or alter. --into makes a ledger of its own, as if the rules had always "
    "been\n"
    "  these: the same archive and rules give the same bytes\n";

// A copy of the ledger to try things on, which goes away with it.
class Copy {
 public:
  explicit Copy(const std::string& file) : file_(file + ".replay-" + std::to_string(::getpid())) {}
  ~Copy() {
    std::error_code error;
    for (const char* end : {"", "-wal", "-shm"}) fs::remove(file_ + end, error);
  }
  Copy(const Copy&) = delete;
  Copy& operator=(const Copy&) = delete;
  const std::string& file() const { return file_; }

 private:
  std::string file_;
};

struct Tally {
  std::size_t added = 0, lost = 0, altered = 0;
};

// What is held in the end, or nothing.
Result<std::optional<FactView>> held(Ledger& ledger, const std::string& fact) {
  Result<std::vector<FactView>> history = ledger.fact_history(fact);
  if (!history) return tl::unexpected(history.error());
  if (history->empty() || history->back().status == "retracted") return std::optional<FactView>();
  return std::optional<FactView>(std::move(history->back()));
}

std::string cell(const std::optional<FactView>& fact) {
  return fact ? describe(fact->value) + ", " + fact->status : "-";
}

// The rule and the sentence that the difference comes from.
std::string evidence(const FactView& fact) {
  for (const ClaimView& claim : fact.claims)
    if (!claim.withdrawn) return claim.rule + ": \"" + claim.sentence + "\"";
  return fact.claims.empty() ? "" : "was: \"" + fact.claims.front().sentence + "\"";
}

Result<Tally> print_differences(Ledger& before, Ledger& after, UtcTime since, bool as_json) {
  Result<std::vector<std::string>> moved = after.fact_ids(since);
  if (!moved) return tl::unexpected(moved.error());
  Tally tally;
  std::vector<std::vector<std::string>> rows = {
      {"", "RELATIONSHIP", "TERM", "NOW", "THEN", "BECAUSE"}};
  for (const std::string& id : *moved) {
    Result<std::optional<FactView>> was = held(before, id);
    if (!was) return tl::unexpected(was.error());
    Result<std::optional<FactView>> is = held(after, id);
    if (!is) return tl::unexpected(is.error());
    if (!*was && !*is) continue;
    if (*was && *is && (*was)->value == (*is)->value && (*was)->status == (*is)->status &&
        (*was)->origins == (*is)->origins && (*was)->valid_from == (*is)->valid_from &&
        (*was)->valid_to == (*is)->valid_to)
      continue;
    std::size_t& count = !*was ? tally.added : !*is ? tally.lost : tally.altered;
    ++count;
    const FactView& shown = *is ? **is : **was;
    if (as_json) {
      std::cout << dump_json({{"what", !*was  ? "added"
                                       : !*is ? "lost"
                                              : "altered"},
                              {"fact", id},
                              {"parties", shown.parties},
                              {"term", shown.term},
                              {"before", *was ? to_json(**was) : json(nullptr)},
                              {"after", *is ? to_json(**is) : json(nullptr)}})
                << '\n';
      continue;
    }
    rows.push_back({!*was  ? "+"
                    : !*is ? "-"
                           : "~",
                    alerts::render_parties(shown.parties), alerts::render_term(shown.term),
                    cell(*was), cell(*is), evidence(shown)});
  }
  if (!as_json && rows.size() > 1) print_table(std::cout, rows);
  return tally;
}

}  // namespace

int verb_replay(const Arguments& arguments) {
  const Result<Options> options = Options::parse(arguments, {{"--since", 1},
                                                             {"--dry-run", 0},
                                                             {"--into", 1},
                                                             {"--rules", 1},
                                                             {"--data", 1},
                                                             {"--json", 0}});
  if (!options) return usage_error("replay", options.error(), kUsage);
  UtcTime since;
  if (const auto text = options->value("--since")) {
    const std::optional<UtcTime> time = parse_iso_time(*text);
    if (!time)
      return usage_error("replay",
                         {ErrorCode::invalid_input, "--since wants an ISO date or time", *text, ""},
                         kUsage);
    since = *time;
  }
  const auto into = options->value("--into");
  if (into && (options->has("--dry-run") || options->has("--since")))
    return usage_error("replay", {ErrorCode::invalid_input, "--into stands alone", "", ""}, kUsage);

  const fs::path directory = options->value("--rules").value_or(default_rules_directory().string());
  Result<std::shared_ptr<const RuleSet>> rules = load_rules(directory);
  if (!rules) return verb_failed("replay", rules.error());
  const Extractor extractor(*rules);
  const ReadArticle read = [&](const Article& a) {
    return extractor.extract({a.title, a.outlet, a.url, a.published, a.text});
  };
  const Result<std::string> file = database_of(*options);
  if (!file) return verb_failed("replay", file.error());
  Result<std::unique_ptr<Ledger>> archive = open_ledger_read_only(*file);
  if (!archive) return verb_failed("replay", archive.error());

  if (into) {
    Result<FreshLedger> fresh = FreshLedger::make(*into, directory);
    if (!fresh) return verb_failed("replay", fresh.error());
    const Result<std::size_t> count = rebuild(**archive, fresh->ledger(), read, (*rules)->hash());
    if (!count) return verb_failed("replay", count.error());
    std::cout << *into << ": " << *count << " revisions of articles read\n";
    return kExitOk;
  }

  const bool dry = options->has("--dry-run");
  const Copy copy(*file);
  if (dry)
    if (Status s = back_up(*file, copy.file()); !s) return verb_failed("replay", s.error());
  Result<std::unique_ptr<Ledger>> target =
      open_ledger(dry ? copy.file() : *file, directory / "terms.toml");
  if (!target) return verb_failed("replay", target.error());
  const UtcTime start = system_clock().now();
  const Result<std::size_t> count = reread(**archive, **target, read, (*rules)->hash(), since);
  if (!count) return verb_failed("replay", count.error());
  if (!dry) {
    std::cerr << *count
              << " articles read again; pactwatch changes shows what moved, cause "
                 "\"rules\"\n";
    return kExitOk;
  }
  const Result<Tally> tally = print_differences(**archive, **target, start, options->has("--json"));
  if (!tally) return verb_failed("replay", tally.error());
  std::cerr << *count << " articles would be read again: " << tally->added << " facts added, "
            << tally->lost << " lost, " << tally->altered << " altered; nothing is written\n";
  return kExitOk;
}

}  // namespace pactwatch
