// The redline.
//
// Invariants:
// 1. Each (project, activity) that is printed at an end stands in at most one
//    change: added, removed, or changed; those with equal text in none.
// 2. The events behind a line are those of its activity that count for one end
//    and not for the other, and the voids that took such events out.

#include "report/comparison.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "plan/fold.h"
#include "report/names.h"
#include "report/telling.h"

namespace clearsky::report {
namespace {

using Activity = v1::ActivityState;

// Project and activity.
using LineKey = std::pair<std::string, std::string>;

struct Row {
  const v1::TableArea* area = nullptr;
  const v1::TableProject* project = nullptr;
  const v1::TableLine* line = nullptr;
};

LineKey KeyOf(const Row& row) {
  return {row.project->project_id(), row.line->activity_id()};
}

std::vector<Row> RowsOf(const v1::ImplementationTable* table) {
  std::vector<Row> rows;
  if (table == nullptr) return rows;
  for (const v1::TableArea& area : table->areas()) {
    for (const v1::TableProject& project : area.projects()) {
      for (const v1::TableLine& line : project.lines()) {
        rows.push_back({&area, &project, &line});
      }
    }
  }
  return rows;
}

// One end, with what is looked up of it.
class End {
 public:
  explicit End(const PlanAt& at) : at_(at), rows_(RowsOf(at.table)) {
    for (const Row& row : rows_) by_key_[KeyOf(row)] = &row;
    GatherAccounts();
    for (const v1::CorrectionState& correction : at.state->corrections()) {
      if (correction.voided()) {
        voids_[correction.of_revision()] = correction.revision();
      }
    }
  }
  End(const End&) = delete;
  End& operator=(const End&) = delete;

  const PlanAt& at() const { return at_; }
  const std::vector<Row>& rows() const { return rows_; }

  const Row* Find(const LineKey& key) const {
    const auto found = by_key_.find(key);
    return found == by_key_.end() ? nullptr : found->second;
  }

  const Activity* FindActivity(const std::string& id) const {
    const auto found = at_.state->activities().find(id);
    return found == at_.state->activities().end() ? nullptr : &found->second;
  }

  // Revisions of the events about the activity that count here.
  std::set<uint64_t> AccountOf(const std::string& id) const {
    std::set<uint64_t> account;
    for (std::string next = id; !next.empty();) {
      const auto found = accounts_.find(next);
      if (found != accounts_.end()) {
        account.insert(found->second.begin(), found->second.end());
      }
      // What made a part is told of the whole.
      const Activity* const activity = FindActivity(next);
      next = activity == nullptr ? "" : activity->part_of();
    }
    return account;
  }

  const plan::PlacedEvent* FindPlaced(uint64_t revision) const {
    const auto found = placed_.find(revision);
    return found == placed_.end() ? nullptr : &found->second;
  }

  // The void known here that takes out the event of `revision`, or the event
  // that it corrects.
  std::optional<uint64_t> VoidOf(uint64_t revision) const {
    while (true) {
      const auto found = voids_.find(revision);
      if (found != voids_.end()) return found->second;
      if (revision >= at_.history->size()) return std::nullopt;
      const auto& event = (*at_.history)[static_cast<size_t>(revision)].event;
      if (!event.has_value() || !event->has_fact_corrected()) {
        return std::nullopt;
      }
      const uint64_t target = event->fact_corrected().corrected_revision();
      if (target >= revision) return std::nullopt;
      revision = target;
    }
  }

 private:
  void GatherAccounts() {
    for (plan::PlacedEvent& placed : plan::PlaceEvents(*at_.history)) {
      if (placed.day > at_.as_of) continue;
      const uint64_t revision = placed.content_revision;
      for (const std::string& id : plan::EntitiesOf(placed.event())) {
        accounts_[id].insert(revision);
      }
      if (placed.event().has_discrepancy_resolved()) {
        const auto found = at_.state->discrepancies().find(
            placed.event().discrepancy_resolved().discrepancy_id());
        if (found != at_.state->discrepancies().end()) {
          accounts_[found->second.noted().entity()].insert(revision);
        }
      }
      placed_.emplace(revision, std::move(placed));
    }
  }

