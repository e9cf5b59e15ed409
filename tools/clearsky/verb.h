#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "app.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "connection.h"
#include "verb_options.h"

// A verb records one change of one activity: what verbs share.

namespace clearsky::cli {

// A ledger opened for a verb on `plan`.
struct VerbSession {
  explicit VerbSession(Connection opened) : connection(std::move(opened)) {}

  Connection connection;
  std::string plan;
  VerbContext context;
  std::optional<absl::Time> at;
  // As of --effective, and the words that it was read from.
  v1::PartialDate effective;
  bool has_effective = false;
  std::string effective_words;
  // Number of events of the plan that were there when it was read.
  uint64_t stream_count = 0;
};
absl::StatusOr<VerbSession> OpenForVerb(const Place& place,
                                        const std::string& plan,
                                        const VerbOptions& options);

// The same on a ledger that is open already.
absl::StatusOr<VerbSession> OpenForVerb(Connection opened,
                                        const std::string& plan,
                                        const VerbOptions& options);

// Reads --effective where it is another than before.
absl::Status UpdateEffective(const VerbOptions& options, VerbSession* session);

// An event with the provenance that the options say.
v1::PlanEvent EventOf(const VerbSession& session, const VerbOptions& options);

// A request that records what the options say, without events yet.
v1::RecordEventsRequest RequestOf(const VerbSession& session,
                                  const VerbOptions& options);

// What the ledger said to an event, and the entity's line of the table on the
// day of recording, before and after; empty without one. After a dry run, what
// it would be.
struct VerbOutcome {
  absl::StatusOr<v1::RecordEventsResponse> response;
  std::string line_before;
  std::string line_after;
};

// Records `event` in options.plan, or checks it on a dry run.
VerbOutcome RecordVerb(VerbSession* session, const VerbOptions& options,
                       const v1::PlanEvent& event);

// Prints what was recorded: its sentence, where, and the line before and after;
// or tells why it was refused.
absl::Status PrintOutcome(VerbSession* session, const VerbOptions& options,
                          const v1::PlanEvent& event,
                          const VerbOutcome& outcome);

// Shows what `event` would change, as the ledger checks it, and asks whether to
// record it. As a refusal of the ledger, or CANCELLED.
absl::StatusOr<bool> ConfirmVerb(VerbSession* session,
                                 const VerbOptions& options,
                                 const v1::PlanEvent& event);

// The ledger's sentence for the event at `position` of `plan`, known on `day`;
// empty when it has none.
absl::StatusOr<std::string> SentenceOf(Connection* connection,
                                       const std::string& plan,
                                       uint64_t position, absl::CivilDay day);

// Fills in the change, and `provenance.effective` where it follows from it.
using MakeChange =
    std::function<absl::Status(const VerbContext&, v1::PlanEvent*)>;

// Asks for what is missing where it may, makes the change, records it, and
// prints what was recorded: its sentence, where, and the activity's line in the
// table before and after.
absl::Status RunVerb(const Place& place, VerbOptions* options,
                     const MakeChange& make_change);

// Prints what was recorded of `stream` at recorded(index).
absl::Status PrintRecordedChange(VerbSession* session,
                                 const v1::RecordEventsResponse& response,
                                 int index, const v1::PlanEvent& event);

}  // namespace clearsky::cli
