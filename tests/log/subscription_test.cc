// Catching up and then following: every matching event once, in order, and told
// how far the rest was skipped.

#include "log/subscription.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "recorded_model.h"

namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::StatusIs;
using ::testing::ElementsAre;

using Item = Subscription::Item;
using Kind = Subscription::Item::Kind;

constexpr uint64_t kNever = uint64_t{0} - 1;

class SubscriptionTest : public LogTest {
 protected:
  void SetUp() override {
    options_.memory_budget_bytes = 1;  // The least.
    LogTest::SetUp();
  }

  // What comes within a moment: words of events, "@position" of checkpoints.
  static std::vector<std::string> Drain(Subscription* subscription) {
    std::vector<std::string> items;
    while (true) {
      absl::StatusOr<std::optional<Item>> item = subscription->TryNext();
      EXPECT_THAT(item, IsOk());
      if (!item.ok() || !item->has_value()) return items;
      items.push_back((*item)->kind == Kind::kEvent
                          ? std::string((*item)->event.data)
                          : absl::StrCat("@", (*item)->next_position));
    }
  }
  void Index() { EXPECT_THAT(log().WaitUntilIndexed(), IsOk()); }
};

TEST_F(SubscriptionTest, CatchesUpAndFollows) {
  Say("a", {"0", "1"});
  Index();
  Say("b", {"2"});
  const auto subscription = log().Subscribe({});
  EXPECT_THAT(Drain(subscription.get()), ElementsAre("0", "1", "2"));
  Say("a", {"3"});
  EXPECT_THAT(Drain(subscription.get()), ElementsAre("3"));
  EXPECT_EQ(subscription->position(), 4);
}

TEST_F(SubscriptionTest, BeginsWhereItIsTold) {
  Say("a", {"0", "1", "2"});
  EXPECT_THAT(Drain(log().Subscribe({2, {}, 1}).get()), ElementsAre("2"));
  const auto later = log().Subscribe({5, {}, 1});
  Say("a", {"3", "4"});
  EXPECT_THAT(Drain(later.get()), ElementsAre());
  Say("a", {"5"});
  EXPECT_THAT(Drain(later.get()), ElementsAre("5"));
}

