#include "verb.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status_macros.h"
#include "describe.h"
#include "input.h"
#include "ledger/near_names.h"
#include "plan/edtf.h"
#include "plan/history.h"
#include "plan/partial_date.h"
#include "preview.h"
#include "print.h"
#include "prompt.h"
#include "verb_questions.h"

namespace clearsky::cli {
namespace {

constexpr uint32_t kChangesPageSize = 1000;

// The year of a plan for one year; nullopt for others.
std::optional<int> PlanYear(const v1::PlanState& state) {
  const plan::DayBounds bounds = plan::BoundsOf(state.plan().period());
  if (!bounds.earliest.has_value() || !bounds.latest.has_value() ||
      bounds.earliest->year() != bounds.latest->year()) {
    return std::nullopt;
  }
  return static_cast<int>(bounds.earliest->year());
}

absl::StatusOr<v1::GetPlanResponse> PlanAsOf(Connection* connection,
                                             const std::string& plan,
                                             absl::CivilDay day) {
  v1::GetPlanRequest request;
  request.set_plan(plan);
  request.mutable_at()->set_as_of_day(plan::FormatDay(day));
  return connection->GetPlan(request);
}

// The same; without a state for a stream that is not there.
absl::StatusOr<v1::GetPlanResponse> PlanIfThere(Connection* connection,
                                                const std::string& plan,
                                                absl::CivilDay day) {
  auto known = PlanAsOf(connection, plan, day);
  if (absl::IsNotFound(known.status())) return v1::GetPlanResponse();
  return known;
}

// The activity's printed line; empty when it has none.
std::string LineOf(Connection* connection, const std::string& plan,
                   const std::string& activity, absl::CivilDay day) {
  v1::GetTableRequest request;
  request.set_plan(plan);
  request.mutable_at()->set_as_of_day(plan::FormatDay(day));
  const auto response = connection->GetTable(request);
  // Streams without a table (frameworks of agreements) have no lines.
  if (!response.ok()) return "";
  for (const v1::TableArea& area : response->table().areas()) {
    for (const v1::TableProject& project : area.projects()) {
      for (const v1::TableLine& line : project.lines()) {
        if (line.activity_id() == activity) return line.text();
      }
    }
  }
  return "";
}

// An unknown activity's refusal, with ids of `state` that are spelt nearly so.
absl::Status WithNearIds(const absl::Status& status, const v1::PlanState& state,
                         const std::string& activity) {
  if (!absl::IsNotFound(status) || state.activities().contains(activity) ||
      !absl::StrContains(status.message(),
                         absl::StrCat("activity `", activity, "`"))) {
    return status;
  }
  std::vector<std::string> ids;
  for (const auto& [id, unused] : state.activities()) ids.push_back(id);
  return absl::NotFoundError(
      absl::StrCat(status.message(), ledger::NearNames(activity, ids)));
}

std::string LineOrNone(const std::string& line) {
  return line.empty() ? "(no line)" : line;
}

std::string WordsOf(const v1::PlanEvent& event) {
  return event.has_fact_corrected()
             ? absl::StrCat("corrected to: ",
                            EventWords(event.fact_corrected().replacement()))
             : EventWords(event);
}

// Two lines; none without a line.
std::string BeforeAndAfter(const VerbOutcome& outcome) {
  if (outcome.line_before.empty() && outcome.line_after.empty()) return "";
  return absl::StrCat("before  ", LineOrNone(outcome.line_before), "\nafter   ",
                      LineOrNone(outcome.line_after), "\n");
}

}  // namespace

absl::StatusOr<VerbSession> OpenForVerb(const Place& place,
                                        const std::string& plan,
                                        const VerbOptions& options) {
  ASSIGN_OR_RETURN(Connection connection,
                   Connection::Open(place, Connection::Access::kWrite));
  return OpenForVerb(std::move(connection), plan, options);
}

absl::StatusOr<VerbSession> OpenForVerb(Connection opened,
                                        const std::string& plan,
                                        const VerbOptions& options) {
  VerbSession session(std::move(opened));
  session.plan = plan;
  ASSIGN_OR_RETURN(const v1::GetLedgerResponse ledger,
                   session.connection.GetLedger());
  ASSIGN_OR_RETURN(session.context.record_day, plan::ParseDay(ledger.today()));
  if (!options.at.empty()) {
    ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(ledger.zone()));
    ASSIGN_OR_RETURN(session.at, ReadTime("--at", options.at, zone));
    session.context.record_day = absl::ToCivilDay(*session.at, zone);
  }

