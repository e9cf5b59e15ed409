#include "projection/series.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "plan/edtf.h"
#include "plan/partial_date.h"

namespace clearsky::projection {
namespace {

// Rises with every change of rows or index.
constexpr uint32_t kRowsVersion = 1;

// The index, behind format::kIndexPrefix: SERIES 00, the row's key without its
// prefix. Ids have no control characters.
std::string IndexOfSeries(absl::string_view series_id) {
  std::string key = absl::StrCat(format::kIndexPrefix, series_id);
  key.push_back('\0');
  return key;
}

v1::SeriesRow NewRow(v1::SeriesRow::Kind kind, const FoldedStream& stream,
                     const std::string& series_id, const std::string& id) {
  v1::SeriesRow row;
  row.set_kind(kind);
  row.set_series_id(series_id);
  row.set_stream(std::string(stream.name));
  row.set_entity_id(id);
  return row;
}

v1::SeriesRow RowOfDefinition(const FoldedStream& stream,
                              const v1::SeriesState& series) {
  const v1::SeriesDefined& definition = series.definition();
  v1::SeriesRow row = NewRow(v1::SeriesRow::KIND_DEFINITION, stream,
                             definition.series_id(), definition.series_id());
  *row.mutable_titles() = definition.labels();
  *row.mutable_aliases() = definition.aliases();
  row.set_numbering(definition.numbering());
  row.set_recurrence(definition.recurrence());
  if (definition.has_period()) *row.mutable_period() = definition.period();
  FillOrigins(stream, series.set_by(), row.mutable_origins());
  return row;
}

v1::SeriesRow RowOfActivity(const FoldedStream& stream, const std::string& id,
                            const v1::ActivityState& activity) {
  const v1::ActivityRegistered& details = activity.details();
  v1::SeriesRow row =
      NewRow(v1::SeriesRow::KIND_ACTIVITY, stream, details.series_id(), id);
  *row.mutable_titles() = details.titles();
  row.set_ordinal(details.ordinal());
  row.set_ordinal_text(details.ordinal_text());
  row.set_edition_year(details.edition_year());
  row.set_ordinal_clash_intended(details.ordinal_clash_intended());
  row.set_state(activity.state());
  if (activity.has_actual_date()) {
    *row.mutable_date() = activity.actual_date();
    row.set_actual(true);
  } else if (activity.has_planned_date()) {
    *row.mutable_date() = activity.planned_date();
  }
  if (activity.has_actual_delivery()) {
    *row.mutable_delivery() = activity.actual_delivery();
  } else if (activity.has_delivery()) {
    *row.mutable_delivery() = activity.delivery();
  }
  row.set_part_of(activity.part_of());
  FillOrigins(stream, activity.set_by(), row.mutable_origins());
  return row;
}

v1::SeriesRow RowOfAgreement(const FoldedStream& stream, const std::string& id,
                             const v1::AgreementState& agreement) {
  v1::SeriesRow row =
      NewRow(v1::SeriesRow::KIND_AGREEMENT, stream, agreement.series_id(), id);
  *row.mutable_titles() = agreement.titles();
  row.set_ordinal(agreement.ordinal());
  row.set_stage(agreement.stage());
  if (agreement.has_signed_date()) {
    *row.mutable_date() = agreement.signed_date();
    row.set_actual(true);
  } else if (agreement.has_planned_date()) {
    *row.mutable_date() = agreement.planned_date();
  }
  FillOrigins(stream, agreement.set_by(), row.mutable_origins());
  return row;
}

v1::SeriesRow RowOfPlan(const FoldedStream& stream, const v1::PlanInfo& plan) {
  v1::SeriesRow row =
      NewRow(v1::SeriesRow::KIND_PLAN, stream, plan.series_id(), "");
  *row.mutable_titles() = plan.titles();
  if (plan.has_period()) *row.mutable_date() = plan.period();
  FillOrigins(stream, plan.set_by(), row.mutable_origins());
  return row;
}

class Series final : public Projection {
 public:
  absl::string_view name() const override { return kSeriesName; }
  uint32_t version() const override { return VersionOfRows(kRowsVersion); }

  absl::StatusOr<std::optional<std::string>> RowOf(
      const FoldedStream& stream, const format::Entity& entity) const override {
    v1::SeriesRow row;
    switch (entity.kind) {
      case format::EntityKind::kActivity: {
        const auto found = stream.state->activities().find(entity.id);
        if (found == stream.state->activities().end() ||
            found->second.details().series_id().empty()) {
          return std::nullopt;
        }
        row = RowOfActivity(stream, entity.id, found->second);
        break;
      }
      case format::EntityKind::kAgreement: {
        const auto found = stream.state->agreements().find(entity.id);
        if (found == stream.state->agreements().end() ||
            found->second.series_id().empty()) {
          return std::nullopt;
        }
        row = RowOfAgreement(stream, entity.id, found->second);
        break;
      }
      case format::EntityKind::kPlan:
        if (stream.state->plan().series_id().empty()) return std::nullopt;
        row = RowOfPlan(stream, stream.state->plan());
        break;
      case format::EntityKind::kSeries: {
        const auto found = stream.state->series().find(entity.id);
        if (found == stream.state->series().end()) return std::nullopt;
        row = RowOfDefinition(stream, found->second);
        break;
      }
      default:
        return std::nullopt;
    }
    return row.SerializeAsString();
  }

