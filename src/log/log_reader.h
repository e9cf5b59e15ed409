#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "log/commit_decision.h"
#include "log/event_log.h"
#include "log/index.h"
#include "log/log_store.h"

namespace clearsky::log {

// A LogReader answers from what is durable: events from the log, their places
// from the index. It is safe for concurrent use.
class LogReader final : public LogView {
 public:
  using Visitor = std::function<bool(const RecordedEvent&)>;

  // Both must outlive the reader.
  LogReader(const LogStore* store, const Index* index)
      : store_(store), index_(index) {}

  // As EventLog's calls of these names.
  absl::Status ReadAll(uint64_t from, Direction direction,
                       const Visitor& visit) const;
  absl::Status ReadStream(absl::string_view stream, uint64_t from,
                          Direction direction, const Visitor& visit) const;
  absl::StatusOr<RecordedEvent> ReadAt(uint64_t position) const;
  absl::StatusOr<uint64_t> StreamSize(absl::string_view stream) const;
  // Number of durable events recorded at or before `time`, now.
  absl::StatusOr<uint64_t> CountAtTime(absl::Time time) const;

  // LogView:
  absl::StatusOr<std::optional<uint64_t>> LastRevision(
      absl::string_view stream) const override;
  absl::StatusOr<std::optional<RecordedEvent>> EventOfId(
      const Uuid& id) const override;

 private:
  const LogStore* const store_;
  const Index* const index_;
};

}  // namespace clearsky::log
