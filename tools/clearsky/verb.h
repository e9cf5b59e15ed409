#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "app.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "connection.h"
#include "notation/korean.h"

// A verb records one change of one activity: what verbs share.

namespace clearsky::cli {

// What every verb takes.
struct VerbOptions {
  std::string plan;
  std::string entity;
  std::string date;
  std::string effective;
  std::string reason;
  std::vector<std::string> asked_by;
  std::string source;
  std::string actor;
  std::string at;
  bool dry_run = false;
  std::optional<uint64_t> expected_revision;
};

// In which light a verb reads its words.
struct VerbContext {
  // The day on which it is recorded: that of --at, else the ledger's today.
  absl::CivilDay record_day;
  // How words of dates are read: from the effective day, in the plan's year.
  notation::Context notation;
  // The plan as it stands on the effective day.
  v1::PlanState state;

  // The activity's state; that of an activity never heard of when unknown, so
  // that the ledger is the one to refuse.
  const v1::ActivityState& ActivityOf(const std::string& id) const;
};

// A date read from words, and what stood beside it.
struct DateWordsRead {
  v1::PartialDate date;
  std::optional<v1::Delivery> delivery;
  std::vector<v1::Venue> venues;
};

// Reads a date as officials write it in Korean, or EDTF; tells findings on
// standard error. INVALID_ARGUMENT names `field` and says what is accepted.
absl::StatusOr<DateWordsRead> ReadDateWords(absl::string_view field,
                                            const std::string& words,
                                            const notation::Context& context);

// Fills in the change, and `provenance.effective` where it follows from it.
using MakeChange =
    std::function<absl::Status(const VerbContext&, v1::PlanEvent*)>;

// Whether a verb takes DATE.
enum class DateArgument { kNone, kOptional, kRequired };

// Adds the arguments that every verb takes to `command`.
std::shared_ptr<VerbOptions> AddVerbArguments(CLI::App* command,
                                              const std::string& entity_name,
                                              DateArgument date);

// Adds the options that every verb takes, and carry-over too.
void AddVerbOptions(CLI::App* command, VerbOptions* options);

// The command of a verb on an activity, with arguments and options.
struct Verb {
  CLI::App* command;
  std::shared_ptr<VerbOptions> options;
};
Verb AddVerb(Program* program, const CommandText& text, DateArgument date);

// A ledger opened for a verb on `plan`.
struct VerbSession {
  explicit VerbSession(Connection opened) : connection(std::move(opened)) {}

  Connection connection;
  VerbContext context;
  std::optional<absl::Time> at;
  v1::PartialDate effective;
  bool has_effective = false;
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

// An event with the provenance that the options say.
v1::PlanEvent EventOf(const VerbSession& session, const VerbOptions& options);

// A request that records what the options say, without events yet.
v1::RecordEventsRequest RequestOf(const VerbSession& session,
                                  const VerbOptions& options);

// What the ledger said to an event, and the entity's line of the table on the
// day of recording, before and after; empty without one.
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

// The ledger's sentence for the event at `position` of `plan`, known on `day`;
// empty when it has none.
absl::StatusOr<std::string> SentenceOf(Connection* connection,
                                       const std::string& plan,
                                       uint64_t position, absl::CivilDay day);

// Makes the change, records it, and prints what was recorded: its sentence,
// where, and the activity's line in the table before and after.
absl::Status RunVerb(const Place& place, const VerbOptions& options,
                     const MakeChange& make_change);

// Prints what was recorded of `stream` at recorded(index).
absl::Status PrintRecordedChange(VerbSession* session,
                                 const v1::RecordEventsResponse& response,
                                 int index, const v1::PlanEvent& event);

}  // namespace clearsky::cli
