#include "feed/table_watch.h"

#include <rapidcheck.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "feed/table_copy.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ledger/ledger_fixture.h"
#include "plan/fold.h"
#include "test/story_draws.h"

namespace clearsky::feed {
namespace {

using ::absl::StatusCode;
using ::clearsky::test::IsOk;
using ::clearsky::test::kPlan;
using ::clearsky::test::Seoul;
using ::testing::HasSubstr;

MATCHER_P2(Refuses, code, words, "has the code and tells why") {
  *result_listener << arg;
  return arg.code() == code && absl::string_view(arg.message()).find(words) !=
                                   absl::string_view::npos;
}

TableFeedOptions Quick() {
  TableFeedOptions options;
  options.day_interval = absl::Milliseconds(5);
  return options;
}

v1::WatchTableRequest Watching(const std::string& plan,
                               const std::string& cursor = "") {
  v1::WatchTableRequest request;
  request.set_plan(plan);
  request.set_cursor(cursor);
  return request;
}

// The table as the ledger answers it now.
std::string TableOf(const ledger::Ledger& ledger, const std::string& plan,
                    v1::TableStyle style = v1::TABLE_STYLE_UNSPECIFIED) {
  v1::GetTableRequest request;
  request.set_plan(plan);
  request.set_style(style);
  const auto response = ledger.GetTable(request);
  EXPECT_THAT(response, IsOk());
  return response.ok() ? test::TextOf(response->table()) : "";
}

// Renames project p1 from a day on, which may be yet to come.
v1::PlanEvent Renamed(const std::string& name, const std::string& day) {
  v1::PlanEvent event = test::Effective(day);
  event.mutable_label_changed()->set_entity("p1");
  *event.mutable_label_changed()->mutable_old_label() = test::Ko("교류");
  *event.mutable_label_changed()->mutable_new_label() = test::Ko(name);
  return event;
}

// Counts calls, and waits for them.
class Calls {
 public:
  std::function<void()> Counter() {
    return [this] { ++count_; };
  }
  int count() const { return count_; }
  // Whether it was called within ten seconds.
  bool Wait() const {
    const absl::Time deadline = absl::Now() + absl::Seconds(10);
    while (count_ == 0) {
      if (absl::Now() > deadline) return false;
      absl::SleepFor(absl::Milliseconds(1));
    }
    return true;
  }

 private:
  std::atomic<int> count_ = 0;
};

// A plan with the meetings m1 and m2, at noon of 31 December 2022.
class TableWatchTest : public test::LedgerTest {
 protected:
  void SetUp() override {
    LedgerTest::SetUp();
    Prepare();
  }

  void Prepare() {
    RecordPlan();
    for (const char* id : {"m1", "m2"}) {
      Tell(kPlan, test::Registered(id, "2022-01-01"));
      Tell(kPlan, test::Scheduled(id, "2022-10", "2022-01-10"));
    }
    feed_ = std::make_unique<TableFeed>(ledger_.get(), Quick());
  }

  // Closes the ledger and opens it again.
  void Reopen() {
    feed_.reset();
    ledger_.reset();
    ledger::OpenOptions options;
    options.clock = &clock_;
    auto opened = ledger::Ledger::Open(dir_.Sub("ledger"), options);
    ASSERT_THAT(opened, IsOk());
    ledger_ = *std::move(opened);
    feed_ = std::make_unique<TableFeed>(ledger_.get(), Quick());
  }

  std::unique_ptr<TableWatch> Watch(const std::string& cursor = "") {
    auto watch = TableWatch::Start(feed_.get(), Watching(kPlan, cursor));
    EXPECT_THAT(watch, IsOk());
    return watch.ok() ? *std::move(watch) : nullptr;
  }

  // What the watch tells now, which the copy takes in.
  v1::WatchTableResponse Take(TableWatch* watch) {
    const auto answer = watch->Next();
    EXPECT_THAT(answer, IsOk());
    if (!answer.ok() || !answer->has_value()) {
      ADD_FAILURE() << "nothing was told";
      return {};
    }
    EXPECT_TRUE(copy_.Take(**answer)) << (*answer)->DebugString();
    EXPECT_EQ(copy_.Text(), TableOf(*ledger_, kPlan));
    return **answer;
  }

