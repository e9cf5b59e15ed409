#include "preview.h"

#include <utility>

#include "base/status_macros.h"
#include "input.h"
#include "plan/history.h"
#include "table/preview.h"

namespace clearsky::cli {
namespace {

constexpr uint32_t kPageSize = 1000;

absl::StatusOr<plan::History> ReadHistory(Connection* connection,
                                          const std::string& plan,
                                          absl::TimeZone zone) {
  plan::History history;
  v1::ReadEventsRequest request;
  request.set_stream(plan);
  request.set_page_size(kPageSize);
  bool more = true;
  while (more) {
    request.set_from(history.size());
    ASSIGN_OR_RETURN(const v1::ReadEventsResponse page,
                     connection->ReadEvents(request));
    for (const v1::ReadEvent& read : page.events()) {
      const google::protobuf::Timestamp& time = read.stored().record_time();
      plan::HistoryEvent event;
      event.revision = read.stored().revision();
      event.position = read.stored().position();
      event.record_day =
          absl::ToCivilDay(absl::FromUnixSeconds(time.seconds()) +
                               absl::Nanoseconds(time.nanos()),
                           zone);
      event.type = read.stored().type();
      if (read.has_event()) event.event = read.event();
      history.push_back(std::move(event));
    }
    more = page.more() && !page.events().empty();
  }
  return history;
}

}  // namespace

absl::StatusOr<std::string> PreviewLine(Connection* connection,
                                        const std::string& plan,
                                        const v1::PlanEvent& event,
                                        const std::string& activity,
                                        absl::CivilDay day) {
  ASSIGN_OR_RETURN(const v1::GetLedgerResponse ledger, connection->GetLedger());
  ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(ledger.zone()));
  ASSIGN_OR_RETURN(plan::History history, ReadHistory(connection, plan, zone));
  return table::LineAfter(plan, std::move(history), {event}, activity, day);
}

}  // namespace clearsky::cli
