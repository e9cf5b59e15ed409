#include "document/reconcile.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "document/line_meaning.h"
#include "document/reconcile_differences.h"
#include "document/reconcile_drafts.h"
#include "document/reconcile_labels.h"
#include "document/reconcile_lines.h"
#include "document/reconcile_names.h"
#include "document/reconcile_new.h"
#include "document/reconcile_order.h"
#include "document/reconcile_plan.h"
#include "document/reconcile_projects.h"
#include "document/reconcile_questions.h"
#include "document/reconcile_trial.h"
#include "plan/edtf.h"
#include "plan/partial_date.h"
#include "table/table.h"

namespace clearsky::document {
namespace {

using State = v1::ActivityState;

class Reconciler {
 public:
  explicit Reconciler(const ReconcileInput& input)
      : in_(input),
        drafts_(input),
        plan_(*input.state, *input.latest),
        plan_year_(table::PlanYear(*input.latest)),
        ids_(*input.history),
        trial_(input.plan, *input.history, input.day, input.record_day,
               plan_year_,
               [this](absl::string_view stream, plan::EntityKind kind,
                      absl::string_view id) {
                 return drafts_.Exists(stream, kind, id);
               }),
        new_(input, plan_, &ids_) {}

  v1::Reconciliation Run() {
    projects_ = FindProjects(*in_.table, plan_, *in_.state);
    notation::Context context{in_.day, std::nullopt};
    if (plan_year_ != 0) context.default_year = plan_year_;
    lines_ = FindLines(*in_.table, projects_, plan_, context);
    TellReading();
    NoteDiscrepanciesKnown();
    NoteFewerPrintings();
    CompareNames();
    for (const OutOfOrder& at : FindOutOfOrder(projects_, plan_, *in_.state)) {
      drafts_.Find(at.entry, "order-not-kept", at.message);
    }
    DescribeNew();
    OrderAll();
    for (size_t i = 0; i < lines_.lines.size(); ++i) CompareLine(i);
    const Held held = {&in_,  &plan_,  &projects_, &lines_,
                       &ids_, &trial_, &new_,      &drafts_};
    AskAboutUnknownProjects(held);
    AskAboutVanished(held);
    return drafts_.Finish(unchanged_);
  }

 private:
  void TellReading() {
    for (const ReadFinding& finding : in_.table->findings) {
      drafts_.Tell(finding);
    }
    for (const auto& [entry, why] : lines_.unreadable) {
      drafts_.Find(entry, "line-not-read",
                   absl::StrCat("`", in_.table->lines[entry].line, "`: ", why));
    }
    for (const size_t entry : lines_.repeated) {
      drafts_.Find(
          entry, "printed-twice",
          absl::StrCat("`", in_.table->lines[entry].line,
                       "` stands twice under one project: taken for one"));
    }
  }

  void NoteDiscrepanciesKnown() {
    for (const auto& [id, discrepancy] : in_.latest->discrepancies()) {
      discrepancies_[discrepancy.noted().entity()].push_back(
          &discrepancy.noted());
    }
  }

  // Names of areas and projects that the document spells otherwise.
  void CompareNames() {
    for (const DocumentArea& area : projects_.areas) {
      if (area.area_id.empty()) continue;
      const v1::AreaDefined& definition =
          in_.state->areas().at(area.area_id).definition();
      CompareName(area.entry, "area", area.area_id, area.text, area.score,
                  definition.labels());
    }
    for (const DocumentProject& project : projects_.projects) {
      if (!project.is_known) continue;
      const PlanProject& known =
          plan_.projects()[static_cast<size_t>(project.number)];
      CompareName(project.entries.front(), "project", known.id, project.project,
                  project.score,
                  in_.state->projects().at(known.id).definition().labels());
      CompareArea(project, known);
    }
  }

