#include "page/plan_page.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "page/describe.h"
#include "page/names.h"
#include "plan/edtf.h"
#include "plan/overdue.h"
#include "table/table.h"

namespace clearsky::page {
namespace {

// The values of a map of the state by what `order` makes of each.
template <typename Map, typename Order>
auto Sorted(const Map& map, Order order) {
  using Value = typename Map::mapped_type;
  std::vector<std::pair<std::string, const Value*>> values;
  for (const auto& [id, value] : map) values.emplace_back(id, &value);
  std::sort(values.begin(), values.end(), [&](const auto& a, const auto& b) {
    return std::make_tuple(order(*a.second), a.first) <
           std::make_tuple(order(*b.second), b.first);
  });
  return values;
}

std::string StateWords(const v1::ActivityState& activity,
                       const std::string& as_of_day) {
  std::string words = NameOf(activity.state());
  const auto day = plan::ParseDay(as_of_day);
  if (day.ok() && plan::IsOverdue(activity, *day) == plan::Answer::kYes) {
    absl::StrAppend(&words, ", overdue");
  }
  return words;
}

std::string WhenWords(const v1::ActivityState& activity) {
  if (!activity.occurrences().empty()) {
    return absl::StrJoin(activity.occurrences(), ", ",
                         [](std::string* out, const v1::Occurrence& use) {
                           out->append(DateWords(use.date()));
                         });
  }
  if (activity.has_actual_date()) return DateWords(activity.actual_date());
  if (!activity.has_planned_date()) return "";
  const std::string words = DateWords(activity.planned_date());
  return activity.state() == v1::ActivityState::STATE_POSTPONED
             ? absl::StrCat("was ", words)
             : words;
}

std::string HowWords(const v1::ActivityState& activity) {
  if (activity.has_actual_delivery() &&
      activity.actual_delivery().mode() != v1::DELIVERY_MODE_UNSPECIFIED) {
    return DeliveryWords(activity.actual_delivery());
  }
  if (activity.has_host()) {
    return absl::StrCat("within ", LabelWords(activity.host().labels()));
  }
  return activity.has_delivery() ? DeliveryWords(activity.delivery()) : "";
}

std::string NameWords(const v1::ActivityRegistered& details) {
  return absl::StrCat(details.ordinal_text(),
                      details.ordinal_text().empty() ? "" : " ",
                      LabelWords(details.titles()));
}

// `1` or `1, 2`: numbers of the projects served, else their ids.
std::string ProjectWords(const v1::PlanState& state,
                         const v1::ActivityRegistered& details) {
  return absl::StrJoin(details.project_ids(), ", ",
                       [&](std::string* out, const std::string& id) {
                         const auto project = state.projects().find(id);
                         if (project == state.projects().end()) {
                           out->append(id);
                         } else {
                           absl::StrAppend(
                               out, project->second.definition().number());
                         }
                       });
}

PageSection AgreementsSection(const v1::PlanState& state) {
  PageSection section{"Agreements",
                      {"id", "stage", "signed", "planned", "period", "title"},
                      {}};
  for (const auto& [id, agreement] :
       Sorted(state.agreements(), [](const v1::AgreementState& value) {
         return value.period().earliest();
       })) {
    section.rows.push_back(
        {id, NameOf(agreement->stage()), agreement->signed_date().edtf(),
         agreement->planned_date().edtf(), agreement->period().edtf(),
         LabelWords(agreement->titles())});
  }
  return section;
}

PageSection ProjectsSection(const v1::PlanState& state) {
  PageSection section{"Projects", {"no.", "id", "area", "name", "note"}, {}};
  const auto order = [&](const v1::ProjectState& project) {
    const auto area = state.areas().find(project.definition().area_id());
    const uint32_t area_order =
        area == state.areas().end() ? 0 : area->second.definition().order();
    return std::make_tuple(area_order, project.definition().number());
  };
  for (const auto& [id, project] : Sorted(state.projects(), order)) {
    const v1::ProjectDefined& definition = project->definition();
    const auto area = state.areas().find(definition.area_id());
    std::string note = project->discontinued() ? "discontinued" : "";
    if (!project->carried_to().empty()) {
      absl::StrAppend(&note, note.empty() ? "" : ", ", "goes on as ",
                      project->carried_to());
    }
    if (!project->carried_from().empty()) {
      absl::StrAppend(&note, note.empty() ? "" : ", ", "comes from ",
                      project->carried_from());
    }
    section.rows.push_back(
        {absl::StrCat(definition.number()), id,
         area == state.areas().end()
             ? definition.area_id()
             : LabelWords(area->second.definition().labels()),
         LabelWords(definition.labels()), note});
  }
  return section;
}

PageSection MeasuresSection(const v1::PlanState& state) {
  PageSection section{"Measures", {"id", "party", "period", "name"}, {}};
  for (const auto& [id, measure] :
       Sorted(state.measures(), [](const v1::MeasureState& value) {
         return value.definition().period().earliest();
       })) {
    const v1::MeasureDefined& definition = measure->definition();
    section.rows.push_back({id, definition.party_id(),
                            definition.period().edtf(),
                            LabelWords(definition.labels())});
  }
  return section;
}

PageSection DiscrepanciesSection(const v1::PlanState& state) {
  PageSection section{
      "Discrepancies", {"id", "of", "field", "kind", "values", "settled"}, {}};
  for (const auto& [id, discrepancy] :
       Sorted(state.discrepancies(),
              [](const v1::DiscrepancyState&) { return 0; })) {
    const v1::DiscrepancyNoted& noted = discrepancy->noted();
    section.rows.push_back(
        {id, noted.entity(), noted.field(), NameOf(noted.kind()),
         absl::StrJoin(noted.values(), " / ",
                       [](std::string* out, const v1::DiscrepantValue& value) {
                         out->append(value.text());
                       }),
         discrepancy->resolved() ? "yes" : "no"});
  }
  return section;
}

PageSection PossibleSection(const v1::PlanState& state) {
  PageSection section{
      "Possibly already so", {"revision", "of", "change", "effective"}, {}};
  for (const v1::PossibleChange& possible : state.possible()) {
    section.rows.push_back({absl::StrCat(possible.revision()),
                            possible.entity(), possible.change(),
                            DateWords(possible.effective())});
  }
  return section;
}

PageSection FindingsSection(const v1::PlanState& state) {
  PageSection section{
      "Findings", {"revision", "of", "severity", "rule", "finding"}, {}};
  for (const v1::Finding& finding : state.findings()) {
    section.rows.push_back({absl::StrCat(finding.revision()), finding.entity(),
                            NameOf(finding.severity()), finding.rule(),
                            finding.message()});
  }
  return section;
}

// What stream `directory` holds, but for persons, who have no words here.
PageSection DirectorySection(const v1::PlanState& state) {
  PageSection section{"Entries", {"id", "kind", "name"}, {}};
  for (const auto& [id, party] :
       Sorted(state.parties(), [](const v1::PartyState&) { return 0; })) {
    section.rows.push_back({id, "party", LabelWords(party->labels())});
  }
  for (const auto& [id, organisation] :
       Sorted(state.organisations(),
              [](const v1::OrganisationState&) { return 0; })) {
    section.rows.push_back({id, organisation->registration().kind(),
                            LabelWords(organisation->registration().labels())});
  }
  for (const auto& [id, role] :
       Sorted(state.roles(), [](const v1::RoleState&) { return 0; })) {
    section.rows.push_back(
        {id, "role", LabelWords(role->assignment().titles())});
  }
  for (const auto& [id, document] :
       Sorted(state.documents(), [](const v1::DocumentState&) { return 0; })) {
    section.rows.push_back({id, document->registration().kind(),
                            LabelWords(document->registration().titles())});
  }
  for (const auto& [id, series] :
       Sorted(state.series(), [](const v1::SeriesState&) { return 0; })) {
    section.rows.push_back(
        {id, "series", LabelWords(series->definition().labels())});
  }
  return section;
}

std::string Padded(const std::string& text, int width) {
  const int missing = width - table::DisplayWidth(text);
  return absl::StrCat(
      text, std::string(static_cast<size_t>(std::max(missing, 0)), ' '));
}

std::string SectionText(const PageSection& section) {
  std::vector<int> widths(section.heads.size(), 0);
  const auto widen = [&](const std::vector<std::string>& row) {
    for (size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], table::DisplayWidth(row[i]));
    }
  };
  widen(section.heads);
  for (const auto& row : section.rows) widen(row);

