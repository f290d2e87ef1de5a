#pragma once
// The ledger: what was read, what is held true because of it, and every change of that. Bitemporal
// and append-only. Every call is one transaction. An object belongs to one thread.

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/article.h"
#include "core/event.h"
#include "core/result.h"
#include "core/time.h"

namespace pactwatch {

// An article as read by the extractor, ready to be recorded.
struct Reading {
  std::int64_t item = 0;  // frontier item that is done with it; 0: none
  Article article;
  std::vector<Event> events;
  std::string rules;  // rule-set hash
  std::string note;   // why the article was passed over; empty when it was read
  // The article was read before; newer rules read it again. Nobody is alerted.
  bool replay = false;
};

// What a term holds.
struct Value {
  std::optional<Money> amount;
  std::optional<double> percent;
  std::optional<double> multiple;
  std::optional<bool> exclusive;
  std::string stage;
  std::string until;
  bool operator==(const Value&) const = default;
};

// One step of a fact's course in the world.
struct Step {
  std::string at;    // ISO prefix: when it happened, else the day it was told
  std::string kind;  // a kind of change
  Value value;       // from then on
  std::string status;
  std::string claim;     // that says so
  std::int64_t row = 0;  // of that claim in its store
  bool operator==(const Step&) const = default;
};

// One claim behind a fact.
struct ClaimView {
  std::int64_t row = 0;  // in its store: the order of recording
  std::string id;
  std::string article;
  std::string outlet;
  std::string attribution;
  std::string title;
  std::string sentence;
  std::string url;
  std::string published;
  std::string modality;
  std::string rule;
  int rule_revision = 0;
  std::string origin;  // source key of who is really behind it
  std::string credit;  // source key of who is credited by name; empty: nobody
  std::string type;
  UtcTime recorded;
  bool withdrawn = false;
};

// A fact as held at one moment.
struct FactView {
  std::string id;
  std::vector<std::string> parties;
  std::map<std::string, std::vector<std::string>, std::less<>> roles;
  std::string term;
  // rumoured, reported, confirmed, denied, contradicted, superseded, ended or retracted
  std::string status;
  Value value;
  std::string valid_from;  // ISO prefix, empty: unknown
  std::string valid_to;
  UtcTime known_since;
  int version = 1;
  int origins = 0;     // independent ones, of the present value and stage
  bool stale = false;  // nobody has said so for longer than the term keeps
  std::string cause;   // of this version: article, correction, rules or judgement
  std::vector<Step> steps;
  std::vector<ClaimView> claims;
};

// One line of a timeline: a step of one fact.
struct TimelineEntry {
  std::string fact;
  std::vector<std::string> parties;
  std::string term;
  Step step;
  std::optional<Value> before;  // what the term held, where the step moved it
  ClaimView claim;              // that says so
};

// A change: the row that a transaction put into the outbox.
struct Change {
  std::int64_t seq = 0;       // 0 while it is not published
  std::int64_t prev_seq = 0;  // of its topic
  std::string id;
  std::string topic;  // change.<relationship>.<kind>
  std::string kind;
  std::string cause;
  std::string fact;
  std::string body;  // JSON: docs/schema/change.json, without seq
  UtcTime recorded;
};

// The JSON of a change as subscribers see it, with its seq.
std::string change_json(const Change& change);

struct ArticleRow {
  std::string id;
  std::string url;
  std::string outlet;
  std::string title;
  std::string published;
  std::string language;
  std::string content_hash;
  int revision = 1;
  int events = 0;
  std::string note;
};

// A revision of an article as the archive keeps it.
struct StoredArticle {
  std::int64_t seq = 0;  // order of recording
  Article article;
  int revision = 1;
  bool latest = true;  // no later revision is known
  bool kept = true;    // false: its text was dropped, for nothing rests on it
  std::string rules;
  std::string note;
  UtcTime recorded;
};

// What is known of one party.
struct PartyView {
  std::string id;
  std::string name;
  std::vector<std::string> names;  // others that judgements make its own
  struct Relationship {
    std::vector<std::string> parties;
    int facts = 0;
    UtcTime last;  // change of any of them
  };
  std::vector<Relationship> relationships;  // the one with the latest change first
  std::size_t more = 0;                     // that were left out
};

inline constexpr std::size_t kNoLimit = static_cast<std::size_t>(-1);

// How much of an answer is wanted.
struct Extent {
  std::size_t facts = kNoLimit;  // those that were recorded last
  int claims = 20;               // of each fact; fact_history() has them all
};

// What a person decided about two names.
struct Judgement {
  std::int64_t row = 0;
  std::string kind;  // merge, split
  std::string a;
  std::string b;
  std::string author;
  std::string reason;
  UtcTime recorded;
  std::optional<UtcTime> undone;
};

class Ledger {
 public:
  virtual ~Ledger() = default;

  // Records readings: articles, claims, facts, changes, and their items as done. All or nothing.
  // A reading that was recorded before changes nothing.
  virtual Status record(const std::vector<Reading>& readings, UtcTime now) = 0;

