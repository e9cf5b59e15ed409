#include "log_benchmark/peer_sqlite.h"

#include <sqlite3.h>

#include <array>

#include "absl/strings/str_cat.h"
#include "base/mutex.h"
#include "clearsky/v1/event.pb.h"
#include "log_benchmark/harness.h"

namespace clearsky::bench {
namespace {

// A prepared statement, for one thread at a time. Errors end the program.
class Statement {
 public:
  Statement(sqlite3* database, const char* sql) : database_(database) {
    if (sqlite3_prepare_v2(database, sql, -1, &statement_, nullptr) !=
        SQLITE_OK) {
      Fail(absl::StrCat("SQLite: ", sqlite3_errmsg(database)));
    }
  }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement() { sqlite3_finalize(statement_); }

  void BindInt(int index, int64_t value) {
    sqlite3_bind_int64(statement_, index, value);
  }
  // `value` must stay until the statement is reset.
  void BindText(int index, absl::string_view value) {
    sqlite3_bind_text(statement_, index, value.data(),
                      static_cast<int>(value.size()), SQLITE_STATIC);
  }
  void BindBlob(int index, const void* bytes, size_t size) {
    sqlite3_bind_blob(statement_, index, bytes, static_cast<int>(size),
                      SQLITE_STATIC);
  }
  // Whether there is a row.
  bool Step() {
    const int code = sqlite3_step(statement_);
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
      Fail(absl::StrCat("SQLite: ", sqlite3_errmsg(database_)));
    }
    return code == SQLITE_ROW;
  }
  void Reset() { sqlite3_reset(statement_); }
  void Run() {
    Step();
    Reset();
  }
  int64_t Int(int column) { return sqlite3_column_int64(statement_, column); }
  uint64_t Bytes(int column) {
    // Asking for the blob makes the size that of the bytes as stored.
    sqlite3_column_blob(statement_, column);
    return static_cast<uint64_t>(sqlite3_column_bytes(statement_, column));
  }

 private:
  sqlite3* const database_;
  sqlite3_stmt* statement_ = nullptr;
};

void RunSql(sqlite3* database, const char* sql) {
  if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
    Fail(absl::StrCat("SQLite: ", sqlite3_errmsg(database)));
  }
}

sqlite3* OpenDatabase(const std::string& directory) {
  MakeEmptyDirectory(directory);
  sqlite3* database = nullptr;
  if (sqlite3_open((directory + "/events.db").c_str(), &database) !=
      SQLITE_OK) {
    Fail("opening SQLite's database in " + directory);
  }
  RunSql(database,
         "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
         "PRAGMA cache_size = -262144;"
         "CREATE TABLE events (position INTEGER PRIMARY KEY,"
         " stream TEXT NOT NULL, revision INTEGER NOT NULL,"
         " event_id BLOB NOT NULL UNIQUE, record_time INTEGER NOT NULL,"
         " type TEXT NOT NULL, schema_version INTEGER NOT NULL,"
         " data BLOB NOT NULL, UNIQUE (stream, revision))");
  return database;
}

constexpr char kInsert[] =
    "INSERT INTO events (stream, revision, event_id, record_time, type, "
    "schema_version, data) VALUES (?, ?, ?, ?, ?, 1, ?)";

class SqliteStore final : public Store {
 public:
  explicit SqliteStore(const std::string& directory)
      : database_(OpenDatabase(directory), sqlite3_close_v2),
        begin_(database_.get(), "BEGIN IMMEDIATE"),
        commit_(database_.get(), "COMMIT"),
        last_(database_.get(),
              "SELECT coalesce(max(revision), -1) FROM events "
              "WHERE stream = ?"),
        insert_(database_.get(), kInsert) {}

  std::unique_ptr<Writer> NewWriter(int number) override;

  void Append(const std::string& stream, int64_t last,
              absl::Span<const SourceEvent> events, IdSource& ids) {
    const MutexLock lock(&mu_);
    begin_.Run();
    last_.BindText(1, stream);
    last_.Step();
    if (last_.Int(0) != last) Fail("SQLite: a stream is not where expected");
    last_.Reset();
    for (const SourceEvent& event : events) {
      const Uuid id = ids.Next();
      insert_.BindText(1, stream);
      insert_.BindInt(2, ++last);
      insert_.BindBlob(3, id.bytes.data(), id.bytes.size());
      insert_.BindInt(4, absl::ToUnixMicros(absl::Now()));
      insert_.BindText(5, event.type);
      insert_.BindBlob(6, event.data.data(), event.data.size());
      insert_.Run();
    }
    commit_.Run();
  }

 private:
  const std::unique_ptr<sqlite3, int (*)(sqlite3*)> database_;
  Mutex mu_;
  Statement begin_;
  Statement commit_;
  Statement last_;
  Statement insert_;
};

class SqliteWriter final : public Writer {
 public:
  SqliteWriter(SqliteStore* store, int number)
      : store_(store),
        number_(number),
        ids_(static_cast<uint64_t>(number) << 40) {
    last_.fill(-1);
  }
  void Append(absl::Span<const SourceEvent> events) override {
    const size_t turn = turn_++ % kStreamsOfWriter;
    store_->Append(WriterStream(number_, turn), last_[turn], events, ids_);
    last_[turn] += static_cast<int64_t>(events.size());
  }

 private:
  SqliteStore* const store_;
  const int number_;
  IdSource ids_;
  size_t turn_ = 0;
  std::array<int64_t, kStreamsOfWriter> last_{};
};

std::unique_ptr<Writer> SqliteStore::NewWriter(int number) {
  return std::make_unique<SqliteWriter>(this, number);
}

}  // namespace

std::string SqliteVersion() { return sqlite3_libversion(); }

std::unique_ptr<Store> NewSqliteStore(const std::string& directory) {
  return std::make_unique<SqliteStore>(directory);
}

class SqliteEvents::Database {
 public:
  explicit Database(const std::string& directory)
      : handle(OpenDatabase(directory), sqlite3_close_v2) {}
  const std::unique_ptr<sqlite3, int (*)(sqlite3*)> handle;
};

SqliteEvents::SqliteEvents(const std::string& directory, const Source& source)
    : database_(std::make_unique<Database>(directory)) {
  RunSql(database_->handle.get(), "BEGIN");
  Statement insert(database_->handle.get(), kInsert);
  v1::StoredEvent event;
  source([&](absl::string_view stored) {
    if (!event.ParseFromArray(stored.data(), static_cast<int>(stored.size()))) {
      Fail("a stored event does not parse");
    }
    insert.BindText(1, event.stream());
    insert.BindInt(2, static_cast<int64_t>(event.revision()));
    insert.BindBlob(3, event.event_id().data(), event.event_id().size());
    insert.BindInt(4, event.record_time().seconds() * 1'000'000 +
                          event.record_time().nanos() / 1'000);
    insert.BindText(5, event.type());
    insert.BindBlob(6, event.data().data(), event.data().size());
    insert.Run();
  });
  RunSql(database_->handle.get(), "COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
}

SqliteEvents::~SqliteEvents() = default;

ReadCount SqliteEvents::Scan() const {
  Statement select(database_->handle.get(),
                   "SELECT position, revision, record_time, schema_version, "
                   "stream, event_id, type, data FROM events ORDER BY "
                   "position");
  ReadCount count;
  while (select.Step()) {
    ++count.events;
    count.bytes += 32;  // Four numbers.
    for (int column = 4; column < 8; ++column) {
      count.bytes += select.Bytes(column);
    }
  }
  return count;
}

}  // namespace clearsky::bench
