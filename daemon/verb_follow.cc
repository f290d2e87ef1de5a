// pactwatch follow, unfollow: watch parties, not addresses. Their feeds come from the templates of
// rules/sources.toml.

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <iostream>
#include <set>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "core/text.h"
#include "daemon/config.h"
#include "daemon/lock.h"
#include "daemon/options.h"
#include "daemon/sources.h"
#include "daemon/units.h"
#include "daemon/verb.h"
#include "store/data_dir.h"
#include "store/follows.h"
#include "store/frontier.h"

namespace pactwatch {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr const char* kFollowUsage =
    "usage: pactwatch follow PARTY [PARTY...]   make the feeds that carry news of them\n"
    "         --dry-run                         say which, and change nothing\n"
    "         --outlets                         outlets that report on many companies, too\n"
    "         --cik PARTY=NUMBER                a party's number at the SEC, for its filings\n"
    "       pactwatch follow --list             who is followed, through which feeds\n"
    "both take [--data DIR] [--config FILE] [--json]\n"
    "example: pactwatch follow OpenAI Microsoft\n";
constexpr const char* kUnfollowUsage =
    "usage: pactwatch unfollow PARTY [PARTY...] [--dry-run] [--data DIR] [--config FILE] [--json]\n"
    "       the feeds that only this brought go; what was read stays\n";

int failed(const std::string& verb, const Error& error) {
  std::cerr << "pactwatch " << verb << ": " << to_string(error) << '\n';
  return kExitFailed;
}

// "OpenAI, Microsoft and Oracle".
std::string listed(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i)
    out += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
  return out;
}

std::string feeds_in_words(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " feed" : " feeds");
}

Result<Config> config_of(const Options& options) {
  Config config;
  const fs::path file =
      options.has("--config") ? fs::path(*options.value("--config")) : find_config();
  if (!file.empty()) {
    Result<Config> read = load_config(file);
    if (!read) return read;
    config = std::move(*read);
  }
  if (options.has("--data")) config.data = fs::absolute(*options.value("--data"));
  return config;
}

bool has_store(const Config& config) {
  std::error_code error;
  return fs::exists(database_file(config.data), error);
}

// "Acme=320193": the number by the party's name.
Result<std::map<std::string, std::int64_t>> ciks_of(const Options& options,
                                                    const std::vector<std::string>& parties) {
  std::map<std::string, std::int64_t> out;
  for (const std::string& given : options.values("--cik")) {
    const std::size_t equals = given.rfind('=');
    std::int64_t number = 0;
    const std::string digits = equals == std::string::npos ? "" : given.substr(equals + 1);
    const char* const end = digits.data() + digits.size();
    const std::from_chars_result read = std::from_chars(digits.data(), end, number);
    constexpr std::int64_t kMost = 9'999'999'999;  // EDGAR's numbers have ten digits
    if (read.ec != std::errc() || read.ptr != end || number < 1 || number > kMost)
      return fail(ErrorCode::invalid_input, "--cik wants PARTY=NUMBER, not \"" + given + "\"");
    const std::string party = given.substr(0, equals);
    if (std::find(parties.begin(), parties.end(), party) == parties.end())
      return fail(ErrorCode::invalid_input,
                  "--cik names \"" + party + "\", who is not among the parties");
    out[party] = number;
  }
  return out;
}

class Follower {
 public:
  Follower(Options options, Config config)
      : options_(std::move(options)),
        config_(std::move(config)),
        parties_(options_.positional()),
        json_(options_.has("--json")),
        dry_(options_.has("--dry-run")) {}

  int follow();
  int unfollow();
  int list();

 private:
  void tell_feeds(const Sources& sources, const std::set<std::string>& known) const;
  void tell_notes(const Sources& sources) const;
  Result<std::vector<Follow>> all() const;
  Result<std::set<std::string>> known_feeds() const;

  Options options_;
  Config config_;
  std::vector<std::string> parties_;
  bool json_;
  bool dry_;
};

Result<std::vector<Follow>> Follower::all() const {
  if (!has_store(config_)) return std::vector<Follow>();
  Result<std::unique_ptr<Follows>> follows =
      open_follows_read_only(database_file(config_.data).string());
  if (!follows) return tl::unexpected(follows.error());
  return (*follows)->all();
}

