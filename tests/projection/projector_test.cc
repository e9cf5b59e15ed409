#include "projection/projector.h"

#include <filesystem>
#include <fstream>
#include <thread>

#include "absl/time/clock.h"
#include "projection_fixture.h"

namespace clearsky {
namespace {

using ::clearsky::test::Held;
using ::clearsky::test::InSeries;
using ::clearsky::test::IsOk;
using ::clearsky::test::kPlan;
using ::clearsky::test::RandomEvents;
using ::clearsky::test::Registered;
using ::clearsky::test::Scheduled;
using ::clearsky::test::Seed;
using ::clearsky::test::StatusIs;
using projection::Projector;
using projection::RowsAt;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

namespace fs = std::filesystem;

class ProjectorTest : public test::ProjectionTest {
 protected:
  // Appends random events to some plans.
  void AppendRandom(RandomEvents* random, int count) {
    for (int i = 0; i < count; ++i) {
      const std::string stream = absl::StrCat("plan/", random->Below(4));
      const auto size = log_->StreamSize(stream);
      ASSERT_THAT(size, IsOk());
      if (*size == 0) AppendPlan(stream);
      Append(stream, {random->Next(*size)});
    }
  }
};

TEST_F(ProjectorTest, RowsOfAnEmptyLedgerAreNone) {
  const auto projector = NewProjector();
  EXPECT_TRUE(Rows(projector.get()).at("calendar").empty());
  EXPECT_EQ(known_count_, 0u);
}

TEST_F(ProjectorTest, TheDayOfAnEmptyLedgerDoesNotHoldBackTheFirstEvent) {
  // As of a simulated ledger, whose clock stands where it is set.
  const auto projector = NewProjector();
  today_ = absl::CivilDay(2026, 11, 22);
  Rows(projector.get());
  today_ = absl::CivilDay(2022, 9, 28);
  AppendPlan(kPlan);
  Append(kPlan, {Registered("m1", "2022-02-01"),
                 Scheduled("m1", "2022-12-20", "2022-10-01")});
  EXPECT_EQ(Rows(projector.get()), Folded());
  EXPECT_EQ(as_of_, today_);
}

TEST_F(ProjectorTest, RowsAreThoseOfAFoldWhateverIsRecorded) {
  RandomEvents random(Seed());
  const auto projector = NewProjector();
  for (int round = 0; round < 60; ++round) {
    // One at a time, and many at once.
    AppendRandom(&random,
                 round % 3 == 0 ? 1 : static_cast<int>(random.Below(20)));
    ASSERT_EQ(Rows(projector.get()), Folded()) << "round " << round;
    EXPECT_EQ(known_count_, log_->size());
  }
  const auto verified = projector->Verify({});
  ASSERT_THAT(verified, IsOk());
  EXPECT_GT(verified->rows.at("calendar"), 5u);
  EXPECT_GT(verified->rows.at("series"), 2u);
}

TEST_F(ProjectorTest, RowsFollowTheDayWithoutAnEvent) {
  today_ = absl::CivilDay(2022, 3, 1);
  RandomEvents random(Seed());
  const auto projector = NewProjector();
  AppendRandom(&random, 60);
  while (today_ < absl::CivilDay(2022, 12, 31)) {
    ASSERT_EQ(Rows(projector.get()), Folded()) << plan::FormatDay(today_);
    EXPECT_EQ(as_of_, today_);
    today_ += random.Below(20);
    if (random.Below(2) == 0) AppendRandom(&random, 5);
  }
}

TEST_F(ProjectorTest, RowsFollowWhatTheEngineAcceptsEventByEvent) {
  // Nothing is refused, so that most events are taken in at the end.
  RandomEvents random(Seed());
  const absl::CivilDay now = absl::ToCivilDay(absl::Now(), zone_);
  std::map<std::string, test::PlanStory> stories;
  const auto projector = NewProjector();
  for (int i = 0; i < 250; ++i) {
    const std::string stream = absl::StrCat("plan/", random.Below(3));
    auto story = stories.find(stream);
    if (story == stories.end()) {
      AppendPlan(stream);
      story = stories.emplace(stream, test::PlanStory::OfAPlan()).first;
      story->second.set_today(now);
    }
    const uint64_t size = story->second.history().size();
    if (!story->second.Try(random.Next(size)).ok()) continue;
    Append(stream, {*story->second.history().back().event});
    if (random.Below(4) == 0) {
      ASSERT_EQ(Rows(projector.get()), Folded()) << "after " << i;
    }
  }
  EXPECT_EQ(Rows(projector.get()), Folded());
  EXPECT_THAT(projector->Verify({}), IsOk());
}

TEST_F(ProjectorTest, AnEventOfThisMonthCountsOnItsLastDay) {
  AppendPlan(kPlan);
  today_ = absl::CivilDay(2022, 12, 5);
  Append(kPlan, {Registered("m1", "2022-02-01"),
                 Scheduled("m1", "2022-12-20", "2022-12")});
  const auto projector = NewProjector();
  const auto before = Rows(projector.get());
  EXPECT_EQ(before, Folded());
  today_ = absl::CivilDay(2022, 12, 31);
  const auto after = Rows(projector.get());
  EXPECT_EQ(after, Folded());
  EXPECT_NE(before, after);
}

TEST_F(ProjectorTest, RowsGoOnWhereTheyWereAfterReopening) {
  RandomEvents random(Seed());
  AppendRandom(&random, 30);
  Rows(NewProjector().get());
  AppendRandom(&random, 10);
  const auto projector = NewProjector();
  EXPECT_EQ(Rows(projector.get()), Folded());
  // Not made again: a rebuild would have had another number.
  EXPECT_THAT(projector->Read([](const RowsAt& rows) {
    EXPECT_THAT(rows.families.at("calendar"), HasSubstr(".1"));
    return absl::OkStatus();
  }),
              IsOk());
}

TEST_F(ProjectorTest, AReaderBesideAWriterCatchesUpInMemory) {
  RandomEvents random(Seed());
  AppendRandom(&random, 30);
  const auto writer = NewProjector();
  Rows(writer.get());
  AppendRandom(&random, 15);
  const auto reader = NewProjector(/*read_only=*/true);
  EXPECT_EQ(Rows(reader.get()), Folded());
  EXPECT_EQ(known_count_, log_->size());
  // Nothing of that was written.
  EXPECT_EQ(writer->status().lag, log_->size() - writer->status().known_count);
  EXPECT_GT(writer->status().lag, 0u);
}

TEST_F(ProjectorTest, AReaderWithoutRowsMakesThemInMemory) {
  RandomEvents random(Seed());
  AppendRandom(&random, 30);
  const auto reader = NewProjector(/*read_only=*/true);
  EXPECT_EQ(Rows(reader.get()), Folded());
  EXPECT_FALSE(fs::exists(ProjectionsPath()));
}

TEST_F(ProjectorTest, DamagedFilesAreMadeAgain) {
  RandomEvents random(Seed());
  AppendRandom(&random, 30);
  Rows(NewProjector().get());
  for (const char* kind : {"MANIFEST", ".sst", ".log", "CURRENT", "all"}) {
    SCOPED_TRACE(kind);
    for (const auto& entry : fs::directory_iterator(ProjectionsPath())) {
      const std::string name = entry.path().filename();
      if (absl::string_view(kind) == "all") {
        fs::remove_all(entry.path());
      } else if (name.find(kind) != std::string::npos) {
        fs::resize_file(entry.path(), fs::file_size(entry.path()) / 2);
      }
    }
    AppendRandom(&random, 3);
    EXPECT_EQ(Rows(NewProjector(/*read_only=*/true).get()), Folded());
    EXPECT_EQ(Rows(NewProjector().get()), Folded());
  }
}

TEST_F(ProjectorTest, RowsOfALongerLogAreMadeAgain) {
  RandomEvents random(Seed());
  AppendRandom(&random, 30);
  // What is restored later.
  log_.reset();
  fs::copy(ledger_path_, path_ + "/older", fs::copy_options::recursive);
  log_ = *log::EventLog::Open(ledger_path_, {});
  AppendRandom(&random, 20);
  const uint64_t longer = log_->size();
  Rows(NewProjector().get());
  fs::copy(ProjectionsPath(), projection::ProjectionsPath(path_ + "/older"),
           fs::copy_options::recursive);
  log_.reset();
  ledger_path_ = path_ + "/older";
  log_ = *log::EventLog::Open(ledger_path_, {});
  EXPECT_LT(log_->size(), longer);
  EXPECT_EQ(Rows(NewProjector(/*read_only=*/true).get()), Folded());
  EXPECT_EQ(Rows(NewProjector().get()), Folded());

  // The same when it has grown beyond with other events.
  fs::remove_all(ProjectionsPath());
  fs::copy(projection::ProjectionsPath(path_ + "/ledger"), ProjectionsPath(),
           fs::copy_options::recursive);
  while (log_->size() <= longer) AppendRandom(&random, 5);
  EXPECT_EQ(Rows(NewProjector().get()), Folded());
}

// The calendar under another version, which leaves out the names.
class NamelessCalendar final : public projection::Projection {
 public:
  absl::string_view name() const override { return real_->name(); }
  uint32_t version() const override { return real_->version() + 1; }
  absl::StatusOr<std::optional<std::string>> RowOf(
      const projection::FoldedStream& stream,
      const projection::format::Entity& entity) const override {
    auto bytes = real_->RowOf(stream, entity);
    if (!bytes.ok() || !bytes->has_value()) return bytes;
    v1::CalendarRow row;
    row.ParseFromString(**bytes);
    row.clear_titles();
    return row.SerializeAsString();
  }
  std::vector<std::string> IndexOf(absl::string_view stream,
                                   const projection::format::Entity& entity,
                                   absl::string_view row) const override {
    return real_->IndexOf(stream, entity, row);
  }

