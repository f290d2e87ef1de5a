// The ledger under load: claims recorded per second beside a bare SQLite insert of the same bytes,
// and a ledger of a million claims: its size, how long questions take, how soon it is open.

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <nlohmann/json.hpp>

#include "core/json.h"
#include "store/ledger.h"
#include "store/life.h"
#include "store/sqlite.h"

namespace pactwatch::bench {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

constexpr std::size_t kGroup = 64;  // as the daemon's ledger worker groups
constexpr std::int64_t kStart = 1'500'000'000'000;

fs::path terms() { return fs::path(PACTWATCH_BENCH_SOURCE) / "rules/terms.toml"; }

// A press that never tires: 6,000 companies, few of which are in the news all the time (Zipf), five
// hundred outlets, articles of about 2 kB with two or three claims, two in five of which credit
// another outlet, one in five a near copy of an earlier article. Figures move now and then.
class Press {
 public:
  Press() : random_(20260512) {
    for (int i = 0; i < 5000; ++i) words_.push_back("word" + std::to_string(i));
    double sum = 0;
    for (int i = 0; i < kCompanies; ++i) sums_.push_back(sum += 1.0 / (i + 1));
  }

  Reading next() {
    Reading reading;
    Article& article = reading.article;
    ++count_;
    article.outlet = "Outlet " + std::to_string(random_() % 500);
    article.url = "https://outlet.example/" + std::to_string(count_);
    article.id = article_id(article.url);
    article.title = "Story " + std::to_string(count_);
    // A hundred and fifty thousand articles a year, mostly in order.
    const std::int64_t day = static_cast<std::int64_t>(count_ / 410) -
                             (random_() % 10 == 0 ? static_cast<std::int64_t>(random_() % 30) : 0);
    article.published =
        to_iso(from_serial(to_serial({2019, 1, 1}) + std::max<std::int64_t>(0, day)));
    article.language = "en";
    if (!recent_.empty() && random_() % 5 == 0) {
      const Reading& original = recent_[random_() % recent_.size()];
      article.text = original.article.text + "\n\nThis story came by wire.";
      reading.events = original.events;
    } else {
      for (int i = 0; i < 300; ++i) article.text += words_[random_() % words_.size()] + " ";
      const std::size_t events = 1 + random_() % 4;
      for (std::size_t i = 0; i < events; ++i) reading.events.push_back(event(i));
    }
    article.content_hash = content_hash(article.title, article.text);
    reading.rules = "bench";
    if (recent_.size() < 200)
      recent_.push_back(reading);
    else
      recent_[random_() % recent_.size()] = reading;
    return reading;
  }
  static std::string company(std::size_t rank) { return "Company " + std::to_string(rank); }

 private:
  static constexpr int kCompanies = 6000;