  std::string text = absl::StrCat("\n", section.title, "\n");
  const auto append = [&](const std::vector<std::string>& row) {
    std::string line = " ";
    for (size_t i = 0; i < row.size(); ++i) {
      absl::StrAppend(&line, " ",
                      i + 1 == row.size() ? row[i] : Padded(row[i], widths[i]),
                      i + 1 == row.size() ? "" : " ");
    }
    line.erase(line.find_last_not_of(' ') + 1);
    absl::StrAppend(&text, line, "\n");
  };
  append(section.heads);
  for (const auto& row : section.rows) append(row);
  return text;
}

std::string MarkdownRow(const std::vector<std::string>& cells) {
  return absl::StrCat(
      "| ",
      absl::StrJoin(
          cells, " | ",
          [](std::string* out, const std::string& cell) {
            out->append(absl::StrReplaceAll(cell, {{"|", "\\|"}, {"\n", " "}}));
          }),
      " |\n");
}

}  // namespace

PageSection ActivitiesSection(const v1::GetPlanResponse& answer) {
  const v1::PlanState& state = answer.state();
  PageSection section{
      "Activities", {"projects", "id", "state", "when", "how", "name"}, {}};
  const auto order = [&](const v1::ActivityState& activity) {
    // Activities outside the table stand after those of the projects.
    uint32_t number = UINT32_MAX;
    for (const std::string& id : activity.details().project_ids()) {
      const auto project = state.projects().find(id);
      if (project == state.projects().end()) continue;
      number = std::min(number, project->second.definition().number());
    }
    return std::make_tuple(number, activity.details().line_order(),
                           activity.registered_revision());
  };
  for (const auto& [id, activity] : Sorted(state.activities(), order)) {
    section.rows.push_back({ProjectWords(state, activity->details()), id,
                            StateWords(*activity, answer.basis().as_of_day()),
                            WhenWords(*activity), HowWords(*activity),
                            NameWords(activity->details())});
  }
  return section;
}

