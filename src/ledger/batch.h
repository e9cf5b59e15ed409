#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/uuid.h"
#include "clearsky/v1/ledger_service.pb.h"

namespace clearsky::ledger {

// An event of a request, read and well-formed, not yet checked by the rules.
struct GivenEvent {
  Uuid event_id;
  // The caller gave the id, so that it may be known.
  bool id_given = false;
  v1::PlanEvent event;
  // The caller's.
  std::map<std::string, std::string> metadata;
  // SHA-256 of the event as given, in hexadecimal.
  std::string given_sha256;
  // Its place among the events of the request, from 1.
  size_t number = 0;
  // `event 3 of 5 for clear-sky/2022`, for messages.
  std::string where;
};

// An entry of a request.
struct GivenStream {
  std::string stream;
  v1::ExpectedRevision expected;
  // None: the entry only checks.
  std::vector<GivenEvent> events;
};

// A request to record events, read.
struct Batch {
  std::vector<GivenStream> streams;
  size_t event_count = 0;
};

// Reads a request; ids that it leaves open are made with `now`.
//
// INVALID_ARGUMENT, naming the field: no event, a stream that is no plan's name
// or occurs twice, an id that is no UUID or occurs twice, no event in an entry,
// metadata of the engine's own or not UTF-8, an event or document that is too
// large.
absl::StatusOr<Batch> ReadBatch(const v1::RecordEventsRequest& request,
                                absl::Time now);

// The same error, with `where` before its message.
absl::Status At(absl::string_view where, const absl::Status& status);
// The same error as that of `event`: says so before its message, and in its
// detail (`stream`, `event`).
absl::Status At(const GivenEvent& event, absl::string_view stream,
                const absl::Status& status);

}  // namespace clearsky::ledger
