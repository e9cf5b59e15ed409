#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "app.h"
#include "base/status_macros.h"
#include "connection.h"
#include "describe.h"
#include "input.h"
#include "names.h"
#include "plan_page.h"
#include "print.h"
#include "table/table.h"

// The commands that answer for one plan: plan, table, history.

namespace clearsky::cli {
namespace {

// `YYYY-MM-DD`; every change lies before.
constexpr char kLastDay[] = "9999-12-31";
// So many changes are looked through for the first one with a day of its own.
constexpr uint32_t kFirstChanges = 100;

struct AskOptions {
  std::string plan;
  std::string as_of;
  std::string known_at;
  std::string format = "text";
};

void AddAskOptions(CLI::App* command, AskOptions* options,
                   std::vector<std::string> formats) {
  command
      ->add_option("PLAN", options->plan,
                   "The plan's stream, e.g. clear-sky/2022")
      ->required();
  command
      ->add_option("--as-of", options->as_of,
                   "On this day, YYYY-MM-DD; today when left out")
      ->type_name("DAY");
  command
      ->add_option("--known-at", options->known_at,
                   "As the ledger knew then: RFC 3339, a day (its end), or a "
                   "position (digits alone), all inclusive; everything when "
                   "left out")
      ->type_name("TIME|POSITION");
  command
      ->add_option("--format", options->format,
                   absl::StrCat("One of ", absl::StrJoin(formats, ", ")))
      ->check(CLI::IsMember(std::move(formats)))
      ->type_name("FORMAT")
      ->capture_default_str();
}

// A ledger opened, and the point that a question is asked at.
struct Question {
  Connection connection;
  v1::PointInTime at;
  std::string zone;
  // Of the ledger.
  uint64_t event_count = 0;
};

absl::StatusOr<Question> OpenForQuestion(const std::string& directory,
                                         const AskOptions& options) {
  ASSIGN_OR_RETURN(Connection connection,
                   Connection::Open(directory, Connection::Access::kRead));
  ASSIGN_OR_RETURN(const v1::GetLedgerResponse ledger, connection.GetLedger());
  ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(ledger.zone()));
  ASSIGN_OR_RETURN(v1::PointInTime at,
                   ReadPointInTime(options.as_of, options.known_at, zone));
  return Question{std::move(connection), std::move(at), ledger.zone(),
                  ledger.event_count()};
}

// Tells what an answer rests on. Of one that is `empty`, why: the day lies
// before the plan's first change, or the ledger did not know the plan.
absl::Status NoteWhatItRestsOn(Question* question, const std::string& plan,
                               const v1::AnswerBasis& basis, bool empty) {
  NoteBasis(basis, question->event_count);
  if (!empty) return absl::OkStatus();
  if (basis.stream_count() == 0) {
    v1::ReadEventsRequest request;
    request.set_stream(plan);
    request.set_page_size(1);
    ASSIGN_OR_RETURN(const v1::ReadEventsResponse first,
                     question->connection.ReadEvents(request));
    if (first.events().empty()) return absl::OkStatus();
    const v1::StoredEvent& stored = first.events(0).stored();
    Note(absl::StrCat("the ledger knew nothing of ", plan,
                      " then; its first event was recorded at position ",
                      stored.position(), ", ",
                      TimeWords(stored.record_time(), question->zone)));
    return absl::OkStatus();
  }
  v1::ListChangesRequest request;
  request.set_plan(plan);
  request.mutable_at()->set_as_of_day(kLastDay);
  if (basis.known_count() > 0) {
    request.mutable_at()->set_known_position(basis.known_count() - 1);
  }
  request.set_page_size(kFirstChanges);
  ASSIGN_OR_RETURN(const v1::ListChangesResponse changes,
                   question->connection.ListChanges(request));
  for (const v1::Change& change : changes.changes()) {
    // The plan itself is known on every day.
    const std::string& day = change.effective().latest();
    if (day.empty() || change.type() == "PlanRegistered") continue;
    if (day <= basis.as_of_day()) break;
    Note(absl::StrCat("nothing of ", plan, " had become so by ",
                      basis.as_of_day(), "; its first change is of ",
                      change.effective().edtf()));
    break;
  }
  return absl::OkStatus();
}

// Whether a state has nothing to show but the plan's name.
bool IsEmpty(const v1::PlanState& state) {
  return state.areas().empty() && state.projects().empty() &&
         state.activities().empty() && state.agreements().empty() &&
         state.measures().empty() && state.parties().empty() &&
         state.organisations().empty() && state.documents().empty();
}

bool IsEmpty(const v1::ImplementationTable& table) {
  for (const v1::TableArea& area : table.areas()) {
    for (const v1::TableProject& project : area.projects()) {
      if (!project.lines().empty()) return false;
    }
  }
  return true;
}

absl::Status RunPlan(const std::string& directory, const AskOptions& options) {
  ASSIGN_OR_RETURN(Question question, OpenForQuestion(directory, options));
  v1::GetPlanRequest request;
  request.set_plan(options.plan);
  *request.mutable_at() = question.at;
  ASSIGN_OR_RETURN(const v1::GetPlanResponse answer,
                   question.connection.GetPlan(request));
  RETURN_IF_ERROR(NoteWhatItRestsOn(&question, options.plan, answer.basis(),
                                    IsEmpty(answer.state())));
  if (options.format == "json") {
    return PrintJson(answer, JsonLayout::kIndented);
  }
  if (options.format == "tsv") {
    Print(SectionTsv(ActivitiesSection(answer)));
  } else if (options.format == "md") {
    Print(PageMarkdown(MakePlanPage(answer)));
  } else {
    Print(PageText(MakePlanPage(answer)));
  }
  return absl::OkStatus();
}

void AddPlan(Program* program) {
  CLI::App* const command = program->AddOnLedger(
      {"plan", kGroupAsk, "A plan as it stands, on any day",
       "Its projects, activities, agreements and findings. tsv: the activities "
       "alone.",
       "clearsky plan clear-sky/2022 --as-of 2022-05-01"});
  const auto options = std::make_shared<AskOptions>();
  AddAskOptions(command, options.get(), {"text", "tsv", "md", "json"});
  program->SetRun(command, [program, options] {
    return RunPlan(program->LedgerDirectory(), *options);
  });
}

absl::Status RunTable(const std::string& directory, const AskOptions& options,
                      const std::string& style) {
  ASSIGN_OR_RETURN(Question question, OpenForQuestion(directory, options));
  v1::GetTableRequest request;
  request.set_plan(options.plan);
  *request.mutable_at() = question.at;
  request.set_style(style == "normalised" ? v1::TABLE_STYLE_NORMALISED
                                          : v1::TABLE_STYLE_AS_PUBLISHED);
  ASSIGN_OR_RETURN(const v1::GetTableResponse answer,
                   question.connection.GetTable(request));
  RETURN_IF_ERROR(NoteWhatItRestsOn(&question, options.plan, answer.basis(),
                                    IsEmpty(answer.table())));
  if (options.format == "json") {
    return PrintJson(answer, JsonLayout::kIndented);
  }
  if (options.format == "tsv") {
    Print(table::ToTsv(answer.table()));
  } else if (options.format == "md") {
    Print(table::ToMarkdown(answer.table()));
  } else {
    Print(table::ToText(answer.table()));
  }
  return absl::OkStatus();
}

void AddTable(Program* program) {
  CLI::App* const command = program->AddOnLedger(
      {"table", kGroupAsk, "The implementation table of a plan, on any day",
       "tsv: a head and one row a line: area, project and line, separated by "
       "tabs.",
       "clearsky table clear-sky/2022\n"
       "clearsky table clear-sky/2022 --as-of 2022-05-01 --format tsv"});
  const auto options = std::make_shared<AskOptions>();
  AddAskOptions(command, options.get(), {"text", "tsv", "md", "json"});
  const auto style = std::make_shared<std::string>("as-published");
  command
      ->add_option("--style", *style,
                   "as-published: words as recorded; normalised: one spelling "
                   "for each thing, and the way of a moved date")
      ->check(CLI::IsMember({"as-published", "normalised"}))
      ->type_name("STYLE")
      ->capture_default_str();
  program->SetRun(command, [program, options, style] {
    return RunTable(program->LedgerDirectory(), *options, *style);
  });
}

// A line `    name: value` unless there is nothing to say.
std::string DetailLine(absl::string_view name, const std::string& value) {
  return value.empty() ? "" : absl::StrCat("    ", name, ": ", value, "\n");
}

std::string ChangeText(const v1::Change& change, const std::string& zone) {
  std::string source = change.source_text().empty()
                           ? change.source().document_id()
                           : change.source_text();
  const std::string basis = NameOf(change.basis());
  if (!basis.empty()) {
    source = source.empty() ? basis : absl::StrCat(source, " (", basis, ")");
  }
  std::string text = absl::StrCat(
      change.effective().edtf(), "  ", change.sentence(),
      change.possible() ? "  (possibly already so)" : "", "\n    ",
      change.type(), " of ",
      change.entities().empty() ? "the plan"
                                : absl::StrJoin(change.entities(), ", "),
      "\n",
      DetailLine("recorded", absl::StrCat(TimeWords(change.record_time(), zone),
                                          ", position ", change.position(),
                                          ", revision ", change.revision())),
      DetailLine("who", change.actor()),
      DetailLine("asked by", absl::StrJoin(change.requested_by(), ", ")),
      DetailLine("why", change.reason()), DetailLine("source", source));
  if (change.has_supersedes()) {
    absl::StrAppend(&text, "    about: revision ", change.supersedes(), "\n");
  }
  if (change.has_superseded_by()) {
    absl::StrAppend(&text, "    no longer counts: see revision ",
                    change.superseded_by(), "\n");
  }
  for (const v1::Finding& finding : change.findings()) {
    absl::StrAppend(&text, "    finding: ", finding.rule(), ": ",
                    finding.message(), "\n");
  }
  return text;
}

// The plan itself is known on every day.
bool HasOnlyThePlan(
    const google::protobuf::RepeatedPtrField<v1::Change>& changes) {
  for (const v1::Change& change : changes) {
    if (change.type() != "PlanRegistered") return false;
  }
  return true;
}

absl::Status RunHistory(const std::string& directory, const AskOptions& options,
                        const std::string& activity) {
  ASSIGN_OR_RETURN(Question question, OpenForQuestion(directory, options));
  v1::ListChangesRequest request;
  request.set_plan(options.plan);
  request.set_entity(activity);
  *request.mutable_at() = question.at;
  v1::ListChangesResponse all;
  bool first = true;
  do {
    ASSIGN_OR_RETURN(const v1::ListChangesResponse page,
                     question.connection.ListChanges(request));
    if (first) {
      RETURN_IF_ERROR(NoteWhatItRestsOn(
          &question, options.plan, page.basis(),
          activity.empty() && HasOnlyThePlan(page.changes())));
    }
    if (options.format == "json") {
      all.mutable_changes()->MergeFrom(page.changes());
      *all.mutable_basis() = page.basis();
    } else {
      for (const v1::Change& change : page.changes()) {
        if (!first) Print("\n");
        first = false;
        Print(ChangeText(change, question.zone));
      }
    }
    first = false;
    // Later pages rest on what the first did.
    request.mutable_at()->set_as_of_day(page.basis().as_of_day());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  if (options.format != "json") return absl::OkStatus();
  return PrintJson(all, JsonLayout::kIndented);
}

void AddHistory(Program* program) {
  CLI::App* const command = program->AddOnLedger(
      {"history", kGroupAsk, "Every change of a plan or activity, in words",
       "What, when effective, when recorded, who, why, source.",
       "clearsky history clear-sky/2022 air-policy-exchange-7"});
  const auto options = std::make_shared<AskOptions>();
  AddAskOptions(command, options.get(), {"text", "json"});
  const auto activity = std::make_shared<std::string>();
  command->add_option("ACTIVITY", *activity,
                      "Only this activity, or another entity of the plan");
  program->SetRun(command, [program, options, activity] {
    return RunHistory(program->LedgerDirectory(), *options, *activity);
  });
}

}  // namespace

void AddPlanCommands(Program* program) {
  AddPlan(program);
  AddTable(program);
  AddHistory(program);
}

}  // namespace clearsky::cli
