#include "log/sequencer.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "log/parker.h"
#include "log/validation.h"

namespace clearsky::log {
namespace {

// `time` without what is below a microsecond.
absl::Time WholeMicros(absl::Time time) {
  return absl::FromUnixMicros(absl::ToUnixMicros(time));
}

size_t CountEvents(const std::vector<StreamAppend>& entries) {
  size_t count = 0;
  for (const StreamAppend& entry : entries) count += entry.events.size();
  return count;
}

uint64_t StoredBytes(const Commit& commit) {
  uint64_t bytes = 0;
  for (const format::KeyValue& chunk : commit.chunks) {
    bytes += chunk.key.size() + chunk.value.size();
  }
  return bytes;
}

}  // namespace

struct Sequencer::Waiter {
  // The caller's own while it waits, or `owned`.
  const std::vector<StreamAppend>* entries = nullptr;
  std::vector<StreamAppend> owned;
  size_t bytes = 0;
  size_t events = 0;
  Callback done;  // Empty when a caller waits.

  // Each caller sleeps by itself: one condition for all would wake everybody
  // for each commit. Woken when answered, or to look whether the role can be
  // taken.
  Parker parker;
  // Set before `is_answered`.
  std::optional<Answer> answer;
  std::atomic<bool> is_answered = false;

