#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "log/commit_decision.h"
#include "log/event_iterator.h"
#include "log/index.h"
#include "log/log_store.h"

namespace clearsky::log {

// A LogReader answers from what is durable: events from the log, their places
// from the index. It is safe for concurrent use.
class LogReader {
 public:
  // Both must outlive the reader.
  LogReader(const LogStore* store, const Index* index)
      : store_(store), index_(index) {}

  // As EventLog's calls of these names.
  absl::StatusOr<std::unique_ptr<EventIterator>> Read(
      const ReadRequest& request) const;
  // Those of the positions from `first` to `*end` that the filter wants, going
  // forward. `*end` is brought nearer when getting there would take long
  // without coming by an event.
  absl::StatusOr<std::unique_ptr<EventIterator>> CatchUp(
      const EventFilter& filter, uint64_t first, uint64_t stretch,
      uint64_t* end) const;
  absl::StatusOr<RecordedEvent> ReadAt(uint64_t position) const;
  absl::StatusOr<uint64_t> StreamSize(absl::string_view stream) const;
  absl::StatusOr<std::optional<RecordedEvent>> EventOfId(const Uuid& id) const;
  // Number of durable events recorded at or before `time`, now.
  absl::StatusOr<uint64_t> CountAtTime(absl::Time time) const;

 private:
  struct Bounds;

  // Among `size` numbers from 0; `number_at` tells the first at or behind a
  // position.
  absl::StatusOr<Bounds> BoundsOf(
      const ReadRequest& request, uint64_t size,
      const std::function<absl::StatusOr<uint64_t>(uint64_t)>& number_at) const;

  // The streams that the filter wants merged, when that is less work than going
  // over all of `bounds`; null otherwise.
  absl::StatusOr<std::unique_ptr<EventIterator>> ReadMerged(
      const EventFilter& filter, Direction direction,
      const Bounds& bounds) const;

  absl::StatusOr<std::unique_ptr<EventIterator>> ReadOne(
      absl::string_view stream, const ReadRequest& request) const;
  // The streams with the filter's prefix, when reading them one by one and
  // merging is less work than reading all in between; nullopt otherwise.
  absl::StatusOr<std::optional<std::vector<std::string>>> FewStreams(
      const EventFilter& filter, uint64_t events) const;
  // The first of the stream's `size` revisions that lies at or behind
  // `position`; `size` when there is none.
  absl::StatusOr<uint64_t> RevisionAt(absl::string_view stream, uint64_t size,
                                      uint64_t position) const;

  const LogStore* const store_;
  const Index* const index_;
};

// What commits are decided on: all that was decided before, durable or not. It
// is safe for concurrent use.
class DecidedView final : public LogView {
 public:
  DecidedView(const LogStore* store, const Index* index)
      : store_(store), index_(index) {}

  absl::StatusOr<std::optional<uint64_t>> LastRevision(
      absl::string_view stream) const override;
  absl::StatusOr<std::optional<RecordedEvent>> EventOfId(
      const Uuid& id) const override;

 private:
  const LogStore* const store_;
  const Index* const index_;
};

}  // namespace clearsky::log
