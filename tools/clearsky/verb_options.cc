#include "verb_options.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "input.h"

namespace clearsky::cli {

const v1::ActivityState& VerbContext::ActivityOf(const std::string& id) const {
  const auto found = state.activities().find(id);
  return found == state.activities().end()
             ? v1::ActivityState::default_instance()
             : found->second;
}

std::shared_ptr<VerbOptions> AddVerbArguments(CLI::App* command,
                                              EntityArgument entity,
                                              DateArgument date) {
  auto options = std::make_shared<VerbOptions>();
  options->entity_argument = entity;
  command->add_option("PLAN", options->plan,
                      "The plan's stream, e.g. clear-sky/2022");
  if (entity != EntityArgument::kNone) {
    command->add_option(ArgumentName(entity), options->entity,
                        IsNew(entity)
                            ? "Its new id, e.g. air-policy-exchange-8"
                            : "Its id, e.g. air-policy-exchange-7; or its "
                              "title, or a part that no other has");
  }
  if (date != DateArgument::kNone) {
    command->add_option(
        "DATE", options->date_words,
        "As officials write it (10.26, 10월 말, 8.31~9.2, 어제) or EDTF "
        "(2022-10-26, 2022-10)");
    options->needed.push_back(NeedDate("DATE", "Which date", &options->date,
                                       date == DateArgument::kOptional));
  }
  AddVerbOptions(command, options.get());
  return options;
}

void AddVerbOptions(CLI::App* command, VerbOptions* options) {
  const auto add = [command](const char* name, auto& value, const char* type,
                             const char* text) {
    return command->add_option(name, value, text)
        ->type_name(type)
        ->allow_extra_args(false)
        ->group("Provenance");
  };
  add("--effective", options->effective, "DATE",
      "When it became so in the world; today when left out");
  add("--reason", options->reason, "TEXT",
      "Why, in words; `CODE: words` for public-health, scheduling, "
      "preparation, diplomatic, budget, force-majeure, entry-error");
  add("--asked-by", options->asked_by, "ID",
      "A party or organisation that asked for it; may repeat");
  add("--source", options->source, "DOC",
      "Id of the registered document that says so");
  add("--actor", options->actor, "WHO",
      "Who made the change: PERSON, PERSON@ORGANISATION or @ORGANISATION")
      ->check(CheckActor);
  add("--expect-revision", options->expected_revision, "N",
      "Refuse unless the plan's last revision is N")
      ->check(CheckCount);
  add("--at", options->at, "TIME",
      "On simulated ledgers: the time it is recorded, RFC 3339, or a day");
  AddAskingOptions(command, options);
}

void AddAskingOptions(CLI::App* command, VerbOptions* options) {
  command
      ->add_flag("-i,--interactive", options->interactive,
                 "Ask for what is missing, one question at a time, and before "
                 "recording")
      ->group("Asking");
  CLI::Option* const yes =
      command->add_flag("--yes", options->yes, "Do not ask before recording")
          ->group("Asking");
  command
      ->add_flag("--confirm", options->confirm,
                 "Show the line before and after, and ask before recording")
      ->excludes(yes)
      ->group("Asking");
  command
      ->add_flag("--dry-run", options->dry_run,
                 "Check everything, show the line before and after, record "
                 "nothing")
      ->group("Asking");
}

Verb AddVerb(Program* program, const CommandText& text, DateArgument date,
             EntityArgument entity) {
  CLI::App* const command = program->AddOnLedger(text);
  return {command, AddVerbArguments(command, entity, date)};
}

Needed NeedDate(const std::string& name, const std::string& words,
                std::string* text, bool optional) {
  Needed needed;
  needed.name = name;
  needed.question = {
      words,
      "A date as officials write it: 10.26, 10월 말, 8.31~9.2, 내년 상반기, "
      "어제, 미정;\n  or EDTF: 2022-10-26, 2022-10.",
      optional};
  needed.text = text;
  needed.check = [name](const VerbContext& context, const std::string& answer) {
    return ReadDateWords(name, answer, context.notation).status();
  };
  return needed;
}

Needed NeedMode(const std::string& name, std::string* text) {
  Needed needed;
  needed.name = name;
  needed.question = {"How does it take place",
                     "영상, 비대면, 대면, 온·오프라인 병행, 서면; where it is "
                     "known.",
                     true};
  needed.text = text;
  needed.check = [](const VerbContext&, const std::string& answer) {
    return ReadDelivery(answer).status();
  };
  return needed;
}

Needed NeedVenue(const std::string& name, std::string* text) {
  Needed needed;
  needed.name = name;
  needed.question = {
      "Where",
      "A city (서울), a building in it (한강홍수통제소, 서울), or "
      "a building alone, with a comma behind.",
      true};
  needed.text = text;
  needed.check = [](const VerbContext&, const std::string& answer) {
    return ReadVenue(answer).status();
  };
  return needed;
}

Needed NeedWords(const std::string& name, const std::string& words,
                 const std::string& explanation, std::string* text,
                 bool optional) {
  Needed needed;
  needed.name = name;
  needed.question = {words, explanation, optional};
  needed.text = text;
  return needed;
}

absl::Status CheckNothingMissing(const VerbOptions& options) {
  const auto missing = [](absl::string_view name) {
    return UsageError(
        absl::StrCat(name, " is required; --interactive asks for it"));
  };
  if (options.plan.empty()) return missing("PLAN");
  if (options.entity.empty() &&
      options.entity_argument != EntityArgument::kNone) {
    return missing(ArgumentName(options.entity_argument));
  }
  for (const Needed& needed : options.needed) {
    if (needed.question.optional || !needed.is_missing()) continue;
    return needed.at_least > 1
               ? UsageError(absl::StrCat(needed.name, " is required at least ",
                                         needed.at_least,
                                         " times; --interactive asks for it"))
               : missing(needed.name);
  }
  return absl::OkStatus();
}

}  // namespace clearsky::cli
