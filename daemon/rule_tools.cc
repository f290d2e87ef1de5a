#include "daemon/rule_tools.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iostream>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "core/text.h"
#include "daemon/input.h"
#include "daemon/verb.h"
#include "extractor/explain.h"
#include "fetcher/http.h"
#include "fetcher/page.h"
#include "rules/lint.h"

namespace pactwatch {
namespace {

using nlohmann::json;

Result<Document> page_document(const std::string& bytes, const PageSource& source) {
  const Result<Page> page = read_page(bytes, source);
  if (!page) return tl::unexpected(page.error());
  if (page->text.empty())
    return fail(ErrorCode::invalid_input, "the page has no text that could be read", source.url);
  return Document{page->title, page->outlet, source.url, page->published, page->text};
}

Result<Document> fetch(const std::string& url, bool allow_loopback) {
  HttpOptions options;
  options.addresses.allow_loopback = allow_loopback;
  Result<std::unique_ptr<HttpClient>> client = HttpClient::create(options);
  if (!client) return tl::unexpected(client.error());
  HttpRequest request;
  request.url = url;
  request.accept = "text/html,application/xhtml+xml,*/*;q=0.5";
  request.max_bytes = kMaxPageBytes;
  const Result<HttpResponse> response = (*client)->fetch(std::move(request));
  if (!response) return tl::unexpected(response.error());
  if (response->status != 200)
    return fail(ErrorCode::unavailable, "the server answered " + std::to_string(response->status),
                response->url);
  return page_document(response->body, {response->url, response->header("content-type")});
}

bool is_html(std::string_view bytes) {
  const std::string head = ascii_lower(bytes.substr(0, 1024));
  return head.find("<html") != std::string::npos ||
         head.find("<!doctype html") != std::string::npos;
}

// ---- why

json to_json(const ClauseReport& report, const Rule& rule) {
  return {{"clause", report.segment + 1},     {"skeleton", report.skeleton},
          {"trigger", report.trigger + 1},    {"line", rule.triggers[report.trigger].line},
          {"reach", to_string(report.reach)}, {"detail", report.detail}};
}

void print_clauses(const Explanation& why, const Rule& rule) {
  // Where some clause got past the prefilter, those that did not are of no interest.
  constexpr std::size_t kMostClauses = 20;
  const bool all = why.reach == Reach::no_atom;
  std::size_t shown = 0;
  std::size_t left = 0;
  std::uint32_t last = 0;
  for (const ClauseReport& report : why.clauses) {
    if (!all && report.reach == Reach::no_atom) continue;
    if (shown == kMostClauses && report.reach < Reach::struck) {
      ++left;
      continue;
    }
    if (shown == 0 || report.segment != last)
      std::cout << "\nclause " << report.segment + 1 << "  " << report.skeleton << '\n';
    last = report.segment;
    ++shown;
    std::cout << "  trigger";
    if (rule.triggers.size() > 1) std::cout << ' ' << report.trigger + 1;
    std::cout << " (line " << rule.triggers[report.trigger].line << "): " << to_string(report.reach)
              << ": " << report.detail << '\n';
  }
  if (left > 0) std::cout << "\nand " << left << " more clauses that its trigger does not match\n";
}

// ---- bench

struct Bench {
  std::vector<RuleCost> costs;
  std::int64_t rounds = 0;
  std::int64_t bytes = 0;  // of one round
  std::int64_t nanoseconds = 0;
};

Bench measure(const Extractor& extractor, const std::vector<Document>& sample) {
  // Long enough that the clock's grain and the first, cold round do not count.
  constexpr std::chrono::milliseconds kLongEnough{1000};
  constexpr std::int64_t kMostRounds = 200;
  Bench bench;
  for (const Document& document : sample)
    bench.bytes += static_cast<std::int64_t>(document.text.size());
  std::vector<RuleCost> warm(extractor.rules().rules().size());
  for (const Document& document : sample) (void)extractor.extract_metered(document, warm);
  bench.costs.resize(warm.size());
  const auto begin = std::chrono::steady_clock::now();
  auto now = begin;
  while (now - begin < kLongEnough && bench.rounds < kMostRounds) {
    for (const Document& document : sample) (void)extractor.extract_metered(document, bench.costs);
    ++bench.rounds;
    now = std::chrono::steady_clock::now();
  }
  bench.nanoseconds = (now - begin) / std::chrono::nanoseconds(1);
  return bench;
}

std::vector<Document> examples_of(const RuleSet& rules) {
  std::vector<Document> out;
  for (const Rule& rule : rules.rules())
    for (const auto* examples : {&rule.match, &rule.no_match})
      for (const RuleExample& example : *examples)
        out.push_back({"", "", "", example.published, example.text});
  return out;
}

}  // namespace

int check_rules(const std::string& directory, bool as_json) {
  const Result<std::shared_ptr<const RuleSet>> rules = load_rules(directory);
  std::vector<Finding> findings = rules ? lint_rules(**rules) : findings_of(rules.error());
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Finding& x, const Finding& y) { return x.error && !y.error; });
  const auto errors = std::count_if(findings.begin(), findings.end(),
                                    [](const Finding& finding) { return finding.error; });
  std::string bare;  // rules without a no_match: one line for all, they are many
  int bare_count = 0;
  for (const Finding& finding : findings) {
    if (as_json) {
      std::cout << dump_json({{"severity", finding.error ? "error" : "warning"},
                              {"rule", finding.rule},
                              {"file", finding.file},
                              {"line", finding.line},
                              {"column", finding.column},
                              {"message", finding.message},
                              {"hint", finding.hint}})
                << '\n';
    } else if (finding.kind == LintKind::no_negative) {
      bare += (bare.empty() ? "" : ", ") + finding.rule;
      ++bare_count;
    } else {
      std::cout << to_string(finding) << '\n';
    }
  }
  if (as_json) return errors > 0 ? kExitFailed : kExitOk;
  if (bare_count > 0)
    std::cout << "warning: " << bare_count << (bare_count == 1 ? " rule does" : " rules do")
              << " not show what to leave (add a [[rule.no_match]]): " << bare << '\n';
  if (rules) std::cout << (*rules)->rules().size() << " rules, ";
  std::cout << errors << (errors == 1 ? " error, " : " errors, ")
            << static_cast<std::ptrdiff_t>(findings.size()) - errors << " warnings\n";
  return errors > 0 ? kExitFailed : kExitOk;
}

