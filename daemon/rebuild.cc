#include "daemon/rebuild.h"

#include <algorithm>
#include <istream>
#include <ostream>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "daemon/extract_worker.h"
#include "store/data_dir.h"

namespace pactwatch {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::size_t kPage = 100;  // articles in memory
constexpr std::size_t kGroup = 64;  // readings in one transaction
constexpr std::size_t kNumber = 10'000;

// What happened to the ledger besides articles, in the order of time.
struct Deed {
  UtcTime at;
  Judgement judgement;
  bool undo = false;
};

Result<std::vector<Deed>> deeds_of(Ledger& ledger) {
  Result<std::vector<Judgement>> judgements = ledger.judgements();
  if (!judgements) return tl::unexpected(judgements.error());
  std::vector<Deed> out;
  for (const Judgement& judgement : *judgements) {
    out.push_back({judgement.recorded, judgement, false});
    if (judgement.undone) out.push_back({*judgement.undone, judgement, true});
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Deed& x, const Deed& y) { return x.at < y.at; });
  return out;
}

// Shows every revision and every deed in the order of recording.
Status each(Ledger& ledger, const std::function<Status(const StoredArticle&)>& revision,
            const std::function<Status(const Deed&)>& deed) {
  Result<std::vector<Deed>> deeds = deeds_of(ledger);
  if (!deeds) return tl::unexpected(deeds.error());
  auto next = deeds->begin();
  for (std::int64_t seq = 0;;) {
    Result<std::vector<StoredArticle>> page = ledger.archive(seq, kPage);
    if (!page) return tl::unexpected(page.error());
    if (page->empty()) break;
    for (const StoredArticle& stored : *page) {
      for (; next != deeds->end() && next->at < stored.recorded; ++next)
        if (Status s = deed(*next); !s) return s;
      if (Status s = revision(stored); !s) return s;
    }
    seq = page->back().seq;
  }
  for (; next != deeds->end(); ++next)
    if (Status s = deed(*next); !s) return s;
  return {};
}

Status number_all(Ledger& ledger) {
  for (;;) {
    const Result<std::vector<Change>> numbered = ledger.number_changes(kNumber);
    if (!numbered) return tl::unexpected(numbered.error());
    if (numbered->empty()) return {};
  }
}

// Records in groups of those that were recorded at one moment.
class Recorder {
 public:
  explicit Recorder(Ledger& ledger) : ledger_(&ledger) {}

  Status add(Reading reading, UtcTime at) {
    if (!group_.empty() && (at != at_ || group_.size() == kGroup))
      if (Status s = flush(); !s) return s;
    at_ = at;
    group_.push_back(std::move(reading));
    ++count_;
    return {};
  }
  Status flush() {
    if (group_.empty()) return {};
    Status done = ledger_->record(group_, at_);
    group_.clear();
    return done;
  }
  std::size_t count() const { return count_; }

 private:
  Ledger* ledger_;
  std::vector<Reading> group_;
  UtcTime at_;
  std::size_t count_ = 0;
};

// Judgements have other numbers in another ledger.
Status judge(Ledger& ledger, const Deed& deed) {
  if (!deed.undo) {
    Judgement judgement = deed.judgement;
    judgement.undone.reset();
    const Result<std::int64_t> row = ledger.judge_names(judgement, deed.at);
    return row ? Status() : tl::unexpected(row.error());
  }
  const Result<std::vector<Judgement>> known = ledger.judgements();
  if (!known) return tl::unexpected(known.error());
  for (const Judgement& judgement : *known)
    if (!judgement.undone && judgement.kind == deed.judgement.kind &&
        judgement.a == deed.judgement.a && judgement.b == deed.judgement.b)
      return ledger.undo_judgement(judgement.row, deed.at);
  return fail(ErrorCode::invalid_input, "what is undone was never judged",
              deed.judgement.a + ", " + deed.judgement.b);
}

}  // namespace

Result<FreshLedger> FreshLedger::make(const fs::path& data, const fs::path& rules) {
  if (Status s = prepare_directory(data); !s) return tl::unexpected(s.error());
  Result<DirectoryLock> lock = DirectoryLock::take(data, system_clock().now());
  if (!lock) return tl::unexpected(lock.error());
  std::error_code error;
  if (fs::exists(database_file(data), error))
    return fail(ErrorCode::conflict, "a ledger is here already", database_file(data).string(),
                "name an empty directory");
  Result<std::unique_ptr<Ledger>> ledger =
      open_ledger(database_file(data).string(), rules / "terms.toml");
  if (!ledger) return tl::unexpected(ledger.error());
  return FreshLedger(std::move(*lock), std::move(*ledger));
}

