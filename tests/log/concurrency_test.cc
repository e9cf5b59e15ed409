// Many threads at once.

#include <atomic>
#include <iostream>
#include <set>
#include <thread>

#include "gmock/gmock.h"
#include "log_fixture.h"

namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::IsOkAndHolds;
using ::testing::SizeIs;

constexpr int kThreads = 8;
constexpr int kAppends = 40;

class ConcurrencyTest : public LogTest {
 protected:
  void SetUp() override {
    options_.clock = nullptr;  // The machine's.
    absl::StatusOr<std::unique_ptr<EventLog>> log =
        EventLog::Create(path(), {}, options_);
    ASSERT_THAT(log, IsOk());
    log_ = *std::move(log);
  }

  static void RunThreads(const std::function<void(int)>& body) {
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) threads.emplace_back(body, i);
    for (std::thread& thread : threads) thread.join();
  }

  // One round of each kind of read; what it says is of one moment or later.
  void ReadInAllWays() const {
    const uint64_t size = log_->size();
    if (size == 0) return;
    const absl::StatusOr<uint64_t> count = log_->CountAtTime(absl::Now());
    EXPECT_THAT(count, IsOk());
    EXPECT_GE(count.value_or(0), size);
    uint64_t next = size;
    EXPECT_THAT(log_->ReadAll(size - 1, Direction::kBackward,
                              [&](const RecordedEvent& event) {
                                EXPECT_EQ(event.position, --next);
                                return next > size / 2;
                              }),
                IsOk());
    const absl::StatusOr<std::vector<std::string>> streams =
        log_->ListStreams("", "", 100);
    ASSERT_THAT(streams, IsOk());
    for (const std::string& stream : *streams) {
      const absl::StatusOr<uint64_t> revisions = log_->StreamSize(stream);
      ASSERT_THAT(revisions, IsOk());
      uint64_t revision = 0;
      Uuid last;
      EXPECT_THAT(log_->ReadStream(stream, 0, Direction::kForward,
                                   [&](const RecordedEvent& event) {
                                     EXPECT_EQ(event.revision, revision++);
                                     EXPECT_EQ(event.stream, stream);
                                     last = event.event_id;
                                     return true;
                                   }),
                  IsOk());
      EXPECT_GE(revision, *revisions);
      const absl::StatusOr<std::optional<EventPlace>> place =
          log_->FindEvent(last);
      ASSERT_THAT(place, IsOk());
      ASSERT_TRUE(place->has_value());
      EXPECT_EQ((*place)->revision, revision - 1);
      const absl::StatusOr<RecordedEvent> event =
          log_->ReadAt((*place)->position);
      ASSERT_THAT(event, IsOk());
      EXPECT_EQ(event->event_id, last);
    }
  }

  // That positions, revisions and times are as they should, for each event.
  void ExpectInOrder(size_t count) {
    uint64_t position = 0;
    std::map<std::string, uint64_t> revisions;
    std::set<Uuid> ids;
    absl::Time last = absl::InfinitePast();
    ASSERT_THAT(log().ReadAll(0, Direction::kForward,
                              [&](const RecordedEvent& event) {
                                EXPECT_EQ(event.position, position++);
                                EXPECT_EQ(event.revision,
                                          revisions[event.stream]++);
                                EXPECT_TRUE(ids.insert(event.event_id).second);
                                EXPECT_GE(event.record_time, last);
                                last = event.record_time;
                                return true;
                              }),
                IsOk());
    EXPECT_EQ(position, count);
    EXPECT_EQ(log().size(), count);
    for (const auto& [stream, size] : revisions) {
      EXPECT_THAT(log().StreamSize(stream), IsOkAndHolds(size));
      EXPECT_THAT(Stream(stream), SizeIs(size));
    }
  }
};

TEST_F(ConcurrencyTest, AppendsOfEightThreadsLeaveNoGaps) {
  RunThreads([&](int thread) {
    for (int i = 0; i < kAppends; ++i) {
      const std::string word = absl::StrCat(thread, ".", i);
      const absl::StatusOr<AppendResult> result =
          log().Append({To("shared", {word + "s"}),
                        To(absl::StrCat("own", thread), {word + "o"})});
      ASSERT_THAT(result, IsOk());
      ASSERT_THAT(result->places, SizeIs(2));
      EXPECT_EQ(result->places[0].position + 1, result->places[1].position);
      EXPECT_EQ(result->places[1].revision, i);
    }
  });
  constexpr size_t kEvents = size_t{2} * kThreads * kAppends;
  ExpectInOrder(kEvents);
  Reopen();
  ExpectInOrder(kEvents);
}