  std::size_t rank() {
    const double at = std::uniform_real_distribution<double>(0, sums_.back())(random_);
    return static_cast<std::size_t>(std::lower_bound(sums_.begin(), sums_.end(), at) -
                                    sums_.begin());
  }
  Event event(std::size_t place) {
    static constexpr std::array<const char*, 5> kTypes = {"investment", "stake", "revenue_share",
                                                          "lawsuit", "valuation"};
    Event event;
    event.type = kTypes[random_() % kTypes.size()];
    const std::size_t a = rank();
    std::size_t b = rank();
    if (b == a) b = (a + 1) % kCompanies;
    const auto& roles = roles_of(event.type);
    event.roles[std::string(roles[0])] = {company(a)};
    if (roles.size() > 1 && event.type != "valuation")
      event.roles[std::string(roles[1])] = {company(b)};
    // What a pair agreed on stays for about a year.
    const double era = static_cast<double>((a * 7 + b * 13 + count_ / 150'000) % 40 + 1);
    if (event.type == "stake")
      event.percent = era;
    else if (event.type != "lawsuit" || random_() % 3 == 0)
      event.amount = Money{era * 1e9, std::nullopt, "USD", Bound::exact};
    const auto& stages = stages_of(event.type);
    if (!stages.empty()) event.stage = std::string(stages[random_() % stages.size()]);
    event.modality = static_cast<Modality>(1 + random_() % 3);
    if (random_() % 5 < 2) event.attribution = "Outlet " + std::to_string(random_() % 20);
    event.span = {place * 200, place * 200 + 180};
    event.rule = event.type + ".bench";
    event.rule_revision = 1;
    return event;
  }

  std::mt19937_64 random_;
  std::vector<std::string> words_;
  std::vector<double> sums_;
  std::vector<Reading> recent_;
  std::size_t count_ = 0;
};

class Directory {
 public:
  Directory() {
    // On a real disk: what is measured waits for it.
    std::string name = std::string(PACTWATCH_BENCH_SOURCE) + "/build/bench-XXXXXX";
    path_ = mkdtemp(name.data());
  }
  ~Directory() { fs::remove_all(path_); }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  std::string file(const char* name) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

std::size_t claims_in(const std::vector<Reading>& batch) {
  std::size_t out = 0;
  for (const Reading& reading : batch) out += reading.events.size();
  return out;
}

double processor_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

double seconds_since(steady_clock::time_point start) {
  return std::chrono::duration<double>(steady_clock::now() - start).count();
}

// The same bytes, in rows of a plain table with a key, synchronous=FULL, grouped alike.
bool insert_bare(Database& db, const std::vector<Reading>& batch) {
  Result<Statement> article = db.prepare("INSERT INTO article VALUES (?,?,?,?,?)");
  Result<Statement> claim = db.prepare("INSERT INTO claim VALUES (?,?,?)");
  if (!article || !claim) return false;
  Result<Transaction> transaction = Transaction::begin(db);
  if (!transaction) return false;
  for (const Reading& reading : batch) {
    const Article& a = reading.article;
    if (!article->bind(1, a.id)
             .bind(2, a.url)
             .bind(3, a.outlet)
             .bind(4, a.published)
             .bind(5, a.text)
             .run())
      return false;
    for (const Event& event : reading.events)
      if (!claim->bind(1, a.id)
               .bind(2, dump_json(to_json(event)))
               .bind(3, a.text.substr(0, 180))
               .run())
        return false;
  }
  return static_cast<bool>(transaction->commit());
}

void record_claims(benchmark::State& state) {
  constexpr std::size_t kArticles = 3200;
  for (auto _ : state) {
    const Directory directory;
    Press press;
    std::vector<std::vector<Reading>> batches(kArticles / kGroup);
    std::size_t claims = 0;
    for (std::vector<Reading>& batch : batches) {
      for (std::size_t i = 0; i < kGroup; ++i) batch.push_back(press.next());
      claims += claims_in(batch);
    }
    Result<std::unique_ptr<Ledger>> ledger = open_ledger(directory.file("ledger.db"), terms());
    Result<Database> bare = Database::open(directory.file("bare.db"), Database::Mode::read_write);
    if (!ledger || !bare ||
        !bare->execute("CREATE TABLE article (id TEXT PRIMARY KEY, url TEXT, outlet TEXT, "
                       "published TEXT, text TEXT); CREATE TABLE claim (article TEXT, event TEXT, "
                       "sentence TEXT); CREATE INDEX claim_article ON claim (article)")) {
      state.SkipWithError("no database");
      return;
    }
    // Turn by turn, so that whatever else the machine does falls on both.
    double ours = 0, our_processor = 0;
    double theirs = 0, their_processor = 0;
    std::int64_t now = kStart;
    for (const std::vector<Reading>& batch : batches) {
      steady_clock::time_point start = steady_clock::now();
      double processor = processor_seconds();
      const bool recorded = static_cast<bool>((*ledger)->record(batch, UtcTime{now += 1000}));
      ours += seconds_since(start);
      our_processor += processor_seconds() - processor;
      start = steady_clock::now();
      processor = processor_seconds();
      const bool inserted = insert_bare(*bare, batch);
      theirs += seconds_since(start);
      their_processor += processor_seconds() - processor;
      if (!recorded || !inserted) {
        state.SkipWithError("not recorded");
        return;
      }
    }
    const double count = static_cast<double>(claims);
    state.counters["claims_per_s"] = count / ours;
    state.counters["bare_per_s"] = count / theirs;
    state.counters["ratio"] = theirs / ours;
    // On a machine that others use, too, the processor's time says more than the clock's.
    state.counters["claims_per_processor_s"] = count / our_processor;
    state.counters["processor_ratio"] = their_processor / our_processor;
  }
}
BENCHMARK(record_claims)->Iterations(1)->Unit(benchmark::kSecond);

// A ledger of PACTWATCH_BENCH_CLAIMS claims (a million); made once, if PACTWATCH_BENCH_LEDGER names
// a directory to keep it in.
class BigLedger {
 public:
  BigLedger() {
    const char* wanted = std::getenv("PACTWATCH_BENCH_CLAIMS");
    claims_ = wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : 1'000'000;
    const char* kept = std::getenv("PACTWATCH_BENCH_LEDGER");
    if (kept != nullptr) {
      directory_ = kept;
      fs::create_directories(directory_);
    } else {
      scratch_.emplace();
      directory_ = fs::path(scratch_->file("x")).parent_path();
    }
    if (!fs::exists(file())) made_ = make();
  }
  std::string file() const { return (directory_ / "pactwatch.db").string(); }
  std::string directory() const { return directory_.string(); }
  std::size_t claims() const { return claims_; }
  bool good() const { return made_; }
  double seconds() const { return seconds_; }

 private:
  bool make() {
    const std::string beside = (directory_ / "making.db").string();
    for (const char* end : {"", "-wal", "-shm"}) fs::remove(beside + end);
    const steady_clock::time_point start = steady_clock::now();
    {
      Result<std::unique_ptr<Ledger>> ledger = open_ledger(beside, terms());
      if (!ledger) return false;
      Press press;
      std::int64_t now = kStart;
      for (std::size_t claims = 0; claims < claims_;) {
        std::vector<Reading> batch;
        for (std::size_t i = 0; i < 8 * kGroup; ++i) batch.push_back(press.next());
        claims += claims_in(batch);
        if (!(*ledger)->record(batch, UtcTime{now += 10'000})) return false;
        if (!(*ledger)->number_changes(100'000)) return false;
      }
    }
    seconds_ = seconds_since(start);
    fs::rename(beside, file());
    return true;
  }

  std::optional<Directory> scratch_;
  fs::path directory_;
  std::size_t claims_ = 0;
  bool made_ = true;
  double seconds_ = 0;
};

// From start to end of the program, as a person waits for it; in milliseconds.
double run_verb(const std::vector<std::string>& words) {
  const steady_clock::time_point start = steady_clock::now();
  const pid_t child = fork();
  if (child == 0) {
    const int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, 1);
    dup2(nowhere, 2);
    std::vector<char*> arguments = {const_cast<char*>("pactwatch")};
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    execv(PACTWATCH_BENCH_BINARY, arguments.data());
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  const double taken = seconds_since(start) * 1000;
  return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? taken : -1;
}

void big_ledger(benchmark::State& state) {
  for (auto _ : state) {
    const BigLedger big;
    if (!big.good()) {
      state.SkipWithError("the ledger cannot be made");
      return;
    }
    if (big.seconds() > 0)
      state.counters["made_claims_per_s"] = static_cast<double>(big.claims()) / big.seconds();
    state.counters["bytes_per_claim"] =
        static_cast<double>(fs::file_size(big.file())) / static_cast<double>(big.claims());
    {
      const steady_clock::time_point start = steady_clock::now();
      Result<std::unique_ptr<Ledger>> ledger = open_ledger(big.file(), terms());
      if (!ledger || !(*ledger)->last_seq()) {
        state.SkipWithError("the ledger does not open");
        return;
      }
      state.counters["open_ms"] = seconds_since(start) * 1000;
    }
    // The pair in the news most of all, and one in the middle.
    const std::string a = Press::company(0);
    const std::string b = Press::company(1);
    const std::string c = Press::company(40);
    Result<std::unique_ptr<Ledger>> ledger = open_ledger_read_only(big.file());
    if (!ledger) return;
    const Result<std::vector<Change>> last =
        (*ledger)->changes_since(*(*ledger)->last_seq() - 1, 1);
    const std::string change = last && !last->empty() ? std::to_string(last->front().seq) : "1";
    const std::string fact = last && !last->empty() ? last->front().fact : "";
    const std::vector<std::pair<std::string, std::vector<std::string>>> questions = {
        {"state", {"state", a, b}},
        {"state_mid", {"state", a, c}},
        {"as_of", {"state", a, b, "--as-of", "2018-01-01"}},
        {"valid_at", {"state", a, b, "--valid-at", "2021-01-01"}},
        {"timeline", {"timeline", a, b}},
        {"diff", {"diff", a, b, "--from", "2020-01-01", "--to", "2021-01-01"}},
        {"party", {"party", a}},
        {"explain_change", {"explain", change}},
        {"explain_fact", {"explain", fact}},
        {"claims", {"claims", a, b, "--limit", "100"}},
        {"claims_all", {"claims", "--limit", "100"}},
        {"changes", {"changes", "--since", std::to_string(std::atoll(change.c_str()) - 100)}},
    };
    for (const auto& [name, words] : questions) {
      std::vector<std::string> all = words;
      all.insert(all.end(), {"--data", big.directory()});
      std::vector<double> taken;
      for (int i = 0; i < 7; ++i) taken.push_back(run_verb(all));
      std::sort(taken.begin(), taken.end());
      state.counters[name + "_ms"] = taken[taken.size() / 2];
    }
  }
}
BENCHMARK(big_ledger)->Iterations(1)->Unit(benchmark::kSecond);

}  // namespace
}  // namespace pactwatch::bench
