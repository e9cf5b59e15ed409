// The picture of a report.
//
// A row is kRowHeight high: names on the left, bars around its middle, arrows
// of moves above them. Whatever is placed is placed from the dates alone.

#include "report/report_svg.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "plan/edtf.h"
#include "plan/partial_date.h"
#include "report/names.h"
#include "report/report_faces.h"
#include "report/svg.h"

namespace clearsky::report {
namespace {

using State = v1::ActivityState;

constexpr double kLeft = 16;
constexpr double kAxisX = 300;
constexpr double kYearWidth = 756;
constexpr double kMinMonthWidth = 22;
constexpr double kRight = 24;
constexpr double kTop = 92;
constexpr double kAreaHeight = 26;
constexpr double kRowHeight = 38;
constexpr double kBarHeight = 14;
constexpr double kActualHeight = 8;
constexpr double kMinBar = 5;
constexpr double kNameSize = 12;
constexpr double kNoteSize = 10.5;
constexpr int kNameColumns = 42;
constexpr int kYearsAround = 2;

constexpr char kStyle[] =
    "text{font-family:'Noto Sans KR','Noto Sans CJK KR','NanumGothic',"
    "'Malgun Gothic','Apple SD Gothic Neo','PingFang SC','Microsoft YaHei',"
    "sans-serif;fill:#1f2933}"
    ".title{font-size:18px;font-weight:bold}"
    ".sub{font-size:12px;fill:#52606d}"
    ".month{font-size:11px;fill:#52606d}"
    ".area{font-size:12.5px;font-weight:bold}"
    ".name{font-size:12px}"
    ".note{font-size:10.5px;fill:#323f4b;stroke:#fff;stroke-width:3px;"
    "paint-order:stroke;stroke-linejoin:round}"
    ".late-note{fill:#b42318}"
    ".band{fill:#e4e9f0}.stripe{fill:#f6f8fa}"
    ".grid{stroke:#d5dbe3;stroke-width:1}"
    ".year{stroke:#9aa5b1;stroke-width:1}"
    ".today{stroke:#b42318;stroke-width:1.2;stroke-dasharray:5 3}"
    ".today-note{font-size:11px;fill:#b42318}"
    ".plan{fill:none;stroke:#2f5d9b;stroke-width:1.5}"
    ".earlier{fill:none;stroke:#7b93b3;stroke-width:1.2;stroke-dasharray:3 2}"
    ".overdue{stroke:#b42318}"
    ".maybe{stroke:#c98a00}"
    ".held{fill:#2e7d4f}.late{fill:#d9822b}.other{fill:#5f7085}"
    ".move{fill:none;stroke:#5b3f8c;stroke-width:1.4}"
    ".mark{fill:none;stroke:#b42318;stroke-width:2;stroke-linecap:round}";

constexpr Phrase kPlanned = {"계획", "planned", "计划"};
constexpr Phrase kEarlier = {"이전 계획", "earlier plan", "此前计划"};
constexpr Phrase kOnTime = {"첫 계획 내 개최", "held within the first plan",
                            "按首次计划举行"};
constexpr Phrase kLate = {"첫 계획보다 늦게 개최", "held later",
                          "晚于首次计划举行"};
constexpr Phrase kOther = {"개최·운영(계획 기록 없음)",
                           "held or used, no plan to measure by",
                           "举行或启用（无计划可比）"};
constexpr Phrase kMoved = {"일정 이동", "moved", "改期"};
constexpr Phrase kPostponed = {"연기", "postponed", "推迟"};
constexpr Phrase kCancelled = {"취소", "cancelled", "取消"};
constexpr Phrase kOverdue = {"기한 경과", "overdue", "逾期"};
constexpr Phrase kMaybeOverdue = {"기한 경과 가능", "possibly overdue",
                                  "可能逾期"};
constexpr Phrase kAsOf = {"기준일", "as of", "截至"};
constexpr Phrase kUndecided = {"미정", "no date", "日期未定"};
constexpr Phrase kNothing = {"해당 연도의 활동이 없음",
                             "no activities in this year", "该年度无活动"};
constexpr Phrase kNoArea = {"분야 없음", "no area", "无领域"};
constexpr Phrase kSummary = {
    "활동 %a건: 계획 %p, 개최 %h, 연기 %o, 취소 %c, 미개최 %n",
    "%a activities: %p planned, %h held, %o postponed, %c cancelled, %n open",
    "%a项活动：计划%p，举行%h，推迟%o，取消%c，未举行%n"};

// One stretch of days; a side that is open is nullopt.
using Stretch = plan::DayBounds;

std::vector<Stretch> StretchesOf(const v1::PartialDate& date) {
  const absl::StatusOr<plan::Edtf> edtf = plan::ParseEdtf(date.edtf());
  if (!edtf.ok()) return {};
  if (edtf->members.empty()) return {{edtf->earliest, edtf->latest}};
  std::vector<Stretch> stretches;
  for (const std::string& member : edtf->members) {
    const absl::StatusOr<plan::Edtf> value = plan::ParseEdtf(member);
    if (value.ok()) stretches.push_back({value->earliest, value->latest});
  }
  return stretches;
}

// Days to pixels. Every month is of one width.
class Axis {
 public:
  explicit Axis(const v1::PlanReport& report)
      : year_(static_cast<int>(report.year())),
        first_(year_, 1),
        last_(year_, 12) {
    const absl::CivilMonth min_month(year_ - kYearsAround, 1);
    const absl::CivilMonth max_month(year_ + kYearsAround, 12);
    const auto widen = [&](const v1::PartialDate& date) {
      for (const Stretch& stretch : StretchesOf(date)) {
        for (const auto& day : {stretch.earliest, stretch.latest}) {
          if (!day.has_value()) continue;
          const absl::CivilMonth month(*day);
          first_ = std::clamp(month, min_month, first_);
          last_ = std::clamp(month, last_, max_month);
        }
      }
    };
    for (const v1::ReportActivity& activity : report.activities()) {
      widen(activity.first_planned());
      widen(activity.last_planned());
      widen(activity.actual());
      for (const v1::PartialDate& use : activity.occurrences()) widen(use);
      for (const v1::PlanMove& move : activity.moves()) widen(move.new_date());
    }
    month_width_ = std::max(kMinMonthWidth,
                            kYearWidth / static_cast<double>(month_count()));
  }

