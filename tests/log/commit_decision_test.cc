// Decisions alone: deterministic, several appends in one commit, no clock and
// no disk.

#include "log/commit_decision.h"

#include "gmock/gmock.h"
#include "log/event_codec.h"
#include "log_fixture.h"

namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A log in memory: the events of the commits given to it.
class MemoryView final : public LogView {
 public:
  void Take(const Commit& commit) {
    for (size_t i = 0; i < commit.places.size(); ++i) {
      const absl::StatusOr<RecordedEvent> event =
          DecodeEvent(commit.places[i].position, commit.stored[i]);
      ASSERT_THAT(event, IsOk());
      events_.push_back(*event);
    }
  }
  absl::StatusOr<std::optional<uint64_t>> LastRevision(
      absl::string_view stream) const override {
    std::optional<uint64_t> last;
    for (const RecordedEvent& event : events_) {
      if (event.stream == stream) last = event.revision;
    }
    return last;
  }
  absl::StatusOr<std::optional<RecordedEvent>> EventOfId(
      const Uuid& id) const override {
    for (const RecordedEvent& event : events_) {
      if (event.event_id == id) return event;
    }
    return std::nullopt;
  }

 private:
  std::vector<RecordedEvent> events_;
};

class CommitDecisionTest : public ::testing::Test {
 protected:
  MemoryView view_;
};

TEST_F(CommitDecisionTest, EqualInputGivesEqualBytes) {
  const std::vector<StreamAppend> entries = {To("a", {"a0", "a1"}),
                                             To("b", {"b0"})};
  CommitDecision one(&view_, 5, kStart);
  CommitDecision two(&view_, 5, kStart);
  ASSERT_THAT(one.Add(entries), IsOk());
  ASSERT_THAT(two.Add(entries), IsOk());
  EXPECT_THAT(one.commit().stored, SizeIs(3));
  EXPECT_EQ(one.commit().stored, two.commit().stored);
  EXPECT_EQ(one.commit().places, two.commit().places);
  EXPECT_EQ(one.commit().places[0].position, 5);
}

TEST_F(CommitDecisionTest, LaterAppendSeesTheEarlierOneOfTheSameCommit) {
  CommitDecision decision(&view_, 0, kStart);
  ASSERT_THAT(decision.Add({To("a", {"a0"}, ExpectedRevision::NoStream())}),
              IsOk());
  EXPECT_THAT(decision.Add({To("a", {"x"}, ExpectedRevision::NoStream())}),
              StatusIs(absl::StatusCode::kAborted));
  ASSERT_THAT(decision.Add({To("a", {"a1"}, ExpectedRevision::Exactly(0))}),
              IsOk());
  EXPECT_EQ(decision.commit().places.back().revision, 1);
}

TEST_F(CommitDecisionTest, RetryWithinACommitIsADuplicate) {
  CommitDecision decision(&view_, 3, kStart);
  const absl::StatusOr<AppendResult> first = decision.Add({To("a", {"a0"})});
  ASSERT_THAT(first, IsOk());
  const absl::StatusOr<AppendResult> retry = decision.Add({To("a", {"a0"})});
  ASSERT_THAT(retry, IsOk());
  EXPECT_TRUE(retry->duplicate);
  EXPECT_EQ(retry->places, first->places);
  EXPECT_THAT(decision.commit().places, SizeIs(1));
  EXPECT_THAT(decision.Add({To("b", {"a0"})}),
              StatusIs(absl::StatusCode::kAlreadyExists));
}

TEST_F(CommitDecisionTest, RefusedAppendLeavesTheCommitAsItWas) {
  CommitDecision decision(&view_, 0, kStart);
  EXPECT_THAT(decision.Add({To("a", {"a0"}),
                            To("b", {"b0"}, ExpectedRevision::StreamExists())}),
              StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(decision.commit().places, IsEmpty());
  ASSERT_THAT(decision.Add({To("a", {"a0"}, ExpectedRevision::NoStream())}),
              IsOk());
  EXPECT_EQ(decision.commit().places[0].position, 0);
}

TEST_F(CommitDecisionTest, CommitsOfOneAndOfManyAppendsHoldTheSame) {
  const std::vector<std::vector<StreamAppend>> appends = {
      {To("a", {"a0"})}, {To("b", {"b0"}), To("a", {"a1"})}, {To("a", {"a2"})}};
  CommitDecision together(&view_, 0, kStart);
  std::vector<std::string> apart;
  MemoryView growing;
  for (const std::vector<StreamAppend>& append : appends) {
    ASSERT_THAT(together.Add(append), IsOk());
    CommitDecision alone(&growing, apart.size(), kStart);
    ASSERT_THAT(alone.Add(append), IsOk());
    growing.Take(alone.commit());
    apart.insert(apart.end(), alone.commit().stored.begin(),
                 alone.commit().stored.end());
  }
  EXPECT_EQ(together.commit().stored, apart);
}

}  // namespace
}  // namespace clearsky::log
