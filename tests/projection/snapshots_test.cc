// Snapshots over a real log and real files: kept, read beside a writer,
// damaged, of another version, and taken in behind the writer's back.

#include "projection/snapshots.h"

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/uuid.h"
#include "gtest/gtest.h"
#include "plan/fold.h"
#include "projection/plan_histories.h"
#include "rocksdb/db.h"
#include "test/plan_story.h"
#include "test/status_matchers.h"

namespace clearsky::projection {
namespace {

namespace fs = std::filesystem;

using test::IsOk;
using test::PlanStory;

constexpr char kPlan[] = "clear-sky/2022";

class SnapshotsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string path = ::testing::TempDir() + "clearsky-XXXXXX";
    path_ = mkdtemp(path.data());
    auto made = log::EventLog::Create(path_ + "/ledger", {}, {});
    ASSERT_THAT(made, IsOk());
    log_ = *std::move(made);
    Append(PlanStory::OfAPlan().history());
  }

  void TearDown() override {
    snapshots_.reset();
    log_.reset();
    fs::remove_all(path_);
  }

  void Append(const plan::History& history) {
    log::StreamAppend append;
    append.stream = kPlan;
    for (const plan::HistoryEvent& event : history) {
      log::NewEvent stored;
      stored.event_id = MakeUuidV4();
      stored.type = plan::TypeName(*event.event);
      stored.schema_version = plan::kSchemaVersion;
      stored.data = plan::EncodeEvent(*event.event);
      append.events.push_back(std::move(stored));
    }
    ASSERT_THAT(log_->Append({append}), IsOk());
  }

  // So many changes of three activities, each on a later day.
  void Change(int count) {
    plan::History changes;
    for (int i = 0; i < count; ++i, ++told_) {
      const std::string id = absl::StrCat("m", told_ % 3);
      const std::string day =
          plan::FormatDay(absl::CivilDay(2022, 1, 2) + told_);
      v1::PlanEvent event =
          told_ < 3   ? test::Registered(id, day)
          : told_ < 6 ? test::Scheduled(id, "2022-10", day)
                      : test::Rescheduled(
                            id, told_ % 2 == 0 ? "2022-11" : "2022-12", day);
      changes.push_back({0, 0, {}, "", std::move(event)});
    }
    Append(changes);
  }

  // Forgets what is in memory; a new process would find what is on disk.
  void Reopen(bool read_only = false) {
    snapshots_.reset();
    SnapshotOptions options;
    options.directory = path_ + "/snapshots";
    options.read_only = read_only;
    options.min_events = 10;
    options.timeline.spacing = 4;
    snapshots_ =
        std::make_unique<Snapshots>(log_.get(), absl::UTCTimeZone(), options);
  }

  // Whether every day is answered, and as the fold of all events does.
  void ExpectTheFold() {
    const PlanHistories histories(log_.get(), absl::UTCTimeZone(), {});
    const auto history = histories.Read(kPlan, kEverythingKnown);
    ASSERT_THAT(history, IsOk());
    const uint64_t size = (*history)->size();
    for (int i = -1; i < told_ + 5; i += 3) {
      const absl::CivilDay day = absl::CivilDay(2022, 1, 2) + i;
      const auto state = snapshots_->State(kPlan, size, size, day);
      ASSERT_THAT(state, IsOk());
      ASSERT_NE(*state, nullptr) << day;
      EXPECT_EQ((*state)->DebugString(),
                plan::Fold(kPlan, **history, day).DebugString());
    }
  }

  int CountFiles() const {
    int count = 0;
    if (!fs::exists(path_ + "/snapshots")) return 0;
    for (const auto& entry :
         fs::recursive_directory_iterator(path_ + "/snapshots")) {
      count += entry.is_regular_file() ? 1 : 0;
    }
    return count;
  }

  std::string path_;
  int told_ = 0;
  std::unique_ptr<log::EventLog> log_;
  std::unique_ptr<Snapshots> snapshots_;
};

TEST_F(SnapshotsTest, ShortStreamsAreLeftToTheFoldAndNothingIsMade) {
  Reopen();
  Change(6);
  const auto state = snapshots_->State(kPlan, 9, 9, absl::CivilDay(2022, 2, 1));
  ASSERT_THAT(state, IsOk());
  EXPECT_EQ(*state, nullptr);
  EXPECT_EQ(CountFiles(), 0);
}

TEST_F(SnapshotsTest, TheyGoOnWhereTheyWereAfterReopening) {
  Reopen();
  for (int i = 0; i < 4; ++i) {
    Change(25);
    ExpectTheFold();
    Reopen();
    ExpectTheFold();
  }
}

TEST_F(SnapshotsTest, BesideAWriterNothingIsWritten) {
  Change(40);
  Reopen(/*read_only=*/true);
  ExpectTheFold();
  EXPECT_EQ(CountFiles(), 0);
  // Some on disk, the rest in memory.
  Reopen();
  ExpectTheFold();
  const int files = CountFiles();
  EXPECT_GT(files, 0);
  Change(20);
  Reopen(/*read_only=*/true);
  ExpectTheFold();
}

