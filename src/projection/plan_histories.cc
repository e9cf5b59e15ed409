#include "projection/plan_histories.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "plan/fold.h"
#include "projection/read_history.h"

namespace clearsky::projection {
namespace {

size_t SizeInMemory(const plan::History& history) {
  size_t bytes = 0;
  for (const plan::HistoryEvent& event : history) {
    bytes += sizeof(event) + event.type.size();
    if (event.event) bytes += event.event->SpaceUsedLong();
  }
  return bytes;
}

plan::History Cut(const plan::History& history, size_t count) {
  return plan::History(history.begin(),
                       history.begin() + static_cast<ptrdiff_t>(count));
}

}  // namespace

bool PlanHistories::StateKey::operator<(const StateKey& other) const {
  return std::tie(stream, stream_count, as_of) <
         std::tie(other.stream, other.stream_count, other.as_of);
}

PlanHistories::PlanHistories(const log::EventLog* log, absl::TimeZone zone,
                             const CacheLimits& limits)
    : log_(log),
      zone_(zone),
      histories_(limits.history_bytes),
      states_(limits.state_bytes) {}

absl::StatusOr<plan::History> PlanHistories::Decode(absl::string_view stream,
                                                    uint64_t revision) const {
  plan::History events;
  RETURN_IF_ERROR(ReadHistoryEvents(*log_, zone_, stream, revision,
                                    [&](plan::HistoryEvent event) {
                                      events.push_back(std::move(event));
                                      return true;
                                    }));
  return events;
}

std::shared_ptr<const PlanHistories::SizedHistory> PlanHistories::Kept(
    absl::string_view stream) const {
  MutexLock lock(&mu_);
  return histories_.Get(std::string(stream));
}

absl::StatusOr<uint64_t> PlanHistories::CountKnown(absl::string_view stream,
                                                   uint64_t known_count) const {
  ASSIGN_OR_RETURN(const uint64_t size, log_->StreamSize(stream));
  if (size == 0 || known_count >= log_->size()) return size;
  // Positions of a stream ascend with its revisions.
  uint64_t low = 0;
  uint64_t high = size;
  while (low < high) {
    const uint64_t middle = low + (high - low) / 2;
    ASSIGN_OR_RETURN(const std::vector<uint64_t> position,
                     Positions(stream, {middle}));
    if (position.front() < known_count) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

absl::StatusOr<std::vector<uint64_t>> PlanHistories::Positions(
    absl::string_view stream, const std::vector<uint64_t>& revisions) const {
  std::vector<uint64_t> positions;
  positions.reserve(revisions.size());
  const std::shared_ptr<const SizedHistory> kept = Kept(stream);
  for (const uint64_t revision : revisions) {
    if (kept != nullptr && revision < kept->events.size()) {
      positions.push_back(kept->events[static_cast<size_t>(revision)].position);
      continue;
    }
    RETURN_IF_ERROR(log_->ReadStream(stream, revision, log::Direction::kForward,
                                     [&](const log::RecordedEvent& recorded) {
                                       if (recorded.revision == revision) {
                                         positions.push_back(recorded.position);
                                       }
                                       return false;
                                     }));
  }
  if (positions.size() == revisions.size()) return positions;
  return absl::DataLossError(
      absl::StrCat("stream ", stream, ": a revision is missing"));
}

absl::StatusOr<std::shared_ptr<const plan::History>> PlanHistories::ReadToEnd(
    absl::string_view stream) const {
  const auto events_of = [](const std::shared_ptr<const SizedHistory>& kept) {
    return std::shared_ptr<const plan::History>(kept, &kept->events);
  };
  std::shared_ptr<const SizedHistory> known = Kept(stream);
  if (known == nullptr) known = std::make_shared<const SizedHistory>();
  ASSIGN_OR_RETURN(const uint64_t stream_count, log_->StreamSize(stream));
  if (stream_count <= known->events.size()) return events_of(known);

  ASSIGN_OR_RETURN(plan::History added, Decode(stream, known->events.size()));
  auto grown = std::make_shared<SizedHistory>();
  grown->bytes = known->bytes + SizeInMemory(added);
  plan::History& events = grown->events;
  events.reserve(known->events.size() + added.size());
  events.insert(events.end(), known->events.begin(), known->events.end());
  events.insert(events.end(), std::make_move_iterator(added.begin()),
                std::make_move_iterator(added.end()));

  const std::string name(stream);
  MutexLock lock(&mu_);
  // Another thread may have read further meanwhile; the longer one stays.
  const std::shared_ptr<const SizedHistory> other = histories_.Get(name);
  if (other != nullptr && other->events.size() >= events.size()) {
    return events_of(other);
  }
  histories_.Put(name, grown, sizeof(*grown) + grown->bytes);
  return events_of(grown);
}

absl::StatusOr<std::shared_ptr<const plan::History>> PlanHistories::Read(
    absl::string_view stream, uint64_t known_count) const {
  ASSIGN_OR_RETURN(std::shared_ptr<const plan::History> all, ReadToEnd(stream));
  const auto end = std::partition_point(
      all->begin(), all->end(), [known_count](const plan::HistoryEvent& event) {
        return event.position < known_count;
      });
  if (end == all->end()) return all;
  return std::make_shared<const plan::History>(all->begin(), end);
}

absl::StatusOr<std::shared_ptr<const v1::PlanState>> PlanHistories::State(
    absl::string_view stream, uint64_t known_count,
    std::optional<absl::CivilDay> as_of) const {
  ASSIGN_OR_RETURN(const uint64_t count, CountKnown(stream, known_count));
  return StateAfter(stream, count, as_of);
}

absl::StatusOr<std::shared_ptr<const v1::PlanState>> PlanHistories::StateAfter(
    absl::string_view stream, uint64_t stream_count,
    std::optional<absl::CivilDay> as_of) const {
  const StateKey key{std::string(stream), stream_count, as_of};
  {
    MutexLock lock(&mu_);
    std::shared_ptr<const v1::PlanState> state = states_.Get(key);
    if (state != nullptr) return state;
  }
  std::shared_ptr<const v1::PlanState> state;
  if (snapshots_ != nullptr) {
    ASSIGN_OR_RETURN(const uint64_t size, log_->StreamSize(stream));
    ASSIGN_OR_RETURN(state,
                     snapshots_->State(stream, stream_count, size, as_of));
  }
  if (state == nullptr) {
    ASSIGN_OR_RETURN(const std::shared_ptr<const plan::History> all,
                     ReadToEnd(stream));
    state = stream_count == all->size()
                ? plan::FoldShared(stream, *all, as_of)
                : plan::FoldShared(stream, Cut(*all, stream_count), as_of);
  }
  MutexLock lock(&mu_);
  states_.Put(key, state, state->SpaceUsedLong());
  return state;
}

}  // namespace clearsky::projection
