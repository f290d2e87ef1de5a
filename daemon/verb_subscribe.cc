// pactwatch subscribe, unsubscribe, subscriptions: who is told what. pactwatch silence: what is not
// told for a while. pactwatch deliveries: what was told, and what could not be.

#include <filesystem>
#include <iostream>

#include <unistd.h>

#include <nlohmann/json.hpp>

#include "alerts/subscription.h"
#include "core/json.h"
#include "daemon/config.h"
#include "daemon/ledger_view.h"
#include "daemon/options.h"
#include "daemon/units.h"
#include "daemon/verb.h"
#include "store/deliveries.h"

namespace pactwatch {
namespace {

using nlohmann::json;

constexpr const char* kSubscribeUsage =
    "usage: pactwatch subscribe NAME [what] [how sure] [when] way\n"
    "  what      --party P... --term T... (a term or event type: lawsuit) --kind K... "
    "--rule-changes\n"
    "  how sure  --least-status rumoured|reported|confirmed --least-origins N --least-change 0.05\n"
    "  when      --group 30s --digest hourly|daily --quiet 22:00-07:00\n"
    "  way       --webhook URL [--secret whsec_...]... | --mail ADDRESS | --atom FILE|url | "
    "--command "
    "TEXT\n"
    "  A name that is taken is subscribed anew. --data DIR chooses the ledger.\n";
constexpr const char* kUnsubscribeUsage = "usage: pactwatch unsubscribe NAME [--data DIR]\n";
constexpr const char* kSubscriptionsUsage =
    "usage: pactwatch subscriptions [--data DIR] [--config FILE] [--json]\n";
constexpr const char* kSilenceUsage =
    "usage: pactwatch silence add --for DURATION --reason TEXT [--party P] [--term T] [--author "
    "A]\n"
    "       pactwatch silence list [--json]\n"
    "       pactwatch silence end NUMBER\n";
constexpr const char* kDeliveriesUsage =
    "usage: pactwatch deliveries [--dead|--waiting] [--limit N] [--data DIR] [--json]\n"
    "       pactwatch deliveries --retry NUMBER   lets a dead one be tried once more\n";

Result<std::unique_ptr<Deliveries>> deliveries_of(const Options& options) {
  Result<std::string> file = database_of(options);
  if (!file) return tl::unexpected(file.error());
  return open_deliveries(*file);
}

std::string join(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : ", ") + part;
  return out.empty() ? "everything" : out;
}

Result<alerts::Subscription> subscription_of(const Options& options) {
  alerts::Subscription s;
  s.name = options.positional().front();
  s.parties = options.values("--party");
  s.terms = options.values("--term");
  s.kinds = options.values("--kind");
  s.rule_changes = options.has("--rule-changes");
  s.least_status = options.value("--least-status").value_or("");
  Result<std::optional<std::uint64_t>> origins = options.number("--least-origins");
  if (!origins) return tl::unexpected(origins.error());
  s.least_origins = static_cast<int>(origins->value_or(0));
  if (const auto text = options.value("--least-change")) {
    char* end = nullptr;
    s.least_change = std::strtod(text->c_str(), &end);
    if (*end != '\0' || !(*s.least_change >= 0))
      return fail(ErrorCode::invalid_input, "--least-change is a fraction", *text, "0.05 for 5 %");
  }
  if (const auto text = options.value("--group")) {
    const auto group = parse_duration(*text);
    if (!group) return fail(ErrorCode::invalid_input, "--group is a duration", *text, "30s, 5m");
    s.group = *group;
  }
  s.digest = options.value("--digest").value_or("");
  if (const auto text = options.value("--quiet")) {
    s.quiet = alerts::parse_quiet(*text);
    if (!s.quiet)
      return fail(ErrorCode::invalid_input, "--quiet is a span of the day", *text, "22:00-07:00");
  }
  for (const char* kind : {"webhook", "mail", "atom", "command"}) {
    const auto to = options.value(std::string("--") + kind);
    if (!to) continue;
    if (!s.target.kind.empty())
      return fail(ErrorCode::invalid_input, "a subscription goes one way, not two");
    s.target.kind = kind;
    s.target.to = *to;
    if (s.target.kind == "atom" && !alerts::is_served(s.target))
      s.target.to = std::filesystem::absolute(*to).string();
  }
  if (s.target.kind.empty())
    return fail(ErrorCode::invalid_input, "say which way alerts go", "",
                "--webhook, --mail, --atom or --command; pactwatch watch shows them at a terminal");
  s.target.secrets = options.values("--secret");
  if (Status good = alerts::check(s); !good) return tl::unexpected(good.error());
  return s;
}

// "mail me@example.org"; of a webhook not more than its host, for its path may be a secret.
std::string describe(const alerts::Target& target) {
  if (target.kind.empty()) return "print";
  if (target.kind != "webhook") return target.kind + " " + target.to;
  const std::size_t host = target.to.find("//");
  const std::size_t path = target.to.find('/', host == std::string::npos ? 0 : host + 2);
  return "webhook " + target.to.substr(0, path);
}

int add_silence(const Options& options, Deliveries& deliveries, UtcTime now) {
  Silence silence;
  silence.party = options.value("--party").value_or("");
  silence.term = options.value("--term").value_or("");
  silence.reason = options.value("--reason").value_or("");
  const char* user = getlogin();
  silence.author = options.value("--author").value_or(user != nullptr ? user : "");
  const auto text = options.value("--for");
  const auto length = text ? parse_duration(*text) : std::nullopt;
  if (!length || silence.reason.empty())
    return usage_error(
        "silence", {ErrorCode::invalid_input, "a silence has an end and a reason", "", "--for 6h"},
        kSilenceUsage);
  silence.starts = now;
  silence.ends = {now.ms + length->count()};
  const Result<std::int64_t> id = deliveries.silence(silence, now);
  if (!id) return verb_failed("silence", id.error());
  std::cout << "silence " << *id << " until " << to_iso(silence.ends) << "; pactwatch silence end "
            << *id << " ends it\n";
  return kExitOk;
}

int list_silences(const Options& options, Deliveries& deliveries, UtcTime now) {
  const Result<std::vector<Silence>> silences = deliveries.silences(now);
  if (!silences) return verb_failed("silence", silences.error());
  std::vector<std::vector<std::string>> rows = {
      {"NUMBER", "PARTY", "TERM", "UNTIL", "AUTHOR", "REASON"}};
  for (const Silence& s : *silences) {
    if (options.has("--json"))
      std::cout << dump_json({{"silence", s.id},
                              {"party", s.party},
                              {"term", s.term},
                              {"author", s.author},
                              {"reason", s.reason},
                              {"starts", to_iso(s.starts)},
                              {"ends", to_iso(s.ends)}})
                << '\n';
    rows.push_back({std::to_string(s.id), s.party.empty() ? "any" : s.party,
                    s.term.empty() ? "any" : s.term, to_iso(s.ends), s.author, s.reason});
  }
  if (!options.has("--json")) print_table(std::cout, rows);
  return kExitOk;
}

}  // namespace

