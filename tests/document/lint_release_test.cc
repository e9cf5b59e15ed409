// The release of 2022-09-28 and its 30 known inconsistencies: each finding is
// one of them, and those that a rule can tell are found where they are.

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/match.h"
#include "document/lint_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace clearsky::document::lint {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

struct Known {
  std::string rule;
  uint32_t line;
  uint32_t column;
  std::string inconsistency;  // Of clear-sky-2022.facts.json.

  auto AsTuple() const { return std::tie(line, column, rule); }
  bool operator<(const Known& other) const {
    return AsTuple() < other.AsTuple();
  }
};

const std::vector<Known>& AllKnown() {
  static const auto* const known = new std::vector<Known>{
      {"quote-unclosed", 13, 30, "X06"},   {"year-mark-mixed", 16, 39, "X07"},
      {"name-spelling", 27, 57, "X02"},    {"name-spelling", 31, 27, "X02"},
      {"contact-differs", 50, 16, "X04"},  {"name-spelling", 57, 1, "X03"},
      {"name-spelling", 57, 11, "X02"},    {"markup-left", 57, 30, "X23"},
      {"mode-words-mixed", 57, 94, "X11"}, {"ordinal-missing", 58, 51, "X20"},
      {"field-missing", 58, 66, "X15"},    {"pair-spelling", 58, 72, "X12"},
      {"ordinal-missing", 58, 86, "X20"},  {"field-missing", 58, 156, "X15"},
      {"name-spelling", 59, 2, "X02"},     {"name-spelling", 60, 2, "X02"},
      {"ordinal-missing", 60, 56, "X20"},  {"name-spelling", 61, 46, "X18"},
      {"ordinal-missing", 61, 46, "X20"},  {"body-table", 61, 57, "X01"},
      {"name-spelling", 62, 1, "X03"},     {"range-mark-mixed", 63, 154, "X08"},
      {"planned-missing", 63, 165, "X09"}, {"name-spelling", 64, 1, "X03"},
      {"name-spelling", 64, 8, "X02"},     {"ordinal-missing", 64, 96, "X20"},
      {"name-spelling", 64, 104, "X19"},   {"overlap", 64, 116, "X25"},
      {"duplicate-line", 65, 48, "X10"},   {"name-spelling", 65, 95, "X19"},
  };
  return *known;
}

// The inconsistency that a finding tells of; empty when it is none.
std::string InconsistencyOf(const v1::LintFinding& finding) {
  for (const Known& known : AllKnown()) {
    if (known.rule == finding.rule() && known.line == finding.place().line() &&
        known.column == finding.place().column()) {
      return known.inconsistency;
    }
  }
  return "";
}

TEST(LintReleaseTest, EveryFindingIsAKnownInconsistency) {
  const Linted linted(ReleaseText());
  for (const v1::LintFinding& finding : linted.response().findings()) {
    EXPECT_NE(InconsistencyOf(finding), "")
        << finding.place().line() << ":" << finding.place().column() << " "
        << finding.rule() << ": " << finding.message();
  }
  EXPECT_EQ(linted.response().table_line_count(), 17u);
}

TEST(LintReleaseTest, EachThatARuleCanTellIsFoundWhereItIs) {
  const Linted linted(ReleaseText());
  std::set<Known> found;
  for (const v1::LintFinding& finding : linted.response().findings()) {
    found.insert(
        {finding.rule(), finding.place().line(), finding.place().column(), ""});
  }
  std::set<std::string> inconsistencies;
  for (const Known& known : AllKnown()) {
    EXPECT_EQ(found.count(known), 1u)
        << known.inconsistency << ": " << known.rule << " at " << known.line
        << ":" << known.column;
    inconsistencies.insert(known.inconsistency);
  }
  for (const std::string required :
       {"X01", "X02", "X03", "X04", "X06", "X09", "X10", "X15", "X20", "X25"}) {
    EXPECT_EQ(inconsistencies.count(required), 1u) << required;
  }
}

TEST(LintReleaseTest, NothingIsFoundTwice) {
  const Linted linted(ReleaseText());
  std::set<std::pair<uint64_t, std::string>> seen;
  for (const v1::LintFinding& finding : linted.response().findings()) {
    EXPECT_TRUE(
        seen.insert({finding.place().begin_byte(), finding.rule()}).second)
        << finding.ShortDebugString();
  }
}