Status export_archive(Ledger& ledger, std::ostream& out) {
  return each(
      ledger,
      [&](const StoredArticle& stored) -> Status {
        const Result<std::vector<Event>> said = ledger.said_by(stored);
        if (!said) return tl::unexpected(said.error());
        json events = json::array();
        for (const Event& event : *said) events.push_back(to_json(event));
        out << dump_json({{"article", to_json(stored.article)},
                          {"revision", stored.revision},
                          {"rules", stored.rules},
                          {"note", stored.note},
                          {"recorded", stored.recorded.ms},
                          {"events", std::move(events)}})
            << '\n';
        return {};
      },
      [&](const Deed& deed) -> Status {
        json line = to_json(deed.judgement);
        line.erase("undone");
        line["recorded"] = deed.at.ms;
        if (deed.undo) line["undo"] = true;
        out << dump_json(line) << '\n';
        return {};
      });
}

Result<std::size_t> import_archive(std::istream& in, const std::string& name, Ledger& ledger) {
  Recorder recorder(ledger);
  std::size_t number = 0;
  const auto take = [&](const std::string& line) -> Status {
    Result<json> body = parse_json(line, "");
    if (!body) return tl::unexpected(body.error());
    const json::const_iterator at = body->find("recorded");
    if (at == body->end() || !at->is_number_integer())
      return fail(ErrorCode::invalid_input, "\"recorded\" is missing: milliseconds since 1970");
    const UtcTime recorded{at->get<std::int64_t>()};
    const auto text = [&](const char* key) {
      const auto found = body->find(key);
      return found != body->end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    if (body->contains("judgement")) {
      Deed deed;
      deed.at = recorded;
      deed.undo = body->contains("undo");
      deed.judgement.kind = text("kind");
      deed.judgement.a = text("a");
      deed.judgement.b = text("b");
      deed.judgement.author = text("author");
      deed.judgement.reason = text("reason");
      if (Status s = recorder.flush(); !s) return s;
      return judge(ledger, deed);
    }
    if (!body->contains("article"))
      return fail(ErrorCode::invalid_input, "neither an article nor a judgement");
    Result<Article> article = article_from_json((*body)["article"]);
    if (!article) return tl::unexpected(article.error());
    Reading reading;
    reading.article = std::move(*article);
    reading.rules = text("rules");
    reading.note = text("note");
    for (const json& one : body->value("events", json::array())) {
      Result<Event> event = event_from_json(one);
      if (!event) return tl::unexpected(event.error());
      reading.events.push_back(std::move(*event));
    }
    return recorder.add(std::move(reading), recorded);
  };
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.empty()) continue;
    if (Status s = take(line); !s) {
      Error error = s.error();
      error.where =
          name + ":" + std::to_string(number) + (error.where.empty() ? "" : ": ") + error.where;
      return tl::unexpected(std::move(error));
    }
  }
  if (Status s = recorder.flush(); !s) return tl::unexpected(s.error());
  if (Status s = number_all(ledger); !s) return tl::unexpected(s.error());
  return recorder.count();
}

Result<std::size_t> rebuild(Ledger& from, Ledger& to, const ReadArticle& read,
                            const std::string& rules) {
  Recorder recorder(to);
  const Status done = each(
      from,
      [&](const StoredArticle& stored) -> Status {
        Reading reading;
        reading.article = stored.article;
        reading.rules = rules;
        reading.note = passed_over(stored.article);
        if (stored.kept && reading.note.empty()) reading.events = read(stored.article);
        return recorder.add(std::move(reading), stored.recorded);
      },
      [&](const Deed& deed) -> Status {
        if (Status s = recorder.flush(); !s) return s;
        return judge(to, deed);
      });
  if (!done) return tl::unexpected(done.error());
  if (Status s = recorder.flush(); !s) return tl::unexpected(s.error());
  if (Status s = number_all(to); !s) return tl::unexpected(s.error());
  return recorder.count();
}

Result<std::size_t> reread(Ledger& from, Ledger& to, const ReadArticle& read,
                           const std::string& rules, UtcTime since) {
  Recorder recorder(to);
  const UtcTime now = system_clock().now();
  for (std::int64_t seq = 0;;) {
    Result<std::vector<StoredArticle>> page = from.archive(seq, kPage);
    if (!page) return tl::unexpected(page.error());
    if (page->empty()) break;
    seq = page->back().seq;
    for (const StoredArticle& stored : *page) {
      if (!stored.latest || !stored.kept || stored.recorded < since || stored.rules == rules)
        continue;
      if (!passed_over(stored.article).empty()) continue;
      Reading reading;
      reading.article = stored.article;
      reading.rules = rules;
      reading.replay = true;
      reading.events = read(stored.article);
      if (Status s = recorder.add(std::move(reading), now); !s) return tl::unexpected(s.error());
    }
    // The next page is read without what this one still has to write.
    if (Status s = recorder.flush(); !s) return tl::unexpected(s.error());
  }
  // The catalogue of terms may have changed, too.
  if (Status s = to.rejudge(now); !s) return tl::unexpected(s.error());
  return recorder.count();
}

}  // namespace pactwatch
