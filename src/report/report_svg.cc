// The picture of a report.

#include "report/report_svg.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "plan/edtf.h"
#include "report/report_axis.h"
#include "report/report_faces.h"
#include "report/report_row.h"
#include "report/svg.h"

namespace clearsky::report {
namespace {

constexpr double kTop = 92;
constexpr double kAreaHeight = 26;

constexpr char kStyle[] =
    "text{font-family:'Noto Sans KR','Noto Sans CJK KR','NanumGothic',"
    "'Noto Sans SC','Noto Sans CJK SC',"
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
constexpr Phrase kAsOf = {"기준일", "as of", "截至"};
constexpr Phrase kNothing = {"해당 연도의 활동이 없음",
                             "no activities in this year", "该年度无活动"};
constexpr Phrase kNoArea = {"분야 없음", "no area", "无领域"};
constexpr Phrase kSummary = {
    "활동 %a건: 계획 %p, 개최 %h, 연기 %o, 취소 %c, 미개최 %n",
    "%a activities: %p planned, %h held, %o postponed, %c cancelled, %n open",
    "%a项活动：计划%p，举行%h，推迟%o，取消%c，未举行%n"};

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
        PaintRow(*activity, axis_, static_cast<int>(report_.year()), y,
                 language_, &svg_);
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
        return PaintPause(x + 13, y, &svg_);
      case Sample::kCrossMark:
        return PaintCross(x + 13, y, &svg_);
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

absl::string_view ReportSvgStyle() { return kStyle; }

}  // namespace clearsky::report