  // Numbers at most `limit` changes that have no number, in the order of recording.
  virtual Result<std::vector<Change>> number_changes(std::size_t limit) = 0;
  virtual Result<std::vector<Change>> changes_since(std::int64_t seq, std::size_t limit) = 0;
  virtual Result<std::int64_t> last_seq() = 0;
  // Names this ledger; another one when it is built anew.
  virtual Result<std::string> epoch() = 0;

  // What is held of relationships that have all of `parties` in them (any case, any name that a
  // judgement makes theirs). `as_of`: as it was known then. `valid_at`: what held on that day, and
  // how far it had come; empty: the latest. `now`: for what is stale.
  virtual Result<std::vector<FactView>> state(const std::vector<std::string>& parties,
                                              std::optional<UtcTime> as_of,
                                              const std::string& valid_at, UtcTime now,
                                              const Extent& extent) = 0;
  Result<std::vector<FactView>> state(const std::vector<std::string>& parties,
                                      std::optional<UtcTime> as_of, const std::string& valid_at,
                                      UtcTime now) {
    return state(parties, as_of, valid_at, now, Extent());
  }
  // How it came about: every step of every such fact in the order of the world. `facts`: only of
  // so many that were recorded last.
  virtual Result<std::vector<TimelineEntry>> timeline(const std::vector<std::string>& parties,
                                                      std::optional<UtcTime> as_of,
                                                      std::size_t facts) = 0;
  Result<std::vector<TimelineEntry>> timeline(const std::vector<std::string>& parties,
                                              std::optional<UtcTime> as_of) {
    return timeline(parties, as_of, kNoLimit);
  }
  // How many facts were ever held of them, whatever became of these.
  virtual Result<std::size_t> count_facts(const std::vector<std::string>& parties,
                                          std::optional<UtcTime> as_of) = 0;
  // All versions of one fact, oldest first, the last one with its claims.
  virtual Result<std::vector<FactView>> fact_history(const std::string& fact) = 0;
  // The fact whose id is, or alone begins with, `name`.
  virtual Result<std::string> find_fact(const std::string& name) = 0;
  // Claims about relationships of all of `parties` (none: of everybody), newest first.
  virtual Result<std::vector<ClaimView>> claims(const std::vector<std::string>& parties,
                                                std::size_t limit) = 0;
  // `limit`: at most so many relationships.
  virtual Result<PartyView> party(const std::string& name, std::size_t limit) = 0;
  Result<PartyView> party(const std::string& name) { return party(name, kNoLimit); }
  // A change by its seq or id.
  virtual Result<Change> find_change(const std::string& name) = 0;
  virtual Result<std::vector<ArticleRow>> articles() = 0;
  // Names of all parties that facts are held of, for suggestions.
  virtual Result<std::vector<std::string>> party_names() = 0;

  // The archive in the order of recording: at most `limit` revisions after number `after`.
  virtual Result<std::vector<StoredArticle>> archive(std::int64_t after, std::size_t limit) = 0;
  // What a revision says, as it was last read; of an older one, while it was the latest. In the
  // order of the text.
  virtual Result<std::vector<Event>> said_by(const StoredArticle& revision) = 0;
  // Every claim once, in the order of recording: at most `limit` after the one in row `after`.
  virtual Result<std::vector<ClaimView>> claims_after(std::int64_t after, std::size_t limit) = 0;
  // Ids of all facts; with `moved`: of those that have a version recorded since then.
  virtual Result<std::vector<std::string>> fact_ids(std::optional<UtcTime> moved) = 0;

  // Judges every fact anew from its claims, as after a change of the catalogue of terms. What moves
  // carries cause "rules".
  virtual Status rejudge(UtcTime now) = 0;

  // Records that two names are one (merge; `b` is shown as `a`) or are not (split). What is held is
  // judged anew from the claims; they stay as recorded. Gives the judgement's number.
  virtual Result<std::int64_t> judge_names(const Judgement& judgement, UtcTime now) = 0;
  // Takes a judgement back.
  virtual Status undo_judgement(std::int64_t row, UtcTime now) = 0;
  virtual Result<std::vector<Judgement>> judgements() = 0;
};

// The SQLite engine. `terms` is rules/terms.toml.
Result<std::unique_ptr<Ledger>> open_ledger(const std::string& file,
                                            const std::filesystem::path& terms);
// For reading beside a daemon.
Result<std::unique_ptr<Ledger>> open_ledger_read_only(const std::string& file);

// As dump_json(to_json(...)) writes them; a step with its claim's row in place of the claim.
void put_value(std::string& out, const Value& value);
void put_claim(std::string& out, const ClaimView& claim);
void put_stored_step(std::string& out, const Step& step);

nlohmann::json to_json(const Value& value);
nlohmann::json to_json(const FactView& fact);
nlohmann::json to_json(const ClaimView& claim);
nlohmann::json to_json(const Step& step);
nlohmann::json to_json(const TimelineEntry& entry);
nlohmann::json to_json(const PartyView& party);
nlohmann::json to_json(const Judgement& judgement);
Step step_from_json(const nlohmann::json& json);
nlohmann::json to_json(const ArticleRow& article);
Value value_from_json(const nlohmann::json& json);

}  // namespace pactwatch
