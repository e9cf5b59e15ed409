#include "report/report_faces.h"

#include <functional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/html.h"
#include "report/layout.h"
#include "report/names.h"
#include "table/table_line.h"

namespace clearsky::report {
namespace {

using Counts = v1::ReportCounts;

// A number of the report and its head.
struct CountColumn {
  Phrase head;
  uint32_t (Counts::*get)() const;
};

const std::vector<CountColumn>& CountColumns() {
  static const auto* const kColumns = new std::vector<CountColumn>{
      {{"활동", "activities", "活动"}, &Counts::activities},
      {{"계획", "planned", "计划"}, &Counts::planned},
      {{"개최", "held", "举行"}, &Counts::held},
      {{"계획 내", "on time", "按期"}, &Counts::on_time},
      {{"지연", "late", "延迟"}, &Counts::late},
      {{"불명", "unclear", "不明"}, &Counts::possibly_on_time},
      {{"계획 없음", "unplanned", "无计划"}, &Counts::held_unplanned},
      {{"최종계획 내", "on last plan", "按最终计划"},
       &Counts::on_time_by_last_plan},
      {{"일정 변경", "rescheduled", "改期"}, &Counts::rescheduled},
      {{"온라인 전환", "moved online", "改线上"}, &Counts::moved_online},
      {{"연기", "postponed", "推迟"}, &Counts::postponed},
      {{"연기 중", "still put off", "推迟中"}, &Counts::postponed_now},
      {{"취소", "cancelled", "取消"}, &Counts::cancelled},
      {{"진행 중", "ongoing", "进行中"}, &Counts::ongoing},
      {{"미개최", "open", "未举行"}, &Counts::open},
      {{"기한 경과", "overdue", "逾期"}, &Counts::overdue},
      {{"경과 가능", "maybe overdue", "可能逾期"}, &Counts::possibly_overdue},
      {{"연내 가능", "still possible", "年内可能"}, &Counts::still_possible},
  };
  return *kColumns;
}

constexpr Phrase kReport = {"%년 이행 보고", "report of %", "%年执行报告"};
constexpr Phrase kAsOf = {" 기준", "", ""};
constexpr Phrase kAsOfBefore = {"", "as of ", "截至"};
constexpr Phrase kAll = {"전체", "all", "合计"};
constexpr Phrase kNoArea = {"분야 없음", "no area", "无领域"};
constexpr Phrase kFirstPlan = {"첫 계획", "first plan", "首次计划"};
constexpr Phrase kLastPlan = {"최종 계획", "last plan", "最终计划"};
constexpr Phrase kActual = {"실제", "actual", "实际"};
constexpr Phrase kActivity = {"활동", "activity", "活动"};
constexpr Phrase kState = {"상태", "state", "状态"};
constexpr Phrase kSlip = {"첫 계획 대비", "slip from first plan", "较首次计划"};
constexpr Phrase kOverdue = {"기한 경과", "overdue", "逾期"};
constexpr Phrase kStillPossible = {"연내 가능", "still possible", "年内可能"};
constexpr Phrase kMoves = {"변동", "moves", "变动"};
constexpr Phrase kAskedBy = {"요청: ", "asked by ", "提出方："};
constexpr Phrase kWhy = {"사유: ", "why: ", "原因："};

std::string AreaName(const v1::ReportArea& area, Language language) {
  return area.area_id().empty() ? std::string(kNoArea.In(language))
                                : area.text();
}

Grid CountGrid(const v1::PlanReport& report, Language language) {
  // Read down: more numbers than fit a line.
  Grid grid = {{""}};
  for (const v1::ReportArea& area : report.areas()) {
    grid[0].push_back(Plain(AreaName(area, language)));
  }
  grid[0].emplace_back(kAll.In(language));
  for (const CountColumn& column : CountColumns()) {
    std::vector<std::string> row = {std::string(column.head.In(language))};
    for (const v1::ReportArea& area : report.areas()) {
      row.push_back(absl::StrCat((area.counts().*column.get)()));
    }
    row.push_back(absl::StrCat((report.total().*column.get)()));
    grid.push_back(std::move(row));
  }
  return grid;
}

std::string ActualWords(const v1::ReportActivity& activity, int year) {
  std::vector<std::string> uses;
  for (const v1::PartialDate& use : activity.occurrences()) {
    uses.push_back(DateText(use, year));
  }
  if (!uses.empty()) return absl::StrJoin(uses, ", ");
  return DateText(activity.actual(), year);
}

std::string SlipOrDash(const v1::ReportActivity& activity, Language language) {
  return activity.has_slip_from_first()
             ? SlipWords(activity.slip_from_first(), language)
             : "-";
}

std::string OrDash(std::string words) {
  return words.empty() ? "-" : std::move(words);
}

int YearOf(const v1::PlanReport& report) {
  return static_cast<int>(report.year());
}

std::vector<std::string> MoveLines(const v1::ReportActivity& activity, int year,
                                   Language language) {
  std::vector<std::string> lines;
  for (const v1::PlanMove& move : activity.moves()) {
    lines.push_back(MoveLine(move, year, language));
  }
  return lines;
}

// Calls `with(area, activities)` for each area in order.
void ForEachArea(
    const v1::PlanReport& report,
    const std::function<void(const v1::ReportArea&,
                             const std::vector<const v1::ReportActivity*>&)>&
        with) {
  for (const v1::ReportArea& area : report.areas()) {
    std::vector<const v1::ReportActivity*> activities;
    for (const v1::ReportActivity& activity : report.activities()) {
      if (!activity.area_ids().empty() &&
          activity.area_ids(0) == area.area_id()) {
        activities.push_back(&activity);
      }
    }
    if (!activities.empty()) with(area, activities);
  }
}

// `first plan 10월; last plan 11월; actual -; slip ...`.
std::string FactsOf(const v1::ReportActivity& activity, int year,
                    Language language) {
  std::vector<std::string> facts = {
      std::string(StateWords(activity.state(), language))};
  const auto add = [&](const Phrase& head, std::string words) {
    if (words.empty() || words == "-") return;
    facts.push_back(absl::StrCat(head.In(language), ": ", words));
  };
  add(kFirstPlan, DateText(activity.first_planned(), year));
  if (activity.last_planned().edtf() != activity.first_planned().edtf()) {
    add(kLastPlan, DateText(activity.last_planned(), year));
  }
  add(kActual, ActualWords(activity, year));
  if (activity.has_slip_from_first()) {
    facts.push_back(SlipWords(activity.slip_from_first(), language));
  }
  if (activity.overdue() != v1::REPORT_ANSWER_NO) {
    add(kOverdue, std::string(AnswerWords(activity.overdue(), language)));
  }
  if (activity.still_possible() != v1::REPORT_ANSWER_NO) {
    add(kStillPossible,
        std::string(AnswerWords(activity.still_possible(), language)));
  }
  if (!activity.condition().empty()) facts.push_back(activity.condition());
  return absl::StrJoin(facts, "; ");
}

// An activity in a table of those of its area.
std::vector<std::string> ActivityRow(const v1::ReportActivity& activity,
                                     int year, Language language) {
  return {activity.text(),
          std::string(StateWords(activity.state(), language)),
          OrDash(DateText(activity.first_planned(), year)),
          OrDash(DateText(activity.last_planned(), year)),
          OrDash(ActualWords(activity, year)),
          SlipOrDash(activity, language),
          std::string(AnswerWords(activity.overdue(), language)),
          std::string(AnswerWords(activity.still_possible(), language))};
}

std::string AnswerName(v1::ReportAnswer answer) {
  return answer == v1::REPORT_ANSWER_UNSPECIFIED
             ? ""
             : std::string(AnswerWords(answer, Language::kEnglish));
}

}  // namespace

std::string ReportTitle(const v1::PlanReport& report, Language language) {
  std::string words(kReport.In(language));
  words.replace(words.find('%'), 1, absl::StrCat(report.year()));
  const std::string name =
      report.titles().empty()
          ? report.stream()
          : table::NameOf(report.titles(), report.stream()).text;
  return absl::StrCat(name, ": ", words, ", ", kAsOfBefore.In(language),
                      report.as_of_day(), kAsOf.In(language));
}

std::string MoveLine(const v1::PlanMove& move, int year, Language language) {
  std::string way;
  if (move.has_new_date() && move.has_old_date()) {
    way = absl::StrCat(OrDash(DateText(move.old_date(), year)), " → ",
                       OrDash(DateText(move.new_date(), year)));
  } else if (move.has_new_date()) {
    way = DateText(move.new_date(), year);
  } else if (move.date_class() == v1::DATE_CHANGE_CLASS_POSTPONED) {
    way = absl::StrCat(OrDash(DateText(move.old_date(), year)), " → -");
  }
  std::vector<std::string> parts;
  const std::string words = MoveWords(move, language);
  parts.push_back(way.empty() ? words : absl::StrCat(way, ": ", words));
  const auto& names = move.requested_by_names().empty()
                          ? move.requested_by()
                          : move.requested_by_names();
  if (!names.empty()) {
    parts.push_back(
        absl::StrCat(kAskedBy.In(language), absl::StrJoin(names, ", ")));
  }
  const std::string reason = ReasonWords(move.reason(), language);
  if (!reason.empty()) {
    parts.push_back(absl::StrCat(kWhy.In(language), reason));
  }
  return absl::StrCat(move.effective().edtf(), "  ",
                      absl::StrJoin(parts, "; "));
}

std::string ReportText(const v1::PlanReport& report, Language language) {
  std::string text = absl::StrCat(Plain(ReportTitle(report, language)), "\n\n",
                                  GridText(CountGrid(report, language), true));
  const int year = YearOf(report);
  ForEachArea(report, [&](const v1::ReportArea& area, const auto& activities) {
    absl::StrAppend(&text, "\n", Plain(AreaName(area, language)), "\n");
    for (const v1::ReportActivity* activity : activities) {
      absl::StrAppend(&text, "  ", Plain(activity->text()), "  (",
                      Plain(activity->activity_id()), ")\n    ",
                      Plain(FactsOf(*activity, year, language)), "\n");
      for (const std::string& line : MoveLines(*activity, year, language)) {
        absl::StrAppend(&text, "      ", Plain(line), "\n");
      }
    }
  });
  return text;
}

std::string ReportMarkdown(const v1::PlanReport& report, Language language) {
  std::string text =
      absl::StrCat("# ", EscapeMarkdown(ReportTitle(report, language)), "\n\n",
                   GridMarkdown(CountGrid(report, language)));
  const int year = YearOf(report);
  ForEachArea(report, [&](const v1::ReportArea& area, const auto& activities) {
    absl::StrAppend(&text, "\n## ", EscapeMarkdown(AreaName(area, language)),
                    "\n\n");
    Grid grid = {{}};
    for (const Phrase& head : {kActivity, kState, kFirstPlan, kLastPlan,
                               kActual, kSlip, kOverdue, kStillPossible}) {
      grid[0].emplace_back(head.In(language));
    }
    std::string moves;
    for (const v1::ReportActivity* activity : activities) {
      grid.push_back(ActivityRow(*activity, year, language));
      const auto lines = MoveLines(*activity, year, language);
      if (lines.empty()) continue;
      absl::StrAppend(&moves, "* ", EscapeMarkdown(activity->text()), "\n");
      for (const std::string& line : lines) {
        absl::StrAppend(&moves, "  * ", EscapeMarkdown(line), "\n");
      }
    }
    text.append(GridMarkdown(grid));
    if (!moves.empty()) {
      absl::StrAppend(&text, "\n### ", kMoves.In(language), "\n\n", moves);
    }
  });
  return text;
}

std::string ReportHtml(const v1::PlanReport& report, Language language) {
  std::string html = GridHtml(CountGrid(report, language), true);
  const int year = YearOf(report);
  ForEachArea(report, [&](const v1::ReportArea& area, const auto& activities) {
    absl::StrAppend(&html, "<h2>", EscapeHtml(AreaName(area, language)),
                    "</h2>\n");
    Grid grid = {{}};
    for (const Phrase& head : {kActivity, kState, kFirstPlan, kLastPlan,
                               kActual, kSlip, kOverdue, kStillPossible}) {
      grid[0].emplace_back(head.In(language));
    }
    std::string moves;
    for (const v1::ReportActivity* activity : activities) {
      grid.push_back(ActivityRow(*activity, year, language));
      const auto lines = MoveLines(*activity, year, language);
      if (lines.empty()) continue;
      absl::StrAppend(&moves, "<li>", EscapeHtml(activity->text()), "<ul>\n");
      for (const std::string& line : lines) {
        absl::StrAppend(&moves, "<li>", EscapeHtml(line), "</li>\n");
      }
      absl::StrAppend(&moves, "</ul></li>\n");
    }
    absl::StrAppend(&html, GridHtml(grid, false));
    if (!moves.empty()) {
      absl::StrAppend(&html, "<h3>", kMoves.In(language), "</h3>\n<ul>\n",
                      moves, "</ul>\n");
    }
  });
  return html;
}

std::string ReportCsv(const v1::PlanReport& report) {
  Grid grid = {{"area", "activity_id", "activity", "state", "first_planned",
                "last_planned", "actual", "occurrences", "slip_min_days",
                "slip_max_days", "on_time", "on_time_by_last_plan", "overdue",
                "still_possible", "moves"}};
  ForEachArea(report, [&](const v1::ReportArea& area, const auto& activities) {
    for (const v1::ReportActivity* activity : activities) {
      const v1::DateSlip& slip = activity->slip_from_first();
      std::vector<std::string> uses;
      for (const v1::PartialDate& use : activity->occurrences()) {
        uses.push_back(use.edtf());
      }
      grid.push_back(
          {area.text(), activity->activity_id(), activity->text(),
           std::string(StateWords(activity->state(), Language::kEnglish)),
           activity->first_planned().edtf(), activity->last_planned().edtf(),
           activity->actual().edtf(), absl::StrJoin(uses, " "),
           slip.has_min_days() ? absl::StrCat(slip.min_days()) : "",
           slip.has_max_days() ? absl::StrCat(slip.max_days()) : "",
           AnswerName(activity->on_time()),
           AnswerName(activity->on_time_by_last_plan()),
           AnswerName(activity->overdue()),
           AnswerName(activity->still_possible()),
           absl::StrJoin(
               MoveLines(*activity, YearOf(report), Language::kEnglish),
               " | ")});
    }
  });
  return GridCsv(grid);
}

}  // namespace clearsky::report