  int month_count() const { return static_cast<int>(last_ - first_) + 1; }
  double month_width() const { return month_width_; }
  absl::CivilMonth MonthAt(int index) const { return first_ + index; }
  double left() const { return kAxisX; }
  double right() const { return kAxisX + month_width_ * month_count(); }

  // Where the day begins; the edge for days outside.
  double At(absl::CivilDay day) const {
    const absl::CivilMonth month(day);
    const auto days = absl::CivilDay(month + 1) - absl::CivilDay(month);
    const double months =
        static_cast<double>(month - first_) +
        static_cast<double>(day.day() - 1) / static_cast<double>(days);
    return std::clamp(left() + months * month_width_, left(), right());
  }
  bool Holds(absl::CivilDay day) const {
    const absl::CivilMonth month(day);
    return month >= first_ && month <= last_;
  }

  // Left and right edge of a stretch, as wide as can be seen.
  std::pair<double, double> Edges(const Stretch& stretch) const {
    double x1 = stretch.earliest ? At(*stretch.earliest) : left();
    double x2 = stretch.latest ? At(*stretch.latest + 1) : right();
    if (x2 - x1 < kMinBar) {
      const double middle = std::clamp((x1 + x2) / 2, left() + kMinBar / 2,
                                       right() - kMinBar / 2);
      x1 = middle - kMinBar / 2;
      x2 = middle + kMinBar / 2;
    }
    return {x1, x2};
  }

  // Where an arrow to or from the date ends: the middle of the first stretch,
  // its start when it is open.
  std::optional<double> MiddleOf(const v1::PartialDate& date) const {
    const std::vector<Stretch> stretches = StretchesOf(date);
    if (stretches.empty()) return std::nullopt;
    const auto [x1, x2] = Edges(stretches.front());
    return stretches.front().latest.has_value() ? (x1 + x2) / 2 : x1 + kMinBar;
  }

