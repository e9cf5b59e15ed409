#include "ledger/recorder.h"

#include <algorithm>
#include <deque>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/error_detail.h"
#include "base/status_macros.h"
#include "log/condition.h"
#include "plan/entities.h"
#include "plan/history.h"
#include "plan/recording.h"

namespace clearsky::ledger {
namespace {

// Only streams that are read, as `directory`, make an attempt fail, since those
// that are written are locked; from the second attempt on, all are.
constexpr int kMaxAttempts = 10;

void FillPlace(const log::EventPlace& place, v1::RecordedPosition* recorded) {
  recorded->set_event_id(place.event_id.ToString());
  recorded->set_stream(place.stream);
  recorded->set_position(place.position);
  recorded->set_revision(place.revision);
  *recorded->mutable_record_time() = TimestampOf(place.record_time);
}

void FillPlaces(const log::AppendResult& result,
                v1::RecordEventsResponse* response) {
  response->set_duplicate(result.duplicate);
  for (size_t i = 0; i < result.places.size(); ++i) {
    FillPlace(result.places[i],
              response->mutable_recorded(static_cast<int>(i)));
  }
}

// The engine's own notes are no part of what the caller gave.
bool SameAsGiven(const log::RecordedEvent& known, const GivenEvent& given,
                 absl::string_view stream) {
  std::map<std::string, std::string> metadata = given.metadata;
  metadata.emplace(kGivenKey, given.given_sha256);
  return known.stream == stream && known.metadata == metadata;
}

absl::Status CheckExpected(const GivenStream& given, uint64_t size) {
  std::string wanted;
  std::string expected;
  switch (given.expected.expectation_case()) {
    case v1::ExpectedRevision::kNoStream:
      if (size > 0) wanted = "no stream";
      expected = "no-stream";
      break;
    case v1::ExpectedRevision::kStreamExists:
      if (size == 0) wanted = "a stream that exists";
      expected = "stream-exists";
      break;
    case v1::ExpectedRevision::kRevision:
      if (size == 0 || size - 1 != given.expected.revision()) {
        wanted = absl::StrCat("revision ", given.expected.revision());
      }
      expected = absl::StrCat(given.expected.revision());
      break;
    case v1::ExpectedRevision::EXPECTATION_NOT_SET:
      break;
  }
  if (wanted.empty()) return absl::OkStatus();
  return WithDetail(
      absl::AbortedError(absl::StrCat(
          "stream ", given.stream, ": expected ", wanted, ", actual ",
          size == 0 ? "no stream" : absl::StrCat("revision ", size - 1),
          "; read it again and decide anew")),
      {"REVISION_MISMATCH",
       {{"stream", given.stream},
        {"expected", expected},
        {"actual", size == 0 ? "no-stream" : absl::StrCat(size - 1)}}});
}

log::NewEvent ToStore(const GivenEvent& given, const v1::PlanEvent& checked) {
  log::NewEvent event;
  event.event_id = given.event_id;
  event.type = plan::TypeName(checked);
  event.schema_version = plan::kSchemaVersion;
  event.data = plan::EncodeEvent(checked);
  event.metadata = given.metadata;
  event.metadata.emplace(kGivenKey, given.given_sha256);
  return event;
}

// Expects every stream exactly where it was read; streams that were read and
// get no events are checked only.
void Expect(const std::map<std::string, log::ExpectedRevision>& expectations,
            std::vector<log::StreamAppend>* appends) {
  std::map<std::string, log::ExpectedRevision> unwritten = expectations;
  for (log::StreamAppend& append : *appends) {
    append.expected = expectations.at(append.stream);
    unwritten.erase(append.stream);
  }
  for (const auto& [stream, expected] : unwritten) {
    appends->push_back({stream, expected, {}});
  }
}

}  // namespace

absl::StatusOr<v1::RecordEventsResponse> Recorder::Record(
    const v1::RecordEventsRequest& request) {
  if (request.has_at_time() && !core_->simulated) {
    return absl::FailedPreconditionError(
        "at_time: only a ledger made with `init --simulated` lets a request "
        "set "
        "the recorded clock; leave it out");
  }
  if (core_->read_only && !request.dry_run()) {
    return WithDetail(
        absl::FailedPreconditionError("the ledger is open for reading only; "
                                      "open it for writing to record"),
        {"READ_ONLY", {}});
  }
  absl::Time now = core_->Now();
  if (request.has_at_time()) {
    ASSIGN_OR_RETURN(now, TimeOf("at_time", request.at_time()));
  }
  ASSIGN_OR_RETURN(const Batch batch, ReadBatch(request, now));
  std::set<std::string> to_lock;
  for (const GivenStream& given : batch.streams) to_lock.insert(given.stream);
  for (int attempts_left = kMaxAttempts;; --attempts_left) {
    std::optional<MutexLock> simulated;
    if (core_->simulated) simulated.emplace(&simulated_mu_);
    const StreamLocks::Hold hold = locks_.Lock(to_lock);
    Attempt attempt = Try(request, batch);
    if (!attempt.again || attempts_left == 1) {
      return std::move(attempt.response);
    }
    to_lock.merge(attempt.read);
  }
}

std::optional<absl::StatusOr<v1::RecordEventsResponse>> Recorder::Check(
    const v1::RecordEventsRequest& request, const Batch& batch, absl::Time* now,
    WorkingStreams* working, std::vector<log::StreamAppend>* appends,
    v1::RecordEventsResponse* response) const {
  absl::StatusOr<std::optional<v1::RecordEventsResponse>> known =
      FindKnown(batch);
  if (!known.ok()) return known.status();
  if (known->has_value()) {
    (*known)->set_dry_run(request.dry_run());
    return **std::move(known);
  }
  const absl::StatusOr<absl::Time> time = RecordTime(request);
  if (!time.ok()) return time.status();
  *now = *time;
  response->set_dry_run(request.dry_run());
  const absl::Status status = CheckAll(batch, *now, working, appends, response);
  if (!status.ok()) return status;
  if (request.dry_run()) return std::move(*response);
  return std::nullopt;
}

Recorder::Attempt Recorder::Try(const v1::RecordEventsRequest& request,
                                const Batch& batch) {
  WorkingStreams working(core_);
  std::vector<log::StreamAppend> appends;
  v1::RecordEventsResponse response;
  absl::Time now;
  if (auto answer =
          Check(request, batch, &now, &working, &appends, &response)) {
    return {*std::move(answer), working.Names(), false};
  }
  const absl::Status status = Commit(request, now, appends, &response);
  if (!status.ok()) {
    // The caller's expectations held when they were checked above.
    return {status, working.Names(), absl::IsAborted(status)};
  }
  if (!response.duplicate()) working.KeepHeads();
  return {std::move(response), {}, false};
}

struct Recorder::UnderWay {
  UnderWay(const Core* core, size_t index_given, StreamLocks::Hold hold_given)
      : index(index_given), hold(std::move(hold_given)), working(core) {}