int verb_subscribe(const Arguments& arguments) {
  const Result<Options> options = Options::parse(arguments, {{"--party", 1},
                                                             {"--term", 1},
                                                             {"--kind", 1},
                                                             {"--rule-changes", 0},
                                                             {"--least-status", 1},
                                                             {"--least-origins", 1},
                                                             {"--least-change", 1},
                                                             {"--group", 1},
                                                             {"--digest", 1},
                                                             {"--quiet", 1},
                                                             {"--webhook", 1},
                                                             {"--secret", 1},
                                                             {"--mail", 1},
                                                             {"--atom", 1},
                                                             {"--command", 1},
                                                             {"--data", 1}});
  if (!options) return usage_error("subscribe", options.error(), kSubscribeUsage);
  if (options->positional().size() != 1)
    return usage_error("subscribe", {ErrorCode::invalid_input, "give it a name", "", ""},
                       kSubscribeUsage);
  const Result<alerts::Subscription> subscription = subscription_of(*options);
  if (!subscription) return usage_error("subscribe", subscription.error(), kSubscribeUsage);
  Result<std::unique_ptr<Deliveries>> deliveries = deliveries_of(*options);
  if (!deliveries) return verb_failed("subscribe", deliveries.error());
  if (Status s = (*deliveries)
                     ->subscribe(subscription->name, dump_json(to_json(*subscription)),
                                 system_clock().now());
      !s)
    return verb_failed("subscribe", s.error());
  std::cout << subscription->name << ": alerts about " << join(subscription->parties) << " go by "
            << describe(subscription->target) << " from now on\n";
  return kExitOk;
}

