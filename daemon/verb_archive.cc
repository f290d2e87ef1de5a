// pactwatch export: the ledger as JSON lines or CSV. pactwatch import: a ledger from an exported
// archive.

#include <fstream>
#include <functional>
#include <iostream>

#include <nlohmann/json.hpp>

#include "alerts/change_view.h"
#include "alerts/render.h"
#include "core/json.h"
#include "daemon/ledger_view.h"
#include "daemon/lock.h"
#include "daemon/options.h"
#include "daemon/rebuild.h"
#include "daemon/verb.h"
#include "rules/rule.h"
#include "store/data_dir.h"

namespace pactwatch {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr const char* kExportUsage =
    "usage: pactwatch export facts|changes|claims|archive [--csv] [--data DIR]\n"
    "  JSON lines on standard output, or CSV with a heading. The archive is every revision of "
    "every\n"
    "  article with what it says, and every judgement: pactwatch import makes a ledger of it\n";
constexpr const char* kImportUsage =
    "usage: pactwatch import FILE|- [--data DIR] [--rules DIR]\n"
    "  an archive into a data directory that has no ledger yet\n";
constexpr std::size_t kPage = 500;

// RFC 4180.
std::string csv(const std::vector<std::string>& cells) {
  std::string out;
  for (const std::string& cell : cells) {
    if (!out.empty() || &cell != &cells.front()) out += ',';
    if (cell.find_first_of(",\"\r\n") == std::string::npos) {
      out += cell;
      continue;
    }
    out += '"';
    for (const char c : cell) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    out += '"';
  }
  return out + "\r\n";
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : "; ") + part;
  return out;
}

std::string number(double value) { return json(value).dump(); }

// The figures of a value in cells of their own, so that a spreadsheet can count with them.
std::vector<std::string> cells_of(const Value& value) {
  return {value.amount ? number(value.amount->value) : "",
          value.amount ? value.amount->currency : "",
          value.percent ? number(*value.percent) : "",
          value.exclusive ? (*value.exclusive ? "true" : "false") : "",
          value.stage,
          value.until};
}

void append(std::vector<std::string>& row, const std::vector<std::string>& more) {
  row.insert(row.end(), more.begin(), more.end());
}

Status export_facts(Ledger& ledger, bool as_csv) {
  Result<std::vector<std::string>> ids = ledger.fact_ids({});
  if (!ids) return tl::unexpected(ids.error());
  if (as_csv)
    std::cout << csv({"fact", "parties", "term", "status", "value", "amount", "currency", "percent",
                      "exclusive", "stage", "until", "valid_from", "valid_to", "known_since",
                      "version", "origins", "claims"});
  for (const std::string& id : *ids) {
    Result<std::vector<FactView>> history = ledger.fact_history(id);
    if (!history) return tl::unexpected(history.error());
    if (history->empty()) continue;
    const FactView& fact = history->back();
    if (!as_csv) {
      json out = to_json(fact);
      json versions = json::array();
      for (const FactView& version : *history)
        versions.push_back({{"version", version.version},
                            {"known_since", to_iso(version.known_since)},
                            {"status", version.status},
                            {"value", to_json(version.value)},
                            {"origins", version.origins},
                            {"cause", version.cause}});
      out["versions"] = std::move(versions);
      std::cout << dump_json(out) << '\n';
      continue;
    }
    std::vector<std::string> claims;
    for (const ClaimView& claim : fact.claims) claims.push_back(claim.id);
    std::vector<std::string> row = {fact.id, joined(fact.parties), fact.term, fact.status,
                                    alerts::render_value(fact.value)};
    append(row, cells_of(fact.value));
    append(row, {fact.valid_from, fact.valid_to, to_iso(fact.known_since),
                 std::to_string(fact.version), std::to_string(fact.origins), joined(claims)});
    std::cout << csv(row);
  }
  return {};
}