  VerbContext& context = session.context;
  ASSIGN_OR_RETURN(
      v1::GetPlanResponse known,
      options.makes_stream
          ? PlanIfThere(&session.connection, plan, context.record_day)
          : PlanAsOf(&session.connection, plan, context.record_day));
  session.stream_count = known.basis().stream_count();
  context.state = std::move(*known.mutable_state());
  context.known = context.state;
  context.notation.day = context.record_day;
  context.notation.default_year = PlanYear(context.state);
  RETURN_IF_ERROR(UpdateEffective(options, &session));
  return session;
}

absl::Status UpdateEffective(const VerbOptions& options, VerbSession* session) {
  VerbContext& context = session->context;
  if (options.effective == session->effective_words) return absl::OkStatus();
  session->effective_words = options.effective;
  session->has_effective = !options.effective.empty();
  context.notation.day = context.record_day;
  context.state = context.known;
  if (!session->has_effective) return absl::OkStatus();
  ASSIGN_OR_RETURN(
      const DateWordsRead effective,
      ReadDateWords("--effective", options.effective, context.notation));
  session->effective = effective.date;
  if (const auto latest = plan::BoundsOf(effective.date).latest) {
    context.notation.day = *latest;
    ASSIGN_OR_RETURN(v1::GetPlanResponse then,
                     PlanIfThere(&session->connection, session->plan, *latest));
    context.state = std::move(*then.mutable_state());
  }
  return absl::OkStatus();
}

v1::PlanEvent EventOf(const VerbSession& session, const VerbOptions& options) {
  v1::PlanEvent event;
  v1::Provenance* const provenance = event.mutable_provenance();
  if (session.has_effective)
    *provenance->mutable_effective() = session.effective;
  if (!options.reason.empty()) {
    *provenance->mutable_reason() = ReadReason(options.reason);
  }
  for (const std::string& party : options.asked_by) {
    provenance->add_requested_by(party);
  }
  if (!options.source.empty()) {
    provenance->mutable_source()->set_document_id(options.source);
  }
  if (!options.actor.empty()) {
    *provenance->mutable_actor() = ReadActor(options.actor);
  }
  return event;
}

v1::RecordEventsRequest RequestOf(const VerbSession& session,
                                  const VerbOptions& options) {
  v1::RecordEventsRequest request;
  request.set_dry_run(options.dry_run);
  if (session.at.has_value()) {
    *request.mutable_at_time() = ToTimestamp(*session.at);
  }
  return request;
}