int verb_unsubscribe(const Arguments& arguments) {
  const Result<Options> options = Options::parse(arguments, {{"--data", 1}});
  if (!options) return usage_error("unsubscribe", options.error(), kUnsubscribeUsage);
  if (options->positional().size() != 1)
    return usage_error("unsubscribe", {ErrorCode::invalid_input, "name one", "", ""},
                       kUnsubscribeUsage);
  Result<std::unique_ptr<Deliveries>> deliveries = deliveries_of(*options);
  if (!deliveries) return verb_failed("unsubscribe", deliveries.error());
  if (Status s = (*deliveries)->unsubscribe(options->positional().front(), system_clock().now());
      !s)
    return verb_failed("unsubscribe", s.error());
  return kExitOk;
}

int verb_subscriptions(const Arguments& arguments) {
  const Result<Options> options =
      Options::parse(arguments, {{"--data", 1}, {"--config", 1}, {"--json", 0}});
  if (!options) return usage_error("subscriptions", options.error(), kSubscriptionsUsage);
  std::vector<std::pair<alerts::Subscription, std::string>> all;  // with where it was made
  const std::filesystem::path file = options->value("--config").value_or(find_config().string());
  if (!file.empty()) {
    const Result<Config> config = load_config(file);
    if (!config) return verb_failed("subscriptions", config.error());
    for (const alerts::Subscription& alert : config->alerts) all.emplace_back(alert, file.string());
  }
  Result<std::unique_ptr<Deliveries>> deliveries = deliveries_of(*options);
  if (!deliveries) return verb_failed("subscriptions", deliveries.error());
  const Result<std::vector<SubscriptionRow>> rows = (*deliveries)->subscriptions();
  if (!rows) return verb_failed("subscriptions", rows.error());
  for (const SubscriptionRow& row : *rows) {
    const Result<json> spec = parse_json(row.spec, row.name);
    if (!spec) return verb_failed("subscriptions", spec.error());
    Result<alerts::Subscription> s = alerts::subscription_from_json(*spec);
    if (!s) return verb_failed("subscriptions", s.error());
    all.emplace_back(std::move(*s), "command");
  }
  std::vector<std::vector<std::string>> table = {
      {"NAME", "ABOUT", "TERMS", "WAY", "LOOKED UP TO", "MADE BY"}};
  for (const auto& [s, made] : all) {
    const Result<std::optional<std::int64_t>> cursor = (*deliveries)->cursor(s.name);
    if (!cursor) return verb_failed("subscriptions", cursor.error());
    if (options->has("--json")) {
      json shown = to_json(s);
      if (shown.contains("target")) shown["target"].erase("secrets");
      shown["made_by"] = made;
      if (*cursor) shown["cursor"] = **cursor;
      std::cout << dump_json(shown) << '\n';
      continue;
    }
    table.push_back({s.name.empty() ? "-" : s.name, join(s.parties), join(s.terms),
                     describe(s.target), *cursor ? "change " + std::to_string(**cursor) : "-",
                     made});
  }
  if (!options->has("--json")) print_table(std::cout, table);
  return kExitOk;
}

