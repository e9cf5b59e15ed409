// Strategy: make up tables of any year as ministries print them, take each into
// an empty plan, edit it as a year goes by (held, moved, put off, called off,
// renamed, moved online, reordered, added, left out), and take in the new
// version. Invariants: the rules refuse nothing that is proposed; the plan then
// prints the table, byte for byte, but for the lines that the new version left
// out, which are asked about and kept; holding it against the plan again
// proposes nothing more. Where a line was left out of a project, or changed
// more than once, nobody can tell which line is which: one put in there, or
// elsewhere, may be taken for another with a new name. There a line may be
// printed in another way, as a finding says, and a line that was changed out of
// recognition is kept.

#include <rapidcheck.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "document/reconcile_fixture.h"
#include "gtest/gtest.h"

namespace clearsky::document {
namespace {

// Before RapidCheck reads it; what the caller says counts.
const int kParams = setenv("RC_PARAMS", "max_success=1000 max_size=60", 0);

int Pick(int n) { return *rc::gen::inRange(0, n); }

std::string OneOf(const std::vector<std::string>& words) {
  return words[static_cast<size_t>(Pick(static_cast<int>(words.size())))];
}

enum class Fate { kHeld, kPlanned, kPostponed, kCancelled, kUsed };

// One line, in parts.
struct Row {
  std::string area;
  std::string project;
  std::string number;  // `제3차 `, `2022 ` or empty.
  std::string name;
  std::string suffix;
  std::string level;
  std::string date;  // Without 예정.
  std::string mode;
  Fate fate = Fate::kPlanned;
  int changes = 0;
  // As the first version has it; empty for a line of the second alone.
  std::string first;

  std::string Line() const {
    std::string line = absl::StrCat("○ ", number, name, suffix);
    std::string fields = level;
    const auto add = [&fields](const std::string& field) {
      if (field.empty()) return;
      absl::StrAppend(&fields, fields.empty() ? "" : ", ", field);
    };
    switch (fate) {
      case Fate::kCancelled:
        add("취소");
        break;
      case Fate::kPostponed:
        add("연기");
        if (date != "미정") add(absl::StrCat("당초 ", date));
        add(mode);
        break;
      case Fate::kPlanned:
        add(date == "미정" ? date : absl::StrCat(date, " 예정"));
        add(mode);
        break;
      default:
        add(date);
        add(mode);
    }
    return absl::StrCat(line, "(", fields, ")");
  }

