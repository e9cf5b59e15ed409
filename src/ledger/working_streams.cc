#include "ledger/working_streams.h"

#include <utility>

#include "base/status_macros.h"
#include "ledger/known_facts.h"

namespace clearsky::ledger {

absl::StatusOr<WorkingStreams::Stream*> WorkingStreams::Open(
    absl::string_view stream) {
  const std::string name(stream);
  const auto found = streams_.find(name);
  if (found != streams_.end()) return &found->second;
  Stream opened;
  ASSIGN_OR_RETURN(opened.read_size, core_->log->StreamSize(name));
  return &streams_.emplace(name, std::move(opened)).first->second;
}

WorkingStreams::~WorkingStreams() {
  // What is refused must not cost the next writer a fold.
  for (auto& [name, stream] : streams_) {
    if (stream.head == nullptr || stream.head->size() != stream.read_size) {
      continue;
    }
    core_->heads->Put(name, std::move(stream.head));
  }
}

absl::StatusOr<plan::History> WorkingStreams::Whole(absl::string_view stream,
                                                    Stream* opened) const {
  if (opened->read == nullptr) {
    ASSIGN_OR_RETURN(opened->read, core_->histories->Read(
                                       stream, projection::kEverythingKnown));
  }
  // It may have grown since it was opened, when it is not locked.
  const auto read_end =
      opened->read->begin() + static_cast<ptrdiff_t>(opened->read_size);
  plan::History whole(opened->read->begin(), read_end);
  whole.insert(whole.end(), opened->added.begin(), opened->added.end());
  return whole;
}

absl::Status WorkingStreams::NeedHead(absl::string_view stream,
                                      Stream* opened) const {
  if (opened->head != nullptr) return absl::OkStatus();
  opened->head = core_->heads->Take(stream, opened->size());
  if (opened->head != nullptr) return absl::OkStatus();
  ASSIGN_OR_RETURN(const plan::History whole, Whole(stream, opened));
  opened->head = std::make_unique<plan::StreamHead>(stream, whole);
  return absl::OkStatus();
}

absl::StatusOr<plan::CheckedEvent> WorkingStreams::CheckNext(
    absl::string_view stream, const v1::PlanEvent& event,
    absl::CivilDay record_day, const plan::EntityExists& exists) {
  ASSIGN_OR_RETURN(Stream * opened, Open(stream));
  RETURN_IF_ERROR(NeedHead(stream, opened));
  std::optional<absl::StatusOr<plan::CheckedEvent>> checked =
      opened->head->Record(event, record_day, exists);
  if (!checked.has_value()) {
    ASSIGN_OR_RETURN(const plan::History whole, Whole(stream, opened));
    checked = plan::CheckEvent(stream, whole, event, record_day, exists);
    if (checked->ok()) opened->head.reset();
  }
  if (!checked->ok()) return checked->status();
  plan::HistoryEvent added;
  added.revision = opened->size();
  // Where it will stand at the earliest; the log decides.
  added.position = core_->log->size() + opened->added.size();
  added.record_day = record_day;
  added.type = plan::TypeName((*checked)->event);
  added.event = (*checked)->event;
  opened->added.push_back(std::move(added));
  return *std::move(checked);
}

void WorkingStreams::ExpectInDirectory(plan::EntityKind kind,
                                       const std::string& id) {
  ahead_in_directory_.emplace(kind, id);
}

absl::StatusOr<bool> WorkingStreams::Exists(absl::string_view stream,
                                            plan::EntityKind kind,
                                            absl::string_view id) {
  if (!plan::CheckPlanName(stream).ok()) return false;
  if (stream == plan::kDirectoryStream &&
      ahead_in_directory_.contains({kind, std::string(id)})) {
    return true;
  }
  ASSIGN_OR_RETURN(Stream * opened, Open(stream));
  if (opened->head == nullptr && !opened->added.empty()) {
    RETURN_IF_ERROR(NeedHead(stream, opened));
  }
  if (opened->head != nullptr) {
    return KnowsEntity(opened->head->state(), kind, id);
  }
  if (opened->state == nullptr) {
    ASSIGN_OR_RETURN(
        opened->state,
        core_->histories->StateAfter(stream, opened->read_size, std::nullopt));
  }
  return KnowsEntity(*opened->state, kind, id);
}

absl::StatusOr<uint64_t> WorkingStreams::SizeNow(absl::string_view stream) {
  ASSIGN_OR_RETURN(const Stream* opened, Open(stream));
  return opened->size();
}

void WorkingStreams::KeepHeads() {
  for (auto& [name, stream] : streams_) {
    if (stream.head == nullptr) continue;
    core_->heads->Put(name, std::move(stream.head));
  }
}

absl::StatusOr<uint64_t> WorkingStreams::SizeRead(absl::string_view stream) {
  ASSIGN_OR_RETURN(const Stream* opened, Open(stream));
  return opened->read_size;
}

std::map<std::string, log::ExpectedRevision> WorkingStreams::Expectations()
    const {
  std::map<std::string, log::ExpectedRevision> expectations;
  for (const auto& [name, stream] : streams_) {
    expectations.emplace(
        name, stream.read_size == 0
                  ? log::ExpectedRevision::NoStream()
                  : log::ExpectedRevision::Exactly(stream.read_size - 1));
  }
  return expectations;
}

std::set<std::string> WorkingStreams::Names() const {
  std::set<std::string> names;
  for (const auto& [name, stream] : streams_) names.insert(name);
  return names;
}

}  // namespace clearsky::ledger
