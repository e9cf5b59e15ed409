#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clearsky/v1/projections.pb.h"
#include "projection/projection.h"
#include "projection/projection_store.h"

namespace clearsky::projection {

inline constexpr char kSeriesName[] = "series";

// The series across plans: a row for each activity, agreement and plan that
// belongs to one, and for each definition of one, found by the series.
std::unique_ptr<Projection> MakeSeries();

// All rows of one series, in no order. DATA_LOSS when a row does not parse.
absl::StatusOr<std::vector<v1::SeriesRow>> ReadSeries(
    const RowReader& rows, absl::string_view family,
    absl::string_view series_id);

// Ids of the series that have rows, in order, from `after` (exclusive), at most
// `limit`.
absl::StatusOr<std::vector<std::string>> ReadSeriesIds(const RowReader& rows,
                                                       absl::string_view family,
                                                       absl::string_view after,
                                                       size_t limit);

// Puts rows of one series in order, and tells what numbers are missing or given
// twice.
v1::GetSeriesResponse MakeSeriesAnswer(std::vector<v1::SeriesRow> rows);
// The same in figures.
v1::SeriesSummary SummaryOf(const std::string& series_id,
                            const v1::GetSeriesResponse& answer);

}  // namespace clearsky::projection
