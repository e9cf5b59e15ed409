#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "app.h"
#include "base/status_macros.h"
#include "input.h"
#include "names.h"
#include "notation/korean.h"
#include "verb.h"

// The verbs on what is said about the record: what a meeting came to, what the
// other party says to a change, statements that differ.

namespace clearsky::cli {
namespace {

template <typename Enum>
std::vector<Choice> ChoicesOfNames() {
  std::vector<Choice> choices;
  for (const auto name : absl::StrSplit(AcceptedNames<Enum>(), ", ")) {
    choices.push_back({std::string(name), ""});
  }
  return choices;
}

struct OutcomeOptions {
  std::string id;
  std::string kind;
  std::vector<std::string> about;
  std::vector<std::string> parties;
  std::string due;
};

absl::Status MakeOutcome(const VerbContext& context,
                         const std::string& activity, const OutcomeOptions& own,
                         v1::PlanEvent* event) {
  v1::OutcomeRecorded& change = *event->mutable_outcome_recorded();
  change.set_activity_id(activity);
  const auto kind = ReadName<v1::OutcomeKind>(own.kind);
  if (!kind.has_value()) {
    return absl::InvalidArgumentError(
        absl::StrCat("--kind: '", own.kind, "' is no kind; accepted are ",
                     AcceptedNames<v1::OutcomeKind>()));
  }
  change.set_kind(*kind);
  *change.add_about() = ReadLabel(absl::StrJoin(own.about, " "));
  for (const std::string& party : own.parties) change.add_party_ids(party);
  if (!own.due.empty()) {
    ASSIGN_OR_RETURN(const DateWordsRead read,
                     ReadDateWords("--due", own.due, context.notation));
    *change.mutable_due() = read.date;
  }
  std::string id = own.id;
  for (int number = 1; id.empty(); ++number) {
    const std::string free = absl::StrCat(activity, "-outcome-", number);
    if (!context.known.outcomes().contains(free)) id = free;
  }
  change.set_outcome_id(id);
  return absl::OkStatus();
}

void AddOutcome(Program* program) {
  const Verb verb = AddVerb(
      program,
      {"outcome", kGroupRecord, "Tell what a meeting dealt with or came to",
       "Its id is made of the meeting's when --id is left out.",
       "clearsky outcome clear-sky/2022 air-policy-exchange-6 '저감 정책 공유' "
       "--kind agreed"},
      DateArgument::kNone);
  const auto own = std::make_shared<OutcomeOptions>();
  verb.command->add_option("WORDS", own->about, "What it is about");
  verb.command
      ->add_option("--kind", own->kind,
                   absl::StrCat("One of ", AcceptedNames<v1::OutcomeKind>()))
      ->type_name("KIND");
  verb.command
      ->add_option("--party", own->parties,
                   "Id of a party that shares it; may repeat")
      ->type_name("ID")
      ->allow_extra_args(false);
  verb.command->add_option("--due", own->due, "By when, when said")
      ->type_name("DATE");
  verb.command->add_option("--id", own->id, "Its id")->type_name("ID");
  const auto options = verb.options;
  Needed about = NeedWords("WORDS", "What did it deal with or come to",
                           "In words.", nullptr);
  about.list = &own->about;
  options->needed.push_back(std::move(about));
  Needed kind = NeedWords("--kind", "What kind of outcome",
                          AcceptedNames<v1::OutcomeKind>(), &own->kind);
  kind.choices = [](const VerbContext&) {
    return ChoicesOfNames<v1::OutcomeKind>();
  };
  options->needed.push_back(std::move(kind));
  options->needed.push_back(NeedDate("--due", "By when (empty: not said)",
                                     &own->due, /*optional=*/true));
  program->SetRun(verb.command, [program, options, own] {
    return RunVerb(program->LedgerPlace(), options.get(),
                   [&](const VerbContext& context, v1::PlanEvent* event) {
                     return MakeOutcome(context, options->entity, *own, event);
                   });
  });
}

void AddReview(Program* program) {
  const Verb verb =
      AddVerb(program,
              {"review", kGroupRecordPlan,
               "Tell that a meeting reviewed the progress of the plan", "",
               "clearsky review clear-sky/2022 '정상 추진 중' --at-activity "
               "kr-cn-environment#dg-6"},
              DateArgument::kNone, EntityArgument::kNone);
  const auto words = std::make_shared<std::vector<std::string>>();
  const auto at_activity = std::make_shared<std::string>();
  verb.command->add_option("WORDS", *words, "What was found");
  verb.command
      ->add_option("--at-activity", *at_activity, "The meeting: ID or PLAN#ID")
      ->type_name("ID");
  const auto options = verb.options;
  options->needed.push_back(NeedWords(
      "--at-activity", "At which meeting",
      "An activity of this plan, or PLAN#ACTIVITY.", at_activity.get()));
  program->SetRun(verb.command, [program, options, words, at_activity] {
    return RunVerb(program->LedgerPlace(), options.get(),
                   [&](const VerbContext&, v1::PlanEvent* event) {
                     auto* const change = event->mutable_progress_reviewed();
                     change->set_at_activity(*at_activity);
                     if (!words->empty()) {
                       *change->add_about() =
                           ReadLabel(absl::StrJoin(*words, " "));
                     }
                     return absl::OkStatus();
                   });
  });
}

absl::StatusOr<uint64_t> ReadRevision(const std::string& words) {
  uint64_t revision = 0;
  if (absl::SimpleAtoi(words, &revision)) return revision;
  return absl::InvalidArgumentError(absl::StrCat(
      "REVISION: '", words,
      "' is no revision of the plan; `clearsky history PLAN` tells them"));
}

void AddAnswerOfTheOther(Program* program, bool disputes) {
  const Verb verb = AddVerb(
      program,
      disputes ? CommandText{"dispute", kGroupRecordOther,
                             "Tell that the other party disputes a change",
                             "`clearsky history PLAN` tells the revision.",
                             "clearsky dispute clear-sky/2022 34 --party cn "
                             "--statement '11월로 알고 있음'"}
               : CommandText{"confirm", kGroupRecordOther,
                             "Tell that the other party confirmed a change",
                             "`clearsky history PLAN` tells the revision.",
                             "clearsky confirm clear-sky/2022 34 --party cn"},
      DateArgument::kNone, EntityArgument::kNone);
  const auto revision = std::make_shared<std::string>();
  const auto party = std::make_shared<std::string>();
  const auto statement = std::make_shared<std::string>();
  verb.command->add_option("REVISION", *revision,
                           "Revision of the change in the plan");
  verb.command->add_option("--party", *party, "Id of the party that speaks")
      ->type_name("ID");
  const auto options = verb.options;
  Needed which =
      NeedWords("REVISION", "Which revision of the plan",
                "The revision that `clearsky history` tells.", revision.get());
  which.check = [](const VerbContext&, const std::string& answer) {
    return ReadRevision(answer).status();
  };
  options->needed.push_back(std::move(which));
  options->needed.push_back(NeedWords("--party", "Which party says so",
                                      "Its id in the directory, as cn.",
                                      party.get()));
  if (disputes) {
    verb.command->add_option("--statement", *statement, "What they say instead")
        ->type_name("WORDS");
    options->needed.push_back(NeedWords("--statement",
                                        "What do they say instead", "In words.",
                                        statement.get(), /*optional=*/true));
  }
  program->SetRun(
      verb.command, [program, options, revision, party, statement, disputes] {
        return RunVerb(
            program->LedgerPlace(), options.get(),
            [&](const VerbContext&, v1::PlanEvent* event) -> absl::Status {
              ASSIGN_OR_RETURN(const uint64_t number, ReadRevision(*revision));
              if (disputes) {
                auto* const change = event->mutable_change_disputed();
                change->set_disputed_revision(number);
                change->set_party_id(*party);
                change->set_statement(*statement);
              } else {
                auto* const change = event->mutable_change_confirmed();
                change->set_confirmed_revision(number);
                change->set_party_id(*party);
              }
              return absl::OkStatus();
            });
      });
}

struct DiscrepancyOptions {
  std::string id;
  std::string field;
  std::vector<std::string> values;
  std::string kind;
};

// `WORDS`, or `WORDS@PARTY`, who says so.
absl::StatusOr<v1::DiscrepantValue> ReadValue(
    const std::string& words, const std::string& field,
    const notation::Context& context) {
  v1::DiscrepantValue value;
  const size_t at = words.rfind('@');
  value.set_text(words.substr(0, at));
  if (at != std::string::npos) value.add_asserted_by(words.substr(at + 1));
  if (field == "date") {
    ASSIGN_OR_RETURN(const DateWordsRead read,
                     ReadDateWords("--value", value.text(), context));
    *value.mutable_date() = read.date;
  } else if (field == "mode") {
    ASSIGN_OR_RETURN(*value.mutable_delivery(), ReadDelivery(value.text()));
  }
  return value;
}

absl::Status MakeDiscrepancy(const VerbContext& context,
                             const std::string& entity,
                             const DiscrepancyOptions& own,
                             v1::PlanEvent* event) {
  v1::DiscrepancyNoted& change = *event->mutable_discrepancy_noted();
  change.set_entity(entity);
  change.set_field(own.field);
  for (const std::string& value : own.values) {
    ASSIGN_OR_RETURN(*change.add_values(),
                     ReadValue(value, own.field, context.notation));
  }
  const auto kind = ReadName<v1::DiscrepancyKind>(own.kind);
  if (!kind.has_value()) {
    return absl::InvalidArgumentError(
        absl::StrCat("--kind: '", own.kind, "' is no kind; accepted are ",
                     AcceptedNames<v1::DiscrepancyKind>()));
  }
  change.set_kind(*kind);
  const std::string wanted =
      own.id.empty() ? absl::StrCat(entity, "-", own.field) : own.id;
  std::string id = wanted;
  for (int number = 2;
       own.id.empty() && context.known.discrepancies().contains(id); ++number) {
    id = absl::StrCat(wanted, "-", number);
  }
  change.set_discrepancy_id(id);
  return absl::OkStatus();
}

void AddNoteDiscrepancy(Program* program) {
  const Verb verb = AddVerb(
      program,
      {"note-discrepancy", kGroupRecordOther,
       "Tell that two statements of one fact differ",
       "State keeps the value that it had, until it is settled: see "
       "resolve-discrepancy.",
       "clearsky note-discrepancy clear-sky/2022 ghg-dialogue-2022 --field "
       "date --value 10월@kr --value 11월@cn"},
      DateArgument::kNone, EntityArgument::kAny);
  const auto own = std::make_shared<DiscrepancyOptions>();
  own->kind = "conflict";
  verb.command
      ->add_option("--field", own->field,
                   "date, mode, venue, title, status or another")
      ->type_name("FIELD");
  verb.command
      ->add_option("--value", own->values,
                   "A value, and who says so behind @; at least two")
      ->type_name("WORDS[@PARTY]")
      ->allow_extra_args(false);
  verb.command
      ->add_option("--kind", own->kind,
                   "conflict, or compatible: one is within the other")
      ->check(CLI::IsMember({"conflict", "compatible"}))
      ->type_name("KIND")
      ->capture_default_str();
  verb.command->add_option("--id", own->id, "Its id")->type_name("ID");
  const auto options = verb.options;
  Needed field =
      NeedWords("--field", "Which field differs",
                "What two statements tell differently.", &own->field);
  field.choices = [](const VerbContext&) {
    return std::vector<Choice>{{"date", ""},
                               {"mode", ""},
                               {"venue", ""},
                               {"title", ""},
                               {"status", ""}};
  };
  options->needed.push_back(std::move(field));
  Needed value = NeedWords("--value", "What does one of them say",
                           "The value in words, and behind @ the party: "
                           "10월@kr. At least two are asked for.",
                           nullptr);
  value.list = &own->values;
  value.at_least = 2;
  options->needed.push_back(std::move(value));
  program->SetRun(verb.command, [program, options, own] {
    return RunVerb(program->LedgerPlace(), options.get(),
                   [&](const VerbContext& context, v1::PlanEvent* event) {
                     return MakeDiscrepancy(context, options->entity, *own,
                                            event);
                   });
  });
}

// The value that is accepted, by its place from 1 or its words.
absl::StatusOr<uint32_t> ReadAccepted(const VerbContext& context,
                                      const std::string& discrepancy,
                                      const std::string& words) {
  const auto known = context.known.discrepancies().find(discrepancy);
  // The ledger refuses what it does not know, in its words.
  if (known == context.known.discrepancies().end()) return 0u;
  const auto& values = known->second.noted().values();
  std::vector<std::string> texts;
  for (int i = 0; i < values.size(); ++i) {
    if (values[i].text() == words) return static_cast<uint32_t>(i);
    texts.push_back(absl::StrCat(i + 1, " (", values[i].text(), ")"));
  }
  uint32_t number = 0;
  if (absl::SimpleAtoi(words, &number) && number >= 1 &&
      number <= texts.size()) {
    return number - 1;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("--accept: '", words,
                   "' is none of its values; accepted "
                   "are ",
                   absl::StrJoin(texts, ", ")));
}

void AddResolveDiscrepancy(Program* program) {
  const Verb verb =
      AddVerb(program,
              {"resolve-discrepancy", kGroupRecordOther,
               "Tell which of two statements was right",
               "A date or mode that is accepted takes hold.",
               "clearsky resolve-discrepancy clear-sky/2022 "
               "clear-sky-conference-2022-date --accept '올해 10월 말'"},
              DateArgument::kNone, EntityArgument::kDiscrepancy);
  const auto accept = std::make_shared<std::string>();
  const auto how = std::make_shared<std::string>();
  verb.command
      ->add_option("--accept", *accept,
                   "The value that was right: its words, or its place from 1")
      ->type_name("VALUE");
  verb.command->add_option("--how", *how, "How it was settled, in words")
      ->type_name("WORDS");
  const auto options = verb.options;
  Needed value = NeedWords("--accept", "Which value was right",
                           "One of the values that differ.", accept.get());
  value.choices = [options = options.get()](const VerbContext& context) {
    std::vector<Choice> choices;
    const auto known = context.known.discrepancies().find(options->entity);
    if (known == context.known.discrepancies().end()) return choices;
    for (const v1::DiscrepantValue& each : known->second.noted().values()) {
      choices.push_back({each.text(), absl::StrJoin(each.asserted_by(), ", ")});
    }
    return choices;
  };
  options->needed.push_back(std::move(value));
  options->needed.push_back(NeedWords("--how", "How was it settled",
                                      "In words, as 공문으로 확인.", how.get(),
                                      /*optional=*/true));
  program->SetRun(verb.command, [program, options, accept, how] {
    return RunVerb(
        program->LedgerPlace(), options.get(),
        [&](const VerbContext& context, v1::PlanEvent* event) -> absl::Status {
          auto* const change = event->mutable_discrepancy_resolved();
          change->set_discrepancy_id(options->entity);
          ASSIGN_OR_RETURN(const uint32_t index,
                           ReadAccepted(context, options->entity, *accept));
          change->set_accepted_value(index);
          change->set_resolution(*how);
          return absl::OkStatus();
        });
  });
}

}  // namespace

void AddAccountVerbs(Program* program) {
  AddOutcome(program);
  AddReview(program);
  AddAnswerOfTheOther(program, /*disputes=*/false);
  AddAnswerOfTheOther(program, /*disputes=*/true);
  AddNoteDiscrepancy(program);
  AddResolveDiscrepancy(program);
}

}  // namespace clearsky::cli
