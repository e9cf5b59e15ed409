#include "service/http/event_routes.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status_macros.h"
#include "clearsky/v1/feed_service.pb.h"
#include "feed/filter.h"
#include "log/subscription.h"
#include "service/http/cloud_events.h"
#include "service/http/event_feed.h"
#include "service/http/plan_url.h"

namespace clearsky::service {
namespace {

// A batch takes no more once it has so many bytes.
constexpr size_t kMaxBatchBytes = size_t{4} << 20;
constexpr uint64_t kMaxBatchEvents = 1000;
constexpr uint64_t kDefaultBatchEvents = 100;
// A batch gives up its thread when so many events in a row were not wanted.
constexpr uint64_t kMaxSkipped = 1'000'000;
constexpr uint64_t kCheckpointEvery = 10'000;

// The first position wanted: behind `text`, which `name` gave.
absl::StatusOr<uint64_t> PositionBehind(absl::string_view name,
                                        const std::string& text,
                                        uint64_t event_count) {
  if (text == "end") return event_count;
  uint64_t position = 0;
  if (text.find_first_not_of("0123456789") != std::string::npos ||
      !absl::SimpleAtoi(text, &position)) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, " `", text,
                     "` is neither a position nor `end`; give that of the "
                     "last event that was taken in"));
  }
  if (position < event_count) return position + 1;
  return absl::OutOfRangeError(absl::StrCat(
      name, " ", position, " is past the end: ",
      event_count == 0
          ? "the ledger has no events"
          : absl::StrCat("the last position is ", event_count - 1)));
}

absl::StatusOr<log::SubscribeRequest> ReadWanted(const RouteContext& context,
                                                 const Call& call) {
  log::SubscribeRequest wanted;
  const uint64_t event_count = context.ledger->log().size();
  // Browsers say by themselves what they had last.
  const std::string last = call.Header("Last-Event-ID");
  const std::string& after = call.Parameter("after");
  if (!last.empty()) {
    ASSIGN_OR_RETURN(wanted.from,
                     PositionBehind("Last-Event-ID", last, event_count));
  } else if (!after.empty()) {
    ASSIGN_OR_RETURN(wanted.from, PositionBehind("after", after, event_count));
  }
  v1::FeedFilter filter;
  filter.set_stream_prefix(call.Parameter("stream_prefix"));
  for (const absl::string_view type :
       absl::StrSplit(call.Parameter("type"), ',', absl::SkipWhitespace())) {
    filter.add_types(std::string(type));
  }
  ASSIGN_OR_RETURN(const v1::FeedFilter normalised,
                   feed::NormalisedFilter(filter));
  wanted.filter = feed::LogFilterOf(normalised);
  wanted.checkpoint_every = kCheckpointEvery;
  return wanted;
}

absl::StatusOr<Reply> Batch(RouteContext* context, const Call& call,
                            const AnswerFace& face,
                            const log::SubscribeRequest& wanted,
                            uint64_t limit) {
  const std::unique_ptr<log::Subscription> events =
      context->ledger->log().Subscribe(wanted);
  std::string body = "[";
  uint64_t count = 0;
  uint64_t next = wanted.from;
  uint64_t skipped_until = wanted.from + kMaxSkipped;
  while (count < limit && body.size() < kMaxBatchBytes &&
         next < skipped_until) {
    ASSIGN_OR_RETURN(const auto item, events->TryNext());
    if (!item.has_value()) {
      next = events->position();
      break;
    }
    next = item->next_position;
    if (item->kind != log::Subscription::Item::Kind::kEvent) continue;
    next = item->event.position + 1;
    skipped_until = next + kMaxSkipped;
    ASSIGN_OR_RETURN(const std::string json,
                     CloudEventJson(context->ledger_id, item->event));
    absl::StrAppend(&body, count == 0 ? "\n" : ",\n", json);
    ++count;
  }
  body.append("\n]\n");
  Reply reply = ReplyWith(face.content_type, std::move(body));
  reply.headers = {{"Cache-Control", "private, no-cache"}, {"Vary", "Accept"}};
  if (next > 0) {
    reply.headers.emplace_back("Clearsky-Position", absl::StrCat(next - 1));
  }
  if (next < context->ledger->log().size() && next > 0) {
    reply.headers.emplace_back(
        "Link", absl::StrCat(
                    "<",
                    UrlWith("/v1/events",
                            {{"after", absl::StrCat(next - 1)},
                             {"limit", call.Parameter("limit")},
                             {"stream_prefix", call.Parameter("stream_prefix")},
                             {"type", call.Parameter("type")},
                             {"format", call.Parameter("format")}}),
                    ">; rel=\"next\""));
  }
  return reply;
}

absl::StatusOr<Reply> GetEvents(RouteContext* context, const Call& call) {
  ASSIGN_OR_RETURN(
      const AnswerFace face,
      FaceOf(call, {kCloudEventsFace, kJsonFace, kEventStreamFace}));
  ASSIGN_OR_RETURN(const log::SubscribeRequest wanted,
                   ReadWanted(*context, call));
  if (face.name != kEventStreamFace.name) {
    ASSIGN_OR_RETURN(
        const uint64_t limit,
        NumberOf(call, "limit", kDefaultBatchEvents, kMaxBatchEvents));
    if (limit == 0) {
      return absl::InvalidArgumentError("limit 0 asks for nothing");
    }
    return Batch(context, call, face, wanted, limit);
  }
  if (!call.Parameter("limit").empty()) {
    return absl::InvalidArgumentError(
        "limit is for batches; a stream of events has no end");
  }
  Reply reply;
  reply.content_type = std::string(face.content_type);
  reply.events = std::make_unique<EventFeed>(
      context->ledger_id, context->ledger->log().Subscribe(wanted));
  return reply;
}

}  // namespace

void AddEventRoutes(const std::shared_ptr<RouteContext>& context,
                    RouteTable* table) {
  table->Add(
      {"GET",
       "/v1/events",
       {"after", "limit", "stream_prefix", "type", kFormatParameter},
       [context](const Call& call) { return GetEvents(context.get(), call); }});
}

}  // namespace clearsky::service
