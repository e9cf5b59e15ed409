// Decisions alone: deterministic, several appends in one commit, no clock and
// no disk.

#include "log/commit_decision.h"

#include "base/error_detail.h"
#include "gmock/gmock.h"
#include "log/event_codec.h"
#include "log_fixture.h"

namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::StatusIs;
using ::testing::Optional;
using ::testing::SizeIs;

// A log in memory: the events of the commits given to it.
class MemoryView final : public LogView {
 public:
  void Take(const Commit& commit) {
    for (size_t i = 0; i < commit.events.size(); ++i) {
      const absl::StatusOr<RecordedEvent> event =
          DecodeEvent(commit.first_position + i, commit.stored(i));
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
  static std::vector<std::string> StoredOf(const Commit& commit) {
    std::vector<std::string> stored;
    for (size_t i = 0; i < commit.events.size(); ++i) {
      stored.emplace_back(commit.stored(i));
    }
    return stored;
  }

  MemoryView view_;
};

TEST_F(CommitDecisionTest, EqualInputGivesEqualBytes) {
  const std::vector<StreamAppend> entries = {To("a", {"a0", "a1"}),
                                             To("b", {"b0"})};
  CommitDecision one(&view_, 5, kStart);
  CommitDecision two(&view_, 5, kStart);
  ASSERT_THAT(one.Add(entries), IsOk());
  ASSERT_THAT(two.Add(entries), IsOk());
  const Commit commit = one.TakeCommit();
  EXPECT_EQ(commit.first_position, 5);
  EXPECT_THAT(StoredOf(commit), SizeIs(3));
  EXPECT_EQ(StoredOf(commit), StoredOf(two.TakeCommit()));
  EXPECT_EQ(commit.place(2),
            (EventPlace{7, "b", 0, Event("b0").event_id, kStart}));
}

TEST_F(CommitDecisionTest, LaterAppendSeesTheEarlierOneOfTheSameCommit) {
  CommitDecision decision(&view_, 0, kStart);
  ASSERT_THAT(decision.Add({To("a", {"a0"}, ExpectedRevision::NoStream())}),
              IsOk());
  const absl::Status refused =
      decision.Add({To("a", {"x"}, ExpectedRevision::NoStream())}).status();
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(
      DetailOf(refused),
      Optional(ErrorDetail{
          "REVISION_MISMATCH",
          {{"stream", "a"}, {"expected", "no-stream"}, {"actual", "0"}}}));
  ASSERT_THAT(decision.Add({To("a", {"a1"}, ExpectedRevision::Exactly(0))}),
              IsOk());
  EXPECT_EQ(decision.TakeCommit().events.back().revision, 1);
}

TEST_F(CommitDecisionTest, RetryWithinACommitIsADuplicate) {
  CommitDecision decision(&view_, 3, kStart);
  const absl::StatusOr<AppendResult> first = decision.Add({To("a", {"a0"})});
  ASSERT_THAT(first, IsOk());
  const absl::StatusOr<AppendResult> retry = decision.Add({To("a", {"a0"})});
  ASSERT_THAT(retry, IsOk());
  EXPECT_TRUE(retry->duplicate);
  EXPECT_EQ(retry->places, first->places);
  const absl::Status refused = decision.Add({To("b", {"a0"})}).status();
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kAlreadyExists));
  ErrorDetail taken{"EVENT_ID_TAKEN",
                    {{"event_id", Event("a0").event_id.ToString()},
                     {"position", "3"},
                     {"stream", "a"},
                     {"revision", "0"}}};
  EXPECT_THAT(DetailOf(refused), Optional(taken));
  const absl::Status half = decision.Add({To("a", {"a0", "a1"})}).status();
  EXPECT_THAT(half, StatusIs(absl::StatusCode::kAlreadyExists));
  taken.metadata["unknown_event_id"] = Event("a1").event_id.ToString();
  EXPECT_THAT(DetailOf(half), Optional(taken));
  EXPECT_THAT(decision.TakeCommit().events, SizeIs(1));
}

TEST_F(CommitDecisionTest, RefusedAppendLeavesTheCommitAsItWas) {
  CommitDecision decision(&view_, 0, kStart);
  EXPECT_THAT(decision.Add({To("a", {"a0"}),
                            To("b", {"b0"}, ExpectedRevision::StreamExists())}),
              StatusIs(absl::StatusCode::kAborted));
  EXPECT_TRUE(decision.empty());
  ASSERT_THAT(decision.Add({To("a", {"a0"}, ExpectedRevision::NoStream())}),
              IsOk());
  EXPECT_THAT(StoredOf(decision.TakeCommit()), SizeIs(1));
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
    const Commit commit = alone.TakeCommit();
    growing.Take(commit);
    const std::vector<std::string> stored = StoredOf(commit);
    apart.insert(apart.end(), stored.begin(), stored.end());
  }
  EXPECT_EQ(StoredOf(together.TakeCommit()), apart);
}

TEST_F(CommitDecisionTest, LargeCommitFillsChunkAfterChunk) {
  CommitDecision decision(&view_, 2, kStart);
  std::vector<std::string> words;
  for (int i = 0; i < 50; ++i) {
    words.push_back(absl::StrCat(i, std::string(5000, 'x')));
  }
  words.insert(words.begin() + 7, std::string(200'000, 'y'));
  ASSERT_THAT(decision.Add({To("a", words)}), IsOk());
  const Commit commit = decision.TakeCommit();
  const std::vector<format::KeyValue> chunks =
      format::EncodeCommit(2, absl::ToUnixMicros(kStart), StoredOf(commit));
  ASSERT_THAT(commit.chunks, SizeIs(chunks.size()));
  EXPECT_GT(chunks.size(), 4);
  size_t read = 0;
  for (size_t i = 0; i < chunks.size(); ++i) {
    EXPECT_EQ(commit.chunks[i].key, chunks[i].key);
    EXPECT_TRUE(commit.chunks[i].value == chunks[i].value);
    const absl::StatusOr<Commit> again =
        CommitOfChunk(chunks[i].key, chunks[i].value);
    ASSERT_THAT(again, IsOk());
    for (size_t e = 0; e < again->events.size(); ++e, ++read) {
      EXPECT_EQ(again->place(e), commit.place(read));
      EXPECT_EQ(again->stored(e), commit.stored(read));
    }
  }
  EXPECT_EQ(read, words.size());
}

}  // namespace
}  // namespace clearsky::log
