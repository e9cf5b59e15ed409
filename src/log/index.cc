#include "log/index.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/status_macros.h"
#include "log/chunk_cursor.h"
#include "log/event_codec.h"
#include "log/ledger_directory.h"

namespace clearsky::log {
namespace {

// Events that the indexer writes in one batch.
constexpr size_t kBatchEvents = 4096;

// Whether `derived` was made of this log and is not ahead of it.
absl::StatusOr<bool> Fits(const DerivedStore& derived, const LogStore& store) {
  ChunkCursor cursor(store);
  for (const format::Checkpoint& checkpoint : derived.checkpoints()) {
    if (checkpoint.size > store.end_at_open().size) return false;
    if (checkpoint.size == 0) continue;
    ASSIGN_OR_RETURN(const RecordedEvent last,
                     cursor.EventAt(checkpoint.size - 1));
    if (last.event_id != checkpoint.last_event_id) return false;
  }
  return true;
}

// The derived instance, when it is usable; null when it is to be made anew.
absl::StatusOr<std::unique_ptr<DerivedStore>> OpenFitting(
    const std::string& path, const LogStore& store, bool read_only,
    rocksdb::Env* env) {
  absl::StatusOr<std::unique_ptr<DerivedStore>> derived =
      DerivedStore::Open(path, read_only, env);
  // Read-only, whatever keeps it from opening: the log alone is enough.
  if (absl::IsDataLoss(derived.status()) || (read_only && !derived.ok())) {
    return nullptr;
  }
  RETURN_IF_ERROR(derived.status());
  ASSIGN_OR_RETURN(const bool fits, Fits(**derived, store));
  if (!fits) return nullptr;
  return derived;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Index>> Index::Open(
    const std::string& ledger_path, const LogStore& store, bool read_only,
    rocksdb::Env* env) {
  const std::string path = DerivedPath(ledger_path);
  ASSIGN_OR_RETURN(std::unique_ptr<DerivedStore> derived,
                   OpenFitting(path, store, read_only, env));
  if (derived == nullptr && !read_only) {
    RETURN_IF_ERROR(DerivedStore::Remove(path));
    ASSIGN_OR_RETURN(derived, DerivedStore::Open(path, read_only, env));
  }
  std::unique_ptr<Index> index(
      new Index(store.end_at_open(), std::move(derived)));
  RETURN_IF_ERROR(index->CatchUp(store, read_only));
  if (!read_only) {
    index->indexer_ = std::thread([raw = index.get()] { raw->RunIndexer(); });
  }
  return index;
}

Index::~Index() {
  if (!indexer_.joinable()) return;
  tail_.Stop();
  indexer_.join();
}

absl::Status Index::CatchUp(const LogStore& store, bool read_only) {
  ChunkCursor cursor(store);
  const uint64_t end = store.end_at_open().size;
  std::vector<EventPlace> places;
  for (uint64_t position = derived_ == nullptr ? 0 : derived_->size();
       position < end; ++position) {
    ASSIGN_OR_RETURN(const RecordedEvent event, cursor.EventAt(position));
    if (read_only) {
      tail_.Add(PlaceOf(event));
      continue;
    }
    places.push_back(PlaceOf(event));
    if (places.size() == kBatchEvents || position + 1 == end) {
      RETURN_IF_ERROR(derived_->Write(places));
      places.clear();
    }
  }
  return absl::OkStatus();
}

void Index::RunIndexer() {
  while (true) {
    const std::vector<EventPlace> places = tail_.WaitForEvents(kBatchEvents);
    if (places.empty()) return;
    if (const absl::Status status = derived_->Write(places); !status.ok()) {
      tail_.Fail(status);
      return;
    }
    tail_.Forget(places.size());
  }
}

absl::StatusOr<std::optional<uint64_t>> Index::LastRevision(
    absl::string_view stream) const {
  const std::optional<uint64_t> last = tail_.LastRevision(stream);
  if (last.has_value() || derived_ == nullptr) return last;
  return derived_->LastRevision(stream);
}

absl::StatusOr<std::optional<uint64_t>> Index::PositionOf(
    const Uuid& id) const {
  const std::optional<uint64_t> position = tail_.PositionOf(id);
  if (position.has_value() || derived_ == nullptr) return position;
  return derived_->PositionOf(id);
}

absl::StatusOr<std::vector<uint64_t>> Index::Positions(absl::string_view stream,
                                                       uint64_t first,
                                                       uint64_t count) const {
  const Tail::Slice slice = tail_.Positions(stream, first, count);
  if (slice.first_revision == first || derived_ == nullptr) {
    return slice.positions;
  }
  ASSIGN_OR_RETURN(
      std::vector<uint64_t> positions,
      derived_->Positions(stream, first, slice.first_revision - first));
  positions.insert(positions.end(), slice.positions.begin(),
                   slice.positions.end());
  return positions;
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
