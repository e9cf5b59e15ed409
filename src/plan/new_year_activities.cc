// Which activities go on in a new year's plan, and as what.

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "plan/activity_rules.h"
#include "plan/new_year_draft.h"
#include "plan/next_words.h"
#include "plan/partial_date.h"

namespace clearsky::plan {
namespace {

using State = v1::ActivityState;

std::string DateText(const v1::PartialDate& date) {
  return date.verbatim().empty() ? date.edtf() : date.verbatim();
}

// The activity that `activity` is a part of, of a part, and so on; itself when
// it is a part of none.
const State& WholeOf(const v1::PlanState& state, const State& activity) {
  const State* whole = &activity;
  // A whole is never a part of its parts; bounded all the same.
  for (int depth = 0; depth < 16 && !whole->part_of().empty(); ++depth) {
    const auto found = state.activities().find(whole->part_of());
    if (found == state.activities().end()) break;
    whole = &found->second;
  }
  return *whole;
}

// Adds the activities of one draft.
class Activities {
 public:
  explicit Activities(NewYearDraft* draft) : draft_(draft) {}

  void Add();

 private:
  // What becomes of an activity.
  enum class Fate { kCarried, kNext, kLeftOut };

  std::vector<const State*> InOrder() const;
  bool IsOpen(const State& activity) const;
  // Activities of one run of meetings have one key.
  std::string RunOf(const State& activity) const;
  void FindRuns(const std::vector<const State*>& activities);
  Fate FateOf(const State& activity, std::string* why) const;
  Fate FateOfHeld(const State& activity, std::string* why) const;

  // Keeps the projects that the new plan has; false when there was one and none
  // is left.
  bool SetProjects(v1::ActivityRegistered* details, NewYearItem* item) const;
  void AddCarried(const State& activity);
  void AddNext(const State& activity);
  // Who has which number in the series; a doubt when nobody can tell.
  std::map<uint32_t, std::string> TakenNumbers(
      const v1::ActivityRegistered& details, NewYearItem* item) const;
  void SetNextNumber(const State& activity, v1::ActivityRegistered* details,
                     NewYearItem* item);
  void SetNextYear(v1::ActivityRegistered* details, NewYearItem* item) const;
  void CarryDate(const State& activity, NewYearItem* item) const;
  void Finish(absl::string_view origin, v1::ActivityRegistered details,
              NewYearItem item);
  void LeaveOut(const State& activity, const std::string& why);

  std::string FromId(const std::string& id) const {
    return id.empty() || absl::StrContains(id, "#")
               ? id
               : absl::StrCat(draft_->proposal.from, "#", id);
  }

