// A press release with its table, document/release.h: the text, and after a
// line of `====` the facts about it.
//
// Invariants: a proposal or INVALID_ARGUMENT; the proposal is a function of
// what is read; lines lie in the text; every event has its id and a source that
// lies in the text.

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "base/utf8.h"
#include "base/uuid.h"
#include "document/release.h"
#include "fuzz/fuzz_target.h"

namespace clearsky::document {
namespace {

using ::clearsky::fuzz::Require;

constexpr absl::string_view kBetween = "\n====\n";

void TryTable(absl::string_view text) {
  const absl::StatusOr<std::vector<ReleaseLine>> lines = ReadReleaseTable(text);
  if (!lines.ok()) {
    Require(lines.status().code() == absl::StatusCode::kInvalidArgument,
            "what has no table is INVALID_ARGUMENT", lines.status().ToString());
    return;
  }
  for (const ReleaseLine& line : *lines) {
    Require(line.begin_byte <= line.end_byte && line.end_byte <= text.size(),
            "a line lies in the text", line.line);
    Require(line.line_number > 0, "lines count from 1", line.line);
  }
}

void TryRelease(absl::string_view text, absl::string_view facts) {
  const auto propose = [&] {
    return ProposeRelease(text, "release.txt", "clear-sky/2022", facts);
  };
  const absl::StatusOr<Proposal> proposal = propose();
  if (!proposal.ok()) {
    Require(proposal.status().code() == absl::StatusCode::kInvalidArgument,
            "what is no release is INVALID_ARGUMENT",
            proposal.status().ToString());
    Require(IsValidUtf8(std::string(proposal.status().message())),
            "a refusal is UTF-8");
    return;
  }
  const absl::StatusOr<Proposal> again = propose();
  Require(again.ok() && again->streams.size() == proposal->streams.size(),
          "the same is proposed again");
  for (size_t i = 0; i < proposal->streams.size(); ++i) {
    const v1::StreamRecord& stream = proposal->streams[i];
    Require(stream.events_size() == again->streams[i].events_size(),
            "the same is proposed again");
    for (int j = 0; j < stream.events_size(); ++j) {
      const v1::EventToRecord& event = stream.events(j);
      Require(ParseUuid(event.event_id()).ok(), "an event has an id");
      Require(event.event_id() == again->streams[i].events(j).event_id(),
              "the ids are proposed again");
    }
  }
}

}  // namespace
}  // namespace clearsky::document

FUZZ_TARGET(document) {
  using clearsky::document::kBetween;
  const size_t between = input.find(kBetween);
  const absl::string_view text = input.substr(0, between);
  const absl::string_view facts = between == absl::string_view::npos
                                      ? ""
                                      : input.substr(between + kBetween.size());
  if (clearsky::IsValidUtf8(text)) clearsky::document::TryTable(text);
  clearsky::document::TryRelease(text, facts);
}