TEST_F(ConcurrencyTest, OfRacersForARevisionOneWins) {
  std::atomic<int> wins = 0;
  std::atomic<int> losses = 0;
  Say("a", {"first"});
  RunThreads([&](int thread) {
    for (int i = 0; i < kAppends; ++i) {
      const auto expected = ExpectedRevision::Exactly(static_cast<uint64_t>(i));
      // Tries for revision i + 1 until someone has it.
      const absl::StatusOr<AppendResult> result =
          log().Append({To("a", {absl::StrCat(thread, ".", i)}, expected)});
      if (result.ok()) {
        ++wins;
        EXPECT_EQ(result->places[0].revision, i + 1);
      } else {
        ++losses;
        EXPECT_EQ(result.status().code(), absl::StatusCode::kAborted);
        // The answer rests on what is durable, so it can be read.
        const absl::StatusOr<uint64_t> size = log().StreamSize("a");
        EXPECT_THAT(size, IsOk());
        EXPECT_GT(size.value_or(0), i + 1);
      }
    }
  });
  EXPECT_EQ(wins, kAppends);
  EXPECT_EQ(losses, (kThreads - 1) * kAppends);
  ExpectInOrder(kAppends + 1);
}

TEST_F(ConcurrencyTest, ReadersSeeWholePrefixesWhileWritersAppend) {
  std::atomic<bool> is_done = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      uint64_t seen = 0;
      while (!is_done) {
        const uint64_t size = log().size();
        EXPECT_GE(size, seen);
        uint64_t next = seen;
        const absl::Status status = log().ReadAll(
            seen, Direction::kForward, [&](const RecordedEvent& event) {
              EXPECT_EQ(event.position, next++);
              return true;
            });
        EXPECT_THAT(status, IsOk());
        EXPECT_GE(next, size);
        // Both events of an append become visible together.
        EXPECT_EQ(next % 2, 0);
        const absl::StatusOr<uint64_t> left = log().StreamSize("left");
        const absl::StatusOr<uint64_t> right = log().StreamSize("right");
        EXPECT_THAT(left, IsOk());
        EXPECT_THAT(right, IsOk());
        EXPECT_LE(left.value_or(0), right.value_or(0));
        EXPECT_GE(left.value_or(0), next / 2);
        seen = next;
      }
    });
  }
  RunThreads([&](int thread) {
    for (int i = 0; i < kAppends; ++i) {
      const std::string word = absl::StrCat(thread, ".", i);
      EXPECT_THAT(
          log().Append({To("left", {word + "l"}), To("right", {word + "r"})}),
          IsOk());
    }
  });
  is_done = true;
  for (std::thread& reader : readers) reader.join();
  ExpectInOrder(size_t{2} * kThreads * kAppends);
}

// Two threads make each append, with the same ids, until it is taken, each with
// the revision that it saw last: retries race with themselves and with others
// for the revisions of four streams, under the eyes of readers.
TEST_F(ConcurrencyTest, RetriesRaceForRevisionsWhileReadersWatch) {
  constexpr int kSharedStreams = 4;
  constexpr int kPairs = kThreads / 2;
  std::atomic<bool> is_done = false;
  std::thread reader([&] {
    while (!is_done) ReadInAllWays();
  });
  std::vector<std::vector<AppendResult>> results(kThreads);
  std::atomic<int> refused = 0;
  RunThreads([&](int thread) {
    for (int i = 0; i < kAppends; ++i) {
      const std::string words = absl::StrCat(thread % kPairs, ".", i);
      const std::string stream = absl::StrCat("shared", i % kSharedStreams);
      while (true) {
        const absl::StatusOr<uint64_t> size = log().StreamSize(stream);
        ASSERT_THAT(size, IsOk());
        const auto expected = *size == 0 ? ExpectedRevision::NoStream()
                                         : ExpectedRevision::Exactly(*size - 1);
        const absl::StatusOr<AppendResult> result =
            log().Append({To(stream, {words + "s", words + "t"}, expected),
                          To(absl::StrCat("own", thread % kPairs), {words})});
        if (result.ok()) {
          // Else the ids were known before the revision was asked for.
          if (!result->duplicate) {
            EXPECT_EQ(result->places[0].revision, *size);
          }
          results[static_cast<size_t>(thread)].push_back(*result);
          break;
        }
        ++refused;
        ASSERT_EQ(result.status().code(), absl::StatusCode::kAborted);
        // Refused for what is durable, so that it can be seen.
        EXPECT_GT(log().StreamSize(stream).value_or(0), *size);
      }
    }
  });
  is_done = true;
  reader.join();
  for (size_t pair = 0; pair < kPairs; ++pair) {
    for (size_t i = 0; i < kAppends; ++i) {
      const AppendResult& one = results[pair][i];
      const AppendResult& other = results[pair + kPairs][i];
      EXPECT_EQ(one.places, other.places);
      EXPECT_NE(one.duplicate, other.duplicate) << "one of them recorded it";
    }
  }
  std::cout << "refused=" << refused << std::endl;
  ExpectInOrder(size_t{3} * kPairs * kAppends);
  Reopen();
  ExpectInOrder(size_t{3} * kPairs * kAppends);
}

