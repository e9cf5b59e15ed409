#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "app.h"
#include "base/status_macros.h"
#include "input.h"
#include "names.h"
#include "plan/partial_date.h"
#include "verb.h"

// The verbs that say when an activity is, and what became of it.

namespace clearsky::cli {
namespace {

// How and where, as options beside a date.
struct MeetingOptions {
  std::string mode;
  std::string venue;
};

void AddMeetingOptions(const Verb& verb, MeetingOptions* options) {
  CLI::App* const command = verb.command;
  verb.options->needed.push_back(NeedMode("--mode", &options->mode));
  verb.options->needed.push_back(NeedVenue("--venue", &options->venue));
  command
      ->add_option("--mode", options->mode,
                   absl::StrCat("영상, 비대면, 대면, ... or ",
                                AcceptedNames<v1::DeliveryMode>()))
      ->type_name("MODE");
  command
      ->add_option("--venue", options->venue,
                   "CITY, or 'BUILDING, CITY', or 'BUILDING,'")
      ->type_name("WORDS");
}

// Puts how and where into an event that has `delivery` and `venues`: options
// count before what stood beside the date.
template <typename Change>
absl::Status SetMeeting(const MeetingOptions& options,
                        const DateWordsRead& read, Change* change) {
  if (!options.mode.empty()) {
    ASSIGN_OR_RETURN(*change->mutable_delivery(), ReadDelivery(options.mode));
  } else if (read.delivery.has_value()) {
    *change->mutable_delivery() = *read.delivery;
  }
  if (!options.venue.empty()) {
    ASSIGN_OR_RETURN(*change->add_venues(), ReadVenue(options.venue));
  } else {
    for (const v1::Venue& venue : read.venues) *change->add_venues() = venue;
  }
  return absl::OkStatus();
}

// What took place is not told in the words of a plan.
absl::Status CheckTookPlace(const std::string& words) {
  if (!absl::StrContains(words, "예정")) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("DATE: '", words,
                   "' tells what is planned, not what took place; accepted is "
                   "the date without 예정, or `schedule` and `set-date`"));
}

// A change that became so on the day it tells of, when --effective does not
// say otherwise.
void DefaultEffective(const v1::PartialDate& date, v1::PlanEvent* event) {
  if (event->provenance().has_effective()) return;
  v1::PartialDate* const effective =
      event->mutable_provenance()->mutable_effective();
  *effective = date;
  effective->clear_verbatim();
}

void AddSchedule(Program* program) {
  const Verb verb =
      AddVerb(program,
              {"schedule", kGroupRecord,
               "Give an activity its first date, mode and place",
               "A mode or place that stands beside the date is read, too.",
               "clearsky schedule clear-sky/2022 forum-2 '12월 예정, 비대면'"},
              DateArgument::kRequired);
  const auto own = std::make_shared<MeetingOptions>();
  AddMeetingOptions(verb, own.get());
  const auto options = verb.options;
  program->SetRun(verb.command, [program, options, own] {
    return RunVerb(
        program->LedgerPlace(), options.get(),
        [&](const VerbContext& context, v1::PlanEvent* event) -> absl::Status {
          ASSIGN_OR_RETURN(
              const DateWordsRead read,
              ReadDateWords("DATE", options->date, context.notation));
          auto* const change = event->mutable_activity_scheduled();
          change->set_activity_id(options->entity);
          *change->mutable_date() = read.date;
          return SetMeeting(*own, read, change);
        });
  });
}

void AddSetDate(Program* program) {
  const Verb verb = AddVerb(
      program,
      {"set-date", kGroupRecord, "Change the planned date",
       "Told as refined when the new date lies within the old, as rescheduled "
       "otherwise.",
       "clearsky set-date clear-sky/2022 air-policy-exchange-7 '10월 말' "
       "--effective 2022-10-05"},
      DateArgument::kRequired);
  const auto options = verb.options;
  program->SetRun(verb.command, [program, options] {
    return RunVerb(
        program->LedgerPlace(), options.get(),
        [&](const VerbContext& context, v1::PlanEvent* event) -> absl::Status {
          ASSIGN_OR_RETURN(
              const DateWordsRead read,
              ReadDateWords("DATE", options->date, context.notation));
          const v1::PartialDate& old_date =
              context.ActivityOf(options->entity).planned_date();
          // Where there is no such change to make, the ledger refuses it in
          // its words.
          if (plan::ClassifyDateChange(old_date, read.date) ==
              v1::DATE_CHANGE_CLASS_REFINED) {
            auto* const change = event->mutable_schedule_refined();
            change->set_activity_id(options->entity);
            *change->mutable_new_date() = read.date;
          } else {
            auto* const change = event->mutable_activity_rescheduled();
            change->set_activity_id(options->entity);
            *change->mutable_new_date() = read.date;
          }
          return absl::OkStatus();
        });
  });
}

void AddHold(Program* program) {
  const Verb verb =
      AddVerb(program,
              {"hold", kGroupRecord, "Tell that a meeting took place",
               "Effective on DATE when --effective is left out.",
               "clearsky hold clear-sky/2022 clear-sky-conference-2022 10.26 "
               "--mode 영상"},
              DateArgument::kRequired);
  const auto own = std::make_shared<MeetingOptions>();
  AddMeetingOptions(verb, own.get());
  const auto options = verb.options;
  options->happens_on_date = true;
  program->SetRun(verb.command, [program, options, own] {
    return RunVerb(
        program->LedgerPlace(), options.get(),
        [&](const VerbContext& context, v1::PlanEvent* event) -> absl::Status {
          ASSIGN_OR_RETURN(
              const DateWordsRead read,
              ReadDateWords("DATE", options->date, context.notation));
          RETURN_IF_ERROR(CheckTookPlace(options->date));
          auto* const change = event->mutable_activity_held();
          change->set_activity_id(options->entity);
          *change->mutable_date() = read.date;
          DefaultEffective(read.date, event);
          return SetMeeting(*own, read, change);
        });
  });
}

void AddLogOccurrence(Program* program) {
  const Verb verb = AddVerb(program,
                            {"log-occurrence", kGroupRecord,
                             "Tell that a standing operation was used once",
                             "Effective on DATE when --effective is left out.",
                             "clearsky log-occurrence clear-sky/2022 "
                             "hotline-2022 12.15 --level 실무자급"},
                            DateArgument::kRequired);
  const auto level = std::make_shared<std::string>();
  verb.command
      ->add_option("--level", *level,
                   "Level of the participants, e.g. 실무자급")
      ->type_name("WORDS");
  const auto options = verb.options;
  options->happens_on_date = true;
  options->needed.push_back(NeedWords("--level", "At which level",
                                      "Level of the participants, as 실무자급.",
                                      level.get(), /*optional=*/true));
  program->SetRun(verb.command, [program, options, level] {
    return RunVerb(
        program->LedgerPlace(), options.get(),
        [&](const VerbContext& context, v1::PlanEvent* event) -> absl::Status {
          ASSIGN_OR_RETURN(
              const DateWordsRead read,
              ReadDateWords("DATE", options->date, context.notation));
          RETURN_IF_ERROR(CheckTookPlace(options->date));
          auto* const change = event->mutable_occurrence_logged();
          change->set_activity_id(options->entity);
          *change->mutable_date() = read.date;
          change->set_level(*level);
          DefaultEffective(read.date, event);
          return absl::OkStatus();
        });
  });
}

void AddPostpone(Program* program) {
  const Verb verb = AddVerb(
      program,
      {"postpone", kGroupRecord, "Put an activity off without a new date",
       "With a new date, see set-date.",
       "clearsky postpone clear-sky/2022 ghg-dialogue-2022 --effective "
       "2022-10-04 --asked-by cn --reason 'public-health: 코로나19'"},
      DateArgument::kNone);
  const auto condition = std::make_shared<std::string>();
  verb.command
      ->add_option("--condition", *condition, "What it waits for, in words")
      ->type_name("WORDS");
  const auto options = verb.options;
  options->needed.push_back(NeedWords("--condition", "What does it wait for",
                                      "In words, as 코로나19 안정.",
                                      condition.get(), /*optional=*/true));
  program->SetRun(verb.command, [program, options, condition] {
    return RunVerb(program->LedgerPlace(), options.get(),
                   [&](const VerbContext&, v1::PlanEvent* event) {
                     auto* const change = event->mutable_activity_postponed();
                     change->set_activity_id(options->entity);
                     change->set_condition(*condition);
                     return absl::OkStatus();
                   });
  });
}

void AddCancel(Program* program) {
  const Verb verb = AddVerb(
      program,
      {"cancel", kGroupRecord, "Tell that an activity will not take place",
       "It can be reinstated.",
       "clearsky cancel clear-sky/2022 forum-2 --reason 'budget: 예산'"},
      DateArgument::kNone);
  const auto options = verb.options;
  program->SetRun(verb.command, [program, options] {
    return RunVerb(
        program->LedgerPlace(), options.get(),
        [&](const VerbContext&, v1::PlanEvent* event) {
          event->mutable_activity_cancelled()->set_activity_id(options->entity);
          return absl::OkStatus();
        });
  });
}

void AddReinstate(Program* program) {
  const Verb verb =
      AddVerb(program,
              {"reinstate", kGroupRecord,
               "Bring a cancelled activity back to the state before", "",
               "clearsky reinstate clear-sky/2022 forum-2"},
              DateArgument::kNone);
  const auto options = verb.options;
  program->SetRun(verb.command, [program, options] {
    return RunVerb(program->LedgerPlace(), options.get(),
                   [&](const VerbContext&, v1::PlanEvent* event) {
                     event->mutable_activity_reinstated()->set_activity_id(
                         options->entity);
                     return absl::OkStatus();
                   });
  });
}

absl::Status MakeSplit(const std::string& activity,
                       const std::vector<std::string>& parts,
                       const VerbContext& context, v1::PlanEvent* event) {
  auto* const change = event->mutable_activity_split();
  change->set_activity_id(activity);
  for (const std::string& text : parts) {
    v1::ActivityPart* const part = change->add_parts();
    const size_t equals = text.find('=');
    part->set_activity_id(text.substr(0, equals));
    if (equals == std::string::npos) continue;
    ASSIGN_OR_RETURN(const DateWordsRead read,
                     ReadDateWords(absl::StrCat("--part ", text),
                                   text.substr(equals + 1), context.notation));
    *part->mutable_new_date() = read.date;
  }
  return absl::OkStatus();
}

Needed NeedParts(std::vector<std::string>* parts) {
  Needed needed;
  needed.name = "--part";
  needed.question = {"Which part (ID=DATE)",
                     "The id of a new activity, and its date behind =, as "
                     "forum-2a=10.12; the date of\n  the whole without one. At "
                     "least two are asked for."};
  needed.list = parts;
  needed.at_least = 2;
  needed.check = [](const VerbContext& context, const std::string& answer) {
    v1::PlanEvent event;
    return MakeSplit("whole", {answer}, context, &event);
  };
  return needed;
}

void AddSplit(Program* program) {
  const Verb verb =
      AddVerb(program,
              {"split", kGroupRecord, "Take an activity apart into two or more",
               "The parts inherit its state, mode, place and ordinal.",
               "clearsky split clear-sky/2022 vehicle-seminar-4 --part "
               "vehicle-seminar-4a=10.12 --part "
               "vehicle-seminar-4b='10월 말'"},
              DateArgument::kNone);
  const auto parts = std::make_shared<std::vector<std::string>>();
  verb.command
      ->add_option("--part", *parts,
                   "Id of a new activity and its date; the date of the whole "
                   "when left out. At least two")
      ->type_name("ID=DATE")
      ->allow_extra_args(false);
  const auto options = verb.options;
  options->needed.push_back(NeedParts(parts.get()));
  program->SetRun(verb.command, [program, options, parts] {
    return RunVerb(program->LedgerPlace(), options.get(),
                   [&](const VerbContext& context, v1::PlanEvent* event) {
                     return MakeSplit(options->entity, *parts, context, event);
                   });
  });
}

}  // namespace

void AddScheduleVerbs(Program* program) {
  AddSchedule(program);
  AddSetDate(program);
  AddHold(program);
  AddPostpone(program);
  AddCancel(program);
  AddReinstate(program);
  AddSplit(program);
  AddLogOccurrence(program);
}

}  // namespace clearsky::cli