  void CompareName(size_t entry, absl::string_view what, const std::string& id,
                   const std::string& text, double score,
                   const Labels& labels) {
    const v1::Label* printed = PrintedLabel(labels);
    if (text.empty() || (printed != nullptr && printed->text() == text)) return;
    if (printed != nullptr && OnlyAddsMarks(text, printed->text())) {
      drafts_.Find(
          entry, "marks-before-name",
          absl::StrCat("what stands before `", printed->text(), "` in `", text,
                       "` is taken for list marks; the name stays"));
      return;
    }
    EventList events(in_.plan, &in_.source);
    *events
         .Add(plan::DateOfDay(in_.day), v1::BASIS_STATED,
              in_.table->lines[entry].place.range)
         .mutable_label_changed() = RenameTo(id, text, labels);
    v1::StreamRecord record = events.Finish();
    if (const absl::Status status = trial_.TryCommon(record); !status.ok()) {
      drafts_.Find(entry, "refused", status.message());
      return;
    }
    v1::ReconciliationProposal* proposal =
        drafts_.Propose(entry, v1::RECONCILIATION_KIND_CHANGED, id);
    const std::string before = printed == nullptr ? "" : printed->text();
    proposal->set_document_line(text);
    proposal->set_line_before(before);
    proposal->set_line_after(text);
    proposal->set_words(
        absl::StrCat(what, score < 1 ? " renamed" : " spelt", " `", text, "`"));
    proposal->set_score(score);
    proposal->set_confidence(score >= 1 ? v1::RECONCILIATION_CONFIDENCE_CERTAIN
                                        : v1::RECONCILIATION_CONFIDENCE_LIKELY);
    proposal->set_safe(score >= 1);
    *proposal->mutable_events() = std::move(*record.mutable_events());
    drafts_.GiveIds(proposal->mutable_events());
  }

  void CompareArea(const DocumentProject& project, const PlanProject& known) {
    for (const DocumentArea& area : projects_.areas) {
      if (area.text != project.area || area.area_id == known.area_id) continue;
      drafts_.Find(
          project.entries.front(), "project-in-other-area",
          absl::StrCat("project `", project.project, "` stands under `",
                       project.area, "`; in the plan it is of `",
                       known.area_text, "`, and keeps it"));
    }
  }

  // Ids of the projects of a line that the plan has.
  std::vector<std::string> ProjectIds(const DocumentLine& line) const {
    std::vector<std::string> ids;
    for (const size_t entry : line.entries) {
      const int number = projects_.projects[projects_.of_entry[entry]].number;
      if (static_cast<size_t>(number) >= plan_.projects().size()) continue;
      const std::string& id = plan_.projects()[static_cast<size_t>(number)].id;
      if (std::find(ids.begin(), ids.end(), id) == ids.end()) {
        ids.push_back(id);
      }
    }
    return ids;
  }

  void DescribeNew() {
    for (DocumentLine& line : lines_.lines) {
      if (line.plan_activity.has_value()) continue;
      std::vector<std::string> under = ProjectIds(line);
      if (under.empty()) continue;
      new_.Describe(under, &line);
    }
  }

  // The order of lines in each project, the first project of a line first.
  void OrderAll() {
    orders_.resize(lines_.lines.size());
    std::vector<bool> is_set(lines_.lines.size(), false);
    for (const DocumentProject& project : projects_.projects) {
      if (!project.is_known) continue;
      std::vector<size_t> order;
      for (const size_t entry : project.entries) {
        if (lines_.of_entry[entry] < 0) continue;
        const auto line = static_cast<size_t>(lines_.of_entry[entry]);
        const DocumentLine& at = lines_.lines[line];
        if (at.plan_activity.has_value() &&
            plan_.activities()[*at.plan_activity].is_later) {
          continue;
        }
        order.push_back(line);
      }
      OrderProject(project, order, &is_set);
    }
  }

