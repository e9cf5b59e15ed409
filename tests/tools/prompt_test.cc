#include "prompt.h"

#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace clearsky::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// Somebody who gives these answers, line by line.
class PromptTest : public ::testing::Test {
 protected:
  Prompt& Answering(const std::string& answers) {
    in_.str(answers);
    prompt_.emplace(&in_, &out_);
    return *prompt_;
  }
  std::string Shown() const { return out_.str(); }

  std::istringstream in_;
  std::ostringstream out_;
  std::optional<Prompt> prompt_;
};

Question Even() {
  return {
      "Which even number", "A number that two divides: 2, 4.", false,
      [](const std::string& answer) {
        return (answer.back() - '0') % 2 == 0
                   ? absl::OkStatus()
                   : absl::InvalidArgumentError(answer + " is odd; 2 would do");
      }};
}

const std::vector<Choice>& Meetings() {
  static const auto* const meetings =
      new std::vector<Choice>{{"conference", "○ 청천 컨퍼런스"},
                              {"forum-2", "○ 제2차 협력포럼"},
                              {"forum-3", "○ 제3차 협력포럼 Forum"}};
  return *meetings;
}

TEST_F(PromptTest, AsksAgainAfterAWrongAnswerAndSaysWhy) {
  const auto answer = Answering("3\n\n 4 \n").Ask(Even());
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(*answer, "4");
  EXPECT_THAT(Shown(), HasSubstr("3 is odd; 2 would do"));
  EXPECT_THAT(Shown(), HasSubstr("cannot be left out"));
}

TEST_F(PromptTest, QuestionMarkExplains) {
  EXPECT_EQ(*Answering("?\n2\n").Ask(Even()), "2");
  EXPECT_THAT(Shown(), HasSubstr("A number that two divides"));
}

TEST_F(PromptTest, EmptyAnswerLeavesOutWhatIsOptional) {
  Question question = Even();
  question.optional = true;
  EXPECT_EQ(*Answering("\n").Ask(question), "");
  EXPECT_THAT(Shown(), HasSubstr("leave out"));
}

TEST_F(PromptTest, QAndTheEndOfTheInputCancel) {
  EXPECT_TRUE(absl::IsCancelled(Answering("q\n").Ask(Even()).status()));
  in_.clear();
  EXPECT_TRUE(absl::IsCancelled(Answering("1\n").Ask(Even()).status()));
  in_.clear();
  EXPECT_TRUE(absl::IsCancelled(Answering("").Confirm("Record").status()));
}

TEST_F(PromptTest, ChoosesByNumberNameOrAPartThatNoOtherHas) {
  const Question which{"Which activity", "A line of the table."};
  EXPECT_EQ(**Answering("2\n").Choose(which, Meetings()), 1u);
  EXPECT_EQ(**Answering("forum-3\n").Choose(which, Meetings()), 2u);
  EXPECT_EQ(**Answering("컨퍼런스\n").Choose(which, Meetings()), 0u);
  EXPECT_EQ(**Answering("FORUM-2\n").Choose(which, Meetings()), 1u);
}

TEST_F(PromptTest, PartThatSeveralHaveListsThemAndChoosesNone) {
  const auto chosen =
      Answering("협력포럼\n3\n").Choose({"Which", ""}, Meetings());
  EXPECT_EQ(**chosen, 2u);
  EXPECT_THAT(Shown(), HasSubstr("'협력포럼' is in 2 of them"));
  EXPECT_THAT(Shown(), HasSubstr("   3  forum-3"));
}

TEST_F(PromptTest, UnknownNameIsToldTheNearOnes) {
  EXPECT_EQ(**Answering("fourm-2\n0\n4\n1\n").Choose({"Which", ""}, Meetings()),
            0u);
  EXPECT_THAT(Shown(), HasSubstr("did you mean `forum-2`"));
}

TEST_F(PromptTest, AnythingButAYesIsANo) {
  for (const char* yes : {"y\n", "Y\n", "yes\n", "예\n", "?\ny\n"}) {
    EXPECT_TRUE(*Answering(yes).Confirm("Record this")) << yes;
  }
  for (const char* no : {"\n", "n\n", "maybe\n", "yy\n"}) {
    EXPECT_FALSE(*Answering(no).Confirm("Record this")) << no;
  }
}

TEST_F(PromptTest, WhatIsToldDoesNotSteerTheTerminal) {
  const std::vector<Choice> choices = {{"a", "\x1b[2J"}};
  EXPECT_EQ(**Answering("1\n").Choose({"Which", ""}, choices), 0u);
  EXPECT_THAT(Shown(), Not(HasSubstr("\x1b")));
}

TEST_F(PromptTest, AnswerThatIsNotUtf8IsAskedAgain) {
  EXPECT_EQ(*Answering("\xff\n2\n").Ask({"Which", ""}), "2");
  EXPECT_THAT(Shown(), HasSubstr("not UTF-8"));
}

TEST_F(PromptTest, ChoicesAreFilteredByWhatTheyHave) {
  EXPECT_THAT(ChoicesWith(Meetings(), "포럼"), ElementsAre(1, 2));
  EXPECT_THAT(ChoicesWith(Meetings(), "forum-3"), ElementsAre(2));
  EXPECT_EQ(ChoicesWith(Meetings(), "").size(), 3u);
}

}  // namespace
}  // namespace clearsky::cli
