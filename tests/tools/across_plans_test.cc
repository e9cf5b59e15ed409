// The commands across plans: calendar, series, rebuild.

#include <filesystem>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/command_line.h"

namespace clearsky {
namespace {

using ::clearsky::test::IsRefused;
using ::clearsky::test::IsUsageErrorWith;
using ::clearsky::test::Lines;
using ::clearsky::test::PlanTest;
using ::clearsky::test::RunResult;
using ::clearsky::test::Succeeds;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class AcrossPlansCommandsTest : public PlanTest {
 protected:
  RunResult October(std::vector<std::string> more = {}) const {
    more.insert(more.begin(),
                {"calendar", "--from", "2022-10-01", "--to", "2022-10-31"});
    return Run(more);
  }

  // Defines series `talks` and gives it meetings 6 and 9 of two plans.
  void RecordSeries() {
    ASSERT_THAT(
        RunLater({"record", "directory", "--file", "-"},
                 R"({"seriesDefined": {"seriesId": "talks", "labels": [)"
                 R"({"language": "ko", "text": "교류회"}, )"
                 R"({"language": "en", "text": "The talks"}]}})"),
        Succeeds());
    ASSERT_THAT(
        RunLater({"register", kPlan, "talks-6", "--title", "교류회", "--kind",
                  "meeting", "--series", "talks", "--ordinal", "6"}),
        Succeeds());
    ASSERT_THAT(
        RunLater({"register", kPlan, "talks-9", "--title", "교류회", "--kind",
                  "meeting", "--series", "talks", "--ordinal", "9"}),
        Succeeds());
  }
};

TEST_F(AcrossPlansCommandsTest, CalendarTellsWhatFallsAndWhatMay) {
  const RunResult calendar = October();
  EXPECT_THAT(calendar, Succeeds());
  EXPECT_THAT(calendar.out,
              AllOf(StartsWith("From 2022-10-01 to 2022-10-31\n"),
                    HasSubstr("\nFalls in it\n"), HasSubstr("conference"),
                    HasSubstr("\nMay fall in it\n"), HasSubstr("forum")));
  EXPECT_THAT(calendar.err, AllOf(HasSubstr("as of 2022-09-28"),
                                  HasSubstr("simulated clock")));
}

TEST_F(AcrossPlansCommandsTest, CalendarHasEachFormat) {
  const RunResult tsv = October({"--format", "tsv"});
  EXPECT_THAT(
      Lines(tsv.out),
      ElementsAre(
          "within\twhen\tplan\tactivity\tstate\thow\tname",
          "yes\t2022-10\tclear-sky/2022\tconference\tplanned\tin-person"
          "\t청천 컨퍼런스",
          StartsWith("possible\t?\tclear-sky/2022\tforum\tregistered\t"),
          StartsWith("possible\t?\tclear-sky/2022\thotline\t")));
  EXPECT_THAT(October({"--format", "md"}).out,
              HasSubstr("\n| when | plan | activity |"));
  EXPECT_THAT(October({"--format", "json"}).out,
              AllOf(HasSubstr("\"source\": \"ANSWER_SOURCE_ROWS\""),
                    HasSubstr("\"within\": \"WITHIN_YES\"")));
  EXPECT_THAT(October({"--as-of", "2022-10-05", "--format", "json"}).out,
              HasSubstr("\"source\": \"ANSWER_SOURCE_EVENTS\""));
}

TEST_F(AcrossPlansCommandsTest, CalendarIsChosenFrom) {
  EXPECT_THAT(Lines(October({"--plan", "other/", "--format", "tsv"}).out),
              ElementsAre(StartsWith("within\t")));
  ASSERT_THAT(RunLater({"hold", kPlan, "conference", "10.26"}), Succeeds());
  EXPECT_THAT(October({"--open"}).out, Not(HasSubstr("conference")));
  EXPECT_THAT(October().out, HasSubstr("conference"));
}

TEST_F(AcrossPlansCommandsTest, AMissingLanguageIsTold) {
  EXPECT_THAT(October({"--lang", "en"}).out, HasSubstr("(ko) 청천 컨퍼런스"));
}

TEST_F(AcrossPlansCommandsTest, ABadSpanIsRefused) {
  EXPECT_THAT(Run({"calendar", "--from", "2022-10-01"}),
              IsUsageErrorWith("--to"));
  EXPECT_THAT(Run({"calendar", "--from", "2022-10-01", "--to", "2022-09-01"}),
              IsRefused("INVALID_ARGUMENT", "lies before"));
  EXPECT_THAT(Run({"calendar", "--from", "10.1", "--to", "2022-11-01"}),
              IsRefused("INVALID_ARGUMENT", "from_day: "));
}

TEST_F(AcrossPlansCommandsTest, SeriesShowsOrderAndWhatIsMissing) {
  RecordSeries();
  const RunResult series = Run({"series", "talks", "--lang", "en"});
  EXPECT_THAT(series, Succeeds());
  EXPECT_THAT(series.out, AllOf(StartsWith("The talks  (talks)\n"),
                                HasSubstr("missing      7-8\n")));
  EXPECT_THAT(Lines(Run({"series", "talks", "--format", "tsv"}).out),
              ElementsAre(StartsWith("no.\tkind\tof"),
                          StartsWith("6\tactivity\tclear-sky/2022#talks-6\t"),
                          StartsWith("9\tactivity\tclear-sky/2022#talks-9\t")));
  EXPECT_THAT(Lines(Run({"series", "--format", "tsv"}).out),
              Contains("talks\t2\t6-9\t2\t\t교류회"));
  EXPECT_THAT(Run({"series", "talk"}), IsRefused("NOT_FOUND", "`talks`"));
}

TEST_F(AcrossPlansCommandsTest, RebuildKeepsRowsAndVerifyComparesThem) {
  // A daemon has rows as soon as it follows the log, and keeps them up.
  const bool follows = shell_.is_served();
  if (!follows) {
    EXPECT_FALSE(
        std::filesystem::exists(shell_.Path("clearsky.db/projections")));
  }
  const RunResult rebuild = Run({"rebuild"});
  EXPECT_THAT(rebuild, Succeeds());
  EXPECT_THAT(Lines(rebuild.out),
              ElementsAre("events\t12", "as of\t2022-09-28", "calendar rows\t3",
                          "series rows\t0", "set aside\t0"));
  EXPECT_TRUE(std::filesystem::exists(shell_.Path("clearsky.db/projections")));
  // What is recorded since is taken in by who asks.
  RecordSeries();
  EXPECT_THAT(Run({"series", "talks"}).out, HasSubstr("talks-9"));
  const RunResult verify = Run({"rebuild", "--verify"});
  EXPECT_THAT(verify, Succeeds());
  if (follows) {
    EXPECT_THAT(verify.out, StartsWith("events\t15\n"));
    EXPECT_THAT(verify.err, HasSubstr("comparing: 15 of 15 events"));
  } else {
    EXPECT_EQ(verify.out, rebuild.out) << "at the point of the rows on disk";
    EXPECT_THAT(verify.err, HasSubstr("comparing: 12 of 12 events"));
  }
}

}  // namespace
}  // namespace clearsky