absl::Status PrintRecordedChange(VerbSession* session,
                                 const v1::RecordEventsResponse& response,
                                 int index, const v1::PlanEvent& event) {
  const v1::RecordedPosition& recorded = response.recorded(index);
  for (const v1::Finding& finding : recorded.findings()) {
    NoteFinding("", finding);
  }
  if (response.dry_run()) {
    Print(absl::StrCat(WordsOf(event), "\n"));
    Note("it could be recorded; nothing was, as asked by --dry-run");
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(
      const std::string sentence,
      SentenceOf(&session->connection, recorded.stream(), recorded.position(),
                 session->context.record_day));
  Print(absl::StrCat(sentence.empty() ? EventWords(event) : sentence, "\n",
                     recorded.stream(), "  position ", recorded.position(),
                     "  revision ", recorded.revision(), "\n"));
  return absl::OkStatus();
}

absl::StatusOr<std::string> SentenceOf(Connection* connection,
                                       const std::string& plan,
                                       uint64_t position, absl::CivilDay day) {
  v1::ListChangesRequest request;
  request.set_plan(plan);
  request.mutable_at()->set_as_of_day(plan::FormatDay(day));
  request.set_page_size(kChangesPageSize);
  do {
    ASSIGN_OR_RETURN(const v1::ListChangesResponse page,
                     connection->ListChanges(request));
    for (const v1::Change& change : page.changes()) {
      if (change.position() == position) return change.sentence();
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return std::string();
}

VerbOutcome RecordVerb(VerbSession* session, const VerbOptions& options,
                       const v1::PlanEvent& event) {
  v1::RecordEventsRequest request = RequestOf(*session, options);
  v1::StreamRecord* const stream = request.add_streams();
  stream->set_stream(options.plan);
  if (options.expected_revision.has_value()) {
    stream->mutable_expected()->set_revision(*options.expected_revision);
  }
  *stream->add_events()->mutable_event() = event;

  const absl::CivilDay day = session->context.record_day;
  const auto line = [&] {
    return LineOf(&session->connection, options.plan, options.entity, day);
  };
  const std::string before = line();
  VerbOutcome outcome{session->connection.RecordEvents(request), before, ""};
  if (!outcome.response.ok()) return outcome;
  if (!options.dry_run) {
    outcome.line_after = line();
    return outcome;
  }
  // What is about no activity has no line.
  if (options.entity.empty() || options.makes_stream) return outcome;
  auto after = PreviewLine(&session->connection, options.plan, event,
                           options.entity, day);
  if (after.ok()) {
    outcome.line_after = *std::move(after);
  } else {
    // What cannot be shown is no reason to refuse what the ledger takes.
    Note(absl::StrCat("the line after cannot be shown: ",
                      after.status().message()));
    outcome.line_before.clear();
  }
  return outcome;
}

absl::Status PrintOutcome(VerbSession* session, const VerbOptions& options,
                          const v1::PlanEvent& event,
                          const VerbOutcome& outcome) {
  if (!outcome.response.ok()) {
    return WithNearIds(outcome.response.status(), session->context.state,
                       options.entity);
  }
  RETURN_IF_ERROR(PrintRecordedChange(session, *outcome.response, 0, event));
  Print(BeforeAndAfter(outcome));
  return absl::OkStatus();
}

absl::StatusOr<bool> ConfirmVerb(VerbSession* session,
                                 const VerbOptions& options,
                                 const v1::PlanEvent& event) {
  VerbOptions checked = options;
  checked.dry_run = true;
  const VerbOutcome outcome = RecordVerb(session, checked, event);
  if (!outcome.response.ok()) {
    return WithNearIds(outcome.response.status(), session->context.state,
                       options.entity);
  }
  for (const v1::Finding& finding : outcome.response->recorded(0).findings()) {
    NoteFinding("", finding);
  }
  Prompt& prompt = Prompt::OnTerminal();
  prompt.Tell(absl::StrCat(WordsOf(event), "\n", BeforeAndAfter(outcome)));
  ASSIGN_OR_RETURN(const bool yes, prompt.Confirm("Record this"));
  if (!yes) Note("nothing was recorded");
  return yes;
}

namespace {

// Opens the ledger, and asks for the plan and the entity where it may.
absl::StatusOr<VerbSession> OpenAndName(const Place& place,
                                        VerbOptions* options, Asked* asked) {
  ASSIGN_OR_RETURN(Connection connection,
                   Connection::Open(place, Connection::Access::kWrite));
  if (options->interactive && options->plan.empty()) {
    ASSIGN_OR_RETURN(
        options->plan,
        AskForPlan(&connection,
                   {"Which plan", "The plan that the change belongs to."}));
  }
  ASSIGN_OR_RETURN(VerbSession session,
                   OpenForVerb(std::move(connection), options->plan, *options));
  if (options->interactive) {
    RETURN_IF_ERROR(AskForEntity(session.context, options, asked));
  }
  ASSIGN_OR_RETURN(options->entity,
                   ResolveEntity(session.context.known,
                                 options->entity_argument, options->entity));
  return session;
}

// What was refused may be right for another activity.
bool IsAboutState(const absl::Status& status) {
  return absl::IsNotFound(status) ||
         absl::StrContains(status.message(), "state-forbids");
}

// Asks until the ledger would take the answers; false when the user does not.
absl::StatusOr<bool> AskUntilAccepted(VerbSession* session,
                                      VerbOptions* options, Asked* asked,
                                      const MakeChange& make_change,
                                      v1::PlanEvent* event) {
  while (true) {
    if (options->interactive) {
      RETURN_IF_ERROR(AskForEntity(session->context, options, asked));
      RETURN_IF_ERROR(AskForNeeded(session->context, options, asked));
      RETURN_IF_ERROR(AskWhenAndWhy(session->context, options, asked));
    }
    absl::Status status = UpdateEffective(*options, session);
    if (status.ok()) {
      *event = EventOf(*session, *options);
      status = make_change(session->context, event);
    }
    if (status.ok()) {
      if (!options->asks_before()) return true;
      const absl::StatusOr<bool> confirmed =
          ConfirmVerb(session, *options, *event);
      if (confirmed.ok()) return confirmed;
      status = confirmed.status();
    }
    if (absl::IsCancelled(status) || !options->interactive ||
        !asked->anything()) {
      return status;
    }
    Prompt::OnTerminal().Tell(absl::StrCat(
        "  ", status.message(), "\n  Nothing was recorded; once more:"));
    Forget(*asked, IsAboutState(status), options);
  }
}

}  // namespace

absl::Status RunVerb(const Place& place, VerbOptions* options,
                     const MakeChange& make_change) {
  options->date = absl::StrJoin(options->date_words, " ");
  if (!options->interactive) RETURN_IF_ERROR(CheckNothingMissing(*options));
  Asked asked;
  ASSIGN_OR_RETURN(VerbSession session, OpenAndName(place, options, &asked));
  v1::PlanEvent event;
  ASSIGN_OR_RETURN(
      const bool accepted,
      AskUntilAccepted(&session, options, &asked, make_change, &event));
  if (!accepted) return absl::OkStatus();
  return PrintOutcome(&session, *options, event,
                      RecordVerb(&session, *options, event));
}

}  // namespace clearsky::cli