  const PlanAt& at_;
  const std::vector<Row> rows_;
  std::map<LineKey, const Row*> by_key_;
  std::map<std::string, std::set<uint64_t>> accounts_;
  std::map<uint64_t, plan::PlacedEvent> placed_;
  // Revisions of voids by what they take out.
  std::map<uint64_t, uint64_t> voids_;
};

void AddEvent(const plan::History& history, uint64_t revision,
              v1::EventBehind::CountsFor counts_for,
              const v1::PlanEvent* placed,
              std::map<uint64_t, v1::EventBehind>* events) {
  if (revision >= history.size()) return;
  const auto& recorded = history[static_cast<size_t>(revision)];
  v1::EventBehind event;
  event.set_counts_for(counts_for);
  event.set_revision(revision);
  if (recorded.event.has_value()) {
    event.set_change(plan::ChangeName(*recorded.event));
    const v1::Provenance& provenance =
        placed != nullptr ? placed->provenance() : recorded.event->provenance();
    *event.mutable_effective() = provenance.effective();
    *event.mutable_requested_by() = provenance.requested_by();
    if (provenance.has_reason()) {
      *event.mutable_reason() = provenance.reason();
    }
  }
  events->emplace(revision, std::move(event));
}

// Adds the events that count for `here` alone, and the voids known at `there`
// that took them out.
void AddEventsOf(const std::string& id, const End& here, const End& there,
                 bool here_is_from, std::map<uint64_t, v1::EventBehind>* out) {
  const auto counts_here = here_is_from ? v1::EventBehind::COUNTS_FOR_FROM
                                        : v1::EventBehind::COUNTS_FOR_TO;
  const auto counts_there = here_is_from ? v1::EventBehind::COUNTS_FOR_TO
                                         : v1::EventBehind::COUNTS_FOR_FROM;
  const std::set<uint64_t> others = there.AccountOf(id);
  for (const uint64_t revision : here.AccountOf(id)) {
    if (others.contains(revision)) continue;
    const plan::PlacedEvent* const placed = here.FindPlaced(revision);
    AddEvent(*here.at().history, revision, counts_here,
             placed == nullptr ? nullptr : &placed->event(), out);
    if (const std::optional<uint64_t> taken_out = there.VoidOf(revision)) {
      AddEvent(*there.at().history, *taken_out, counts_there, nullptr, out);
    }
  }
}

// The events behind the activity's line, by revision.
std::map<uint64_t, v1::EventBehind> EventsBehindLine(const std::string& id,
                                                     const End& from,
                                                     const End& to) {
  std::map<uint64_t, v1::EventBehind> events;
  AddEventsOf(id, from, to, true, &events);
  AddEventsOf(id, to, from, false, &events);
  return events;
}

// The words of an activity's fields, with its state in `language`.
std::vector<FieldText> FieldTexts(const End& end, const Activity* activity,
                                  Language language) {
  std::vector<FieldText> fields =
      FieldsOf(*end.at().state,
               activity == nullptr ? Activity::default_instance() : *activity);
  for (FieldText& field : fields) {
    if (activity == nullptr) field.words.clear();
    if (activity != nullptr && absl::string_view(field.field) == "status") {
      field.words = std::string(StateWords(activity->state(), language));
    }
  }
  return fields;
}

// Makes the changes of one comparison.
class Comparer {
 public:
  Comparer(const PlanAt& from, const PlanAt& to, Language language)
      : from_(from), to_(to), language_(language) {}

  v1::PlanComparison Make() {
    comparison_.set_stream(to_.at().state->stream());
    comparison_.set_language(std::string(LanguageTag(language_)));
    CompareHeadings();
    CompareLines();
    return std::move(comparison_);
  }

 private:
  using Headings = std::vector<std::pair<std::string, std::string>>;

  static Headings HeadingsOf(const v1::ImplementationTable& table) {
    Headings headings;
    for (const v1::TableArea& area : table.areas()) {
      headings.emplace_back(area.area_id(), area.text());
      for (const v1::TableProject& project : area.projects()) {
        headings.emplace_back(project.project_id(), project.text());
      }
    }
    return headings;
  }

  void CompareHeadings() {
    const Headings old_list = HeadingsOf(*from_.at().table);
    const Headings new_list = HeadingsOf(*to_.at().table);
    const std::map<std::string, std::string> old_texts(old_list.begin(),
                                                       old_list.end());
    const std::map<std::string, std::string> new_texts(new_list.begin(),
                                                       new_list.end());
    const auto add = [&](const std::string& id) {
      const auto old_text = old_texts.find(id);
      const auto new_text = new_texts.find(id);
      v1::HeadingChange change;
      change.set_entity(id);
      if (old_text != old_texts.end()) change.set_old_text(old_text->second);
      if (new_text != new_texts.end()) change.set_new_text(new_text->second);
      if (change.old_text() != change.new_text()) {
        *comparison_.add_headings() = change;
      }
    };
    for (const auto& [id, text] : new_list) add(id);
    for (const auto& [id, text] : old_list) {
      if (!new_texts.contains(id)) add(id);
    }
  }