Result<std::set<std::string>> Follower::known_feeds() const {
  std::set<std::string> out;
  if (!has_store(config_)) return out;
  Result<std::unique_ptr<Frontier>> frontier =
      open_frontier_read_only(database_file(config_.data).string());
  if (!frontier) return tl::unexpected(frontier.error());
  const Result<std::vector<FeedRecord>> feeds = (*frontier)->feeds();
  if (!feeds) return tl::unexpected(feeds.error());
  for (const FeedRecord& feed : *feeds) out.insert(feed.url);
  return out;
}

void Follower::tell_feeds(const Sources& sources, const std::set<std::string>& known) const {
  std::string group;
  for (const SourceFeed& feed : sources.feeds) {
    if (feed.group != group) std::cout << "  " << feed.group << '\n';
    group = feed.group;
    std::cout << "    " << feed.url << "  (" << feed.name
              << (known.contains(feed.url) ? ", polled already" : "") << ")\n";
  }
}

void Follower::tell_notes(const Sources& sources) const {
  for (const std::string& name : sources.unknown)
    std::cerr << "note: no newsroom or filings known for " << name
              << "; the searches cover it. pactwatch feeds add URL adds its newsroom, --cik \""
              << name << "=NUMBER\" its filings, a [[party]] in sources.toml both for good\n";
  const bool contact = std::any_of(sources.feeds.begin(), sources.feeds.end(),
                                   [](const SourceFeed& feed) { return feed.contact; });
  if (contact && config_.user_agent.empty())
    std::cerr
        << "note: the SEC refuses programs that name no contact: set user_agent in [fetch] of "
           "pactwatch.toml\n";
}

int Follower::follow() {
  Result<std::map<std::string, std::int64_t>> ciks = ciks_of(options_, parties_);
  if (!ciks) return usage_error("follow", ciks.error(), kFollowUsage);
  const Result<Sources> sources = find_sources(sources_file(config_.rules), parties_,
                                               {options_.has("--outlets"), std::move(*ciks)});
  if (!sources) return failed("follow", sources.error());
  const Result<std::set<std::string>> known = known_feeds();
  if (!known) return failed("follow", known.error());
  std::vector<FollowedFeed> feeds;
  std::vector<std::string> fresh;
  for (const SourceFeed& feed : sources->feeds) {
    std::int64_t every = 0;
    if (!feed.every.empty()) {
      const auto parsed = parse_duration(feed.every);
      if (!parsed)
        return failed("follow", {ErrorCode::invalid_input,
                                 "\"" + feed.every + "\" is no duration like \"15m\"",
                                 sources_file(config_.rules).string(), ""});
      every = parsed->count();
    }
    feeds.push_back({feed.url, feed.name, every});
    if (!known->contains(feed.url)) fresh.push_back(feed.url);
  }
  if (!dry_) {
    if (Status prepared = prepare_directory(config_.data); !prepared)
      return failed("follow", prepared.error());
    const Result<std::unique_ptr<Follows>> follows =
        open_follows(database_file(config_.data).string());
    if (!follows) return failed("follow", follows.error());
    Result<std::vector<std::string>> added =
        (*follows)->follow(parties_, feeds, system_clock().now());
    if (!added) return failed("follow", added.error());
    fresh = std::move(*added);
  }
  if (json_) {
    json list = json::array();
    for (const SourceFeed& feed : sources->feeds)
      list.push_back({{"url", feed.url},
                      {"name", feed.name},
                      {"group", feed.group},
                      {"new", std::find(fresh.begin(), fresh.end(), feed.url) != fresh.end()}});
    std::cout << dump_json({{"parties", parties_},
                            {"dry_run", dry_},
                            {"feeds", list},
                            {"unknown", sources->unknown}})
              << '\n';
  } else {
    std::cout << (dry_ ? "would follow " : "follows ") << listed(parties_) << " through "
              << feeds_in_words(feeds.size()) << ", " << fresh.size() << " of them new\n";
    tell_feeds(*sources, *known);
  }
  tell_notes(*sources);
  return kExitOk;
}