 private:
  const int year_;
  absl::CivilMonth first_;
  absl::CivilMonth last_;
  double month_width_ = 0;
};

// Draws the row of one activity.
class RowPainter {
 public:
  RowPainter(const v1::ReportActivity& activity, const Axis& axis, int year,
             double top, Language language, Svg* svg)
      : activity_(activity),
        axis_(axis),
        year_(year),
        top_(top),
        middle_(top + kRowHeight - 6 - kBarHeight / 2),
        language_(language),
        svg_(svg) {}

  void Paint() {
    svg_->Open("g");
    svg_->TextElement("title", "", Tooltip());
    PaintName();
    PaintPlans();
    PaintActual();
    PaintArrows();
    PaintMarksAndNote();
    svg_->Close("g");
  }

 private:
  std::string Tooltip() const {
    std::vector<std::string> parts = {absl::StrCat(
        activity_.text(), ": ", StateWords(activity_.state(), language_))};
    for (const v1::PlanMove& move : activity_.moves()) {
      parts.push_back(MoveLine(move, year_, language_));
    }
    return absl::StrJoin(parts, " | ");
  }

  void PaintName() {
    const std::vector<std::string> rows =
        WrapText(activity_.text(), kNameColumns, 2);
    const double line = kNameSize + 3;
    // One row stands beside its bar, two share the height.
    double y = rows.size() == 1 ? middle_ + 4 : top_ + kRowHeight / 2 - 2;
    for (const std::string& row : rows) {
      svg_->Text(kLeft + 10, y, "class=\"name\"", row);
      y += line;
    }
  }

  void Reach(double x1, double x2) {
    min_x_ = reached_ ? std::min(min_x_, x1) : x1;
    max_x_ = reached_ ? std::max(max_x_, x2) : x2;
    reached_ = true;
  }

  // The planned dates that were told, the one that holds last.
  std::vector<v1::PartialDate> Plans() const {
    std::vector<v1::PartialDate> plans;
    const auto add = [&](const v1::PartialDate& date) {
      if (date.edtf().empty()) return;
      std::erase_if(plans, [&](const v1::PartialDate& known) {
        return known.edtf() == date.edtf();
      });
      plans.push_back(date);
    };
    add(activity_.first_planned());
    for (const v1::PlanMove& move : activity_.moves()) {
      if (move.new_state() != State::STATE_HELD &&
          move.new_state() != State::STATE_COMPLETED) {
        add(move.new_date());
      }
    }
    add(activity_.last_planned());
    return plans;
  }

  void PaintPlans() {
    const std::vector<v1::PartialDate> plans = Plans();
    const bool holds = activity_.state() != State::STATE_POSTPONED &&
                       activity_.state() != State::STATE_CANCELLED;
    for (size_t i = 0; i < plans.size(); ++i) {
      std::string style = "earlier";
      if (i + 1 == plans.size() && holds) {
        style = "plan";
        if (activity_.overdue() == v1::REPORT_ANSWER_YES) {
          style += " overdue";
        } else if (activity_.overdue() == v1::REPORT_ANSWER_POSSIBLE) {
          style += " maybe";
        }
      }
      for (const Stretch& stretch : StretchesOf(plans[i])) {
        PaintOutline(stretch, style);
      }
    }
  }

  // A box; open at the side that the date leaves open.
  void PaintOutline(const Stretch& stretch, const std::string& style) {
    const auto [x1, x2] = axis_.Edges(stretch);
    const double y1 = middle_ - kBarHeight / 2;
    const double y2 = middle_ + kBarHeight / 2;
    const std::string attributes = absl::StrCat("class=\"", style, "\"");
    if (stretch.earliest.has_value() && stretch.latest.has_value()) {
      svg_->Rect(x1, y1, x2 - x1, kBarHeight,
                 absl::StrCat(attributes, " rx=\"2\""));
    } else if (stretch.earliest.has_value()) {
      svg_->Path(absl::StrCat("M", Px(x2), " ", Px(y1), " H", Px(x1), " V",
                              Px(y2), " H", Px(x2)),
                 attributes);
    } else {
      svg_->Path(absl::StrCat("M", Px(x1), " ", Px(y1), " H", Px(x2), " V",
                              Px(y2), " H", Px(x1)),
                 attributes);
    }
    // A note stands before the end of what is open.
    Reach(x1, stretch.latest.has_value() ? x2 : x1 + kMinBar);
  }