  void CompareLines() {
    // Removed lines wait for the end of their project.
    std::map<std::string, std::vector<const Row*>> removed;
    std::vector<std::string> old_projects;
    for (const Row& row : from_.rows()) {
      if (to_.Find(KeyOf(row)) != nullptr) continue;
      std::vector<const Row*>& list = removed[row.project->project_id()];
      if (list.empty()) old_projects.push_back(row.project->project_id());
      list.push_back(&row);
    }
    const auto flush = [&](const std::string& project) {
      const auto found = removed.find(project);
      if (found == removed.end()) return;
      for (const Row* row : found->second) AddLine(row, nullptr);
      removed.erase(found);
    };
    const std::vector<Row>& rows = to_.rows();
    for (size_t i = 0; i < rows.size(); ++i) {
      const Row* const old_row = from_.Find(KeyOf(rows[i]));
      if (old_row == nullptr || old_row->line->text() != rows[i].line->text()) {
        AddLine(old_row, &rows[i]);
      }
      if (i + 1 == rows.size() || rows[i + 1].project != rows[i].project) {
        flush(rows[i].project->project_id());
      }
    }
    for (const std::string& project : old_projects) flush(project);
  }

  void AddLine(const Row* old_row, const Row* new_row) {
    const Row& row = new_row != nullptr ? *new_row : *old_row;
    v1::LineChange* change = comparison_.add_lines();
    change->set_activity_id(row.line->activity_id());
    change->set_project_id(row.project->project_id());
    change->set_area_text(row.area->text());
    change->set_project_text(row.project->text());
    if (old_row != nullptr) change->set_old_text(old_row->line->text());
    if (new_row != nullptr) change->set_new_text(new_row->line->text());
    if (old_row == nullptr) {
      change->set_kind(v1::LineChange::KIND_ADDED);
      comparison_.set_added_count(comparison_.added_count() + 1);
    } else if (new_row == nullptr) {
      change->set_kind(v1::LineChange::KIND_REMOVED);
      comparison_.set_removed_count(comparison_.removed_count() + 1);
    } else {
      change->set_kind(v1::LineChange::KIND_CHANGED);
      comparison_.set_changed_count(comparison_.changed_count() + 1);
    }
    Tell(change);
  }

  void Tell(v1::LineChange* change) {
    const std::string& id = change->activity_id();
    const Activity* const from = from_.FindActivity(id);
    const Activity* const to = to_.FindActivity(id);
    const std::vector<FieldText> old_fields =
        FieldTexts(from_, from, language_);
    const std::vector<FieldText> new_fields = FieldTexts(to_, to, language_);
    for (size_t i = 0; i < new_fields.size(); ++i) {
      if (old_fields[i].words == new_fields[i].words) continue;
      v1::FieldChange* field = change->add_fields();
      field->set_field(new_fields[i].field);
      field->set_label(FieldLabel(new_fields[i].field, language_));
      field->set_old_words(old_fields[i].words);
      field->set_new_words(new_fields[i].words);
    }
    // An activity that an end does not know has no date and no mode there.
    const Activity& nothing = Activity::default_instance();
    const Telling telling(from == nullptr ? nothing : *from,
                          to == nullptr ? nothing : *to);
    for (const v1::LineChangeClass told : telling.classes()) {
      change->add_classes(told);
    }
    change->set_words(telling.Words(language_));
    if (telling.slip().has_value()) *change->mutable_slip() = *telling.slip();
    for (auto& [revision, event] : EventsBehindLine(id, from_, to_)) {
      *change->add_events() = std::move(event);
    }
  }

  const End from_;
  const End to_;
  const Language language_;
  v1::PlanComparison comparison_;
};

}  // namespace

v1::PlanComparison Compare(const PlanAt& from, const PlanAt& to,
                           Language language) {
  return Comparer(from, to, language).Make();
}

std::map<std::string, std::vector<v1::EventBehind>> EventsBehind(
    const PlanAt& from, const PlanAt& to,
    const std::set<std::string>& activities) {
  const End from_end(from);
  const End to_end(to);
  std::map<std::string, std::vector<v1::EventBehind>> behind;
  for (const std::string& id : activities) {
    for (auto& [revision, event] : EventsBehindLine(id, from_end, to_end)) {
      behind[id].push_back(std::move(event));
    }
  }
  return behind;
}

}  // namespace clearsky::report
