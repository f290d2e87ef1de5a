#pragma once
// What keeps a ledger alive over years: a copy while it is in use, the way back, and a look at
// whether it still holds together.

#include <functional>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/time.h"

namespace pactwatch {

// Writes a copy of the database `file` as of one moment to `to`, while others write on. The copy
// appears whole or not at all. Fails when `to` exists.
Status back_up(const std::string& file, const std::string& to);

// Puts the copy `from` in the place of `file`, brought up to this program's schema and with a new
// epoch, so that subscribers notice that numbers may have been given anew. What was at `file` is
// kept beside it; gives its name, empty when nothing was there. Nobody may have `file` open. Killed
// at any moment it leaves the old ledger or the new one there, whole, and can be called again.
Result<std::string> restore(const std::string& from, const std::string& file, UtcTime now);

// One thing that does not hold.
struct Fault {
  std::string rule;  // that is broken, as a sentence
  std::string what;  // the row that breaks it
};

// Every promise of the ledger that can be seen in its rows: the file itself, numbers without a gap,
// versions in order, every fact with what it rests on, every text with its hash. At most `limit`
// faults of each kind. Reads beside a daemon. Fails only when it cannot look.
Result<std::vector<Fault>> check_ledger(const std::string& file, std::size_t limit);

// How far drop_empty_texts() came.
struct Dropped {
  std::int64_t texts = 0;
  std::int64_t next = 0;  // revision to go on after; 0: all were looked at
};
// Drops the texts of revisions recorded before `before` that no claim was ever read from, of the
// article in any revision; what was read, when and why it told nothing stays. Looks at some
// revisions after the one numbered `after`, in one short transaction, beside a daemon.
Result<Dropped> drop_empty_texts(const std::string& file, UtcTime before, std::int64_t after);

}  // namespace pactwatch
