#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "app.h"
#include "ask_options.h"
#include "base/status_macros.h"
#include "history_page.h"
#include "plan/field_history.h"
#include "plan_page.h"
#include "print.h"

// The command history: every change in words, or the values of one field.

namespace clearsky::cli {
namespace {

struct HistoryOptions {
  AskOptions ask;
  std::string entity;
  std::string language;
  std::string field;
};

// What the changes, or some of them, look like; JSON waits for all.
void PrintChanges(const v1::ListChangesResponse& page,
                  const std::string& format, const std::string& zone,
                  bool is_first) {
  const HistoryLabels& labels = LabelsOf(page.language());
  if (format == "tsv") {
    PageSection section = ChangesSection(page, labels, zone);
    const std::string text = SectionTsv(section);
    Print(is_first ? text : text.substr(text.find('\n') + 1));
    return;
  }
  for (const v1::Change& change : page.changes()) {
    if (!is_first) Print("\n");
    is_first = false;
    Print(format == "md" ? ChangeMarkdown(change, labels, zone)
                         : ChangeText(change, labels, zone));
  }
}

// The plan itself is known on every day.
bool HasOnlyThePlan(const v1::ListChangesResponse& page) {
  for (const v1::Change& change : page.changes()) {
    if (change.type() != "PlanRegistered") return false;
  }
  return true;
}

absl::Status RunChanges(OpenQuestion question, const HistoryOptions& options) {
  v1::ListChangesRequest request;
  request.set_plan(options.ask.plan);
  request.set_entity(options.entity);
  request.set_language(options.language);
  *request.mutable_at() = question.at;
  v1::ListChangesResponse all;
  bool is_first = true;
  do {
    ASSIGN_OR_RETURN(const v1::ListChangesResponse page,
                     question.connection.ListChanges(request));
    if (is_first) {
      RETURN_IF_ERROR(
          NoteWhatItRestsOn(&question, options.ask.plan, page.basis(),
                            options.entity.empty() && HasOnlyThePlan(page)));
    }
    if (options.ask.format == "json") {
      all.mutable_changes()->MergeFrom(page.changes());
      *all.mutable_basis() = page.basis();
      all.set_language(page.language());
    } else {
      PrintChanges(page, options.ask.format, question.zone, is_first);
    }
    is_first = false;
    // Later pages rest on what the first did.
    request.mutable_at()->set_as_of_day(page.basis().as_of_day());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  if (options.ask.format != "json") return absl::OkStatus();
  return PrintJson(all, JsonLayout::kIndented);
}

absl::Status RunField(OpenQuestion question, const HistoryOptions& options) {
  v1::GetFieldHistoryRequest request;
  request.set_plan(options.ask.plan);
  request.set_entity(options.entity);
  request.set_language(options.language);
  *request.mutable_at() = question.at;
  ASSIGN_OR_RETURN(const v1::HistoryField field,
                   plan::HistoryFieldOf(options.field));
  request.set_field(field);
  ASSIGN_OR_RETURN(const v1::GetFieldHistoryResponse answer,
                   question.connection.GetFieldHistory(request));
  NoteBasis(answer.basis(), question.event_count);
  if (options.ask.format == "json") {
    return PrintJson(answer, JsonLayout::kIndented);
  }
  const HistoryLabels& labels = LabelsOf(answer.language());
  PageSection section = FieldSection(answer, labels, question.zone);
  if (const auto left_out =
          static_cast<size_t>(answer.intervals_size()) - section.rows.size();
      left_out > 0) {
    Note(absl::StrCat(left_out,
                      " more held only between events of one commit; "
                      "--format json has them"));
  }
  if (options.ask.format == "tsv") {
    Print(SectionTsv(section));
    return absl::OkStatus();
  }
  PlanPage page;
  page.title = options.entity.empty() ? options.ask.plan : options.entity;
  section.title = FieldLabel(field, labels);
  page.sections.push_back(std::move(section));
  Print(options.ask.format == "md" ? PageMarkdown(page) : PageText(page));
  return absl::OkStatus();
}

absl::Status RunHistory(const Place& place, const HistoryOptions& options) {
  ASSIGN_OR_RETURN(
      OpenQuestion question,
      OpenForQuestion(place, options.ask.as_of, options.ask.known_at));
  return options.field.empty() ? RunChanges(std::move(question), options)
                               : RunField(std::move(question), options);
}

}  // namespace

void AddHistoryCommand(Program* program) {
  CLI::App* const command = program->AddOnLedger(
      {"history", kGroupAsk,
       "Every change of a plan, project, activity or agreement, in words",
       "What, when effective, when recorded, who, why, source; what was "
       "corrected\nor entered in error is still shown, and marked. With "
       "--field all values of\none field, each with the days on which it held "
       "and from when to when the\nledger said so; * marks the one that "
       "holds.",
       "clearsky history clear-sky/2022 air-policy-exchange-7\n"
       "clearsky history clear-sky/2022 clear-sky-conference-2022 --lang ko\n"
       "clearsky history clear-sky/2022 clear-sky-conference-2022 --field "
       "date"});
  const auto options = std::make_shared<HistoryOptions>();
  AddAskOptions(command, &options->ask, {"text", "tsv", "md", "json"});
  command->add_option("ENTITY", options->entity,
                      "Only this activity, project (with its activities), "
                      "area, agreement or other entity; the plan when left "
                      "out");
  command
      ->add_option("--lang", options->language,
                   "Language of the words, a BCP 47 tag: ko, en, zh; en when "
                   "left out")
      ->type_name("TAG");
  command
      ->add_option("--field", options->field,
                   "The values of this field instead: date, mode, status, "
                   "venue, title")
      ->check(CLI::IsMember({"date", "mode", "status", "venue", "title"}))
      ->type_name("FIELD");
  program->SetRun(command, [program, options] {
    return RunHistory(program->LedgerPlace(), *options);
  });
}

}  // namespace clearsky::cli