  OrderedLine OrderedOf(size_t index, bool is_set) const {
    const DocumentLine& line = lines_.lines[index];
    OrderedLine ordered;
    if (!line.plan_activity.has_value()) {
      ordered.is_new = !is_set;
      if (is_set) {
        ordered.order = orders_[index].value_or(0);
        ordered.revision = in_.history->size() + index;
      }
      return ordered;
    }
    const PlanActivity& activity = plan_.activities()[*line.plan_activity];
    ordered.order = activity.details->line_order();
    if (is_set && orders_[index].has_value()) ordered.order = *orders_[index];
    ordered.revision = activity.state->registered_revision();
    if (!activity.state->part_of().empty()) {
      const auto whole =
          in_.state->activities().find(activity.state->part_of());
      if (whole != in_.state->activities().end()) {
        ordered.revision = whole->second.registered_revision();
      }
    }
    ordered.is_movable = !is_set && activity.state->part_of().empty();
    return ordered;
  }

  void OrderProject(const DocumentProject& project,
                    const std::vector<size_t>& order,
                    std::vector<bool>* is_set) {
    std::vector<OrderedLine> ordered;
    ordered.reserve(order.size());
    for (const size_t line : order) {
      ordered.push_back(OrderedOf(line, (*is_set)[line]));
    }
    const LineOrders given = OrderLines(ordered);
    for (size_t i = 0; i < order.size(); ++i) {
      if (!(*is_set)[order[i]] && given.orders[i].has_value()) {
        orders_[order[i]] = given.orders[i];
      }
      (*is_set)[order[i]] = true;
    }
    if (given.is_kept) return;
    drafts_.Find(
        project.entries.front(), "order-not-kept",
        absl::StrCat("the lines of `", project.project,
                     "` stand in another order than those of the plan that "
                     "may not be moved any more; the plan keeps its own"));
  }

  void CompareLine(size_t index) {
    DocumentLine& line = lines_.lines[index];
    if (!line.plan_activity.has_value()) {
      ProposeNew(index);
      return;
    }
    const PlanActivity& activity = plan_.activities()[*line.plan_activity];
    if (activity.is_later) {
      drafts_.Find(line.entries.front(), "known-later",
                   absl::StrCat("`", line.text, "` is `", activity.id,
                                "`, which the plan registers only after ",
                                plan::FormatDay(in_.day),
                                ": nothing is proposed of it"));
      return;
    }
    if (line.is_same && !orders_[index].has_value()) {
      ++unchanged_;
      return;
    }
    ProposeChange(index, activity);
  }

  bool IsClear(const DocumentLine& line) const {
    return line.activity.reading.unread.empty() &&
           line.activity.reading.findings.empty();
  }

  void ProposeNew(size_t index) {
    DocumentLine& line = lines_.lines[index];
    if (line.activity.id.empty()) return;  // Of a project that is not known.
    const size_t entry = line.entries.front();
    TellReadingOf(line, &drafts_);
    line.activity.line_order = orders_[index].value_or(0);
    Findings findings;
    v1::StreamRecord events = new_.EventsOf(line.activity, &findings);
    for (const v1::DocumentFinding& finding : findings) {
      drafts_.Find(entry, finding.rule(), finding.message());
    }
    const absl::StatusOr<Tried> tried = trial_.Try(line.activity.id, events);
    if (!tried.ok()) {
      drafts_.Find(
          entry, "refused",
          absl::StrCat("`", line.text, "`: ", tried.status().message()));
      return;
    }
    v1::ReconciliationProposal* proposal =
        drafts_.Propose(entry, v1::RECONCILIATION_KIND_NEW, line.activity.id);
    proposal->set_line_after(tried->line);
    proposal->set_words("the plan does not have it");
    proposal->set_score(1);
    proposal->set_confidence(IsClear(line) && findings.empty()
                                 ? v1::RECONCILIATION_CONFIDENCE_CERTAIN
                                 : v1::RECONCILIATION_CONFIDENCE_LIKELY);
    DoubtRunning(line, events, proposal);
    DoubtOnePrinting(index, proposal);
    if (!line.activity.series_id.empty()) {
      proposal->add_reasons(
          absl::StrCat("of series ", line.activity.series_id, ", by its name"));
    }
    if (line.activity.project_ids.size() > 1) {
      proposal->add_reasons(absl::StrCat(
          "printed under ", absl::StrJoin(line.activity.project_ids, " and "),
          ": one activity"));
    }
    *proposal->mutable_events() = std::move(*events.mutable_events());
    drafts_.GiveIds(proposal->mutable_events());
    TellWriting(entry, line.text, tried->line);
  }

