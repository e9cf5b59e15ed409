#include "document/release_head.h"

#include <string>

#include "document/release_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "test/status_matchers.h"

namespace clearsky::document {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::StatusIs;
using ::testing::HasSubstr;

std::string Slice(const std::string& content, ByteRange range) {
  return content.substr(range.begin, range.end - range.begin);
}

struct DateCase {
  std::string name;
  std::string line;
};

class ReleaseDateTest : public ::testing::TestWithParam<DateCase> {};

TEST_P(ReleaseDateTest, IsRead) {
  const std::string content = "머리\n" + GetParam().line + "\n";
  const auto date = ReadReleaseDate(SourceText(content));
  ASSERT_THAT(date, IsOk());
  EXPECT_EQ(date->day, absl::CivilDay(2022, 9, 28));
  EXPECT_FALSE(date->finding.has_value());
  EXPECT_THAT(Slice(content, date->range), HasSubstr("2022"));
}

INSTANTIATE_TEST_SUITE_P(
    Lines, ReleaseDateTest,
    ::testing::Values(
        DateCase{"Published", "보도 일시\t2022. 9. 28.(수) (배포 후 즉시)"},
        DateCase{"Distributed", "배포일시 2022.09.28 (수)"},
        DateCase{"Dashes", "배포 일시\t2022-09-28"},
        DateCase{"Words", "보도 시점: 2022년 9월 28일(수요일) 조간"},
        DateCase{"AfterOtherDigits", "보도일시\t제1234호 2022. 9. 28."}),
    [](const ::testing::TestParamInfo<DateCase>& tested) {
      return tested.param.name;
    });

TEST(ReleaseHeadTest, AWrongWeekdayIsAFindingOnItsLine) {
  const auto date =
      ReadReleaseDate(SourceText("\n보도 일시\t2022. 9. 28.(목)\n"));
  ASSERT_THAT(date, IsOk());
  ASSERT_TRUE(date->finding.has_value());
  EXPECT_EQ(date->finding->rule(), "weekday-mismatch");
  EXPECT_EQ(date->finding->line(), 2u);
}

TEST(ReleaseHeadTest, ADateThatDoesNotExistIsRefused) {
  const auto date =
      ReadReleaseDate(SourceText("보도 일시\t2022. 2. 30.(수)\n"));
  EXPECT_THAT(date, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(std::string(date.status().message()), HasSubstr("2022. 2. 30"));
}

TEST(ReleaseHeadTest, ADateInTheBodyIsNotTheReleases) {
  EXPECT_THAT(ReadReleaseDate(SourceText("본문은 2022. 9. 28. 이다.\n")),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(ReleaseHeadTest, TheHeadlineIsTheFirstLineOfRunningText) {
  const std::string content = ReleaseText();
  const auto headline = ReadHeadline(SourceText(content));
  ASSERT_TRUE(headline.has_value());
  EXPECT_EQ(headline->words, "한중, 미세먼지 저감 및 탄소중립 분야 협력 강화");
  EXPECT_EQ(Slice(content, headline->range), headline->words);
  EXPECT_FALSE(ReadHeadline(SourceText("보도 일시\t2022. 9. 28.\n□ 본문\n"))
                   .has_value());
}

TEST(ReleaseHeadTest, TheAttachmentIsNamedWithoutItsEnd) {
  const auto attachment = ReadAttachment(SourceText(ReleaseText()));
  ASSERT_TRUE(attachment.has_value());
  EXPECT_EQ(attachment->words, "청천계획 2022년 세부이행계획");
  EXPECT_EQ(ReadAttachment(SourceText("붙임 1. 계획.  끝.\n"))->words, "계획");
}

TEST(ReleaseHeadTest, TheProjectListIsReadByItsNumbers) {
  const std::string content = ReleaseText();
  const auto projects = ReadProjectList(SourceText(content));
  ASSERT_EQ(projects.size(), 9u);
  EXPECT_EQ(projects[2].number, 3u);
  EXPECT_EQ(projects[2].name.words, "자동차 배출관리 정책·기술교류");
  EXPECT_EQ(projects[8].name.words, "대기환경 산업박람회");
  EXPECT_EQ(Slice(content, projects[8].name.range), "대기환경 산업박람회");
}

TEST(ReleaseHeadTest, LinesOfContactsAreKnown) {
  EXPECT_TRUE(IsContactLine("\t\t담당자\t사무관 김철수 (044-000-0002)"));
  EXPECT_TRUE(IsContactLine("담당 부서 <총괄>\t국제협력과\t책임자\t과 장"));
  EXPECT_FALSE(IsContactLine("- 양국은 협력을 확대하기로 했다."));
}

}  // namespace
}  // namespace clearsky::document