PlanPage MakePlanPage(const v1::GetPlanResponse& answer) {
  const v1::PlanState& state = answer.state();
  PlanPage page;
  const std::string title = LabelWords(state.plan().titles());
  page.title = title.empty() ? state.stream()
                             : absl::StrCat(title, "  (", state.stream(), ")");
  if (state.has_plan()) {
    page.facts.emplace_back("period", DateWords(state.plan().period()));
    page.facts.emplace_back("parties",
                            absl::StrJoin(state.plan().party_ids(), ", "));
    page.facts.emplace_back("carries out", state.plan().parent_agreement());
    page.facts.emplace_back("adopted", state.plan().adopted() ? "yes" : "");
    page.facts.emplace_back("closed", state.plan().closed() ? "yes" : "");
  }
  page.sections = {AgreementsSection(state),  ProjectsSection(state),
                   ActivitiesSection(answer), MeasuresSection(state),
                   DirectorySection(state),   DiscrepanciesSection(state),
                   PossibleSection(state),    FindingsSection(state)};
  std::erase_if(page.facts,
                [](const auto& fact) { return fact.second.empty(); });
  std::erase_if(page.sections, [](const PageSection& section) {
    return section.rows.empty();
  });
  return page;
}

std::string PageText(const PlanPage& page) {
  std::string text = absl::StrCat(page.title, "\n");
  for (const auto& [name, value] : page.facts) {
    absl::StrAppend(&text, "  ", Padded(name, 13), value, "\n");
  }
  for (const PageSection& section : page.sections) {
    absl::StrAppend(&text, SectionText(section));
  }
  return text;
}

std::string PageMarkdown(const PlanPage& page) {
  std::string text = absl::StrCat("# ", page.title, "\n");
  if (!page.facts.empty()) absl::StrAppend(&text, "\n");
  for (const auto& [name, value] : page.facts) {
    absl::StrAppend(&text, "* ", name, ": ", value, "\n");
  }
  for (const PageSection& section : page.sections) {
    absl::StrAppend(
        &text, "\n## ", section.title, "\n\n", MarkdownRow(section.heads),
        MarkdownRow(std::vector<std::string>(section.heads.size(), "---")));
    for (const auto& row : section.rows) {
      absl::StrAppend(&text, MarkdownRow(row));
    }
  }
  return text;
}

std::string SectionTsv(const PageSection& section) {
  std::string text;
  const auto append = [&](const std::vector<std::string>& row) {
    std::vector<std::string> cells;
    for (const std::string& cell : row) {
      cells.push_back(
          absl::StrReplaceAll(cell, {{"\t", " "}, {"\n", " "}, {"\r", " "}}));
    }
    absl::StrAppend(&text, absl::StrJoin(cells, "\t"), "\n");
  };
  append(section.heads);
  for (const auto& row : section.rows) append(row);
  return text;
}

}  // namespace clearsky::page
