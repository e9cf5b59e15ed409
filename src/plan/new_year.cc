#include "plan/new_year.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "plan/edtf.h"
#include "plan/history.h"
#include "plan/new_year_draft.h"
#include "plan/next_words.h"
#include "plan/partial_date.h"
#include "plan/recording.h"

namespace clearsky::plan {
namespace {

// `kr-cn#mou`, where the old plan calls it `mou`.
std::string SeenFromElsewhere(const std::string& stream,
                              const std::string& id) {
  return id.empty() || absl::StrContains(id, "#")
             ? id
             : absl::StrCat(stream, "#", id);
}

absl::Status CheckNames(const NewYearDraft& draft) {
  const NewYearRequest& request = *draft.request;
  RETURN_IF_ERROR(CheckPlanName(request.to));
  if (request.to == draft.from().stream() || request.to == kDirectoryStream) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the new plan cannot be `", request.to,
        "`: a new year is a plan of its own, as clear-sky/2023 is"));
  }
  if (!draft.from().has_plan()) {
    return absl::FailedPreconditionError(
        absl::StrCat("`", draft.from().stream(), "` is no plan"));
  }
  for (const std::set<std::string>* ids :
       {&request.include, &request.exclude}) {
    for (const std::string& id : *ids) {
      if (draft.from().activities().contains(id) ||
          draft.from().projects().contains(id) ||
          draft.from().areas().contains(id)) {
        continue;
      }
      return absl::NotFoundError(
          absl::StrCat("`", draft.from().stream(),
                       "` has no activity, project or area `", id, "`"));
    }
  }
  for (const std::string& id : request.include) {
    if (request.exclude.contains(id)) {
      return absl::InvalidArgumentError(
          absl::StrCat("`", id, "` is to be both included and excluded"));
    }
  }
  return absl::OkStatus();
}

absl::Status SetPeriod(NewYearDraft* draft) {
  draft->from_year = YearOfPeriod(draft->from().plan().period());
  if (draft->request->period.has_value()) {
    ASSIGN_OR_RETURN(draft->period, NormalizeDate(*draft->request->period));
    const DayBounds bounds = BoundsOf(draft->period);
    if (!bounds.earliest.has_value() || !bounds.latest.has_value()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "the period `", draft->period.edtf(),
          "` has no first and last day; a plan is for a year (2023) or for "
          "some of them (2023/2027)"));
    }
  } else if (draft->from_year.has_value()) {
    ASSIGN_OR_RETURN(draft->period,
                     DateOfEdtf(absl::StrCat(
                         absl::Dec(*draft->from_year + 1, absl::kZeroPad4))));
  } else {
    return absl::InvalidArgumentError(absl::StrCat(
        "`", draft->from().stream(), "` is for ",
        draft->from().plan().period().edtf().empty()
            ? "no period that is told"
            : draft->from().plan().period().edtf(),
        ", which is no single year; say what the new plan is for"));
  }
  draft->to_year = YearOfPeriod(draft->period);
  return absl::OkStatus();
}

// Titles that were given, and of the other languages those that follow.
void SetTitles(const NewYearDraft& draft, v1::PlanRegistered* plan,
               NewYearItem* item) {
  std::set<std::string> given;
  for (const v1::Label& title : draft.request->titles) {
    *plan->add_titles() = title;
    given.insert(title.language());
  }
  for (const v1::Label& title : draft.from().plan().titles()) {
    if (given.contains(title.language())) continue;
    *plan->add_titles() = draft.NextLabel(title, item);
  }
}

void AddResponsibilities(const NewYearDraft& draft, const std::string& entity,
                         const std::string& new_entity, NewYearItem* item) {
  std::vector<std::pair<uint64_t, const v1::ResponsibilityAssigned*>> found;
  for (const auto& [key, known] : draft.from().responsibilities()) {
    if (known.assignment().entity() == entity) {
      found.emplace_back(known.revision(), &known.assignment());
    }
  }
  std::sort(found.begin(), found.end());
  for (const auto& [revision, assignment] : found) {
    v1::PlanEvent event = draft.EventFrom(
        absl::StrCat("carried over from ", draft.from().stream()));
    *event.mutable_responsibility_assigned() = *assignment;
    event.mutable_responsibility_assigned()->set_entity(new_entity);
    item->to_events.push_back(std::move(event));
  }
  if (!found.empty()) {
    item->notes.push_back(absl::StrCat(
        found.size(),
        found.size() == 1 ? " responsibility" : " responsibilities",
        " carried over"));
  }
}

