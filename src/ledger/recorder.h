#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/mutex.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "ledger/batch.h"
#include "ledger/core.h"
#include "ledger/stream_locks.h"
#include "ledger/working_streams.h"

namespace clearsky::ledger {

// A Recorder records events under the rules. It is safe for concurrent use by
// many threads.
class Recorder {
 public:
  // `core` must outlive this.
  explicit Recorder(Core* core) : core_(core) {}

  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  // Checks the events of `request` one after the other and records all or none.
  // As v1::LedgerService.RecordEvents.
  absl::StatusOr<v1::RecordEventsResponse> Record(
      const v1::RecordEventsRequest& request);

  // Records each of `requests` as Record would, but waits for the disk once:
  // what they append is committed together. Answers are in their order. It
  // waits for no other recorder: nullopt for one that would have to, or that is
  // no plain append (documents, a dry run, a time given); Record does those.
  using Answers =
      std::vector<std::optional<absl::StatusOr<v1::RecordEventsResponse>>>;
  Answers RecordEach(
      const std::vector<const v1::RecordEventsRequest*>& requests);

 private:
  // A request that was checked and is about to be durable.
  struct UnderWay;

  // What one attempt came to.
  struct Attempt {
    absl::StatusOr<v1::RecordEventsResponse> response;
    // The streams that it read; to be locked when it has to be made again.
    std::set<std::string> read;
    // Somebody else recorded to a stream that was read: make it again.
    bool again = false;
  };

  Attempt Try(const v1::RecordEventsRequest& request, const Batch& batch);
  // The part of Try before anything is written: an answer when it is known by
  // then, else what is to be appended.
  std::optional<absl::StatusOr<v1::RecordEventsResponse>> Check(
      const v1::RecordEventsRequest& request, const Batch& batch,
      absl::Time* now, WorkingStreams* working,
      std::vector<log::StreamAppend>* appends,
      v1::RecordEventsResponse* response) const;
  absl::Status CheckAll(const Batch& batch, absl::Time now,
                        WorkingStreams* working,
                        std::vector<log::StreamAppend>* appends,
                        v1::RecordEventsResponse* response) const;
  absl::Status Commit(const v1::RecordEventsRequest& request, absl::Time now,
                      const std::vector<log::StreamAppend>& appends,
                      v1::RecordEventsResponse* response);

  // The answer of the first time when all events of the batch are known with
  // equal content; nullopt when none is.
  absl::StatusOr<std::optional<v1::RecordEventsResponse>> FindKnown(
      const Batch& batch) const;
  // What the clock says for events recorded now.
  absl::StatusOr<absl::Time> RecordTime(
      const v1::RecordEventsRequest& request) const;

  Core* const core_;
  StreamLocks locks_;
  // Setting the clock of a simulated ledger and appending are one step.
  Mutex simulated_mu_;
};

}  // namespace clearsky::ledger
