#include "projection/plan_histories.h"

#include <stdlib.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "plan/fold.h"
#include "test/plan_story.h"
#include "test/status_matchers.h"

namespace clearsky {
namespace {

using ::clearsky::test::Held;
using ::clearsky::test::IsOk;
using ::clearsky::test::PlanStory;
using ::clearsky::test::Registered;
using projection::CacheLimits;
using projection::kEverythingKnown;
using projection::PlanHistories;

constexpr char kPlan[] = "clear-sky/2022";

class PlanHistoriesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string path = ::testing::TempDir() + "clearsky-XXXXXX";
    path_ = mkdtemp(path.data());
    auto made = log::EventLog::Create(path_ + "/log", {}, {});
    ASSERT_THAT(made, IsOk());
    log_ = *std::move(made);
    ASSERT_TRUE(absl::LoadTimeZone("Asia/Seoul", &zone_));
    const PlanStory story = PlanStory::OfAPlan();
    for (const plan::HistoryEvent& event : story.history()) {
      Append(kPlan, *event.event);
    }
  }

  void TearDown() override {
    log_.reset();
    std::filesystem::remove_all(path_);
  }

  void AppendRaw(const std::string& stream, const std::string& type,
                 const std::string& data) {
    log::NewEvent event;
    event.event_id = MakeUuidV4();
    event.type = type;
    event.data = data;
    ASSERT_THAT(log_->Append({{stream, log::ExpectedRevision::Any(), {event}}}),
                IsOk());
  }

  void Append(const std::string& stream, const v1::PlanEvent& event) {
    AppendRaw(stream, plan::TypeName(event), plan::EncodeEvent(event));
  }

  std::unique_ptr<PlanHistories> Histories(const CacheLimits& limits = {}) {
    return std::make_unique<PlanHistories>(log_.get(), zone_, limits);
  }

  std::string path_;
  absl::TimeZone zone_;
  std::unique_ptr<log::EventLog> log_;
};

TEST_F(PlanHistoriesTest, UnknownStreamIsEmpty) {
  const auto history = Histories()->Read("nothing", kEverythingKnown);
  ASSERT_THAT(history, IsOk());
  EXPECT_TRUE((*history)->empty());
}

TEST_F(PlanHistoriesTest, DecodesEventsWithTheirPlaces) {
  Append("directory", test::Effective("2022-01-01"));
  Append(kPlan, Registered("m1", "2022-02-01"));
  const auto read = Histories()->Read(kPlan, kEverythingKnown);
  ASSERT_THAT(read, IsOk());
  const plan::History& history = **read;
  ASSERT_EQ(history.size(), 4u);
  EXPECT_EQ(history[3].revision, 3u);
  EXPECT_EQ(history[3].position, 4u);
  EXPECT_EQ(history[3].type, "clearsky.v1.ActivityRegistered");
  ASSERT_TRUE(history[3].event.has_value());
  EXPECT_EQ(history[3].event->activity_registered().activity_id(), "m1");
  EXPECT_EQ(history[3].record_day,
            absl::ToCivilDay(log_->last_record_time(), zone_));
}

TEST_F(PlanHistoriesTest, EventThatCannotBeReadIsKeptWithoutContent) {
  AppendRaw(kPlan, "clearsky.v9.Unheard", "whatever");
  Append(kPlan, Registered("m1", "2022-02-01"));
  const auto histories = Histories();
  const auto read = histories->Read(kPlan, kEverythingKnown);
  ASSERT_THAT(read, IsOk());
  ASSERT_EQ((*read)->size(), 5u);
  EXPECT_FALSE((**read)[3].event.has_value());
  const auto state = histories->State(kPlan, kEverythingKnown, std::nullopt);
  ASSERT_THAT(state, IsOk());
  EXPECT_TRUE((*state)->activities().contains("m1"));
}

