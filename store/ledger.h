#pragma once
// The ledger: what was read, what is held true because of it, and every change of that. Bitemporal
// and append-only. Every call is one transaction. An object belongs to one thread.

#include <cstdint>
#include <filesystem>
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

// One claim behind a fact.
struct ClaimView {
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
  std::string origin;
  bool withdrawn = false;
};

// A fact as held at one moment.
struct FactView {
  std::string id;
  std::vector<std::string> parties;
  std::string term;
  std::string
      status;  // rumoured, reported, confirmed, denied, contradicted, superseded, ended, retracted
  Value value;
  std::string valid_from;  // ISO prefix, empty: unknown
  std::string valid_to;
  UtcTime known_since;
  int version = 1;
  int origins = 0;
  std::vector<ClaimView> claims;
};

// A change: the row that a transaction put into the outbox.
struct Change {
  std::int64_t seq = 0;       // 0 while it is not published
  std::int64_t prev_seq = 0;  // of its topic
  std::string id;
  std::string topic;  // change.<relationship>.<kind>
  std::string kind;
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

  // What is held of relationships that have all of `parties` in them (names as recorded, any
  // case). `as_of`: as it was known then. `valid_at`: what held on that day; empty: the latest.
  virtual Result<std::vector<FactView>> state(const std::vector<std::string>& parties,
                                              std::optional<UtcTime> as_of,
                                              const std::string& valid_at) = 0;
  // Every version of every such fact, oldest first by what it is valid from, else when it was told.
  virtual Result<std::vector<FactView>> timeline(const std::vector<std::string>& parties) = 0;
  // All versions and claims of one fact.
  virtual Result<std::vector<FactView>> fact_history(const std::string& fact) = 0;
  // A change by its seq or id.
  virtual Result<Change> find_change(const std::string& name) = 0;
  virtual Result<std::vector<ArticleRow>> articles() = 0;
  // Names of all parties that facts are held of, for suggestions.
  virtual Result<std::vector<std::string>> party_names() = 0;
};

// The SQLite engine. `terms` is rules/terms.toml.
Result<std::unique_ptr<Ledger>> open_ledger(const std::string& file,
                                            const std::filesystem::path& terms);
// For reading beside a daemon.
Result<std::unique_ptr<Ledger>> open_ledger_read_only(const std::string& file);

nlohmann::json to_json(const Value& value);
nlohmann::json to_json(const FactView& fact);
nlohmann::json to_json(const ClaimView& claim);
nlohmann::json to_json(const ArticleRow& article);
Value value_from_json(const nlohmann::json& json);

}  // namespace pactwatch
