#include "store/sqlite.h"

#include <utility>

#include <sqlite3.h>

namespace pactwatch {
namespace {

ErrorCode code_of(int rc) {
  switch (rc & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_NOMEM:     // of the moment: what was to be recorded is as good as before
    case SQLITE_PROTOCOL:  // the lock of the write-ahead log was contended for too long
    case SQLITE_INTERRUPT:
      return ErrorCode::unavailable;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return ErrorCode::invalid_input;
    default:
      return ErrorCode::internal;
  }
}

std::string hint_of(int rc) {
  switch (rc & 0xFF) {
    case SQLITE_FULL:
      return "make room on the disk; nothing recorded is lost";
    case SQLITE_NOMEM:
      return "give it more memory; nothing recorded is lost";
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
      return "check that the data directory exists and is writable";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return "restore a backup, or move the file away and start anew";
    default:
      return {};
  }
}

tl::unexpected<Error> error_of(sqlite3* db, int rc, const std::string& where) {
  const char* text = db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(rc);
  return fail(code_of(rc), std::string("database: ") + text, where, hint_of(rc));
}

std::string file_of(sqlite3* db) {
  const char* name = sqlite3_db_filename(db, "main");
  return name == nullptr ? std::string() : std::string(name);
}

}  // namespace

Statement::~Statement() { sqlite3_finalize(handle_); }

Statement::Statement(Statement&& other) noexcept
    : db_(other.db_), handle_(std::exchange(other.handle_, nullptr)), unbound_(other.unbound_) {}

Statement& Statement::note(int rc) {
  if (unbound_ == SQLITE_OK) unbound_ = rc;
  return *this;
}

Statement& Statement::bind(int index, std::int64_t value) {
  return note(sqlite3_bind_int64(handle_, index, value));
}
Statement& Statement::bind(int index, double value) {
  return note(sqlite3_bind_double(handle_, index, value));
}
Statement& Statement::bind(int index, std::string_view text) {
  return note(sqlite3_bind_text(handle_, index, text.data(), static_cast<int>(text.size()),
                                SQLITE_TRANSIENT));
}
Statement& Statement::bind_blob(int index, std::string_view bytes) {
  return note(sqlite3_bind_blob(handle_, index, bytes.data(), static_cast<int>(bytes.size()),
                                SQLITE_TRANSIENT));
}
Statement& Statement::bind_null(int index) { return note(sqlite3_bind_null(handle_, index)); }

Result<bool> Statement::step() {
  if (unbound_ != SQLITE_OK) return error_of(db_, unbound_, file_of(db_));
  const int rc = sqlite3_step(handle_);
  if (rc == SQLITE_ROW) return true;
  if (rc == SQLITE_DONE) return false;
  return error_of(db_, rc, file_of(db_));
}

Status Statement::run() {
  for (;;) {
    Result<bool> more = step();
    if (!more) {
      reset();
      return tl::unexpected(more.error());
    }
    if (!*more) break;
  }
  reset();
  return {};
}

void Statement::reset() {
  sqlite3_reset(handle_);
  sqlite3_clear_bindings(handle_);
  unbound_ = SQLITE_OK;
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}
std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(handle_, column); }
double Statement::real(int column) const { return sqlite3_column_double(handle_, column); }
std::string Statement::text(int column) const {
  const void* bytes = sqlite3_column_blob(handle_, column);
  const int size = sqlite3_column_bytes(handle_, column);
  if (bytes == nullptr || size <= 0) return {};
  return {static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

Result<Query> StatementCache::use(const char* text) {
  const auto it = statements_.find(text);
  if (it != statements_.end()) return Query(*it->second);
  Result<Statement> prepared = db_.prepare(text);
  if (!prepared) return tl::unexpected(prepared.error());
  auto owned = std::make_unique<Statement>(std::move(*prepared));
  Statement& statement = *owned;
  statements_.emplace(text, std::move(owned));
  return Query(statement);
}

Result<Database> Database::open(const std::string& file, Mode mode) {
  sqlite3* handle = nullptr;
  const int flags =
      SQLITE_OPEN_NOMUTEX | (mode == Mode::read_write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                                      : SQLITE_OPEN_READWRITE);
  const int rc = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
  Database db(handle, file);
  if (rc != SQLITE_OK) return error_of(handle, rc, file);
  sqlite3_busy_timeout(handle, kBusyTimeoutMs);
  // FULL: in WAL mode NORMAL may lose the last commits at a power cut, and with them a change that
  // somebody was told of. 32 MiB of cache and of log before it is written back: a page that many
  // polls touch is read once and written back once for all of them.
  const char* setup =
      mode == Mode::read_write
          ? "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            "PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-32768; PRAGMA "
            "wal_autocheckpoint=8192;"
          : "PRAGMA query_only=ON; PRAGMA cache_size=-16384;";
  if (Status status = db.execute(setup); !status) return tl::unexpected(status.error());
  return db;
}

Database::~Database() { sqlite3_close_v2(handle_); }
Database::Database(Database&& other) noexcept
    : handle_(std::exchange(other.handle_, nullptr)), file_(std::move(other.file_)) {}

Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int rc =
      sqlite3_prepare_v2(handle_, sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
  if (rc != SQLITE_OK) return error_of(handle_, rc, file_);
  return Statement(handle_, statement);
}

Status Database::execute(const std::string& sql) {
  char* message = nullptr;
  const int rc = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, &message);
  sqlite3_free(message);
  if (rc != SQLITE_OK) return error_of(handle_, rc, file_);
  return {};
}

std::int64_t Database::last_row() const { return sqlite3_last_insert_rowid(handle_); }
int Database::rows_changed() const { return sqlite3_changes(handle_); }

Result<Transaction> Transaction::begin(Database& db) {
  if (Status status = db.execute("BEGIN IMMEDIATE"); !status) return tl::unexpected(status.error());
  return Transaction(db);
}

Transaction::~Transaction() {
  if (db_ != nullptr) (void)db_->execute("ROLLBACK");
}
Transaction::Transaction(Transaction&& other) noexcept : db_(std::exchange(other.db_, nullptr)) {}

Status Transaction::commit() {
  Status status = db_->execute("COMMIT");
  if (status) db_ = nullptr;
  return status;
}

}  // namespace pactwatch
