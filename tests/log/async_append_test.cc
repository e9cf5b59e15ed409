// Appending without waiting: each is answered once, and never before it is
// durable.

#include <atomic>
#include <thread>

#include "absl/time/clock.h"
#include "fault_env.h"
#include "gmock/gmock.h"
#include "log/condition.h"
#include "log/sequencer.h"
#include "log_fixture.h"

namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::IsOkAndHolds;
using ::clearsky::test::StatusIs;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::SizeIs;

MATCHER(IsNoItem, "is no item") { return !arg.has_value(); }

using Answer = absl::StatusOr<AppendResult>;

// Answers as they come, by the number that was asked for.
class Answers {
 public:
  Sequencer::Callback Take(size_t number) {
    return [this, number](Answer answer) {
      MutexLock lock(&mu_);
      answers_[number].push_back(std::move(answer));
      ++count_;
      changed_.NotifyAll();
    };
  }
  size_t count() const {
    MutexLock lock(&mu_);
    return count_;
  }
  void WaitFor(size_t count) {
    MutexLock lock(&mu_);
    while (count_ < count) changed_.Wait(&mu_);
  }
  // The only one of this number.
  Answer Of(size_t number) {
    MutexLock lock(&mu_);
    EXPECT_THAT(answers_[number], SizeIs(1)) << number;
    return answers_[number].empty() ? absl::UnknownError("not answered")
                                    : answers_[number].front();
  }

 private:
  mutable Mutex mu_;
  Condition changed_;
  size_t count_ ABSL_GUARDED_BY(mu_) = 0;
  std::map<size_t, std::vector<Answer>> answers_ ABSL_GUARDED_BY(mu_);
};

class AsyncAppendTest : public LogTest {
 protected:
  void SetUp() override {
    faults_.path_part = "/log/";
    env_ = NewFaultyEnv(&faults_);
    options_.env = env_.get();
    LogTest::SetUp();
  }
  void TearDown() override {
    Release();
    faults_.syncs = false;
    Close();
  }

  void Begin(size_t number, StreamAppend append) {
    log().AppendAsync({std::move(append)}, answers_.Take(number));
  }
  // Begins an append whose commit is not synced until Release.
  void BeginHeld(size_t number, StreamAppend append) {
    const int held = faults_.held_syncs;
    faults_.hold_syncs = true;
    Begin(number, std::move(append));
    while (faults_.held_syncs == held) absl::SleepFor(absl::Milliseconds(1));
  }
  void Release() { faults_.hold_syncs = false; }

  // Closes the log while `count` appends wait for a sync, or behind it.
  void CloseWhileWaiting(size_t count) {
    BeginHeld(0, To("a", {"held"}));
    for (size_t i = 1; i < count; ++i) Begin(i, To("a", {absl::StrCat(i)}));
    std::thread closer([&] { Close(); });
    absl::SleepFor(absl::Milliseconds(20));
    Release();
    closer.join();
    EXPECT_EQ(answers_.count(), count);
    for (size_t i = 0; i < count; ++i) EXPECT_THAT(answers_.Of(i), IsOk());
    Reopen();
    EXPECT_EQ(log().size(), count);
  }

  Faults faults_;
  std::unique_ptr<rocksdb::Env> env_;
  Answers answers_;
};

TEST_F(AsyncAppendTest, EachIsAnsweredOnceWithItsPlace) {
  constexpr size_t kCount = 500;
  for (size_t i = 0; i < kCount; ++i) Begin(i, To("a", {absl::StrCat(i)}));
  answers_.WaitFor(kCount);
  for (size_t i = 0; i < kCount; ++i) {
    const Answer answer = answers_.Of(i);
    ASSERT_THAT(answer, IsOk());
    ASSERT_THAT(answer->places, SizeIs(1));
    // In the order in which the caller gave them.
    EXPECT_EQ(answer->places[0].revision, i);
    EXPECT_EQ(answer->places[0].position, i);
  }
  EXPECT_EQ(answers_.count(), kCount);
  EXPECT_THAT(Stream("a"), SizeIs(kCount));
}

