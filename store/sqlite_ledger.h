#pragma once
// The SQLite engine of Ledger. Private to store/: recording in sqlite_ledger.cc, questions in
// sqlite_queries.cc.

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/fact_rules.h"
#include "store/ledger.h"
#include "store/sqlite.h"
#include "store/terms.h"

namespace pactwatch {

std::vector<std::string> split_parties(const std::string& key);
// "microsoft~openai": the relationship's part of a topic.
std::string relationship_slug(const std::vector<std::string>& parties);

class SqliteLedger : public Ledger {
 public:
  SqliteLedger(Database db, Terms terms) : db_(std::move(db)), terms_(std::move(terms)) {}

  Status record(const std::vector<Reading>& readings, UtcTime now) override;
  Result<std::vector<Change>> number_changes(std::size_t limit) override;
  Result<std::vector<Change>> changes_since(std::int64_t seq, std::size_t limit) override;
  Result<std::int64_t> last_seq() override;
  Result<std::string> epoch() override;
  Result<std::vector<FactView>> state(const std::vector<std::string>& parties,
                                      std::optional<UtcTime> as_of,
                                      const std::string& valid_at) override;
  Result<std::vector<FactView>> timeline(const std::vector<std::string>& parties) override;
  Result<std::vector<FactView>> fact_history(const std::string& fact) override;
  Result<Change> find_change(const std::string& name) override;
  Result<std::vector<ArticleRow>> articles() override;
  Result<std::vector<std::string>> party_names() override;

 private:
  struct NewClaim {
    std::string id;
    std::string origin;
    const Event* event = nullptr;
    const Article* article = nullptr;
  };
  struct NewVersion {
    std::string fact;
    std::int64_t number = 1;
    Value value;
    std::string status;
    std::string valid_from;
    std::string valid_to;
    std::string told;
    int origins = 0;
  };
  // A fact that a new claim may speak of.
  struct Candidate {
    std::string id;
    std::int64_t version = 0;
    Held held;
    bool history = false;
  };

  // A prepared statement, kept for the next time; reset and ready to bind.
  Result<Query> sql(const char* text);

  Status record_one(const Reading& reading, UtcTime now);
  Result<std::string> root_outlet(const Article& article, std::uint64_t hash);
  Status record_event(const Reading& reading, const Event& event, std::int64_t revision,
                      const std::string& root, UtcTime now);
  Status apply(const NewClaim& claim, const std::vector<std::string>& parties, const Term& term,
               UtcTime now);
  Status add_fact(const NewClaim& claim, const std::vector<std::string>& parties,
                  const std::string& relationship, const std::string& term, const std::string& key,
                  const Value& value, bool past, UtcTime now);
  Status support(const std::string& fact, const NewClaim& claim, UtcTime now);
  Status add_version(const NewVersion& version, UtcTime now);
  Status add_change(const NewVersion& version, const std::vector<std::string>& parties,
                    const std::string& term, const std::string& kind, const Value* before,
                    const Value* after, const std::string& claim, UtcTime now);
  Status withdraw_older(const Article& article, std::int64_t revision, UtcTime now);
  Status retract(const std::string& fact, const std::string& claim, UtcTime now);

  Result<std::vector<Candidate>> facts_of(const std::string& relationship, const std::string& term,
                                          const std::string& origin);
  Result<int> count_origins(const std::string& fact);
  // Claims behind a fact, `first` first, then the newest.
  Result<std::vector<ClaimView>> claims_of(const std::string& fact, const std::string& first,
                                           int limit);
  Result<std::vector<FactView>> fact_rows(Statement& query, bool with_claims);
  Result<std::vector<std::string>> facts_with(const std::vector<std::string>& parties);

  Database db_;
  Terms terms_;
  std::unordered_map<const char*, std::unique_ptr<Statement>> statements_;
};

}  // namespace pactwatch