  // A new line whose date has begun and is not over, without 예정, may be still
  // to come.
  void DoubtRunning(const DocumentLine& line, const v1::StreamRecord& events,
                    v1::ReconciliationProposal* proposal) {
    const notation::TableLineReading& reading = line.activity.reading;
    const bool is_done =
        std::any_of(events.events().begin(), events.events().end(),
                    [](const v1::EventToRecord& event) {
                      return event.event().has_activity_held() ||
                             event.event().has_deliverable_completed();
                    });
    if (!is_done || reading.status == notation::Status::kHeld ||
        !MayStillCome(*reading.date, in_.day)) {
      return;
    }
    drafts_.Find(line.entries.front(), "date-not-over",
                 absl::StrCat("`", line.text, "`: `", WordsOf(*reading.date),
                              "` is not over on ", plan::FormatDay(in_.day),
                              ", and 예정 is not written: taken for done"));
    proposal->set_confidence(v1::RECONCILIATION_CONFIDENCE_DOUBTFUL);
    Findings findings;
    v1::StreamRecord planned =
        new_.EventsOf(AsPlanned(line.activity), &findings);
    const absl::StatusOr<Tried> tried = trial_.Try(line.activity.id, planned);
    if (!tried.ok()) return;
    v1::ReconciliationAlternative* alternative = proposal->add_alternatives();
    alternative->set_words("it is still planned");
    alternative->set_line_after(tried->line);
    *alternative->mutable_events() = std::move(*planned.mutable_events());
    drafts_.GiveIds(alternative->mutable_events());
  }

  // Lines of activities that the plan prints elsewhere, too, by their names.
  void NoteFewerPrintings() {
    for (size_t i = 0; i < lines_.lines.size(); ++i) {
      const DocumentLine& line = lines_.lines[i];
      if (!line.plan_activity.has_value()) continue;
      const PlanActivity& activity = plan_.activities()[*line.plan_activity];
      if (std::includes(line.projects.begin(), line.projects.end(),
                        activity.projects.begin(), activity.projects.end())) {
        continue;
      }
      for (const std::string& name : MatchSideOf(activity).names) {
        printed_less_[name].push_back(i);
      }
    }
  }

  // The activity of this name and number that the plan prints here, too, where
  // the document does not, but elsewhere; nullptr when there is none.
  const PlanActivity* OtherPrinting(const DocumentLine& line) const {
    const notation::TitleParts& title = line.activity.reading.title;
    const auto named = printed_less_.find(NormalName(title.name));
    if (named == printed_less_.end()) return nullptr;
    for (const size_t i : named->second) {
      const DocumentLine& other = lines_.lines[i];
      const PlanActivity& activity = plan_.activities()[*other.plan_activity];
      const auto is_in = [](const std::vector<int>& projects, int project) {
        return std::binary_search(projects.begin(), projects.end(), project);
      };
      const bool was_here = std::any_of(
          line.projects.begin(), line.projects.end(), [&](int project) {
            return is_in(activity.projects, project) &&
                   !is_in(other.projects, project);
          });
      if (was_here && activity.details->ordinal() == title.ordinal &&
          activity.details->edition_year() == title.edition_year) {
        return &activity;
      }
    }
    return nullptr;
  }

