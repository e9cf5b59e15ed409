// derived/ as an open ledger finds it: followed, or made again from the log.

#include "log/index.h"

#include <filesystem>

#include "gmock/gmock.h"
#include "log_fixture.h"
#include "raw_ledger.h"

namespace clearsky::log {
namespace {

namespace fs = std::filesystem;

using ::clearsky::test::IsOk;
using ::clearsky::test::IsOkAndHolds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class IndexTest : public LogTest {
 protected:
  // What derived/ says of a stream that the log does not know: seen as long as
  // it is followed, gone when it was made again.
  void PutGhost(RawDerived* raw) {
    raw->Put(RawDerived::kHeads, "ghost", format::EncodeNumber(5));
  }
  format::Checkpoint CheckpointOnDisk() {
    RawDerived raw(path());
    return format::DecodeCheckpoint(
               raw.Get(RawDerived::kCheckpoint, format::kCheckpointKey))
        .value();
  }
  void Tamper(const format::Checkpoint& checkpoint) {
    RawDerived raw(path());
    PutGhost(&raw);
    raw.Put(RawDerived::kCheckpoint, format::kCheckpointKey,
            format::EncodeCheckpoint(checkpoint));
  }
  void SayAll() {
    Say("a", {"0"});
    Say("a", {"1", "2", "3"});
    Say("b", {"4"});
  }
  void ExpectAll() {
    EXPECT_THAT(Everything(), ElementsAre("0:a/0=0", "1:a/1=1", "2:a/2=2",
                                          "3:a/3=3", "4:b/0=4"));
    EXPECT_THAT(Stream("a"), SizeIs(4));
    EXPECT_THAT(Stream("b"), ElementsAre("4:b/0=4"));
    for (int i = 0; i < 5; ++i) {
      EXPECT_THAT(log().FindEvent(UuidV8OfContent(absl::StrCat(i))),
                  IsOkAndHolds(::testing::Ne(std::nullopt)));
    }
  }
};

TEST_F(IndexTest, FollowsACheckpointBetweenChunks) {
  SayAll();
  CloseIndexed();
  EXPECT_EQ(CheckpointOnDisk(), (format::Checkpoint{5, UuidV8OfContent("4")}));
  // What follows the checkpoint is read again, as it is there already.
  Tamper({4, UuidV8OfContent("3")});
  Reopen();
  EXPECT_THAT(log().StreamSize("ghost"), IsOkAndHolds(6));
  ExpectAll();
}

TEST_F(IndexTest, CheckpointInsideAChunkIsMadeAnew) {
  SayAll();
  CloseIndexed();
  Tamper({3, UuidV8OfContent("2")});
  Reopen();
  EXPECT_THAT(log().StreamSize("ghost"), IsOkAndHolds(0));
  ExpectAll();
  CloseIndexed();
  EXPECT_EQ(CheckpointOnDisk().size, 5);
}

TEST_F(IndexTest, CheckpointOfAnotherLogOrAheadOfThisIsMadeAnew) {
  SayAll();
  for (const format::Checkpoint& wrong :
       {format::Checkpoint{4, UuidV8OfContent("another")},
        format::Checkpoint{6, UuidV8OfContent("5")}}) {
    CloseIndexed();
    Tamper(wrong);
    Reopen();
    EXPECT_THAT(log().StreamSize("ghost"), IsOkAndHolds(0));
    ExpectAll();
  }
}

TEST_F(IndexTest, SmallLedgerHasNothingInDerivedAndIsReadAgain) {
  SayAll();
  Reopen();
  ExpectAll();
  Close();
  for (const auto& entry : fs::directory_iterator(path() + "/derived")) {
    EXPECT_NE(entry.path().extension(), ".sst");
  }
}

TEST_F(IndexTest, DeletedDerivedIsRebuiltWithProgress) {
  options_.memory_budget_bytes = 1;  // The least: it is written in parts.
  Reopen();
  constexpr uint64_t kEvents = 8;
  for (uint64_t i = 0; i < kEvents; ++i) {
    NewEvent event = Event(absl::StrCat(i));
    event.data.resize(kMaxEventBytes, 'x');
    const std::string stream = absl::StrCat("s", i % 3);
    ASSERT_THAT(log().Append({{stream, ExpectedRevision::Any(), {event}}}),
                IsOk());
  }
  CloseIndexed();
  fs::remove_all(path() + "/derived");
  std::vector<uint64_t> told;
  options_.progress = [&](uint64_t done, uint64_t total) {
    EXPECT_EQ(total, kEvents);
    EXPECT_LE(done, total);
    told.push_back(done);
  };
  Reopen();
  EXPECT_GE(told.size(), 2);
  EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
  EXPECT_THAT(log().ListStreams("", "", 9),
              IsOkAndHolds(ElementsAre("s0", "s1", "s2")));
  EXPECT_THAT(Stream("s1"), SizeIs(3));
  CloseIndexed();
  EXPECT_EQ(CheckpointOnDisk().size, kEvents);
  told.clear();
  Reopen();
  EXPECT_THAT(told, IsEmpty());
}

}  // namespace
}  // namespace clearsky::log
