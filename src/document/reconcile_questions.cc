#include "document/reconcile_questions.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "document/event_list.h"
#include "document/facts.h"
#include "plan/partial_date.h"

namespace clearsky::document {
namespace {

using State = v1::ActivityState;

class Asker {
 public:
  explicit Asker(const Held& held)
      : in_(*held.input),
        plan_(*held.plan),
        projects_(*held.projects),
        lines_(held.lines),
        ids_(held.ids),
        trial_(held.trial),
        new_(held.fresh),
        drafts_(held.drafts) {}

  // A project that the plan does not have: all of it, or nothing.
  void AskAboutUnknownProjects() {
    uint32_t number = 0;
    uint32_t area_order = 0;
    for (const auto& [id, project] : in_.latest->projects()) {
      number = std::max(number, project.definition().number());
    }
    for (const auto& [id, area] : in_.latest->areas()) {
      area_order = std::max(area_order, area.definition().order());
    }
    std::map<std::string, v1::EventToRecord> areas;
    for (const DocumentProject& project : projects_.projects) {
      if (project.is_known) continue;
      AskAboutProject(project, ++number, &area_order, &areas);
    }
  }

  // Lines of the plan that the document does not have any more.
  void AskAboutVanished() {
    std::vector<std::set<int>> printed(plan_.activities().size());
    for (const DocumentLine& line : lines_->lines) {
      if (!line.plan_activity.has_value()) continue;
      printed[*line.plan_activity].insert(line.projects.begin(),
                                          line.projects.end());
    }
    for (size_t number = 0; number < plan_.projects().size(); ++number) {
      for (const size_t index : plan_.projects()[number].lines) {
        const PlanActivity& activity = plan_.activities()[index];
        if (printed[index].contains(static_cast<int>(number))) continue;
        if (printed[index].empty()) {
          // Asked once, under the first of its projects.
          if (activity.projects.front() != static_cast<int>(number)) continue;
          AskAboutLine(activity);
        } else {
          AskAboutPlace(activity, plan_.projects()[number], printed[index]);
        }
      }
    }
  }

 private:
  v1::PartialDate PlanBegin() const {
    const plan::DayBounds bounds = plan::BoundsOf(in_.latest->plan().period());
    return plan::DateOfDay(bounds.earliest.has_value() &&
                                   *bounds.earliest <= in_.day
                               ? *bounds.earliest
                               : in_.day);
  }

  const std::string* AreaIdOf(const DocumentProject& project) const {
    for (const DocumentArea& area : projects_.areas) {
      if (area.text == project.area) return &area.area_id;
    }
    return nullptr;
  }

  void AskAboutProject(const DocumentProject& project, uint32_t number,
                       uint32_t* area_order,
                       std::map<std::string, v1::EventToRecord>* areas) {
    const size_t entry = project.entries.front();
    v1::ReconciliationProposal* proposal =
        drafts_->Propose(entry, v1::RECONCILIATION_KIND_QUESTION, "");
    proposal->set_document_line(
        absl::StrCat(project.area, " / ", project.project));
    proposal->set_words(
        absl::StrCat("the plan has no project `", project.project, "`; its ",
                     project.entries.size(), " line(s) are left out"));
    proposal->set_confidence(v1::RECONCILIATION_CONFIDENCE_DOUBTFUL);

    const ByteRange range = in_.table->lines[entry].place.range;
    const auto label = [](const std::string& text, Labels* labels) {
      AddLabel("ko", text.empty() ? "-" : text, v1::Label::KIND_TABLE, labels);
    };
    v1::StreamRecord all;
    std::string area_id = *AreaIdOf(project);
    if (area_id.empty()) {
      const auto [known, is_new] = areas->try_emplace(project.area);
      if (is_new) {
        EventList events(in_.plan, &in_.source);
        v1::AreaDefined* area =
            events.Add(PlanBegin(), v1::BASIS_INFERRED, range)
                .mutable_area_defined();
        area->set_order(++*area_order);
        area->set_area_id(ids_->Take(absl::StrCat("a", area->order())));
        label(project.area, area->mutable_labels());
        known->second = events.Finish().events(0);
      }
      *all.add_events() = known->second;
      area_id = known->second.event().area_defined().area_id();
    }
    EventList defined(in_.plan, &in_.source);
    v1::ProjectDefined* definition =
        defined.Add(PlanBegin(), v1::BASIS_INFERRED, range)
            .mutable_project_defined();
    definition->set_project_id(ids_->Take(absl::StrCat("p", number)));
    definition->set_number(number);
    definition->set_area_id(area_id);
    label(project.project, definition->mutable_labels());
    const std::string project_id = definition->project_id();
    all.mutable_events()->MergeFrom(defined.Finish().events());
    proposal->set_entity(project_id);
    AddLinesOf(project, project_id, &all);

    if (const absl::Status status = trial_->TryCommon(all); !status.ok()) {
      drafts_->Find(entry, "refused", status.message());
      return;
    }
    v1::ReconciliationAlternative* alternative = proposal->add_alternatives();
    alternative->set_words(
        absl::StrCat("define it as `", project_id, "`, with its lines"));
    *alternative->mutable_events() = std::move(*all.mutable_events());
    drafts_->GiveIds(alternative->mutable_events());
  }