  void PaintActual() {
    const char* style = "class=\"other\" rx=\"1.5\"";
    if (activity_.on_time() == v1::REPORT_ANSWER_YES) {
      style = "class=\"held\" rx=\"1.5\"";
    } else if (activity_.on_time() == v1::REPORT_ANSWER_NO) {
      style = "class=\"late\" rx=\"1.5\"";
    }
    const auto paint = [&](const v1::PartialDate& date) {
      for (const Stretch& stretch : StretchesOf(date)) {
        const auto [x1, x2] = axis_.Edges(stretch);
        svg_->Rect(x1, middle_ - kActualHeight / 2, x2 - x1, kActualHeight,
                   style);
        Reach(x1, x2);
      }
    };
    paint(activity_.actual());
    for (const v1::PartialDate& use : activity_.occurrences()) paint(use);
  }

  void PaintArrows() {
    for (const v1::PlanMove& move : activity_.moves()) {
      if (move.date_class() != v1::DATE_CHANGE_CLASS_RESCHEDULED) continue;
      const std::optional<double> from = axis_.MiddleOf(move.old_date());
      const std::optional<double> to = axis_.MiddleOf(move.new_date());
      if (!from.has_value() || !to.has_value()) continue;
      const double y = middle_ - kBarHeight / 2 - 1;
      const double rise = std::min(13.0, 5 + std::abs(*to - *from) / 6) * 1.6;
      svg_->Path(absl::StrCat("M", Px(*from), " ", Px(y), " C", Px(*from), " ",
                              Px(y - rise), " ", Px(*to), " ", Px(y - rise),
                              " ", Px(*to), " ", Px(y)),
                 "class=\"move\" marker-end=\"url(#arrow)\"");
    }
  }

  bool WasPostponed() const {
    for (const v1::PlanMove& move : activity_.moves()) {
      if (move.date_class() == v1::DATE_CHANGE_CLASS_POSTPONED) return true;
    }
    return false;
  }

  std::string Note() const {
    std::vector<std::string> dates;
    for (const v1::PartialDate& use : activity_.occurrences()) {
      dates.push_back(DateText(use, year_));
    }
    if (dates.empty() && activity_.has_actual()) {
      dates.push_back(DateText(activity_.actual(), year_));
    }
    if (dates.empty()) {
      dates.push_back(DateText(activity_.last_planned(), year_));
    }
    std::string note = absl::StrJoin(dates, ", ");
    if (note.empty()) note = std::string(kUndecided.In(language_));
    const auto add = [&](const Phrase& phrase) {
      absl::StrAppend(&note, " · ", phrase.In(language_));
    };
    if (activity_.state() == State::STATE_POSTPONED) add(kPostponed);
    if (activity_.state() == State::STATE_CANCELLED) add(kCancelled);
    if (activity_.overdue() == v1::REPORT_ANSWER_YES) add(kOverdue);
    if (activity_.overdue() == v1::REPORT_ANSWER_POSSIBLE) add(kMaybeOverdue);
    return note;
  }