TEST_F(SnapshotsTest, DamagedFilesAreMadeAgain) {
  Change(60);
  Reopen();
  ExpectTheFold();
  snapshots_.reset();
  int damaged = 0;
  for (const auto& entry :
       fs::recursive_directory_iterator(path_ + "/snapshots")) {
    const std::string name = entry.path().filename();
    if (!entry.is_regular_file() || name == "LOCK") continue;
    if (absl::StartsWith(name, "LOG") || absl::StartsWith(name, "OPTIONS")) {
      continue;
    }
    std::fstream file(entry.path(),
                      std::ios::in | std::ios::out | std::ios::binary);
    file.write("damaged, as anything can be", 27);
    ++damaged;
  }
  EXPECT_GT(damaged, 1);
  Reopen();
  ExpectTheFold();
}

TEST_F(SnapshotsTest, ThoseOfAnotherVersionGo) {
  Change(40);
  fs::create_directories(path_ + "/snapshots/0.0");
  std::ofstream(path_ + "/snapshots/0.0/CURRENT") << "old";
  Reopen();
  ExpectTheFold();
  EXPECT_FALSE(fs::exists(path_ + "/snapshots/0.0"));
}

TEST_F(SnapshotsTest, AShorterLogThanTheRowsIsTakenInAnew) {
  Change(40);
  Reopen();
  ExpectTheFold();
  snapshots_.reset();
  // Another, shorter log in its place.
  log_.reset();
  fs::remove_all(path_ + "/ledger");
  auto made = log::EventLog::Create(path_ + "/ledger", {}, {});
  ASSERT_THAT(made, IsOk());
  log_ = *std::move(made);
  told_ = 0;
  Append(PlanStory::OfAPlan().history());
  Change(20);
  Reopen();
  ExpectTheFold();
}

TEST_F(SnapshotsTest, WhoFollowsTakesInWhatIsAppended) {
  Change(15);
  Reopen();
  snapshots_->Follow();
  Change(30);
  const absl::Time deadline = absl::Now() + absl::Seconds(60);
  while (CountFiles() == 0 && absl::Now() < deadline) {
    absl::SleepFor(absl::Milliseconds(5));
  }
  EXPECT_GT(CountFiles(), 0) << "nobody asked, and nothing was written";
  ExpectTheFold();
}

TEST_F(SnapshotsTest, FarBehindTheHistoryIsFoldedUntilRowsAreMade) {
  Change(60);
  SnapshotOptions options;
  options.directory = path_ + "/snapshots";
  options.min_events = 10;
  options.timeline.max_catch_up = 20;
  snapshots_ =
      std::make_unique<Snapshots>(log_.get(), absl::UTCTimeZone(), options);
  const absl::CivilDay day(2022, 2, 1);
  auto state = snapshots_->State(kPlan, 63, 63, day);
  ASSERT_THAT(state, IsOk());
  EXPECT_EQ(*state, nullptr);
  ASSERT_THAT(snapshots_->Rebuild(), IsOk());
  state = snapshots_->State(kPlan, 63, 63, day);
  ASSERT_THAT(state, IsOk());
  EXPECT_NE(*state, nullptr);
}

TEST_F(SnapshotsTest, VerifyTellsRowsThatDifferAndRebuildMendsThem) {
  Change(60);
  Reopen();
  ExpectTheFold();
  EXPECT_THAT(snapshots_->Verify(), IsOk());
  snapshots_.reset();
  // Behind its back, one event goes.
  rocksdb::DB* db = nullptr;
  const std::string path = absl::StrCat(
      path_, "/snapshots/", plan::kFoldVersion, ".", kTimelineVersion);
  ASSERT_TRUE(rocksdb::DB::Open({}, path, &db).ok());
  const std::string events = absl::StrCat(kPlan, absl::string_view("\0e", 2));
  {
    const std::unique_ptr<rocksdb::Iterator> rows(
        db->NewIterator(rocksdb::ReadOptions()));
    rows->Seek(absl::StrCat(kPlan, absl::string_view("\0f", 2)));
    ASSERT_TRUE(rows->Valid());
    rows->Prev();
    ASSERT_TRUE(rows->key().starts_with(events));
    ASSERT_TRUE(db->Delete(rocksdb::WriteOptions(), rows->key()).ok());
  }
  delete db;
  Reopen();
  EXPECT_THAT(snapshots_->Verify(),
              test::StatusIs(absl::StatusCode::kDataLoss));
  ASSERT_THAT(snapshots_->Rebuild(), IsOk());
  EXPECT_THAT(snapshots_->Verify(), IsOk());
  ExpectTheFold();
}

TEST_F(SnapshotsTest, HistoriesAnswerFromThem) {
  Change(40);
  Reopen();
  PlanHistories histories(log_.get(), absl::UTCTimeZone(), {});
  histories.UseSnapshots(snapshots_.get());
  const auto state =
      histories.State(kPlan, kEverythingKnown, absl::CivilDay(2022, 1, 20));
  ASSERT_THAT(state, IsOk());
  EXPECT_GT(CountFiles(), 0);
  const auto all = histories.Read(kPlan, kEverythingKnown);
  ASSERT_THAT(all, IsOk());
  EXPECT_EQ(
      (*state)->DebugString(),
      plan::Fold(kPlan, **all, absl::CivilDay(2022, 1, 20)).DebugString());
  const auto known = histories.CountKnown(kPlan, 12);
  ASSERT_THAT(known, IsOk());
  EXPECT_EQ(*known, 12u);
  const auto positions = histories.Positions(kPlan, {0, 7, 42});
  ASSERT_THAT(positions, IsOk());
  EXPECT_EQ(*positions, (std::vector<uint64_t>{0, 7, 42}));
  EXPECT_EQ(histories.Positions(kPlan, {43}).status().code(),
            absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace clearsky::projection
