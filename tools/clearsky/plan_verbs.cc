#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "app.h"
#include "base/status_macros.h"
#include "describe.h"
#include "input.h"
#include "print.h"
#include "verb.h"
#include "verb_questions.h"

// The verbs on agreements and projects.

namespace clearsky::cli {
namespace {

struct SignOptions {
  std::vector<std::string> signatories;
  std::string venue;
  std::string at_activity;
};

void AddSign(Program* program) {
  CLI::App* const command = program->AddOnLedger(
      {"sign", kGroupRecordOther, "Tell that an agreement was signed",
       "Effective on DATE when --effective is left out.",
       "clearsky sign kr-cn-environment env-plan-2 2023-06-29 --signatory "
       "me-kr --signatory mee-cn"});
  const auto options = AddVerbArguments(command, EntityArgument::kAgreement,
                                        DateArgument::kOptional);
  options->happens_on_date = true;
  const auto own = std::make_shared<SignOptions>();
  command
      ->add_option("--signatory", own->signatories,
                   "Id of a person, role, organisation or party that signed; "
                   "may repeat")
      ->type_name("ID")
      ->allow_extra_args(false);
  command
      ->add_option("--venue", own->venue,
                   "CITY, or 'BUILDING, CITY', or 'BUILDING,'")
      ->type_name("WORDS");
  command
      ->add_option("--at-activity", own->at_activity,
                   "The meeting it was signed at: ID or PLAN#ID")
      ->type_name("ID");
  program->SetRun(command, [program, options, own] {
    return RunVerb(
        program->LedgerPlace(), options.get(),
        [&](const VerbContext& context, v1::PlanEvent* event) -> absl::Status {
          auto* const change = event->mutable_agreement_signed();
          change->set_agreement_id(options->entity);
          if (!options->date.empty()) {
            ASSIGN_OR_RETURN(
                const DateWordsRead read,
                ReadDateWords("DATE", options->date, context.notation));
            *change->mutable_date() = read.date;
            if (!event->provenance().has_effective()) {
              *event->mutable_provenance()->mutable_effective() = read.date;
            }
          }
          for (const std::string& signatory : own->signatories) {
            change->add_signatories(signatory);
          }
          if (!own->venue.empty()) {
            ASSIGN_OR_RETURN(*change->mutable_venue(), ReadVenue(own->venue));
          }
          change->set_at_activity(own->at_activity);
          return absl::OkStatus();
        });
  });
}

// `plan#project` taken apart.
struct ProjectReference {
  std::string text;
  std::string plan;
  std::string project;
};

absl::StatusOr<ProjectReference> ReadProjectReference(
    absl::string_view argument, const std::string& text) {
  const size_t hash = text.find('#');
  if (hash == std::string::npos || hash == 0 || hash + 1 == text.size()) {
    return absl::InvalidArgumentError(absl::StrCat(
        argument, " '", text,
        "' is no project of a plan; accepted is PLAN#PROJECT, e.g. "
        "clear-sky/2022#p5"));
  }
  return ProjectReference{text, text.substr(0, hash), text.substr(hash + 1)};
}

struct CarryOverOptions {
  std::string from;
  std::string to;
  VerbOptions verb;
};

// `plan#project`, asked for.
absl::StatusOr<std::string> AskForProject(Connection* connection,
                                          const std::string& words) {
  ASSIGN_OR_RETURN(const std::string plan,
                   AskForPlan(connection, {absl::StrCat(words, " which plan"),
                                           "The plan of the project."}));
  v1::GetPlanRequest request;
  request.set_plan(plan);
  ASSIGN_OR_RETURN(const v1::GetPlanResponse known,
                   connection->GetPlan(request));
  const std::vector<Choice> projects =
      ChoicesOf(known.state(), EntityArgument::kProject);
  if (projects.empty()) {
    return absl::NotFoundError(absl::StrCat("`", plan, "` has no projects"));
  }
  ASSIGN_OR_RETURN(const std::optional<size_t> project,
                   Prompt::OnTerminal().Choose(
                       {"Which project", "A project of the plan."}, projects));
  return absl::StrCat(plan, "#", projects[*project].name);
}

absl::Status AskForProjects(Connection* connection, CarryOverOptions* options) {
  if (options->verb.interactive && options->from.empty()) {
    ASSIGN_OR_RETURN(options->from, AskForProject(connection, "It comes from"));
  }
  if (options->verb.interactive && options->to.empty()) {
    ASSIGN_OR_RETURN(options->to, AskForProject(connection, "It goes on in"));
  }
  if (!options->from.empty() && !options->to.empty()) return absl::OkStatus();
  return UsageError(absl::StrCat(options->from.empty() ? "OLD" : "NEW",
                                 " is required; --interactive asks for it"));
}

absl::StatusOr<bool> ConfirmCarryOver(VerbSession* session,
                                      v1::RecordEventsRequest request) {
  request.set_dry_run(true);
  RETURN_IF_ERROR(session->connection.RecordEvents(request).status());
  std::string words;
  for (const v1::StreamRecord& stream : request.streams()) {
    for (const v1::EventToRecord& event : stream.events()) {
      absl::StrAppend(&words, stream.stream(), ": ", EventWords(event.event()),
                      "\n");
    }
  }
  Prompt::OnTerminal().Tell(words);
  ASSIGN_OR_RETURN(const bool yes, Prompt::OnTerminal().Confirm("Record this"));
  if (!yes) Note("nothing was recorded");
  return yes;
}

absl::Status RunCarryOver(const Place& place, CarryOverOptions options) {
  ASSIGN_OR_RETURN(Connection connection,
                   Connection::Open(place, Connection::Access::kWrite));
  RETURN_IF_ERROR(AskForProjects(&connection, &options));
  ASSIGN_OR_RETURN(const ProjectReference from,
                   ReadProjectReference("OLD", options.from));
  ASSIGN_OR_RETURN(const ProjectReference to,
                   ReadProjectReference("NEW", options.to));
  ASSIGN_OR_RETURN(VerbSession session,
                   OpenForVerb(std::move(connection), from.plan, options.verb));

  v1::PlanEvent goes_on = EventOf(session, options.verb);
  goes_on.mutable_project_carried_over()->set_project_id(from.project);
  goes_on.mutable_project_carried_over()->set_to_project(to.text);
  v1::PlanEvent comes = EventOf(session, options.verb);
  comes.mutable_project_carried_over()->set_project_id(to.project);
  comes.mutable_project_carried_over()->set_from_project(from.text);

  v1::RecordEventsRequest request = RequestOf(session, options.verb);
  v1::StreamRecord* stream = request.add_streams();
  stream->set_stream(from.plan);
  if (options.verb.expected_revision.has_value()) {
    stream->mutable_expected()->set_revision(*options.verb.expected_revision);
  }
  *stream->add_events()->mutable_event() = goes_on;
  // A stream may occur once in an append.
  if (to.plan != from.plan) {
    stream = request.add_streams();
    stream->set_stream(to.plan);
  }
  *stream->add_events()->mutable_event() = comes;

  if (options.verb.asks_before()) {
    ASSIGN_OR_RETURN(const bool yes, ConfirmCarryOver(&session, request));
    if (!yes) return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const v1::RecordEventsResponse response,
                   session.connection.RecordEvents(request));
  RETURN_IF_ERROR(PrintRecordedChange(&session, response, 0, goes_on));
  return PrintRecordedChange(&session, response, 1, comes);
}

void AddCarryOver(Program* program) {
  CLI::App* const command = program->AddOnLedger(
      {"carry-over", kGroupRecordOther,
       "Tell that a project goes on in another plan",
       "Recorded in both plans at once; --expect-revision is that of the plan "
       "of OLD.",
       "clearsky carry-over clear-sky/2022#p5 "
       "clear-sky/2023#p5"});
  const auto options = std::make_shared<CarryOverOptions>();
  command->add_option("OLD", options->from, "PLAN#PROJECT that goes on");
  command->add_option("NEW", options->to, "PLAN#PROJECT as what it goes on");
  AddVerbOptions(command, &options->verb);
  program->SetRun(command, [program, options] {
    return RunCarryOver(program->LedgerPlace(), *options);
  });
}

}  // namespace

void AddPlanVerbs(Program* program) {
  AddSign(program);
  AddCarryOver(program);
}

}  // namespace clearsky::cli
