#include "ledger/working_streams.h"

#include <utility>

#include "base/status_macros.h"
#include "ledger/known_facts.h"
#include "plan/fold.h"
#include "plan/recording.h"

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

absl::StatusOr<const plan::History*> WorkingStreams::HistoryOf(
    absl::string_view stream) {
  ASSIGN_OR_RETURN(const Stream* opened, Open(stream));
  return opened->grown ? &*opened->grown : opened->read.get();
}

absl::StatusOr<uint64_t> WorkingStreams::Append(absl::string_view stream,
                                                const v1::PlanEvent& event,
                                                absl::CivilDay record_day) {
  ASSIGN_OR_RETURN(Stream * opened, Open(stream));
  if (!opened->grown) opened->grown = *opened->read;
  opened->state.reset();
  plan::HistoryEvent added;
  added.revision = opened->grown->size();
  // Where it will stand at the earliest; the log decides.
  added.position = core_->log->size() + added.revision - opened->read->size();
  added.record_day = record_day;
  added.type = plan::TypeName(event);
  added.event = event;
  opened->grown->push_back(std::move(added));
  return opened->grown->size() - 1;
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
  if (opened->state == nullptr && opened->grown) {
    opened->state = std::make_shared<const v1::PlanState>(
        plan::Fold(stream, *opened->grown, std::nullopt));
  } else if (opened->state == nullptr) {
    const uint64_t known_count =
        opened->read->empty() ? 0 : opened->read->back().position + 1;
    ASSIGN_OR_RETURN(opened->state, core_->histories->State(stream, known_count,
                                                            std::nullopt));
  }
  return KnowsEntity(*opened->state, kind, id);
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
