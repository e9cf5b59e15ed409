#pragma once

#include "clearsky/v1/report.pb.h"
#include "report/phrases.h"
#include "report/report_axis.h"
#include "report/svg.h"

// The rows of a report's picture. Lengths are in pixels.

namespace clearsky::report {

inline constexpr double kLeft = 16;
inline constexpr double kRowHeight = 38;
inline constexpr double kBarHeight = 14;
inline constexpr double kActualHeight = 8;

// Words that rows and legend share.
inline constexpr Phrase kPostponed = {"연기", "postponed", "推迟"};
inline constexpr Phrase kCancelled = {"취소", "cancelled", "取消"};
inline constexpr Phrase kOverdue = {"기한 경과", "overdue", "逾期"};
inline constexpr Phrase kMaybeOverdue = {"기한 경과 가능", "possibly overdue",
                                         "可能逾期"};

// Draws the row of one activity from height `top` on: its name, its planned
// dates in outline, the actual ones solid, moves as arrows, marks and a note.
// `year` is the one that dates elide.
void PaintRow(const v1::ReportActivity& activity, const Axis& axis, int year,
              double top, Language language, Svg* svg);

// The marks of what was postponed and of what was cancelled, around (x, y).
void PaintPause(double x, double y, Svg* svg);
void PaintCross(double x, double y, Svg* svg);

}  // namespace clearsky::report
