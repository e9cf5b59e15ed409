#include "ledger/projections.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "ledger/near_names.h"
#include "plan/edtf.h"
#include "plan/history.h"
#include "projection/calendar.h"
#include "projection/projection.h"
#include "projection/projector.h"
#include "projection/series.h"

namespace clearsky::ledger {
namespace {

constexpr size_t kStreamsAtATime = 256;
// Series looked through for a name that is near.
constexpr size_t kNearNameSeries = 10'000;

absl::StatusOr<absl::CivilDay> RequiredDay(absl::string_view field,
                                           const std::string& text) {
  if (text.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(field, " is empty; give a day, for example 2022-10-01"));
  }
  const absl::StatusOr<absl::CivilDay> day = plan::ParseDay(text);
  if (day.ok()) return *day;
  return absl::InvalidArgumentError(
      absl::StrCat(field, ": ", day.status().message()));
}

// A question across plans, and what its answer rests on.
struct Question {
  Point point;
  v1::AnswerSource source = v1::ANSWER_SOURCE_EVENTS;
};

v1::AnswerBasis BasisOf(const Core& core, const Question& question) {
  // All streams together.
  return ledger::BasisOf(core, question.point, question.point.known_count);
}

// Reads from rows, when the question is about today and all that is known, and
// the rows can be read and are of that day. Else false: the events have to
// answer.
absl::StatusOr<bool> ReadFromRows(
    const Core& core, const v1::PointInTime& at, Question* question,
    const std::function<absl::Status(const projection::RowsAt&)>& read) {
  if (at.known_at_case() != v1::PointInTime::KNOWN_AT_NOT_SET ||
      question->point.as_of != core.DayOf(core.Now())) {
    return false;
  }
  bool answered = false;
  const absl::Status status =
      core.projector->Read([&](const projection::RowsAt& rows) {
        if (!rows.is_old && rows.as_of != question->point.as_of) {
          return absl::OkStatus();  // The clock was set back.
        }
        RETURN_IF_ERROR(read(rows));
        question->point.as_of = rows.as_of;
        question->point.known_count = rows.known_count;
        question->source = v1::ANSWER_SOURCE_ROWS;
        answered = true;
        return absl::OkStatus();
      });
  // Rows that cannot be read are no error of the ledger: they are made again.
  return status.ok() && answered;
}

// Calls `visit` with each row that the events give at `point`, of streams whose
// names start with `prefix`.
template <typename Row, typename Visit>
absl::Status FoldRows(const Core& core, const Point& point,
                      const std::string& prefix,
                      const projection::Projection& projection,
                      const Visit& visit) {
  std::string after;
  while (true) {
    ASSIGN_OR_RETURN(const std::vector<std::string> streams,
                     core.log->ListStreams(prefix, after, kStreamsAtATime));
    if (streams.empty()) return absl::OkStatus();
    after = streams.back();
    for (const std::string& stream : streams) {
      ASSIGN_OR_RETURN(const std::shared_ptr<const plan::History> history,
                       core.histories->Read(stream, point.known_count));
      ASSIGN_OR_RETURN(
          const std::shared_ptr<const v1::PlanState> state,
          core.histories->State(stream, point.known_count, point.as_of));
      std::vector<uint64_t> positions;
      positions.reserve(history->size());
      for (const plan::HistoryEvent& event : *history) {
        positions.push_back(event.position);
      }
      const projection::FoldedStream folded = {stream, state.get(), &positions};
      for (const auto& entity : projection::EntitiesOfState(*state)) {
        ASSIGN_OR_RETURN(const std::optional<std::string> bytes,
                         projection.RowOf(folded, entity));
        Row row;
        if (bytes.has_value() && row.ParseFromString(*bytes)) visit(row);
      }
    }
  }
}

std::string FamilyOf(const projection::RowsAt& rows, absl::string_view name) {
  const auto found = rows.families.find(name);
  return found == rows.families.end() ? "" : found->second;
}

// All rows of series at a point, by series.
using RowsBySeries = std::map<std::string, std::vector<v1::SeriesRow>>;

absl::StatusOr<RowsBySeries> FoldSeries(const Core& core, const Point& point) {
  RowsBySeries by_series;
  const std::unique_ptr<projection::Projection> series =
      projection::MakeSeries();
  RETURN_IF_ERROR(FoldRows<v1::SeriesRow>(
      core, point, "", *series, [&](const v1::SeriesRow& row) {
        by_series[row.series_id()].push_back(row);
      }));
  return by_series;
}

absl::Status UnknownSeries(const std::string& series_id,
                           const std::vector<std::string>& known) {
  return NotKnown(
      absl::StrCat("unknown series `", series_id, "`"), series_id, known,
      {"UNKNOWN_ID",
       {{"rule", "unknown-id"}, {"kind", "series"}, {"entity", series_id}}});
}

absl::StatusOr<projection::CalendarSpan> SpanOf(
    const v1::ListCalendarRequest& request) {
  projection::CalendarSpan span;
  ASSIGN_OR_RETURN(span.from, RequiredDay("from_day", request.from_day()));
  ASSIGN_OR_RETURN(span.to, RequiredDay("to_day", request.to_day()));
  if (span.to < span.from) {
    return absl::InvalidArgumentError(absl::StrCat("to_day ", request.to_day(),
                                                   " lies before from_day ",
                                                   request.from_day()));
  }
  span.plan_prefix = request.plan_prefix();
  span.open_only = request.open_only();
  return span;
}

}  // namespace