  // Of a meeting that two projects print, only one printing may have been
  // changed: then it is no second meeting.
  void DoubtOnePrinting(size_t index, v1::ReconciliationProposal* proposal) {
    const DocumentLine& line = lines_.lines[index];
    const PlanActivity* activity = OtherPrinting(line);
    if (activity == nullptr) return;
    drafts_.Find(
        line.entries.front(), "one-printing-changed",
        absl::StrCat(
            "`", line.text, "`: the plan prints `", activity->id,
            "` here, as `", activity->line,
            "`, and the document has that under another project only"));
    proposal->set_confidence(v1::RECONCILIATION_CONFIDENCE_DOUBTFUL);
    LineBeside beside = BesideOf(index, *activity);
    beside.project_ids.clear();
    beside.line_order.reset();
    LineDifferences differences = DifferencesOf(beside);
    const absl::StatusOr<Tried> tried =
        trial_.Try(activity->id, differences.events);
    if (!tried.ok()) return;
    v1::ReconciliationAlternative* alternative = proposal->add_alternatives();
    alternative->set_words(
        absl::StrCat("the same as `", activity->id, "`",
                     differences.words.empty() ? "" : ": ",
                     absl::StrJoin(differences.words, "; ")));
    alternative->set_line_after(tried->line);
    *alternative->mutable_events() =
        std::move(*differences.events.mutable_events());
    drafts_.GiveIds(alternative->mutable_events());
  }

  void TellWriting(size_t entry, absl::string_view written,
                   absl::string_view printed) {
    if (written == printed) return;
    drafts_.Find(
        entry, "not-as-written",
        printed.empty()
            ? absl::StrCat("`", written, "`: the plan prints no line of it")
            : absl::StrCat("`", written, "`: the plan prints `", printed, "`"));
  }

  // Projects of the plan that the line is to be printed under; empty when they
  // are those that it has, or fewer: that is asked.
  std::vector<std::string> NewProjects(const DocumentLine& line,
                                       const PlanActivity& activity) const {
    std::vector<std::string> ids = ProjectIds(line);
    std::vector<std::string> known(activity.details->project_ids().begin(),
                                   activity.details->project_ids().end());
    const auto lacks = [](const std::vector<std::string>& all,
                          const std::string& id) {
      return std::find(all.begin(), all.end(), id) == all.end();
    };
    std::vector<std::string> gained;
    for (const std::string& id : ids) {
      if (lacks(known, id)) gained.push_back(id);
    }
    if (gained.empty()) return {};
    // One that left as many projects as it joined has moved.
    std::vector<std::string> wanted;
    const bool any_kept =
        std::any_of(known.begin(), known.end(),
                    [&](const std::string& id) { return !lacks(ids, id); });
    for (const std::string& id : known) {
      if (any_kept || !lacks(ids, id)) wanted.push_back(id);
    }
    wanted.insert(wanted.end(), gained.begin(), gained.end());
    return wanted;
  }

  LineBeside BesideOf(size_t index, const PlanActivity& activity) {
    const DocumentLine& line = lines_.lines[index];
    LineBeside beside;
    beside.stream = in_.plan;
    beside.state = activity.state;
    beside.details = activity.details;
    beside.line = &line.activity;
    beside.day = in_.day;
    beside.source = &in_.source;
    beside.history = in_.history;
    beside.project_ids = NewProjects(line, activity);
    beside.line_order = orders_[index];
    const auto known = discrepancies_.find(activity.id);
    if (known != discrepancies_.end())
      beside.known_discrepancies = known->second;
    beside.take_id = [this](absl::string_view wanted) {
      return ids_.Take(wanted);
    };
    return beside;
  }

  // The same events on the day of the document, for what happened before the
  // plan had said what it is a change of.
  v1::StreamRecord OnTheDay(v1::StreamRecord events) const {
    for (v1::EventToRecord& event : *events.mutable_events()) {
      *event.mutable_event()->mutable_provenance()->mutable_effective() =
          plan::DateOfDay(in_.day);
    }
    return events;
  }

