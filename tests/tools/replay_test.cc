// Replays every history of examples/, a directory with `history.jsonl`, into a
// ledger with a simulated clock, by the program itself, and asks what the
// record must answer on days between. A new history needs no code.

#include "tools/replay.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "tools/command_line.h"

namespace clearsky {
namespace {

using ::clearsky::test::CommandLine;
using ::clearsky::test::ExpectedAnswer;
using ::clearsky::test::HistoryFiles;
using ::clearsky::test::ReadAnswers;
using ::clearsky::test::Replay;
using ::clearsky::test::Succeeds;
using ::clearsky::test::WrongAnswers;
using ::google::protobuf::util::MessageDifferencer;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Gt;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kExamples[] = CLEARSKY_SOURCE_DIR "/examples";

// The names of the directories of examples/ that are histories.
std::vector<std::string> Histories() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(kExamples)) {
    if (std::filesystem::exists(entry.path() / "history.jsonl")) {
      names.push_back(entry.path().filename().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

class ReplayTest : public ::testing::TestWithParam<std::string> {
 protected:
  const HistoryFiles files_{absl::StrCat(kExamples, "/", GetParam())};
};

TEST_P(ReplayTest, EveryQuestionIsAnsweredAsWritten) {
  Replay replay(files_);
  ASSERT_THAT(replay.RecordAll(), Succeeds());
  for (const std::string& wrong :
       WrongAnswers(files_.File("answers.tsv"), &replay)) {
    ADD_FAILURE() << wrong;
  }
}

// What the whole ledger answers, as known when a piece was recorded, is what a
// ledger answers that holds nothing more.
TEST_P(ReplayTest, AsKnownAtARecordTimeIsTheReplayOfThatPrefix) {
  const std::string end = "2099-12-31";
  Replay whole(files_);
  ASSERT_THAT(whole.RecordAll(), Succeeds());
  Replay prefix(files_);
  std::string day_before = "2000-01-01";
  for (const std::string& group : files_.Groups()) {
    const std::string position = prefix.RecordGroup(group);
    ASSERT_NE(position, "");
    // Each begins with {"at": "YYYY-MM-DD...
    const std::string day = group.substr(8, 10);
    // The day of the record, the one when the piece before was recorded, and
    // the end of time.
    for (const std::string& as_of : {day, day_before, end}) {
      SCOPED_TRACE(absl::StrCat("as of ", as_of, ", position ", position));
      EXPECT_TRUE(MessageDifferencer::Equals(whole.Plan(as_of, position),
                                             prefix.Plan(as_of, "now")))
          << whole.Plan(as_of, position).ShortDebugString() << "\n"
          << prefix.Plan(as_of, "now").ShortDebugString();
    }
    EXPECT_TRUE(
        MessageDifferencer::Equals(whole.Table(end, position, "normalised"),
                                   prefix.Table(end, "now", "normalised")));
    EXPECT_TRUE(MessageDifferencer::Equals(whole.Changes(end, position),
                                           prefix.Changes(end, "now")))
        << whole.Changes(end, position).ShortDebugString() << "\n"
        << prefix.Changes(end, "now").ShortDebugString();
    day_before = day;
  }
}

TEST_P(ReplayTest, HistoryIsWhole) {
  EXPECT_NE(files_.Plan(), "")
      << "history.jsonl has no comment `# plan: STREAM`";
  EXPECT_TRUE(std::filesystem::exists(files_.File("directory.jsonl")));
  EXPECT_THAT(CommandLine::Read(files_.File("history.jsonl")),
              HasSubstr("# source"));
  EXPECT_THAT(files_.Groups(), SizeIs(Gt(1u)));
}

// Or the second axis is not tested: some questions are about what was known
// then, some about what is known now, some about what was known at another
// time, on days before the first change, between, and after the last.
TEST_P(ReplayTest, IsAskedOnBothAxes) {
  std::set<std::string> days;
  std::set<std::string> known;
  for (const ExpectedAnswer& row : ReadAnswers(files_.File("answers.tsv"))) {
    days.insert(row.as_of);
    known.insert(row.known_at);
  }
  EXPECT_THAT(days, SizeIs(Gt(3u)));
  EXPECT_TRUE(known.contains("then"));
  EXPECT_TRUE(known.contains("now"));
  EXPECT_THAT(known, SizeIs(Gt(2u)));
}

INSTANTIATE_TEST_SUITE_P(Examples, ReplayTest, ::testing::ValuesIn(Histories()),
                         [](const auto& param_info) {
                           std::string name = param_info.param;
                           for (char& c : name) {
                             if (std::isalnum(static_cast<unsigned char>(c)) ==
                                 0) {
                               c = '_';
                             }
                           }
                           return name;
                         });

TEST(HistoriesTest, ThereAreMoreThanSix) {
  EXPECT_THAT(Histories(), SizeIs(Gt(6u)));
}

TEST(HistoriesTest, WrongExpectationNamesFileLineQuestionAndBothAnswers) {
  const CommandLine shell;
  std::filesystem::copy(absl::StrCat(kExamples, "/expo-2020"),
                        shell.Path("history"));
  const std::string answers = shell.Write(
      "history/answers.tsv",
      "as_of\tknown_at\tactivity\tfield\texpected\n"
      "# A comment.\n"
      "2021-10-01\t2019-12-31\texpo\tplanned_date\t2021-10-01/2022-03-31\n"
      "2021-10-01\tnow\texpo\tplanned_date\t2021-10-01/2022-03-31\n"
      "2021-10-01\tnow\texpo\tweather\tfine\n");
  Replay replay({shell.Path("history")});
  ASSERT_THAT(replay.RecordAll(), Succeeds());
  EXPECT_THAT(
      WrongAnswers(answers, &replay),
      ElementsAre(
          AllOf(HasSubstr("history/answers.tsv:3: planned_date of expo as of "
                          "2021-10-01, known at 2019-12-31"),
                HasSubstr("expected 2021-10-01/2022-03-31"),
                HasSubstr("answered 2020-10-20/2021-04-10")),
          AllOf(HasSubstr("history/answers.tsv:5: "),
                HasSubstr("there is no field weather"))));
}

}  // namespace
}  // namespace clearsky
