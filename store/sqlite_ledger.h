#pragma once
// The SQLite engine of Ledger. Private to store/: recording in sqlite_ledger.cc, judging in
// sqlite_slots.cc, names in sqlite_names.cc, questions in sqlite_queries.cc, the archive in
// sqlite_archive.cc.

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "store/account.h"
#include "store/copies.h"
#include "store/ledger.h"
#include "store/names.h"
#include "store/slot.h"
#include "store/sqlite.h"
#include "store/terms.h"

namespace pactwatch {

class SqliteLedger : public Ledger {
 public:
  SqliteLedger(Database db, Terms terms) : db_(std::move(db)), terms_(std::move(terms)) {}

  // What a migration of the schema leaves to the judgement.
  Status finish_migration();

  Status record(const std::vector<Reading>& readings, UtcTime now) override;
  Result<std::vector<Change>> number_changes(std::size_t limit) override;
  Result<std::vector<Change>> changes_since(std::int64_t seq, std::size_t limit) override;
  Result<std::int64_t> last_seq() override;
  Result<std::string> epoch() override;
  Result<std::vector<FactView>> state(const std::vector<std::string>& parties,
                                      std::optional<UtcTime> as_of, const std::string& valid_at,
                                      UtcTime now, const Extent& extent) override;
  Result<std::vector<TimelineEntry>> timeline(const std::vector<std::string>& parties,
                                              std::optional<UtcTime> as_of,
                                              std::size_t facts) override;
  Result<std::size_t> count_facts(const std::vector<std::string>& parties,
                                  std::optional<UtcTime> as_of) override;
  Result<std::vector<FactView>> fact_history(const std::string& fact) override;
  Result<std::string> find_fact(const std::string& name) override;
  Result<std::vector<ClaimView>> claims(const std::vector<std::string>& parties,
                                        std::size_t limit) override;
  Result<PartyView> party(const std::string& name, std::size_t limit) override;
  Result<Change> find_change(const std::string& name) override;
  Result<std::vector<ArticleRow>> articles() override;
  Result<std::vector<std::string>> party_names() override;
  Result<std::vector<StoredArticle>> archive(std::int64_t after, std::size_t limit) override;
  Result<std::vector<Event>> said_by(const StoredArticle& revision) override;
  Result<std::vector<ClaimView>> claims_after(std::int64_t after, std::size_t limit) override;
  Result<std::vector<std::string>> fact_ids(std::optional<UtcTime> moved) override;
  Status rejudge(UtcTime now) override;
  Result<std::int64_t> judge_names(const Judgement& judgement, UtcTime now) override;
  Status undo_judgement(std::int64_t row, UtcTime now) override;
  Result<std::vector<Judgement>> judgements() override;

 private:
  // A fact as the ledger holds it now.
  struct Stored {
    std::int64_t row = 0;
    std::string id;
    std::int64_t version = 0;                  // 0: not written yet
    HeldFact held;                             // without what is private to its account
    std::unordered_set<std::int64_t> backing;  // claims that stand behind it
    std::unordered_set<std::int64_t> once;     // and those that ever did
  };
  // What is known of one slot, kept while it is in use.
  struct Slot {
    std::int64_t row = 0;
    std::string id;
    std::string relationship;
    std::string term;
    Roles roles;
    std::vector<Telling> tellings;  // in order of told_before()
    std::optional<Account> account;
    std::vector<Stored> facts;
    std::vector<std::size_t> fact_of;  // account's fact -> index in `facts`
    bool told_anew = true;             // the account was not told on top of the last one
  };
  // How one fact moved, in the words of a change. No kind: nobody is told.
  struct Move {
    std::string kind;
    std::optional<Value> before;
    std::optional<Value> after;
    std::string replaces;  // fact that a correction takes back
  };
  struct ClaimRef {
    std::int64_t row = 0;
    std::string id;
  };
  // Why facts move, and what moved them.
  struct Occasion {
    std::string cause;
    std::vector<ClaimRef> claims;  // new ones first, then withdrawn ones
    bool only_past = false;        // every new claim tells history
    UtcTime now;
  };
  using Slots = std::map<std::string, std::vector<Telling>>;  // touched slot -> new tellings

  // Runs `body` in a transaction of its own, with what is kept in memory checked before and dropped
  // when it fails.
  Status write(UtcTime now, const std::function<Status(UtcTime now)>& body);

