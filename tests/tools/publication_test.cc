#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/command_line.h"

// The third clock on the command line: publish, published.

namespace clearsky {
namespace {

using ::clearsky::test::IsRefused;
using ::clearsky::test::Lines;
using ::clearsky::test::PlanTest;
using ::clearsky::test::RunResult;
using ::clearsky::test::Succeeds;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class PublicationTest : public PlanTest {
 protected:
  std::string Table(const std::vector<std::string>& more) const {
    std::vector<std::string> arguments = {"table", kPlan};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return Run(arguments).out;
  }
};

TEST_F(PublicationTest, PublishPrintsTheTableAndSaysWhatItRestsOn) {
  const RunResult publish =
      RunLater({"publish", kPlan, "--as-of", "2022-10-01", "--format", "tsv"});
  EXPECT_THAT(publish, Succeeds());
  EXPECT_EQ(publish.out, Table({"--as-of", "2022-10-01", "--format", "tsv"}));
  EXPECT_THAT(
      Lines(publish.err),
      ElementsAre(
          StartsWith("clearsky: as of 2022-10-01 (Asia/Seoul), known to "
                     "position 11"),
          "clearsky: published `table-2022-10-01` as of 2022-10-01, known to "
          "position 11: clear-sky/2022 at revision 6, directory at revision 4; "
          "ko, as-published, tsv, renderer 1",
          StartsWith("clearsky: clear-sky/2022  position 12  revision 7  "
                     "SHA-256 ")));
  EXPECT_EQ(CountEvents(), 13u);
}

TEST_F(PublicationTest, PublishedPrintsTheBytesAndWhatBecameOfThem) {
  const RunResult publish = RunLater({"publish", kPlan});
  const RunResult published = Run({"published", kPlan});
  EXPECT_THAT(published, Succeeds());
  EXPECT_EQ(published.out, publish.out);
  EXPECT_THAT(
      published.err,
      AllOf(HasSubstr("`table-2022-11-01`, published 2022-11-01, recorded "
                      "2022-11-01T00:00:00+09:00, position 12, revision 7\n"),
            HasSubstr("intact: "),
            HasSubstr("rendered again: the same bytes (renderer 1)\n"),
            HasSubstr("what is known now of 2022-11-01 is what was told\n")));
}

TEST_F(PublicationTest, CorrectedPastLeavesWhatWasTold) {
  const RunResult publish = RunLater({"publish", kPlan, "--format", "tsv"});
  EXPECT_THAT(publish.out, HasSubstr("(10월 예정, 대면)"));
  ASSERT_THAT(Run({"correct", "9", "--date", "12월", "--reason",
                   "entry-error: 달이 틀림", "--at", "2022-11-05"}),
              Succeeds());
  const std::vector<std::string> then = {"--as-of", "2022-11-01", "--format",
                                         "tsv"};
  EXPECT_THAT(Table(then), HasSubstr("(12월 예정, 대면)"));
  const RunResult published = Run({"published", kPlan});
  EXPECT_EQ(published.out, publish.out);
  EXPECT_THAT(
      published.err,
      AllOf(HasSubstr("rendered again: the same bytes"),
            HasSubstr("differs from what was told in 1 line (conference)")));
  // As it was known before the correction, nothing differs.
  std::vector<std::string> known_before = then;
  known_before.insert(known_before.end(), {"--known-at", "12"});
  EXPECT_EQ(Table(known_before), publish.out);
  EXPECT_THAT(Run({"published", kPlan, "--known-at", "12"}).err,
              HasSubstr("is what was told"));
}

TEST_F(PublicationTest, OnIsTheDayOnOrBeforeWhichItWasTold) {
  ASSERT_THAT(RunLater({"publish", kPlan}), Succeeds());
  ASSERT_THAT(Run({"publish", kPlan, "--at", "2022-12-01"}), Succeeds());
  EXPECT_THAT(Run({"published", kPlan, "--on", "2022-11-30"}).err,
              HasSubstr("`table-2022-11-01`"));
  EXPECT_THAT(Run({"published", kPlan, "--on", "2022-12-01"}).err,
              HasSubstr("`table-2022-12-01`"));
  EXPECT_THAT(Run({"published", kPlan, "--on", "2022-10-31"}),
              IsRefused("NOT_FOUND", "`table-2022-11-01`, was on 2022-11-01"));
  EXPECT_THAT(Run({"published", kPlan, "--on", "2022-02-30"}),
              IsRefused("INVALID_ARGUMENT", "--on"));
}

TEST_F(PublicationTest, ListTellsAllAndTheirState) {
  ASSERT_THAT(RunLater({"publish", kPlan}), Succeeds());
  ASSERT_THAT(Run({"publish", kPlan, "--at", "2022-12-01"}), Succeeds());
  EXPECT_THAT(
      Lines(Run({"published", kPlan, "--list"}).out),
      ElementsAre("2022-11-01\ttable-2022-11-01\t2022-11-01\tposition 12\t"
                  "intact\trendered again: the same bytes (renderer 1)",
                  StartsWith("2022-12-01\ttable-2022-12-01\t")));
  EXPECT_THAT(
      Lines(Run({"published", kPlan, "--list", "--on", "2022-11-30"}).out),
      testing::SizeIs(1));
}

TEST_F(PublicationTest, VerifyTellsIntactFromRenderedAgain) {
  ASSERT_THAT(RunLater({"publish", kPlan}), Succeeds());
  ASSERT_THAT(
      RunLater(
          {"record", kPlan, "--file", "-"},
          R"({"tablePublished": {"publicationId": "typed", "asOfDay": "2022-11-01", "language": "ko", "sha256": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="}})"),
      Succeeds());
  // Its bytes are nowhere.
  EXPECT_THAT(Run({"verify"}), Succeeds());
  const RunResult lost = Run({"verify", "--publications"});
  EXPECT_EQ(lost.exit_status, 1);
  EXPECT_THAT(lost.err, HasSubstr("DATA_LOSS: position 13: publication `typed` "
                                  "of clear-sky/2022"));
  EXPECT_THAT(Run({"published", kPlan}),
              IsRefused("DATA_LOSS",
                        "publication `typed` of clear-sky/2022 at "
                        "position 13"));
  ASSERT_THAT(RunLater({"void", "13", "--reason", "entry-error"}), Succeeds());
  EXPECT_THAT(Run({"verify", "--publications"}).out,
              HasSubstr("publications intact\t1\nrendered the same again\t1\n"
                        "rendered otherwise\t0\nnot rendered\t0\n"));
}

