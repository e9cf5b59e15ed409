#include "report/report_row.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "report/names.h"
#include "report/report_faces.h"

namespace clearsky::report {
namespace {

using State = v1::ActivityState;

constexpr double kNameSize = 12;
constexpr double kNoteSize = 10.5;
constexpr int kNameColumns = 42;
constexpr Phrase kUndecided = {"미정", "no date", "日期未定"};

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
    min_x_ = bars_.empty() ? x1 : std::min(min_x_, x1);
    max_x_ = bars_.empty() ? x2 : std::max(max_x_, x2);
    bars_.emplace_back(x1, x2);
  }

  // Where a note of `width` ends on the left: beside the last bar, the one that
  // counts, unless another is in the way.
  double LeftOfBars(double width) const {
    const double edge = bars_.back().first;
    for (const auto& [x1, x2] : bars_) {
      if (x1 < edge && x2 > edge - width) return min_x_;
    }
    return edge;
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
    Reach(x1, x2);
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
    if (bars_.empty()) min_x_ = max_x_ = axis_.left();
    const bool postponed = WasPostponed();
    const bool cancelled = activity_.state() == State::STATE_CANCELLED;
    const std::string note = Note();
    const double marks = (postponed ? 14 : 0) + (cancelled ? 14 : 0);
    const double width = TextWidth(note, kNoteSize) + marks + 8;
    // On the right of the bars, or on the left where there is no room.
    const bool on_right = max_x_ + width < axis_.right() + kRight ||
                          min_x_ - width < axis_.left();
    const double step = on_right ? 14 : -14;
    double x = on_right ? max_x_ + 6 : LeftOfBars(width) - 6;
    if (postponed) {
      PaintPause(x + (on_right ? 4 : -4), middle_, svg_);
      x += step;
    }
    if (cancelled) {
      PaintCross(x + (on_right ? 4 : -4), middle_, svg_);
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

  const v1::ReportActivity& activity_;
  const Axis& axis_;
  const int year_;
  const double top_;
  // Of the bars.
  const double middle_;
  const Language language_;
  Svg* const svg_;
  // Left and right edges of the bars drawn so far.
  std::vector<std::pair<double, double>> bars_;
  double min_x_ = 0;
  double max_x_ = 0;
};

}  // namespace

void PaintPause(double x, double y, Svg* svg) {
  svg->Path(absl::StrCat("M", Px(x - 2), " ", Px(y - 4), " v8 M", Px(x + 2.5),
                         " ", Px(y - 4), " v8"),
            "class=\"mark\"");
}

void PaintCross(double x, double y, Svg* svg) {
  svg->Path(absl::StrCat("M", Px(x - 4), " ", Px(y - 4), " l8 8 m0 -8 l-8 8"),
            "class=\"mark\"");
}

void PaintRow(const v1::ReportActivity& activity, const Axis& axis, int year,
              double top, Language language, Svg* svg) {
  RowPainter(activity, axis, year, top, language, svg).Paint();
}

}  // namespace clearsky::report
