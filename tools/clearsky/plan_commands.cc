#include <memory>
#include <string>

#include "app.h"
#include "ask_options.h"
#include "base/status_macros.h"
#include "plan_page.h"
#include "print.h"
#include "table/table.h"

// The commands that answer for one plan: plan, table.

namespace clearsky::cli {
namespace {

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

absl::Status RunPlan(const Place& place, const AskOptions& options) {
  ASSIGN_OR_RETURN(OpenQuestion question,
                   OpenForQuestion(place, options.as_of, options.known_at));
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
    return RunPlan(program->LedgerPlace(), *options);
  });
}

absl::Status RunTable(const Place& place, const AskOptions& options,
                      const std::string& style) {
  ASSIGN_OR_RETURN(OpenQuestion question,
                   OpenForQuestion(place, options.as_of, options.known_at));
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
    return RunTable(program->LedgerPlace(), *options, *style);
  });
}

}  // namespace

void AddPlanCommands(Program* program) {
  AddPlan(program);
  AddTable(program);
}

}  // namespace clearsky::cli