absl::StatusOr<v1::ListCalendarResponse> ListCalendar(
    const Core& core, const v1::ListCalendarRequest& request) {
  ASSIGN_OR_RETURN(const projection::CalendarSpan span, SpanOf(request));
  Question question;
  ASSIGN_OR_RETURN(question.point, ResolvePoint(core, request.at()));
  std::vector<v1::CalendarEntry> entries;
  const auto read = [&](const projection::RowsAt& rows) -> absl::Status {
    ASSIGN_OR_RETURN(
        entries, projection::ReadCalendar(
                     *rows.reader, FamilyOf(rows, projection::kCalendarName),
                     span, rows.as_of));
    return absl::OkStatus();
  };
  ASSIGN_OR_RETURN(const bool answered,
                   ReadFromRows(core, request.at(), &question, read));
  if (!answered) {
    entries.clear();
    const std::unique_ptr<projection::Projection> calendar =
        projection::MakeCalendar();
    RETURN_IF_ERROR(FoldRows<v1::CalendarRow>(
        core, question.point, span.plan_prefix, *calendar,
        [&](const v1::CalendarRow& row) {
          projection::AddEntries(row, span, question.point.as_of, &entries);
        }));
  }
  projection::SortEntries(&entries);
  v1::ListCalendarResponse response;
  const size_t page_size = PageSize(request.page_size());
  for (v1::CalendarEntry& entry : entries) {
    const std::string key = projection::SortKeyOf(entry);
    if (!request.page_token().empty() && key <= request.page_token()) continue;
    if (static_cast<size_t>(response.entries_size()) == page_size) {
      response.set_next_page_token(
          projection::SortKeyOf(*response.entries().rbegin()));
      break;
    }
    *response.add_entries() = std::move(entry);
  }
  *response.mutable_basis() = BasisOf(core, question);
  response.set_source(question.source);
  return response;
}

