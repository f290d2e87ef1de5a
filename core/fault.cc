#include "core/fault.h"

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <charconv>
#include <cstdlib>
#include <optional>
#include <string>

namespace pactwatch {
namespace {

struct Wish {
  std::string name;
  bool hang = false;
};

std::atomic<int> passes_left = 0;

std::optional<Wish> read_wish() {
  const char* given = std::getenv("PACTWATCH_FAULT");
  if (given == nullptr) return std::nullopt;
  std::string_view text = given;
  Wish wish;
  const std::size_t first = text.find(':');
  wish.name = std::string(text.substr(0, first));
  int nth = 1;
  if (first != std::string_view::npos) {
    text.remove_prefix(first + 1);
    std::from_chars(text.data(), text.data() + text.size(), nth);
    wish.hang = text.ends_with(":hang");
  }
  passes_left = nth;
  return wish;
}

}  // namespace

const std::vector<std::string_view>& fault_points() {
  static const std::vector<std::string_view> all = {
      "migrate.step",      // a schema step is written, not committed
      "migrate.done",      // the schema is committed
      "start.ready",       // everything runs, nothing is read yet
      "poll.answered",     // a feed has answered, nothing is recorded
      "poll.written",      // validators and items are written, not committed
      "poll.committed",    // transaction 1 is done
      "lease.written",     // items are leased, not committed
      "lease.committed",   // items are in hand
      "page.answered",     // a page has answered
      "page.ready",        // an article waits for its turn
      "article.sent",      // it is in the queue of articles
      "extract.begin",     // an extract worker has it
      "extract.done",      // it is read, and not handed on
      "extract.sent",      // what was found is in the queue of extractions
      "record.begin",      // the ledger worker has a group of them
      "record.written",    // articles, claims, facts, changes and items are written, not committed
      "record.committed",  // transaction 2 is done, the relay does not know
      "number.written",    // changes have their numbers, not committed
      "number.committed",  // numbers are given out, nothing is published
      "publish.sent",      // a change was published, nobody was told by the local alerts
      "alert.shown",       // and now they were
      "sink.collected",    // a subscription's cursor moved, its deliveries wait
      "sink.sent",         // a receiver has it, the log does not say so
      "sink.noted",        // the log says so
      "reload.begin",      // SIGHUP was heard
      "reload.rules",      // the rules were exchanged, the configuration was not
      "backup.copied",     // pactwatch backup: the copy is made, and not under its name
      "restore.ready",     // pactwatch restore: the new ledger is whole, under another name
      "restore.kept",      // the old one has a second name, and no log
      "restore.placed",    // the new one is in its place
      "stop.begin",        // SIGTERM was heard
      "stop.drained",      // all workers have ended
  };
  return all;
}

void fault_point(std::string_view name) {
  static const std::optional<Wish> wish = read_wish();
  if (!wish || wish->name != name) return;
  if (passes_left.fetch_sub(1) != 1) return;
  while (wish->hang) pause();
  kill(getpid(), SIGKILL);
}

}  // namespace pactwatch