  void PaintMarksAndNote() {
    if (!reached_) min_x_ = max_x_ = axis_.left();
    const bool postponed = WasPostponed();
    const bool cancelled = activity_.state() == State::STATE_CANCELLED;
    const std::string note = Note();
    const double marks = (postponed ? 14 : 0) + (cancelled ? 14 : 0);
    const double width = TextWidth(note, kNoteSize) + marks + 8;
    // On the right of the bars, or on the left where there is no room.
    const bool on_right = max_x_ + width < axis_.right() + kRight ||
                          min_x_ - width < axis_.left();
    const double step = on_right ? 14 : -14;
    double x = on_right ? max_x_ + 6 : min_x_ - 6;
    if (postponed) {
      PaintPause(x + (on_right ? 4 : -4));
      x += step;
    }
    if (cancelled) {
      PaintCross(x + (on_right ? 4 : -4));
      x += step;
    }
    const bool late = activity_.overdue() == v1::REPORT_ANSWER_YES ||
                      activity_.state() == State::STATE_POSTPONED || cancelled;
    svg_->Text(
        x, middle_ + 4,
        absl::StrCat("class=\"note", late ? " late-note" : "",
                     "\" text-anchor=\"", on_right ? "start" : "end", "\""),
        note);
  }

  void PaintPause(double x) {
    svg_->Path(absl::StrCat("M", Px(x - 2), " ", Px(middle_ - 4), " v8 M",
                            Px(x + 2.5), " ", Px(middle_ - 4), " v8"),
               "class=\"mark\"");
  }
  void PaintCross(double x) {
    svg_->Path(absl::StrCat("M", Px(x - 4), " ", Px(middle_ - 4), " l8 8 m0 -8",
                            " l-8 8"),
               "class=\"mark\"");
  }

  const v1::ReportActivity& activity_;
  const Axis& axis_;
  const int year_;
  const double top_;
  // Of the bars.
  const double middle_;
  const Language language_;
  Svg* const svg_;
  bool reached_ = false;
  double min_x_ = 0;
  double max_x_ = 0;
};

// The activities that are drawn under an area.
struct AreaRows {
  std::string name;
  std::vector<const v1::ReportActivity*> activities;
};

std::vector<AreaRows> RowsOf(const v1::PlanReport& report, Language language) {
  std::vector<AreaRows> rows;
  for (const v1::ReportArea& area : report.areas()) {
    AreaRows& added = rows.emplace_back();
    added.name = area.area_id().empty() ? std::string(kNoArea.In(language))
                                        : area.text();
    for (const v1::ReportActivity& activity : report.activities()) {
      if (!activity.area_ids().empty() &&
          activity.area_ids(0) == area.area_id()) {
        added.activities.push_back(&activity);
      }
    }
    if (added.activities.empty()) rows.pop_back();
  }
  return rows;
}

std::string SummaryOf(const v1::PlanReport& report, Language language) {
  const v1::ReportCounts& counts = report.total();
  std::string words(kSummary.In(language));
  const std::pair<absl::string_view, uint32_t> numbers[] = {
      {"%a", counts.activities()}, {"%p", counts.planned()},
      {"%h", counts.held()},       {"%o", counts.postponed()},
      {"%c", counts.cancelled()},  {"%n", counts.open()}};
  for (const auto& [name, number] : numbers) {
    words.replace(words.find(std::string(name)), name.size(),
                  absl::StrCat(number));
  }
  return words;
}

// Draws the whole picture.
class Painter {
 public:
  Painter(const v1::PlanReport& report, Language language)
      : report_(report),
        language_(language),
        axis_(report),
        areas_(RowsOf(report, language)),
        width_(axis_.right() + kRight) {
    bottom_ = kTop;
    for (const AreaRows& area : areas_) {
      bottom_ += kAreaHeight +
                 kRowHeight * static_cast<double>(area.activities.size());
    }
    if (areas_.empty()) bottom_ += kRowHeight;
    LayOutLegend();
    height_ = bottom_ + 20 + 22 * static_cast<double>(legend_rows_) + 8;
  }

  std::string Paint() {
    Begin();
    PaintBackground();
    PaintAxis();
    PaintToday();
    double y = kTop;
    for (const AreaRows& area : areas_) {
      svg_.Text(kLeft, y + 18, "class=\"area\"", area.name);
      y += kAreaHeight;
      for (const v1::ReportActivity* activity : area.activities) {
        RowPainter(*activity, axis_, static_cast<int>(report_.year()), y,
                   language_, &svg_)
            .Paint();
        y += kRowHeight;
      }
    }
    if (areas_.empty()) {
      svg_.Text(axis_.left() + 8, y + 24, "class=\"name\"",
                kNothing.In(language_));
    }
    PaintLegend();
    svg_.Close("svg");
    return absl::StrCat("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
                        svg_.Take());
  }