  bool TellsNothing(TableWatch* watch) {
    const auto answer = watch->Next();
    EXPECT_THAT(answer, IsOk());
    return answer.ok() && !answer->has_value();
  }

  std::unique_ptr<TableFeed> feed_;
  test::TableCopy copy_;
};

TEST_F(TableWatchTest, TheWholeTableComesFirst) {
  const auto watch = Watch();
  const v1::WatchTableResponse answer = Take(watch.get());
  EXPECT_TRUE(answer.reset());
  EXPECT_EQ(answer.cause(), v1::TABLE_CHANGE_CAUSE_INITIAL);
  EXPECT_EQ(answer.row_count(), 2U);
  ASSERT_EQ(answer.changes_size(), 2);
  EXPECT_EQ(answer.changes(0).activity_id(), "m1");
  EXPECT_EQ(answer.changes(0).project_id(), "p1");
  EXPECT_EQ(answer.changes(1).index(), 1U);
  EXPECT_EQ(answer.heads_size(), 3);
  EXPECT_EQ(answer.basis().as_of_day(), "2022-12-31");
  EXPECT_EQ(answer.basis().known_count(), 7U);
  EXPECT_EQ(answer.basis().stream_count(), 7U);
  EXPECT_EQ(answer.basis().zone(), "Asia/Seoul");
  EXPECT_TRUE(TellsNothing(watch.get()));
}

TEST_F(TableWatchTest, AnEventTellsItsRowOldAndNewAndItself) {
  const auto watch = Watch();
  Take(watch.get());
  Tell(kPlan, test::Postponed("m2", "2022-05-01"));
  const v1::WatchTableResponse answer = Take(watch.get());
  EXPECT_FALSE(answer.reset());
  EXPECT_EQ(answer.cause(), v1::TABLE_CHANGE_CAUSE_EVENTS);
  EXPECT_EQ(answer.row_count(), 2U);
  EXPECT_EQ(answer.heads_size(), 0);
  EXPECT_EQ(answer.basis().known_count(), 8U);
  ASSERT_EQ(answer.changes_size(), 1);
  const v1::TableRowChange& change = answer.changes(0);
  EXPECT_EQ(change.activity_id(), "m2");
  EXPECT_EQ(change.index(), 1U);
  EXPECT_THAT(change.old_row().line().text(), HasSubstr("10월 예정"));
  EXPECT_THAT(change.new_row().line().text(), HasSubstr("연기"));
  ASSERT_EQ(change.events_size(), 1);
  EXPECT_EQ(change.events(0).position(), 7U);
  EXPECT_EQ(change.events(0).revision(), 7U);
  EXPECT_EQ(change.events(0).change(), "ActivityPostponed");
  EXPECT_EQ(change.events(0).counts_for(), v1::EventBehind::COUNTS_FOR_TO);
  EXPECT_NE(change.events(0).sentence(), "");
}

TEST_F(TableWatchTest, WhatHappenedMeanwhileIsToldAtOnce) {
  const auto watch = Watch();
  Take(watch.get());
  Tell(kPlan, test::Postponed("m1", "2022-05-01"));
  Tell(kPlan, test::Rescheduled("m1", "2022-11", "2022-06-01"));
  Tell(kPlan, test::Held("m2", "2022-10-05", "2022-10-05"));
  const v1::WatchTableResponse answer = Take(watch.get());
  EXPECT_EQ(answer.changes_size(), 2);
  EXPECT_EQ(answer.changes(0).events_size(), 2);
  EXPECT_TRUE(TellsNothing(watch.get()));
}

TEST_F(TableWatchTest, AnEventThatShowsNowhereMovesTheCursorOn) {
  const auto watch = Watch();
  const std::string before = Take(watch.get()).cursor();
  Tell(kPlan, test::Registered("m3", "2022-01-01"));
  const v1::WatchTableResponse answer = Take(watch.get());
  EXPECT_EQ(answer.cause(), v1::TABLE_CHANGE_CAUSE_EVENTS);
  EXPECT_EQ(answer.changes_size(), 0);
  EXPECT_NE(answer.cursor(), before);
}

// The name of one begins with that of the other.
TEST_F(TableWatchTest, EventsOfAnotherPlanTellNothing) {
  const auto watch = Watch();
  Take(watch.get());
  RecordPlan("clear-sky/2022-b");
  EXPECT_TRUE(TellsNothing(watch.get()));
}

TEST_F(TableWatchTest, WhatStandsAroundARowChangesItWithoutAnEventBehind) {
  const auto watch = Watch();
  Take(watch.get());
  Tell(kPlan, Renamed("새 이름", "2022-06-01"));
  const v1::WatchTableResponse answer = Take(watch.get());
  ASSERT_EQ(answer.changes_size(), 2);
  EXPECT_EQ(answer.changes(0).new_row().project_text(), "새 이름");
  EXPECT_EQ(answer.changes(0).events_size(), 0);
}

TEST_F(TableWatchTest, ALateEventAndItsCorrectionAreTold) {
  Tell(kPlan, test::Held("m1", "2022-10-05", "2022-10-05"));
  const auto watch = Watch();
  const std::string before = copy_.Text();
  Take(watch.get());
  const std::string held = copy_.Text();
  // Late: before what is known of October.
  const uint64_t late =
      Tell(kPlan, test::ModeChanged("m1", v1::DELIVERY_MODE_VIDEO_CONFERENCE,
                                    "2022-03-01"));
  v1::WatchTableResponse answer = Take(watch.get());
  ASSERT_EQ(answer.changes_size(), 1);
  EXPECT_EQ(answer.changes(0).events(0).change(), "DeliveryModeChanged");
  EXPECT_NE(copy_.Text(), held);
  Tell(kPlan, test::Voided(late));
  answer = Take(watch.get());
  ASSERT_EQ(answer.changes_size(), 1);
  ASSERT_EQ(answer.changes(0).events_size(), 2);
  EXPECT_EQ(answer.changes(0).events(0).counts_for(),
            v1::EventBehind::COUNTS_FOR_FROM);
  EXPECT_EQ(answer.changes(0).events(1).change(), "EventVoided");
  EXPECT_EQ(copy_.Text(), held);
  EXPECT_NE(before, held);
}

TEST_F(TableWatchTest, MidnightTellsWhatChangesWithoutAnEvent) {
  Tell(kPlan, Renamed("새해의 이름", "2023-01-01"));
  const auto watch = Watch();
  Take(watch.get());
  Calls calls;
  watch->NotifyWhenReady(calls.Counter());
  EXPECT_EQ(calls.count(), 0);
  clock_.Set(Seoul("2023-01-01 00:00:00"));
  ASSERT_TRUE(calls.Wait());
  const v1::WatchTableResponse answer = Take(watch.get());
  EXPECT_EQ(answer.cause(), v1::TABLE_CHANGE_CAUSE_NEW_DAY);
  EXPECT_EQ(answer.basis().as_of_day(), "2023-01-01");
  ASSERT_EQ(answer.changes_size(), 2);
  EXPECT_EQ(answer.changes(0).new_row().project_text(), "새해의 이름");
  EXPECT_TRUE(TellsNothing(watch.get()));
}

TEST_F(TableWatchTest, AnEventOfANewDayTellsBoth) {
  const auto watch = Watch();
  Take(watch.get());
  clock_.Set(Seoul("2023-01-02 09:00:00"));
  Tell(kPlan, test::Postponed("m1", "2023-01-02"));
  EXPECT_EQ(Take(watch.get()).cause(),
            v1::TABLE_CHANGE_CAUSE_EVENTS_AND_NEW_DAY);
}

TEST_F(TableWatchTest, AClockThatStepsBackIsFollowed) {
  Tell(kPlan, Renamed("새해의 이름", "2023-01-01"));
  clock_.Set(Seoul("2023-01-01 00:01:00"));
  const auto watch = Watch();
  Take(watch.get());
  Calls calls;
  watch->NotifyWhenReady(calls.Counter());
  clock_.Set(Seoul("2022-12-31 23:59:00"));
  ASSERT_TRUE(calls.Wait());
  const v1::WatchTableResponse answer = Take(watch.get());
  EXPECT_EQ(answer.basis().as_of_day(), "2022-12-31");
  EXPECT_EQ(answer.changes_size(), 2);
}

TEST_F(TableWatchTest, AnEventWakesWhoWaits) {
  const auto watch = Watch();
  Take(watch.get());
  ASSERT_TRUE(TellsNothing(watch.get()));
  Calls calls;
  watch->NotifyWhenReady(calls.Counter());
  Tell("directory", test::Party("cn", "중국"));
  EXPECT_EQ(calls.count(), 0);
  Tell(kPlan, test::Postponed("m1", "2022-05-01"));
  EXPECT_TRUE(calls.Wait());
}

TEST_F(TableWatchTest, WhatCameBeforeItWaitedWakesAtOnce) {
  const auto watch = Watch();
  Take(watch.get());
  Tell(kPlan, test::Postponed("m1", "2022-05-01"));
  Calls calls;
  watch->NotifyWhenReady(calls.Counter());
  EXPECT_GE(calls.count(), 1);
  Take(watch.get());
  clock_.Set(Seoul("2023-01-01 00:00:00"));
  Calls more;
  watch->NotifyWhenReady(more.Counter());
  EXPECT_GE(more.count(), 1);
}

TEST_F(TableWatchTest, AWatchThatIsGoneIsCalledNoMore) {
  Calls calls;
  {
    const auto watch = Watch();
    Take(watch.get());
    watch->NotifyWhenReady(calls.Counter());
  }
  Tell(kPlan, test::Postponed("m1", "2022-05-01"));
  clock_.Set(Seoul("2023-01-01 00:00:00"));
  // Another one is called, so that the ticker has looked.
  const auto watch = Watch();
  copy_ = test::TableCopy();
  Take(watch.get());
  Calls other;
  watch->NotifyWhenReady(other.Counter());
  clock_.Set(Seoul("2023-01-02 00:00:00"));
  ASSERT_TRUE(other.Wait());
  EXPECT_EQ(calls.count(), 0);
}

TEST_F(TableWatchTest, ACursorGoesOnAcrossARestart) {
  const std::string cursor = Take(Watch().get()).cursor();
  Tell(kPlan, test::Postponed("m2", "2022-05-01"));
  RecordPlan("clear-sky/2022-b");
  Reopen();
  clock_.Set(Seoul("2023-01-03 00:00:00"));
  const auto watch = Watch(cursor);
  const v1::WatchTableResponse answer = Take(watch.get());
  EXPECT_FALSE(answer.reset());
  EXPECT_EQ(answer.cause(), v1::TABLE_CHANGE_CAUSE_EVENTS_AND_NEW_DAY);
  ASSERT_EQ(answer.changes_size(), 1);
  EXPECT_EQ(answer.changes(0).activity_id(), "m2");
  EXPECT_EQ(answer.changes(0).events_size(), 1);
  EXPECT_TRUE(TellsNothing(watch.get()));
}

TEST_F(TableWatchTest, ACursorOfNowHasNothingToTell) {
  const std::string cursor = Take(Watch().get()).cursor();
  Reopen();
  const auto watch = Watch(cursor);
  EXPECT_TRUE(TellsNothing(watch.get()));
  Tell(kPlan, test::Postponed("m2", "2022-05-01"));
  EXPECT_EQ(Take(watch.get()).changes_size(), 1);
}

TEST_F(TableWatchTest, ATableThatCannotBeHadAgainIsMadeAnew) {
  const WatchCursor cursor = *DecodeCursor(Take(Watch().get()).cursor());
  // Of another program, and of a ledger that knew more or something else.
  std::vector<WatchCursor> others(4, cursor);
  others[0].renderer_version += 1;
  others[1].fold_version += 1;
  others[2].point.known_count = ledger_->log().size() + 1;
  others[3].witness ^= 1;
  for (const WatchCursor& other : others) {
    const auto watch = Watch(EncodeCursor(other));
    const v1::WatchTableResponse answer = Take(watch.get());
    EXPECT_TRUE(answer.reset());
    EXPECT_EQ(answer.cause(), v1::TABLE_CHANGE_CAUSE_INITIAL);
    EXPECT_EQ(answer.heads_size(), 3);
  }
}

TEST_F(TableWatchTest, ACursorOfSomethingElseIsRefused) {
  RecordPlan("clear-sky/2022-b");
  const std::string text = Take(Watch().get()).cursor();
  const auto start = [this](const v1::WatchTableRequest& request) {
    return TableWatch::Start(feed_.get(), request).status();
  };
  EXPECT_THAT(start(Watching("clear-sky/2022-b", text)),
              Refuses(StatusCode::kInvalidArgument, "clear-sky/2022-b"));
  v1::WatchTableRequest request = Watching(kPlan, text);
  request.set_style(v1::TABLE_STYLE_NORMALISED);
  EXPECT_THAT(start(request),
              Refuses(StatusCode::kInvalidArgument, "NORMALISED"));
  WatchCursor cursor = *DecodeCursor(text);
  cursor.ledger_id = MakeUuidV4().ToString();
  EXPECT_THAT(start(Watching(kPlan, EncodeCursor(cursor))),
              Refuses(StatusCode::kInvalidArgument, "ledger"));
  EXPECT_THAT(start(Watching(kPlan, "forged")),
              Refuses(StatusCode::kInvalidArgument, "cursor"));
  // As published is what is meant when nothing is said.
  request = Watching(kPlan, text);
  request.set_language("ko");
  request.set_style(v1::TABLE_STYLE_AS_PUBLISHED);
  EXPECT_THAT(start(request), IsOk());
}

TEST_F(TableWatchTest, WhatCannotBeWatchedIsRefused) {
  const auto start = [this](const v1::WatchTableRequest& request) {
    return TableWatch::Start(feed_.get(), request).status();
  };
  EXPECT_THAT(start(Watching("")),
              Refuses(StatusCode::kInvalidArgument, "plan is empty"));
  EXPECT_THAT(start(Watching("clear-sky/2023")),
              Refuses(StatusCode::kNotFound, "clear-sky/2022"));
  v1::WatchTableRequest request = Watching(kPlan);
  request.set_language("fr");
  EXPECT_THAT(start(request), Refuses(StatusCode::kUnimplemented, "fr"));
  request = Watching(kPlan);
  request.set_style(static_cast<v1::TableStyle>(9));
  EXPECT_THAT(start(request), Refuses(StatusCode::kInvalidArgument, "style"));
}

TEST_F(TableWatchTest, ManyWatchesShareOneTable) {
  std::vector<std::unique_ptr<TableWatch>> watches;
  for (int i = 0; i < 50; ++i) {
    watches.push_back(Watch());
    ASSERT_THAT(watches.back()->Next(), IsOk());
  }
  EXPECT_EQ(feed_->cache().made(), 1U);
  Tell(kPlan, test::Postponed("m1", "2022-05-01"));
  // What others record meanwhile is no other table.
  for (const auto& watch : watches) {
    Tell("directory", test::Party(MakeUuidV4().ToString(), "당"));
    const auto answer = watch->Next();
    ASSERT_THAT(answer, IsOk());
    ASSERT_TRUE(answer->has_value());
    EXPECT_EQ((*answer)->changes_size(), 1);
  }
  EXPECT_EQ(feed_->cache().made(), 2U);
}

class SimulatedWatchTest : public TableWatchTest {
 protected:
  void SetUp() override {
    ledger::CreateOptions options;
    options.clock = &clock_;
    options.simulated = true;
    auto made = ledger::Ledger::Create(dir_.Sub("ledger"), options);
    ASSERT_THAT(made, IsOk());
    ledger_ = *std::move(made);
    Prepare();
  }