void AddPlan(NewYearDraft* draft) {
  const v1::PlanInfo& old_plan = draft->from().plan();
  NewYearItem item;
  item.kind = NewYearItem::Kind::kPlan;
  item.id = draft->proposal.to;
  item.from = draft->proposal.from;
  v1::PlanEvent event =
      draft->EventFrom(absl::StrCat("follows ", draft->proposal.from));
  const DayBounds bounds = BoundsOf(draft->period);
  *event.mutable_provenance()->mutable_effective() =
      DateOfDay(*bounds.earliest);
  v1::PlanRegistered& plan = *event.mutable_plan_registered();
  SetTitles(*draft, &plan, &item);
  *plan.mutable_period() = draft->period;
  *plan.mutable_party_ids() = old_plan.party_ids();
  plan.set_parent_agreement(
      SeenFromElsewhere(draft->proposal.from, old_plan.parent_agreement()));
  plan.set_series_id(old_plan.series_id());
  item.name = absl::StrCat(NameOfLabels(plan.titles(), item.id), " (",
                           draft->period.edtf(), ")");
  const DayBounds old_bounds = BoundsOf(old_plan.period());
  if (old_bounds.latest.has_value() && *bounds.earliest <= *old_bounds.latest) {
    item.doubts.push_back(absl::StrCat("its period does not lie after ",
                                       old_plan.period().edtf()));
  }
  if (old_plan.titles_size() > 0 && item.notes.empty() &&
      draft->request->titles.empty()) {
    item.doubts.push_back("the old title has no year to derive one from: kept");
  }
  item.to_events.push_back(std::move(event));
  AddResponsibilities(*draft, draft->proposal.from, draft->proposal.to, &item);
  draft->proposal.items.push_back(std::move(item));
}

void AddAreas(NewYearDraft* draft) {
  std::vector<const v1::AreaDefined*> areas;
  for (const auto& [id, area] : draft->from().areas()) {
    areas.push_back(&area.definition());
  }
  std::sort(areas.begin(), areas.end(), [](const auto* a, const auto* b) {
    return std::pair(a->order(), a->area_id()) <
           std::pair(b->order(), b->area_id());
  });
  for (const v1::AreaDefined* area : areas) {
    const std::string& id = area->area_id();
    if (draft->is_excluded(id)) {
      draft->proposal.left_out.push_back(
          {id, NameOfLabels(area->labels(), id), "excluded"});
      continue;
    }
    NewYearItem item;
    item.kind = NewYearItem::Kind::kArea;
    item.id = id;
    item.from = id;
    item.needs = {0};
    v1::PlanEvent event = draft->EventFrom(
        absl::StrCat("carried over from ", draft->proposal.from, "#", id));
    v1::AreaDefined& made = *event.mutable_area_defined();
    made = *area;
    made.clear_labels();
    for (const v1::Label& label : area->labels()) {
      *made.add_labels() = draft->NextLabel(label, &item);
    }
    item.name = NameOfLabels(made.labels(), id);
    item.to_events.push_back(std::move(event));
    draft->taken.insert(id);
    draft->areas[id] = draft->proposal.items.size();
    draft->proposal.items.push_back(std::move(item));
  }
}

v1::PlanEvent CarriedOver(const NewYearDraft& draft, const std::string& id,
                          bool comes) {
  v1::PlanEvent event = draft.EventFrom("");
  v1::ProjectCarriedOver& change = *event.mutable_project_carried_over();
  change.set_project_id(id);
  if (comes) {
    change.set_from_project(absl::StrCat(draft.proposal.from, "#", id));
  } else {
    change.set_to_project(absl::StrCat(draft.proposal.to, "#", id));
  }
  return event;
}

void AddProject(const v1::ProjectState& project, NewYearDraft* draft) {
  const v1::ProjectDefined& definition = project.definition();
  const std::string& id = definition.project_id();
  NewYearItem item;
  item.kind = NewYearItem::Kind::kProject;
  item.id = id;
  item.from = id;
  item.needs = {0, draft->areas.at(definition.area_id())};
  v1::PlanEvent event = draft->EventFrom(
      absl::StrCat("carried over from ", draft->proposal.from, "#", id));
  v1::ProjectDefined& made = *event.mutable_project_defined();
  made = definition;
  made.clear_labels();
  for (const v1::Label& label : definition.labels()) {
    *made.add_labels() = draft->NextLabel(label, &item);
  }
  item.name =
      absl::StrCat(definition.number(), ". ", NameOfLabels(made.labels(), id));
  item.to_events.push_back(std::move(event));
  item.to_events.push_back(CarriedOver(*draft, id, /*comes=*/true));
  item.from_events.push_back(CarriedOver(*draft, id, /*comes=*/false));
  AddResponsibilities(*draft, id, id, &item);
  if (!project.carried_to().empty()) {
    item.doubts.push_back(
        absl::StrCat("it goes on as `", project.carried_to(), "` already"));
  }
  if (project.discontinued()) {
    item.doubts.push_back("it was given up in the old plan");
  }
  draft->taken.insert(id);
  draft->projects[id] = draft->proposal.items.size();
  draft->proposal.items.push_back(std::move(item));
}

