#include "store/health.h"

#include <filesystem>

#include "store/schema.h"
#include "store/sqlite.h"

namespace pactwatch {

Result<StoreHealth> look_at_store(const std::string& file) {
  namespace fs = std::filesystem;
  StoreHealth out;
  std::error_code error;
  for (const char* suffix : {"", "-wal", "-shm"}) {
    const fs::path part = file + suffix;
    const fs::perms mode = fs::status(part, error).permissions();
    if (error) continue;
    out.open_to_others |=
        (mode & (fs::perms::group_all | fs::perms::others_all)) != fs::perms::none;
  }
  const std::uintmax_t bytes = fs::file_size(file, error);
  if (!error) out.file_bytes = bytes;
  const std::uintmax_t wal = fs::file_size(file + "-wal", error);
  if (!error) out.wal_bytes = wal;
  Result<Database> db = Database::open(file, Database::Mode::read_only);
  if (!db) return tl::unexpected(db.error());
  if (Status known = check_schema(*db); !known) return tl::unexpected(known.error());
  Result<Statement> check = db->prepare("PRAGMA quick_check(1)");
  if (!check) return tl::unexpected(check.error());
  Result<bool> row = check->step();
  if (!row) return tl::unexpected(row.error());
  if (const std::string said = check->text(0); said != "ok") out.damage = said;
  Result<Statement> clock = db->prepare("SELECT value FROM meta WHERE key = 'clock'");
  if (!clock) return tl::unexpected(clock.error());
  row = clock->step();
  if (!row) return tl::unexpected(row.error());
  if (*row) out.latest = {clock->integer(0)};
  return out;
}

}  // namespace pactwatch
