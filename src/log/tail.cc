#include "log/tail.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace clearsky::log {

void Tail::AddLocked(const EventPlace& place) {
  auto it = streams_.find(place.stream);
  if (it == streams_.end()) {
    it = streams_.emplace(place.stream, Stream{place.revision, {}}).first;
  }
  it->second.positions.push_back(place.position);
  positions_.emplace(place.event_id, place.position);
  events_.push_back(place);
}

void Tail::Add(const EventPlace& place) {
  MutexLock lock(&mu_);
  AddLocked(place);
}

void Tail::Publish(const Commit& commit, LogEnd end) {
  MutexLock lock(&mu_);
  for (const EventPlace& place : commit.places) AddLocked(place);
  end_ = std::move(end);
  has_events_.NotifyOne();
}

LogEnd Tail::end() const {
  MutexLock lock(&mu_);
  return end_;
}

uint64_t Tail::size() const {
  MutexLock lock(&mu_);
  return end_.size;
}

absl::Time Tail::last_record_time() const {
  MutexLock lock(&mu_);
  return end_.last_record_time;
}

std::optional<uint64_t> Tail::LastRevision(absl::string_view stream) const {
  MutexLock lock(&mu_);
  const auto it = streams_.find(stream);
  if (it == streams_.end()) return std::nullopt;
  return it->second.first_revision + it->second.positions.size() - 1;
}

std::optional<uint64_t> Tail::PositionOf(const Uuid& id) const {
  MutexLock lock(&mu_);
  const auto it = positions_.find(id);
  if (it == positions_.end()) return std::nullopt;
  return it->second;
}

Tail::Slice Tail::Positions(absl::string_view stream, uint64_t first,
                            uint64_t count) const {
  MutexLock lock(&mu_);
  Slice slice{first + count, {}};
  const auto it = streams_.find(stream);
  if (it == streams_.end()) return slice;
  const Stream& known = it->second;
  slice.first_revision =
      std::min(first + count, std::max(first, known.first_revision));
  const uint64_t end =
      std::min(first + count, known.first_revision + known.positions.size());
  for (uint64_t revision = slice.first_revision; revision < end; ++revision) {
    slice.positions.push_back(known.positions[revision - known.first_revision]);
  }
  return slice;
}

std::vector<std::string> Tail::Streams(absl::string_view prefix,
                                       absl::string_view after,
                                       size_t limit) const {
  MutexLock lock(&mu_);
  std::vector<std::string> names;
  auto it = after < prefix ? streams_.lower_bound(prefix)
                           : streams_.upper_bound(after);
  for (; it != streams_.end() && names.size() < limit &&
         absl::StartsWith(it->first, prefix);
       ++it) {
    names.push_back(it->first);
  }
  return names;
}

std::vector<EventPlace> Tail::WaitForEvents(size_t limit) {
  MutexLock lock(&mu_);
  while (events_.empty() && !is_stopped_) has_events_.Wait(&mu_);
  const size_t count = std::min(limit, events_.size());
  return {events_.begin(),
          events_.begin() + static_cast<std::ptrdiff_t>(count)};
}

void Tail::Forget(size_t count) {
  MutexLock lock(&mu_);
  for (size_t i = 0; i < count; ++i) {
    const EventPlace& place = events_.front();
    positions_.erase(place.event_id);
    const auto it = streams_.find(place.stream);
    it->second.positions.pop_front();
    ++it->second.first_revision;
    if (it->second.positions.empty()) streams_.erase(it);
    events_.pop_front();
  }
  has_room_.NotifyAll();
}

void Tail::Fail(const absl::Status& status) {
  MutexLock lock(&mu_);
  failure_ = absl::InternalError(
      absl::StrCat("indexing the log failed, so that nothing more is recorded "
                   "until the ledger is opened again: ",
                   status.message()));
  has_room_.NotifyAll();
}

void Tail::Stop() {
  MutexLock lock(&mu_);
  is_stopped_ = true;
  has_events_.NotifyAll();
}

absl::Status Tail::WaitForRoom() {
  MutexLock lock(&mu_);
  while (failure_.ok() && events_.size() >= kMaxEvents) has_room_.Wait(&mu_);
  return failure_;
}

}  // namespace clearsky::log
