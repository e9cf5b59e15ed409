#include "projection/plan_histories.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "plan/fold.h"

namespace clearsky::projection {
namespace {

size_t SizeInMemory(const plan::History& history) {
  size_t bytes = sizeof(history);
  for (const plan::HistoryEvent& event : history) {
    bytes += sizeof(event) + event.type.size();
    if (event.event) bytes += event.event->SpaceUsedLong();
  }
  return bytes;
}

// Number of events of `history` among the first `known_count` of the log.
size_t CountKnown(const plan::History& history, uint64_t known_count) {
  const auto end =
      std::partition_point(history.begin(), history.end(),
                           [known_count](const plan::HistoryEvent& event) {
                             return event.position < known_count;
                           });
  return static_cast<size_t>(end - history.begin());
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
  uint64_t expected = revision;
  bool gap = false;
  RETURN_IF_ERROR(log_->ReadStream(
      stream, revision, log::Direction::kForward,
      [&](const log::RecordedEvent& recorded) {
        gap = recorded.revision != expected;
        if (gap) return false;
        ++expected;
        plan::HistoryEvent event;
        event.revision = recorded.revision;
        event.position = recorded.position;
        event.record_day = absl::ToCivilDay(recorded.record_time, zone_);
        event.type = recorded.type;
        event.event = plan::DecodeEvent(recorded.type, recorded.schema_version,
                                        recorded.data);
        events.push_back(std::move(event));
        return true;
      }));
  if (gap) {
    return absl::DataLossError(absl::StrCat("stream ", stream, ": revision ",
                                            expected, " is missing"));
  }
  return events;
}

absl::StatusOr<std::shared_ptr<const plan::History>> PlanHistories::ReadToEnd(
    absl::string_view stream) const {
  const std::string name(stream);
  std::shared_ptr<const plan::History> known;
  {
    MutexLock lock(&mu_);
    known = histories_.Get(name);
  }
  if (known == nullptr) known = std::make_shared<const plan::History>();
  ASSIGN_OR_RETURN(const uint64_t stream_count, log_->StreamSize(stream));
  if (stream_count <= known->size()) return known;

  ASSIGN_OR_RETURN(plan::History added, Decode(stream, known->size()));
  auto grown = std::make_shared<plan::History>();
  grown->reserve(known->size() + added.size());
  grown->insert(grown->end(), known->begin(), known->end());
  grown->insert(grown->end(), std::make_move_iterator(added.begin()),
                std::make_move_iterator(added.end()));
  const size_t size_bytes = SizeInMemory(*grown);

  MutexLock lock(&mu_);
  // Another thread may have read further meanwhile; the longer one stays.
  const std::shared_ptr<const plan::History> other = histories_.Get(name);
  if (other != nullptr && other->size() >= grown->size()) return other;
  histories_.Put(name, grown, size_bytes);
  return grown;
}

absl::StatusOr<std::shared_ptr<const plan::History>> PlanHistories::Read(
    absl::string_view stream, uint64_t known_count) const {
  ASSIGN_OR_RETURN(std::shared_ptr<const plan::History> all, ReadToEnd(stream));
  const size_t count = CountKnown(*all, known_count);
  if (count == all->size()) return all;
  return std::make_shared<const plan::History>(Cut(*all, count));
}

absl::StatusOr<std::shared_ptr<const v1::PlanState>> PlanHistories::State(
    absl::string_view stream, uint64_t known_count,
    std::optional<absl::CivilDay> as_of) const {
  ASSIGN_OR_RETURN(const std::shared_ptr<const plan::History> all,
                   ReadToEnd(stream));
  const size_t count = CountKnown(*all, known_count);
  const StateKey key{std::string(stream), count, as_of};
  {
    MutexLock lock(&mu_);
    std::shared_ptr<const v1::PlanState> state = states_.Get(key);
    if (state != nullptr) return state;
  }
  const std::shared_ptr<const v1::PlanState> state =
      count == all->size() ? plan::FoldShared(stream, *all, as_of)
                           : plan::FoldShared(stream, Cut(*all, count), as_of);
  MutexLock lock(&mu_);
  states_.Put(key, state, state->SpaceUsedLong());
  return state;
}

}  // namespace clearsky::projection
