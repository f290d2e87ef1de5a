#pragma once
// A ledger made anew: from an archive of text, or from another ledger's articles read with other
// rules. Everything is recorded at the moment at which it was recorded first, so that the same
// archive and rules give the same facts and changes, byte for byte.

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <memory>
#include <string>

#include "core/result.h"
#include "daemon/lock.h"
#include "store/ledger.h"

namespace pactwatch {

// What a document says, by the rules in question.
using ReadArticle = std::function<std::vector<Event>(const Article& article)>;

// A ledger in a data directory that had none, held by nobody else.
class FreshLedger {
 public:
  // Fails with conflict when a ledger is there already, or a daemon.
  static Result<FreshLedger> make(const std::filesystem::path& data,
                                  const std::filesystem::path& rules);
  Ledger& ledger() { return *ledger_; }

 private:
  FreshLedger(DirectoryLock lock, std::unique_ptr<Ledger> ledger)
      : lock_(std::move(lock)), ledger_(std::move(ledger)) {}
  DirectoryLock lock_;
  std::unique_ptr<Ledger> ledger_;
};

// JSON lines in the order of recording: {"article", "revision", "rules", "note", "recorded",
// "events"} for each revision, {"judgement", ...} and {"undo"} for what was judged of names.
Status export_archive(Ledger& ledger, std::ostream& out);
// Records such lines and numbers the changes that follow; gives how many revisions there were. An
// error names the line.
Result<std::size_t> import_archive(std::istream& in, const std::string& name, Ledger& ledger);

// Records the archive of `from` in `to`, as `read` understands it. `rules` names the rule set.
Result<std::size_t> rebuild(Ledger& from, Ledger& to, const ReadArticle& read,
                            const std::string& rules);
// Reads the latest revisions of all articles recorded since `since` once more, those that another
// rule set read last. What follows carries cause "rules".
Result<std::size_t> reread(Ledger& from, Ledger& to, const ReadArticle& read,
                           const std::string& rules, UtcTime since);

}  // namespace pactwatch