TEST_F(PublicationTest, JsonHoldsThePublicationAndItsBytes) {
  ASSERT_THAT(RunLater({"publish", kPlan, "--document", "letter", "--actor",
                        "b1946ac9@kr"}),
              Succeeds());
  EXPECT_THAT(Run({"published", kPlan, "--format", "json"}).out,
              AllOf(HasSubstr("\"publicationId\": \"table-2022-11-01\""),
                    HasSubstr("\"documentId\": \"letter\""),
                    HasSubstr("\"intact\": true"), HasSubstr("\"content\": \""),
                    HasSubstr("\"outcome\": \"OUTCOME_SAME\""),
                    HasSubstr("\"knownCount\": \"13\"")));
  EXPECT_THAT(Run({"history", kPlan}).out,
              HasSubstr("TablePublished of table-2022-11-01"));
}

TEST_F(PublicationTest, DryRunPrintsAndRecordsNothing) {
  const RunResult publish = RunLater({"publish", kPlan, "--dry-run"});
  EXPECT_THAT(publish, Succeeds());
  EXPECT_THAT(publish.out, HasSubstr("청천 컨퍼런스"));
  EXPECT_THAT(publish.err, HasSubstr("nothing was recorded"));
  EXPECT_EQ(CountEvents(), 12u);
  EXPECT_THAT(Run({"published", kPlan}),
              IsRefused("NOT_FOUND", "no table of `clear-sky/2022`"));
}

TEST_F(PublicationTest, BadRequestsRecordNothing) {
  EXPECT_THAT(RunLater({"publish", "clear-sky/2202"}),
              IsRefused("NOT_FOUND", "did you mean `clear-sky/2022`"));
  EXPECT_THAT(RunLater({"publish", kPlan, "--format", "papyrus"}),
              IsRefused("INVALID_ARGUMENT", "text, tsv, md"));
  EXPECT_THAT(RunLater({"publish", kPlan, "--as-of", "2022-02-30"}),
              IsRefused("INVALID_ARGUMENT", "--as-of"));
  EXPECT_THAT(RunLater({"publish", kPlan, "--lang", "tlh"}),
              IsRefused("UNIMPLEMENTED", "tlh"));
  EXPECT_THAT(RunLater({"publish", kPlan, "--publication-id", "Für alle"}),
              IsRefused("INVALID_ARGUMENT", "publication_id"));
  EXPECT_THAT(RunLater({"publish", kPlan, "--publication-id", "forum"}),
              IsRefused("ALREADY_EXISTS", "forum"));
  EXPECT_EQ(CountEvents(), 12u);
}

}  // namespace
}  // namespace clearsky
