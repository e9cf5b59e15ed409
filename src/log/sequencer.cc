#include "log/sequencer.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "log/validation.h"

namespace clearsky::log {
namespace {

// `time` without what is below a microsecond.
absl::Time WholeMicros(absl::Time time) {
  return absl::FromUnixMicros(absl::ToUnixMicros(time));
}

}  // namespace

absl::StatusOr<AppendResult> Sequencer::Append(
    const std::vector<StreamAppend>& entries) {
  RETURN_IF_ERROR(ValidateAppend(entries));
  Waiter self{&entries, AppendBytes(entries), std::nullopt};
  mu_.Lock();
  waiting_.push_back(&self);
  while (!self.answer.has_value()) {
    if (is_taken_) {
      ended_.Wait(&mu_);
      continue;
    }
    is_taken_ = true;
    const std::vector<Waiter*> waiters = TakeWaiting();
    mu_.Unlock();
    std::vector<absl::StatusOr<AppendResult>> answers = CommitAll(waiters);
    mu_.Lock();
    for (size_t i = 0; i < waiters.size(); ++i) {
      waiters[i]->answer = std::move(answers[i]);
    }
    under_way_.reset();
    is_taken_ = false;
    ended_.NotifyAll();
  }
  mu_.Unlock();
  return *std::move(self.answer);
}

void Sequencer::SettleUpTo(absl::Time time) {
  MutexLock lock(&mu_);
  // Reading the clock under the lock: no commit can take an earlier time of it
  // and begin after this.
  if (time <= clock_->Now()) settled_ = std::max(settled_, time);
  const std::optional<absl::Time> under_way = under_way_;
  if (!under_way.has_value() || *under_way > time) return;
  while (under_way_ == under_way) ended_.Wait(&mu_);
}

std::vector<Sequencer::Waiter*> Sequencer::TakeWaiting() {
  std::vector<Waiter*> taken;
  size_t bytes = 0;
  while (!waiting_.empty()) {
    bytes += waiting_.front()->bytes;
    if (!taken.empty() && bytes > kMaxCommitBytes) break;
    taken.push_back(waiting_.front());
    waiting_.pop_front();
  }
  return taken;
}

absl::StatusOr<absl::Time> Sequencer::BeginCommit() {
  MutexLock lock(&mu_);
  const absl::Time now = clock_->Now();
  const absl::Time last = std::max(tail_->last_record_time(), settled_);
  if (last > now + kMaxAhead) {
    return absl::UnavailableError(absl::StrCat(
        "the clock says ", absl::FormatTime(now, absl::UTCTimeZone()),
        ", more than five minutes before the last recorded time, ",
        absl::FormatTime(last, absl::UTCTimeZone()),
        "; set the clock right, or wait"));
  }
  const absl::Time time =
      std::max(WholeMicros(now), WholeMicros(last) + absl::Microseconds(1));
  under_way_ = time;
  return time;
}

std::vector<absl::StatusOr<AppendResult>> Sequencer::CommitAll(
    const std::vector<Waiter*>& waiters) {
  const auto all = [&](const absl::Status& status) {
    return std::vector<absl::StatusOr<AppendResult>>(waiters.size(), status);
  };
  // Even an append that writes nothing fails by then: its answer could rest on
  // a commit that is in the file or not.
  if (const absl::Status status = store_->failure(); !status.ok()) {
    return all(status);
  }
  if (const absl::Status status = tail_->WaitForRoom(); !status.ok()) {
    return all(status);
  }
  const absl::StatusOr<absl::Time> time = BeginCommit();
  if (!time.ok()) return all(time.status());
  LogEnd end = tail_->end();
  CommitDecision decision(view_, end.size, *time);
  std::vector<absl::StatusOr<AppendResult>> answers;
  answers.reserve(waiters.size());
  for (const Waiter* waiter : waiters) {
    answers.push_back(decision.Add(*waiter->entries));
  }
  const Commit& commit = decision.commit();
  if (commit.places.empty()) return answers;
  end = EndAfter(std::move(end), commit);
  if (const absl::Status status = store_->Write(commit, end.frontier);
      !status.ok()) {
    return all(status);
  }
  tail_->Publish(commit, std::move(end));
  return answers;
}

}  // namespace clearsky::log