  void TellAt(absl::string_view time, absl::string_view stream,
              const v1::PlanEvent& event) {
    v1::RecordEventsRequest request = test::RequestFor(stream, {event});
    *request.mutable_at_time() = ledger::TimestampOf(Seoul(time));
    ASSERT_THAT(ledger_->RecordEvents(request), IsOk());
  }
};

TEST_F(SimulatedWatchTest, TheDayMovesWithAnyEventOfTheLedger) {
  Tell(kPlan, Renamed("새해의 이름", "2023-01-01"));
  const auto watch = Watch();
  Take(watch.get());
  Calls calls;
  watch->NotifyWhenReady(calls.Counter());
  // The machine's clock moves nothing.
  clock_.Set(Seoul("2023-02-01 00:00:00"));
  TellAt("2023-01-01 00:00:00", "directory", test::Party("cn", "중국"));
  ASSERT_TRUE(calls.Wait());
  const v1::WatchTableResponse answer = Take(watch.get());
  EXPECT_EQ(answer.cause(), v1::TABLE_CHANGE_CAUSE_NEW_DAY);
  EXPECT_EQ(answer.basis().as_of_day(), "2023-01-01");
  EXPECT_TRUE(answer.basis().simulated());
  EXPECT_EQ(answer.changes_size(), 2);
}

TEST_F(SimulatedWatchTest, AnEventOfThePlanMovesItsDayToo) {
  const auto watch = Watch();
  Take(watch.get());
  TellAt("2023-01-05 00:00:00", kPlan, test::Postponed("m1", "2023-01-05"));
  const v1::WatchTableResponse answer = Take(watch.get());
  EXPECT_EQ(answer.cause(), v1::TABLE_CHANGE_CAUSE_EVENTS_AND_NEW_DAY);
  EXPECT_EQ(answer.basis().as_of_day(), "2023-01-05");
}

// A copy kept by the answers is the table, whatever is recorded: events in and
// out of order, corrections and voids, days that come and go; told one by one
// or together, with watches that are begun again from their cursors.
TEST(TableWatchPropertyTest, ACopyIsTheTable) {
  const v1::TableStyle styles[] = {v1::TABLE_STYLE_AS_PUBLISHED,
                                   v1::TABLE_STYLE_NORMALISED};
  // One ledger for all cases, as making one costs many syncs; each has a plan.
  const absl::Time recorded = Seoul("2022-12-31 12:00:00");
  test::TempDir dir;
  test::ManualClock clock(recorded);
  ledger::CreateOptions options;
  options.clock = &clock;
  auto made = ledger::Ledger::Create(dir.Sub("ledger"), options);
  ASSERT_THAT(made, IsOk());
  ledger::Ledger& ledger = **made;
  TableFeed feed(&ledger, Quick());
  int number = 0;
  EXPECT_TRUE(rc::check([&] {
    const std::vector<test::Draw> draws = *test::Draws();
    const v1::TableStyle style = styles[*rc::gen::inRange(0, 2)];
    const std::string plan = absl::StrCat("case/", ++number);
    std::vector<v1::PlanEvent> events = {test::PlanNamed("청천계획", "2022"),
                                         test::AreaOne(), test::ProjectOne()};
    for (const char* id : {"m0", "m1", "m2"}) {
      events.push_back(test::Registered(id, "2022-01-01"));
      events.push_back(test::Scheduled(id, "2022-10", "2022-01-10"));
    }
    clock.Set(recorded);
    RC_ASSERT(ledger.RecordEvents(test::RequestFor(plan, events)).ok());
    v1::WatchTableRequest request = Watching(plan);
    request.set_style(style);
    auto watch = TableWatch::Start(&feed, request);
    RC_ASSERT(watch.ok());
    test::TableCopy copy;
    size_t accepted = events.size();
    size_t rows_told = 0;
    const auto take = [&] {
      const auto answer = (*watch)->Next();
      RC_ASSERT(answer.ok());
      if (answer->has_value()) {
        RC_ASSERT(copy.Take(**answer));
        rows_told += static_cast<size_t>((*answer)->changes_size());
        request.set_cursor((*answer)->cursor());
      }
      RC_ASSERT(copy.Text() == TableOf(ledger, plan, style));
    };
    for (const test::Draw& draw : draws) {
      clock.Set(recorded);
      const v1::PlanEvent event = test::EventOf(draw, accepted);
      if (ledger.RecordEvents(test::RequestFor(plan, {event})).ok()) {
        ++accepted;
      }
      // Half of the time it is another day.
      if (draw.date % 2 == 0) {
        clock.Set(recorded - absl::Hours(24) * (draw.date % 360));
      }
      if (draw.activity != 0) take();
      if (draw.date % 7 == 0) {
        watch = TableWatch::Start(&feed, request);
        RC_ASSERT(watch.ok());
      }
    }
    take();
    RC_CLASSIFY(rows_told > 20, "more than twenty rows told");
  }));
}

}  // namespace
}  // namespace clearsky::feed
