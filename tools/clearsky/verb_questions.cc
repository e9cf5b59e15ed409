#include "verb_questions.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "describe.h"
#include "plan/recording.h"

namespace clearsky::cli {
namespace {

std::string KindOfThing(EntityArgument argument) {
  switch (argument) {
    case EntityArgument::kActivity:
    case EntityArgument::kNewActivity:
      return "activity";
    case EntityArgument::kAgreement:
    case EntityArgument::kNewAgreement:
      return "agreement";
    case EntityArgument::kProject:
    case EntityArgument::kNewProject:
      return "project";
    case EntityArgument::kNewArea:
      return "area";
    case EntityArgument::kDiscrepancy:
    case EntityArgument::kNewDiscrepancy:
      return "discrepancy";
    default:
      return "thing of the plan";
  }
}

absl::Status AskForNewId(const VerbContext& context, VerbOptions* options) {
  Question question;
  question.words = absl::StrCat("What is the id of the new ",
                                KindOfThing(options->entity_argument));
  question.explanation =
      "Its name in commands, of a-z, 0-9, - and ., as air-policy-exchange-8; "
      "it never\n  changes.";
  question.check = [&](const std::string& answer) -> absl::Status {
    RETURN_IF_ERROR(plan::CheckSlug("The id", answer));
    const v1::PlanState& known = context.known;
    if (known.activities().contains(answer) ||
        known.projects().contains(answer) || known.areas().contains(answer) ||
        known.agreements().contains(answer) ||
        known.discrepancies().contains(answer)) {
      return absl::AlreadyExistsError(
          absl::StrCat("`", answer, "` is there already; another is needed"));
    }
    return absl::OkStatus();
  };
  ASSIGN_OR_RETURN(options->entity, Prompt::OnTerminal().Ask(question));
  return absl::OkStatus();
}

absl::StatusOr<std::string> AskOne(const VerbContext& context,
                                   const Needed& needed) {
  if (needed.choices != nullptr) {
    const std::vector<Choice> choices = needed.choices(context);
    if (!choices.empty()) {
      ASSIGN_OR_RETURN(const std::optional<size_t> chosen,
                       Prompt::OnTerminal().Choose(needed.question, choices));
      return chosen.has_value() ? choices[*chosen].name : std::string();
    }
  }
  Question question = needed.question;
  if (needed.check != nullptr) {
    question.check = [&](const std::string& answer) {
      return needed.check(context, answer);
    };
  }
  return Prompt::OnTerminal().Ask(question);
}

}  // namespace

absl::StatusOr<std::string> AskForPlan(Connection* connection,
                                       const Question& question) {
  std::vector<Choice> choices;
  v1::ListPlansRequest request;
  do {
    ASSIGN_OR_RETURN(const v1::ListPlansResponse page,
                     connection->ListPlans(request));
    for (const v1::PlanSummary& plan : page.plans()) {
      Choice choice;
      choice.name = plan.plan();
      choice.words = LabelWords(plan.titles());
      for (const v1::Label& title : plan.titles()) {
        absl::StrAppend(&choice.titles, title.text(), "\n");
      }
      choices.push_back(std::move(choice));
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  if (choices.empty()) {
    return absl::NotFoundError(
        "the ledger has no plans yet; `import` or `new-plan` makes one");
  }
  ASSIGN_OR_RETURN(const std::optional<size_t> chosen,
                   Prompt::OnTerminal().Choose(question, choices));
  return choices[*chosen].name;
}

absl::Status AskForEntity(const VerbContext& context, VerbOptions* options,
                          Asked* asked) {
  const EntityArgument argument = options->entity_argument;
  if (argument == EntityArgument::kNone || !options->entity.empty()) {
    return absl::OkStatus();
  }
  asked->entity = true;
  if (IsNew(argument)) return AskForNewId(context, options);
  const std::vector<Choice> choices = ChoicesOf(context.known, argument);
  if (choices.empty()) {
    return absl::NotFoundError(absl::StrCat("`", options->plan, "` has no ",
                                            KindOfThing(argument), " yet"));
  }
  const Question question = {
      absl::StrCat("Which ", KindOfThing(argument)),
      absl::StrCat("One ", KindOfThing(argument), " of ", options->plan, ".")};
  ASSIGN_OR_RETURN(const std::optional<size_t> chosen,
                   Prompt::OnTerminal().Choose(question, choices));
  options->entity = choices[*chosen].name;
  return absl::OkStatus();
}

absl::Status AskForNeeded(const VerbContext& context, VerbOptions* options,
                          Asked* asked) {
  for (size_t i = 0; i < options->needed.size(); ++i) {
    const Needed& needed = options->needed[i];
    if (!needed.is_missing()) continue;
    if (std::find(asked->needed.begin(), asked->needed.end(), i) ==
        asked->needed.end()) {
      asked->needed.push_back(i);
    }
    do {
      ASSIGN_OR_RETURN(const std::string answer, AskOne(context, needed));
      if (answer.empty()) break;
      if (needed.text != nullptr) {
        *needed.text = answer;
      } else {
        needed.list->push_back(answer);
      }
    } while (needed.is_missing());
  }
  return absl::OkStatus();
}

absl::Status AskWhenAndWhy(const VerbContext& context, VerbOptions* options,
                           Asked* asked) {
  if (options->effective.empty() && !options->happens_on_date) {
    asked->effective = true;
    Needed since = NeedDate("--effective", "Since when is it so (empty: today)",
                            &options->effective, true);
    since.question.optional = true;
    ASSIGN_OR_RETURN(options->effective, AskOne(context, since));
  }
  if (options->reason.empty()) {
    Question why;
    why.words = "Why";
    why.explanation =
        "The reason in words; a kind may stand before it: public-health, "
        "scheduling,\n  preparation, diplomatic, budget, force-majeure, as in "
        "`budget: 예산`.";
    why.optional = true;
    ASSIGN_OR_RETURN(options->reason, Prompt::OnTerminal().Ask(why));
  }
  return absl::OkStatus();
}

void Forget(const Asked& asked, bool entity, VerbOptions* options) {
  if (asked.entity && entity) options->entity.clear();
  if (asked.effective) options->effective.clear();
  for (const size_t index : asked.needed) {
    const Needed& needed = options->needed[index];
    if (needed.text != nullptr) {
      needed.text->clear();
    } else {
      needed.list->clear();
    }
  }
}

}  // namespace clearsky::cli