TEST_F(SubscriptionTest, WaitsForAPositionInTheMiddleOfACommitToCome) {
  const auto subscription = log().Subscribe({5, {}, 1});
  EXPECT_THAT(subscription->Next(absl::Milliseconds(1)),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  std::thread writer([&] {
    for (int i = 0; i < 3; ++i) {
      absl::SleepFor(absl::Milliseconds(5));
      Say("a", {absl::StrCat(3 * i), absl::StrCat(3 * i + 1),
                absl::StrCat(3 * i + 2)});
    }
  });
  for (uint64_t i = 5; i < 9; ++i) {
    const absl::StatusOr<Item> item = subscription->Next();
    ASSERT_THAT(item, IsOk());
    EXPECT_EQ(item->event.position, i);
    EXPECT_EQ(item->event.data, absl::StrCat(i));
  }
  writer.join();
}

TEST_F(SubscriptionTest, CheckpointsComeForWhatIsSkipped) {
  const auto live = log().Subscribe({0, {"b", {}}, 3});
  EXPECT_THAT(Drain(live.get()), ElementsAre());
  Say("a", {"0", "1", "2", "3", "4", "5", "6"});
  Say("b", {"7"});
  Say("a", {"8", "9"});
  EXPECT_THAT(Drain(live.get()), ElementsAre("@3", "@6", "7"));
  Say("a", {"10"});
  EXPECT_THAT(Drain(live.get()), ElementsAre("@11"));
  // The same from the tail, and from disk.
  for (int i = 0; i < 2; ++i) {
    EXPECT_THAT(Drain(log().Subscribe({0, {"b", {}}, 3}).get()),
                ElementsAre("@3", "@6", "7", "@11"));
    Index();
  }
}

// The filter is one of few streams, which are read by themselves.
TEST_F(SubscriptionTest, CheckpointsComeWhereStreamsAreMerged) {
  std::vector<std::string> words;
  for (int i = 0; i < 40; ++i) words.push_back(absl::StrCat("a", i));
  Say("a", words);
  Say("b", {"found"});
  Index();
  EXPECT_THAT(Drain(log().Subscribe({0, {"b", {}}, 15}).get()),
              ElementsAre("@15", "@30", "found"));
  EXPECT_THAT(Drain(log().Subscribe({0, {"b", {}}, 20}).get()),
              ElementsAre("@20", "@40", "found"));
  EXPECT_THAT(Drain(log().Subscribe({0, {"b", {}}, kNever}).get()),
              ElementsAre("found"));
}

// Any filter, place to begin and spacing of checkpoints, while others append
// and the indexer empties the tail; at times begun again from where it was.
TEST_F(SubscriptionTest, DeliversWhatTheModelDoes) {
  constexpr size_t kSubscribers = 6;
  constexpr int kCommits = 100;
  AnyEvent any;
  SCOPED_TRACE(absl::StrCat("seed=", any.seed()));
  AnyAppend append(&any);
  RecordedModel model;
  const auto append_any = [&] {
    const std::vector<StreamAppend> entries =
        append.Entries(/*with_large=*/true);
    const absl::StatusOr<AppendResult> result = log().Append(entries);
    ASSERT_THAT(result, IsOk());
    model.Add(entries, *result);
    if (any.OneIn(40)) Index();
  };
  for (int i = 0; i < kCommits / 2; ++i) append_any();

  struct Got {
    SubscribeRequest request;
    unsigned seed = 0;
    std::vector<std::pair<uint64_t, std::string>> events;
    std::string fault;
  };
  std::vector<Got> got(kSubscribers);
  for (Got& each : got) {
    each.request = {any.Below(model.size() * 3 / 2), append.Filter(),
                    1 + any.Below(any.OneIn(2) ? 20 : 2000)};
    each.seed = static_cast<unsigned>(any.Below(1 << 30));
  }
  std::atomic<uint64_t> end = kNever;
  const auto consume = [&](Got* self) {
    std::mt19937 random(self->seed);
    SubscribeRequest request = self->request;
    auto subscription = log().Subscribe(request);
    uint64_t told = request.from;
    while (subscription->position() < end) {
      if (random() % 200 == 0) {  // Another goes on where it was.
        request.from = subscription->position();
        told = request.from;
        subscription = log().Subscribe(request);
      }
      absl::StatusOr<Item> item =
          subscription->Next(absl::Milliseconds(random() % 2));
      if (absl::IsDeadlineExceeded(item.status())) continue;
      if (!item.ok()) {
        self->fault = item.status().ToString();
        return;
      }
      const bool is_event = item->kind == Kind::kEvent;
      const uint64_t at = is_event ? item->event.position : item->next_position;
      if (at < told || at - told > request.checkpoint_every ||
          (is_event && at - told == request.checkpoint_every) ||
          item->next_position != at + (is_event ? 1 : 0) ||
          subscription->position() != item->next_position) {
        self->fault = absl::StrCat("told ", told, ", then ", at, " and ",
                                   item->next_position);
        return;
      }
      told = item->next_position;
      if (is_event) self->events.emplace_back(at, item->event.stored);
      if (random() % 20 == 0) absl::SleepFor(absl::Milliseconds(1));
    }
  };
  std::vector<std::thread> threads;
  for (Got& each : got) threads.emplace_back(consume, &each);
  for (int i = 0; i < kCommits / 2; ++i) append_any();
  end = model.size();
  for (std::thread& thread : threads) thread.join();

  for (const Got& each : got) {
    SCOPED_TRACE(absl::StrCat("from=", each.request.from,
                              " prefix=", each.request.filter.stream_prefix,
                              " types=", each.request.filter.types.size(),
                              " every=", each.request.checkpoint_every));
    EXPECT_EQ(each.fault, "");
    size_t next = 0;
    for (const RecordedEvent& event : model.events()) {
      if (event.position < each.request.from) continue;
      if (!RecordedModel::Matches(each.request.filter, event)) continue;
      if (event.position >= end && next == each.events.size()) break;
      ASSERT_LT(next, each.events.size()) << event.position;
      ASSERT_EQ(each.events[next].first, event.position);
      ASSERT_TRUE(each.events[next].second == event.stored);
      ++next;
    }
    EXPECT_EQ(next, each.events.size());
  }
}

TEST_F(SubscriptionTest, EveryItemSaysWhereToGoOn) {
  for (int i = 0; i < 40; ++i) {
    Say(i % 5 == 0 ? "b" : "a", {absl::StrCat(i)});
    if (i == 20) Index();
  }
  const SubscribeRequest request = {0, {"b", {}}, 2};
  const auto first = log().Subscribe(request);
  std::vector<std::string> all = Drain(log().Subscribe(request).get());
  const auto is_checkpoint = [](const std::string& item) {
    return item[0] == '@';
  };
  all.erase(std::remove_if(all.begin(), all.end(), is_checkpoint), all.end());
  while (true) {
    absl::StatusOr<std::optional<Item>> item = first->TryNext();
    ASSERT_THAT(item, IsOk());
    if (!item->has_value()) break;
    if ((*item)->kind == Kind::kEvent) all.erase(all.begin());
    SubscribeRequest again = request;
    again.from = (*item)->next_position;
    std::vector<std::string> rest = Drain(log().Subscribe(again).get());
    rest.erase(std::remove_if(rest.begin(), rest.end(), is_checkpoint),
               rest.end());
    EXPECT_EQ(rest, all);
  }
  EXPECT_THAT(all, ElementsAre());
}

// Much more than the tail keeps comes while the consumer sleeps, with one event
// in its hands.
TEST_F(SubscriptionTest, SlowConsumerGoesOnFromDisk) {
  Say("a", {"0"});
  const auto subscription = log().Subscribe({});
  const absl::StatusOr<Item> held = subscription->Next();
  ASSERT_THAT(held, IsOk());
  for (int i = 1; i < 30; ++i) {
    NewEvent event = Event(absl::StrCat(i));
    event.data.resize(kMaxEventBytes, 'x');
    ASSERT_THAT(log().Append({{"a", ExpectedRevision::Any(), {event}}}),
                IsOk());
  }
  Index();
  EXPECT_EQ(held->event.data, "0");
  for (uint64_t i = 1; i < 30; ++i) {
    const absl::StatusOr<Item> item = subscription->Next();
    ASSERT_THAT(item, IsOk());
    ASSERT_EQ(item->event.position, i);
    EXPECT_EQ(item->event.data.size(), kMaxEventBytes);
  }
  Say("a", {"live"});
  EXPECT_THAT(Drain(subscription.get()), ElementsAre("live"));
}

TEST_F(SubscriptionTest, CancelEndsAWaitAndAllLater) {
  const auto subscription = log().Subscribe({});
  absl::Time ended;
  std::thread consumer([&] {
    EXPECT_THAT(subscription->Next(), StatusIs(absl::StatusCode::kCancelled));
    ended = absl::Now();
  });
  absl::SleepFor(absl::Milliseconds(50));
  const absl::Time cancelled = absl::Now();
  subscription->Cancel();
  consumer.join();
  EXPECT_LT(ended - cancelled, absl::Seconds(2));
  Say("a", {"0"});
  EXPECT_THAT(subscription->Next(), StatusIs(absl::StatusCode::kCancelled));
  EXPECT_THAT(subscription->TryNext(), StatusIs(absl::StatusCode::kCancelled));
  subscription->Cancel();
}

TEST_F(SubscriptionTest, NotifiedAndCancelledHasLostNothing) {
  Say("a", {"0"});
  const auto subscription = log().Subscribe({});
  int calls = 0;
  subscription->NotifyWhenReady([&] { ++calls; });
  EXPECT_EQ(calls, 1);
  subscription->Cancel();
  EXPECT_THAT(subscription->TryNext(), StatusIs(absl::StatusCode::kCancelled));
  EXPECT_EQ(subscription->position(), 0);
}

TEST_F(SubscriptionTest, NothingWithinTheTimeIsDeadlineExceeded) {
  const auto subscription = log().Subscribe({});
  const absl::Time begun = absl::Now();
  EXPECT_THAT(subscription->Next(absl::Milliseconds(30)),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_GE(absl::Now() - begun, absl::Milliseconds(30));
  EXPECT_THAT(subscription->Next(absl::ZeroDuration()),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  Say("a", {"0"});
  EXPECT_THAT(subscription->Next(absl::ZeroDuration()), IsOk());
}

TEST_F(SubscriptionTest, NotifiesOnce) {
  std::atomic<int> calls = 0;
  const auto subscription = log().Subscribe({});
  subscription->NotifyWhenReady([&] { ++calls; });
  EXPECT_EQ(calls, 0);
  Say("a", {"0"});
  Say("a", {"1"});
  EXPECT_EQ(calls, 1);
  EXPECT_THAT(Drain(subscription.get()), ElementsAre("0", "1"));
  Say("a", {"2"});
  EXPECT_EQ(calls, 1);
  // At once, as there is something.
  subscription->NotifyWhenReady([&] { ++calls; });
  EXPECT_EQ(calls, 2);
  EXPECT_THAT(Drain(subscription.get()), ElementsAre("2"));
  subscription->NotifyWhenReady([&] { ++calls; });
  subscription->Cancel();
  EXPECT_EQ(calls, 3);
}

TEST_F(SubscriptionTest, LookingTakesTheAskingBack) {
  std::atomic<int> calls = 0;
  const auto subscription = log().Subscribe({});
  subscription->NotifyWhenReady([&] { ++calls; });
  EXPECT_THAT(Drain(subscription.get()), ElementsAre());
  Say("a", {"0"});
  EXPECT_EQ(calls, 0);
}

// Thousands wait for streams of their own; whoever appends wakes those alone
// whom it concerns.
TEST_F(SubscriptionTest, ThousandsThatWaitAreNotWokenByOthers) {
  constexpr size_t kCount = 3000;
  constexpr size_t kAppends = 40;
  Say("others", {"first"});
  std::vector<std::unique_ptr<Subscription>> subscriptions;
  std::vector<std::atomic<int>> calls(kCount);
  for (size_t i = 0; i < kCount; ++i) {
    // Checkpoints far away, or never.
    subscriptions.push_back(log().Subscribe(
        {1, {absl::StrCat("own/", i, "/"), {}}, i % 2 == 0 ? 10'000 : kNever}));
    subscriptions.back()->NotifyWhenReady([&calls, i] { ++calls[i]; });
  }
  for (size_t i = 0; i < kAppends; ++i) {
    Say("others", {absl::StrCat("o", i)});
    Say(absl::StrCat("own/", i, "/x"), {absl::StrCat("w", i)});
  }
  // The last is called when all before it were looked at.
  Say(absl::StrCat("own/", kCount - 1, "/x"), {"last"});
  for (int i = 0; i < 2000 && calls[kCount - 1] == 0; ++i) {
    absl::SleepFor(absl::Milliseconds(5));
  }
  int woken = 0;
  for (size_t i = 0; i < kCount; ++i) {
    EXPECT_EQ(calls[i], i < kAppends || i + 1 == kCount ? 1 : 0) << i;
    woken += calls[i];
  }
  EXPECT_EQ(woken, kAppends + 1);
  EXPECT_THAT(Drain(subscriptions[7].get()), ElementsAre("w7"));
}

// Those that wait are told how far they may skip, by the types, too.
TEST_F(SubscriptionTest, OtherTypesDoNotWake) {
  std::atomic<int> calls = 0;
  const auto subscription = log().Subscribe({0, {"", {"test.Shouted"}}, 1000});
  subscription->NotifyWhenReady([&] { ++calls; });
  Say("a", {"said"});
  EXPECT_EQ(calls, 0);
  NewEvent shouted = Event("shouted");
  shouted.type = "test.Shouted";
  ASSERT_THAT(log().Append({{"a", ExpectedRevision::Any(), {shouted}}}),
              IsOk());
  EXPECT_EQ(calls, 1);
  EXPECT_THAT(Drain(subscription.get()), ElementsAre("shouted"));
}

TEST_F(SubscriptionTest, ReadOnlyLogIsDeliveredToItsEnd) {
  Say("a", {"0", "1"});
  Close();
  options_.read_only = true;
  Reopen();
  const auto subscription = log().Subscribe({});
  EXPECT_THAT(Drain(subscription.get()), ElementsAre("0", "1"));
  EXPECT_THAT(subscription->Next(absl::Milliseconds(5)),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
}

}  // namespace
}  // namespace clearsky::log