absl::StatusOr<v1::GetSeriesResponse> GetSeries(
    const Core& core, const v1::GetSeriesRequest& request) {
  if (request.series_id().empty()) {
    return absl::InvalidArgumentError(
        "series_id is empty; ListSeries lists the series");
  }
  Question question;
  ASSIGN_OR_RETURN(question.point, ResolvePoint(core, request.at()));
  std::vector<v1::SeriesRow> members;
  std::vector<std::string> known;
  const auto read = [&](const projection::RowsAt& rows) -> absl::Status {
    const std::string family = FamilyOf(rows, projection::kSeriesName);
    ASSIGN_OR_RETURN(members, projection::ReadSeries(*rows.reader, family,
                                                     request.series_id()));
    if (!members.empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(known, projection::ReadSeriesIds(*rows.reader, family, "",
                                                      kNearNameSeries));
    return absl::OkStatus();
  };
  ASSIGN_OR_RETURN(const bool answered,
                   ReadFromRows(core, request.at(), &question, read));
  if (!answered) {
    ASSIGN_OR_RETURN(RowsBySeries by_series, FoldSeries(core, question.point));
    known.clear();
    for (const auto& [id, rows] : by_series) known.push_back(id);
    members = std::move(by_series[request.series_id()]);
  }
  if (members.empty()) return UnknownSeries(request.series_id(), known);
  v1::GetSeriesResponse response =
      projection::MakeSeriesAnswer(std::move(members));
  *response.mutable_basis() = BasisOf(core, question);
  response.set_source(question.source);
  return response;
}

absl::StatusOr<v1::ListSeriesResponse> ListSeries(
    const Core& core, const v1::ListSeriesRequest& request) {
  Question question;
  ASSIGN_OR_RETURN(question.point, ResolvePoint(core, request.at()));
  const size_t page_size = PageSize(request.page_size());
  // One more than fits tells whether there are more.
  std::vector<v1::SeriesSummary> series;
  const auto add = [&](const std::string& id, std::vector<v1::SeriesRow> rows) {
    series.push_back(projection::SummaryOf(
        id, projection::MakeSeriesAnswer(std::move(rows))));
  };
  const auto read = [&](const projection::RowsAt& rows) -> absl::Status {
    const std::string family = FamilyOf(rows, projection::kSeriesName);
    ASSIGN_OR_RETURN(
        const std::vector<std::string> ids,
        projection::ReadSeriesIds(*rows.reader, family, request.page_token(),
                                  page_size + 1));
    for (const std::string& id : ids) {
      ASSIGN_OR_RETURN(std::vector<v1::SeriesRow> members,
                       projection::ReadSeries(*rows.reader, family, id));
      add(id, std::move(members));
    }
    return absl::OkStatus();
  };
  ASSIGN_OR_RETURN(const bool answered,
                   ReadFromRows(core, request.at(), &question, read));
  if (!answered) {
    series.clear();
    ASSIGN_OR_RETURN(RowsBySeries by_series, FoldSeries(core, question.point));
    for (auto it = by_series.upper_bound(request.page_token());
         it != by_series.end() && series.size() <= page_size; ++it) {
      add(it->first, std::move(it->second));
    }
  }
  v1::ListSeriesResponse response;
  if (series.size() > page_size) {
    series.resize(page_size);
    response.set_next_page_token(series.back().series_id());
  }
  for (v1::SeriesSummary& summary : series) {
    *response.add_series() = std::move(summary);
  }
  *response.mutable_basis() = BasisOf(core, question);
  response.set_source(question.source);
  return response;
}

absl::Status RebuildProjections(
    const Core& core, const v1::RebuildProjectionsRequest& request,
    const std::function<void(const v1::RebuildProjectionsResponse&)>& tell) {
  const auto progress = [&](uint64_t done, uint64_t total) {
    v1::RebuildProjectionsResponse response;
    response.set_done_count(done);
    response.set_total_count(total);
    if (tell) tell(response);
  };
  ASSIGN_OR_RETURN(const projection::Rebuilt rebuilt,
                   request.verify() ? core.projector->Verify(progress)
                                    : core.projector->Rebuild(progress));
  RETURN_IF_ERROR(request.verify() ? core.snapshots->Verify()
                                   : core.snapshots->Rebuild());
  v1::RebuildProjectionsResponse response;
  response.set_done_count(rebuilt.known_count);
  response.set_total_count(rebuilt.known_count);
  response.set_finished(true);
  response.set_known_count(rebuilt.known_count);
  response.set_as_of_day(plan::FormatDay(rebuilt.as_of));
  const auto count = [&](const char* name) {
    const auto found = rebuilt.rows.find(name);
    return found == rebuilt.rows.end() ? uint64_t{0} : found->second;
  };
  response.set_calendar_rows(count(projection::kCalendarName));
  response.set_series_rows(count(projection::kSeriesName));
  for (const v1::SetAside& event : rebuilt.set_aside) {
    *response.add_set_aside() = event;
  }
  if (tell) tell(response);
  return absl::OkStatus();
}

}  // namespace clearsky::ledger
