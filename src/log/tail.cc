#include "log/tail.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace clearsky::log {
namespace {

using CommitPtr = std::shared_ptr<const Commit>;

}  // namespace

void Tail::AddLocked(const CommitPtr& commit, bool with_bytes) {
  // One lookup a stream, not one an event.
  std::vector<Stream*> streams(commit->streams.size(), nullptr);
  // Pointers into the map hold as long as nothing is inserted.
  streams_.reserve(streams_.size() + commit->streams.size());
  for (size_t i = 0; i < commit->events.size(); ++i) {
    const Commit::Event& event = commit->events[i];
    Stream*& stream = streams[event.stream];
    if (stream == nullptr) {
      const auto [it, is_new] =
          streams_.try_emplace(commit->streams[event.stream]);
      stream = &it->second;
      if (is_new) stream->first_revision = event.revision;
    }
    stream->positions.push_back(commit->first_position + i);
    positions_.emplace(event.id, commit->first_position + i);
  }
  if (!with_bytes) return;
  commits_.push_back(commit);
  events_ += commit->events.size();
  bytes_ += commit->bytes();
}

void Tail::AddDurable(CommitPtr commit, bool with_bytes) {
  MutexLock lock(&mu_);
  AddLocked(commit, with_bytes);
}

void Tail::Add(CommitPtr commit, LogEnd end) {
  MutexLock lock(&mu_);
  AddLocked(commit, /*with_bytes=*/true);
  decided_ = std::move(end);
}

void Tail::Publish(const LogEnd& end) {
  MutexLock lock(&mu_);
  end_ = end;
  if (IsFlushDue()) has_commits_.NotifyOne();
}

LogEnd Tail::decided_end() const {
  MutexLock lock(&mu_);
  return decided_;
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

uint64_t Tail::indexed() const {
  MutexLock lock(&mu_);
  return commits_.empty()
             ? end_.size
             : std::min(end_.size, commits_.front()->first_position);
}

size_t Tail::CountVisible(const Stream& stream, Scope scope) const {
  size_t count = stream.positions.size();
  if (scope == Scope::kDecided) return count;
  while (count > 0 && stream.positions[count - 1] >= end_.size) --count;
  return count;
}

std::optional<uint64_t> Tail::LastRevision(absl::string_view stream,
                                           Scope scope) const {
  MutexLock lock(&mu_);
  const auto it = streams_.find(stream);
  if (it == streams_.end()) return std::nullopt;
  const size_t count = CountVisible(it->second, scope);
  if (count == 0) return std::nullopt;
  return it->second.first_revision + count - 1;
}

std::optional<uint64_t> Tail::PositionOf(const Uuid& id, Scope scope) const {
  MutexLock lock(&mu_);
  const auto it = positions_.find(id);
  if (it == positions_.end()) return std::nullopt;
  if (scope == Scope::kDurable && it->second >= end_.size) return std::nullopt;
  return it->second;
}

Tail::Stored Tail::StoredAt(uint64_t position) const {
  MutexLock lock(&mu_);
  auto it = std::upper_bound(commits_.begin(), commits_.end(), position,
                             [](uint64_t wanted, const CommitPtr& commit) {
                               return wanted < commit->first_position;
                             });
  if (it == commits_.begin()) return {};
  --it;
  if (position >= (*it)->end()) return {};
  return {*it, static_cast<size_t>(position - (*it)->first_position)};
}

Tail::Slice Tail::Positions(absl::string_view stream, uint64_t first,
                            uint64_t count) const {
  MutexLock lock(&mu_);
  Slice slice{first + count, {}};
  const auto it = streams_.find(stream);
  if (it == streams_.end()) return slice;
  const Stream& known = it->second;
  const size_t visible = CountVisible(known, Scope::kDurable);
  if (visible == 0) return slice;
  slice.first_revision =
      std::min(first + count, std::max(first, known.first_revision));
  const uint64_t end = std::min(first + count, known.first_revision + visible);
  for (uint64_t revision = slice.first_revision; revision < end; ++revision) {
    slice.positions.push_back(known.positions[revision - known.first_revision]);
  }
  return slice;
}

std::vector<std::string> Tail::Streams(absl::string_view prefix,
                                       absl::string_view after,
                                       size_t limit) const {
  std::vector<std::string> names;
  {
    MutexLock lock(&mu_);
    for (const auto& [name, stream] : streams_) {
      if (absl::StartsWith(name, prefix) && name > after &&
          CountVisible(stream, Scope::kDurable) > 0) {
        names.push_back(name);
      }
    }
  }
  std::sort(names.begin(), names.end());
  if (names.size() > limit) names.resize(limit);
  return names;
}

bool Tail::IsFlushDue() const {
  return events_ >= limits_.flush_events || bytes_ >= limits_.flush_bytes ||
         (!commits_.empty() && wanted_ > commits_.front()->first_position);
}

std::vector<CommitPtr> Tail::DurableCommitsLocked() const {
  std::vector<CommitPtr> commits;
  for (const CommitPtr& commit : commits_) {
    if (commit->end() > end_.size) break;
    commits.push_back(commit);
  }
  return commits;
}

std::vector<CommitPtr> Tail::DurableCommits() const {
  MutexLock lock(&mu_);
  return DurableCommitsLocked();
}

std::vector<CommitPtr> Tail::WaitForCommits() {
  MutexLock lock(&mu_);
  while (!is_stopped_) {
    if (IsFlushDue()) {
      std::vector<CommitPtr> commits = DurableCommitsLocked();
      if (!commits.empty()) return commits;
    }
    has_commits_.Wait(&mu_);
  }
  return {};
}

void Tail::Forget(uint64_t position) {
  // What is freed is freed when nobody waits for the lock.
  std::vector<CommitPtr> gone;
  MutexLock lock(&mu_);
  while (!commits_.empty() && commits_.front()->end() <= position) {
    const CommitPtr& commit = commits_.front();
    for (const Commit::Event& event : commit->events) {
      positions_.erase(event.id);
    }
    for (const std::string& name : commit->streams) {
      const auto it = streams_.find(name);
      if (it == streams_.end()) continue;  // It went with a commit before.
      Stream& stream = it->second;
      const auto first_left = std::lower_bound(
          stream.positions.begin(), stream.positions.end(), position);
      stream.first_revision +=
          static_cast<uint64_t>(first_left - stream.positions.begin());
      stream.positions.erase(stream.positions.begin(), first_left);
      if (stream.positions.empty()) streams_.erase(it);
    }
    events_ -= commit->events.size();
    bytes_ -= commit->bytes();
    gone.push_back(commit);
    commits_.pop_front();
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
  has_commits_.NotifyAll();
}

absl::Status Tail::WaitUntilIndexed() {
  MutexLock lock(&mu_);
  const uint64_t wanted = end_.size;
  wanted_ = std::max(wanted_, wanted);
  has_commits_.NotifyAll();
  while (failure_.ok() && !commits_.empty() &&
         commits_.front()->first_position < wanted) {
    has_room_.Wait(&mu_);
  }
  return failure_;
}

absl::Status Tail::WaitForRoom() {
  MutexLock lock(&mu_);
  while (failure_.ok() && bytes_ >= limits_.max_bytes) has_room_.Wait(&mu_);
  return failure_;
}

}  // namespace clearsky::log