  NewYearDraft* const draft_;
  // Of each run, an activity that is open; and the last one that was held.
  std::map<std::string, const State*> open_;
  std::map<std::string, const State*> last_held_;
  // Numbers of each series that the new plan has.
  std::map<std::string, std::set<uint32_t>> numbers_;
};

std::string NameOfActivity(const v1::ActivityRegistered& details) {
  std::string name = NameOfLabels(details.titles(), details.activity_id());
  if (!details.ordinal_text().empty()) {
    name = absl::StrCat(details.ordinal_text(), " ", name);
  } else if (details.ordinal() != 0) {
    name = absl::StrCat("no. ", details.ordinal(), " ", name);
  }
  if (details.edition_year() != 0) {
    name = absl::StrCat(details.edition_year(), " ", name);
  }
  return name;
}

std::vector<const State*> Activities::InOrder() const {
  constexpr uint32_t kNoProject = std::numeric_limits<uint32_t>::max();
  const auto place = [this](const State* activity) {
    uint32_t number = kNoProject;
    for (const std::string& id : activity->details().project_ids()) {
      const auto project = draft_->from().projects().find(id);
      if (project == draft_->from().projects().end()) continue;
      number = std::min(number, project->second.definition().number());
    }
    return std::tuple(number, activity->details().line_order(),
                      activity->registered_revision(),
                      activity->details().activity_id());
  };
  std::vector<const State*> activities;
  for (const auto& [id, activity] : draft_->from().activities()) {
    // What was split is told by its parts.
    if (activity.state() != State::STATE_SPLIT) activities.push_back(&activity);
  }
  std::sort(
      activities.begin(), activities.end(),
      [&](const State* a, const State* b) { return place(a) < place(b); });
  return activities;
}

bool Activities::IsOpen(const State& activity) const {
  switch (activity.state()) {
    case State::STATE_REGISTERED:
    case State::STATE_PLANNED:
    case State::STATE_POSTPONED:
    case State::STATE_ONGOING:
      return true;
    case State::STATE_CANCELLED:
      return draft_->is_included(activity.details().activity_id());
    default:
      return false;
  }
}

std::string Activities::RunOf(const State& activity) const {
  const v1::ActivityRegistered& details = activity.details();
  if (!details.series_id().empty()) {
    return absl::StrCat("series ", details.series_id());
  }
  return WholeOf(draft_->from(), activity).details().activity_id();
}

void Activities::FindRuns(const std::vector<const State*>& activities) {
  const auto rank = [](const State* activity) {
    const DayBounds held = BoundsOf(activity->actual_date());
    return std::tuple(activity->details().ordinal(),
                      held.latest.value_or(absl::CivilDay::min()),
                      activity->registered_revision());
  };
  for (const State* activity : activities) {
    if (draft_->is_excluded(activity->details().activity_id())) continue;
    const std::string run = RunOf(*activity);
    if (IsOpen(*activity)) open_.try_emplace(run, activity);
    if (activity->state() != State::STATE_HELD) continue;
    const auto [last, is_first] = last_held_.try_emplace(run, activity);
    if (!is_first && rank(last->second) < rank(activity)) {
      last->second = activity;
    }
  }
}

Activities::Fate Activities::FateOf(const State& activity,
                                    std::string* why) const {
  const std::string& id = activity.details().activity_id();
  if (draft_->is_excluded(id)) {
    *why = "excluded";
    return Fate::kLeftOut;
  }
  if (IsOpen(activity)) return Fate::kCarried;
  if (activity.state() == State::STATE_HELD) return FateOfHeld(activity, why);
  // A finished text or an ended operation is taken up again when asked for.
  if (draft_->is_included(id)) return Fate::kNext;
  *why = absl::StrCat(StateName(activity.state()), "; --include takes it in");
  return Fate::kLeftOut;
}

Activities::Fate Activities::FateOfHeld(const State& activity,
                                        std::string* why) const {
  const v1::ActivityRegistered& details = activity.details();
  const bool is_asked_for = draft_->is_included(details.activity_id());
  const std::string run = RunOf(activity);
  const auto open = open_.find(run);
  if (open != open_.end()) {
    *why = absl::StrCat("held; `", open->second->details().activity_id(),
                        "` goes on for it");
    return Fate::kLeftOut;
  }
  const State* const last = last_held_.at(run);
  if (last != &activity && !is_asked_for) {
    *why = absl::StrCat("held; the one after `", last->details().activity_id(),
                        "` stands for its series");
    return Fate::kLeftOut;
  }
  if (!is_asked_for && details.series_id().empty() && details.ordinal() == 0 &&
      details.edition_year() == 0) {
    *why =
        "held; no series, number or year says that it comes again; --include "
        "takes it in";
    return Fate::kLeftOut;
  }
  return Fate::kNext;
}

bool Activities::SetProjects(v1::ActivityRegistered* details,
                             NewYearItem* item) const {
  const bool had = details->project_ids_size() > 0;
  std::vector<std::string> kept;
  for (const std::string& id : details->project_ids()) {
    const auto project = draft_->projects.find(id);
    if (project != draft_->projects.end()) {
      kept.push_back(id);
      item->needs.push_back(project->second);
    } else if (absl::StrContains(id, "#")) {
      kept.push_back(id);
    } else {
      item->notes.push_back(
          absl::StrCat("project `", id, "` is left out, and so for it"));
    }
  }
  details->mutable_project_ids()->Assign(kept.begin(), kept.end());
  return !had || !kept.empty();
}

// The date that it has, when that lies in the new period; no other is known.
void Activities::CarryDate(const State& activity, NewYearItem* item) const {
  const v1::PartialDate& date = activity.planned_date();
  const bool is_planned = activity.state() == State::STATE_PLANNED;
  const DayBounds bounds = BoundsOf(date);
  const DayBounds period = BoundsOf(draft_->period);
  if (is_planned && bounds.earliest.has_value() && bounds.latest.has_value() &&
      *bounds.earliest >= *period.earliest &&
      *bounds.latest <= *period.latest) {
    v1::PlanEvent event = draft_->EventFrom(absl::StrCat(
        "carried over from ", FromId(activity.details().activity_id())));
    v1::ActivityScheduled& change = *event.mutable_activity_scheduled();
    change.set_activity_id(item->id);
    *change.mutable_date() = date;
    for (v1::RelativeDate& relative :
         *change.mutable_date()->mutable_relative()) {
      relative.set_activity(FromId(relative.activity()));
    }
    if (activity.has_delivery()) {
      *change.mutable_delivery() = activity.delivery();
    }
    *change.mutable_venues() = activity.venues();
    if (activity.has_host()) {
      *change.mutable_host() = activity.host();
      change.mutable_host()->set_activity(FromId(activity.host().activity()));
    }
    item->notes.push_back(
        absl::StrCat("with its date, ", DateText(date), ", of the new year"));
    item->to_events.push_back(std::move(event));
    return;
  }
  if (is_planned && !date.edtf().empty()) {
    item->doubts.push_back(
        bounds.latest.has_value() && *bounds.latest < draft_->sources->day
            ? absl::StrCat("planned for ", DateText(date),
                           ", and nothing says what became of it: record "
                           "that, or carry it over without a date")
            : absl::StrCat("planned for ", DateText(date),
                           ", and may take place in the old plan yet"));
  }
  if (activity.state() == State::STATE_POSTPONED) {
    item->notes.push_back(
        date.edtf().empty()
            ? std::string("postponed")
            : absl::StrCat("postponed, first ", DateText(date)));
  }
  if (activity.state() == State::STATE_ONGOING &&
      activity.details().kind() == v1::ACTIVITY_KIND_DELIVERABLE) {
    item->notes.push_back(absl::StrCat("in work since ",
                                       DateText(activity.actual_date()),
                                       " in the old plan"));
  }
}

void Activities::AddCarried(const State& activity) {
  NewYearItem item;
  item.kind = NewYearItem::Kind::kCarried;
  v1::ActivityRegistered details = activity.details();
  item.from = details.activity_id();
  if (!SetProjects(&details, &item) &&
      !draft_->is_included(details.activity_id())) {
    LeaveOut(activity, "none of its projects goes on; --include takes it in");
    return;
  }
  const bool is_operation =
      details.kind() == v1::ACTIVITY_KIND_STANDING_OPERATION;
  // What is put off keeps the year and number that it was announced with.
  const bool has_own_year = details.edition_year() != 0 ||
                            details.kind() == v1::ACTIVITY_KIND_DELIVERABLE;
  if (draft_->from_year.has_value() && draft_->to_year.has_value() &&
      !has_own_year) {
    details.set_activity_id(IdWithYear(details.activity_id(),
                                       *draft_->from_year, *draft_->to_year));
  }
  item.id = TakeFreeId(details.activity_id(), &draft_->taken);
  details.set_activity_id(item.id);
  if (is_operation) {
    for (v1::Label& title : *details.mutable_titles()) {
      title = draft_->NextLabel(title, &item);
    }
    item.notes.push_back("standing operation, goes on");
  }
  if (details.edition_year() != 0) {
    item.notes.push_back(
        absl::StrCat("keeps its year, ", details.edition_year()));
  }
  if (activity.state() == State::STATE_CANCELLED) {
    item.doubts.push_back("cancelled in the old plan");
  }
  if (!details.series_id().empty() && details.ordinal() != 0 &&
      !numbers_[details.series_id()].insert(details.ordinal()).second) {
    details.set_ordinal_clash_intended(true);
    item.doubts.push_back(absl::StrCat("another one of the series has number ",
                                       details.ordinal(), ", too"));
  }
  CarryDate(activity, &item);
  // Before the item moves away.
  const std::string origin =
      absl::StrCat("carried over from ", FromId(item.from));
  Finish(origin, std::move(details), std::move(item));
}

std::map<uint32_t, std::string> Activities::TakenNumbers(
    const v1::ActivityRegistered& details, NewYearItem* item) const {
  std::map<uint32_t, std::string> taken;
  const auto series = draft_->sources->series.find(details.series_id());
  if (details.series_id().empty() || series == draft_->sources->series.end()) {
    item->doubts.push_back(
        "it belongs to no series that tells which numbers are taken");
    return taken;
  }
  for (const v1::SeriesRow& row : series->second) {
    // What was cancelled leaves its number to another.
    if (row.kind() != v1::SeriesRow::KIND_ACTIVITY ||
        row.state() == State::STATE_CANCELLED) {
      continue;
    }
    taken.try_emplace(row.ordinal(),
                      absl::StrCat(row.stream(), "#", row.entity_id()));
  }
  return taken;
}

void Activities::SetNextNumber(const State& activity,
                               v1::ActivityRegistered* details,
                               NewYearItem* item) {
  const uint32_t number = details->ordinal();
  if (number == 0) {
    if (!details->ordinal_text().empty()) {
      item->doubts.push_back(absl::StrCat("`", details->ordinal_text(),
                                          "` is no number to count on from"));
      details->clear_ordinal_text();
    }
    return;
  }
  const std::map<uint32_t, std::string> taken = TakenNumbers(*details, item);
  std::set<uint32_t>& given = numbers_[details->series_id()];
  uint32_t next = number + 1;
  for (; taken.contains(next) || given.contains(next); ++next) {
    if (!taken.contains(next)) continue;
    item->doubts.push_back(
        absl::StrCat("number ", next, " is taken by `", taken.at(next), "`"));
  }
  if (!details->series_id().empty()) given.insert(next);
  details->set_ordinal(next);
  const std::string words = OrdinalWords(details->ordinal_text(), number, next);
  if (words.empty() && !details->ordinal_text().empty()) {
    item->doubts.push_back(absl::StrCat("the number was written `",
                                        details->ordinal_text(),
                                        "`, which is not understood"));
  }
  item->notes.push_back(
      absl::StrCat("number ", number, " → ", next, ": after `",
                   activity.details().activity_id(), "`, held ",
                   DateText(activity.actual_date())));
  details->set_ordinal_text(words);
  details->set_activity_id(IdWithNumber(details->activity_id(), number, next));
}

void Activities::SetNextYear(v1::ActivityRegistered* details,
                             NewYearItem* item) const {
  for (v1::Label& title : *details->mutable_titles()) {
    title = draft_->NextLabel(title, item);
  }
  if (draft_->from_year.has_value() && draft_->to_year.has_value()) {
    details->set_activity_id(IdWithYear(details->activity_id(),
                                        *draft_->from_year, *draft_->to_year));
  }
  if (details->edition_year() == 0) return;
  const int edition = static_cast<int>(details->edition_year());
  if (draft_->to_year.has_value()) {
    details->set_edition_year(static_cast<uint32_t>(*draft_->to_year));
    item->notes.push_back(
        absl::StrCat("edition ", edition, " → ", *draft_->to_year));
  } else {
    details->clear_edition_year();
  }
  if (draft_->from_year != edition || !draft_->to_year.has_value()) {
    item->doubts.push_back(absl::StrCat("it was the edition of ", edition,
                                        ", which is not the year of the plan"));
  }
}

void Activities::AddNext(const State& activity) {
  NewYearItem item;
  item.kind = NewYearItem::Kind::kNext;
  item.from = activity.details().activity_id();
  // Of parts, the whole is what comes again.
  const State& whole = WholeOf(draft_->from(), activity);
  v1::ActivityRegistered details = whole.details();
  if (details.project_ids().empty()) {
    *details.mutable_project_ids() = activity.details().project_ids();
  }
  if (!SetProjects(&details, &item) && !draft_->is_included(item.from)) {
    LeaveOut(activity, "none of its projects goes on; --include takes it in");
    return;
  }
  details.clear_coverage();
  details.clear_agenda();
  details.clear_ordinal_clash_intended();
  SetNextNumber(activity, &details, &item);
  SetNextYear(&details, &item);
  if (details.ordinal() == 0 && details.edition_year() == 0) {
    item.doubts.push_back(
        details.series_id().empty()
            ? absl::StrCat(StateName(activity.state()),
                           " in the old plan, taken in as asked")
            : absl::StrCat(
                  "series `", details.series_id(), "` has no numbers: held ",
                  DateText(activity.actual_date()), ", is there one again"));
  }
  item.id = TakeFreeId(details.activity_id(), &draft_->taken);
  details.set_activity_id(item.id);
  // Before the item moves away.
  const std::string origin = absl::StrCat("follows ", FromId(item.from));
  Finish(origin, std::move(details), std::move(item));
}

void Activities::Finish(absl::string_view origin,
                        v1::ActivityRegistered details, NewYearItem item) {
  item.needs.push_back(0);
  std::sort(item.needs.begin(), item.needs.end());
  item.name = NameOfActivity(details);
  v1::PlanEvent event = draft_->EventFrom(origin);
  *event.mutable_activity_registered() = std::move(details);
  item.to_events.insert(item.to_events.begin(), std::move(event));
  draft_->proposal.items.push_back(std::move(item));
}

void Activities::LeaveOut(const State& activity, const std::string& why) {
  draft_->proposal.left_out.push_back({activity.details().activity_id(),
                                       NameOfActivity(activity.details()),
                                       why});
}

void Activities::Add() {
  const std::vector<const State*> activities = InOrder();
  FindRuns(activities);
  // Numbers of what is carried over are taken before any next one is given.
  for (const State* activity : activities) {
    std::string why;
    if (FateOf(*activity, &why) == Fate::kCarried) AddCarried(*activity);
  }
  for (const State* activity : activities) {
    std::string why;
    const Fate fate = FateOf(*activity, &why);
    if (fate == Fate::kNext) AddNext(*activity);
    if (fate == Fate::kLeftOut) LeaveOut(*activity, why);
  }
}

}  // namespace

void AddActivities(NewYearDraft* draft) { Activities(draft).Add(); }

}  // namespace clearsky::plan