  std::vector<std::string> IndexOf(absl::string_view stream,
                                   const format::Entity& entity,
                                   absl::string_view bytes) const override {
    v1::SeriesRow row;
    if (!row.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
      return {};
    }
    return {absl::StrCat(IndexOfSeries(row.series_id()),
                         format::RowKey(stream, entity).substr(1))};
  }
};

// Numbered before not, then by number, by the first day, by year, by name.
auto PlaceOf(const v1::SeriesRow& row) {
  const plan::DayBounds bounds = plan::BoundsOf(row.date());
  return std::make_tuple(
      row.ordinal() == 0, row.ordinal(),
      bounds.earliest.value_or(
          row.edition_year() == 0
              ? absl::CivilDay::max()
              : absl::CivilDay(
                    static_cast<absl::civil_year_t>(row.edition_year()), 1, 1)),
      row.kind(), row.stream(), row.entity_id());
}

// Who has each number; parts have that of the activity they are of, and what
// was cancelled leaves its number to another.
std::map<uint32_t, std::vector<const v1::SeriesRow*>> ByOrdinal(
    const v1::GetSeriesResponse& answer) {
  std::map<uint32_t, std::vector<const v1::SeriesRow*>> by_ordinal;
  for (const v1::SeriesRow& row : answer.members()) {
    if (row.ordinal() == 0 || !row.part_of().empty()) continue;
    by_ordinal[row.ordinal()].push_back(&row);
  }
  return by_ordinal;
}

void AddClash(uint32_t ordinal, const std::vector<const v1::SeriesRow*>& rows,
              v1::GetSeriesResponse* answer) {
  // A plan, an agreement and a meeting of one number are one edition.
  std::map<v1::SeriesRow::Kind, std::vector<std::string>> members;
  for (const v1::SeriesRow* row : rows) {
    if (row->state() == v1::ActivityState::STATE_CANCELLED) continue;
    members[row->kind()].push_back(
        absl::StrCat(row->stream(), "#", row->entity_id()));
  }
  for (auto& [kind, names] : members) {
    if (names.size() < 2) continue;
    v1::OrdinalClash* const clash = answer->add_clashes();
    clash->set_ordinal(ordinal);
    for (std::string& name : names) clash->add_members(std::move(name));
  }
}

}  // namespace

std::unique_ptr<Projection> MakeSeries() { return std::make_unique<Series>(); }

absl::StatusOr<std::vector<v1::SeriesRow>> ReadSeries(
    const RowReader& rows, absl::string_view family,
    absl::string_view series_id) {
  const std::string prefix = IndexOfSeries(series_id);
  std::vector<std::string> keys;
  RETURN_IF_ERROR(rows.Scan(family, prefix, format::AfterPrefix(prefix),
                            [&](absl::string_view, absl::string_view row_key) {
                              keys.emplace_back(row_key);
                              return true;
                            }));
  std::vector<v1::SeriesRow> read;
  for (const std::string& key : keys) {
    ASSIGN_OR_RETURN(const std::optional<std::string> bytes,
                     rows.Get(family, key));
    if (!bytes.has_value() || !read.emplace_back().ParseFromString(*bytes)) {
      return absl::DataLossError(
          absl::StrCat("family ", family, " lacks a row that its index names"));
    }
  }
  return read;
}

absl::StatusOr<std::vector<std::string>> ReadSeriesIds(const RowReader& rows,
                                                       absl::string_view family,
                                                       absl::string_view after,
                                                       size_t limit) {
  std::vector<std::string> ids;
  std::string from = after.empty() ? std::string(format::kIndexPrefix)
                                   : format::AfterPrefix(IndexOfSeries(after));
  while (ids.size() < limit) {
    // One row of each series is looked at.
    std::optional<std::string> id;
    RETURN_IF_ERROR(
        rows.Scan(family, from, format::AfterPrefix(format::kIndexPrefix),
                  [&](absl::string_view key, absl::string_view) {
                    id = std::string(key.substr(1, key.find('\0') - 1));
                    return false;
                  }));
    if (!id.has_value()) break;
    from = format::AfterPrefix(IndexOfSeries(*id));
    ids.push_back(*std::move(id));
  }
  return ids;
}

v1::GetSeriesResponse MakeSeriesAnswer(std::vector<v1::SeriesRow> rows) {
  std::sort(rows.begin(), rows.end(),
            [](const v1::SeriesRow& a, const v1::SeriesRow& b) {
              return PlaceOf(a) < PlaceOf(b);
            });
  v1::GetSeriesResponse answer;
  for (v1::SeriesRow& row : rows) {
    if (row.kind() == v1::SeriesRow::KIND_DEFINITION) {
      *answer.mutable_definition() = std::move(row);
    } else {
      *answer.add_members() = std::move(row);
    }
  }
  uint32_t last = 0;
  for (const auto& [ordinal, holders] : ByOrdinal(answer)) {
    if (last != 0 && ordinal > last + 1) {
      v1::OrdinalGap* const gap = answer.add_gaps();
      gap->set_first(last + 1);
      gap->set_last(ordinal - 1);
    }
    last = ordinal;
    AddClash(ordinal, holders, &answer);
  }
  return answer;
}

v1::SeriesSummary SummaryOf(const std::string& series_id,
                            const v1::GetSeriesResponse& answer) {
  v1::SeriesSummary summary;
  summary.set_series_id(series_id);
  *summary.mutable_labels() = answer.definition().titles();
  summary.set_member_count(static_cast<uint32_t>(answer.members_size()));
  const auto by_ordinal = ByOrdinal(answer);
  if (!by_ordinal.empty()) {
    summary.set_first_ordinal(by_ordinal.begin()->first);
    summary.set_last_ordinal(by_ordinal.rbegin()->first);
  }
  for (const v1::OrdinalGap& gap : answer.gaps()) {
    summary.set_gap_count(summary.gap_count() + gap.last() - gap.first() + 1);
  }
  summary.set_clash_count(static_cast<uint32_t>(answer.clashes_size()));
  return summary;
}

}  // namespace clearsky::projection
