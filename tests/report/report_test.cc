#include "report/report.h"

#include <rapidcheck.h>

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "plan/moves.h"
#include "report/layout.h"
#include "report/report_faces.h"
#include "report/report_svg.h"
#include "report/svg.h"
#include "test/plan_story.h"

namespace clearsky {
namespace {

using report::Language;
using test::PlanStory;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

v1::PlanReport ReportOn(const PlanStory& story, absl::CivilDay day,
                        int year = 2022) {
  return report::MakeReport(
      plan::Fold("clear-sky/2022", story.history(), day),
      plan::MovesOf("clear-sky/2022", story.history(), day), year, day);
}

v1::PlanReport AtYearsEnd(const PlanStory& story) {
  return ReportOn(story, absl::CivilDay(2022, 12, 31));
}

const v1::ReportActivity& Find(const v1::PlanReport& report, const char* id) {
  for (const v1::ReportActivity& activity : report.activities()) {
    if (activity.activity_id() == id) return activity;
  }
  ADD_FAILURE() << "no " << id;
  return v1::ReportActivity::default_instance();
}

// Registers `id` and plans it for `date`.
void Plan(PlanStory* story, const char* id, const char* date) {
  story->Tell(test::Registered(id, "2022-01-01"));
  story->Tell(test::Scheduled(id, date, "2022-01-10"));
}

// One of each fate.
PlanStory YearOfMeetings() {
  PlanStory story = PlanStory::OfAPlan();
  Plan(&story, "on-time", "2022-10");
  story.Tell(test::Held("on-time", "2022-10-26", "2022-10-26"));
  Plan(&story, "late", "2022-03-05");
  story.Tell(test::Postponed("late", "2022-02-20"));
  story.Tell(test::Rescheduled("late", "2022-10-28", "2022-06-01"));
  story.Tell(test::Held("late", "2022-10-28", "2022-10-28"));
  Plan(&story, "early", "2022-09");
  story.Tell(test::Held("early", "2022-08-30", "2022-08-30"));
  Plan(&story, "unclear", "2022-05-10");
  story.Tell(test::Held("unclear", "2022-05", "2022-05-31"));
  story.Tell(test::Registered("unplanned", "2022-01-01"));
  story.Tell(test::Held("unplanned", "2022-04-26", "2022-04-26"));
  Plan(&story, "gone", "2022-06");
  story.Tell(test::Cancelled("gone", "2022-05-01"));
  Plan(&story, "put-off", "2022-07");
  story.Tell(test::Postponed("put-off", "2022-06-01"));
  Plan(&story, "overdue", "2022-11");
  Plan(&story, "december", "2022-12");
  Plan(&story, "next-year", "2022-12/2023-01");
  story.Tell(test::Registered("hotline", "2022-01-01",
                              v1::ACTIVITY_KIND_STANDING_OPERATION));
  story.Tell(test::Logged("hotline", "2022-01-07", "2022-01-07"));
  return story;
}

TEST(ReportTest, CountsFollowFromWhatHappened) {
  const v1::PlanReport report = AtYearsEnd(YearOfMeetings());
  const v1::ReportCounts& all = report.total();
  EXPECT_EQ(all.activities(), 11U);
  EXPECT_EQ(all.planned(), 9U);
  EXPECT_EQ(all.held(), 5U);
  EXPECT_EQ(all.on_time(), 2U);
  EXPECT_EQ(all.late(), 1U);
  EXPECT_EQ(all.possibly_on_time(), 1U);
  EXPECT_EQ(all.held_unplanned(), 1U);
  EXPECT_EQ(all.on_time_by_last_plan(), 3U);
  EXPECT_EQ(all.rescheduled(), 1U);
  EXPECT_EQ(all.postponed(), 2U);
  EXPECT_EQ(all.postponed_now(), 1U);
  EXPECT_EQ(all.cancelled(), 1U);
  EXPECT_EQ(all.ongoing(), 1U);
  EXPECT_EQ(all.open(), 4U);
  EXPECT_EQ(all.overdue(), 1U);
  EXPECT_EQ(all.possibly_overdue(), 2U);
  EXPECT_EQ(all.still_possible(), 4U);
  ASSERT_EQ(report.areas_size(), 1);
  EXPECT_EQ(report.areas(0).counts().SerializeAsString(),
            all.SerializeAsString());
}

TEST(ReportTest, SlipIsToldFromTheFirstAndFromTheLastPlan) {
  const v1::PlanReport report = AtYearsEnd(YearOfMeetings());
  const v1::ReportActivity& late = Find(report, "late");
  EXPECT_EQ(late.slip_from_first().min_days(), 237);
  EXPECT_EQ(late.slip_from_last().max_days(), 0);
  EXPECT_EQ(late.on_time(), v1::REPORT_ANSWER_NO);
  EXPECT_EQ(late.on_time_by_last_plan(), v1::REPORT_ANSWER_YES);
  EXPECT_EQ(late.moves_size(), 4);
  const v1::ReportActivity& unclear = Find(report, "unclear");
  EXPECT_EQ(unclear.slip_from_first().min_days(), -9);
  EXPECT_EQ(unclear.slip_from_first().max_days(), 21);
  EXPECT_EQ(unclear.on_time(), v1::REPORT_ANSWER_POSSIBLE);
}

TEST(ReportTest, TheYearOverNothingIsStillPossibleInIt) {
  const v1::PlanReport report =
      ReportOn(YearOfMeetings(), absl::CivilDay(2023, 1, 1));
  EXPECT_EQ(report.total().still_possible(), 0U);
  EXPECT_EQ(report.total().overdue(), 2U);
}

TEST(ReportTest, AnotherYearHoldsOnlyWhatMayFallInIt) {
  const v1::PlanReport report =
      ReportOn(YearOfMeetings(), absl::CivilDay(2022, 12, 31), 2023);
  ASSERT_EQ(report.activities_size(), 1);
  EXPECT_EQ(report.activities(0).activity_id(), "next-year");
  EXPECT_EQ(ReportOn(YearOfMeetings(), absl::CivilDay(2022, 12, 31), 2019)
                .activities_size(),
            0);
}

TEST(ReportTest, PartsStandForTheWholeThatWasSplit) {
  PlanStory story = PlanStory::OfAPlan();
  Plan(&story, "m", "2022-10");
  story.Tell(test::SplitInto("m", "m-a", "m-b", "2022-02-01"));
  const v1::PlanReport report = AtYearsEnd(story);
  ASSERT_EQ(report.activities_size(), 2);
  EXPECT_EQ(report.activities(0).activity_id(), "m-a");
  EXPECT_EQ(report.total().activities(), 2U);
}

TEST(ReportFacesTest, AMoveIsALineOfWhatWhoAndWhy) {
  PlanStory story = PlanStory::OfAPlan();
  Plan(&story, "m", "2022-10");
  v1::PlanEvent move = test::Rescheduled("m", "2022-11", "2022-06-01");
  move.mutable_provenance()->add_requested_by("cn");
  move.mutable_provenance()->mutable_reason()->set_code(
      v1::Reason::CODE_PUBLIC_HEALTH);
  story.Tell(move);
  const v1::PlanReport report = AtYearsEnd(story);
  const auto line = [&](Language language) {
    return report::MoveLine(report.activities(0).moves(1), 2022, language);
  };
  EXPECT_EQ(line(Language::kEnglish),
            "2022-06-01  10월 → 11월: rescheduled; 1 to 60 days of slip; asked "
            "by cn; why: public health");
  EXPECT_EQ(line(Language::kKorean),
            "2022-06-01  10월 → 11월: 일정 변경; 1~60일 지연; 요청: cn; 사유: "
            "공중보건");
  EXPECT_THAT(report::ReportText(report, Language::kEnglish),
              HasSubstr(line(Language::kEnglish)));
  EXPECT_THAT(report::ReportMarkdown(report, Language::kKorean),
              HasSubstr("1\\~60일 지연; 요청: cn"));
}

TEST(ReportFacesTest, CsvIsOneRowAnActivity) {
  const std::string csv = report::ReportCsv(AtYearsEnd(YearOfMeetings()));
  EXPECT_THAT(csv, AllOf(StartsWith("area,activity_id,activity,state,"),
                         HasSubstr("\r\n공동 연구,on-time,on-time,held,2022-10,"
                                   "2022-10,2022-10-26,,0,0,yes,yes,no,no,")));
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 12);
}

TEST(ReportFacesTest, CsvQuotesAndKeepsFormulasFromSpreadsheets) {
  EXPECT_EQ(report::GridCsv({{"a,b", "say \"x\"", "=1+1", "-3", "-x", "c\nd"}}),
            "\"a,b\",\"say \"\"x\"\"\",'=1+1,-3,'-x,c d\r\n");
}

// Whether `xml` is well-formed, as far as our picture goes: tags balance,
// attributes are quoted, nothing stands bare that must not.
::testing::AssertionResult IsWellFormed(const std::string& xml) {
  std::vector<std::string> open;
  size_t at = xml.find("?>");
  if (at == std::string::npos)
    return ::testing::AssertionFailure() << "no head";
  for (at += 2; at < xml.size();) {
    if (xml[at] != '<') {
      const auto byte = static_cast<unsigned char>(xml[at]);
      const bool entity =
          xml.compare(at, 5, "&amp;") == 0 || xml.compare(at, 4, "&lt;") == 0 ||
          xml.compare(at, 4, "&gt;") == 0 ||
          xml.compare(at, 6, "&quot;") == 0 || xml.compare(at, 5, "&#39;") == 0;
      if (xml[at] == '>' || (xml[at] == '&' && !entity) ||
          (byte < 0x20 && xml[at] != '\n')) {
        return ::testing::AssertionFailure()
               << "bare character at " << at << ": " << xml.substr(at, 20);
      }
      ++at;
      continue;
    }
    const size_t end = xml.find('>', at);
    if (end == std::string::npos) {
      return ::testing::AssertionFailure() << "open tag at " << at;
    }
    const std::string tag = xml.substr(at + 1, end - at - 1);
    at = end + 1;
    if (tag.find('<') != std::string::npos ||
        std::count(tag.begin(), tag.end(), '"') % 2 != 0) {
      return ::testing::AssertionFailure() << "bad tag " << tag;
    }
    const std::string name = tag.substr(0, tag.find(' '));
    if (name[0] == '/') {
      if (open.empty() || open.back() != name.substr(1)) {
        return ::testing::AssertionFailure() << "not open: " << name;
      }
      open.pop_back();
    } else if (tag.back() != '/') {
      open.push_back(name);
    }
  }
  if (open.empty()) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "never closed: " << open.back();
}

TEST(ReportSvgTest, EachFateHasItsMark) {
  const std::string svg =
      report::ReportSvg(AtYearsEnd(YearOfMeetings()), Language::kEnglish);
  EXPECT_TRUE(IsWellFormed(svg));
  // In rows: those of the legend have no title before them.
  const std::string rows = svg.substr(svg.find("<g>"));
  EXPECT_THAT(rows, HasSubstr("class=\"held\""));
  EXPECT_THAT(rows, HasSubstr("class=\"late\""));
  EXPECT_THAT(rows, HasSubstr("class=\"plan overdue\""));
  EXPECT_THAT(rows, HasSubstr("class=\"plan maybe\""));
  EXPECT_THAT(rows, HasSubstr("class=\"earlier\""));
  EXPECT_THAT(rows, HasSubstr(">7월 · postponed<"));
  EXPECT_THAT(rows, HasSubstr(">6월 · cancelled<"));
  EXPECT_THAT(svg, HasSubstr(">as of 2022-12-31<"));
  EXPECT_THAT(svg, HasSubstr("<desc id=\"report-desc\">11 activities: "));
  EXPECT_THAT(svg, Not(HasSubstr("<script")));
}

TEST(ReportSvgTest, ADateOfThisPlanStandsUnderItsMonth) {
  PlanStory story = PlanStory::OfAPlan();
  Plan(&story, "m", "2022-10");
  // Twelve months over 756 pixels from 300 on: October begins at 867.
  EXPECT_THAT(report::ReportSvg(AtYearsEnd(story), Language::kEnglish),
              HasSubstr("<rect x=\"867.0\" y=\"136.0\" width=\"63.0\""));
}

TEST(ReportSvgTest, HostileNamesStayText) {
  PlanStory story = PlanStory::OfAPlan();
  Plan(&story, "m", "2022-10");
  v1::PlanReport report = AtYearsEnd(story);
  // The engine refuses control characters; the picture does not rest on that.
  report.mutable_activities(0)->set_text(
      "]]></title><script>alert('\"&amp;\x01\x1b\x7f\u202e\uFFFF--> <!--");
  report.mutable_areas(0)->set_text("</text><script>");
  const std::string svg = report::ReportSvg(report, Language::kEnglish);
  EXPECT_TRUE(IsWellFormed(svg));
  EXPECT_THAT(svg,
              AllOf(HasSubstr("&lt;script&gt;"), HasSubstr("&lt;/text&gt;"),
                    Not(HasSubstr("<script")), Not(HasSubstr("<!--")),
                    Not(HasSubstr("\uFFFF")), Not(HasSubstr("\x1b"))));
}

TEST(ReportSvgTest, AnEmptyYearSaysSo) {
  const std::string svg = report::ReportSvg(
      ReportOn(PlanStory::OfAPlan(), absl::CivilDay(2022, 6, 1)),
      Language::kEnglish);
  EXPECT_TRUE(IsWellFormed(svg));
  EXPECT_THAT(svg, HasSubstr("no activities in this year"));
}

TEST(ReportSvgTest, AFarDateDoesNotWidenThePictureWithoutEnd) {
  PlanStory story = PlanStory::OfAPlan();
  Plan(&story, "m", "2022/2999");
  const std::string svg =
      report::ReportSvg(AtYearsEnd(story), Language::kEnglish);
  EXPECT_TRUE(IsWellFormed(svg));
  EXPECT_THAT(svg, AllOf(HasSubstr(">2024<"), Not(HasSubstr(">2025<"))));
}

TEST(SvgTest, LongNamesEndInAnEllipsis) {
  EXPECT_THAT(report::WrapText("대기오염관리 정책 기술 교류회", 20, 2),
              ElementsAre("대기오염관리 정책", "기술 교류회"));
  EXPECT_THAT(report::WrapText("aaaaaaaaaaaa bbbb", 5, 2),
              ElementsAre("aaaaa", "aaaa…"));
}

TEST(ReportPropertiesTest, TheCountsAddUp) {
  EXPECT_TRUE(rc::check("counts add up", [](std::vector<uint16_t> draws) {
    PlanStory story = PlanStory::OfAPlan();
    for (size_t i = 0; i < draws.size(); ++i) {
      const std::string id = "m" + std::to_string(i % 4);
      const std::string day =
          plan::FormatDay(absl::CivilDay(2022, 1, 1) + int64_t{draws[i] % 360});
      const std::vector<v1::PlanEvent> events = {
          test::Registered(id, day),
          test::Scheduled(id, "2022-10", day),
          test::Rescheduled(id, "2022-11-03", day),
          test::Postponed(id, day),
          test::Held(id, day, day),
          test::Cancelled(id, day),
          test::Logged(id, day, day)};
      static_cast<void>(story.Try(events[draws[i] / 360U % events.size()]));
    }
    const v1::PlanReport report = AtYearsEnd(story);
    const v1::ReportCounts& all = report.total();
    RC_ASSERT(all.activities() ==
              all.held() + all.ongoing() + all.open() + all.cancelled());
    RC_ASSERT(all.held() == all.on_time() + all.late() +
                                all.possibly_on_time() + all.held_unplanned());
    RC_ASSERT(all.activities() ==
              static_cast<uint32_t>(report.activities_size()));
    const auto svg = report::ReportSvg(report, Language::kChinese);
    RC_ASSERT(IsWellFormed(svg));
  }));
}

}  // namespace
}  // namespace clearsky
