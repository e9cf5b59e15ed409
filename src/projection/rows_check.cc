#include "projection/rows_check.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "projection/projection_format.h"
#include "projection/stream_fold.h"

namespace clearsky::projection {
namespace {

constexpr size_t kStreamsAtATime = 256;

absl::Status Differs(const ProjectedFamily& family, absl::string_view stream,
                     const format::Entity& entity, absl::string_view how) {
  return absl::DataLossError(absl::StrCat(
      "projection ", family.projection->name(), ": the row of ",
      entity.id.empty() ? "the plan" : absl::StrCat("`", entity.id, "`"),
      " of ", stream, " ", how, "; `clearsky rebuild` makes the rows again"));
}

// The rows of one stream in one family, against those of its fold.
class StreamCheck {
 public:
  StreamCheck(const RowReader& rows, const ProjectedFamily& family,
              const StreamFold& fold)
      : rows_(rows),
        family_(family),
        fold_(fold),
        stream_(fold.head.state().stream()) {}

  // Counts the rows into `*count`.
  absl::Status Run(uint64_t* count) {
    std::map<format::Entity, std::string> kept;
    const std::string prefix = format::RowsOfStream(stream_);
    RETURN_IF_ERROR(
        rows_.Scan(family_.family, prefix, format::AfterPrefix(prefix),
                   [&](absl::string_view key, absl::string_view value) {
                     const auto name = format::ParseRowKey(key);
                     if (name.has_value()) {
                       kept.emplace(name->entity, std::string(value));
                     }
                     return true;
                   }));
    *count += kept.size();
    for (const format::Entity& entity : EntitiesOfState(fold_.head.state())) {
      const auto row = family_.projection->RowOf(fold_.View(), entity);
      const auto found = kept.find(entity);
      // What could not be made was set aside.
      if (row.ok()) RETURN_IF_ERROR(CheckRow(entity, *row, kept));
      if (found != kept.end()) kept.erase(found);
    }
    if (kept.empty()) return CheckDue();
    return Differs(family_, stream_, kept.begin()->first,
                   "is there, and should not be");
  }

 private:
  absl::Status CheckRow(const format::Entity& entity,
                        const std::optional<std::string>& row,
                        const std::map<format::Entity, std::string>& kept) {
    const auto found = kept.find(entity);
    if (!row.has_value()) {
      if (found == kept.end()) return absl::OkStatus();
      return Differs(family_, stream_, entity, "is there, and should not be");
    }
    if (found == kept.end()) {
      return Differs(family_, stream_, entity, "is missing");
    }
    if (found->second != *row) {
      return Differs(family_, stream_, entity,
                     "differs from the one that its events give");
    }
    const std::string key = format::RowKey(stream_, entity);
    for (const std::string& index :
         family_.projection->IndexOf(stream_, entity, *row)) {
      ASSIGN_OR_RETURN(const std::optional<std::string> leads,
                       rows_.Get(family_.family, index));
      if (leads != key) {
        return Differs(family_, stream_, entity, "is not in the index");
      }
    }
    return absl::OkStatus();
  }

  absl::Status CheckDue() {
    const std::optional<absl::CivilDay> due = fold_.head.next_due();
    if (!due.has_value()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const std::optional<std::string> row,
                     rows_.Get(family_.family, format::DueKey(*due, stream_)));
    if (row.has_value()) return absl::OkStatus();
    return absl::DataLossError(absl::StrCat(
        "projection ", family_.projection->name(), ": ", stream_,
        " has no due row, though it changes without an event; `clearsky "
        "rebuild` makes the rows again"));
  }

  const RowReader& rows_;
  const ProjectedFamily& family_;
  const StreamFold& fold_;
  const std::string stream_;
};

// Rows of streams that the log has not, and entries of the index that lead to
// no row that has them.
absl::Status CheckNothingElse(const RowReader& rows,
                              const ProjectedFamily& family,
                              uint64_t row_count) {
  uint64_t count = 0;
  std::optional<format::RowName> last;
  RETURN_IF_ERROR(rows.Scan(family.family, format::kRowPrefix,
                            format::AfterPrefix(format::kRowPrefix),
                            [&](absl::string_view key, absl::string_view) {
                              ++count;
                              last = format::ParseRowKey(key);
                              return last.has_value();
                            }));
  if (count != row_count) {
    return absl::DataLossError(
        absl::StrCat("projection ", family.projection->name(), ": there are ",
                     count, " rows, and the plans have ", row_count,
                     "; `clearsky rebuild` makes the rows again"));
  }
  absl::Status wrong;
  RETURN_IF_ERROR(rows.Scan(
      family.family, format::kIndexPrefix,
      format::AfterPrefix(format::kIndexPrefix),
      [&](absl::string_view key, absl::string_view row_key) {
        const auto name = format::ParseRowKey(row_key);
        const auto row = rows.Get(family.family, row_key);
        std::vector<std::string> index;
        if (name.has_value() && row.ok() && row->has_value()) {
          index = family.projection->IndexOf(name->stream, name->entity, **row);
        }
        if (std::find(index.begin(), index.end(), key) != index.end()) {
          return true;
        }
        wrong = !name.has_value()
                    ? absl::DataLossError(absl::StrCat(
                          "projection ", family.projection->name(),
                          ": an entry of the index leads nowhere; `clearsky "
                          "rebuild` makes the rows again"))
                    : Differs(family, name->stream, name->entity,
                              "is in the index where it should not be");
        return false;
      }));
  return wrong;
}

}  // namespace

absl::StatusOr<RowsChecked> CheckRows(
    const log::EventLog& log, absl::TimeZone zone, const RowReader& rows,
    const std::vector<ProjectedFamily>& families, uint64_t known_count,
    absl::CivilDay as_of, const log::Progress& progress) {
  RowsChecked checked;
  checked.rows.resize(families.size());
  uint64_t done = 0;
  std::string after;
  while (true) {
    ASSIGN_OR_RETURN(const std::vector<std::string> streams,
                     log.ListStreams("", after, kStreamsAtATime));
    if (streams.empty()) break;
    after = streams.back();
    for (const std::string& stream : streams) {
      ASSIGN_OR_RETURN(
          const StreamFold fold,
          FoldStream(log, zone, stream, known_count, as_of, nullptr));
      for (size_t i = 0; i < families.size(); ++i) {
        RETURN_IF_ERROR(
            StreamCheck(rows, families[i], fold).Run(&checked.rows[i]));
      }
      done += fold.positions.size();
      if (progress) progress(done, known_count);
    }
  }
  for (size_t i = 0; i < families.size(); ++i) {
    RETURN_IF_ERROR(CheckNothingElse(rows, families[i], checked.rows[i]));
  }
  return checked;
}

}  // namespace clearsky::projection