 private:
  enum class Sample {
    kPlanBox,
    kEarlierBox,
    kHeldBar,
    kLateBar,
    kOtherBar,
    kMoveArrow,
    kPauseMark,
    kCrossMark,
    kOverdueBox,
    kMaybeBox,
    kTodayLine,
  };
  struct LegendEntry {
    Sample sample;
    std::string words;
    double x = 0;
    size_t row = 0;
  };

  void Begin() {
    const std::string title = ReportTitle(report_, language_);
    svg_.Open(absl::StrCat(
        "svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"",
        Px(width_), "\" height=\"", Px(height_), "\" viewBox=\"0 0 ",
        Px(width_), " ", Px(height_), "\" role=\"img\" aria-labelledby=\"",
        "report-title report-desc\" xml:lang=\"", LanguageTag(language_),
        "\""));
    svg_.TextElement("title", "id=\"report-title\"", title);
    svg_.TextElement("desc", "id=\"report-desc\"",
                     SummaryOf(report_, language_));
    svg_.Open("defs");
    svg_.Style(kStyle);
    svg_.Open(
        "marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"6.5\" refY=\"4\" "
        "markerWidth=\"8\" markerHeight=\"8\" markerUnits=\"userSpaceOnUse\" "
        "orient=\"auto\"");
    svg_.Path("M0 0.5 L8 4 L0 7.5 Z", "fill=\"#5b3f8c\"");
    svg_.Close("marker");
    svg_.Close("defs");
    svg_.Rect(0, 0, width_, height_, "fill=\"#fff\"");
    svg_.Text(kLeft, 28, "class=\"title\"", title);
    svg_.Text(kLeft, 48, "class=\"sub\"", SummaryOf(report_, language_));
  }

  void PaintBackground() {
    double y = kTop;
    for (const AreaRows& area : areas_) {
      svg_.Rect(kLeft - 8, y, width_ - 2 * (kLeft - 8), kAreaHeight,
                "class=\"band\" rx=\"3\"");
      y += kAreaHeight;
      for (size_t i = 0; i < area.activities.size(); ++i) {
        if (i % 2 == 1) {
          svg_.Rect(kLeft - 8, y, width_ - 2 * (kLeft - 8), kRowHeight,
                    "class=\"stripe\"");
        }
        y += kRowHeight;
      }
    }
  }

  void PaintAxis() {
    // Few names where months are narrow.
    const int step = axis_.month_width() < 30 ? 3 : 1;
    for (int i = 0; i <= axis_.month_count(); ++i) {
      const double x = axis_.left() + axis_.month_width() * i;
      const absl::CivilMonth month = axis_.MonthAt(i);
      const bool new_year = month.month() == 1;
      svg_.Line(x, kTop - 14, x, bottom_,
                new_year ? "class=\"year\"" : "class=\"grid\"");
      if (i == axis_.month_count()) break;
      if (new_year || i == 0) {
        svg_.Text(x + 2, kTop - 20, "class=\"month\" font-weight=\"bold\"",
                  absl::StrCat(month.year()));
      }
      if ((month.month() - 1) % step != 0) continue;
      svg_.Text(x + axis_.month_width() * step / 2, kTop - 4,
                "class=\"month\" text-anchor=\"middle\"",
                absl::StrCat(month.month()));
    }
  }

  void PaintToday() {
    const absl::StatusOr<absl::CivilDay> day =
        plan::ParseDay(report_.as_of_day());
    if (!day.ok() || !axis_.Holds(*day)) return;
    // A day means its end.
    const double x = axis_.At(*day + 1);
    svg_.Line(x, kTop - 14, x, bottom_, "class=\"today\"");
    const std::string words =
        absl::StrCat(kAsOf.In(language_), " ", report_.as_of_day());
    const bool on_left = x + TextWidth(words, 11) + 8 > width_;
    svg_.Text(on_left ? x - 4 : x + 4, kTop - 32,
              absl::StrCat("class=\"today-note\" text-anchor=\"",
                           on_left ? "end" : "start", "\""),
              words);
    svg_.Line(x, kTop - 40, x, kTop - 14, "class=\"today\"");
  }

