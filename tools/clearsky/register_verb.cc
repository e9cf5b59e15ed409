#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "app.h"
#include "input.h"
#include "names.h"
#include "verb.h"

// The verb that makes an activity known.

namespace clearsky::cli {
namespace {

struct RegisterOptions {
  std::string kind;
  std::vector<std::string> titles;
  std::vector<std::string> projects;
  std::string series;
  uint32_t ordinal = 0;
  std::string ordinal_text;
  uint32_t edition_year = 0;
  std::string suffix;
  std::string level;
  std::string organiser;
  uint32_t line_order = 0;
};

void AddWhatItIs(CLI::App* command, RegisterOptions* options) {
  command
      ->add_option("--title", options->titles,
                   "Its name without ordinal and year; `en:Name` for another "
                   "language; may repeat")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command
      ->add_option("--kind", options->kind,
                   absl::StrCat("One of ", AcceptedNames<v1::ActivityKind>()))
      ->type_name("KIND")
      ->check(
          [](const std::string& kind) {
            return ReadName<v1::ActivityKind>(kind).has_value()
                       ? std::string()
                       : absl::StrCat("accepted are ",
                                      AcceptedNames<v1::ActivityKind>());
          },
          "");
  command
      ->add_option("--project", options->projects,
                   "Id of a project it serves; may repeat")
      ->type_name("ID")
      ->allow_extra_args(false);
}

void AddHowItIsPrinted(CLI::App* command, RegisterOptions* options) {
  command->add_option("--series", options->series, "Id of its series")
      ->type_name("ID");
  command->add_option("--ordinal", options->ordinal, "Its number in the series")
      ->type_name("N");
  command
      ->add_option("--ordinal-text", options->ordinal_text,
                   "The ordinal as written, e.g. 제7차")
      ->type_name("WORDS");
  command
      ->add_option("--edition-year", options->edition_year,
                   "The year written before its name")
      ->type_name("YEAR");
  command
      ->add_option("--suffix", options->suffix,
                   "Words written after its name, e.g. 개최")
      ->type_name("WORDS");
  command
      ->add_option("--level", options->level,
                   "Level of the participants, e.g. 실무자급")
      ->type_name("WORDS");
  command
      ->add_option("--organiser", options->organiser,
                   "Id of the party or organisation that organises it")
      ->type_name("ID");
  command
      ->add_option("--line-order", options->line_order,
                   "Place among the lines of its project, from 1")
      ->type_name("N");
}

void AddQuestions(RegisterOptions* own, VerbOptions* options) {
  Needed title = NeedWords(
      "--title", "What is its name",
      "Its name without ordinal and year, as 환경기술 협력포럼.", nullptr);
  title.list = &own->titles;
  options->needed.push_back(std::move(title));
  Needed kind = NeedWords("--kind", "What kind of activity",
                          AcceptedNames<v1::ActivityKind>(), &own->kind);
  kind.choices = [](const VerbContext&) {
    std::vector<Choice> choices;
    for (const auto& name :
         absl::StrSplit(AcceptedNames<v1::ActivityKind>(), ", ")) {
      choices.push_back({std::string(name), ""});
    }
    return choices;
  };
  options->needed.push_back(std::move(kind));
  Needed project =
      NeedWords("--project", "Which project does it serve",
                "A project of the plan; without one it is not in the table.",
                nullptr, /*optional=*/true);
  project.list = &own->projects;
  project.choices = [](const VerbContext& context) {
    return ChoicesOf(context.known, EntityArgument::kProject);
  };
  options->needed.push_back(std::move(project));
}

}  // namespace

void AddRegisterVerb(Program* program) {
  const Verb verb = AddVerb(
      program,
      {"register", kGroupRecord, "Make an activity known and describe it",
       "When and how it takes place are changes of their own: see schedule.",
       "clearsky register clear-sky/2022 forum-2 --kind forum --title "
       "'환경기술 협력포럼' --project p8 --ordinal-text 제2차 "
       "--ordinal 2"},
      DateArgument::kNone, EntityArgument::kNewActivity);
  const auto own = std::make_shared<RegisterOptions>();
  AddWhatItIs(verb.command, own.get());
  AddHowItIsPrinted(verb.command, own.get());
  AddQuestions(own.get(), verb.options.get());
  const auto options = verb.options;
  program->SetRun(verb.command, [program, options, own] {
    return RunVerb(
        program->LedgerPlace(), options.get(),
        [&](const VerbContext&, v1::PlanEvent* event) {
          auto* const change = event->mutable_activity_registered();
          change->set_activity_id(options->entity);
          change->set_kind(ReadName<v1::ActivityKind>(own->kind).value());
          for (const std::string& title : own->titles) {
            *change->add_titles() = ReadLabel(title);
          }
          for (const std::string& project : own->projects) {
            change->add_project_ids(project);
          }
          change->set_series_id(own->series);
          change->set_ordinal(own->ordinal);
          change->set_ordinal_text(own->ordinal_text);
          change->set_edition_year(own->edition_year);
          change->set_title_suffix(own->suffix);
          change->set_level(own->level);
          change->set_organiser(own->organiser);
          change->set_line_order(own->line_order);
          return absl::OkStatus();
        });
  });
}

}  // namespace clearsky::cli