TEST_F(AsyncAppendTest, OrderOfACallerIsKeptAmongMany) {
  constexpr size_t kThreads = 4;
  constexpr size_t kEach = 200;
  std::vector<std::thread> threads;
  for (size_t thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (size_t i = 0; i < kEach; ++i) {
        Begin(thread * kEach + i, To("shared", {absl::StrCat(thread, ".", i)}));
        // Blocking ones between them.
        if (i % 50 == 0) {
          EXPECT_THAT(log().Append({To("other", {absl::StrCat(thread, i)})}),
                      IsOk());
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  answers_.WaitFor(kThreads * kEach);
  for (size_t thread = 0; thread < kThreads; ++thread) {
    for (size_t i = 1; i < kEach; ++i) {
      EXPECT_LT(answers_.Of(thread * kEach + i - 1)->places[0].revision,
                answers_.Of(thread * kEach + i)->places[0].revision);
    }
  }
  EXPECT_THAT(log().StreamSize("shared"), IsOkAndHolds(kThreads * kEach));
}

TEST_F(AsyncAppendTest, ExpectationsSeeWhatWasDecidedBefore) {
  BeginHeld(0, To("a", {"first"}, ExpectedRevision::NoStream()));
  Begin(1, To("a", {"second"}, ExpectedRevision::Exactly(0)));
  Begin(2, To("a", {"loser"}, ExpectedRevision::Exactly(0)));
  Begin(3, To("a", {"third"}, ExpectedRevision::Exactly(1)));
  Begin(4, Check("a", ExpectedRevision::Exactly(2)));
  Begin(5, To("b", {"none"}, ExpectedRevision::StreamExists()));
  absl::SleepFor(absl::Milliseconds(20));
  EXPECT_EQ(answers_.count(), 0);
  Release();
  answers_.WaitFor(6);
  for (const size_t number : {0, 1, 3, 4}) {
    EXPECT_THAT(answers_.Of(number), IsOk()) << number;
  }
  EXPECT_THAT(answers_.Of(2), StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(answers_.Of(5), StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(Everything(),
              ElementsAre("0:a/0=first", "1:a/1=second", "2:a/2=third"));
}

TEST_F(AsyncAppendTest, RetriesRacingAreOneEvent) {
  constexpr size_t kThreads = 4;
  constexpr size_t kEach = 100;
  std::vector<std::thread> threads;
  for (size_t thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (size_t i = 0; i < kEach; ++i) {
        Begin(thread * kEach + i, To("a", {absl::StrCat(i)}));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  answers_.WaitFor(kThreads * kEach);
  EXPECT_EQ(log().size(), kEach);
  for (size_t i = 0; i < kEach; ++i) {
    int first = 0;
    for (size_t thread = 0; thread < kThreads; ++thread) {
      const Answer answer = answers_.Of(thread * kEach + i);
      ASSERT_THAT(answer, IsOk());
      EXPECT_EQ(answer->places, answers_.Of(i)->places);
      first += answer->duplicate ? 0 : 1;
    }
    EXPECT_EQ(first, 1);
  }
}

TEST_F(AsyncAppendTest, WhatIsRefusedIsAnsweredHere) {
  std::thread::id where;
  absl::Status status;
  const auto done = [&](const Answer& answer) {
    where = std::this_thread::get_id();
    status = answer.status();
  };
  log().AppendAsync({To("", {"no stream"})}, done);
  EXPECT_EQ(where, std::this_thread::get_id());
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
  Close();
  options_.read_only = true;
  Reopen();
  where = {};
  log().AppendAsync({To("a", {"word"})}, done);
  EXPECT_EQ(where, std::this_thread::get_id());
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(AsyncAppendTest, TooMuchWaitingIsTurnedAwayAndTheRestAnswered) {
  BeginHeld(0, To("a", {"held"}));
  const std::string mebibyte(kMaxEventBytes, 'x');
  size_t number = 1;
  bool is_refused = false;
  // What waits may be more by what was taken to be decided.
  constexpr size_t kMost =
      (Sequencer::kMaxWaitingBytes + 2 * Sequencer::kMaxCommitBytes) /
      kMaxEventBytes;
  while (!is_refused && number < kMost) {
    NewEvent event = Event(absl::StrCat(number));
    event.data = mebibyte;
    log().AppendAsync({{"a", ExpectedRevision::Any(), {std::move(event)}}},
                      [&, take = answers_.Take(number)](Answer answer) {
                        is_refused = answer.status().code() ==
                                     absl::StatusCode::kResourceExhausted;
                        take(std::move(answer));
                      });
    ++number;
  }
  EXPECT_TRUE(is_refused);
  EXPECT_GE(number, Sequencer::kMaxWaitingBytes / kMaxEventBytes);
  EXPECT_EQ(answers_.count(), 1);
  Release();
  answers_.WaitFor(number);
  for (size_t i = 0; i + 1 < number; ++i) EXPECT_THAT(answers_.Of(i), IsOk());
  EXPECT_EQ(log().size(), number - 1);
  Begin(number, To("a", {"again"}));
  answers_.WaitFor(number + 1);
  EXPECT_THAT(answers_.Of(number), IsOk());
}

TEST_F(AsyncAppendTest, DestructorAnswersWhatWaits) { CloseWhileWaiting(300); }

// So few that they are not decided before the first is synced: one committer
// sleeps, while the other takes all that waits and ends.
TEST_F(AsyncAppendTest, DestructorAnswersAFewThatWait) {
  CloseWhileWaiting(10);
}

// An answer may lead to the next append, also while the log closes.
TEST_F(AsyncAppendTest, AppendsFromCallbacksAreAnsweredBeforeTheEnd) {
  constexpr size_t kLength = 50;
  std::function<void(size_t)> say = [&](size_t i) {
    log_->AppendAsync({To("a", {absl::StrCat(i)})},
                      [&, i, take = answers_.Take(i)](Answer answer) {
                        if (i + 1 < kLength) say(i + 1);
                        take(std::move(answer));
                      });
  };
  say(0);
  // As Close(), but the callbacks still find the log.
  log_.get_deleter()(log_.get());
  static_cast<void>(log_.release());
  EXPECT_EQ(answers_.count(), kLength);
  for (size_t i = 0; i < kLength; ++i) EXPECT_THAT(answers_.Of(i), IsOk());
}

// One is being synced; behind it another is decided already; more wait.
TEST_F(AsyncAppendTest, FailedSyncFailsAllAndShowsNothing) {
  Say("a", {"good"});
  auto subscription = log().Subscribe({1, {}, 1});
  BeginHeld(0, To("a", {"synced"}));
  // Enough to be decided while the first syncs.
  constexpr size_t kCount = 2 * Sequencer::kPipelineEvents;
  for (size_t i = 1; i <= kCount; ++i) Begin(i, To("a", {absl::StrCat(i)}));
  absl::SleepFor(absl::Milliseconds(50));
  EXPECT_EQ(answers_.count(), 0);
  faults_.syncs = true;
  Release();
  answers_.WaitFor(kCount + 1);
  for (size_t i = 0; i <= kCount; ++i) {
    EXPECT_THAT(answers_.Of(i), StatusIs(absl::StatusCode::kInternal)) << i;
  }
  faults_.syncs = false;
  Begin(kCount + 1, To("a", {"later"}));
  answers_.WaitFor(kCount + 2);
  EXPECT_THAT(answers_.Of(kCount + 1), StatusIs(absl::StatusCode::kInternal));
  EXPECT_EQ(log().size(), 1);
  EXPECT_THAT(Everything(), ElementsAre("0:a/0=good"));
  EXPECT_THAT(Stream("a"), ElementsAre("0:a/0=good"));
  EXPECT_THAT(log().StreamSize("a"), IsOkAndHolds(1));
  EXPECT_THAT(log().FindEvent(UuidV8OfContent("1")),
              IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_THAT(subscription->TryNext(), IsOkAndHolds(IsNoItem()));
}

TEST_F(AsyncAppendTest, NothingUndurableIsSeen) {
  Say("a", {"durable"});
  auto subscription = log().Subscribe({1, {}, 1});
  std::atomic<int> calls = 0;
  subscription->NotifyWhenReady([&] { ++calls; });
  BeginHeld(0, To("a", {"held"}));
  for (size_t i = 1; i <= Sequencer::kPipelineEvents; ++i) {
    Begin(i, To("b", {absl::StrCat(i)}));
  }
  absl::SleepFor(absl::Milliseconds(50));
  EXPECT_EQ(log().size(), 1);
  EXPECT_THAT(Everything(), ElementsAre("0:a/0=durable"));
  EXPECT_THAT(Stream("a"), ElementsAre("0:a/0=durable"));
  EXPECT_THAT(Stream("b"), IsEmpty());
  EXPECT_THAT(log().ListStreams("", "", 9), IsOkAndHolds(ElementsAre("a")));
  EXPECT_THAT(log().FindEvent(UuidV8OfContent("held")),
              IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_EQ(calls, 0);
  EXPECT_THAT(subscription->TryNext(), IsOkAndHolds(IsNoItem()));
  EXPECT_THAT(subscription->Next(absl::Milliseconds(20)),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  Release();
  EXPECT_THAT(subscription->Next(), IsOk());
  answers_.WaitFor(Sequencer::kPipelineEvents + 1);
}

}  // namespace
}  // namespace clearsky::log
