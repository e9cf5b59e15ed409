#include "feed/row_changes.h"

#include <rapidcheck.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "feed/table_copy.h"
#include "gtest/gtest.h"

namespace clearsky::feed {
namespace {

NamedRow Row(const std::string& project, const std::string& activity,
             const std::string& text) {
  NamedRow row;
  row.project_id = project;
  row.row.set_area_text("area");
  row.row.set_project_text(project);
  row.row.mutable_line()->set_activity_id(activity);
  row.row.mutable_line()->set_text(text);
  return row;
}

// Rows of one project that say their name, `abc`.
std::vector<NamedRow> Rows(const std::string& names) {
  std::vector<NamedRow> rows;
  for (const char name : names) {
    rows.push_back(Row("p", std::string(1, name), std::string(1, name)));
  }
  return rows;
}

std::string TextOf(const std::vector<NamedRow>& rows) {
  std::string text;
  for (const NamedRow& row : rows) {
    absl::StrAppend(&text, text.empty() ? "" : "\n",
                    test::RowText(row.project_id, row.row));
  }
  return text;
}

// What a copy of `old_rows` says after the changes to `new_rows`.
std::string Applied(const std::vector<NamedRow>& old_rows,
                    const std::vector<NamedRow>& new_rows) {
  test::TableCopy copy;
  for (const auto& [from, to] : {std::pair(std::vector<NamedRow>(), old_rows),
                                 std::pair(old_rows, new_rows)}) {
    v1::WatchTableResponse answer;
    answer.set_row_count(static_cast<uint32_t>(to.size()));
    for (const v1::TableRowChange& change : RowChanges(from, to)) {
      *answer.add_changes() = change;
    }
    if (!copy.Take(answer)) return "does not fit";
  }
  return copy.Text();
}

TEST(RowChangesTest, EqualTablesDoNotDiffer) {
  EXPECT_TRUE(RowChanges(Rows("abc"), Rows("abc")).empty());
  EXPECT_TRUE(RowChanges({}, {}).empty());
}

TEST(RowChangesTest, OneRowThatMovedIsOneChange) {
  for (const char* moved : {"bcdea", "eabcd", "acbde", "bacde"}) {
    const auto changes = RowChanges(Rows("abcde"), Rows(moved));
    ASSERT_EQ(changes.size(), 1U) << moved;
    EXPECT_TRUE(changes[0].has_old_row());
    EXPECT_TRUE(changes[0].has_new_row());
    EXPECT_EQ(Applied(Rows("abcde"), Rows(moved)), TextOf(Rows(moved)));
  }
}

TEST(RowChangesTest, WhatIsGoneStandsFirst) {
  const auto changes = RowChanges(Rows("abcd"), Rows("xbdy"));
  ASSERT_EQ(changes.size(), 4U);
  EXPECT_EQ(changes[0].activity_id(), "a");
  EXPECT_FALSE(changes[0].has_new_row());
  EXPECT_EQ(changes[1].activity_id(), "c");
  EXPECT_FALSE(changes[1].has_new_row());
  EXPECT_EQ(changes[2].activity_id(), "x");
  EXPECT_EQ(changes[2].index(), 0U);
  EXPECT_FALSE(changes[2].has_old_row());
  EXPECT_EQ(changes[3].activity_id(), "y");
  EXPECT_EQ(changes[3].index(), 3U);
}

TEST(RowChangesTest, OneActivityUnderTwoProjectsIsTwoRows) {
  const std::vector<NamedRow> before = {Row("p", "a", "old"),
                                        Row("q", "a", "old")};
  const std::vector<NamedRow> after = {Row("p", "a", "old"),
                                       Row("q", "a", "new")};
  const auto changes = RowChanges(before, after);
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].project_id(), "q");
  EXPECT_EQ(changes[0].old_row().line().text(), "old");
  EXPECT_EQ(changes[0].new_row().line().text(), "new");
  EXPECT_EQ(changes[0].index(), 1U);
}

TEST(RowChangesTest, EventsThatMadeARowAreOfTheRow) {
  std::vector<NamedRow> after = Rows("ab");
  after[1].row.mutable_line()->add_revisions(4);
  EXPECT_EQ(RowChanges(Rows("ab"), after).size(), 1U);
}

// Tables in which rows come, go, change and move, and now and then one name
// stands twice.
rc::Gen<std::vector<NamedRow>> Tables() {
  using Drawn = std::pair<int, int>;
  return rc::gen::map(rc::gen::container<std::vector<Drawn>>(rc::gen::pair(
                          rc::gen::inRange(0, 12), rc::gen::inRange(0, 3))),
                      [](const std::vector<Drawn>& drawn) {
                        std::vector<NamedRow> rows;
                        for (const auto& [name, text] : drawn) {
                          rows.push_back(Row(absl::StrCat("p", name % 2),
                                             absl::StrCat("a", name / 2),
                                             absl::StrCat("text ", text)));
                        }
                        return rows;
                      });
}

TEST(RowChangesTest, ChangesMakeTheNewTableOfTheOldOne) {
  EXPECT_TRUE(rc::check([] {
    const std::vector<NamedRow> before = *Tables();
    const std::vector<NamedRow> after = *Tables();
    RC_ASSERT(Applied(before, after) == TextOf(after));
  }));
}

TEST(RowChangesTest, ChangesOfAShuffledTableMakeIt) {
  EXPECT_TRUE(rc::check([] {
    const auto size = *rc::gen::inRange<size_t>(0, 20);
    const std::string names =
        std::string("abcdefghijklmnopqrst").substr(0, size);
    std::string shuffled = names;
    for (size_t i = 0; i + 1 < size; ++i) {
      const auto other = *rc::gen::inRange<size_t>(i, size);
      std::swap(shuffled[i], shuffled[other]);
    }
    RC_ASSERT(Applied(Rows(names), Rows(shuffled)) == TextOf(Rows(shuffled)));
  }));
}

}  // namespace
}  // namespace clearsky::feed