  // A prepared statement, kept for the next time; reset and ready to bind. `text` must live as
  // long as the ledger.
  Result<Query> sql(const char* text);
  Result<std::int64_t> one_integer(const char* text);
  // The same of a query by one text.
  Result<std::int64_t> one_integer(const char* text, std::string_view key);

  // recording
  Status begin_writing(UtcTime& now);
  Status end_writing(UtcTime now);
  Status record_one(const Reading& reading, UtcTime now);
  Status add_article(const Reading& reading, std::int64_t revision, UtcTime now);
  Status find_copies(const Article& article, std::set<std::string>& rerooted, UtcTime now);
  Result<std::string> outlet_key(const Article& article);
  // Gives the row of the claim.
  Result<std::int64_t> add_claim(const Reading& reading, const Event& event, const std::string& id,
                                 const std::string& credit, std::int64_t article, UtcTime now);
  Result<Slots> place_claim(const Event& event, const ClaimRef& claim, const std::string& article,
                            const std::string& outlet, const std::string& credit,
                            const std::string& told, UtcTime now);
  Result<std::int64_t> relationship_row(const std::string& name);
  Status slots_of_claim(std::int64_t claim, std::set<std::string>& out);
  Status slots_of_article(const std::string& article, std::set<std::string>& out);

  // judging
  // nullptr: there is none.
  Result<Slot*> slot(const std::string& id);
  Status load_tellings(Slot& slot);
  Status load_facts(Slot& slot);
  Status retell(const std::string& id, const std::vector<Telling>* news, const Occasion& occasion);
  void match_facts(Slot& slot) const;
  Status write_facts(Slot& slot, const Occasion& occasion);
  Move move_of(const Slot& slot, const Stored& stored, const HeldFact& fact,
               const Occasion& occasion, const Stored* held_before) const;
  Status retract(Slot& slot, Stored& stored, const Occasion& occasion, bool told_already);
  Status add_fact(const Slot& slot, Stored& stored, UtcTime now);
  Status add_version(const Stored& stored, const Occasion& occasion);
  Status move_backing(Stored& stored, const HeldFact& fact, bool told_anew, UtcTime now);
  Result<bool> announced(std::int64_t fact);
  Status add_change(const Slot& slot, const Stored& stored, const Move& move,
                    const Occasion& occasion);
  // The claims that a change carries: `first`, then the latest told that stand.
  Result<std::vector<ClaimView>> claims_to_show(const Slot& slot, const Stored& stored,
                                                std::int64_t first);
  // Steps as they are stored; their claims are named by rows alone.
  Result<std::vector<Step>> steps_from(const std::string& text, const std::string& where);
  void forget_slots();

  // names
  Status load_names();
  Status know_name(const std::string& name, UtcTime now);
  Status apply_names(const NameBook& before, UtcTime now);
  Result<NameBook> names_at(std::optional<UtcTime> as_of);

  // questions
  // Of them the last `limit`.
  Result<std::vector<std::int64_t>> facts_with(const std::vector<std::string>& parties,
                                               std::optional<UtcTime> as_of, std::size_t limit);
  Result<std::vector<std::int64_t>> latest_relationships(const std::string& party,
                                                         std::size_t limit);
  Result<std::vector<ClaimView>> newest_claims(const std::vector<std::string>& parties,
                                               std::size_t limit);
  // Claims behind a fact, `first` first, then the latest told.
  Result<std::vector<ClaimView>> claims_of(std::int64_t fact, std::int64_t first, int limit,
                                           std::optional<UtcTime> as_of);
  Result<std::vector<ClaimView>> claim_rows(Statement& query);
  Result<FactView> fact_from(const Statement& row);
  Result<std::optional<FactView>> version_at(std::int64_t fact, std::optional<UtcTime> as_of);
  Result<ClaimView> claim(std::int64_t row, bool withdrawn = false);

  Database db_;
  Terms terms_;
  StatementCache statements_{db_};

  // What a writer keeps between transactions; void when another process has written (generation_).
  std::unordered_map<std::string, std::unique_ptr<Slot>> slots_;
  std::size_t kept_tellings_ = 0;
  std::unordered_map<std::int64_t, ClaimView> fresh_;  // claims of this transaction
  CopyIndex copies_;
  bool copies_loaded_ = false;
  NameBook names_;
  std::unordered_set<std::string> known_names_;
  std::unordered_map<std::string, std::int64_t> relationships_;  // name -> row
  std::int64_t generation_ = -1;
};

}  // namespace pactwatch