  void ProposeChange(size_t index, const PlanActivity& activity) {
    DocumentLine& line = lines_.lines[index];
    const size_t entry = line.entries.front();
    if (!line.is_read) {
      // Only its place in the project differs.
      ReadAgain(&line);
    }
    TellReadingOf(line, &drafts_);
    LineDifferences differences = DifferencesOf(BesideOf(index, activity));
    for (const LineFinding& finding : differences.findings) {
      drafts_.Find(entry, finding.rule,
                   absl::StrCat("`", line.text, "`: ", finding.message));
    }
    if (differences.events.events().empty()) {
      ++unchanged_;
      TellWriting(entry, line.text, activity.line);
      return;
    }
    absl::StatusOr<Tried> tried = trial_.Try(activity.id, differences.events);
    bool moved = false;
    if (!tried.ok()) {
      v1::StreamRecord on_the_day = OnTheDay(differences.events);
      absl::StatusOr<Tried> again = trial_.Try(activity.id, on_the_day);
      if (again.ok()) {
        tried = std::move(again);
        differences.events = std::move(on_the_day);
        moved = true;
      }
    }
    if (!tried.ok()) {
      drafts_.Find(
          entry, "refused",
          absl::StrCat("`", line.text, "`: ", tried.status().message()));
      return;
    }
    v1::ReconciliationProposal* proposal = drafts_.Propose(
        entry,
        differences.notes_discrepancy ? v1::RECONCILIATION_KIND_DISCREPANCY
                                      : v1::RECONCILIATION_KIND_CHANGED,
        activity.id);
    proposal->set_line_before(activity.line);
    proposal->set_line_after(tried->line);
    proposal->set_words(absl::StrJoin(differences.words, "; "));
    AddConfidence(line, activity, differences, moved, tried->line, proposal);
    AddAlternatives(index, activity, &differences, proposal);
    *proposal->mutable_events() =
        std::move(*differences.events.mutable_events());
    drafts_.GiveIds(proposal->mutable_events());
    TellWriting(entry, line.text, tried->line);
  }

  void ReadAgain(DocumentLine* line) {
    notation::Context context{in_.day, std::nullopt};
    if (plan_year_ != 0) context.default_year = plan_year_;
    auto reading = notation::ReadTableLine(line->text, context);
    if (reading.ok()) line->activity.reading = *std::move(reading);
    const PlanActivity& activity = plan_.activities()[*line->plan_activity];
    line->activity.kind = activity.details->kind();
    line->activity.says_planned = line->text.find("예정") != std::string::npos;
    line->activity.range = in_.table->lines[line->entries.front()].place.range;
    line->is_read = true;
  }

  void AddConfidence(const DocumentLine& line, const PlanActivity& activity,
                     const LineDifferences& differences, bool moved,
                     absl::string_view line_after,
                     v1::ReconciliationProposal* proposal) const {
    const Match& match = line.match;
    const bool is_rival =
        match.runner_up_activity.has_value() &&
        match.fit.score - match.runner_up_score < kDoubtMargin;
    const bool fits = match.fit.same_name && match.fit.same_ordinal;
    auto confidence = v1::RECONCILIATION_CONFIDENCE_LIKELY;
    if (fits && !is_rival && IsClear(line)) {
      confidence = v1::RECONCILIATION_CONFIDENCE_CERTAIN;
    }
    constexpr double kLikely = 0.72;
    if (is_rival || differences.is_doubtful || moved ||
        (!fits && match.fit.score < kLikely)) {
      confidence = v1::RECONCILIATION_CONFIDENCE_DOUBTFUL;
    }
    proposal->set_confidence(confidence);
    proposal->set_score(match.fit.score);
    proposal->set_safe(confidence == v1::RECONCILIATION_CONFIDENCE_CERTAIN &&
                       differences.adds_only && line_after == line.text);
    if (!fits) {
      proposal->add_reasons(absl::StrFormat(
          "matched with `%s` by likeness, %.2f", activity.id, match.fit.score));
    }
    if (is_rival) {
      proposal->add_reasons(
          absl::StrFormat("`%s` fits nearly as well, %.2f",
                          plan_.activities()[*match.runner_up_activity].id,
                          match.runner_up_score));
    }
    if (moved) {
      proposal->add_reasons(
          "told as of the day of the document: the plan planned it only after "
          "it is said to have happened");
    }
  }

