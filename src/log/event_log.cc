#include "log/event_log.h"

#include <filesystem>
#include <system_error>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/sha256.h"
#include "base/status_macros.h"
#include "log/backup.h"
#include "log/compaction.h"
#include "log/database_options.h"
#include "log/format.h"
#include "log/head.h"
#include "log/index.h"
#include "log/ledger_directory.h"
#include "log/log_reader.h"
#include "log/log_store.h"
#include "log/sequencer.h"
#include "log/subscription_hub.h"
#include "log/validation.h"
#include "rocksdb/env.h"

namespace clearsky::log {
namespace {

rocksdb::Env* EnvOf(const LogOptions& options) {
  return options.env == nullptr ? rocksdb::Env::Default() : options.env;
}

const Clock* ClockOf(const LogOptions& options) {
  static const SystemClock kSystemClock;
  return options.clock == nullptr ? &kSystemClock : options.clock;
}

// The log, read-only, when it is the one that LEDGER and HEAD tell of.
absl::StatusOr<std::unique_ptr<LogStore>> OpenStore(
    const std::string& path, const format::LedgerFile& ledger,
    const format::Head& head, rocksdb::Env* env, const MemoryBudget& budget) {
  ASSIGN_OR_RETURN(
      std::unique_ptr<LogStore> store,
      LogStore::Open(LogPath(path), /*read_only=*/true, env, budget));
  const format::Identity& identity = store->identity();
  if (identity.ledger_id != ledger.ledger_id ||
      identity.format_version != ledger.format_version) {
    return absl::DataLossError(absl::StrCat(
        "the LEDGER file of ", path, " names ledger ",
        ledger.ledger_id.ToString(), ", its log ",
        identity.ledger_id.ToString(), ": they do not belong together"));
  }
  RETURN_IF_ERROR(CheckHead(head, *store));
  return store;
}

}  // namespace

// The parts of an open log, in the order in which they rest on each other.
class EventLog::Impl {
 public:
  // `lock` and `head` are null when read-only.
  Impl(std::unique_ptr<LedgerLock> lock, std::unique_ptr<LogStore> store,
       std::unique_ptr<Index> index, std::unique_ptr<HeadKeeper> head,
       const LogOptions& options)
      : is_read_only_(options.read_only),
        clock_(ClockOf(options)),
        lock_(std::move(lock)),
        store_(std::move(store)),
        index_(std::move(index)),
        head_(std::move(head)),
        reader_(store_.get(), index_.get()),
        decided_(store_.get(), index_.get()),
        hub_(&reader_, &index_->tail()),
        sequencer_(clock_, &decided_, store_.get(), &index_->tail(),
                   [this](const std::shared_ptr<const Commit>& commit) {
                     hub_.OnPublish(commit);
                   }) {}

  // FAILED_PRECONDITION on a read-only log.
  absl::Status CheckWritable() const {
    if (!is_read_only_) return absl::OkStatus();
    return absl::FailedPreconditionError(
        "the ledger is open read-only; open it for writing to record");
  }

  const Clock* clock() const { return clock_; }
  const LogStore& store() const { return *store_; }
  LogStore& store() { return *store_; }
  const Index& index() const { return *index_; }
  Index& index() { return *index_; }
  SubscriptionHub& hub() { return hub_; }
  const LogReader& reader() const { return reader_; }
  Sequencer& sequencer() { return sequencer_; }

