#pragma once
// SQLite's C API, wrapped once. A Database belongs to one thread; a Statement to its Database.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>

#include "core/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace pactwatch {

// How long a call waits for others who write, before it fails with `conflict`.
constexpr int kBusyTimeoutMs = 10'000;

// A prepared statement. bind() numbers parameters from 1; columns count from 0.
class Statement {
 public:
  Statement(sqlite3* db, sqlite3_stmt* handle) : db_(db), handle_(handle) {}
  ~Statement();
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;

  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, double value);
  Statement& bind(int index, std::string_view text);
  Statement& bind_blob(int index, std::string_view bytes);
  Statement& bind_null(int index);

  // True: a row is there; false: done. What could not be bound, for want of memory, is told here:
  // the statement never runs with a NULL in its place.
  Result<bool> step();
  // Steps to the end and shows every row to `visit`, which returns nothing or a Status; an error,
  // of a step or of the visit, ends it. Binding comes before, and who keeps the statement resets
  // it.
  template <class Visit>
  Status each(Visit visit) {
    for (;;) {
      const Result<bool> row = step();
      if (!row) return tl::unexpected(row.error());
      if (!*row) return {};
      if constexpr (std::is_void_v<std::invoke_result_t<Visit&, const Statement&>>) {
        visit(*this);
      } else {
        if (Status status = visit(*this); !status) return status;
      }
    }
  }
  // Steps to the end and resets: for statements that give no rows.
  Status run();
  void reset();

  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string text(int column) const;  // text or blob, copied

 private:
  Statement& note(int rc);

  sqlite3* db_;
  sqlite3_stmt* handle_;
  int unbound_ = 0;  // the first error of a bind since the last reset
};

// One use of a statement that is kept for the next time. Resets it at the end, on every way out: a
// SELECT left half read keeps its snapshot, and with it every later transaction of its connection
// from writing.
class Query {
 public:
  explicit Query(Statement& statement) : statement_(&statement) {}
  ~Query() {
    if (statement_ != nullptr) statement_->reset();
  }
  Query(Query&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)) {}
  Query& operator=(Query&&) = delete;

  Statement* operator->() { return statement_; }
  Statement& operator*() { return *statement_; }

 private:
  Statement* statement_;
};

class Database {
 public:
  enum class Mode { read_write, read_only };
  // Opens `file`; read_write creates it and sets WAL, synchronous=FULL and foreign keys.
  static Result<Database> open(const std::string& file, Mode mode);
  ~Database();
  Database(Database&& other) noexcept;
  Database& operator=(Database&&) = delete;

  Result<Statement> prepare(std::string_view sql);
  // Several statements without parameters or rows.
  Status execute(const std::string& sql);
  std::int64_t last_row() const;
  int rows_changed() const;
  const std::string& file() const { return file_; }

 private:
  Database(sqlite3* handle, std::string file) : handle_(handle), file_(std::move(file)) {}
  sqlite3* handle_;
  std::string file_;
};

// The statements of one database, each prepared at its first use and kept for the next. The
// database outlives it.
class StatementCache {
 public:
  explicit StatementCache(Database& db) : db_(db) {}

  // Reset and ready to bind. `text` must live as long as this: it is known by its address.
  Result<Query> use(const char* text);

 private:
  Database& db_;
  std::unordered_map<const char*, std::unique_ptr<Statement>> statements_;
};

// BEGIN IMMEDIATE ... COMMIT; rolls back when it goes out of scope uncommitted.
class Transaction {
 public:
  static Result<Transaction> begin(Database& db);
  ~Transaction();
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  Status commit();

 private:
  explicit Transaction(Database& db) : db_(&db) {}
  Database* db_;
};

}  // namespace pactwatch