  void SetAnswer(Answer given) {
    answer = std::move(given);
    is_answered.store(true, std::memory_order_release);
    parker.Unpark();
  }
  bool IsAnswered() const {
    return is_answered.load(std::memory_order_acquire);
  }
};

struct Sequencer::Decided {
  // In the order of the waiters.
  std::vector<Answer> answers;
  // Null when there is nothing to write.
  std::shared_ptr<const Commit> commit;
  LogEnd end;
  // Whether it counts among the commits under way.
  bool is_under_way = false;
};

Sequencer::Sequencer(
    const Clock* clock, const LogView* view, LogStore* store, Tail* tail,
    std::function<void(const std::shared_ptr<const Commit>&)> on_publish)
    : clock_(clock),
      view_(view),
      store_(store),
      tail_(tail),
      on_publish_(std::move(on_publish)) {}

Sequencer::~Sequencer() {
  std::vector<std::thread> committers;
  {
    MutexLock lock(&mu_);
    is_stopped_ = true;
    committers.swap(committers_);
    committer_.NotifyAll();
  }
  for (std::thread& committer : committers) committer.join();
}

Sequencer::Answer Sequencer::Append(const std::vector<StreamAppend>& entries) {
  if (absl::Status status = ValidateAppend(entries); !status.ok()) {
    CountRefused(status.code());
    return status;
  }
  const auto self = std::make_shared<Waiter>();
  self->entries = &entries;
  self->bytes = AppendBytes(entries);
  self->events = CountEvents(entries);
  {
    MutexLock lock(&mu_);
    Enqueue(self);
    // Whoever leads takes from the front and may leave it waiting.
    if (MayDecide()) Lead();
  }
  while (!self->IsAnswered()) {
    self->parker.Park();
    if (self->IsAnswered()) break;
    MutexLock lock(&mu_);
    if (MayDecide()) Lead();
  }
  return *std::move(self->answer);
}

void Sequencer::AppendAsync(std::vector<StreamAppend> entries, Callback done) {
  if (absl::Status status = ValidateAppend(entries); !status.ok()) {
    CountRefused(status.code());
    done(std::move(status));
    return;
  }
  auto waiter = std::make_shared<Waiter>();
  waiter->owned = std::move(entries);
  waiter->entries = &waiter->owned;
  waiter->bytes = AppendBytes(waiter->owned);
  waiter->events = CountEvents(waiter->owned);
  waiter->done = std::move(done);
  {
    MutexLock lock(&mu_);
    if (waiting_bytes_ + waiter->bytes <= kMaxWaitingBytes) {
      // One that stops goes on until nothing waits.
      if (committers_.empty() && !is_stopped_) {
        for (int i = 0; i < kCommitters; ++i) {
          committers_.emplace_back([this] { RunCommitter(); });
        }
      }
      Enqueue(std::move(waiter));
      WakeNext();
      return;
    }
  }
  CountRefused(absl::StatusCode::kResourceExhausted);
  waiter->done(absl::ResourceExhaustedError(absl::StrCat(
      "more than ", kMaxWaitingBytes,
      " bytes of events wait to be committed; append again when some of them "
      "are answered")));
}

void Sequencer::RunCommitter() {
  MutexLock lock(&mu_);
  while (true) {
    if (MayDecide()) {
      Lead();
    } else if (is_stopped_ && waiting_.empty()) {
      // The other may sleep since before the last that waited was taken.
      committer_.NotifyAll();
      return;
    } else {
      committer_.Wait(&mu_);
    }
  }
}

void Sequencer::SettleUpTo(absl::Time time) {
  MutexLock lock(&mu_);
  // Reading the clock under the lock: no commit can take an earlier time of it
  // and begin after this.
  if (time <= clock_->Now()) settled_ = std::max(settled_, time);
  // Those that are under way now, and not what comes while waiting: a `time` to
  // come would never end.
  const auto after =
      std::upper_bound(under_way_.begin(), under_way_.end(), time);
  if (after == under_way_.begin()) return;
  const absl::Time last = *std::prev(after);
  while (!under_way_.empty() && under_way_.front() <= last) {
    settled_changed_.Wait(&mu_);
  }
}

void Sequencer::Fill(LogFigures* figures) const {
  counters_.Fill(figures);
  MutexLock lock(&mu_);
  figures->waiting = waiting_.size();
  figures->waiting_bytes = waiting_bytes_;
}

bool Sequencer::MayDecide() const {
  return !waiting_.empty() && !is_deciding_ &&
         (!is_writing_ || waiting_events_ >= kPipelineEvents ||
          waiting_bytes_ >= kPipelineBytes);
}

void Sequencer::Enqueue(std::shared_ptr<Waiter> waiter) {
  waiting_bytes_ += waiter->bytes;
  waiting_events_ += waiter->events;
  waiting_.push_back(std::move(waiter));
}

Sequencer::Waiters Sequencer::TakeWaiting() {
  Waiters taken;
  size_t bytes = 0;
  while (!waiting_.empty()) {
    std::shared_ptr<Waiter>& next = waiting_.front();
    bytes += next->bytes;
    if (!taken.empty() && bytes > kMaxCommitBytes) break;
    waiting_bytes_ -= next->bytes;
    waiting_events_ -= next->events;
    taken.push_back(std::move(next));
    waiting_.pop_front();
  }
  return taken;
}

void Sequencer::WakeNext() {
  if (!MayDecide()) return;
  if (waiting_.front()->done == nullptr) {
    waiting_.front()->parker.Unpark();
  } else {
    committer_.NotifyOne();
  }
}

void Sequencer::Lead() {
  for (int led = 1; LeadOne(led < kMaxLed); ++led) {
  }
}

bool Sequencer::LeadOne(bool may_go_on) {
  is_deciding_ = true;
  const Waiters waiters = TakeWaiting();
  mu_.Unlock();
  Decided decided = Decide(waiters);
  mu_.Lock();
  while (is_writing_) written_.Wait(&mu_);
  is_writing_ = true;
  is_deciding_ = false;
  WakeNext();  // Much may have queued.
  mu_.Unlock();
  Write(&decided);
  mu_.Lock();
  is_writing_ = false;
  if (decided.is_under_way) {
    under_way_.pop_front();
    settled_changed_.NotifyAll();
  }
  const bool goes_on = may_go_on && MayDecide();
  if (is_deciding_) {
    written_.NotifyOne();
  } else if (!goes_on) {
    WakeNext();
  }
  mu_.Unlock();
  Deliver(waiters, &decided);
  mu_.Lock();
  // Somebody else may have taken the role meanwhile.
  return goes_on && MayDecide();
}

absl::StatusOr<absl::Time> Sequencer::BeginCommit() {
  const absl::Time decided = tail_->decided_end().last_record_time;
  MutexLock lock(&mu_);
  const absl::Time now = clock_->Now();
  const absl::Time last = std::max(decided, settled_);
  if (last > now + kMaxAhead) {
    return absl::UnavailableError(absl::StrCat(
        "the clock says ", absl::FormatTime(now, absl::UTCTimeZone()),
        ", more than five minutes before the last recorded time, ",
        absl::FormatTime(last, absl::UTCTimeZone()),
        "; set the clock right, or wait"));
  }
  const absl::Time time =
      std::max(WholeMicros(now), WholeMicros(last) + absl::Microseconds(1));
  under_way_.push_back(time);
  return time;
}

Sequencer::Decided Sequencer::Decide(const Waiters& waiters) {
  Decided decided;
  const auto fail_all = [&](const absl::Status& status) {
    decided.answers.assign(waiters.size(), status);
  };
  // Even an append that writes nothing fails by then: its answer could rest on
  // a commit that is in the file or not.
  if (const absl::Status status = store_->failure(); !status.ok()) {
    fail_all(status);
    return decided;
  }
  if (const absl::Status status = tail_->WaitForRoom(); !status.ok()) {
    fail_all(status);
    return decided;
  }
  const absl::StatusOr<absl::Time> time = BeginCommit();
  if (!time.ok()) {
    fail_all(time.status());
    return decided;
  }
  decided.is_under_way = true;
  decided.end = tail_->decided_end();
  CommitDecision decision(view_, decided.end.size, *time);
  decided.answers.reserve(waiters.size());
  for (const std::shared_ptr<Waiter>& waiter : waiters) {
    decided.answers.push_back(decision.Add(*waiter->entries));
  }
  if (decision.empty()) return decided;
  decided.commit = std::make_shared<const Commit>(decision.TakeCommit());
  decided.end = EndAfter(std::move(decided.end), *decided.commit);
  tail_->Add(decided.commit, decided.end);
  return decided;
}

void Sequencer::Write(Decided* decided) {
  absl::Status status = store_->failure();
  if (status.ok() && decided->commit != nullptr) {
    const auto began = std::chrono::steady_clock::now();
    status = store_->Write(*decided->commit, decided->end.frontier);
    if (status.ok()) {
      counters_.CountCommit(
          decided->commit->events.size(), StoredBytes(*decided->commit),
          absl::FromChrono(std::chrono::steady_clock::now() - began));
      tail_->Publish(decided->end);
      if (on_publish_ != nullptr) on_publish_(decided->commit);
    }
  }
  if (status.ok()) return;
  for (Answer& answer : decided->answers) answer = status;
}

void Sequencer::Deliver(const Waiters& waiters, Decided* decided) {
  for (size_t i = 0; i < waiters.size(); ++i) {
    const Answer& answer = decided->answers[i];
    counters_.CountAnswer(answer.status().code(),
                          answer.ok() && answer->duplicate);
    if (waiters[i]->done == nullptr) {
      waiters[i]->SetAnswer(std::move(decided->answers[i]));
    } else {
      waiters[i]->done(std::move(decided->answers[i]));
    }
  }
}

}  // namespace clearsky::log