TEST_F(PlanHistoriesTest, CutIsByPositionOfTheLog) {
  Append("clear-sky/2021", Registered("other", "2022-02-01"));
  Append(kPlan, Registered("m1", "2022-02-01"));
  const auto histories = Histories();
  EXPECT_EQ((*histories->Read(kPlan, 0))->size(), 0u);
  EXPECT_EQ((*histories->Read(kPlan, 2))->size(), 2u);
  EXPECT_EQ((*histories->Read(kPlan, 4))->size(), 3u);
  EXPECT_EQ((*histories->Read(kPlan, 5))->size(), 4u);
}

TEST_F(PlanHistoriesTest, GrownStreamIsExtendedAndTheOldAnswerStays) {
  const auto histories = Histories();
  const auto before = *histories->Read(kPlan, kEverythingKnown);
  const auto again = *histories->Read(kPlan, kEverythingKnown);
  EXPECT_EQ(before, again) << "an unchanged stream is shared";
  Append(kPlan, Registered("m1", "2022-02-01"));
  const auto after = *histories->Read(kPlan, kEverythingKnown);
  EXPECT_EQ(before->size(), 3u);
  EXPECT_EQ(after->size(), 4u);
}

TEST_F(PlanHistoriesTest, StateOfAPointIsSharedUntilTheStreamGrows) {
  const auto histories = Histories();
  const absl::CivilDay day(2022, 6, 1);
  const auto before = *histories->State(kPlan, kEverythingKnown, day);
  EXPECT_EQ(before, *histories->State(kPlan, kEverythingKnown, day));
  EXPECT_NE(before, *histories->State(kPlan, kEverythingKnown, std::nullopt));
  // Another stream's events change nothing.
  Append("clear-sky/2021", Registered("other", "2022-02-01"));
  EXPECT_EQ(before, *histories->State(kPlan, kEverythingKnown, day));
  Append(kPlan, Registered("m1", "2022-02-01"));
  const auto after = *histories->State(kPlan, kEverythingKnown, day);
  EXPECT_FALSE(before->activities().contains("m1"));
  EXPECT_TRUE(after->activities().contains("m1"));
  EXPECT_EQ(before, *histories->State(kPlan, 3, day));
}

TEST_F(PlanHistoriesTest, StateIsTheFoldOfWhatIsKnown) {
  Append(kPlan, Registered("m1", "2022-02-01"));
  Append(kPlan, Held("m1", "2022-03-01", "2022-03-01"));
  const auto histories = Histories();
  const plan::History whole = **histories->Read(kPlan, kEverythingKnown);
  for (size_t known = 0; known <= whole.size(); ++known) {
    for (const int month : {1, 2, 3}) {
      const absl::CivilDay day(2022, month, 1);
      const plan::History cut(whole.begin(),
                              whole.begin() + static_cast<ptrdiff_t>(known));
      const auto state = histories->State(kPlan, known, day);
      ASSERT_THAT(state, IsOk());
      EXPECT_EQ((*state)->DebugString(),
                plan::Fold(kPlan, cut, day).DebugString());
    }
  }
}

TEST_F(PlanHistoriesTest, AnswersAreTheSameWithoutRoomForACache) {
  Append(kPlan, Registered("m1", "2022-02-01"));
  const auto small = Histories({.history_bytes = 0, .state_bytes = 0});
  const auto large = Histories();
  EXPECT_EQ((*small->Read(kPlan, kEverythingKnown))->size(), 4u);
  EXPECT_EQ((*small->State(kPlan, 4, std::nullopt))->DebugString(),
            (*large->State(kPlan, 4, std::nullopt))->DebugString());
}

TEST_F(PlanHistoriesTest, ReadersBesideAWriterSeeStreamsGrow) {
  const auto histories = Histories({.history_bytes = 1 << 14});
  std::atomic<bool> done = false;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      size_t seen = 0;
      while (!done) {
        const auto history = histories->Read(kPlan, kEverythingKnown);
        if (!history.ok() || (*history)->size() < seen) {
          ++wrong;
          break;
        }
        seen = (*history)->size();
      }
    });
  }
  for (int i = 0; i < 30; ++i) {
    Append(kPlan, Registered(absl::StrCat("m", i), "2022-02-01"));
  }
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ((*histories->Read(kPlan, kEverythingKnown))->size(), 33u);
}

}  // namespace
}  // namespace clearsky
