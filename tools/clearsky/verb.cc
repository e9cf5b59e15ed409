#include "verb.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "describe.h"
#include "input.h"
#include "ledger/near_names.h"
#include "plan/edtf.h"
#include "plan/history.h"
#include "plan/partial_date.h"
#include "print.h"

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

}  // namespace

const v1::ActivityState& VerbContext::ActivityOf(const std::string& id) const {
  const auto found = state.activities().find(id);
  return found == state.activities().end()
             ? v1::ActivityState::default_instance()
             : found->second;
}

absl::StatusOr<DateWordsRead> ReadDateWords(absl::string_view field,
                                            const std::string& words,
                                            const notation::Context& context) {
  DateWordsRead read;
  // EDTF first: it is exact, and no official writes it by chance. An empty
  // value is EDTF for "to be decided", but nobody types it to say so.
  if (!words.empty()) {
    if (auto date = plan::DateOfEdtf(words); date.ok()) {
      read.date = *std::move(date);
      return read;
    }
  }
  auto reading = notation::ReadDate(words, context);
  if (!reading.ok()) {
    return absl::Status(reading.status().code(),
                        absl::StrCat(field, ": ", reading.status().message()));
  }
  for (const notation::NotationFinding& finding : reading->findings) {
    Note(absl::StrCat("finding: ", field, ": ", finding.rule, ": ",
                      finding.message));
  }
  if (reading->status == notation::Status::kPostponed ||
      reading->status == notation::Status::kCancelled) {
    return absl::InvalidArgumentError(absl::StrCat(
        field, ": '", words, "' tells what became of it (",
        notation::StatusName(reading->status),
        "), and not only a date; postpone and cancel are verbs of their own"));
  }
  if (!reading->date.has_value()) {
    return absl::InvalidArgumentError(absl::StrCat(
        field, ": '", words,
        "' tells no date; accepted are dates as officials write them (10.26, "
        "10월 말, 8.31~9.2, 미정) and EDTF (2022-10-26, 2022-10)"));
  }
  read.date = *std::move(reading->date);
  read.delivery = std::move(reading->delivery);
  for (const std::string& place : reading->places) {
    v1::Venue venue;
    *venue.add_localities() = ReadLabel(place);
    read.venues.push_back(std::move(venue));
  }
  return read;
}

std::shared_ptr<VerbOptions> AddVerbArguments(CLI::App* command,
                                              const std::string& entity_name,
                                              DateArgument date) {
  auto options = std::make_shared<VerbOptions>();
  command
      ->add_option("PLAN", options->plan,
                   "The plan's stream, e.g. clear-sky/2022")
      ->required();
  command
      ->add_option(entity_name, options->entity,
                   "Its id, e.g. air-policy-exchange-7")
      ->required();
  if (date != DateArgument::kNone) {
    command
        ->add_option("DATE", options->date,
                     "As officials write it (10.26, '10월 말', '8.31~9.2') or "
                     "EDTF (2022-10-26, 2022-10)")
        ->required(date == DateArgument::kRequired);
  }
  AddVerbOptions(command, options.get());
  return options;
}

void AddVerbOptions(CLI::App* command, VerbOptions* options) {
  const auto add = [command](const char* name, auto& value, const char* type,
                             const char* text) {
    return command->add_option(name, value, text)
        ->type_name(type)
        ->allow_extra_args(false)
        ->group("Provenance");
  };
  add("--effective", options->effective, "DATE",
      "When it became so in the world; today when left out");
  add("--reason", options->reason, "TEXT",
      "Why, in words; `CODE: words` for public-health, scheduling, "
      "preparation, diplomatic, budget, force-majeure, entry-error");
  add("--asked-by", options->asked_by, "ID",
      "A party or organisation that asked for it; may repeat");
  add("--source", options->source, "DOC",
      "Id of the registered document that says so");
  add("--actor", options->actor, "WHO",
      "Who made the change: PERSON, PERSON@ORGANISATION or @ORGANISATION")
      ->check(CheckActor);
  add("--expect-revision", options->expected_revision, "N",
      "Refuse unless the plan's last revision is N")
      ->check(CheckCount);
  add("--at", options->at, "TIME",
      "On simulated ledgers: the time it is recorded, RFC 3339, or a day");
  command
      ->add_flag("--dry-run", options->dry_run,
                 "Check everything, record nothing")
      ->group("Provenance");
}

Verb AddVerb(Program* program, const CommandText& text, DateArgument date) {
  CLI::App* const command = program->AddOnLedger(text);
  return {command, AddVerbArguments(command, "ACTIVITY", date)};
}

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
  ASSIGN_OR_RETURN(const v1::GetLedgerResponse ledger,
                   session.connection.GetLedger());
  ASSIGN_OR_RETURN(session.context.record_day, plan::ParseDay(ledger.today()));
  if (!options.at.empty()) {
    ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(ledger.zone()));
    ASSIGN_OR_RETURN(session.at, ReadTime("--at", options.at, zone));
    session.context.record_day = absl::ToCivilDay(*session.at, zone);
  }

  VerbContext& context = session.context;
  ASSIGN_OR_RETURN(v1::GetPlanResponse known,
                   PlanAsOf(&session.connection, plan, context.record_day));
  session.stream_count = known.basis().stream_count();
  context.state = std::move(*known.mutable_state());
  context.notation.day = context.record_day;
  context.notation.default_year = PlanYear(context.state);
  if (options.effective.empty()) return session;

  ASSIGN_OR_RETURN(
      const DateWordsRead effective,
      ReadDateWords("--effective", options.effective, context.notation));
  session.effective = effective.date;
  session.has_effective = true;
  if (const auto latest = plan::BoundsOf(effective.date).latest) {
    context.notation.day = *latest;
    ASSIGN_OR_RETURN(known, PlanAsOf(&session.connection, plan, *latest));
    context.state = std::move(*known.mutable_state());
  }
  return session;
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
    Print(event.has_fact_corrected()
              ? absl::StrCat("corrected to: ",
                             EventWords(event.fact_corrected().replacement()),
                             "\n")
              : absl::StrCat(EventWords(event), "\n"));
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
  if (outcome.response.ok()) outcome.line_after = line();
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
  if (options.dry_run) return absl::OkStatus();
  if (!outcome.line_before.empty() || !outcome.line_after.empty()) {
    Print(absl::StrCat("before  ", LineOrNone(outcome.line_before),
                       "\nafter   ", LineOrNone(outcome.line_after), "\n"));
  }
  return absl::OkStatus();
}

absl::Status RunVerb(const Place& place, const VerbOptions& options,
                     const MakeChange& make_change) {
  ASSIGN_OR_RETURN(VerbSession session,
                   OpenForVerb(place, options.plan, options));
  v1::PlanEvent event = EventOf(session, options);
  RETURN_IF_ERROR(make_change(session.context, &event));
  return PrintOutcome(&session, options, event,
                      RecordVerb(&session, options, event));
}

}  // namespace clearsky::cli
