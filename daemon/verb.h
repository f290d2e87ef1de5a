#pragma once
// The subcommands of `pactwatch`. Each verb lives in a file of its own, verb_<name>.cc, reads its
// data from the arguments or standard input, writes data to stdout and messages to stderr.

#include <string>
#include <string_view>
#include <vector>

namespace pactwatch {

// Exit codes, the same for every verb (documented in README.md and the man page).
constexpr int kExitOk = 0;
constexpr int kExitFailed = 1;  // it ran and what was asked did not come out
constexpr int kExitUsage = 2;   // the arguments or the configuration are wrong
constexpr int kExitBusy = 3;    // another daemon holds the data directory

using Arguments = std::vector<std::string>;

struct Verb {
  std::string_view name;
  std::string_view synopsis;  // arguments, as in a man page
  std::string_view summary;   // one line
  int (*run)(const Arguments& arguments);
};

// Every verb, in the order in which help lists them.
const std::vector<Verb>& verbs();

int verb_run(const Arguments& arguments);
int verb_watch(const Arguments& arguments);
int verb_init(const Arguments& arguments);
int verb_doctor(const Arguments& arguments);
int verb_state(const Arguments& arguments);
int verb_timeline(const Arguments& arguments);
int verb_diff(const Arguments& arguments);
int verb_subscribe(const Arguments& arguments);
int verb_unsubscribe(const Arguments& arguments);
int verb_subscriptions(const Arguments& arguments);
int verb_silence(const Arguments& arguments);
int verb_deliveries(const Arguments& arguments);
int verb_party(const Arguments& arguments);
int verb_entity(const Arguments& arguments);
int verb_claims(const Arguments& arguments);
int verb_changes(const Arguments& arguments);
int verb_replay(const Arguments& arguments);
int verb_backup(const Arguments& arguments);
int verb_restore(const Arguments& arguments);
int verb_check(const Arguments& arguments);
int verb_export(const Arguments& arguments);
int verb_import(const Arguments& arguments);
int verb_prune(const Arguments& arguments);
int verb_explain(const Arguments& arguments);
int verb_articles(const Arguments& arguments);
int verb_follow(const Arguments& arguments);
int verb_unfollow(const Arguments& arguments);
int verb_feeds(const Arguments& arguments);
int verb_extract(const Arguments& arguments);
int verb_article(const Arguments& arguments);
int verb_feed(const Arguments& arguments);
int verb_recognise(const Arguments& arguments);
int verb_rules(const Arguments& arguments);
int verb_keygen(const Arguments& arguments);
int verb_keys(const Arguments& arguments);
int verb_newsroom(const Arguments& arguments);

}  // namespace pactwatch
