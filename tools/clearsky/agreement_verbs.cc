#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "app.h"
#include "base/status_macros.h"
#include "input.h"
#include "names.h"
#include "verb.h"

// The verbs on agreements, but for sign: in preparation, settled, amended,
// ended.

namespace clearsky::cli {
namespace {

struct ProposeOptions {
  std::vector<std::string> titles;
  std::vector<std::string> parties;
  std::string kind;
  std::string period;
  std::string planned;
  std::string parent;
  std::string series;
};

absl::Status MakeProposal(const VerbContext& context,
                          const std::string& agreement,
                          const ProposeOptions& own, v1::PlanEvent* event) {
  v1::AgreementProposed& change = *event->mutable_agreement_proposed();
  change.set_agreement_id(agreement);
  for (const std::string& title : own.titles) {
    *change.add_titles() = ReadLabel(title);
  }
  for (const std::string& party : own.parties) change.add_party_ids(party);
  if (!own.kind.empty()) {
    change.set_kind(ReadName<v1::AgreementKind>(own.kind).value());
  }
  if (!own.period.empty()) {
    ASSIGN_OR_RETURN(const DateWordsRead read,
                     ReadDateWords("--period", own.period, context.notation));
    *change.mutable_period() = read.date;
  }
  if (!own.planned.empty()) {
    ASSIGN_OR_RETURN(const DateWordsRead read,
                     ReadDateWords("--planned", own.planned, context.notation));
    *change.mutable_planned_date() = read.date;
  }
  change.set_parent(own.parent);
  change.set_series_id(own.series);
  return absl::OkStatus();
}

void AddPropose(Program* program) {
  const Verb verb = AddVerb(
      program,
      {"propose", kGroupRecordPlan, "Tell that an agreement is in preparation",
       "May repeat, as it ripens: what is left out stays.",
       "clearsky propose kr-cn-environment env-plan-3 --title '한중 "
       "환경협력계획' "
       "--kind five-year-plan --planned '내년 상반기'"},
      DateArgument::kNone, EntityArgument::kNewAgreement);
  const auto own = std::make_shared<ProposeOptions>();
  const auto add = [&](const char* name, auto* value, const char* type,
                       const char* text) {
    return verb.command->add_option(name, *value, text)
        ->type_name(type)
        ->allow_extra_args(false);
  };
  add("--title", &own->titles, "NAME",
      "Its title; `en:Title` for another language; may repeat");
  add("--party", &own->parties, "ID", "Id of a party to it; may repeat");
  add("--kind", &own->kind, "KIND",
      absl::StrCat("One of ", AcceptedNames<v1::AgreementKind>()).c_str())
      ->check(
          [](const std::string& kind) {
            return ReadName<v1::AgreementKind>(kind).has_value()
                       ? std::string()
                       : absl::StrCat("accepted are ",
                                      AcceptedNames<v1::AgreementKind>());
          },
          "");
  add("--period", &own->period, "DATE", "What it is for: 2023~2027");
  add("--planned", &own->planned, "DATE", "When it is to be concluded");
  add("--parent", &own->parent, "ID", "The agreement it carries out");
  add("--series", &own->series, "ID", "Id of its series");
  const auto options = verb.options;
  Needed title = NeedWords("--title", "What is its title",
                           "Its title; needed the first time.", nullptr,
                           /*optional=*/true);
  title.list = &own->titles;
  options->needed.push_back(std::move(title));
  options->needed.push_back(NeedDate("--planned", "When is it to be concluded",
                                     &own->planned, /*optional=*/true));
  program->SetRun(verb.command, [program, options, own] {
    return RunVerb(program->LedgerPlace(), options.get(),
                   [&](const VerbContext& context, v1::PlanEvent* event) {
                     return MakeProposal(context, options->entity, *own, event);
                   });
  });
}

void AddAgree(Program* program) {
  const Verb verb = AddVerb(
      program,
      {"agree", kGroupRecordPlan, "Tell that an agreement's text was settled",
       "",
       "clearsky agree kr-cn-environment env-plan-2 --effective 2022-12-05"},
      DateArgument::kNone, EntityArgument::kAgreement);
  const auto at_activity = std::make_shared<std::string>();
  verb.command
      ->add_option("--at-activity", *at_activity,
                   "The meeting it was settled at: ID or PLAN#ID")
      ->type_name("ID");
  const auto options = verb.options;
  program->SetRun(verb.command, [program, options, at_activity] {
    return RunVerb(program->LedgerPlace(), options.get(),
                   [&](const VerbContext&, v1::PlanEvent* event) {
                     auto* const change = event->mutable_agreement_agreed();
                     change->set_agreement_id(options->entity);
                     change->set_at_activity(*at_activity);
                     return absl::OkStatus();
                   });
  });
}

void AddAmendAgreement(Program* program) {
  const Verb verb = AddVerb(
      program,
      {"amend-agreement", kGroupRecordPlan,
       "Tell that an agreement was amended, in words", "",
       "clearsky amend-agreement kr-cn-environment clear-sky-mou '기간 연장' "
       "--period 2019~2024"},
      DateArgument::kNone, EntityArgument::kAgreement);
  const auto words = std::make_shared<std::vector<std::string>>();
  const auto period = std::make_shared<std::string>();
  verb.command->add_option("WORDS", *words, "What changed");
  verb.command
      ->add_option("--period", *period, "Its new period, when that changed")
      ->type_name("DATE");
  const auto options = verb.options;
  Needed what = NeedWords("WORDS", "What changed", "In words.", nullptr);
  what.list = words.get();
  options->needed.push_back(std::move(what));
  program->SetRun(verb.command, [program, options, words, period] {
    return RunVerb(
        program->LedgerPlace(), options.get(),
        [&](const VerbContext& context, v1::PlanEvent* event) -> absl::Status {
          auto* const change = event->mutable_agreement_amended();
          change->set_agreement_id(options->entity);
          change->set_change(absl::StrJoin(*words, " "));
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

void AddEndAgreement(Program* program) {
  const Verb verb = AddVerb(
      program,
      {"end-agreement", kGroupRecordPlan, "Tell that an agreement ended", "",
       "clearsky end-agreement kr-cn-environment env-plan-1 --effective "
       "2022-12-31"},
      DateArgument::kNone, EntityArgument::kAgreement);
  const auto options = verb.options;
  program->SetRun(verb.command, [program, options] {
    return RunVerb(
        program->LedgerPlace(), options.get(),
        [&](const VerbContext&, v1::PlanEvent* event) {
          event->mutable_agreement_ended()->set_agreement_id(options->entity);
          return absl::OkStatus();
        });
  });
}

}  // namespace

void AddAgreementVerbs(Program* program) {
  AddPropose(program);
  AddAgree(program);
  AddAmendAgreement(program);
  AddEndAgreement(program);
}

}  // namespace clearsky::cli