TEST_F(ConcurrencyTest, OfRacersWithAnIdForDifferentContentOneWins) {
  std::vector<std::atomic<int>> wins(kAppends);
  RunThreads([&](int thread) {
    for (int i = 0; i < kAppends; ++i) {
      StreamAppend append = To("a", {absl::StrCat(i)});
      append.events[0].data = absl::StrCat(thread, " says ", i);
      const absl::StatusOr<AppendResult> result = log().Append({append});
      if (result.ok()) {
        EXPECT_FALSE(result->duplicate);
        ++wins[static_cast<size_t>(i)];
      } else {
        EXPECT_EQ(result.status().code(), absl::StatusCode::kAlreadyExists);
      }
    }
  });
  for (const std::atomic<int>& count : wins) EXPECT_EQ(count, 1);
  ExpectInOrder(kAppends);
}

TEST_F(ConcurrencyTest, DocumentsAndEventsAreWrittenAtOnce) {
  RunThreads([&](int thread) {
    for (int i = 0; i < 10; ++i) {
      const std::string text = absl::StrCat("document ", (thread + i) % 12);
      const absl::StatusOr<std::string> hash = log().PutDocument(text);
      ASSERT_THAT(hash, IsOk());
      EXPECT_THAT(log().GetDocument(*hash), IsOkAndHolds(text));
      EXPECT_THAT(log().Append({To("a", {absl::StrCat(thread, ".", i)})}),
                  IsOk());
    }
  });
  ExpectInOrder(size_t{10} * kThreads);
}

// Writers that wait and writers that do not, subscribers, readers and the
// indexer, all at once: one order for all.
TEST_F(ConcurrencyTest, SubscribersFollowWritersOfBothKinds) {
  constexpr size_t kPerThread = 2 * kAppends;
  constexpr size_t kEvents = size_t{2} * kThreads * kPerThread;
  std::atomic<size_t> answered = 0;
  std::atomic<bool> is_done = false;
  std::vector<std::thread> others;
  const auto follow = [&](SubscribeRequest request, size_t count) {
    const auto subscription = log().Subscribe(request);
    std::map<std::string, uint64_t> revisions;
    uint64_t next = 0;
    for (size_t seen = 0; seen < count;) {
      const absl::StatusOr<Subscription::Item> item = subscription->Next();
      ASSERT_THAT(item, IsOk());
      EXPECT_GE(item->next_position, next);
      next = item->next_position;
      if (item->kind != Subscription::Item::Kind::kEvent) continue;
      EXPECT_EQ(item->event.revision,
                revisions[std::string(item->event.stream)]++);
      EXPECT_LT(item->event.position, log().size());
      ++seen;
    }
    EXPECT_THAT(subscription->TryNext(), IsOk());
  };
  for (int i = 0; i < 3; ++i) {
    others.emplace_back(follow, SubscribeRequest(), kEvents);
    others.emplace_back(follow,
                        SubscribeRequest{0, {absl::StrCat("own", i), {}}, 7},
                        kPerThread);
  }
  // More than the writers wake themselves; some are called, some go away.
  for (int i = 0; i < 2; ++i) {
    others.emplace_back([&] {
      // Calls may come late, so that what they touch is shared.
      const auto calls = std::make_shared<std::atomic<int>>(0);
      while (!is_done) {
        const auto subscription = log().Subscribe({log().size(), {}, 1000});
        subscription->NotifyWhenReady([calls] { ++*calls; });
        std::thread canceller([&] { subscription->Cancel(); });
        static_cast<void>(subscription->Next(absl::Milliseconds(1)));
        canceller.join();
      }
    });
  }
  others.emplace_back([&] {
    while (!is_done) EXPECT_THAT(log().WaitUntilIndexed(), IsOk());
  });
  others.emplace_back([&] {
    for (bool is_forward = true; !is_done; is_forward = !is_forward) {
      const auto it =
          log().Read({"shared",
                      is_forward ? Direction::kForward : Direction::kBackward,
                      {},
                      {},
                      {}});
      ASSERT_THAT(it, IsOk());
      uint64_t count = 0;
      uint64_t last = 0;
      while ((*it)->Next()) {
        if (count > 0) {
          EXPECT_EQ((*it)->event().revision, is_forward ? last + 1 : last - 1);
        }
        last = (*it)->event().revision;
        ++count;
      }
      EXPECT_THAT((*it)->status(), IsOk());
      EXPECT_THAT(log().ListStreams("own", "", 99), IsOk());
    }
  });
  RunThreads([&](int thread) {
    for (size_t i = 0; i < kPerThread; ++i) {
      const std::string word = absl::StrCat(thread, ".", i);
      const std::vector<StreamAppend> entries = {
          To("shared", {word + "s"}),
          To(absl::StrCat("own", thread), {word + "o"})};
      if (thread % 2 == 0) {
        EXPECT_THAT(log().Append(entries), IsOk());
        ++answered;
      } else {
        log().AppendAsync(entries, [&](const auto& answer) {
          EXPECT_THAT(answer, IsOk());
          ++answered;
        });
      }
    }
  });
  while (answered < kThreads * kPerThread) std::this_thread::yield();
  is_done = true;
  for (std::thread& other : others) other.join();
  ExpectInOrder(kEvents);
}

}  // namespace
}  // namespace clearsky::log