int verb_silence(const Arguments& arguments) {
  const Result<Options> options = Options::parse(arguments, {{"--for", 1},
                                                             {"--reason", 1},
                                                             {"--party", 1},
                                                             {"--term", 1},
                                                             {"--author", 1},
                                                             {"--data", 1},
                                                             {"--json", 0}});
  if (!options) return usage_error("silence", options.error(), kSilenceUsage);
  const std::vector<std::string>& words = options->positional();
  const std::string what = words.empty() ? "" : words.front();
  if (what != "add" && what != "list" && what != "end")
    return usage_error("silence", {ErrorCode::invalid_input, "say add, list or end", "", ""},
                       kSilenceUsage);
  Result<std::unique_ptr<Deliveries>> deliveries = deliveries_of(*options);
  if (!deliveries) return verb_failed("silence", deliveries.error());
  const UtcTime now = system_clock().now();
  if (what == "add") return add_silence(*options, **deliveries, now);
  if (what == "list") return list_silences(*options, **deliveries, now);
  if (words.size() != 2)
    return usage_error("silence", {ErrorCode::invalid_input, "give the number", "", ""},
                       kSilenceUsage);
  if (Status s = (*deliveries)->end_silence(std::atoll(words[1].c_str()), now); !s)
    return verb_failed("silence", s.error());
  return kExitOk;
}

int verb_deliveries(const Arguments& arguments) {
  const Result<Options> options = Options::parse(arguments, {{"--dead", 0},
                                                             {"--waiting", 0},
                                                             {"--retry", 1},
                                                             {"--limit", 1},
                                                             {"--data", 1},
                                                             {"--json", 0}});
  if (!options) return usage_error("deliveries", options.error(), kDeliveriesUsage);
  const Result<std::optional<std::uint64_t>> retry = options->number("--retry");
  if (!retry) return usage_error("deliveries", retry.error(), kDeliveriesUsage);
  const Result<std::optional<std::uint64_t>> limit = options->number("--limit");
  if (!limit) return usage_error("deliveries", limit.error(), kDeliveriesUsage);
  Result<std::unique_ptr<Deliveries>> deliveries = deliveries_of(*options);
  if (!deliveries) return verb_failed("deliveries", deliveries.error());
  if (*retry) {
    if (Status s = (*deliveries)->revive(static_cast<std::int64_t>(**retry), system_clock().now());
        !s)
      return verb_failed("deliveries", s.error());
    return kExitOk;
  }
  constexpr std::uint64_t kMany = 100;
  const Result<std::vector<Delivery>> list = (*deliveries)
                                                 ->list(options->has("--dead")      ? "dead"
                                                        : options->has("--waiting") ? "waiting"
                                                                                    : "",
                                                        limit->value_or(kMany));
  if (!list) return verb_failed("deliveries", list.error());
  std::vector<std::vector<std::string>> rows = {
      {"NUMBER", "SUBSCRIPTION", "CHANGES", "STATE", "ATTEMPTS", "WHEN", "ERROR"}};
  for (const Delivery& d : *list) {
    if (options->has("--json")) {
      json line = {{"delivery", d.id},
                   {"message", d.message},
                   {"subscription", d.subscription},
                   {"state", d.state},
                   {"attempts", d.attempts},
                   {"due", to_iso(d.due)},
                   {"created", to_iso(d.created)},
                   {"changes", d.seqs}};
      if (!d.error.empty()) line["error"] = d.error;
      if (d.finished) line["finished"] = to_iso(*d.finished);
      std::cout << dump_json(line) << '\n';
      continue;
    }
    std::string changes;
    for (const std::int64_t seq : d.seqs)
      changes += (changes.empty() ? "" : ",") + std::to_string(seq);
    rows.push_back({std::to_string(d.id), d.subscription, changes, d.state,
                    std::to_string(d.attempts), to_iso(d.finished.value_or(d.due)), d.error});
  }
  if (!options->has("--json")) print_table(std::cout, rows);
  return kExitOk;
}

}  // namespace pactwatch
