// Sequencing as a role: who comes while a commit is under way queues, and the
// next holder takes them all. The first commit's sync is held, so that the
// order of things is the test's and not the machine's.

#include "log/sequencer.h"

#include <map>
#include <thread>

#include "absl/time/clock.h"
#include "fault_env.h"
#include "gmock/gmock.h"
#include "log_fixture.h"

namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::IsOkAndHolds;
using ::clearsky::test::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::Ge;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::SizeIs;

class SequencerTest : public LogTest {
 protected:
  void SetUp() override {
    faults_.path_part = "/log/";
    env_ = NewFaultyEnv(&faults_);
    options_.env = env_.get();
    LogTest::SetUp();
  }
  void TearDown() override {
    Release();
    for (std::thread& thread : threads_) thread.join();
    faults_.syncs = false;
    Close();
  }

  using Answer = absl::StatusOr<AppendResult>;

  // Appends in a thread of its own; the answer is there after JoinAll.
  void Begin(StreamAppend append) {
    answers_.push_back(
        std::make_unique<Answer>(absl::UnknownError("not answered")));
    threads_.emplace_back(
        [this, append = std::move(append), answer = answers_.back().get()] {
          *answer = log().Append({append});
        });
  }
  // Begins an append whose commit is not synced until Release.
  void BeginHeld(StreamAppend append) {
    faults_.hold_syncs = true;
    Begin(std::move(append));
    while (faults_.held_syncs == 0) absl::SleepFor(absl::Milliseconds(1));
  }
  // Time for the threads begun to have queued.
  static void LetThemQueue() { absl::SleepFor(absl::Milliseconds(200)); }
  void Release() { faults_.hold_syncs = false; }
  void JoinAll() {
    Release();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }
  const Answer& AnswerTo(size_t index) const { return *answers_[index]; }

  Faults faults_;
  std::unique_ptr<rocksdb::Env> env_;
  std::vector<std::thread> threads_;
  std::vector<std::unique_ptr<Answer>> answers_;
};

TEST_F(SequencerTest, WhoQueuesBehindACommitSharesTheNext) {
  BeginHeld(To("a", {"first"}));
  for (int i = 0; i < 7; ++i) Begin(To("a", {absl::StrCat(i)}));
  LetThemQueue();
  const int syncs_before = faults_.held_syncs;
  EXPECT_EQ(syncs_before, 1);
  JoinAll();
  std::map<absl::Time, size_t> sizes;
  for (size_t i = 0; i < answers_.size(); ++i) {
    ASSERT_THAT(AnswerTo(i), IsOk());
    sizes[AnswerTo(i)->places[0].record_time] += i == 0 ? 1 : 6;
  }
  // The first; what was decided while it synced; the rest, two and two.
  EXPECT_THAT(sizes, SizeIs(AllOf(Ge(3), Le(4))));
  for (const auto& [time, mebibytes] : sizes) EXPECT_LE(mebibytes, 12);
  EXPECT_EQ(log().size(), 25);
}

}  // namespace
}  // namespace clearsky::log