Status export_changes(Ledger& ledger, bool as_csv) {
  if (as_csv)
    std::cout << csv({"seq", "change", "recorded", "kind", "cause", "parties", "term", "fact",
                      "status", "before", "after", "origins", "headline", "claims"});
  for (std::int64_t seq = 0;;) {
    Result<std::vector<Change>> page = ledger.changes_since(seq, kPage);
    if (!page) return tl::unexpected(page.error());
    if (page->empty()) return {};
    for (const Change& change : *page) {
      seq = change.seq;
      const std::string text = change_json(change);
      if (!as_csv) {
        std::cout << text << '\n';
        continue;
      }
      Result<json> body = parse_json(text, "change " + change.id);
      if (!body) return tl::unexpected(body.error());
      Result<alerts::ChangeView> view = alerts::change_from_json(*body);
      if (!view) return tl::unexpected(view.error());
      std::vector<std::string> claims;
      for (const ClaimView& claim : view->claims) claims.push_back(claim.id);
      std::cout << csv({std::to_string(view->seq), view->id, view->recorded, view->kind,
                        view->cause, joined(view->parties), view->term, view->fact, view->status,
                        view->before ? alerts::render_value(*view->before) : "",
                        view->after ? alerts::render_value(*view->after) : "",
                        std::to_string(view->origins), alerts::headline(*view), joined(claims)});
    }
  }
}

Status export_claims(Ledger& ledger, bool as_csv) {
  if (as_csv)
    std::cout << csv({"claim", "recorded", "published", "outlet", "attribution", "origin", "type",
                      "modality", "rule", "revision", "sentence", "title", "url", "withdrawn"});
  for (std::int64_t last = 0;;) {
    Result<std::vector<ClaimView>> page = ledger.claims_after(last, kPage);
    if (!page) return tl::unexpected(page.error());
    if (page->empty()) return {};
    last = page->back().row;
    for (const ClaimView& c : *page) {
      if (!as_csv) {
        json out = to_json(c);
        out["recorded"] = to_iso(c.recorded);
        std::cout << dump_json(out) << '\n';
        continue;
      }
      std::cout << csv({c.id, to_iso(c.recorded), c.published, c.outlet, c.attribution, c.origin,
                        c.type, c.modality, c.rule, std::to_string(c.rule_revision), c.sentence,
                        c.title, c.url, c.withdrawn ? "true" : ""});
    }
  }
}

}  // namespace

int verb_export(const Arguments& arguments) {
  const Result<Options> options =
      Options::parse(arguments, {{"--csv", 0}, {"--json", 0}, {"--data", 1}});
  if (!options) return usage_error("export", options.error(), kExportUsage);
  const std::string what = options->positional().empty() ? "" : options->positional().front();
  const bool as_csv = options->has("--csv");
  if ((what != "facts" && what != "changes" && what != "claims" && what != "archive") ||
      (what == "archive" && as_csv))
    return usage_error("export",
                       {ErrorCode::invalid_input, "say facts, changes, claims or archive", "", ""},
                       kExportUsage);
  Result<std::unique_ptr<Ledger>> ledger = ledger_of(*options);
  if (!ledger) return verb_failed("export", ledger.error());
  const Status done = what == "facts"     ? export_facts(**ledger, as_csv)
                      : what == "changes" ? export_changes(**ledger, as_csv)
                      : what == "claims"  ? export_claims(**ledger, as_csv)
                                          : export_archive(**ledger, std::cout);
  if (!done) return verb_failed("export", done.error());
  std::cout.flush();
  if (!std::cout)
    return verb_failed("export", {ErrorCode::unavailable, "the output was not taken", "", ""});
  return kExitOk;
}

int verb_import(const Arguments& arguments) {
  const Result<Options> options = Options::parse(arguments, {{"--data", 1}, {"--rules", 1}});
  if (!options) return usage_error("import", options.error(), kImportUsage);
  if (options->positional().size() != 1)
    return usage_error("import", {ErrorCode::invalid_input, "name the archive", "", ""},
                       kImportUsage);
  const auto data = options->value("--data");
  Result<FreshLedger> fresh =
      FreshLedger::make(data ? fs::path(*data) : default_data_directory(),
                        options->value("--rules").value_or(default_rules_directory().string()));
  if (!fresh) return verb_failed("import", fresh.error());
  const std::string& name = options->positional().front();
  std::ifstream file;
  if (name != "-") {
    file.open(name, std::ios::binary);
    if (!file) return verb_failed("import", {ErrorCode::not_found, "cannot be read", name, ""});
  }
  Result<std::size_t> count = import_archive(name == "-" ? std::cin : file, name, fresh->ledger());
  if (!count) return verb_failed("import", count.error());
  std::cout << *count << " revisions of articles recorded\n";
  return kExitOk;
}

}  // namespace pactwatch