TEST(LintReleaseTest, TellsNoPersonalDataThatItNeedNot) {
  const Linted linted(ReleaseText());
  const auto contacts = linted.Of("contact-differs");
  ASSERT_EQ(contacts.size(), 1u);
  const std::string told = contacts[0].ShortDebugString();
  EXPECT_THAT(told, Not(HasSubstr("김철수")));
  EXPECT_THAT(told, Not(HasSubstr("044-000-0003")));
  EXPECT_THAT(told, Not(HasSubstr("044-000-0002")));
  EXPECT_EQ(contacts[0].place().words(), "김○○ …0003");
  EXPECT_EQ(contacts[0].other_place().line(), 7u);
  EXPECT_EQ(contacts[0].other_place().column(), 16u);
}

// Each inconsistency mended, by itself: its finding goes, and no other comes.
struct Mended {
  std::string inconsistency;
  std::string rule;
  std::vector<std::pair<std::string, std::string>> changes;
  size_t findings_less;
};

std::ostream& operator<<(std::ostream& out, const Mended& mended) {
  return out << mended.inconsistency;
}

class MendedReleaseTest : public ::testing::TestWithParam<Mended> {};

TEST_P(MendedReleaseTest, FindingGoesAndNoOtherComes) {
  const Mended& mended = GetParam();
  std::string text = ReleaseText();
  for (const auto& [from, to] : mended.changes) text = Replaced(text, from, to);
  const Linted before(ReleaseText());
  const Linted after(text);
  EXPECT_EQ(after.Of(mended.rule).size() + mended.findings_less,
            before.Of(mended.rule).size())
      << after.All();
  EXPECT_EQ(static_cast<size_t>(after.response().findings_size()) +
                mended.findings_less,
            static_cast<size_t>(before.response().findings_size()))
      << after.All();
}

INSTANTIATE_TEST_SUITE_P(
    All, MendedReleaseTest,
    ::testing::Values(
        Mended{"X01",
               "body-table",
               {{"청천 컨퍼런스 개최(10월 예정",
                 "청천 컨퍼런스 개최(10월 말 예정"}},
               1},
        Mended{
            "X02",
            "name-spelling",
            {{"자동차 배출관리 정책기술교류", "자동차 배출관리 정책·기술교류"}},
            1},
        Mended{"X03",
               "name-spelling",
               {{"\n공동 연구\t", "\n공동연구\t"},
                {"\n기술 산업화\t", "\n기술산업화\t"},
                {"\n정책과 기술 교류\t", "\n정책 및 기술교류\t"}},
               3},
        Mended{"X04",
               "contact-differs",
               {{"김철수 (044-000-0003)", "김철수 (044-000-0002)"}},
               1},
        Mended{"X06",
               "quote-unclosed",
               {{"(2023~2027) 수립과", "(2023~2027)’ 수립과"}},
               1},
        Mended{"X07", "year-mark-mixed", {{"‘17.12", "'17.12"}}, 1},
        Mended{"X08", "range-mark-mixed", {{"2020-2022", "2020~2022"}}, 1},
        Mended{
            "X09", "planned-missing", {{"'22년 12월-", "'22년 12월- 예정"}}, 1},
        Mended{"X10",
               "duplicate-line",
               {{"대기환경 산업박람회\t<ul style=\"list-style-type: none\"> ○ "
                 "청천계획 이행 환경기술 및 산업협력 킥오프회의(4.26, 영상) ",
                 "대기환경 산업박람회\t<ul style=\"list-style-type: none\"> "}},
               1},
        Mended{
            "X11", "mode-words-mixed", {{"4.29, 영상회의", "4.29, 영상"}}, 1},
        Mended{
            "X12", "pair-spelling", {{"한·중 환경장관", "한중 환경장관"}}, 1},
        Mended{
            "X15",
            "field-missing",
            {{"(2.28, 한·중 환경장관회의)", "(2.28, 영상, 한·중 환경장관회의)"},
             {"(실무자급, 1.7, 2.11)", "(실무자급, 1.7, 2.11, 영상)"}},
            2},
        Mended{"X18",
               "name-spelling",
               {{"○ 청천 컨퍼런스 개최", "○ 청천컨퍼런스 개최"}},
               1},
        Mended{"X20",
               "ordinal-missing",
               {{"○ 탄소중립을 위한", "○ 제2차 탄소중립을 위한"},
                {"○ 2022 한중 환경", "○ 제2차 한중 환경"}},
               2},
        Mended{"X25", "overlap", {{"협력포럼(9.1,", "협력포럼(9.5,"}}, 1}),
    [](const auto& param_info) { return param_info.param.inconsistency; });

}  // namespace
}  // namespace clearsky::document::lint
