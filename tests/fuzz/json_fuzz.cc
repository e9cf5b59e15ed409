// The body of a POST: JSON of a record of events, by protobuf's own reader.
//
// Invariants: what is read is written, and read again as the same; each of its
// events is written by itself, as a CloudEvent's data is; and whatever the
// bytes are, a problem that quotes them is JSON, with the text that was meant.

#include <string>

#include "absl/status/status.h"
#include "base/utf8.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "fuzz/fuzz_target.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/message_differencer.h"
#include "service/http/problem.h"

namespace clearsky::service {
namespace {

using ::clearsky::fuzz::Require;
using ::google::protobuf::util::JsonStringToMessage;
using ::google::protobuf::util::MessageDifferencer;
using ::google::protobuf::util::MessageToJsonString;

template <typename Message>
void RequireReadsAsTheSame(const Message& message) {
  std::string written;
  Require(MessageToJsonString(message, &written).ok(),
          "what is read is written", message);
  Message again;
  const auto read = JsonStringToMessage(written, &again);
  Require(read.ok(), "what is written is read", written);
  Require(MessageDifferencer::Equals(message, again),
          "what is written is read as the same", written);
}

template <typename Message>
bool TryAs(const std::string& body) {
  Message message;
  if (!JsonStringToMessage(body, &message).ok()) return false;
  RequireReadsAsTheSame(message);
  return true;
}

void TryProblem(const std::string& text) {
  const std::string json = ProblemJson(ProblemOf(
      WithDetail(absl::InvalidArgumentError(text), {"REASON", {{"v", text}}})));
  google::protobuf::Struct problem;
  const auto read = JsonStringToMessage(json, &problem);
  Require(read.ok(), "a problem is JSON", json);
  if (!IsValidUtf8(text)) return;
  Require(problem.fields().at("detail").string_value() == text,
          "a problem tells its detail", json);
}

void TryBody(const std::string& body) {
  TryAs<v1::RecordEventsRequest>(body);
  TryAs<v1::PlanEvent>(body);
  v1::StreamRecord record;
  if (TryAs<v1::StreamRecord>(body)) {
    Require(JsonStringToMessage(body, &record).ok(), "reads twice", body);
    for (const auto& event : record.events()) {
      RequireReadsAsTheSame(event.event());
    }
  }
  TryProblem(body);
}

}  // namespace
}  // namespace clearsky::service

FUZZ_TARGET(json) { clearsky::service::TryBody(std::string(input)); }
