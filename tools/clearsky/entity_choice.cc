#include "entity_choice.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "describe.h"
#include "names.h"
#include "plan/activity_rules.h"
#include "print.h"
#include "table/table.h"

namespace clearsky::cli {
namespace {

using Labels = google::protobuf::RepeatedPtrField<v1::Label>;

// At most so many are named in one refusal.
constexpr size_t kMaxNamed = 8;

std::string AllOf(const Labels& labels, absl::string_view before,
                  absl::string_view after) {
  std::string all;
  for (const v1::Label& label : labels) {
    absl::StrAppend(&all, before, label.text(), after, "\n");
  }
  return all;
}

std::string FirstOf(const Labels& labels) {
  for (const v1::Label& label : labels) {
    if (label.language() == "ko") return label.text();
  }
  return labels.empty() ? "" : labels.begin()->text();
}

// The lines of the table, by activity.
std::map<std::string, std::string> LinesOf(const v1::PlanState& state) {
  std::map<std::string, std::string> lines;
  const auto table =
      table::MakeTable(state, "ko", v1::TABLE_STYLE_AS_PUBLISHED);
  if (!table.ok()) return lines;
  for (const v1::TableArea& area : table->areas()) {
    for (const v1::TableProject& project : area.projects()) {
      for (const v1::TableLine& line : project.lines()) {
        lines[line.activity_id()] = line.text();
      }
    }
  }
  return lines;
}

std::vector<Choice> ActivityChoices(const v1::PlanState& state) {
  const std::map<std::string, std::string> lines = LinesOf(state);
  std::vector<const v1::ActivityState*> activities;
  for (const auto& [id, activity] : state.activities()) {
    activities.push_back(&activity);
  }
  const auto place = [&state](const v1::ActivityState* activity) {
    uint32_t number = UINT32_MAX;
    for (const std::string& id : activity->details().project_ids()) {
      const auto project = state.projects().find(id);
      if (project == state.projects().end()) continue;
      number = std::min(number, project->second.definition().number());
    }
    return std::tuple(number, activity->details().line_order(),
                      activity->registered_revision(),
                      activity->details().activity_id());
  };
  std::sort(activities.begin(), activities.end(),
            [&](const auto* a, const auto* b) { return place(a) < place(b); });
  std::vector<Choice> choices;
  for (const v1::ActivityState* activity : activities) {
    const v1::ActivityRegistered& details = activity->details();
    const std::string number = details.ordinal_text().empty()
                                   ? ""
                                   : absl::StrCat(details.ordinal_text(), " ");
    const std::string suffix = details.title_suffix().empty()
                                   ? ""
                                   : absl::StrCat(" ", details.title_suffix());
    Choice choice;
    choice.name = details.activity_id();
    choice.titles = AllOf(details.titles(), number, suffix);
    const auto line = lines.find(choice.name);
    choice.words = line != lines.end()
                       ? line->second
                       : absl::StrCat(number, FirstOf(details.titles()), " (",
                                      plan::StateName(activity->state()), ")");
    choices.push_back(std::move(choice));
  }
  return choices;
}

Choice ChoiceOf(const std::string& id, const Labels& labels,
                absl::string_view more) {
  Choice choice;
  choice.name = id;
  choice.words = absl::StrCat(FirstOf(labels), more);
  choice.titles = AllOf(labels, "", "");
  return choice;
}

std::vector<Choice> Sorted(std::vector<Choice> choices) {
  std::sort(choices.begin(), choices.end(),
            [](const Choice& a, const Choice& b) { return a.name < b.name; });
  return choices;
}

std::vector<Choice> ProjectChoices(const v1::PlanState& state) {
  std::vector<const v1::ProjectState*> projects;
  for (const auto& [id, project] : state.projects()) {
    projects.push_back(&project);
  }
  std::sort(projects.begin(), projects.end(), [](const auto* a, const auto* b) {
    return a->definition().number() < b->definition().number();
  });
  std::vector<Choice> choices;
  for (const v1::ProjectState* project : projects) {
    choices.push_back(ChoiceOf(project->definition().project_id(),
                               project->definition().labels(),
                               project->discontinued() ? " (given up)" : ""));
  }
  return choices;
}

std::vector<Choice> AgreementChoices(const v1::PlanState& state) {
  std::vector<Choice> choices;
  for (const auto& [id, agreement] : state.agreements()) {
    choices.push_back(
        ChoiceOf(id, agreement.titles(),
                 absl::StrCat(" (", NameOf(agreement.stage()), ")")));
  }
  return Sorted(std::move(choices));
}

std::vector<Choice> DiscrepancyChoices(const v1::PlanState& state) {
  std::vector<Choice> choices;
  for (const auto& [id, discrepancy] : state.discrepancies()) {
    std::string words = absl::StrCat(discrepancy.noted().field(), " of ",
                                     discrepancy.noted().entity(), ":");
    for (const v1::DiscrepantValue& value : discrepancy.noted().values()) {
      absl::StrAppend(&words, " / ", value.text());
    }
    absl::StrAppend(&words, discrepancy.resolved() ? " (settled)" : "");
    choices.push_back({id, words, ""});
  }
  return Sorted(std::move(choices));
}

// Letters alone: `청천 컨퍼런스` is `청천컨퍼런스`.
std::string Folded(absl::string_view text) {
  return absl::StrReplaceAll(absl::AsciiStrToLower(text),
                             {{" ", ""}, {"·", ""}, {"ㆍ", ""}});
}

std::vector<const Choice*> WithTitle(const std::vector<Choice>& choices,
                                     const std::string& words) {
  const std::string folded = Folded(words);
  std::vector<const Choice*> whole;
  std::vector<const Choice*> part;
  for (const Choice& choice : choices) {
    const std::string titles = absl::StrCat("\n", Folded(choice.titles));
    if (absl::StrContains(titles, absl::StrCat("\n", folded, "\n"))) {
      whole.push_back(&choice);
    }
    if (absl::StrContains(titles, folded)) part.push_back(&choice);
  }
  return whole.size() == 1 ? whole : part;
}

}  // namespace

std::string ArgumentName(EntityArgument argument) {
  switch (argument) {
    case EntityArgument::kActivity:
    case EntityArgument::kNewActivity:
      return "ACTIVITY";
    case EntityArgument::kAgreement:
    case EntityArgument::kNewAgreement:
      return "AGREEMENT";
    case EntityArgument::kProject:
    case EntityArgument::kNewProject:
      return "PROJECT";
    case EntityArgument::kNewArea:
      return "AREA";
    case EntityArgument::kDiscrepancy:
    case EntityArgument::kNewDiscrepancy:
      return "DISCREPANCY";
    case EntityArgument::kAny:
      return "ENTITY";
    case EntityArgument::kNone:
      return "";
  }
  return "";
}

bool IsNew(EntityArgument argument) {
  return argument == EntityArgument::kNewActivity ||
         argument == EntityArgument::kNewAgreement ||
         argument == EntityArgument::kNewProject ||
         argument == EntityArgument::kNewArea ||
         argument == EntityArgument::kNewDiscrepancy;
}

std::vector<Choice> ChoicesOf(const v1::PlanState& state,
                              EntityArgument argument) {
  switch (argument) {
    case EntityArgument::kActivity:
      return ActivityChoices(state);
    case EntityArgument::kAgreement:
      return AgreementChoices(state);
    case EntityArgument::kProject:
      return ProjectChoices(state);
    case EntityArgument::kDiscrepancy:
      return DiscrepancyChoices(state);
    case EntityArgument::kAny: {
      std::vector<Choice> choices;
      for (const auto& [id, area] : state.areas()) {
        choices.push_back(ChoiceOf(id, area.definition().labels(), " (area)"));
      }
      choices = Sorted(std::move(choices));
      for (const EntityArgument kind :
           {EntityArgument::kProject, EntityArgument::kActivity,
            EntityArgument::kAgreement}) {
        for (Choice& choice : ChoicesOf(state, kind)) {
          choices.push_back(std::move(choice));
        }
      }
      return choices;
    }
    default:
      return {};
  }
}

absl::StatusOr<std::string> ResolveEntity(const v1::PlanState& state,
                                          EntityArgument argument,
                                          const std::string& words) {
  if (IsNew(argument) || argument == EntityArgument::kNone || words.empty()) {
    return words;
  }
  const std::vector<Choice> choices = ChoicesOf(state, argument);
  for (const Choice& choice : choices) {
    if (choice.name == words) return words;
  }
  const std::vector<const Choice*> named = WithTitle(choices, words);
  if (named.empty()) return words;
  if (named.size() == 1) {
    Note(absl::StrCat("'", words, "' is `", named.front()->name,
                      "`: ", named.front()->words));
    return named.front()->name;
  }
  std::string all;
  for (size_t i = 0; i < named.size() && i < kMaxNamed; ++i) {
    absl::StrAppend(&all, i == 0 ? " `" : ", `", named[i]->name, "` (",
                    named[i]->words, ")");
  }
  if (named.size() > kMaxNamed) {
    absl::StrAppend(&all, ", and ", named.size() - kMaxNamed, " more");
  }
  return absl::InvalidArgumentError(absl::StrCat(
      ArgumentName(argument), ": '", words, "' is in the names of ",
      named.size(), ":", all, "; say which by its id"));
}

}  // namespace clearsky::cli
