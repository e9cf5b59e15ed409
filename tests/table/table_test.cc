#include "table/table.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "table/table_fixture.h"
#include "test/status_matchers.h"

namespace clearsky::table {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

v1::ImplementationTable TableOf(
    const v1::PlanState& state,
    v1::TableStyle style = v1::TABLE_STYLE_AS_PUBLISHED) {
  const auto table = MakeTable(state, "ko", style);
  EXPECT_THAT(table, IsOk());
  return table.ok() ? *table : v1::ImplementationTable();
}

// `project: line` for each line.
std::vector<std::string> Lines(const v1::PlanState& state) {
  std::vector<std::string> lines;
  const v1::ImplementationTable table = TableOf(state);
  for (const v1::TableArea& area : table.areas()) {
    for (const v1::TableProject& project : area.projects()) {
      for (const v1::TableLine& line : project.lines()) {
        lines.push_back(absl::StrCat(project.project_id(), ": ", line.text()));
      }
    }
  }
  return lines;
}

void AddHeld(v1::PlanState* state, const std::string& id, uint64_t revision,
             uint32_t line_order) {
  v1::ActivityState* activity = AddActivity(state, id, id, revision);
  activity->mutable_details()->set_line_order(line_order);
  Hold(Date("2022-04-29"), activity);
}

TEST(TableTest, AreasStandByOrderAndProjectsByNumber) {
  const v1::ImplementationTable table = TableOf(PlanOf2022());
  ASSERT_EQ(table.areas_size(), 2);
  EXPECT_EQ(table.areas(0).text(), "정책 교류");
  ASSERT_EQ(table.areas(0).projects_size(), 2);
  EXPECT_EQ(table.areas(0).projects(0).project_id(), "p2");
  EXPECT_EQ(table.areas(0).projects(1).project_id(), "p1");
  EXPECT_EQ(table.areas(1).text(), "공동 연구");
  EXPECT_THAT(table.heads(), ElementsAre("분야", "세부사업", "주요 이행현황"));
  EXPECT_EQ(table.stream(), "clear-sky/2022");
  EXPECT_EQ(table.language(), "ko");
  EXPECT_EQ(table.renderer_version(), kRendererVersion);
}

TEST(TableTest, LinesStandByLineOrderThenByRegistration) {
  v1::PlanState state = PlanOf2022();
  AddHeld(&state, "a", 9, 0);
  AddHeld(&state, "b", 8, 0);
  AddHeld(&state, "c", 7, 2);
  AddHeld(&state, "d", 6, 1);
  EXPECT_THAT(Lines(state), ElementsAre("p1: ○ d(4.29)", "p1: ○ c(4.29)",
                                        "p1: ○ b(4.29)", "p1: ○ a(4.29)"));
}

TEST(TableTest, AnActivityOfTwoProjectsIsPrintedUnderBoth) {
  v1::PlanState state = PlanOf2022();
  AddHeld(&state, "a", 1, 0);
  (*state.mutable_activities())["a"].mutable_details()->add_project_ids("p3");
  EXPECT_THAT(Lines(state), ElementsAre("p1: ○ a(4.29)", "p3: ○ a(4.29)"));
}

TEST(TableTest, MeetingsOutsideTheTableAreNotInIt) {
  v1::PlanState state = PlanOf2022();
  AddHeld(&state, "a", 1, 0);
  (*state.mutable_activities())["a"].mutable_details()->clear_project_ids();
  EXPECT_THAT(Lines(state), IsEmpty());
}

TEST(TableTest, AnUnknownProjectGoesToALastAreaWithoutId) {
  v1::PlanState state = PlanOf2022();
  AddHeld(&state, "a", 1, 0);
  (*state.mutable_activities())["a"].mutable_details()->set_project_ids(0,
                                                                        "p9");
  const v1::ImplementationTable table = TableOf(state);
  ASSERT_EQ(table.areas_size(), 3);
  EXPECT_EQ(table.areas(2).area_id(), "");
  ASSERT_EQ(table.areas(2).projects_size(), 1);
  EXPECT_EQ(table.areas(2).projects(0).project_id(), "p9");
  ASSERT_EQ(table.areas(2).projects(0).lines_size(), 1);
  EXPECT_THAT(table.areas(2).projects(0).lines(0).notes(),
              ElementsAre("no name in ko for p9"));
}

TEST(TableTest, ADiscontinuedProjectRemainsWhileItHasLines) {
  v1::PlanState state = PlanOf2022();
  (*state.mutable_projects())["p1"].set_discontinued(true);
  EXPECT_EQ(TableOf(state).areas(0).projects_size(), 1);
  AddHeld(&state, "a", 1, 0);
  EXPECT_THAT(Lines(state), ElementsAre("p1: ○ a(4.29)"));
}

TEST(TableTest, PartsStandWhereTheirActivityStood) {
  v1::PlanState state = PlanOf2022();
  AddHeld(&state, "a", 1, 0);
  AddHeld(&state, "b", 2, 0);
  v1::ActivityState* whole = &(*state.mutable_activities())["a"];
  whole->set_state(v1::ActivityState::STATE_SPLIT);
  whole->add_parts("z-first");
  whole->add_parts("a-second");
  for (const char* id : {"a-second", "z-first"}) {
    AddHeld(&state, id, 7, 0);
    (*state.mutable_activities())[id].set_part_of("a");
  }
  EXPECT_THAT(Lines(state),
              ElementsAre("p1: ○ z-first(4.29)", "p1: ○ a-second(4.29)",
                          "p1: ○ b(4.29)"));
}

TEST(TableTest, APlanOfSeveralYearsWritesTheYear) {
  v1::PlanState state = PlanOf2022();
  *state.mutable_plan()->mutable_period() = Date("2018/2022");
  AddHeld(&state, "a", 1, 0);
  EXPECT_THAT(Lines(state), ElementsAre("p1: ○ a('22년 4.29)"));
}

TEST(TableTest, OtherLanguagesAreUnimplementedAndSayWhatThereIs) {
  const auto table =
      MakeTable(PlanOf2022(), "fr", v1::TABLE_STYLE_AS_PUBLISHED);
  EXPECT_THAT(table, StatusIs(absl::StatusCode::kUnimplemented));
  EXPECT_THAT(std::string(table.status().message()), HasSubstr("\"ko\""));
}

TEST(TableTest, AStyleNotSaidIsAsPublished) {
  EXPECT_EQ(TableOf(PlanOf2022(), v1::TABLE_STYLE_UNSPECIFIED).style(),
            v1::TABLE_STYLE_AS_PUBLISHED);
}

TEST(TableTest, AnEmptyStateGivesAnEmptyTable) {
  EXPECT_EQ(TableOf(v1::PlanState()).areas_size(), 0);
}

}  // namespace
}  // namespace clearsky::table
