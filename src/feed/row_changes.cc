// The rows that stay where they are must stand in one order in both tables.
// They are the longest such selection of the rows that are equal in both, which
// is a longest increasing subsequence of old places in the new order.

#include "feed/row_changes.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace clearsky::feed {
namespace {

// Project and activity.
using RowName = std::pair<std::string, std::string>;

RowName NameOf(const NamedRow& row) {
  return {row.project_id, row.row.line().activity_id()};
}

// Rows that have one name are told apart by how many came before.
using RowKey = std::pair<RowName, size_t>;

std::vector<RowKey> KeysOf(const std::vector<NamedRow>& rows) {
  std::map<RowName, size_t> seen;
  std::vector<RowKey> keys;
  keys.reserve(rows.size());
  for (const NamedRow& row : rows) {
    RowName name = NameOf(row);
    const size_t number = seen[name]++;
    keys.emplace_back(std::move(name), number);
  }
  return keys;
}

// Indexes into `places` of a longest increasing subsequence; those without a
// place are in none.
std::vector<size_t> LongestIncreasing(
    const std::vector<std::optional<size_t>>& places) {
  // ends[n] is the index at which the best subsequence of length n + 1 ends;
  // before[i] the index before i in the best one that ends at i.
  std::vector<size_t> ends;
  std::vector<size_t> before(places.size());
  for (size_t i = 0; i < places.size(); ++i) {
    if (!places[i].has_value()) continue;
    const auto at = std::lower_bound(
        ends.begin(), ends.end(), *places[i],
        [&places](size_t end, size_t place) { return *places[end] < place; });
    if (at != ends.begin()) before[i] = *(at - 1);
    if (at == ends.end()) {
      ends.push_back(i);
    } else {
      *at = i;
    }
  }
  std::vector<size_t> longest(ends.size());
  size_t next = ends.empty() ? 0 : ends.back();
  for (size_t n = ends.size(); n-- > 0;) {
    longest[n] = next;
    next = before[next];
  }
  return longest;
}

v1::TableRowChange ChangeOf(const NamedRow& row) {
  v1::TableRowChange change;
  change.set_project_id(row.project_id);
  change.set_activity_id(row.row.line().activity_id());
  return change;
}

}  // namespace

std::vector<NamedRow> RowsOf(const v1::ImplementationTable& table) {
  std::vector<NamedRow> rows;
  for (const v1::TableArea& area : table.areas()) {
    for (const v1::TableProject& project : area.projects()) {
      for (const v1::TableLine& line : project.lines()) {
        NamedRow& row = rows.emplace_back();
        row.project_id = project.project_id();
        row.row.set_area_text(area.text());
        row.row.set_project_text(project.text());
        *row.row.mutable_line() = line;
      }
    }
  }
  return rows;
}

std::vector<v1::TableRowChange> RowChanges(
    const std::vector<NamedRow>& old_rows,
    const std::vector<NamedRow>& new_rows) {
  const std::vector<RowKey> old_keys = KeysOf(old_rows);
  const std::vector<RowKey> new_keys = KeysOf(new_rows);
  std::map<RowKey, size_t> old_places;
  for (size_t i = 0; i < old_keys.size(); ++i) old_places[old_keys[i]] = i;

  // Where each new row stood, and where it stood as it is.
  std::vector<std::optional<size_t>> places(new_rows.size());
  std::vector<std::optional<size_t>> equal_places(new_rows.size());
  std::vector<bool> is_gone(old_rows.size(), true);
  for (size_t i = 0; i < new_rows.size(); ++i) {
    const auto found = old_places.find(new_keys[i]);
    if (found == old_places.end()) continue;
    places[i] = found->second;
    is_gone[found->second] = false;
    if (old_rows[found->second].row.SerializeAsString() ==
        new_rows[i].row.SerializeAsString()) {
      equal_places[i] = found->second;
    }
  }

  std::vector<bool> stays(new_rows.size(), false);
  for (const size_t i : LongestIncreasing(equal_places)) stays[i] = true;
  // All rows of a name are taken out together.
  std::set<RowName> changed;
  for (size_t i = 0; i < old_rows.size(); ++i) {
    if (is_gone[i]) changed.insert(old_keys[i].first);
  }
  for (size_t i = 0; i < new_rows.size(); ++i) {
    if (!stays[i]) changed.insert(new_keys[i].first);
  }

  std::vector<v1::TableRowChange> changes;
  for (size_t i = 0; i < old_rows.size(); ++i) {
    if (!is_gone[i]) continue;
    v1::TableRowChange& change = changes.emplace_back(ChangeOf(old_rows[i]));
    *change.mutable_old_row() = old_rows[i].row;
  }
  for (size_t i = 0; i < new_rows.size(); ++i) {
    if (!changed.contains(new_keys[i].first)) continue;
    v1::TableRowChange& change = changes.emplace_back(ChangeOf(new_rows[i]));
    if (places[i].has_value()) {
      *change.mutable_old_row() = old_rows[*places[i]].row;
    }
    *change.mutable_new_row() = new_rows[i].row;
    change.set_index(static_cast<uint32_t>(i));
  }
  return changes;
}

}  // namespace clearsky::feed
