#include "service/http/record_routes.h"

#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "base/uuid.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "google/protobuf/util/json_util.h"
#include "page/words.h"
#include "plan/history.h"
#include "service/http/http_status.h"
#include "service/http/idempotency.h"
#include "service/http/plan_url.h"

namespace clearsky::service {
namespace {

constexpr int kCreated = 201;

// The record of the body. Its stream is that of the path.
absl::StatusOr<v1::StreamRecord> ReadRecord(const std::string& stream,
                                            const std::string& body) {
  v1::StreamRecord record;
  const auto read = google::protobuf::util::JsonStringToMessage(body, &record);
  if (!read.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the body is no record of events: ", read.message().ToString(),
        "; it is to be {\"expected\": {\"revision\": \"21\"}, \"events\": "
        "[{\"event\": {...}}]}, protobuf JSON of clearsky.v1.StreamRecord"));
  }
  if (!record.stream().empty() && record.stream() != stream) {
    return absl::InvalidArgumentError(
        absl::StrCat("stream `", record.stream(), "` of the body is not `",
                     stream, "` of the path; leave it out"));
  }
  record.set_stream(stream);
  if (record.events().empty()) {
    return absl::InvalidArgumentError(
        "events is empty: there is nothing to record");
  }
  return record;
}

// `"21"` of an If-Match header: the stream's last revision.
absl::StatusOr<uint64_t> ReadRevisionTag(absl::string_view tag) {
  uint64_t revision = 0;
  if (tag.size() > 2 && tag.front() == '"' && tag.back() == '"' &&
      tag.find_first_not_of("0123456789", 1) == tag.size() - 1 &&
      absl::SimpleAtoi(tag.substr(1, tag.size() - 2), &revision)) {
    return revision;
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "If-Match is to be the last revision of the stream in quotes, for "
      "example \"21\", as ETag of an answer to POST has it, or *"));
}

// Takes If-Match and If-None-Match as what is expected; whether there was one.
absl::StatusOr<bool> TakePrecondition(const Call& call,
                                      v1::StreamRecord* record) {
  const std::string match = call.Header("If-Match");
  const std::string none_match = call.Header("If-None-Match");
  if (match.empty() && none_match.empty()) return false;
  if (record->has_expected() || (!match.empty() && !none_match.empty())) {
    return absl::InvalidArgumentError(
        "give one of If-Match, If-None-Match and `expected` of the body");
  }
  if (match == "*") {
    record->mutable_expected()->set_stream_exists(true);
  } else if (!match.empty()) {
    ASSIGN_OR_RETURN(const uint64_t revision,
                     ReadRevisionTag(absl::StripAsciiWhitespace(match)));
    record->mutable_expected()->set_revision(revision);
  } else if (none_match == "*") {
    record->mutable_expected()->set_no_stream(true);
  } else {
    return absl::InvalidArgumentError(
        "If-None-Match is to be *: record only if there are no events yet");
  }
  return true;
}

// Whether the event of this id is known.
bool IsKnown(const RouteContext& context, const std::string& event_id) {
  const auto id = ParseUuid(event_id);
  if (!id.ok()) return false;
  const auto place = context.ledger->log().FindEvent(*id);
  return place.ok() && place->has_value();
}

absl::StatusOr<bool> ReadDryRun(const Call& call) {
  const std::string& value = call.Parameter("dry_run");
  if (value.empty() || value == "false") return false;
  if (value == "true") return true;
  return absl::InvalidArgumentError(
      absl::StrCat("dry_run `", value, "` is neither true nor false"));
}

Reply Recorded(const v1::RecordEventsResponse& answer, std::string json) {
  Reply reply = ReplyWith("application/json", std::move(json));
  reply.headers = {{"Cache-Control", "no-store"}};
  if (answer.dry_run() || answer.recorded().empty()) return reply;
  reply.status = kCreated;
  const uint64_t first = answer.recorded(0).position();
  reply.headers.emplace_back(
      "Location", UrlWith("/v1/events",
                          {{"after", first == 0 ? "" : absl::StrCat(first - 1)},
                           {"limit", absl::StrCat(answer.recorded_size())}}));
  reply.headers.emplace_back(
      "ETag", absl::StrCat("\"", answer.recorded().rbegin()->revision(), "\""));
  if (answer.duplicate()) {
    reply.headers.emplace_back("Idempotent-Replay", "true");
  }
  return reply;
}

absl::StatusOr<Reply> PostEvents(RouteContext* context,
                                 const std::string& stream, const Call& call) {
  ASSIGN_OR_RETURN(v1::StreamRecord record, ReadRecord(stream, call.body()));
  ASSIGN_OR_RETURN(const bool dry_run, ReadDryRun(call));
  ASSIGN_OR_RETURN(const bool has_precondition,
                   TakePrecondition(call, &record));
  const std::string header = call.Header("Idempotency-Key");
  if (!header.empty()) {
    ASSIGN_OR_RETURN(const std::string key, ReadIdempotencyKey(header));
    RETURN_IF_ERROR(DeriveEventIds(key, &record));
  }
  const std::string first_id = record.events(0).event_id();
  v1::RecordEventsRequest request;
  *request.add_streams() = std::move(record);
  request.set_dry_run(dry_run);
  const absl::StatusOr<v1::RecordEventsResponse> answer =
      context->ledger->RecordEvents(request);
  if (answer.ok()) {
    ASSIGN_OR_RETURN(std::string json,
                     page::JsonOf(*answer, page::JsonLayout::kIndented));
    return Recorded(*answer, std::move(json));
  }
  if (has_precondition && absl::IsAborted(answer.status())) {
    return WithHttpStatus(answer.status(), kHttpPreconditionFailed);
  }
  // The key was used for something else.
  if (!header.empty() && absl::IsAlreadyExists(answer.status()) &&
      IsKnown(*context, first_id)) {
    return WithHttpStatus(answer.status(), kHttpUnprocessable);
  }
  return answer.status();
}

}  // namespace

void AddRecordRoutes(const std::shared_ptr<RouteContext>& context,
                     RouteTable* table) {
  table->Add({"POST",
              "/v1/plans/{plan}/events",
              {"dry_run"},
              [context](const Call& call) {
                return PostEvents(context.get(), call.Variable("plan"), call);
              }});
  table->Add({"POST",
              "/v1/directory/events",
              {"dry_run"},
              [context](const Call& call) {
                return PostEvents(context.get(), plan::kDirectoryStream, call);
              }});
}

}  // namespace clearsky::service
