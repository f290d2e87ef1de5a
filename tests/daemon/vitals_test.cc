#include "daemon/vitals.h"

#include <filesystem>

#include "store/data_dir.h"
#include "store/sqlite.h"
#include "tests/catch.h"
#include "tests/support/scratch_directory.h"

using namespace pactwatch;
namespace fs = std::filesystem;

TEST_CASE("the write-ahead log is emptied in quiet times, and not while somebody reads") {
  const test_support::ScratchDirectory directory;
  const std::string file = database_file(directory.path()).string();
  const std::string log = file + "-wal";
  Result<std::unique_ptr<Frontier>> frontier = open_frontier(file);
  REQUIRE(frontier);
  const Result<std::unique_ptr<Metrics>> metrics = Metrics::open("");
  REQUIRE(metrics);
  REQUIRE((*frontier)->add_feed("https://herald.example/feed", UtcTime{1}));
  REQUIRE(fs::file_size(log) > 0);
  const auto quiet = [&] {
    fs::last_write_time(log, fs::file_time_type::clock::now() - std::chrono::minutes(1));
  };
  {
    Vitals vitals(**metrics, **frontier, directory.path());
    vitals.look(UtcTime{1});
    CHECK(fs::file_size(log) > 0);  // it was written just now
  }
  {
    // Somebody reads what was before the last write.
    Result<Database> reader = Database::open(file, Database::Mode::read_only);
    REQUIRE(reader);
    REQUIRE(reader->execute("BEGIN; SELECT count(*) FROM feed"));
    REQUIRE((*frontier)->add_feed("https://herald.example/other", UtcTime{1}));
    quiet();
    Vitals vitals(**metrics, **frontier, directory.path());
    vitals.look(UtcTime{1});
    CHECK(fs::file_size(log) > 0);
    REQUIRE(reader->execute("COMMIT"));
  }
  quiet();
  Vitals vitals(**metrics, **frontier, directory.path());
  vitals.look(UtcTime{1});
  CHECK(fs::file_size(log) == 0);
  // And it goes on, waiting for others as before.
  REQUIRE((*frontier)->add_feed("https://herald.example/third", UtcTime{1}));
  CHECK((*frontier)->count_feeds().value_or(0) == 3);
}
