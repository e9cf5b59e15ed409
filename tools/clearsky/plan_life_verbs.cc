#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "app.h"
#include "base/status_macros.h"
#include "input.h"
#include "names.h"
#include "verb.h"

// The verbs on a plan as a whole: made, adopted, amended, closed; its areas and
// projects, and who is responsible.

namespace clearsky::cli {
namespace {

// A list of names, asked for as one.
Needed NeedNames(const std::string& option, const std::string& words,
                 std::vector<std::string>* names) {
  Needed needed = NeedWords(
      option, words, "The name; en: before it for one in English.", nullptr);
  needed.list = names;
  return needed;
}

void AddNames(CLI::App* command, const char* option,
              std::vector<std::string>* names) {
  command
      ->add_option(option, *names,
                   "Its name; `en:Name` for another language; may repeat")
      ->type_name("NAME")
      ->allow_extra_args(false);
}

struct PlanOptions {
  std::vector<std::string> titles;
  std::vector<std::string> parties;
  std::string period;
  std::string series;
  std::string agreement;
};

absl::Status MakePlan(const VerbContext& context, const PlanOptions& own,
                      v1::PlanEvent* event) {
  v1::PlanRegistered& plan = *event->mutable_plan_registered();
  for (const std::string& title : own.titles) {
    *plan.add_titles() = ReadLabel(title);
  }
  ASSIGN_OR_RETURN(const DateWordsRead period,
                   ReadDateWords("--period", own.period, context.notation));
  *plan.mutable_period() = period.date;
  plan.mutable_period()->clear_verbatim();
  for (const std::string& party : own.parties) plan.add_party_ids(party);
  plan.set_series_id(own.series);
  plan.set_parent_agreement(own.agreement);
  return absl::OkStatus();
}

void AddNewPlan(Program* program) {
  const Verb verb = AddVerb(
      program,
      {"new-plan", kGroupRecordPlan, "Make a plan known, with its period",
       "The plan of a year that follows another: see new-year.",
       "clearsky new-plan clear-sky/2024 --title '2024년 청천계획' --period "
       "2024 --party kr --party cn"},
      DateArgument::kNone, EntityArgument::kNone);
  const auto own = std::make_shared<PlanOptions>();
  AddNames(verb.command, "--title", &own->titles);
  verb.command
      ->add_option("--period", own->period, "What it is for: 2024, 2023~2027")
      ->type_name("DATE");
  verb.command
      ->add_option("--party", own->parties, "Id of a party to it; may repeat")
      ->type_name("ID")
      ->allow_extra_args(false);
  verb.command->add_option("--series", own->series, "Id of its series")
      ->type_name("ID");
  verb.command
      ->add_option("--agreement", own->agreement,
                   "The agreement it carries out: PLAN#ID")
      ->type_name("ID");
  const auto options = verb.options;
  options->makes_stream = true;
  options->needed.push_back(
      NeedNames("--title", "What is its title", &own->titles));
  options->needed.push_back(
      NeedDate("--period", "What is it for (2024)", &own->period));
  program->SetRun(verb.command, [program, options, own] {
    return RunVerb(program->LedgerPlace(), options.get(),
                   [&](const VerbContext& context, v1::PlanEvent* event) {
                     return MakePlan(context, *own, event);
                   });
  });
}

// Where something about the whole plan was done.
void AddAtActivity(const Verb& verb, std::string* at_activity) {
  verb.command
      ->add_option("--at-activity", *at_activity,
                   "The meeting that did it: ID or PLAN#ID")
      ->type_name("ID");
  verb.options->needed.push_back(
      NeedWords("--at-activity", "At which meeting",
                "An activity of this plan, or PLAN#ACTIVITY.", at_activity,
                /*optional=*/true));
}

void AddAdopt(Program* program) {
  const Verb verb =
      AddVerb(program,
              {"adopt", kGroupRecordPlan, "Tell that the plan was adopted", "",
               "clearsky adopt clear-sky/2022 --by me-kr --effective 4.26"},
              DateArgument::kNone, EntityArgument::kNone);
  const auto by = std::make_shared<std::string>();
  const auto at_activity = std::make_shared<std::string>();
  verb.command
      ->add_option("--by", *by, "Id of the party or organisation that did it")
      ->type_name("ID");
  AddAtActivity(verb, at_activity.get());
  const auto options = verb.options;
  program->SetRun(verb.command, [program, options, by, at_activity] {
    return RunVerb(program->LedgerPlace(), options.get(),
                   [&](const VerbContext&, v1::PlanEvent* event) {
                     auto* const change = event->mutable_plan_adopted();
                     change->set_adopted_by(*by);
                     change->set_at_activity(*at_activity);
                     return absl::OkStatus();
                   });
  });
}

void AddAmend(Program* program) {
  const Verb verb = AddVerb(
      program,
      {"amend", kGroupRecordPlan, "Tell that the plan was amended, in words",
       "", "clearsky amend clear-sky/2022 '수소 분야 협력 추가'"},
      DateArgument::kNone, EntityArgument::kNone);
  const auto words = std::make_shared<std::vector<std::string>>();
  const auto period = std::make_shared<std::string>();
  const auto at_activity = std::make_shared<std::string>();
  verb.command->add_option("WORDS", *words, "What changed");
  verb.command
      ->add_option("--period", *period, "Its new period, when that changed")
      ->type_name("DATE");
  const auto options = verb.options;
  Needed what = NeedWords("WORDS", "What changed", "In words.", nullptr);
  what.list = words.get();
  options->needed.push_back(std::move(what));
  AddAtActivity(verb, at_activity.get());
  program->SetRun(verb.command, [program, options, words, period, at_activity] {
    return RunVerb(
        program->LedgerPlace(), options.get(),
        [&](const VerbContext& context, v1::PlanEvent* event) -> absl::Status {
          auto* const change = event->mutable_plan_amended();
          change->set_change(absl::StrJoin(*words, " "));
          change->set_at_activity(*at_activity);
          if (!period->empty()) {
            ASSIGN_OR_RETURN(
                const DateWordsRead read,
                ReadDateWords("--period", *period, context.notation));
            *change->mutable_period() = read.date;
          }
          return absl::OkStatus();
        });
  });
}

void AddClose(Program* program) {
  const Verb verb = AddVerb(
      program,
      {"close", kGroupRecordPlan,
       "Tell that the plan's year is over and accounted for", "",
       "clearsky close clear-sky/2022 --at-activity kr-cn-environment#dg-7"},
      DateArgument::kNone, EntityArgument::kNone);
  const auto at_activity = std::make_shared<std::string>();
  AddAtActivity(verb, at_activity.get());
  const auto options = verb.options;
  program->SetRun(verb.command, [program, options, at_activity] {
    return RunVerb(
        program->LedgerPlace(), options.get(),
        [&](const VerbContext&, v1::PlanEvent* event) {
          event->mutable_plan_closed()->set_at_activity(*at_activity);
          return absl::OkStatus();
        });
  });
}

// The number that was said, else the one after the last.
template <typename Entities, typename NumberOf>
absl::StatusOr<uint32_t> NumberOrNext(const std::string& option,
                                      const std::string& words,
                                      const Entities& entities,
                                      const NumberOf& number_of) {
  uint32_t number = 0;
  if (!words.empty()) {
    if (absl::SimpleAtoi(words, &number) && number > 0) return number;
    return absl::InvalidArgumentError(
        absl::StrCat(option, ": '", words, "' is no number from 1 on"));
  }
  for (const auto& [id, entity] : entities) {
    number = std::max(number, number_of(entity));
  }
  return number + 1;
}

void AddRegisterArea(Program* program) {
  const Verb verb = AddVerb(
      program,
      {"register-area", kGroupRecordPlan, "Make an area (분야) of a plan known",
       "Behind the others when --order is left out.",
       "clearsky register-area clear-sky/2022 hydrogen --name '수소 협력'"},
      DateArgument::kNone, EntityArgument::kNewArea);
  const auto names = std::make_shared<std::vector<std::string>>();
  const auto order = std::make_shared<std::string>();
  AddNames(verb.command, "--name", names.get());
  verb.command->add_option("--order", *order, "Place among the areas, from 1")
      ->type_name("N");
  const auto options = verb.options;
  options->needed.push_back(
      NeedNames("--name", "What is its name", names.get()));
  program->SetRun(verb.command, [program, options, names, order] {
    return RunVerb(
        program->LedgerPlace(), options.get(),
        [&](const VerbContext& context, v1::PlanEvent* event) -> absl::Status {
          auto* const change = event->mutable_area_defined();
          change->set_area_id(options->entity);
          ASSIGN_OR_RETURN(
              const uint32_t place,
              NumberOrNext("--order", *order, context.known.areas(),
                           [](const v1::AreaState& area) {
                             return area.definition().order();
                           }));
          change->set_order(place);
          for (const std::string& name : *names) {
            *change->add_labels() = ReadLabel(name);
          }
          return absl::OkStatus();
        });
  });
}

void AddRegisterProject(Program* program) {
  const Verb verb =
      AddVerb(program,
              {"register-project", kGroupRecordPlan,
               "Make a project (세부사업) of a plan known",
               "The number after the last when --number is left out.",
               "clearsky register-project clear-sky/2022 p10 --area "
               "policy-tech --name '수소 안전 정책 교류'"},
              DateArgument::kNone, EntityArgument::kNewProject);
  const auto names = std::make_shared<std::vector<std::string>>();
  const auto area = std::make_shared<std::string>();
  const auto number = std::make_shared<std::string>();
  AddNames(verb.command, "--name", names.get());
  verb.command->add_option("--area", *area, "Id of its area")->type_name("ID");
  verb.command->add_option("--number", *number, "Its number in the plan")
      ->type_name("N");
  const auto options = verb.options;
  options->needed.push_back(
      NeedNames("--name", "What is its name", names.get()));
  Needed in_area =
      NeedWords("--area", "In which area", "An area of the plan.", area.get());
  in_area.choices = [](const VerbContext& context) {
    std::vector<Choice> choices;
    for (Choice& choice : ChoicesOf(context.known, EntityArgument::kAny)) {
      if (context.known.areas().contains(choice.name)) {
        choices.push_back(std::move(choice));
      }
    }
    return choices;
  };
  options->needed.push_back(std::move(in_area));
  program->SetRun(verb.command, [program, options, names, area, number] {
    return RunVerb(
        program->LedgerPlace(), options.get(),
        [&](const VerbContext& context, v1::PlanEvent* event) -> absl::Status {
          auto* const change = event->mutable_project_defined();
          change->set_project_id(options->entity);
          change->set_area_id(*area);
          ASSIGN_OR_RETURN(
              const uint32_t place,
              NumberOrNext("--number", *number, context.known.projects(),
                           [](const v1::ProjectState& project) {
                             return project.definition().number();
                           }));
          change->set_number(place);
          for (const std::string& name : *names) {
            *change->add_labels() = ReadLabel(name);
          }
          return absl::OkStatus();
        });
  });
}

void AddDiscontinue(Program* program) {
  const Verb verb = AddVerb(
      program,
      {"discontinue", kGroupRecordPlan, "Tell that a project was given up",
       "One that goes on in another plan: see carry-over.",
       "clearsky discontinue clear-sky/2022 p9 --reason '양국 합의'"},
      DateArgument::kNone, EntityArgument::kProject);
  const auto options = verb.options;
  program->SetRun(verb.command, [program, options] {
    return RunVerb(program->LedgerPlace(), options.get(),
                   [&](const VerbContext&, v1::PlanEvent* event) {
                     event->mutable_project_discontinued()->set_project_id(
                         options->entity);
                     return absl::OkStatus();
                   });
  });
}

void AddResponsible(Program* program) {
  const Verb verb = AddVerb(
      program,
      {"responsible", kGroupRecordPlan,
       "Tell which organisation is responsible for a plan or project",
       "For the whole plan when --project is left out.",
       "clearsky responsible clear-sky/2022 --organisation me-kr --kind lead"},
      DateArgument::kNone, EntityArgument::kNone);
  const auto organisation = std::make_shared<std::string>();
  const auto kind = std::make_shared<std::string>("lead");
  const auto project = std::make_shared<std::string>();
  verb.command
      ->add_option("--organisation", *organisation, "Its id in the directory")
      ->type_name("ID");
  verb.command->add_option("--kind", *kind, "lead (총괄) or joint")
      ->check(CLI::IsMember({"lead", "joint"}))
      ->type_name("KIND")
      ->capture_default_str();
  verb.command->add_option("--project", *project, "Id of a project")
      ->type_name("ID");
  const auto options = verb.options;
  options->needed.push_back(NeedWords("--organisation", "Which organisation",
                                      "Its id in the directory, as me-kr.",
                                      organisation.get()));
  program->SetRun(
      verb.command, [program, options, organisation, kind, project] {
        return RunVerb(
            program->LedgerPlace(), options.get(),
            [&](const VerbContext&, v1::PlanEvent* event) {
              auto* const change = event->mutable_responsibility_assigned();
              change->set_organisation_id(*organisation);
              change->set_kind(ReadName<v1::ResponsibilityKind>(*kind).value());
              change->set_entity(project->empty() ? options->plan : *project);
              return absl::OkStatus();
            });
      });
}

}  // namespace

void AddPlanLifeVerbs(Program* program) {
  AddNewPlan(program);
  AddAdopt(program);
  AddAmend(program);
  AddClose(program);
  AddRegisterArea(program);
  AddRegisterProject(program);
  AddDiscontinue(program);
  AddResponsible(program);
}

}  // namespace clearsky::cli