void AddProjects(NewYearDraft* draft) {
  std::vector<const v1::ProjectState*> projects;
  for (const auto& [id, project] : draft->from().projects()) {
    projects.push_back(&project);
  }
  std::sort(projects.begin(), projects.end(), [](const auto* a, const auto* b) {
    return a->definition().number() < b->definition().number();
  });
  for (const v1::ProjectState* project : projects) {
    const std::string& id = project->definition().project_id();
    std::string why;
    if (draft->is_excluded(id)) {
      why = "excluded";
    } else if (!draft->areas.contains(project->definition().area_id())) {
      why = absl::StrCat("its area `", project->definition().area_id(),
                         "` is left out");
    } else if (project->discontinued() && !draft->is_included(id)) {
      why = "given up";
    }
    if (why.empty()) {
      AddProject(*project, draft);
    } else {
      draft->proposal.left_out.push_back(
          {id, NameOfLabels(project->definition().labels(), id), why});
    }
  }
}

}  // namespace

std::optional<int> YearOfPeriod(const v1::PartialDate& period) {
  const DayBounds bounds = BoundsOf(period);
  if (!bounds.earliest.has_value() || !bounds.latest.has_value() ||
      *bounds.earliest != absl::CivilDay(absl::CivilYear(*bounds.earliest)) ||
      *bounds.latest + 1 !=
          absl::CivilDay(absl::CivilYear(*bounds.earliest) + 1)) {
    return std::nullopt;
  }
  return static_cast<int>(bounds.earliest->year());
}

std::string NameOfLabels(
    const google::protobuf::RepeatedPtrField<v1::Label>& labels,
    const std::string& id) {
  for (const v1::Label& label : labels) {
    if (label.language() == "ko") return label.text();
  }
  return labels.empty() ? id : labels.begin()->text();
}

v1::PlanEvent NewYearDraft::EventFrom(absl::string_view origin) const {
  v1::PlanEvent event;
  v1::Provenance& provenance = *event.mutable_provenance();
  provenance = request->provenance;
  provenance.clear_effective();
  // Nobody said it: it follows from the old plan.
  provenance.set_basis(v1::BASIS_INFERRED);
  if (!origin.empty()) {
    v1::Reason& reason = *provenance.mutable_reason();
    if (reason.code() == v1::Reason::CODE_UNSPECIFIED) {
      reason.set_code(v1::Reason::CODE_OTHER);
    }
    reason.set_text(reason.text().empty()
                        ? std::string(origin)
                        : absl::StrCat(origin, ": ", reason.text()));
  }
  return event;
}

v1::Label NewYearDraft::NextLabel(const v1::Label& label,
                                  NewYearItem* item) const {
  v1::Label next = label;
  if (!from_year.has_value() || !to_year.has_value()) return next;
  if (MoveLabel(*from_year, *to_year, &next)) {
    item->notes.push_back(
        absl::StrCat("derived: ", label.text(), " → ", next.text()));
  }
  return next;
}

absl::StatusOr<NewYearProposal> ProposeNewYear(const NewYearSources& sources,
                                               const NewYearRequest& request) {
  NewYearDraft draft;
  draft.sources = &sources;
  draft.request = &request;
  draft.proposal.from = sources.from.stream();
  draft.proposal.to = request.to;
  RETURN_IF_ERROR(CheckNames(draft));
  RETURN_IF_ERROR(SetPeriod(&draft));
  for (const v1::Label& title : request.titles) {
    if (title.text().empty()) {
      return absl::InvalidArgumentError("a title of the new plan has no text");
    }
  }
  AddPlan(&draft);
  AddAreas(&draft);
  AddProjects(&draft);
  AddActivities(&draft);
  return std::move(draft.proposal);
}

std::set<size_t> WithNeeds(const NewYearProposal& proposal,
                           const std::set<size_t>& accepted) {
  std::set<size_t> whole = accepted;
  // Needs lie before what needs them: from the end on, each is seen once.
  for (size_t index = proposal.items.size(); index-- > 0;) {
    if (!whole.contains(index)) continue;
    const std::vector<size_t>& needs = proposal.items[index].needs;
    whole.insert(needs.begin(), needs.end());
  }
  return whole;
}

v1::RecordEventsRequest RequestOf(const NewYearProposal& proposal,
                                  const std::set<size_t>& accepted) {
  v1::RecordEventsRequest request;
  v1::StreamRecord& to = *request.add_streams();
  to.set_stream(proposal.to);
  to.mutable_expected()->set_no_stream(true);
  v1::StreamRecord from;
  from.set_stream(proposal.from);
  for (const size_t index : accepted) {
    const NewYearItem& item = proposal.items[index];
    for (const v1::PlanEvent& event : item.to_events) {
      *to.add_events()->mutable_event() = event;
    }
    for (const v1::PlanEvent& event : item.from_events) {
      *from.add_events()->mutable_event() = event;
    }
  }
  // Without events it only checks that nobody changed the old plan meanwhile.
  *request.add_streams() = std::move(from);
  return request;
}

}  // namespace clearsky::plan
