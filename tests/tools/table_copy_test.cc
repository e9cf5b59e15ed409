#include "table_copy.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "test/status_matchers.h"

namespace clearsky::cli {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::StatusIs;

// Activity and line: all of one project.
using Table = std::vector<std::pair<std::string, std::string>>;

v1::TableRow RowOf(const std::string& activity, const std::string& text) {
  v1::TableRow row;
  row.mutable_line()->set_activity_id(activity);
  row.mutable_line()->set_text(text);
  row.set_project_text("Project");
  return row;
}

v1::TableRowChange Removed(const std::string& activity,
                           const std::string& text) {
  v1::TableRowChange change;
  change.set_activity_id(activity);
  *change.mutable_old_row() = RowOf(activity, text);
  return change;
}

v1::TableRowChange Added(const std::string& activity, const std::string& text,
                         size_t index) {
  v1::TableRowChange change;
  change.set_activity_id(activity);
  *change.mutable_new_row() = RowOf(activity, text);
  change.set_index(static_cast<uint32_t>(index));
  return change;
}

v1::WatchTableResponse Whole(const Table& table) {
  v1::WatchTableResponse answer;
  answer.set_reset(true);
  for (size_t i = 0; i < table.size(); ++i) {
    *answer.add_changes() = Added(table[i].first, table[i].second, i);
  }
  answer.set_row_count(static_cast<uint32_t>(table.size()));
  return answer;
}

// The rows that differ, where those that stay keep their order: what a daemon
// may tell of two tables.
v1::WatchTableResponse Between(const Table& before, const Table& now) {
  v1::WatchTableResponse answer;
  Table kept;
  for (const auto& row : before) {
    const auto same = std::find(now.begin(), now.end(), row);
    // A row stays when it stands behind all that stayed before it.
    const bool stays =
        same != now.end() &&
        (kept.empty() || std::find(now.begin(), now.end(), kept.back()) < same);
    if (stays) {
      kept.push_back(row);
    } else if (std::none_of(now.begin(), now.end(), [&](const auto& other) {
                 return other.first == row.first;
               })) {
      *answer.add_changes() = Removed(row.first, row.second);
    }
  }
  for (size_t i = 0; i < now.size(); ++i) {
    if (std::find(kept.begin(), kept.end(), now[i]) != kept.end()) continue;
    v1::TableRowChange change = Added(now[i].first, now[i].second, i);
    for (const auto& row : before) {
      if (row.first == now[i].first) {
        *change.mutable_old_row() = RowOf(row.first, row.second);
      }
    }
    *answer.add_changes() = change;
  }
  answer.set_row_count(static_cast<uint32_t>(now.size()));
  return answer;
}

Table Of(const TableCopy& copy) {
  Table table;
  for (const v1::TableRowChange& row : copy.rows()) {
    table.emplace_back(row.activity_id(), row.new_row().line().text());
  }
  return table;
}

rc::Gen<Table> Tables() {
  return rc::gen::map(
      rc::gen::container<std::vector<std::pair<int, int>>>(
          rc::gen::pair(rc::gen::inRange(0, 8), rc::gen::inRange(0, 3))),
      [](const std::vector<std::pair<int, int>>& drawn) {
        Table table;
        std::set<int> used;
        for (const auto& [activity, text] : drawn) {
          if (!used.insert(activity).second) continue;
          table.emplace_back(absl::StrCat("a", activity),
                             absl::StrCat("line ", text));
        }
        return table;
      });
}

RC_GTEST_PROP(TableCopyTest, CopyIsTheTableAfterEachAnswer, ()) {
  Table table = *Tables();
  TableCopy copy;
  RC_ASSERT(copy.Take(Whole(table)).ok());
  RC_ASSERT(Of(copy) == table);
  const auto steps = *rc::gen::container<std::vector<Table>>(Tables());
  for (const Table& now : steps) {
    const auto changes = copy.Take(Between(table, now));
    RC_ASSERT(changes.ok());
    RC_ASSERT(Of(copy) == now);
    // What is told of is what differs.
    size_t differs = 0;
    for (const auto& row : now) {
      differs += std::find(table.begin(), table.end(), row) == table.end();
    }
    for (const auto& row : table) {
      differs += std::none_of(now.begin(), now.end(), [&](const auto& other) {
        return other.first == row.first;
      });
    }
    RC_ASSERT(static_cast<size_t>(changes->lines_size()) == differs);
    table = now;
  }
}

RC_GTEST_PROP(TableCopyTest, ResetTellsWhatDiffersAsChangesWould, ()) {
  const Table before = *Tables();
  const Table now = *Tables();
  TableCopy by_changes;
  TableCopy by_reset;
  RC_ASSERT(by_changes.Take(Whole(before)).ok());
  RC_ASSERT(by_reset.Take(Whole(before)).ok());
  const auto changes = by_changes.Take(Between(before, now));
  const auto reset = by_reset.Take(Whole(now));
  RC_ASSERT(changes.ok());
  RC_ASSERT(reset.ok());
  RC_ASSERT(reset->added_count() == changes->added_count());
  RC_ASSERT(reset->removed_count() == changes->removed_count());
  RC_ASSERT(reset->changed_count() == changes->changed_count());
}

TEST(TableCopyTest, FirstAnswerTellsOfNoChange) {
  TableCopy copy;
  const auto changes = copy.Take(Whole({{"a", "line"}}));
  ASSERT_THAT(changes, IsOk());
  EXPECT_EQ(changes->lines_size(), 0);
}

TEST(TableCopyTest, ChangesBehindACursorAreToldThoughTheTableIsNotKnown) {
  TableCopy copy;
  v1::WatchTableResponse answer;
  *answer.add_changes() = Removed("a", "line");
  answer.set_row_count(7);
  const auto changes = copy.Take(answer);
  ASSERT_THAT(changes, IsOk());
  EXPECT_EQ(changes->removed_count(), 1u);
  EXPECT_FALSE(copy.is_whole());
}

TEST(TableCopyTest, AnswerThatDoesNotFollowOnIsDataLoss) {
  TableCopy copy;
  ASSERT_THAT(copy.Take(Whole({{"a", "line"}})), IsOk());
  v1::WatchTableResponse answer;
  *answer.add_changes() = Removed("b", "line");
  EXPECT_THAT(copy.Take(answer), StatusIs(absl::StatusCode::kDataLoss));
  answer.clear_changes();
  *answer.add_changes() = Added("b", "line", 5);
  EXPECT_THAT(copy.Take(answer), StatusIs(absl::StatusCode::kDataLoss));
  answer.clear_changes();
  answer.set_row_count(3);
  EXPECT_THAT(copy.Take(answer), StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace clearsky::cli