  void LayOutLegend() {
    const std::pair<Sample, Phrase> samples[] = {
        {Sample::kPlanBox, kPlanned},     {Sample::kEarlierBox, kEarlier},
        {Sample::kHeldBar, kOnTime},      {Sample::kLateBar, kLate},
        {Sample::kOtherBar, kOther},      {Sample::kMoveArrow, kMoved},
        {Sample::kPauseMark, kPostponed}, {Sample::kCrossMark, kCancelled},
        {Sample::kOverdueBox, kOverdue},  {Sample::kMaybeBox, kMaybeOverdue},
        {Sample::kTodayLine, kAsOf}};
    double x = kLeft;
    legend_rows_ = 1;
    for (const auto& [sample, phrase] : samples) {
      LegendEntry entry{sample, std::string(phrase.In(language_))};
      const double width = 34 + TextWidth(entry.words, 11) + 18;
      if (x + width > width_ && x > kLeft) {
        x = kLeft;
        ++legend_rows_;
      }
      entry.x = x;
      entry.row = legend_rows_ - 1;
      x += width;
      legend_.push_back(std::move(entry));
    }
  }

  void PaintLegend() {
    for (const LegendEntry& entry : legend_) {
      const double y = bottom_ + 28 + 22 * static_cast<double>(entry.row);
      PaintSample(entry.sample, entry.x, y);
      svg_.Text(entry.x + 32, y + 4, "class=\"month\"", entry.words);
    }
  }

  // A sample of 26 by 14 around height `y`.
  void PaintSample(Sample sample, double x, double y) {
    const auto box = [&](const char* attributes) {
      svg_.Rect(x, y - kBarHeight / 2, 26, kBarHeight, attributes);
    };
    const auto bar = [&](const char* attributes) {
      svg_.Rect(x, y - kActualHeight / 2, 26, kActualHeight, attributes);
    };
    switch (sample) {
      case Sample::kPlanBox:
        return box("class=\"plan\" rx=\"2\"");
      case Sample::kEarlierBox:
        return box("class=\"earlier\" rx=\"2\"");
      case Sample::kHeldBar:
        return bar("class=\"held\" rx=\"1.5\"");
      case Sample::kLateBar:
        return bar("class=\"late\" rx=\"1.5\"");
      case Sample::kOtherBar:
        return bar("class=\"other\" rx=\"1.5\"");
      case Sample::kMoveArrow:
        return svg_.Path(
            absl::StrCat("M", Px(x + 2), " ", Px(y + 6), " c0 -14 20 -14 20 0"),
            "class=\"move\" marker-end=\"url(#arrow)\"");
      case Sample::kPauseMark:
        return svg_.Path(absl::StrCat("M", Px(x + 11), " ", Px(y - 4), " v8 M",
                                      Px(x + 15.5), " ", Px(y - 4), " v8"),
                         "class=\"mark\"");
      case Sample::kCrossMark:
        return svg_.Path(
            absl::StrCat("M", Px(x + 9), " ", Px(y - 4), " l8 8 m0 -8 l-8 8"),
            "class=\"mark\"");
      case Sample::kOverdueBox:
        return box("class=\"plan overdue\" rx=\"2\"");
      case Sample::kMaybeBox:
        return box("class=\"plan maybe\" rx=\"2\"");
      case Sample::kTodayLine:
        return svg_.Line(x, y, x + 26, y, "class=\"today\"");
    }
  }

  const v1::PlanReport& report_;
  const Language language_;
  const Axis axis_;
  const std::vector<AreaRows> areas_;
  const double width_;
  double bottom_ = 0;
  double height_ = 0;
  std::vector<LegendEntry> legend_;
  size_t legend_rows_ = 0;
  Svg svg_;
};

}  // namespace

std::string ReportSvg(const v1::PlanReport& report, Language language) {
  return Painter(report, language).Paint();
}

}  // namespace clearsky::report
