// Names compared, lines assigned to activities, and lines put in order.

#include "document/reconcile_matching.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "document/reconcile_names.h"
#include "document/reconcile_order.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace clearsky::document {
namespace {

using ::testing::ElementsAre;

TEST(ReconcileNamesTest, SpellingsOfOneNameAreEqual) {
  const std::string name = NormalName("탄소중립·온실가스 정책교류");
  EXPECT_EQ(NormalName("탄소중립/ 온실가스 정책 교류"), name);
  EXPECT_EQ(NormalName("탄소중립 및 온실가스 정책교류 개최"), name);
  EXPECT_EQ(NormalName("정책과 기술 교류"), NormalName("정책 및 기술교류"));
  EXPECT_EQ(NormalName("ZOOM 회의"), NormalName("zoom회의"));
  EXPECT_NE(NormalName("정책 교류"), NormalName("기술 교류"));
}

TEST(ReconcileNamesTest, LikenessIsOneForEqualNamesOnly) {
  const NamePairs name = PairsOf("대기질공동연구워크숍");
  EXPECT_DOUBLE_EQ(Likeness(name, name), 1);
  const double near = Likeness(name, PairsOf("대기질공동연구세미나"));
  EXPECT_GT(near, 0.5);
  EXPECT_LT(near, 1);
  EXPECT_DOUBLE_EQ(Likeness(name, PairsOf("환경산업박람회")), 0);
}

// The greatest sum over all assignments.
double Best(const std::vector<std::vector<double>>& weights, size_t row,
            std::vector<bool>* used) {
  if (row == weights.size()) return 0;
  double best = Best(weights, row + 1, used);
  for (size_t k = 0; k < used->size(); ++k) {
    if ((*used)[k] || weights[row][k] <= 0) continue;
    (*used)[k] = true;
    best = std::max(best, weights[row][k] + Best(weights, row + 1, used));
    (*used)[k] = false;
  }
  return best;
}

TEST(ReconcileMatchingTest, TheAssignmentIsTheBestOfAll) {
  std::mt19937 random(7);  // Fixed.
  for (int run = 0; run < 500; ++run) {
    const size_t rows = 1 + random() % 5;
    const size_t columns = 1 + random() % 5;
    std::vector<std::vector<double>> weights(rows,
                                             std::vector<double>(columns, 0));
    for (auto& row : weights) {
      for (double& weight : row) {
        if (random() % 3 > 0) weight = static_cast<double>(random() % 100) / 99;
      }
    }
    const std::vector<int> assigned = BestAssignment(weights);
    double sum = 0;
    std::vector<bool> used(columns, false);
    for (size_t row = 0; row < rows; ++row) {
      if (assigned[row] < 0) continue;
      const auto column = static_cast<size_t>(assigned[row]);
      EXPECT_FALSE(used[column]);
      used[column] = true;
      EXPECT_GT(weights[row][column], 0);
      sum += weights[row][column];
    }
    std::vector<bool> free(columns, false);
    EXPECT_NEAR(sum, Best(weights, 0, &free), 1e-9) << "run " << run;
  }
}

MatchSide Side(const std::string& name, uint32_t ordinal,
               const std::string& edtf) {
  MatchSide side;
  side.names = {NormalName(name)};
  side.ordinal = ordinal;
  side.projects = {0};
  side.edtf = edtf;
  const auto date = plan::DateOfEdtf(edtf);
  if (date.ok()) side.days = plan::BoundsOf(*date);
  return side;
}

TEST(ReconcileMatchingTest, ANumberTellsMeetingsOfOneNameApart) {
  const std::vector<MatchSide> activities = {
      Side("한중 워크숍", 14, "2022-04-29"),
      Side("한중 워크숍", 15, "2022-10")};
  const auto matches = MatchLines(
      {Side("한중 워크숍", 15, "2022-10-26"), Side("한중 워크숍", 16, "2023")},
      activities);
  ASSERT_EQ(matches.size(), 1u);
  EXPECT_EQ(matches[0].line, 0u);
  EXPECT_EQ(matches[0].activity, 1u);
}

TEST(ReconcileMatchingTest, ARenamedMeetingIsFoundByWhatIsLeft) {
  const auto matches =
      MatchLines({Side("탄소중립을 위한 한중 온실가스 정책대화", 0, "2023-03")},
                 {Side("계절관리대책 사전교류회의", 0, "2022-10"),
                  Side("탄소중립을 위한 온실가스 정책대화", 0, "2022-10")});
  ASSERT_EQ(matches.size(), 1u);
  EXPECT_EQ(matches[0].activity, 1u);
  EXPECT_FALSE(matches[0].fit.same_name);
}

TEST(ReconcileMatchingTest, WhatTookPlaceIsNotRenamedIntoWhatIsPlanned) {
  MatchSide over = Side("성과공유회의", 0, "2022-07-29");
  over.stage = Stage::kOver;
  EXPECT_EQ(
      MatchLines({Side("성과공유 후속회의", 0, "2022-11")}, {over}).size(), 0u);
}

TEST(ReconcileMatchingTest, OfTwoThatFitTheBetterIsTaken) {
  const auto matches = MatchLines(
      {Side("정례회의", 0, "2022-11-03")},
      {Side("정례회의", 0, "2022-03-01"), Side("정례회의", 0, "2022-11")});
  ASSERT_EQ(matches.size(), 1u);
  EXPECT_EQ(matches[0].activity, 1u);
  EXPECT_EQ(matches[0].runner_up_activity, 0u);
}

// Orders and revisions as the plan would sort them once given.
bool InOrder(const std::vector<OrderedLine>& lines, const LineOrders& given) {
  uint64_t newest = 0;
  for (const auto& line : lines) newest = std::max(newest, line.revision);
  std::pair<uint64_t, uint64_t> last = {0, 0};
  for (size_t i = 0; i < lines.size(); ++i) {
    const uint64_t revision = lines[i].is_new ? ++newest : lines[i].revision;
    const uint32_t order = given.orders[i].value_or(lines[i].order);
    const std::pair<uint64_t, uint64_t> place = {
        order == 0 ? ~uint64_t{0} : order, revision};
    if (place <= last) return false;
    last = place;
  }
  return true;
}

TEST(ReconcileOrderTest, AnyOrderOfMovableLinesIsGiven) {
  std::mt19937 random(11);  // Fixed.
  for (int run = 0; run < 2000; ++run) {
    std::vector<OrderedLine> lines;
    const uint64_t count = 1 + random() % 6;
    for (uint64_t i = 0; i < count; ++i) {
      lines.push_back({static_cast<uint32_t>(i + 1), 10 + i, false, true});
    }
    std::shuffle(lines.begin(), lines.end(), random);
    for (int i = 0; i < 2; ++i) {
      const auto at = static_cast<std::ptrdiff_t>(random() % (count + 1));
      lines.insert(lines.begin() + at, {0, 0, true, false});
    }
    const LineOrders given = OrderLines(lines);
    EXPECT_TRUE(given.is_kept) << "run " << run;
    EXPECT_TRUE(InOrder(lines, given)) << "run " << run;
  }
}

TEST(ReconcileOrderTest, AnInsertedLineMovesNoOther) {
  const LineOrders given = OrderLines({{1, 10, false, true},
                                       {0, 0, true, false},
                                       {0, 0, true, false},
                                       {2, 11, false, true}});
  EXPECT_THAT(given.orders, ElementsAre(std::nullopt, 1u, 1u, std::nullopt));
}

TEST(ReconcileOrderTest, OneLineThatMovedDownIsTheOnlyOneChanged) {
  const LineOrders given = OrderLines({{2, 11, false, true},
                                       {3, 12, false, true},
                                       {4, 13, false, true},
                                       {1, 10, false, true}});
  EXPECT_THAT(given.orders,
              ElementsAre(std::nullopt, std::nullopt, std::nullopt, 5u));
}

TEST(ReconcileOrderTest, LinesThatMayNotMoveAreReported) {
  EXPECT_FALSE(
      OrderLines({{2, 11, false, false}, {1, 10, false, false}}).is_kept);
}

}  // namespace
}  // namespace clearsky::document
