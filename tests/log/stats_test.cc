#include "log/stats.h"

#include <filesystem>

#include "log_fixture.h"

namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::StatusIs;

using StatsTest = LogTest;

TEST_F(StatsTest, EmptyLedgerHasNoTimes) {
  const Uuid id = log().ledger_id();
  Close();
  const absl::StatusOr<LedgerStats> stats = ReadLedgerStats(path());
  ASSERT_THAT(stats, IsOk());
  EXPECT_EQ(stats->ledger_id, id);
  EXPECT_EQ(stats->format_version, kFormatVersion);
  EXPECT_EQ(stats->events, 0);
  EXPECT_EQ(stats->streams, 0);
  EXPECT_EQ(stats->documents, 0);
  EXPECT_EQ(stats->first_record_time, std::nullopt);
  EXPECT_EQ(stats->last_record_time, std::nullopt);
}

TEST_F(StatsTest, EventsStreamsAndDocumentsAreCountedBesideAWriter) {
  Say("a", {"0", "1"});
  clock_.Advance(absl::Hours(1));
  Say("b", {"2"});
  ASSERT_THAT(log().PutDocument("one"), IsOk());
  ASSERT_THAT(log().PutDocument("two"), IsOk());
  const absl::StatusOr<LedgerStats> stats = ReadLedgerStats(path());
  ASSERT_THAT(stats, IsOk());
  EXPECT_EQ(stats->events, 3);
  EXPECT_EQ(stats->streams, 2);
  EXPECT_EQ(stats->documents, 2);
  EXPECT_EQ(stats->first_record_time, kStart);
  EXPECT_EQ(stats->last_record_time, kStart + absl::Hours(1));
}

TEST_F(StatsTest, BytesAreThoseOfTheFiles) {
  Say("a", {std::string(100'000, 'x')});
  CloseIndexed();
  const absl::StatusOr<LedgerStats> stats = ReadLedgerStats(path());
  ASSERT_THAT(stats, IsOk());
  EXPECT_GT(stats->log_bytes, 100'000);
  EXPECT_GT(stats->derived_bytes, 0);
  std::filesystem::remove_all(path() + "/derived");
  const absl::StatusOr<LedgerStats> without = ReadLedgerStats(path());
  ASSERT_THAT(without, IsOk());
  EXPECT_EQ(without->derived_bytes, 0);
  EXPECT_EQ(without->streams, 1);
}

TEST_F(StatsTest, WhereNoLedgerIsIsNotFound) {
  EXPECT_THAT(ReadLedgerStats(dir_ / "nowhere"),
              StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace clearsky::log
