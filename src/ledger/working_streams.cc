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
  ASSIGN_OR_RETURN(opened.read,
                   core_->histories->Read(name, projection::kEverythingKnown));
  return &streams_.emplace(name, std::move(opened)).first->second;
}

plan::History WorkingStreams::Stream::Whole() const {
  plan::History whole = *read;
  whole.insert(whole.end(), added.begin(), added.end());
  return whole;
}

absl::StatusOr<plan::CheckedEvent> WorkingStreams::CheckNext(
    absl::string_view stream, const v1::PlanEvent& event,
    absl::CivilDay record_day, const plan::EntityExists& exists) {
  ASSIGN_OR_RETURN(Stream * opened, Open(stream));
  if (opened->head == nullptr) {
    opened->head = core_->heads->Take(stream, opened->size());
  }
  if (opened->head == nullptr) {
    opened->head = std::make_unique<plan::StreamHead>(stream, opened->Whole());
  }
  std::optional<absl::StatusOr<plan::CheckedEvent>> checked =
      opened->head->Record(event, record_day, exists);
  if (!checked.has_value()) {
    checked =
        plan::CheckEvent(stream, opened->Whole(), event, record_day, exists);
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
    opened->head = std::make_unique<plan::StreamHead>(stream, opened->Whole());
  }
  if (opened->head != nullptr) {
    return KnowsEntity(opened->head->state(), kind, id);
  }
  if (opened->state == nullptr) {
    const uint64_t known_count =
        opened->read->empty() ? 0 : opened->read->back().position + 1;
    ASSIGN_OR_RETURN(opened->state, core_->histories->State(stream, known_count,
                                                            std::nullopt));
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
  return opened->read->size();
}

std::map<std::string, log::ExpectedRevision> WorkingStreams::Expectations()
    const {
  std::map<std::string, log::ExpectedRevision> expectations;
  for (const auto& [name, stream] : streams_) {
    expectations.emplace(
        name, stream.read->empty()
                  ? log::ExpectedRevision::NoStream()
                  : log::ExpectedRevision::Exactly(stream.read->size() - 1));
  }
  return expectations;
}

std::set<std::string> WorkingStreams::Names() const {
  std::set<std::string> names;
  for (const auto& [name, stream] : streams_) names.insert(name);
  return names;
}

}  // namespace clearsky::ledger
