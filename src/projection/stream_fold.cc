#include "projection/stream_fold.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"

namespace clearsky::projection {
namespace {

// So many events are kept while they are folded one by one, for the case that
// they have to be folded as a whole; of a longer stream they are read again.
constexpr size_t kKeptEvents = 100'000;
// `stop` is looked at so often.
constexpr uint64_t kStopEvery = 1024;

// Calls `visit` for the events, in order, until it returns false.
template <typename Visit>
absl::Status ReadEvents(const log::EventLog& log, absl::TimeZone zone,
                        absl::string_view stream, uint64_t known_count,
                        const std::atomic<bool>* stop, const Visit& visit) {
  log::ReadRequest request;
  request.stream = std::string(stream);
  ASSIGN_OR_RETURN(const std::unique_ptr<log::EventIterator> it,
                   log.Read(request));
  uint64_t revision = 0;
  while (it->Next() && it->event().position < known_count) {
    if (it->event().revision != revision) {
      return absl::DataLossError(absl::StrCat("stream ", stream, ": revision ",
                                              revision, " is missing"));
    }
    if (++revision % kStopEvery == 0 && stop != nullptr && *stop) {
      return absl::CancelledError("the ledger is being closed");
    }
    if (!visit(DecodeEvent(it->event(), zone))) break;
  }
  return it->status();
}

}  // namespace

plan::HistoryEvent DecodeEvent(const log::EventView& event,
                               absl::TimeZone zone) {
  plan::HistoryEvent decoded;
  decoded.revision = event.revision;
  decoded.position = event.position;
  decoded.record_day = absl::ToCivilDay(event.record_time, zone);
  decoded.type = std::string(event.type);
  decoded.event =
      plan::DecodeEvent(event.type, event.schema_version, event.data);
  return decoded;
}

v1::SetAside UnreadOf(absl::string_view stream,
                      const plan::HistoryEvent& event) {
  v1::SetAside unread;
  unread.set_position(event.position);
  unread.set_stream(std::string(stream));
  unread.set_reason(absl::StrCat("an event of type `", event.type,
                                 "` that this version does not read"));
  return unread;
}

absl::StatusOr<StreamFold> FoldStream(
    const log::EventLog& log, absl::TimeZone zone, absl::string_view stream,
    uint64_t known_count, absl::CivilDay as_of, const std::atomic<bool>* stop) {
  StreamFold fold{plan::FoldHead(stream, as_of), {}, {}};
  plan::History history;
  bool in_order = true;
  bool kept_all = true;
  RETURN_IF_ERROR(ReadEvents(log, zone, stream, known_count, stop,
                             [&](plan::HistoryEvent event) {
                               fold.positions.push_back(event.position);
                               if (!event.event.has_value()) {
                                 fold.unread.push_back(UnreadOf(stream, event));
                               }
                               in_order = in_order && fold.head.Add(event);
                               if (history.size() < kKeptEvents || !in_order) {
                                 history.push_back(std::move(event));
                               } else {
                                 kept_all = false;
                               }
                               return in_order || kept_all;
                             }));
  if (in_order) return fold;
  if (!kept_all) {
    fold.positions.clear();
    fold.unread.clear();
    history.clear();
    RETURN_IF_ERROR(ReadEvents(
        log, zone, stream, known_count, stop, [&](plan::HistoryEvent event) {
          fold.positions.push_back(event.position);
          if (!event.event.has_value()) {
            fold.unread.push_back(UnreadOf(stream, event));
          }
          history.push_back(std::move(event));
          return true;
        }));
  }
  fold.head = plan::FoldHead(stream, history, as_of);
  return fold;
}

}  // namespace clearsky::projection