  std::string Text() const {
    return absl::StrCat(area, "\t", project, "\t", Line(), "\n");
  }
};

using Rows = std::vector<Row>;

std::string TsvOf(const Rows& rows) {
  std::string tsv = kHead;
  for (const Row& row : rows) absl::StrAppend(&tsv, row.Text());
  return tsv;
}

std::string AnyMode() {
  return OneOf(
      {"영상", "영상회의", "비대면", "대면", "서면", "온·오프라인 병행"});
}

std::string Planned(int year) {
  switch (Pick(7)) {
    case 0:
      return absl::StrCat(10 + Pick(3), "월");
    case 1:
      return absl::StrCat(10 + Pick(3), "월 ", OneOf({"초", "중순", "말"}));
    case 2:
      return absl::StrCat("11.", 1 + Pick(28));
    case 3:
      return absl::StrCat("'", (year + 1) % 100, "년 ", 1 + Pick(12), "월");
    case 4:
      return "4분기";
    case 5:
      return absl::StrCat("12.", 1 + Pick(15), "~", 17 + Pick(10));
    default:
      return "미정";
  }
}

// A name that no other has; some have much in common.
std::string Name(int number) {
  return absl::StrCat(
      OneOf({"한중 대기질", "배출관리 정책", "물·토양", "기후변화 대응"}), " ",
      OneOf({"공동", "합동", "실무", "고위급"}), " ",
      std::string(1, static_cast<char>('A' + number % 26)), number);
}

Row AnyRow(int year, int number) {
  Row row;
  row.name = Name(number);
  if (Pick(6) == 0) {
    row.fate = Fate::kUsed;
    row.name += " 핫라인 운영";
    row.level = OneOf({"", "실무자급", "과장급"});
    row.date = Pick(2) == 0 ? absl::StrCat("2.", 1 + Pick(20))
                            : absl::StrCat("1.7, 2.", 1 + Pick(20), ", 8.3");
    return row;
  }
  row.name += OneOf({" 회의", " 정책대화", " 워크숍", " 포럼"});
  if (Pick(3) == 0) row.number = absl::StrCat("제", 1 + Pick(30), "차 ");
  if (row.number.empty() && Pick(5) == 0) row.number = absl::StrCat(year, " ");
  if (Pick(4) == 0) row.suffix = " 개최";
  if (Pick(4) == 0) row.level = OneOf({"실무자급", "과장급"});
  if (Pick(5) > 0) row.mode = AnyMode();
  switch (Pick(6)) {
    case 0:
    case 1:
      row.fate = Fate::kHeld;
      row.date = Pick(3) == 0 ? absl::StrCat("4.", 1 + Pick(20), "~6.3")
                              : absl::StrCat(1 + Pick(8), ".", 1 + Pick(28));
      break;
    case 2:
      row.fate = Pick(2) == 0 ? Fate::kCancelled : Fate::kPostponed;
      row.date = "미정";
      if (row.fate == Fate::kCancelled) row.mode.clear();
      break;
    default:
      row.date = Planned(year);
  }
  return row;
}

Rows AnyTable(int year) {
  Rows rows;
  const int areas = 1 + Pick(2);
  for (int a = 1; a <= areas; ++a) {
    const int projects = 1 + Pick(2);
    for (int p = 1; p <= projects; ++p) {
      const int lines = 1 + Pick(4);
      for (int i = 0; i < lines; ++i) {
        Row row = AnyRow(year, static_cast<int>(rows.size()));
        row.area = absl::StrCat("분야 ", a);
        row.project = absl::StrCat("사업 ", a, "-", p);
        row.first = row.Text();
        rows.push_back(std::move(row));
      }
    }
  }
  return rows;
}

bool IsOpen(const Row& row) {
  return row.fate == Fate::kPlanned || row.fate == Fate::kPostponed;
}

void Change(int year, Row* row) {
  ++row->changes;
  if (row->fate == Fate::kUsed) {
    // Uses are printed in their order.
    if (row->date.find("11.") == std::string::npos) {
      absl::StrAppend(&row->date, ", 11.", 1 + Pick(28));
    }
    return;
  }
  if (row->fate == Fate::kCancelled) {
    // Reinstated, it is planned again.
    row->fate = Fate::kPlanned;
    row->date = absl::StrCat("12.", 1 + Pick(28));
    return;
  }
  if (!IsOpen(*row)) {
    // What is over may still be spelt in another way.
    if (row->name.find(" 합동") != std::string::npos) row->name += " 결과";
    return;
  }
  switch (Pick(8)) {
    case 0:
      row->fate = Fate::kHeld;
      row->date = absl::StrCat(10 + Pick(3), ".", 1 + Pick(28));
      break;
    case 1:
      row->fate = Fate::kHeld;
      row->date = absl::StrCat("11.", 1 + Pick(10), "~", 12 + Pick(10));
      if (!row->mode.empty()) row->mode = AnyMode();
      break;
    case 2:
      row->fate = Fate::kPlanned;
      row->date = absl::StrCat("'", (year + 1) % 100, "년 ", 1 + Pick(12), ".",
                               1 + Pick(28));
      break;
    case 3:
      row->fate = Fate::kPostponed;
      break;
    case 4:
      // Its line names no mode; planned again, it names the one it had.
      row->fate = Fate::kCancelled;
      break;
    case 5:
      if (!row->mode.empty()) row->mode = OneOf({"비대면", "영상"});
      break;
    case 6:
      row->level = row->level.empty() ? "국장급" : "";
      break;
    default:
      row->name += OneOf({" 및 점검회의", " 후속회의"});
  }
}

// What a version of the table left out, and where one cannot tell which line
// is which.
struct Edited {
  Rows rows;
  std::set<std::string> left_out;
  std::set<std::string> unsettled_projects;
};

Edited Edit(int year, Rows rows) {
  Edited edited;
  std::set<std::string> added_to;
  int next = 100;
  const int edits = 1 + Pick(6);
  for (int i = 0; i < edits; ++i) {
    const auto at = static_cast<size_t>(Pick(static_cast<int>(rows.size())));
    switch (Pick(8)) {
      case 0: {
        Row row = AnyRow(year, next++);
        row.area = rows[at].area;
        row.project = rows[at].project;
        added_to.insert(row.project);
        rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(at),
                    std::move(row));
        break;
      }
      case 1:
        if (rows.size() > 1) {
          edited.left_out.insert(rows[at].first);
          edited.unsettled_projects.insert(rows[at].project);
          rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(at));
        }
        break;
      case 2:
        if (at + 1 < rows.size() && rows[at].project == rows[at + 1].project &&
            IsOpen(rows[at]) && IsOpen(rows[at + 1])) {
          std::swap(rows[at], rows[at + 1]);
        }
        break;
      default:
        Change(year, &rows[at]);
    }
  }
  for (const Row& row : rows) {
    if (row.changes > 1) edited.unsettled_projects.insert(row.project);
  }
  // What was left out of one project may have come to another.
  if (!edited.unsettled_projects.empty()) {
    edited.unsettled_projects.insert(added_to.begin(), added_to.end());
  }
  edited.rows = std::move(rows);
  return edited;
}

