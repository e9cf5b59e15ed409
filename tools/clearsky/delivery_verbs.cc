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
#include "plan/delivery.h"
#include "verb.h"

// The verbs that say how, where and with whom.

namespace clearsky::cli {
namespace {

void AddSetMode(Program* program) {
  const Verb verb =
      AddVerb(program,
              {"set-mode", kGroupRecord, "Change how an activity takes place",
               "Told as moved online when it was in person or hybrid and "
               "becomes remote or video.",
               "clearsky set-mode clear-sky/2022 air-joint-research-15 영상"},
              DateArgument::kNone);
  const auto words = std::make_shared<std::vector<std::string>>();
  verb.command->add_option(
      "MODE", *words,
      absl::StrCat("영상, 비대면, 대면, 온·오프라인 병행, 서면, or ",
                   AcceptedNames<v1::DeliveryMode>()));
  const auto options = verb.options;
  Needed mode = NeedMode("MODE", nullptr);
  mode.question.optional = false;
  mode.list = words.get();
  options->needed.push_back(std::move(mode));
  program->SetRun(verb.command, [program, options, words] {
    return RunVerb(
        program->LedgerPlace(), options.get(),
        [&](const VerbContext& context, v1::PlanEvent* event) -> absl::Status {
          ASSIGN_OR_RETURN(const v1::Delivery delivery,
                           ReadDelivery(absl::StrJoin(*words, " ")));
          const v1::Delivery& old_delivery =
              context.ActivityOf(options->entity).delivery();
          // Where there is no such change to make, the ledger refuses it in
          // its words.
          if (plan::ClassifyModeChange(old_delivery, delivery) ==
              v1::MODE_CHANGE_CLASS_MOVED_ONLINE) {
            auto* const change = event->mutable_activity_moved_online();
            change->set_activity_id(options->entity);
            *change->mutable_new_delivery() = delivery;
          } else {
            auto* const change = event->mutable_delivery_mode_changed();
            change->set_activity_id(options->entity);
            *change->mutable_new_delivery() = delivery;
          }
          return absl::OkStatus();
        });
  });
}

void AddSetVenue(Program* program) {
  const Verb verb = AddVerb(
      program,
      {"set-venue", kGroupRecord, "Change where an activity takes place", "",
       "clearsky set-venue clear-sky/2022 forum-2 '한강홍수통제소, 서울'"},
      DateArgument::kNone);
  const auto words = std::make_shared<std::vector<std::string>>();
  verb.command->add_option("VENUE", *words,
                           "CITY, or 'BUILDING, CITY', or 'BUILDING,'");
  const auto options = verb.options;
  Needed venue = NeedVenue("VENUE", nullptr);
  venue.question.optional = false;
  venue.list = words.get();
  options->needed.push_back(std::move(venue));
  program->SetRun(verb.command, [program, options, words] {
    return RunVerb(
        program->LedgerPlace(), options.get(),
        [&](const VerbContext&, v1::PlanEvent* event) -> absl::Status {
          auto* const change = event->mutable_venue_changed();
          change->set_activity_id(options->entity);
          ASSIGN_OR_RETURN(*change->add_new_venues(),
                           ReadVenue(absl::StrJoin(*words, " ")));
          return absl::OkStatus();
        });
  });
}

struct DelegateOptions {
  std::string party;
  std::string person;
  std::string role;
  std::string instead_of;
};

void AddDelegate(Program* program) {
  const Verb verb = AddVerb(
      program,
      {"delegate", kGroupRecord, "Name who sits for a party at a meeting",
       "With --instead-of, tell who takes whose place.",
       "clearsky delegate clear-sky/2022 air-policy-exchange-7 --party kr "
       "--person "
       "7d1f0a52 --role '수석 대표'"},
      DateArgument::kNone);
  const auto own = std::make_shared<DelegateOptions>();
  verb.command->add_option("--party", own->party, "The party's id")
      ->type_name("ID");
  verb.command
      ->add_option("--person", own->person, "The person's id in the directory")
      ->type_name("ID");
  verb.command
      ->add_option("--role", own->role, "Role at the meeting, e.g. '수석 대표'")
      ->type_name("WORDS");
  verb.command
      ->add_option("--instead-of", own->instead_of,
                   "Id of the person whose place is taken")
      ->type_name("ID");
  const auto options = verb.options;
  options->needed.push_back(NeedWords("--party", "For which party",
                                      "Its id in the directory, as kr.",
                                      &own->party));
  options->needed.push_back(NeedWords(
      "--person", "Who", "The person's id in the directory.", &own->person));
  options->needed.push_back(NeedWords("--role", "In which role",
                                      "Role at the meeting, as 수석 대표.",
                                      &own->role, /*optional=*/true));
  options->needed.push_back(
      NeedWords("--instead-of", "In whose place",
                "Id of the person whose place is taken, when it is one.",
                &own->instead_of, /*optional=*/true));
  program->SetRun(verb.command, [program, options, own] {
    return RunVerb(program->LedgerPlace(), options.get(),
                   [&](const VerbContext&, v1::PlanEvent* event) {
                     v1::Delegate delegate;
                     delegate.set_party_id(own->party);
                     delegate.set_person_id(own->person);
                     delegate.set_role(own->role);
                     if (own->instead_of.empty()) {
                       auto* const change = event->mutable_delegate_assigned();
                       change->set_activity_id(options->entity);
                       *change->mutable_delegate() = delegate;
                     } else {
                       auto* const change =
                           event->mutable_delegate_substituted();
                       change->set_activity_id(options->entity);
                       *change->mutable_new_delegate() = delegate;
                       delegate.set_person_id(own->instead_of);
                       *change->mutable_old_delegate() = delegate;
                     }
                     return absl::OkStatus();
                   });
  });
}

}  // namespace

void AddDeliveryVerbs(Program* program) {
  AddSetMode(program);
  AddSetVenue(program);
  AddDelegate(program);
}

}  // namespace clearsky::cli