int why_rule(const Extractor& extractor, const std::string& id, const Document& document,
             bool as_json) {
  const std::vector<Rule>& rules = extractor.rules().rules();
  const auto rule =
      std::find_if(rules.begin(), rules.end(), [&](const Rule& r) { return r.id == id; });
  if (rule == rules.end()) {
    std::vector<std::string> known;
    known.reserve(rules.size());
    for (const Rule& r : rules) known.push_back(r.id);
    const std::string near = nearest_name(id, known);
    std::cerr << "pactwatch rules: no rule \"" << id << "\""
              << (near.empty() ? " (pactwatch rules list)" : " (did you mean " + near + "?)")
              << '\n';
    return kExitUsage;
  }
  const Explanation why = extractor.explain(document, *rule);
  if (as_json) {
    json out = {{"rule", rule->id},
                {"revision", rule->revision},
                {"reach", to_string(why.reach)},
                {"events", json::array()},
                {"clauses", json::array()}};
    for (const Event& event : why.events) out["events"].push_back(pactwatch::to_json(event));
    for (const ClauseReport& report : why.clauses) out["clauses"].push_back(to_json(report, *rule));
    std::cout << dump_json(out) << '\n';
    return why.found() ? kExitOk : kExitFailed;
  }
  std::cout << rule->id << ", revision " << rule->revision << " (" << rule->file << ":"
            << rule->line << "): ";
  if (why.found())
    std::cout << why.events.size() << (why.events.size() == 1 ? " event\n" : " events\n");
  else
    std::cout << "no event; it came as far as: "
              << (why.clauses.empty() ? "no clause to read" : to_string(why.reach)) << '\n';
  print_clauses(why, *rule);
  return why.found() ? kExitOk : kExitFailed;
}