// The rows that the plan prints, without those it keeps of what was left out
// or changed out of recognition.
std::string Without(const std::string& tsv, const Edited& edited,
                    const v1::Reconciliation& result) {
  std::set<std::string> kept_lines;
  for (const auto& proposal : result.proposals()) {
    if (proposal.kind() == v1::RECONCILIATION_KIND_QUESTION) {
      kept_lines.insert(proposal.line_before());
    }
  }
  std::string kept = kHead;
  for (const auto& cells : PlanUnderTest::Rows(tsv)) {
    const std::string row =
        absl::StrCat(cells[0], "\t", cells[1], "\t", cells[2], "\n");
    const bool is_asked = edited.unsettled_projects.contains(cells[1]) &&
                          kept_lines.contains(cells[2]);
    if (!edited.left_out.contains(row) && !is_asked) kept += row;
  }
  return kept;
}

// The second version, as the findings say that it is printed.
std::string AsPrinted(const Edited& edited, const v1::Reconciliation& result) {
  std::map<uint32_t, std::string> printed;
  for (const auto& finding : result.findings()) {
    if (finding.rule() != "not-as-written") continue;
    const std::string words = "the plan prints `";
    const size_t at = finding.message().find(words);
    RC_ASSERT(at != std::string::npos);
    std::string line = finding.message().substr(at + words.size());
    line.pop_back();
    printed[finding.line()] = std::move(line);
  }
  std::string tsv = kHead;
  uint32_t number = 1;
  for (const Row& row : edited.rows) {
    const auto other = printed.find(++number);
    if (other == printed.end()) {
      tsv += row.Text();
      continue;
    }
    RC_ASSERT(edited.unsettled_projects.contains(row.project));
    absl::StrAppend(&tsv, row.area, "\t", row.project, "\t", other->second,
                    "\n");
  }
  return tsv;
}

int CountRecorded(const v1::Reconciliation& result) {
  int count = 0;
  for (const auto& proposal : result.proposals()) {
    count += proposal.events_size();
  }
  return count;
}

TEST(ReconcilePropertyTest, EveryVersionOfATableIsRebuilt) {
  EXPECT_TRUE(rc::check("a version of the table is what the plan prints", [] {
    const int year = 2015 + Pick(15);
    const Rows first = AnyTable(year);
    const std::string first_tsv = TsvOf(first);
    const Edited second = Edit(year, first);
    const std::string second_tsv = TsvOf(second.rows);
    RC_LOG() << first_tsv << "\n" << second_tsv;
    const absl::CivilDay september(year, 9, 28);
    const absl::CivilDay december(year, 12, 31);

    PlanUnderTest plan = PlanUnderTest::OfProjects(
        absl::StrCat("plan/", year), year, absl::StrCat(first_tsv, second_tsv));
    plan.AcceptAll(plan.Reconcile(first_tsv, september));
    RC_ASSERT(plan.Tsv(september) == first_tsv);

    const v1::Reconciliation result = plan.Reconcile(second_tsv, december);
    plan.AcceptAll(result);
    RC_ASSERT(!::testing::Test::HasFailure());
    RC_ASSERT(Without(plan.Tsv(december), second, result) ==
              AsPrinted(second, result));
    RC_ASSERT(CountRecorded(plan.Reconcile(second_tsv, december)) == 0);
  }));
}

}  // namespace
}  // namespace clearsky::document