 private:
  const bool is_read_only_;
  const Clock* const clock_;
  const std::unique_ptr<LedgerLock> lock_;
  const std::unique_ptr<LogStore> store_;
  const std::unique_ptr<Index> index_;
  const std::unique_ptr<HeadKeeper> head_;
  const LogReader reader_;
  const DecidedView decided_;
  SubscriptionHub hub_;
  Sequencer sequencer_;
};

EventLog::EventLog(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
EventLog::~EventLog() = default;

absl::StatusOr<std::unique_ptr<EventLog>> EventLog::Create(
    const std::string& path,
    const std::map<std::string, std::string>& attributes,
    const LogOptions& options) {
  if (options.read_only) {
    return absl::FailedPreconditionError(
        "a ledger cannot be made through read-only options");
  }
  RETURN_IF_ERROR(ValidateAttributes(attributes));
  RETURN_IF_ERROR(MakeLedgerDirectory(path));
  RETURN_IF_ERROR(CheckLedgerDirectoryIsEmpty(path));
  ASSIGN_OR_RETURN(std::unique_ptr<LedgerLock> lock, LedgerLock::Take(path));
  RETURN_IF_ERROR(CheckLedgerDirectoryIsEmpty(path));
  // What was begun here and failed is cleared away, so that it can be tried
  // again. The directory was empty and is locked, so all in it is ours.
  absl::Cleanup clear = [&] {
    std::error_code ignored;
    for (const char* name :
         {format::kLogDirectory, format::kDerivedDirectory,
          format::kNewHeadFile, format::kHeadFile, format::kNewLedgerFile,
          format::kLedgerFile, format::kLockFile}) {
      std::filesystem::remove_all(absl::StrCat(path, "/", name), ignored);
    }
  };
  rocksdb::Env* const env = EnvOf(options);
  const MemoryBudget budget = MemoryBudget::Of(options.memory_budget_bytes);
  const format::Identity identity = {kFormatVersion, MakeUuidV4(), attributes};
  {
    ASSIGN_OR_RETURN(std::unique_ptr<LogStore> store,
                     LogStore::Create(LogPath(path), identity, env, budget));
    ASSIGN_OR_RETURN(
        std::unique_ptr<Index> index,
        Index::Open(path, *store, budget, {false, env, options.progress}));
    const format::Head head = {identity.ledger_id, MerkleFrontier()};
    RETURN_IF_ERROR(WriteHeadFile(path, head, env));
    RETURN_IF_ERROR(
        WriteLedgerFile(path, {kFormatVersion, identity.ledger_id}, env));
    std::move(clear).Cancel();
    auto keeper = std::make_unique<HeadKeeper>(path, head, &index->tail(),
                                               store.get(), env);
    return std::unique_ptr<EventLog>(new EventLog(
        std::make_unique<Impl>(std::move(lock), std::move(store),
                               std::move(index), std::move(keeper), options)));
  }
}

absl::StatusOr<std::unique_ptr<EventLog>> EventLog::Open(
    const std::string& path, const LogOptions& options) {
  ASSIGN_OR_RETURN(const format::LedgerFile ledger, ReadLedgerFile(path));
  std::unique_ptr<LedgerLock> lock;
  if (!options.read_only) {
    ASSIGN_OR_RETURN(lock, LedgerLock::Take(path));
  }
  // Before the log, so that a writer beside a reader is not ahead with it.
  ASSIGN_OR_RETURN(const format::Head head, ReadHeadFile(path));
  rocksdb::Env* const env = EnvOf(options);
  const MemoryBudget budget = MemoryBudget::Of(options.memory_budget_bytes);
  // Looked at before anything is written: on opening for writing, RocksDB
  // deletes the write-ahead logs that it has read, and table files that the
  // MANIFEST does not name. Where a damaged file made it overlook some, they
  // would be gone before the damage is told.
  ASSIGN_OR_RETURN(std::unique_ptr<LogStore> store,
                   OpenStore(path, ledger, head, env, budget));
  // What is not indexed yet is read here, too, so that its damage is told
  // first.
  ASSIGN_OR_RETURN(std::unique_ptr<Index> index,
                   Index::Open(path, *store, budget,
                               {options.read_only, env, options.progress}));
  if (!options.read_only) {
    store.reset();
    ASSIGN_OR_RETURN(
        store, LogStore::Open(LogPath(path), /*read_only=*/false, env, budget));
  }
  std::unique_ptr<HeadKeeper> keeper;
  if (!options.read_only) {
    keeper = std::make_unique<HeadKeeper>(path, head, &index->tail(),
                                          store.get(), env);
  }
  return std::unique_ptr<EventLog>(new EventLog(
      std::make_unique<Impl>(std::move(lock), std::move(store),
                             std::move(index), std::move(keeper), options)));
}

Uuid EventLog::ledger_id() const { return impl_->store().identity().ledger_id; }

const std::map<std::string, std::string>& EventLog::attributes() const {
  return impl_->store().identity().attributes;
}

absl::StatusOr<AppendResult> EventLog::Append(
    const std::vector<StreamAppend>& entries) {
  if (absl::Status status = impl_->CheckWritable(); !status.ok()) {
    impl_->sequencer().CountRefused(status.code());
    return status;
  }
  return impl_->sequencer().Append(entries);
}

void EventLog::AppendAsync(
    std::vector<StreamAppend> entries,
    std::function<void(absl::StatusOr<AppendResult>)> done) {
  if (absl::Status status = impl_->CheckWritable(); !status.ok()) {
    impl_->sequencer().CountRefused(status.code());
    done(std::move(status));
    return;
  }
  impl_->sequencer().AppendAsync(std::move(entries), std::move(done));
}

absl::StatusOr<std::unique_ptr<EventIterator>> EventLog::Read(
    const ReadRequest& request) const {
  return impl_->reader().Read(request);
}

std::unique_ptr<Subscription> EventLog::Subscribe(
    const SubscribeRequest& request) {
  return impl_->hub().Subscribe(request);
}

absl::Status EventLog::WaitUntilIndexed() {
  RETURN_IF_ERROR(impl_->CheckWritable());
  return impl_->index().tail().WaitUntilIndexed();
}

absl::Status EventLog::WaitUntilAtRest() {
  RETURN_IF_ERROR(WaitUntilIndexed());
  const DerivedStore* derived = impl_->index().derived();
  // RocksDB tells nobody when it is done, and looks idle for a moment between
  // what it did and what follows from that.
  constexpr int kQuietLooks = 3;
  for (int quiet = 0; quiet < kQuietLooks;) {
    const bool busy = impl_->store().database().IsTidyingUp() ||
                      (derived != nullptr && derived->database().IsTidyingUp());
    quiet = busy ? 0 : quiet + 1;
    absl::SleepFor(absl::Milliseconds(10));
  }
  return absl::OkStatus();
}

uint64_t EventLog::size() const { return impl_->index().tail().size(); }

absl::Time EventLog::last_record_time() const {
  return impl_->index().tail().last_record_time();
}

absl::StatusOr<uint64_t> EventLog::StreamSize(absl::string_view stream) const {
  return impl_->reader().StreamSize(stream);
}

absl::StatusOr<std::vector<std::string>> EventLog::ListStreams(
    absl::string_view prefix, absl::string_view after, size_t limit) const {
  return impl_->index().Streams(prefix, after, limit);
}

namespace {

absl::Status Visit(absl::StatusOr<std::unique_ptr<EventIterator>> it,
                   const std::function<bool(const RecordedEvent&)>& visit) {
  RETURN_IF_ERROR(it.status());
  while ((*it)->Next()) {
    if (!visit((*it)->event().Copy())) return absl::OkStatus();
  }
  return (*it)->status();
}

}  // namespace

absl::Status EventLog::ReadAll(
    uint64_t from, Direction direction,
    const std::function<bool(const RecordedEvent&)>& visit) const {
  ReadRequest request;
  request.direction = direction;
  request.from = from;
  return Visit(Read(request), visit);
}

absl::Status EventLog::ReadStream(
    absl::string_view stream, uint64_t from, Direction direction,
    const std::function<bool(const RecordedEvent&)>& visit) const {
  // An empty name is that of no stream; in a request it means all of them.
  if (stream.empty()) return absl::OkStatus();
  ReadRequest request;
  request.stream = std::string(stream);
  request.direction = direction;
  request.from = from;
  return Visit(Read(request), visit);
}

absl::StatusOr<RecordedEvent> EventLog::ReadAt(uint64_t position) const {
  return impl_->reader().ReadAt(position);
}

absl::StatusOr<std::optional<EventPlace>> EventLog::FindEvent(
    const Uuid& id) const {
  ASSIGN_OR_RETURN(const std::optional<RecordedEvent> event,
                   impl_->reader().EventOfId(id));
  if (!event.has_value()) return std::nullopt;
  return EventPlace{event->position, event->stream, event->revision,
                    event->event_id, event->record_time};
}

absl::StatusOr<uint64_t> EventLog::CountAtTime(absl::Time time) const {
  impl_->sequencer().SettleUpTo(time);
  return impl_->reader().CountAtTime(time);
}

LogFigures EventLog::Figures() const {
  LogFigures figures;
  // The smaller first, so that the other is never behind it.
  figures.indexed = impl_->index().tail().indexed();
  figures.size = impl_->index().tail().size();
  impl_->sequencer().Fill(&figures);
  impl_->hub().Fill(&figures);
  figures.databases["log"] = impl_->store().database().Figures();
  if (const DerivedStore* derived = impl_->index().derived()) {
    figures.databases["derived"] = derived->database().Figures();
  }
  return figures;
}

std::string EventLog::MerkleRoot() const {
  return DigestBytes(impl_->index().tail().end().frontier.Root());
}

absl::StatusOr<std::string> EventLog::PutDocument(absl::string_view content) {
  RETURN_IF_ERROR(impl_->CheckWritable());
  RETURN_IF_ERROR(impl_->store().failure());
  if (content.size() > kMaxAppendBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("the document has ", content.size(),
                     " bytes; accepted are at most ", kMaxAppendBytes));
  }
  const std::string hash = DigestBytes(Sha256(content));
  // One that is there but damaged is written again.
  if (!impl_->store().GetDocument(hash).ok()) {
    RETURN_IF_ERROR(impl_->store().PutDocument(hash, content));
  }
  return hash;
}

absl::StatusOr<std::string> EventLog::GetDocument(
    absl::string_view sha256) const {
  if (sha256.size() != kSha256Size) {
    return absl::InvalidArgumentError(absl::StrCat(
        "a SHA-256 has ", kSha256Size, " bytes, not ", sha256.size()));
  }
  return impl_->store().GetDocument(sha256);
}

absl::StatusOr<BackupResult> EventLog::Backup(const std::string& directory,
                                              const BackupOptions& options) {
  RETURN_IF_ERROR(impl_->CheckWritable());
  const LogStore& store = impl_->store();
  const format::Identity& identity = store.identity();
  // Read before a file is copied: it is in them.
  const LogEnd end = impl_->index().tail().end();
  const uint64_t documents = store.documents();
  return BackUp({store.database().db(), identity.format_version,
                 format::Head{identity.ledger_id, end.frontier, documents},
                 impl_->clock()->Now()},
                directory, options);
}

absl::StatusOr<Compacted> EventLog::Compact(const Progress& progress) {
  RETURN_IF_ERROR(impl_->CheckWritable());
  std::vector<const Database*> databases = {&impl_->store().database()};
  if (const DerivedStore* derived = impl_->index().derived()) {
    databases.push_back(&derived->database());
  }
  return CompactDatabases(databases, progress);
}

}  // namespace clearsky::log
