#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/plan_event.pb.h"
#include "clearsky/v1/plan_state.pb.h"
#include "ledger/core.h"
#include "log/event_log.h"
#include "plan/entities.h"
#include "plan/history.h"
#include "plan/recording.h"
#include "plan/stream_head.h"

namespace clearsky::ledger {

// WorkingStreams are the streams that one attempt to record reads, with the
// events of the batch that were checked so far at their ends. It remembers at
// which revision it read each, so that the append can expect exactly that. Not
// safe for concurrent use.
class WorkingStreams {
 public:
  // `core` must outlive this.
  explicit WorkingStreams(const Core* core) : core_(core) {}
  // Gives back the folded heads that took in nothing.
  ~WorkingStreams();
  WorkingStreams(const WorkingStreams&) = delete;
  WorkingStreams& operator=(const WorkingStreams&) = delete;

  // Checks `event` as the next of `stream`, as plan::CheckEvent, and puts it at
  // the stream's end when it may be recorded. At the end of effective time, the
  // cost does not grow with the history.
  absl::StatusOr<plan::CheckedEvent> CheckNext(
      absl::string_view stream, const v1::PlanEvent& event,
      absl::CivilDay record_day, const plan::EntityExists& exists);

  // Tells that the batch makes this entity of `directory` known, at whatever
  // place in it.
  void ExpectInDirectory(plan::EntityKind kind, const std::string& id);

  // As plan::EntityExists.
  absl::StatusOr<bool> Exists(absl::string_view stream, plan::EntityKind kind,
                              absl::string_view id);

  // Number of events that `stream` had when it was read.
  absl::StatusOr<uint64_t> SizeRead(absl::string_view stream);

  // Number of events of `stream`, those put at its end here included.
  absl::StatusOr<uint64_t> SizeNow(absl::string_view stream);

  // Keeps the folded heads for the next writer, as all that was put at the ends
  // of streams here is durable.
  void KeepHeads();

  // Where each stream that was read is expected to be.
  std::map<std::string, log::ExpectedRevision> Expectations() const;
  // The streams that were read.
  std::set<std::string> Names() const;

 private:
  struct Stream {
    // Number of events when it was read.
    uint64_t read_size = 0;
    // Those events; absent until something needs more than the head.
    std::shared_ptr<const plan::History> read;
    // What was put at its end here.
    std::vector<plan::HistoryEvent> added;
    // Folded up to here; absent until the stream is written, and after an event
    // that was not at the end of effective time.
    std::unique_ptr<plan::StreamHead> head;
    // All that is known of it as read; absent when it was not asked for.
    std::shared_ptr<const v1::PlanState> state;

    uint64_t size() const { return read_size + added.size(); }
  };

  absl::StatusOr<Stream*> Open(absl::string_view stream);
  // All events of `stream`, opened as `opened`.
  absl::StatusOr<plan::History> Whole(absl::string_view stream,
                                      Stream* opened) const;
  // Folds the head of `opened` unless it is there.
  absl::Status NeedHead(absl::string_view stream, Stream* opened) const;

  const Core* const core_;
  std::map<std::string, Stream> streams_;
  std::set<std::pair<plan::EntityKind, std::string>> ahead_in_directory_;
};

}  // namespace clearsky::ledger
