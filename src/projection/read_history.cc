#include "projection/read_history.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"

namespace clearsky::projection {

absl::Status ReadHistoryEvents(
    const log::EventLog& log, absl::TimeZone zone, absl::string_view stream,
    uint64_t from, const std::function<bool(plan::HistoryEvent event)>& visit) {
  uint64_t expected = from;
  bool gap = false;
  RETURN_IF_ERROR(log.ReadStream(
      stream, from, log::Direction::kForward,
      [&](const log::RecordedEvent& recorded) {
        gap = recorded.revision != expected;
        if (gap) return false;
        ++expected;
        plan::HistoryEvent event;
        event.revision = recorded.revision;
        event.position = recorded.position;
        event.record_day = absl::ToCivilDay(recorded.record_time, zone);
        event.type = recorded.type;
        event.event = plan::DecodeEvent(recorded.type, recorded.schema_version,
                                        recorded.data);
        return visit(std::move(event));
      }));
  if (gap) {
    return absl::DataLossError(absl::StrCat("stream ", stream, ": revision ",
                                            expected, " is missing"));
  }
  return absl::OkStatus();
}

}  // namespace clearsky::projection
