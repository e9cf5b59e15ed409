#include "log/index.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/status_macros.h"
#include "log/chunk_cursor.h"
#include "log/ledger_directory.h"

namespace clearsky::log {
namespace {

using Commits = std::vector<std::shared_ptr<const Commit>>;

// Fewer events than this are not indexed on closing: reading them again on
// opening takes some milliseconds, and a ledger that is opened for each event,
// as the command line does, makes no table files of one row.
constexpr uint64_t kCloseEvents = 8192;

// Streams whose heads are remembered: some MiB.
constexpr size_t kHeadsCached = 16'384;

Tail::Limits LimitsOf(const MemoryBudget& budget) {
  Tail::Limits limits;
  limits.max_bytes = budget.tail_bytes;
  limits.flush_bytes = std::min(limits.flush_bytes, budget.tail_bytes / 2);
  return limits;
}

// Whether `derived` was made of this log and is not ahead of it.
absl::StatusOr<bool> Fits(const DerivedStore& derived, const LogStore& store) {
  const format::Checkpoint& checkpoint = derived.checkpoint();
  if (checkpoint.size > store.end_at_open().size) return false;
  if (checkpoint.size == 0) return true;
  ChunkCursor cursor(store);
  ASSIGN_OR_RETURN(const EventView last, cursor.ViewAt(checkpoint.size - 1));
  if (last.event_id != checkpoint.last_event_id) return false;
  if (checkpoint.size == store.end_at_open().size) return true;
  // Commits are taken in whole.
  ASSIGN_OR_RETURN(const ChunkCursor::RawChunk next,
                   cursor.ChunkAt(checkpoint.size));
  return next.key == format::ChunkKey(checkpoint.size);
}

// The derived instance, when it is usable; null when it is to be made anew.
absl::StatusOr<std::unique_ptr<DerivedStore>> OpenFitting(
    const std::string& path, const LogStore& store, const MemoryBudget& budget,
    const Index::Options& options) {
  absl::StatusOr<std::unique_ptr<DerivedStore>> derived =
      DerivedStore::Open(path, options.read_only, options.env, budget);
  // Read-only, whatever keeps it from opening: the log alone is enough.
  if (absl::IsDataLoss(derived.status()) ||
      (options.read_only && !derived.ok())) {
    return nullptr;
  }
  RETURN_IF_ERROR(derived.status());
  ASSIGN_OR_RETURN(const bool fits, Fits(**derived, store));
  if (!fits) return nullptr;
  return derived;
}

}  // namespace

Index::Index(LogEnd end, const Tail::Limits& limits,
             std::unique_ptr<DerivedStore> derived)
    : tail_(std::move(end), limits),
      derived_(std::move(derived)),
      heads_(kHeadsCached) {}

absl::StatusOr<std::unique_ptr<Index>> Index::Open(
    const std::string& ledger_path, const LogStore& store,
    const MemoryBudget& budget, const Options& options) {
  const std::string path = DerivedPath(ledger_path);
  ASSIGN_OR_RETURN(std::unique_ptr<DerivedStore> derived,
                   OpenFitting(path, store, budget, options));
  if (derived == nullptr && !options.read_only) {
    RETURN_IF_ERROR(DerivedStore::Remove(path));
    ASSIGN_OR_RETURN(derived, DerivedStore::Open(path, /*read_only=*/false,
                                                 options.env, budget));
  }
  const Tail::Limits limits = LimitsOf(budget);
  std::unique_ptr<Index> index(
      new Index(store.end_at_open(), limits, std::move(derived)));
  RETURN_IF_ERROR(index->CatchUp(store, limits, options));
  if (!options.read_only) {
    index->indexer_ = std::thread([raw = index.get()] { raw->RunIndexer(); });
  }
  return index;
}

Index::~Index() {
  if (!indexer_.joinable()) return;
  tail_.Stop();
  indexer_.join();
  const Commits left = tail_.DurableCommits();
  if (left.empty() ||
      left.back()->end() - left.front()->first_position < kCloseEvents) {
    return;
  }
  // When it fails, the next opening does it.
  Write(left).IgnoreError();
}

absl::Status Index::CatchUp(const LogStore& store, const Tail::Limits& limits,
                            const Options& options) {
  const uint64_t first = derived_ == nullptr ? 0 : derived_->checkpoint().size;
  const uint64_t end = store.end_at_open().size;
  ChunkCursor cursor(store, ChunkCursor::Use::kScan);
  bool is_long = false;
  Commits commits;
  size_t bytes = 0;
  for (uint64_t position = first; position < end;) {
    ASSIGN_OR_RETURN(const ChunkCursor::RawChunk raw, cursor.ChunkAt(position));
    ASSIGN_OR_RETURN(Commit commit, CommitOfChunk(raw.key, raw.value));
    position = commit.end();
    bytes += commit.bytes();
    commits.push_back(std::make_shared<const Commit>(std::move(commit)));
    const bool is_full =
        position - commits.front()->first_position >= limits.flush_events ||
        bytes >= limits.flush_bytes;
    if (!is_full) continue;
    is_long = true;
    if (options.progress != nullptr) {
      options.progress(position - first, end - first);
    }
    if (options.read_only) {
      // Only the index over them, whatever the size of the log.
      for (const auto& each : commits) {
        tail_.AddDurable(each, /*with_bytes=*/false);
      }
    } else {
      RETURN_IF_ERROR(Write(commits));
    }
    commits.clear();
    bytes = 0;
  }
  if (is_long && options.progress != nullptr) {
    options.progress(end - first, end - first);
  }
  for (const auto& commit : commits) {
    tail_.AddDurable(commit, /*with_bytes=*/true);
  }
  return absl::OkStatus();
}

absl::Status Index::Write(const Commits& commits) {
  RETURN_IF_ERROR(derived_->Write(commits));
  heads_.Update(commits);
  return absl::OkStatus();
}

void Index::RunIndexer() {
  while (true) {
    const Commits commits = tail_.WaitForCommits();
    if (commits.empty()) return;
    if (const absl::Status status = Write(commits); !status.ok()) {
      tail_.Fail(status);
      return;
    }
    tail_.Forget(commits.back()->end());
  }
}

absl::StatusOr<std::optional<uint64_t>> Index::LastRevision(
    absl::string_view stream, Tail::Scope scope) const {
  std::optional<uint64_t> last = tail_.LastRevision(stream, scope);
  if (last.has_value() || derived_ == nullptr) return last;
  last = heads_.Get(stream);
  if (last.has_value()) return last;
  const uint64_t version = heads_.version();
  ASSIGN_OR_RETURN(last, derived_->LastRevision(stream));
  if (last.has_value()) heads_.Put(stream, *last, version);
  return last;
}

absl::StatusOr<std::optional<uint64_t>> Index::PositionOf(
    const Uuid& id, Tail::Scope scope) const {
  const std::optional<uint64_t> position = tail_.PositionOf(id, scope);
  if (position.has_value() || derived_ == nullptr) return position;
  return derived_->PositionOf(id);
}

absl::StatusOr<std::vector<std::string>> Index::Streams(
    absl::string_view prefix, absl::string_view after, size_t limit) const {
  const std::vector<std::string> in_tail = tail_.Streams(prefix, after, limit);
  if (derived_ == nullptr) return in_tail;
  ASSIGN_OR_RETURN(const std::vector<std::string> in_derived,
                   derived_->Streams(prefix, after, limit));
  std::vector<std::string> names;
  std::set_union(in_tail.begin(), in_tail.end(), in_derived.begin(),
                 in_derived.end(), std::back_inserter(names));
  if (names.size() > limit) names.resize(limit);
  return names;
}

}  // namespace clearsky::log
