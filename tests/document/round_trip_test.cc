// Strategy: make up releases with tables as ministries print them, of any year,
// and read each into events; record those under the rules, fold, and print.
// Invariant: the rebuilt table is the one that was printed, byte for byte.

#include <rapidcheck.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "document/recorded_fixture.h"
#include "document/release_fixture.h"
#include "gtest/gtest.h"

namespace clearsky::document {
namespace {

// A choice of 0 to n - 1.
int Pick(int n) { return *rc::gen::inRange(0, n); }

std::string OneOf(const std::vector<std::string>& words) {
  return words[static_cast<size_t>(Pick(static_cast<int>(words.size())))];
}

// A printed table with its release, dated 28 September of `year`.
struct MadeUp {
  int year = 0;
  std::string release;
  std::string tsv = "area\tproject\tline\n";
};

// The fields of a line: a date in the past, or a planned one.
std::string Dates(int year, bool standing) {
  const int day = 1 + Pick(20);
  if (standing) {
    return Pick(2) == 0 ? absl::StrCat("2.", day)
                        : absl::StrCat("1.7, 2.", day, ", 8.", day);
  }
  switch (Pick(10)) {
    case 0:
      return absl::StrCat(1 + Pick(8), ".", day);
    case 1:
      return absl::StrCat(1 + Pick(8), ".", day, "~", day + 1 + Pick(7));
    case 2:
      return absl::StrCat("4.", day, "~6.", 1 + Pick(30));
    case 3:
      return absl::StrCat(1 + Pick(8), "월");
    case 4:
      return absl::StrCat(10 + Pick(3), "월 예정");
    case 5:
      return absl::StrCat(10 + Pick(3), "월 ", OneOf({"초", "중순", "말"}),
                          " 예정");
    case 6:
      return absl::StrCat("11.", day, " 예정");
    case 7:
      return absl::StrCat("'", (year + 1) % 100, "년 ", 1 + Pick(12),
                          "월 예정");
    case 8:
      return OneOf({"4분기 예정", "미정", "취소", "연기",
                    absl::StrCat("12.", day, "~", day + 3, " 예정")});
    default:
      return absl::StrCat("'", year % 100, "년 12월-");
  }
}

std::string Line(int year, int number) {
  const bool standing = Pick(6) == 0;
  std::string line = "○ ";
  if (!standing && Pick(3) == 0) {
    absl::StrAppend(&line, "제", 1 + Pick(30), "차 ");
  } else if (!standing && Pick(5) == 0) {
    absl::StrAppend(&line, year, " ");
  }
  // Titles differ, as one printed twice is one activity.
  absl::StrAppend(
      &line, OneOf({"한중 대기질", "배출관리 정책", "물·토양"}), " ",
      std::string(static_cast<size_t>(number), 'X'), " ",
      standing ? "핫라인 운영" : OneOf({"회의", "정책대화", "워크숍", "포럼"}));
  if (!standing && Pick(4) == 0) absl::StrAppend(&line, " 개최");
  absl::StrAppend(&line, "(");
  if (Pick(4) == 0) absl::StrAppend(&line, OneOf({"실무자급", "과장급"}), ", ");
  const std::string dates = Dates(year, standing);
  absl::StrAppend(&line, dates);
  if (dates != "취소" && Pick(5) > 0) {
    absl::StrAppend(&line, ", ",
                    OneOf({"영상", "영상회의", "비대면", "대면", "서면",
                           "온·오프라인 병행", "온라인"}));
  }
  return absl::StrCat(line, ")");
}

MadeUp MakeUp() {
  MadeUp made;
  made.year = 2015 + Pick(15);
  made.release = absl::StrCat("보도 일시\t", made.year, ". 9. 28.\n\n제목\n\n",
                              "분야\t세부사업\t주요 이행현황\n");
  int number = 0;
  const int areas = 1 + Pick(3);
  for (int a = 1; a <= areas; ++a) {
    const std::string area = absl::StrCat("분야 ", a);
    const int projects = 1 + Pick(3);
    for (int p = 1; p <= projects; ++p) {
      const std::string project = absl::StrCat("사업 ", a, "-", p);
      absl::StrAppend(&made.release, p == 1 ? area : "", "\t", project, "\t",
                      OneOf({"", "<ul style=\"x\"> "}));
      const int lines = 1 + Pick(3);
      for (int i = 0; i < lines; ++i) {
        const std::string line = Line(made.year, ++number);
        absl::StrAppend(&made.release, i == 0 ? "" : " ", line);
        absl::StrAppend(&made.tsv, area, "\t", project, "\t", line, "\n");
      }
      absl::StrAppend(&made.release, "\n");
    }
  }
  return made;
}

TEST(RoundTripTest, AnyPrintedTableIsRebuilt) {
  EXPECT_TRUE(rc::check("the rebuilt table is the printed one", [] {
    const MadeUp made = MakeUp();
    RC_LOG() << made.release;
    const std::string plan = absl::StrCat("plan/", made.year);
    const auto proposal = ProposeRelease(made.release, "", plan, "");
    RC_ASSERT(proposal.ok());
    const Recorded recorded(*proposal, absl::CivilDay(made.year, 10, 1));
    RC_ASSERT(recorded.Tsv(plan, absl::CivilDay(made.year, 9, 28)) == made.tsv);
  }));
}

}  // namespace
}  // namespace clearsky::document