int Follower::unfollow() {
  std::vector<std::string> keep;
  for (const FeedConfig& feed : config_.feeds) keep.push_back(feed.url);
  if (!has_store(config_))
    return failed("unfollow", {ErrorCode::not_found, "nobody is followed here yet",
                               database_file(config_.data).string(),
                               "pactwatch follow PARTY PARTY, or name the directory with --data"});
  const Result<std::unique_ptr<Follows>> follows =
      open_follows(database_file(config_.data).string());
  if (!follows) return failed("unfollow", follows.error());
  const Result<Unfollowed> out =
      dry_ ? (*follows)->would_unfollow(parties_, keep) : (*follows)->unfollow(parties_, keep);
  if (!out) {
    Error error = out.error();
    if (error.code == ErrorCode::not_found) {
      error.where = listed(parties_);
      std::vector<std::string> names;
      if (const Result<std::vector<Follow>> known = (*follows)->all())
        for (const Follow& follow : *known) names.push_back(listed(follow.parties));
      const std::string near = nearest_name(listed(parties_), names);
      if (!near.empty()) error.hint = "did you mean " + near + "?";
    }
    return failed("unfollow", error);
  }
  if (json_) {
    std::cout << dump_json({{"parties", parties_},
                            {"dry_run", dry_},
                            {"removed", out->removed},
                            {"kept", out->kept}})
              << '\n';
    return kExitOk;
  }
  std::cout << (dry_ ? "would no longer follow " : "no longer follows ") << listed(parties_)
            << '\n';
  for (const std::string& url : out->removed)
    std::cout << (dry_ ? "  would remove " : "  removed ") << url << '\n';
  for (const std::string& url : out->kept)
    std::cout << "  " << (dry_ ? "would stay " : "stays ") << url << ", which is not only theirs\n";
  return kExitOk;
}

int Follower::list() {
  const Result<std::vector<Follow>> follows = all();
  if (!follows) return failed("follow", follows.error());
  for (const Follow& follow : *follows) {
    if (json_) {
      std::cout << dump_json({{"parties", follow.parties},
                              {"since", to_iso(follow.since)},
                              {"feeds", follow.feeds}})
                << '\n';
      continue;
    }
    std::cout << listed(follow.parties) << ", since "
              << to_iso(UtcTime{follow.since.ms / 1000 * 1000}) << ", through "
              << feeds_in_words(follow.feeds.size()) << '\n';
    for (const std::string& url : follow.feeds) std::cout << "  " << url << '\n';
  }
  if (follows->empty() && !json_)
    std::cout << "nobody is followed yet; pactwatch follow OpenAI Microsoft would begin\n";
  return kExitOk;
}

// The parties may not be named twice: "OpenAI openai" is one.
Status check_parties(const std::vector<std::string>& parties) {
  if (parties.empty()) return fail(ErrorCode::invalid_input, "whom?");
  std::set<std::string> seen;
  for (const std::string& party : parties) {
    if (trim(party).empty()) return fail(ErrorCode::invalid_input, "a party without a name");
    if (!seen.insert(ascii_lower(fold_space(party))).second)
      return fail(ErrorCode::invalid_input, "\"" + party + "\" is named twice");
  }
  return {};
}

}  // namespace

int verb_follow(const Arguments& arguments) {
  Result<Options> options = Options::parse(arguments, {{"--data", 1},
                                                       {"--config", 1},
                                                       {"--json", 0},
                                                       {"--dry-run", 0},
                                                       {"--outlets", 0},
                                                       {"--cik", 1},
                                                       {"--list", 0}});
  if (!options) return usage_error("follow", options.error(), kFollowUsage);
  const bool list = options->has("--list");
  if (list && !options->positional().empty())
    return usage_error("follow", {ErrorCode::invalid_input, "--list takes no parties", "", ""},
                       kFollowUsage);
  if (Status named = list ? Status() : check_parties(options->positional()); !named)
    return usage_error("follow", named.error(), kFollowUsage);
  Result<Config> config = config_of(*options);
  if (!config) {
    std::cerr << "pactwatch follow: " << to_string(config.error()) << '\n';
    return kExitUsage;
  }
  Follower follower(std::move(*options), std::move(*config));
  return list ? follower.list() : follower.follow();
}

int verb_unfollow(const Arguments& arguments) {
  Result<Options> options =
      Options::parse(arguments, {{"--data", 1}, {"--config", 1}, {"--json", 0}, {"--dry-run", 0}});
  if (!options) return usage_error("unfollow", options.error(), kUnfollowUsage);
  if (Status named = check_parties(options->positional()); !named)
    return usage_error("unfollow", named.error(), kUnfollowUsage);
  Result<Config> config = config_of(*options);
  if (!config) {
    std::cerr << "pactwatch unfollow: " << to_string(config.error()) << '\n';
    return kExitUsage;
  }
  return Follower(std::move(*options), std::move(*config)).unfollow();
}

}  // namespace pactwatch
