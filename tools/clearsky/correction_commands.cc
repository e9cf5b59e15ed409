#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "app.h"
#include "base/status_macros.h"
#include "connection.h"
#include "correction.h"
#include "describe.h"
#include "google/protobuf/util/message_differencer.h"
#include "input.h"
#include "plan/history.h"
#include "plan/partial_date.h"
#include "print.h"
#include "verb.h"
#include "verb_questions.h"

// The verbs on what was recorded: correct tells it anew, void takes it out.

namespace clearsky::cli {
namespace {

struct CorrectionOptions {
  uint64_t position = 0;
  bool has_position = false;
  // As given; may be empty.
  std::string plan;
  VerbOptions verb;
};

// The event that is corrected or taken out.
struct Target {
  std::string stream;
  uint64_t revision = 0;
  // As recorded; empty when its type is not known.
  v1::PlanEvent event;
  // What it tells, with the effective date that it counts with: of a
  // correction, its replacement.
  v1::PlanEvent content;
  // The entity that it comes down to; empty for the plan.
  std::string entity;
};

absl::StatusOr<v1::PlanEvent> EventAt(Connection* connection,
                                      const std::string& stream,
                                      uint64_t revision) {
  v1::ReadEventsRequest request;
  request.set_stream(stream);
  request.set_from(revision);
  request.set_page_size(1);
  ASSIGN_OR_RETURN(const v1::ReadEventsResponse page,
                   connection->ReadEvents(request));
  return page.events().empty() ? v1::PlanEvent() : page.events(0).event();
}

// Follows corrections and voids to the event that they are about.
absl::Status FillContent(Connection* connection, Target* target) {
  target->content = target->event;
  if (target->event.has_fact_corrected()) {
    target->content = target->event.fact_corrected().replacement();
  }
  std::optional<v1::PartialDate> effective;
  v1::PlanEvent event = target->event;
  uint64_t revision = target->revision;
  while (event.has_fact_corrected() || event.has_event_voided()) {
    const v1::Provenance& given =
        event.fact_corrected().replacement().provenance();
    if (!effective.has_value() && given.has_effective()) {
      effective = given.effective();
    }
    const uint64_t about = event.has_fact_corrected()
                               ? event.fact_corrected().corrected_revision()
                               : event.event_voided().voided_revision();
    if (about >= revision) break;
    revision = about;
    ASSIGN_OR_RETURN(event, EventAt(connection, target->stream, revision));
  }
  target->entity = plan::MainEntityOf(event);
  if (!effective.has_value() && event.provenance().has_effective()) {
    effective = event.provenance().effective();
  }
  target->content.clear_provenance();
  if (effective.has_value()) {
    *target->content.mutable_provenance()->mutable_effective() = *effective;
  }
  return absl::OkStatus();
}

absl::StatusOr<Target> ReadTarget(Connection* connection,
                                  const CorrectionOptions& options) {
  v1::ReadEventsRequest request;
  request.set_from(options.position);
  request.set_page_size(1);
  ASSIGN_OR_RETURN(const v1::ReadEventsResponse page,
                   connection->ReadEvents(request));
  if (page.events().empty()) {
    ASSIGN_OR_RETURN(const v1::GetLedgerResponse ledger,
                     connection->GetLedger());
    return absl::OutOfRangeError(absl::StrCat(
        "POSITION ", options.position, " is past the end: ",
        ledger.event_count() == 0
            ? "the ledger has no events"
            : absl::StrCat("the last position is ", ledger.event_count() - 1)));
  }
  const v1::StoredEvent& stored = page.events(0).stored();
  Target target;
  target.stream = stored.stream();
  target.revision = stored.revision();
  target.event = page.events(0).event();
  if (!options.plan.empty() && options.plan != target.stream) {
    return absl::InvalidArgumentError(absl::StrCat(
        "--plan ", options.plan, ": position ", options.position,
        " belongs to ", target.stream, "; name that, or leave --plan out"));
  }
  RETURN_IF_ERROR(FillContent(connection, &target));
  return target;
}

// Which of the changes of a plan, of one thing in it at a time.
absl::Status AskForPosition(Connection* connection,
                            CorrectionOptions* options) {
  if (options->plan.empty()) {
    ASSIGN_OR_RETURN(
        options->plan,
        AskForPlan(connection, {"Which plan", "The plan of what is wrong."}));
  }
  v1::GetPlanRequest asked;
  asked.set_plan(options->plan);
  ASSIGN_OR_RETURN(const v1::GetPlanResponse known, connection->GetPlan(asked));
  const std::vector<Choice> entities =
      ChoicesOf(known.state(), EntityArgument::kAny);
  v1::ListChangesRequest request;
  request.set_plan(options->plan);
  if (!entities.empty()) {
    ASSIGN_OR_RETURN(const std::optional<size_t> entity,
                     Prompt::OnTerminal().Choose(
                         {"About which of them (empty: all)",
                          "What the wrong change is about.", /*optional=*/true},
                         entities));
    if (entity.has_value()) request.set_entity(entities[*entity].name);
  }
  std::vector<Choice> changes;
  do {
    ASSIGN_OR_RETURN(const v1::ListChangesResponse page,
                     connection->ListChanges(request));
    for (const v1::Change& change : page.changes()) {
      changes.push_back(
          {absl::StrCat(change.position()),
           absl::StrCat(change.effective().edtf(), "  ", change.sentence())});
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  if (changes.empty()) {
    return absl::NotFoundError(
        absl::StrCat("`", options->plan, "` has no changes yet"));
  }
  ASSIGN_OR_RETURN(
      const std::optional<size_t> change,
      Prompt::OnTerminal().Choose(
          {"Which change", "The position of the change that is wrong."},
          changes));
  options->has_position =
      absl::SimpleAtoi(changes[*change].name, &options->position);
  return absl::OkStatus();
}

// A ledger opened for a change of what stands at a position.
struct CorrectionSession {
  VerbSession verb;
  Target target;
};

// Tells what is touched. `options` gets its plan and entity, and expects the
// plan as it was read.
absl::StatusOr<CorrectionSession> OpenForCorrection(
    const Place& place, CorrectionOptions* options) {
  ASSIGN_OR_RETURN(Connection connection,
                   Connection::Open(place, Connection::Access::kWrite));
  if (!options->has_position) {
    if (!options->verb.interactive) {
      return UsageError("POSITION is required; --interactive asks for it");
    }
    RETURN_IF_ERROR(AskForPosition(&connection, options));
  }
  ASSIGN_OR_RETURN(Target target, ReadTarget(&connection, *options));
  options->verb.plan = target.stream;
  options->verb.entity = target.entity;
  ASSIGN_OR_RETURN(
      VerbSession session,
      OpenForVerb(std::move(connection), target.stream, options->verb));
  if (!options->verb.expected_revision.has_value()) {
    options->verb.expected_revision = session.stream_count - 1;
  }
  ASSIGN_OR_RETURN(const std::string sentence,
                   SentenceOf(&session.connection, target.stream,
                              options->position, session.context.record_day));
  Note(absl::StrCat("position ", options->position, " is revision ",
                    target.revision, " of ", target.stream, ": ",
                    sentence.empty() ? EventWords(target.event) : sentence));
  return CorrectionSession{std::move(session), std::move(target)};
}

struct CorrectOptions {
  CorrectionOptions common;
  Amendment amendment;
};

// Asks what is right, and why.
absl::Status AskForAmendment(const VerbContext& context,
                             CorrectOptions* options) {
  VerbOptions& verb = options->common.verb;
  Asked asked;
  if (options->amendment.empty()) {
    for (Needed needed :
         {NeedDate("--date", "Which date is right (empty: that is not wrong)",
                   &options->amendment.date, /*optional=*/true),
          NeedMode("--mode", &options->amendment.mode),
          NeedVenue("--venue", &options->amendment.venue)}) {
      verb.needed.push_back(std::move(needed));
    }
    RETURN_IF_ERROR(AskForNeeded(context, &verb, &asked));
  }
  return AskWhenAndWhy(context, &verb, &asked);
}

// What was right all along; `provenance.effective` where it is another.
absl::StatusOr<v1::PlanEvent> ReplacementOf(const CorrectionSession& session,
                                            const Amendment& amendment) {
  const Target& target = session.target;
  notation::Context notation = session.verb.context.notation;
  const auto latest =
      plan::BoundsOf(target.content.provenance().effective()).latest;
  if (!session.verb.has_effective && latest.has_value()) {
    notation.day = *latest;
  }
  v1::PlanEvent replacement = target.content;
  if (!amendment.empty()) {
    RETURN_IF_ERROR(Amend(amendment, notation, &replacement));
  }
  if (session.verb.has_effective) {
    *replacement.mutable_provenance()->mutable_effective() =
        session.verb.effective;
  }
  if (google::protobuf::util::MessageDifferencer::Equals(replacement,
                                                         target.content)) {
    return absl::FailedPreconditionError(
        absl::StrCat("no-change: revision ", target.revision, " of ",
                     target.stream, " says that already"));
  }
  // A correction that gives no effective date keeps the one that counts.
  if (google::protobuf::util::MessageDifferencer::Equals(
          replacement.provenance(), target.content.provenance())) {
    replacement.clear_provenance();
  }
  return replacement;
}

absl::Status CheckAmended(const CorrectOptions& options) {
  if (!options.amendment.empty() || !options.common.verb.effective.empty()) {
    return absl::OkStatus();
  }
  return UsageError(
      "correct needs to be told what is right: --date, --mode, --venue, "
      "--effective, --set or --event");
}

absl::Status RunCorrect(const Place& place, CorrectOptions options) {
  if (!options.common.verb.interactive) RETURN_IF_ERROR(CheckAmended(options));
  ASSIGN_OR_RETURN(CorrectionSession session,
                   OpenForCorrection(place, &options.common));
  if (options.common.verb.interactive) {
    RETURN_IF_ERROR(AskForAmendment(session.verb.context, &options));
    RETURN_IF_ERROR(CheckAmended(options));
    RETURN_IF_ERROR(UpdateEffective(options.common.verb, &session.verb));
  }
  const Target& target = session.target;
  if (target.event.has_event_voided()) {
    return absl::FailedPreconditionError(
        absl::StrCat("correction-of-void: position ", options.common.position,
                     " is a void; void it to bring back what it took out"));
  }
  v1::PlanEvent event = EventOf(session.verb, options.common.verb);
  // A correction counts where what it corrects does.
  event.mutable_provenance()->clear_effective();
  v1::FactCorrected* const correction = event.mutable_fact_corrected();
  correction->set_corrected_revision(target.revision);
  ASSIGN_OR_RETURN(*correction->mutable_replacement(),
                   ReplacementOf(session, options.amendment));
  // A date that is right may make a refinement of what was a move.
  const auto is_mislabelled = [&](const absl::Status& status) {
    return options.amendment.event.empty() &&
           absl::IsFailedPrecondition(status) &&
           absl::StrContains(status.message(), "mislabelled: ") &&
           Relabel(correction->mutable_replacement());
  };
  if (options.common.verb.asks_before()) {
    absl::StatusOr<bool> yes =
        ConfirmVerb(&session.verb, options.common.verb, event);
    if (is_mislabelled(yes.status())) {
      yes = ConfirmVerb(&session.verb, options.common.verb, event);
    }
    RETURN_IF_ERROR(yes.status());
    if (!*yes) return absl::OkStatus();
  }
  VerbOutcome outcome = RecordVerb(&session.verb, options.common.verb, event);
  if (is_mislabelled(outcome.response.status())) {
    outcome = RecordVerb(&session.verb, options.common.verb, event);
  }
  return PrintOutcome(&session.verb, options.common.verb, event, outcome);
}

absl::Status RunVoid(const Place& place, CorrectionOptions options) {
  if (options.verb.reason.empty() && !options.verb.interactive) {
    return UsageError("--reason is required; --interactive asks for it");
  }
  ASSIGN_OR_RETURN(CorrectionSession session,
                   OpenForCorrection(place, &options));
  if (options.verb.interactive && options.verb.reason.empty()) {
    ASSIGN_OR_RETURN(options.verb.reason,
                     Prompt::OnTerminal().Ask(
                         {"Why is it taken out",
                          "In words, as `entry-error: 다른 회의의 기록`."}));
  }
  v1::PlanEvent event = EventOf(session.verb, options.verb);
  event.mutable_event_voided()->set_voided_revision(session.target.revision);
  if (options.verb.asks_before()) {
    ASSIGN_OR_RETURN(const bool yes,
                     ConfirmVerb(&session.verb, options.verb, event));
    if (!yes) return absl::OkStatus();
  }
  return PrintOutcome(&session.verb, options.verb, event,
                      RecordVerb(&session.verb, options.verb, event));
}

void AddCorrectionArguments(CLI::App* command, CorrectionOptions* options) {
  command
      ->add_option_function<uint64_t>(
          "POSITION",
          [options](const uint64_t& position) {
            options->position = position;
            options->has_position = true;
          },
          "Position in the log of the event that is wrong: see "
          "`clearsky history`")
      ->check(CheckCount);
  command
      ->add_option("--plan", options->plan,
                   "Refuse unless the position belongs to this plan")
      ->type_name("PLAN");
  AddVerbOptions(command, &options->verb);
  command->get_option("--expect-revision")
      ->description(
          "Refuse unless the plan's last revision is N; that read "
          "when left out");
}

void AddCorrect(Program* program) {
  CLI::App* const command = program->AddOnLedger(
      {"correct", kGroupRecordOther,
       "Tell anew, and rightly, what was recorded wrong",
       "What is not said stays as it was recorded. The old event stays in the "
       "ledger; from\n"
       "now on the new one counts, in its place. Of something corrected "
       "before, name the\n"
       "correction that counts now.",
       "clearsky correct 102 --date 11월 --reason 'entry-error: 공문과 다름'"});
  const auto options = std::make_shared<CorrectOptions>();
  AddCorrectionArguments(command, &options->common);
  command->get_option("--effective")
      ->description("When it became so, rightly; as it was when left out");
  Amendment* const amendment = &options->amendment;
  const auto date =
      command->add_option("--date", amendment->date, "The right date")
          ->type_name("DATE");
  const auto mode = command
                        ->add_option("--mode", amendment->mode,
                                     "The right mode: 영상, 비대면, 대면, ...")
                        ->type_name("MODE");
  const auto venue =
      command
          ->add_option("--venue", amendment->venue,
                       "The right place: CITY, or 'BUILDING, CITY', or "
                       "'BUILDING,'")
          ->type_name("WORDS");
  const auto set =
      command
          ->add_option("--set", amendment->fields,
                       "Another field of the event, as the schema calls it, "
                       "e.g. level=실무자급; may repeat")
          ->type_name("FIELD=WORDS")
          ->allow_extra_args(false);
  command
      ->add_option("--event", amendment->event,
                   "The whole event that is right: JSON as `clearsky record` "
                   "takes it, or a file with it")
      ->type_name("JSON|FILE")
      ->excludes(date)
      ->excludes(mode)
      ->excludes(venue)
      ->excludes(set);
  program->SetRun(command, [program, options] {
    return RunCorrect(program->LedgerPlace(), *options);
  });
}

void AddVoid(Program* program) {
  CLI::App* const command = program->AddOnLedger(
      {"void", kGroupRecordOther, "Take out what was entered in error",
       "The event stays in the ledger and counts no longer; this is not "
       "`cancel`. Refused\n"
       "while later events stand on it. Voiding a correction or a void brings "
       "back what it\n"
       "replaced or took out.",
       "clearsky void 119 --reason 'entry-error: 다른 회의의 기록'"});
  const auto options = std::make_shared<CorrectionOptions>();
  AddCorrectionArguments(command, options.get());
  // It counts at the day of what it takes out.
  command->remove_option(command->get_option("--effective"));
  program->SetRun(command, [program, options] {
    return RunVoid(program->LedgerPlace(), *options);
  });
}

}  // namespace

void AddCorrectionCommands(Program* program) {
  AddCorrect(program);
  AddVoid(program);
}

}  // namespace clearsky::cli