  // What the line says of the activity once an alternative has taken out what
  // the plan had wrong. Without it, the line would be gone, and nobody told
  // that it was cancelled or put off.
  void AddWhatFollows(size_t index, const PlanActivity& activity,
                      v1::ReconciliationAlternative* alternative) {
    v1::StreamRecord taken_out;
    *taken_out.mutable_events() = alternative->events();
    const absl::StatusOr<Tried> without = trial_.Try(activity.id, taken_out);
    if (!without.ok()) return;
    LineBeside beside = BesideOf(index, activity);
    beside.state = &without->activity;
    LineDifferences follows = DifferencesOf(beside);
    if (follows.events.events().empty()) return;
    taken_out.mutable_events()->MergeFrom(follows.events.events());
    if (!trial_.Try(activity.id, taken_out).ok()) return;
    *alternative->mutable_events() = std::move(*taken_out.mutable_events());
    alternative->set_words(absl::StrCat(alternative->words(), "; ",
                                        absl::StrJoin(follows.words, "; ")));
  }

  // Alternatives that the rules accept, and where the match is doubtful, that
  // the line is another activity.
  void AddAlternatives(size_t index, const PlanActivity& activity,
                       LineDifferences* differences,
                       v1::ReconciliationProposal* proposal) {
    if (differences->taking_out.has_value()) {
      AddWhatFollows(index, activity,
                     &differences->alternatives[*differences->taking_out]);
    }
    for (v1::ReconciliationAlternative& alternative :
         differences->alternatives) {
      v1::StreamRecord events;
      *events.mutable_events() = alternative.events();
      const absl::StatusOr<Tried> tried = trial_.Try(activity.id, events);
      if (!tried.ok()) continue;
      alternative.set_line_after(tried->line);
      drafts_.GiveIds(alternative.mutable_events());
      *proposal->add_alternatives() = std::move(alternative);
    }
    if (proposal->confidence() != v1::RECONCILIATION_CONFIDENCE_DOUBTFUL ||
        lines_.lines[index].match.fit.score >= 1) {
      return;
    }
    DocumentLine other = lines_.lines[index];
    other.activity.titles.Clear();
    new_.Describe(ProjectIds(other), &other);
    Findings findings;
    v1::StreamRecord events = new_.EventsOf(other.activity, &findings);
    const absl::StatusOr<Tried> tried = trial_.Try(other.activity.id, events);
    if (!tried.ok()) return;
    v1::ReconciliationAlternative* alternative = proposal->add_alternatives();
    alternative->set_words(absl::StrCat("another activity: register `",
                                        other.activity.id, "`, and leave `",
                                        activity.id, "` as it is"));
    alternative->set_line_after(tried->line);
    *alternative->mutable_events() = std::move(*events.mutable_events());
    drafts_.GiveIds(alternative->mutable_events());
  }

  const ReconcileInput& in_;
  Drafts drafts_;
  const PlanSide plan_;
  const int plan_year_;
  FreeIds ids_;
  Trial trial_;
  NewActivities new_;
  DocumentProjects projects_;
  DocumentLines lines_;
  // By line: the order to give it.
  std::vector<std::optional<uint32_t>> orders_;
  std::map<std::string, std::vector<const v1::DiscrepancyNoted*>>
      discrepancies_;
  // By name: lines of activities that the plan prints elsewhere, too.
  std::map<std::string, std::vector<size_t>> printed_less_;
  uint32_t unchanged_ = 0;
};

}  // namespace

v1::Reconciliation Reconcile(const ReconcileInput& input) {
  return Reconciler(input).Run();
}

}  // namespace clearsky::document
