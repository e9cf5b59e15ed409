#include "document/outcome_clauses.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "document/release_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace clearsky::document {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// `AGREED: words` for each clause.
std::vector<std::string> Read(const std::string& text) {
  std::vector<std::string> read;
  for (const OutcomeClause& clause :
       ReadOutcomeClauses(SourceText(text), text.size())) {
    read.push_back(absl::StrCat(
        v1::OutcomeKind_Name(clause.kind).substr(sizeof("OUTCOME_KIND_") - 1),
        ": ", clause.words));
  }
  return read;
}

TEST(OutcomeClausesTest, EndingsTellTheKind) {
  EXPECT_THAT(
      Read("- 협력 방안에 대해 논의했다.\n"
           "□ 필요성에 대해 인식을 같이 하고, 협력을 확대하기로 했다.\n"
           "○ 기여하고 있다고 평가하고, 발전시켜 나가기로 뜻을 모았다.\n"
           "- 방안을 마련할 예정이다. 9개 사업이 포함되어 있다.\n"),
      ElementsAre("DISCUSSED: 협력 방안에 대해 논의했다.",
                  "SHARED_VIEW: 필요성에 대해 인식을 같이 하고,",
                  "AGREED: 협력을 확대하기로 했다.",
                  "ASSESSED: 기여하고 있다고 평가하고,",
                  "AGREED: 발전시켜 나가기로 뜻을 모았다.",
                  "INTENDED: 방안을 마련할 예정이다."));
}

TEST(OutcomeClausesTest, ASentenceMayWrapOverBlankLines) {
  const std::string text = "- 협력\r\n\r\n분야를 구체화할 예정이다.\n";
  const auto clauses = ReadOutcomeClauses(SourceText(text), text.size());
  ASSERT_EQ(clauses.size(), 1u);
  EXPECT_EQ(clauses[0].words, "협력 분야를 구체화할 예정이다.");
  EXPECT_EQ(text.substr(clauses[0].range.begin,
                        clauses[0].range.end - clauses[0].range.begin),
            "협력\r\n\r\n분야를 구체화할 예정이다.");
}

TEST(OutcomeClausesTest, AStatementIsItsQuotation) {
  const std::string text =
      "□ 안세창 정책관은 “협력을 강화하고, 노력하겠다”라고 말했다.\n";
  const auto clauses = ReadOutcomeClauses(SourceText(text), text.size());
  ASSERT_EQ(clauses.size(), 1u);
  EXPECT_EQ(clauses[0].kind, v1::OUTCOME_KIND_STATEMENT);
  EXPECT_EQ(clauses[0].words, "협력을 강화하고, 노력하겠다");
  EXPECT_EQ(clauses[0].before_quote, "안세창 정책관은");
}

TEST(OutcomeClausesTest, NotesHeadingsAndContactsTellNone) {
  EXPECT_THAT(Read("한중, 협력하기로 했다.\n"
                   "* 각주로 합의했다.\n"
                   "※ 참고로 합의했다.\n"
                   "담당자\t합의했다.\n"
                   "붙임 합의했다.\n"),
              IsEmpty());
}

TEST(OutcomeClausesTest, TextAfterTheEndIsNotRead) {
  const std::string text = "- 하기로 했다.\n- 합의했다.\n";
  EXPECT_EQ(ReadOutcomeClauses(SourceText(text), text.find("- 합")).size(), 1u);
}

TEST(OutcomeClausesTest, TheReleaseTellsElevenOutcomes) {
  const std::string text = ReleaseText();
  std::vector<v1::OutcomeKind> kinds;
  for (const OutcomeClause& clause :
       ReadOutcomeClauses(SourceText(text), text.find("분야\t세부"))) {
    kinds.push_back(clause.kind);
  }
  EXPECT_THAT(kinds,
              ElementsAre(v1::OUTCOME_KIND_DISCUSSED,
                          v1::OUTCOME_KIND_SHARED_VIEW, v1::OUTCOME_KIND_AGREED,
                          v1::OUTCOME_KIND_INTENDED, v1::OUTCOME_KIND_ASSESSED,
                          v1::OUTCOME_KIND_AGREED, v1::OUTCOME_KIND_DISCUSSED,
                          v1::OUTCOME_KIND_INTENDED, v1::OUTCOME_KIND_DISCUSSED,
                          v1::OUTCOME_KIND_AGREED, v1::OUTCOME_KIND_STATEMENT));
}

}  // namespace
}  // namespace clearsky::document