  // Events of the lines that stand under no project that the plan has.
  void AddLinesOf(const DocumentProject& project, const std::string& project_id,
                  v1::StreamRecord* all) {
    uint32_t order = 0;
    for (const size_t entry : project.entries) {
      if (lines_->of_entry[entry] < 0) continue;
      DocumentLine& line =
          lines_->lines[static_cast<size_t>(lines_->of_entry[entry])];
      if (line.plan_activity.has_value() || !line.activity.id.empty() ||
          !line.is_read) {
        drafts_->Find(
            entry, "line-of-unknown-project",
            absl::StrCat("`", line.text, "` stands under `", project.project,
                         "`, too, which the plan does not have"));
        continue;
      }
      TellReadingOf(line, drafts_);
      new_->Describe({project_id}, &line);
      line.activity.line_order = ++order;
      Findings findings;
      all->mutable_events()->MergeFrom(
          new_->EventsOf(line.activity, &findings).events());
      for (const v1::DocumentFinding& finding : findings) {
        drafts_->Find(entry, finding.rule(), finding.message());
      }
    }
  }

  void AddAlternative(const PlanActivity& activity, absl::string_view words,
                      v1::PlanEvent change,
                      v1::ReconciliationProposal* proposal) {
    EventList events(in_.plan, &in_.source);
    v1::PlanEvent& event =
        events.Add(plan::DateOfDay(in_.day), v1::BASIS_INFERRED, ByteRange{});
    change.mutable_provenance()->Swap(event.mutable_provenance());
    event = std::move(change);
    v1::StreamRecord record = events.Finish();
    const absl::StatusOr<Tried> tried = trial_->Try(activity.id, record);
    if (!tried.ok()) return;
    v1::ReconciliationAlternative* alternative = proposal->add_alternatives();
    alternative->set_words(std::string(words));
    alternative->set_line_after(tried->line);
    *alternative->mutable_events() = std::move(*record.mutable_events());
    drafts_->GiveIds(alternative->mutable_events());
  }

  void AskAboutLine(const PlanActivity& activity) {
    v1::ReconciliationProposal* proposal = drafts_->Propose(
        Drafts::kNowhere, v1::RECONCILIATION_KIND_QUESTION, activity.id);
    proposal->set_line_before(activity.line);
    proposal->set_line_after(activity.line);
    proposal->set_confidence(v1::RECONCILIATION_CONFIDENCE_DOUBTFUL);
    proposal->set_words(
        "the document does not have it any more; it is kept as it is");
    if (!IsOpen(activity.state->state())) return;
    v1::PlanEvent cancelled;
    cancelled.mutable_activity_cancelled()->set_activity_id(activity.id);
    AddAlternative(activity, "it was cancelled", cancelled, proposal);
    if (activity.state->state() != State::STATE_POSTPONED) {
      v1::PlanEvent postponed;
      postponed.mutable_activity_postponed()->set_activity_id(activity.id);
      AddAlternative(activity, "it was postponed", postponed, proposal);
    }
    v1::ReconciliationAlternative* kept = proposal->add_alternatives();
    kept->set_words("it was left out by mistake: keep it");
    kept->set_line_after(activity.line);
  }

  void AskAboutPlace(const PlanActivity& activity, const PlanProject& project,
                     const std::set<int>& printed) {
    if (drafts_->Moves(activity.id)) return;
    v1::ReconciliationProposal* proposal = drafts_->Propose(
        Drafts::kNowhere, v1::RECONCILIATION_KIND_QUESTION, activity.id);
    proposal->set_line_before(activity.line);
    proposal->set_line_after(activity.line);
    proposal->set_confidence(v1::RECONCILIATION_CONFIDENCE_DOUBTFUL);
    proposal->set_words(absl::StrCat("the document has it no longer under `",
                                     project.text, "`; it is kept there"));
    v1::PlanEvent change;
    v1::ActivityDetailsChanged* details =
        change.mutable_activity_details_changed();
    details->set_activity_id(activity.id);
    details->add_changed_fields("project_ids");
    for (const std::string& id : activity.details->project_ids()) {
      if (printed.contains(plan_.ProjectOfId(id))) {
        details->mutable_details()->add_project_ids(id);
      }
    }
    AddAlternative(activity, "take it out there", change, proposal);
  }

  const ReconcileInput& in_;
  const PlanSide& plan_;
  const DocumentProjects& projects_;
  DocumentLines* const lines_;
  FreeIds* const ids_;
  Trial* const trial_;
  NewActivities* const new_;
  Drafts* const drafts_;
};

}  // namespace

void AskAboutUnknownProjects(const Held& held) {
  Asker(held).AskAboutUnknownProjects();
}

void AskAboutVanished(const Held& held) { Asker(held).AskAboutVanished(); }

bool IsOpen(State::State state) {
  return state == State::STATE_REGISTERED || state == State::STATE_PLANNED ||
         state == State::STATE_POSTPONED || state == State::STATE_ONGOING;
}

void TellReadingOf(const DocumentLine& line, Drafts* drafts) {
  const size_t entry = line.entries.front();
  for (const std::string& field : line.activity.reading.unread) {
    drafts->Find(entry, "field-unread",
                 absl::StrCat("`", field, "` in `", line.text,
                              "` was not understood and is not in the events"));
  }
  for (const notation::NotationFinding& finding :
       line.activity.reading.findings) {
    drafts->Find(entry, finding.rule,
                 absl::StrCat(finding.message, " in `", line.text, "`"));
  }
}

}  // namespace clearsky::document