 private:
  const std::unique_ptr<projection::Projection> real_ =
      projection::MakeCalendar();
};

TEST_F(ProjectorTest, OldRowsAnswerUntilThoseOfANewVersionHaveCaughtUp) {
  RandomEvents random(Seed());
  AppendRandom(&random, 30);
  const uint64_t old_count = log_->size();
  const auto old_rows = Rows(NewProjector().get());
  AppendRandom(&random, 10);
  projections_[0] = std::make_shared<NamelessCalendar>();
  {
    const auto projector = NewProjector();
    EXPECT_EQ(Rows(projector.get()), old_rows);
    EXPECT_EQ(known_count_, old_count) << "the answer names its point";
    ASSERT_THAT(projector->CatchUp(), IsOk());
    EXPECT_EQ(Rows(projector.get()), Folded());
    EXPECT_EQ(known_count_, log_->size());
  }
  const std::string version = absl::StrCat(projections_[0]->version());
  EXPECT_THAT(FamiliesOnDisk(),
              ElementsAre(HasSubstr(absl::StrCat("calendar.", version)),
                          HasSubstr("series.")));
}

TEST_F(ProjectorTest, ABuildThatWasCutShortIsGoneOnWith) {
  RandomEvents random(Seed());
  AppendRandom(&random, 30);
  Rows(NewProjector().get());
  projections_[0] = std::make_shared<NamelessCalendar>();
  // Opened and closed before the first step.
  Rows(NewProjector().get());
  EXPECT_EQ(FamiliesOnDisk().size(), 4u);
  const auto projector = NewProjector();
  ASSERT_THAT(projector->CatchUp(), IsOk());
  EXPECT_EQ(Rows(projector.get()), Folded());
}

TEST_F(ProjectorTest, RebuildMakesRowsBesideAndSwapsThem) {
  RandomEvents random(Seed());
  AppendRandom(&random, 40);
  const auto projector = NewProjector();
  Rows(projector.get());
  uint64_t last_done = 0;
  const auto rebuilt = projector->Rebuild([&](uint64_t done, uint64_t total) {
    EXPECT_GE(done, last_done);
    EXPECT_EQ(total, log_->size());
    last_done = done;
  });
  ASSERT_THAT(rebuilt, IsOk());
  EXPECT_EQ(last_done, log_->size());
  EXPECT_EQ(rebuilt->known_count, log_->size());
  EXPECT_EQ(Rows(projector.get()), Folded());
  EXPECT_THAT(projector->Read([](const RowsAt& rows) {
    EXPECT_THAT(rows.families.at("calendar"), ::testing::EndsWith(".2"));
    return absl::OkStatus();
  }),
              IsOk());
  EXPECT_THAT(NewProjector(true)->Rebuild({}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

class TamperTest : public ProjectorTest {
 protected:
  void SetUp() override {
    ProjectorTest::SetUp();
    AppendPlan(kPlan);
    Append(kPlan, {InSeries("m1", "talks", 6, "2022-02-01"),
                   InSeries("m2", "talks", 7, "2022-02-01"),
                   Scheduled("m1", "2022-12-20", "2022-03-01")});
    Rows(NewProjector().get());
    const auto families = FamiliesOnDisk();
    calendar_ = families[0];
    series_ = families[1];
  }

  // Changes rows behind the projector's back.
  void Tamper(const std::function<void(projection::RowWrites*)>& change) {
    const auto store = projection::ProjectionStore::Open(
        ProjectionsPath(), projection::ProjectionStore::Access::kWrite);
    ASSERT_THAT(store, IsOk());
    projection::RowWrites writes;
    change(&writes);
    ASSERT_THAT((*store)->Write(writes), IsOk());
  }

  void ExpectFound(const std::string& words) {
    for (const bool read_only : {true, false}) {
      EXPECT_THAT(NewProjector(read_only)->Verify({}),
                  StatusIs(absl::StatusCode::kDataLoss, HasSubstr(words)));
    }
    // And what is made again is right.
    ASSERT_THAT(NewProjector()->Rebuild({}), IsOk());
    EXPECT_THAT(NewProjector()->Verify({}), IsOk());
  }

  static std::string KeyOf(const std::string& id) {
    return projection::format::RowKey(
        kPlan, {projection::format::EntityKind::kActivity, id});
  }

  std::string calendar_;
  std::string series_;
};

TEST_F(TamperTest, WholeRowsAreVerified) {
  const auto verified = NewProjector()->Verify({});
  ASSERT_THAT(verified, IsOk());
  EXPECT_EQ(verified->rows.at("calendar"), 2u);
  EXPECT_EQ(verified->rows.at("series"), 2u);
}

TEST_F(TamperTest, AnotherRowIsFoundAndNamed) {
  Tamper([&](projection::RowWrites* writes) {
    v1::CalendarRow row;
    row.set_activity_id("m1");
    writes->Put(calendar_, KeyOf("m1"), row.SerializeAsString());
  });
  ExpectFound("projection calendar: the row of `m1` of clear-sky/2022 differs");
}

TEST_F(TamperTest, AMissingRowIsFound) {
  Tamper([&](projection::RowWrites* writes) {
    writes->Delete(series_, KeyOf("m2"));
  });
  ExpectFound(
      "projection series: the row of `m2` of clear-sky/2022 is missing");
}

TEST_F(TamperTest, ARowTooMuchIsFound) {
  Tamper([&](projection::RowWrites* writes) {
    writes->Put(calendar_, KeyOf("m3"), "");
  });
  ExpectFound("`m3` of clear-sky/2022 is there, and should not be");
}

TEST_F(TamperTest, ARowOfAPlanThatIsNotThereIsFound) {
  Tamper([&](projection::RowWrites* writes) {
    writes->Put(
        calendar_,
        projection::format::RowKey(
            "nowhere", {projection::format::EntityKind::kActivity, "x"}),
        "");
  });
  ExpectFound("there are 3 rows, and the plans have 2");
}

TEST_F(TamperTest, AMissingEntryOfTheIndexIsFound) {
  std::string index;
  const auto projection = projection::MakeSeries();
  v1::SeriesRow row;
  row.set_series_id("talks");
  index = projection->IndexOf(kPlan,
                              {projection::format::EntityKind::kActivity, "m1"},
                              row.SerializeAsString())[0];
  Tamper(
      [&](projection::RowWrites* writes) { writes->Delete(series_, index); });
  ExpectFound("`m1` of clear-sky/2022 is not in the index");
}

TEST_F(TamperTest, AnEntryOfTheIndexTooMuchIsFound) {
  Tamper([&](projection::RowWrites* writes) {
    writes->Put(series_, absl::StrCat(projection::format::kIndexPrefix, "x"),
                KeyOf("m1"));
  });
  ExpectFound("`m1` of clear-sky/2022 is in the index where it should not be");
}

// Fails on one activity.
class PickyCalendar final : public projection::Projection {
 public:
  absl::string_view name() const override { return real_->name(); }
  uint32_t version() const override { return real_->version(); }
  absl::StatusOr<std::optional<std::string>> RowOf(
      const projection::FoldedStream& stream,
      const projection::format::Entity& entity) const override {
    if (entity.id == "bad") return absl::InternalError("bad luck");
    return real_->RowOf(stream, entity);
  }
  std::vector<std::string> IndexOf(absl::string_view stream,
                                   const projection::format::Entity& entity,
                                   absl::string_view row) const override {
    return real_->IndexOf(stream, entity, row);
  }

 private:
  const std::unique_ptr<projection::Projection> real_ =
      projection::MakeCalendar();
};

TEST_F(ProjectorTest, WhatAProjectionCannotTakeIsSetAsideAndTheRestGoesOn) {
  projections_ = {std::make_shared<PickyCalendar>()};
  AppendPlan(kPlan);
  const auto projector = NewProjector();
  Rows(projector.get());
  Append(kPlan, {Registered("bad", "2022-02-01")});
  log::NewEvent unheard;
  unheard.event_id = MakeUuidV4();
  unheard.type = "clearsky.v9.Unheard";
  ASSERT_THAT(log_->Append({{kPlan, log::ExpectedRevision::Any(), {unheard}}}),
              IsOk());
  Append(kPlan, {Registered("good", "2022-02-01")});
  const auto rows = Rows(projector.get());
  EXPECT_EQ(known_count_, log_->size());
  EXPECT_EQ(rows.at("calendar").size(), 2u) << "a row and its index";
  for (const bool rebuild : {false, true}) {
    const auto told = rebuild ? projector->Rebuild({}) : projector->Verify({});
    ASSERT_THAT(told, IsOk());
    std::vector<std::string> reasons;
    for (const v1::SetAside& aside : told->set_aside) {
      reasons.push_back(absl::StrCat(aside.position(), " ", aside.reason()));
    }
    EXPECT_THAT(reasons,
                ::testing::IsSupersetOf(
                    {HasSubstr("the row of `bad` was not made: bad luck"),
                     HasSubstr("`clearsky.v9.Unheard`")}));
  }
}

TEST_F(ProjectorTest, FollowsInTheBackgroundBesideReadersAndARebuild) {
  RandomEvents random(Seed());
  AppendRandom(&random, 20);
  const auto projector = NewProjector();
  projector->Follow();
  std::atomic<bool> done = false;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      uint64_t seen = 0;
      while (!done) {
        const uint64_t durable = log_->size();
        const absl::Status status = projector->Read([&](const RowsAt& rows) {
          if (rows.known_count < durable || rows.known_count < seen) ++wrong;
          seen = rows.known_count;
          return absl::OkStatus();
        });
        if (!status.ok()) ++wrong;
      }
    });
  }
  std::thread rebuilder([&] {
    while (!done) {
      if (!projector->Rebuild({}).ok()) ++wrong;
    }
  });
  AppendRandom(&random, 150);
  done = true;
  for (std::thread& reader : readers) reader.join();
  rebuilder.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(Rows(projector.get()), Folded());
  // Without being asked.
  AppendRandom(&random, 5);
  for (int i = 0; i < 1000 && projector->status().lag > 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_EQ(projector->status().lag, 0u);
  EXPECT_THAT(projector->status().error, IsOk());
}

}  // namespace
}  // namespace clearsky
