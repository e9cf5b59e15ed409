#include "log/commit_decision.h"

#include <functional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/error_detail.h"
#include "base/status_macros.h"
#include "log/event_codec.h"

namespace clearsky::log {
namespace {

std::string DescribeExpected(const ExpectedRevision& expected) {
  switch (expected.kind()) {
    case ExpectedRevision::Kind::kAny:
      return "any";
    case ExpectedRevision::Kind::kNoStream:
      return "no stream";
    case ExpectedRevision::Kind::kStreamExists:
      return "an existing stream";
    case ExpectedRevision::Kind::kExactly:
      return absl::StrCat("revision ", expected.revision());
  }
  return "?";
}

// The same for programs.
std::string ExpectedValue(const ExpectedRevision& expected) {
  switch (expected.kind()) {
    case ExpectedRevision::Kind::kAny:
      return "any";
    case ExpectedRevision::Kind::kNoStream:
      return "no-stream";
    case ExpectedRevision::Kind::kStreamExists:
      return "stream-exists";
    case ExpectedRevision::Kind::kExactly:
      return absl::StrCat(expected.revision());
  }
  return "?";
}

bool Meets(const ExpectedRevision& expected, std::optional<uint64_t> last) {
  switch (expected.kind()) {
    case ExpectedRevision::Kind::kAny:
      return true;
    case ExpectedRevision::Kind::kNoStream:
      return !last.has_value();
    case ExpectedRevision::Kind::kStreamExists:
      return last.has_value();
    case ExpectedRevision::Kind::kExactly:
      return last == expected.revision();
  }
  return false;
}

absl::Status Mismatch(const StreamAppend& entry, std::optional<uint64_t> last) {
  return WithDetail(
      absl::AbortedError(absl::StrCat(
          "stream \"", entry.stream, "\": expected ",
          DescribeExpected(entry.expected), ", actual ",
          last.has_value() ? absl::StrCat("revision ", *last) : "no stream",
          "; read the stream again and decide anew")),
      {"REVISION_MISMATCH",
       {{"stream", entry.stream},
        {"expected", ExpectedValue(entry.expected)},
        {"actual", last.has_value() ? absl::StrCat(*last) : "no-stream"}}});
}

ErrorDetail TakenDetail(const RecordedEvent& recorded) {
  return {"EVENT_ID_TAKEN",
          {{"event_id", recorded.event_id.ToString()},
           {"position", absl::StrCat(recorded.position)},
           {"stream", recorded.stream},
           {"revision", absl::StrCat(recorded.revision)}}};
}

absl::Status OtherContent(const RecordedEvent& recorded) {
  return WithDetail(
      absl::AlreadyExistsError(absl::StrCat(
          "event id ", recorded.event_id.ToString(), " is taken by position ",
          recorded.position, " (stream \"", recorded.stream, "\", revision ",
          recorded.revision,
          ") with other content; a new event needs a new id, a retry the same "
          "stream, type, schema version, data and metadata")),
      TakenDetail(recorded));
}

absl::Status PartlyKnown(const RecordedEvent& recorded, const Uuid& fresh) {
  ErrorDetail detail = TakenDetail(recorded);
  detail.metadata["unknown_event_id"] = fresh.ToString();
  return WithDetail(
      absl::AlreadyExistsError(absl::StrCat(
          "event id ", recorded.event_id.ToString(),
          " was recorded before, at position ", recorded.position, ", but ",
          fresh.ToString(),
          " of the same append was not; a retry repeats a whole append")),
      detail);
}

}  // namespace

CommitDecision::CommitDecision(const LogView* view, uint64_t first_position,
                               absl::Time record_time)
    : view_(view) {
  commit_.first_position = first_position;
  commit_.record_time = record_time;
}

absl::StatusOr<std::optional<uint64_t>> CommitDecision::LastRevision(
    absl::string_view stream) const {
  if (const auto it = streams_.find(stream); it != streams_.end()) {
    return it->second.last_revision;
  }
  return view_->LastRevision(stream);
}

absl::StatusOr<std::optional<RecordedEvent>> CommitDecision::EventOfId(
    const Uuid& id) const {
  if (const auto it = indexes_.find(id); it != indexes_.end()) {
    return DecodeEvent(commit_.first_position + it->second, Stored(it->second));
  }
  return view_->EventOfId(id);
}

absl::StatusOr<std::optional<AppendResult>> CommitDecision::FindDuplicate(
    const std::vector<StreamAppend>& entries) const {
  AppendResult result;
  result.duplicate = true;
  std::optional<RecordedEvent> known;
  std::optional<Uuid> fresh;
  for (const StreamAppend& entry : entries) {
    for (const NewEvent& event : entry.events) {
      ASSIGN_OR_RETURN(std::optional<RecordedEvent> recorded,
                       EventOfId(event.event_id));
      if (!recorded.has_value()) {
        fresh = event.event_id;
        continue;
      }
      if (!SameContent(*recorded, entry.stream, event)) {
        return OtherContent(*recorded);
      }
      result.places.push_back(PlaceOf(*recorded));
      known = std::move(recorded);
    }
  }
  if (!known.has_value()) return std::nullopt;
  if (fresh.has_value()) return PartlyKnown(*known, *fresh);
  return result;
}

void CommitDecision::AddEvents(const StreamAppend& entry,
                               std::optional<uint64_t> last,
                               std::vector<EventPlace>* places) {
  if (entry.events.empty()) return;
  uint64_t revision = last.has_value() ? *last + 1 : 0;
  const auto [it, is_new] = streams_.try_emplace(
      entry.stream,
      StreamEnd{static_cast<uint32_t>(commit_.streams.size()), 0});
  if (is_new) commit_.streams.push_back(entry.stream);
  for (const NewEvent& event : entry.events) {
    const EventStamp stamp = {commit_.end(), entry.stream, revision,
                              commit_.record_time};
    const size_t size = EncodedEventSize(stamp, event);
    if (!open_body_.empty() &&
        !format::FitsIntoChunk(open_body_.size(), size)) {
      CloseChunk();
    }
    format::AppendEventSize(size, &open_body_);
    indexes_.emplace(event.event_id, commit_.events.size());
    commit_.events.push_back({event.event_id, revision, it->second.index,
                              static_cast<uint32_t>(commit_.chunks.size()),
                              static_cast<uint32_t>(open_body_.size()),
                              static_cast<uint32_t>(size)});
    AppendEncodedEvent(stamp, event, &open_body_);
    places->push_back(commit_.place(commit_.events.size() - 1));
    it->second.last_revision = revision++;
  }
}

absl::string_view CommitDecision::Stored(size_t index) const {
  if (index < open_from_) return commit_.stored(index);
  const Commit::Event& event = commit_.events[index];
  return absl::string_view(open_body_).substr(event.offset, event.size);
}

void CommitDecision::CloseChunk() {
  const size_t count = commit_.events.size() - open_from_;
  if (count == 0) return;
  const auto head = static_cast<uint32_t>(format::ChunkBodyOffset(count));
  commit_.chunks.push_back(format::MakeChunk(
      commit_.first_position + open_from_,
      absl::ToUnixMicros(commit_.record_time), count, open_body_));
  for (; open_from_ < commit_.events.size(); ++open_from_) {
    commit_.events[open_from_].offset += head;
  }
  open_body_.clear();
}

Commit CommitDecision::TakeCommit() {
  CloseChunk();
  return std::move(commit_);
}

absl::StatusOr<AppendResult> CommitDecision::Add(
    const std::vector<StreamAppend>& entries) {
  // Ids before revisions: the retry of an append that succeeded must not fail
  // on the revisions that it made itself.
  ASSIGN_OR_RETURN(std::optional<AppendResult> duplicate,
                   FindDuplicate(entries));
  if (duplicate.has_value()) return *std::move(duplicate);
  std::vector<std::optional<uint64_t>> lasts;
  for (const StreamAppend& entry : entries) {
    ASSIGN_OR_RETURN(const std::optional<uint64_t> last,
                     LastRevision(entry.stream));
    if (!Meets(entry.expected, last)) return Mismatch(entry, last);
    lasts.push_back(last);
  }
  AppendResult result;
  for (size_t i = 0; i < entries.size(); ++i) {
    AddEvents(entries[i], lasts[i], &result.places);
  }
  return result;
}

}  // namespace clearsky::log