  // Among the requests.
  const size_t index;
  const StreamLocks::Hold hold;
  WorkingStreams working;
  v1::RecordEventsResponse response;
  absl::StatusOr<log::AppendResult> result;
};

Recorder::Answers Recorder::RecordEach(
    const std::vector<const v1::RecordEventsRequest*>& requests) {
  Answers answers(requests.size());
  if (core_->simulated || core_->read_only) return answers;
  std::deque<UnderWay> under_way;
  Mutex mu;
  log::Condition all_done;
  size_t waiting = 0;
  std::set<size_t> taken;
  for (size_t i = 0; i < requests.size(); ++i) {
    const v1::RecordEventsRequest& request = *requests[i];
    if (request.dry_run() || request.has_at_time() ||
        request.documents_size() > 0) {
      continue;
    }
    const absl::StatusOr<Batch> batch = ReadBatch(request, core_->Now());
    if (!batch.ok()) {
      answers[i] = batch.status();
      continue;
    }
    std::set<std::string> streams;
    for (const GivenStream& given : batch->streams) {
      streams.insert(given.stream);
    }
    std::optional<StreamLocks::Hold> hold = locks_.TryLock(streams, &taken);
    if (!hold.has_value()) continue;
    UnderWay* const one = &under_way.emplace_back(core_, i, *std::move(hold));
    std::vector<log::StreamAppend> appends;
    absl::Time now;
    answers[i] =
        Check(request, *batch, &now, &one->working, &appends, &one->response);
    if (answers[i].has_value()) {
      under_way.pop_back();
      continue;
    }
    {
      MutexLock lock(&mu);
      ++waiting;
    }
    core_->log->AppendAsync(std::move(appends),
                            [&, one](absl::StatusOr<log::AppendResult> result) {
                              // Under the lock, so that all is still there.
                              MutexLock lock(&mu);
                              one->result = std::move(result);
                              if (--waiting == 0) all_done.NotifyOne();
                            });
  }
  {
    MutexLock lock(&mu);
    while (waiting > 0) all_done.Wait(&mu);
  }
  for (UnderWay& one : under_way) {
    // Somebody else recorded to a stream that was only read, or too much waits
    // to be committed: to be done again.
    if (absl::IsAborted(one.result.status()) ||
        absl::IsResourceExhausted(one.result.status())) {
      continue;
    }
    if (!one.result.ok()) {
      answers[one.index] = one.result.status();
      continue;
    }
    FillPlaces(*one.result, &one.response);
    if (!one.response.duplicate()) one.working.KeepHeads();
    answers[one.index] = std::move(one.response);
  }
  return answers;
}

absl::Status Recorder::CheckAll(const Batch& batch, absl::Time now,
                                WorkingStreams* working,
                                std::vector<log::StreamAppend>* appends,
                                v1::RecordEventsResponse* response) const {
  for (const GivenStream& given : batch.streams) {
    ASSIGN_OR_RETURN(const uint64_t size, working->SizeRead(given.stream));
    RETURN_IF_ERROR(CheckExpected(given, size));
    if (given.stream != plan::kDirectoryStream) continue;
    for (const GivenEvent& event : given.events) {
      for (const auto& made : plan::IntroductionsOf(event.event)) {
        working->ExpectInDirectory(made.kind, made.id);
      }
    }
  }
  const absl::CivilDay record_day = core_->DayOf(now);
  const plan::EntityExists exists = [working](absl::string_view stream,
                                              plan::EntityKind kind,
                                              absl::string_view id) {
    return working->Exists(stream, kind, id);
  };
  for (const GivenStream& given : batch.streams) {
    log::StreamAppend append;
    append.stream = given.stream;
    for (const GivenEvent& event : given.events) {
      ASSIGN_OR_RETURN(const uint64_t revision, working->SizeNow(given.stream));
      absl::StatusOr<plan::CheckedEvent> checked =
          working->CheckNext(given.stream, event.event, record_day, exists);
      if (!checked.ok()) return At(event, given.stream, checked.status());
      append.events.push_back(ToStore(event, checked->event));
      if (append.events.back().data.size() > log::kMaxEventBytes) {
        return At(event.where,
                  absl::InvalidArgumentError(absl::StrCat(
                      "event: ", append.events.back().data.size(),
                      " bytes with what the engine fills in; at most ",
                      log::kMaxEventBytes)));
      }
      v1::RecordedPosition* recorded = response->add_recorded();
      recorded->set_event_id(event.event_id.ToString());
      recorded->set_stream(given.stream);
      recorded->set_revision(revision);
      for (v1::Finding& finding : checked->findings) {
        *recorded->add_findings() = std::move(finding);
      }
    }
    appends->push_back(std::move(append));
  }
  Expect(working->Expectations(), appends);
  return absl::OkStatus();
}

absl::Status Recorder::Commit(const v1::RecordEventsRequest& request,
                              absl::Time now,
                              const std::vector<log::StreamAppend>& appends,
                              v1::RecordEventsResponse* response) {
  for (const v1::DocumentBytes& document : request.documents()) {
    RETURN_IF_ERROR(core_->log->PutDocument(document.content()).status());
  }
  if (core_->simulated) core_->record_clock->Set(now);
  ASSIGN_OR_RETURN(const log::AppendResult result, core_->log->Append(appends));
  FillPlaces(result, response);
  return absl::OkStatus();
}

absl::StatusOr<std::optional<v1::RecordEventsResponse>> Recorder::FindKnown(
    const Batch& batch) const {
  v1::RecordEventsResponse response;
  response.set_duplicate(true);
  std::string unknown;
  std::string known;
  ErrorDetail taken{"EVENT_ID_TAKEN", {}};
  for (const GivenStream& stream : batch.streams) {
    for (const GivenEvent& given : stream.events) {
      std::optional<log::EventPlace> place;
      if (given.id_given) {
        ASSIGN_OR_RETURN(place, core_->log->FindEvent(given.event_id));
      }
      if (!place) {
        unknown = given.where;
        continue;
      }
      known =
          absl::StrCat(given.where, ": event_id ", given.event_id.ToString(),
                       " is known at position ", place->position);
      ASSIGN_OR_RETURN(const log::RecordedEvent event,
                       core_->log->ReadAt(place->position));
      taken.metadata = {{"event_id", given.event_id.ToString()},
                        {"position", absl::StrCat(place->position)},
                        {"stream", event.stream},
                        {"revision", absl::StrCat(event.revision)},
                        {"event", absl::StrCat(given.number)}};
      if (!SameAsGiven(event, given, stream.stream)) {
        return WithDetail(
            absl::AlreadyExistsError(absl::StrCat(
                known, " of stream ", event.stream,
                " with other content; give a new event its own id")),
            taken);
      }
      FillPlace(*place, response.add_recorded());
    }
  }
  if (known.empty()) return std::nullopt;
  if (!unknown.empty()) {
    return WithDetail(absl::AlreadyExistsError(absl::StrCat(
                          known, ", and ", unknown,
                          " is not known; a request is repeated as a whole")),
                      taken);
  }
  return response;
}

absl::StatusOr<absl::Time> Recorder::RecordTime(
    const v1::RecordEventsRequest& request) const {
  const absl::Time last = core_->log->last_record_time();
  if (!request.has_at_time()) return std::max(core_->Now(), last);
  ASSIGN_OR_RETURN(const absl::Time time, TimeOf("at_time", request.at_time()));
  if (last == absl::InfinitePast()) return time;
  // People give whole seconds, and the log tells events of one second apart.
  const absl::Time last_second =
      absl::FromUnixSeconds(absl::ToUnixSeconds(last));
  if (time < last_second) {
    return absl::FailedPreconditionError(absl::StrCat(
        "at_time ", absl::FormatTime(absl::RFC3339_full, time, core_->zone),
        " is before the last record time ",
        absl::FormatTime(absl::RFC3339_full, last, core_->zone),
        "; the clock never goes back"));
  }
  return time;
}

}  // namespace clearsky::ledger