int bench_rules(const Extractor& extractor, const std::vector<std::string>& files, bool as_json) {
  std::vector<Document> sample;
  for (const std::string& file : files) {
    Result<Document> document = document_of(file, false);
    if (!document) {
      std::cerr << "pactwatch rules: " << to_string(document.error()) << '\n';
      return kExitFailed;
    }
    sample.push_back(std::move(*document));
  }
  if (files.empty()) sample = examples_of(extractor.rules());
  const Bench bench = measure(extractor, sample);
  if (bench.bytes == 0 || bench.rounds == 0) {
    std::cerr << "pactwatch rules: there is no text to measure on\n";
    return kExitFailed;
  }
  const std::vector<Rule>& rules = extractor.rules().rules();
  std::vector<std::size_t> order(rules.size());
  for (std::size_t r = 0; r < order.size(); ++r) order[r] = r;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t x, std::size_t y) {
    return bench.costs[x].nanoseconds > bench.costs[y].nanoseconds;
  });
  const double kilobytes = static_cast<double>(bench.bytes * bench.rounds) / 1024;
  const auto per_kilobyte = [&](std::int64_t ns) {
    return static_cast<double>(ns) / 1e3 / kilobytes;
  };
  const auto share = [&](std::int64_t ns) {
    return 100.0 * static_cast<double>(ns) / static_cast<double>(bench.nanoseconds);
  };
  std::int64_t together = 0;
  if (!as_json) std::printf("%-32s %9s %8s %9s %9s\n", "rule", "us/KB", "share", "tried", "raised");
  for (const std::size_t r : order) {
    const RuleCost& cost = bench.costs[r];
    together += cost.nanoseconds;
    if (as_json)
      std::cout << dump_json({{"rule", rules[r].id},
                              {"us_per_kb", per_kilobyte(cost.nanoseconds)},
                              {"share", share(cost.nanoseconds) / 100},
                              {"tried", cost.tried / bench.rounds},
                              {"raised", cost.raised / bench.rounds}})
                << '\n';
    else
      std::printf("%-32s %9.3f %7.2f%% %9lld %9lld\n", rules[r].id.c_str(),
                  per_kilobyte(cost.nanoseconds), share(cost.nanoseconds),
                  static_cast<long long>(cost.tried / bench.rounds),
                  static_cast<long long>(cost.raised / bench.rounds));
  }
  if (as_json) return kExitOk;
  std::printf("%-32s %9.3f %7.2f%%\n", "all rules", per_kilobyte(together), share(together));
  std::printf("%-32s %9.3f %7.2f%%  (reading, prefilter, rules, consolidation)\n", "the whole",
              per_kilobyte(bench.nanoseconds), 100.0);
  std::printf("%zu texts, %.1f KB, %lld rounds; tried and raised are of one round\n", sample.size(),
              static_cast<double>(bench.bytes) / 1024, static_cast<long long>(bench.rounds));
  std::fflush(stdout);
  return kExitOk;
}

int try_rules(const Extractor& extractor, const Document& document) {
  if (!document.title.empty()) std::cout << "# " << document.title << '\n';
  if (!document.published.empty()) std::cout << "# published " << document.published << '\n';
  std::cout << extractor.describe(document);
  for (const Event& event : extractor.extract(document))
    std::cout << event.rule << "  " << event.type << " " << event.stage << ", "
              << to_string(event.modality) << '\n';
  return kExitOk;
}

Result<Document> document_of(const std::string& source, bool allow_loopback) {
  if (source.starts_with("http://") || source.starts_with("https://"))
    return fetch(source, allow_loopback);
  const Result<std::string> bytes = read_input(source);
  if (!bytes) return tl::unexpected(bytes.error());
  if (is_html(*bytes)) return page_document(*bytes, {});
  Document document;
  document.text = *bytes;
  return document;
}

}  // namespace pactwatch
