#include "table_copy.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"

namespace clearsky::cli {
namespace {

// Project and activity: what names a row.
using RowName = std::pair<std::string, std::string>;

RowName NameOf(const v1::TableRowChange& row) {
  return {row.project_id(), row.activity_id()};
}

absl::Status DoesNotFollow(const v1::TableRowChange& change,
                           absl::string_view what) {
  return absl::DataLossError(absl::StrCat(
      "the table that is followed does not fit what changed: the row of `",
      change.activity_id(), "` in `", change.project_id(), "` ", what));
}

// A row does not tell its area's id; `-` stands for it.
void AddHeading(const std::string& entity, const std::string& before,
                const std::string& now, v1::PlanComparison* comparison) {
  if (before == now) return;
  for (const v1::HeadingChange& heading : comparison->headings()) {
    if (heading.entity() == entity && heading.new_text() == now) return;
  }
  v1::HeadingChange* const heading = comparison->add_headings();
  heading->set_entity(entity);
  heading->set_old_text(before);
  heading->set_new_text(now);
}

void AddChange(const v1::TableRowChange& change,
               v1::PlanComparison* comparison) {
  const v1::TableRow& old_row = change.old_row();
  const v1::TableRow& new_row = change.new_row();
  const bool was_there = change.has_old_row();
  const bool is_there = change.has_new_row();
  if (was_there && is_there) {
    AddHeading(change.project_id(), old_row.project_text(),
               new_row.project_text(), comparison);
    AddHeading("-", old_row.area_text(), new_row.area_text(), comparison);
    // What stands around it changed, or its place.
    if (old_row.line().text() == new_row.line().text()) return;
  }
  v1::LineChange* const line = comparison->add_lines();
  line->set_project_id(change.project_id());
  line->set_activity_id(change.activity_id());
  const v1::TableRow& told = is_there ? new_row : old_row;
  line->set_area_text(told.area_text());
  line->set_project_text(told.project_text());
  line->set_old_text(old_row.line().text());
  line->set_new_text(new_row.line().text());
  *line->mutable_events() = change.events();
  if (!was_there) {
    line->set_kind(v1::LineChange::KIND_ADDED);
    comparison->set_added_count(comparison->added_count() + 1);
  } else if (!is_there) {
    line->set_kind(v1::LineChange::KIND_REMOVED);
    comparison->set_removed_count(comparison->removed_count() + 1);
  } else {
    line->set_kind(v1::LineChange::KIND_CHANGED);
    comparison->set_changed_count(comparison->changed_count() + 1);
  }
}

// From the one table to the other, in the order of the later.
v1::PlanComparison Between(const std::vector<v1::TableRowChange>& before,
                           const std::vector<v1::TableRowChange>& now) {
  std::map<RowName, const v1::TableRowChange*> old_rows;
  for (const v1::TableRowChange& row : before) old_rows[NameOf(row)] = &row;
  v1::PlanComparison comparison;
  for (v1::TableRowChange change : now) {
    const auto old_row = old_rows.find(NameOf(change));
    if (old_row != old_rows.end()) {
      *change.mutable_old_row() = old_row->second->new_row();
      old_rows.erase(old_row);
    }
    change.clear_events();
    AddChange(change, &comparison);
  }
  for (const auto& [name, row] : old_rows) {
    v1::TableRowChange change = *row;
    *change.mutable_old_row() = row->new_row();
    change.clear_new_row();
    AddChange(change, &comparison);
  }
  return comparison;
}

}  // namespace

absl::StatusOr<v1::PlanComparison> TableCopy::Take(
    const v1::WatchTableResponse& answer) {
  v1::PlanComparison comparison;
  if (answer.reset()) {
    const std::vector<v1::TableRowChange> before = std::exchange(rows_, {});
    RETURN_IF_ERROR(Apply(answer));
    if (is_whole_) comparison = Between(before, rows_);
    is_whole_ = true;
    return comparison;
  }
  for (const v1::TableRowChange& change : answer.changes()) {
    AddChange(change, &comparison);
  }
  if (is_whole_) RETURN_IF_ERROR(Apply(answer));
  return comparison;
}

absl::Status TableCopy::Apply(const v1::WatchTableResponse& answer) {
  for (const v1::TableRowChange& change : answer.changes()) {
    if (!change.has_old_row()) continue;
    const auto row = std::find_if(
        rows_.begin(), rows_.end(),
        [&](const auto& there) { return NameOf(there) == NameOf(change); });
    if (row == rows_.end()) return DoesNotFollow(change, "was not there");
    rows_.erase(row);
  }
  for (const v1::TableRowChange& change : answer.changes()) {
    if (!change.has_new_row()) continue;
    if (change.index() > rows_.size()) {
      return DoesNotFollow(change, "comes behind the last");
    }
    v1::TableRowChange row;
    row.set_project_id(change.project_id());
    row.set_activity_id(change.activity_id());
    *row.mutable_new_row() = change.new_row();
    rows_.insert(rows_.begin() + change.index(), std::move(row));
  }
  if (rows_.size() == answer.row_count()) return absl::OkStatus();
  return absl::DataLossError(
      absl::StrCat("the table that is followed has ", rows_.size(),
                   " rows, and the daemon's ", answer.row_count()));
}

}  // namespace clearsky::cli
