#include "log/derived_store.h"

#include <filesystem>

#include "fault_env.h"
#include "gmock/gmock.h"
#include "log_fixture.h"
#include "made_commit.h"
#include "raw_ledger.h"

namespace clearsky::log {
namespace {

namespace fs = std::filesystem;

using ::clearsky::test::IsOk;
using ::clearsky::test::IsOkAndHolds;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::Optional;

class DerivedStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    env_ = NewFaultyEnv(&faults_);
    Reopen();
  }
  void Reopen(bool read_only = false) {
    store_.reset();
    absl::StatusOr<std::unique_ptr<DerivedStore>> store =
        DerivedStore::Open(path(), read_only, env_.get(), MemoryBudget::Of(0));
    ASSERT_THAT(store, IsOk());
    store_ = *std::move(store);
  }
  std::string path() const { return dir_ / "derived"; }

  void WriteTwo() {
    ASSERT_THAT(store_->Write({MakeCommit(0, {{"a", 0, "0"}, {"b", 0, "1"}}),
                               MakeCommit(2, {{"a", 1, "2"}})}),
                IsOk());
  }
  void ExpectTwo() const {
    EXPECT_EQ(store_->checkpoint(),
              (format::Checkpoint{3, UuidV8OfContent("2")}));
    EXPECT_THAT(store_->LastRevision("a"), IsOkAndHolds(Optional(Eq(1))));
    EXPECT_THAT(store_->LastRevision("b"), IsOkAndHolds(Optional(Eq(0))));
    EXPECT_THAT(store_->LastRevision("c"), IsOkAndHolds(Eq(std::nullopt)));
    for (uint64_t i = 0; i < 3; ++i) {
      EXPECT_THAT(store_->PositionOf(UuidV8OfContent(absl::StrCat(i))),
                  IsOkAndHolds(Optional(Eq(i))));
    }
    EXPECT_THAT(store_->PositionOf(UuidV8OfContent("3")),
                IsOkAndHolds(Eq(std::nullopt)));
    EXPECT_THAT(store_->Streams("", "", 9),
                IsOkAndHolds(ElementsAre("a", "b")));
  }

  TempDir dir_;
  Faults faults_;
  std::unique_ptr<rocksdb::Env> env_;
  std::unique_ptr<DerivedStore> store_;
};

TEST_F(DerivedStoreTest, IsEmptyAtFirst) {
  EXPECT_EQ(store_->checkpoint(), format::Checkpoint());
  EXPECT_THAT(store_->LastRevision("a"), IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_THAT(store_->PositionOf(UuidV8OfContent("0")),
              IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_THAT(store_->Streams("", "", 9), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(store_->Write({}), IsOk());
}

TEST_F(DerivedStoreTest, HoldsWhatWasWrittenAndKeepsIt) {
  WriteTwo();
  ExpectTwo();
  Reopen();
  ExpectTwo();
  Reopen(/*read_only=*/true);
  ExpectTwo();
}

TEST_F(DerivedStoreTest, LaterRowsTakeTheirPlaceBesideEarlier) {
  WriteTwo();
  ASSERT_THAT(store_->Write({MakeCommit(3, {{"a", 2, "3"}, {"c", 0, "4"}})}),
              IsOk());
  EXPECT_EQ(store_->checkpoint().size, 5);
  EXPECT_THAT(store_->LastRevision("a"), IsOkAndHolds(Optional(Eq(2))));
  EXPECT_THAT(store_->LastRevision("b"), IsOkAndHolds(Optional(Eq(0))));
  EXPECT_THAT(store_->Streams("", "", 9),
              IsOkAndHolds(ElementsAre("a", "b", "c")));
  EXPECT_THAT(store_->PositionOf(UuidV8OfContent("1")),
              IsOkAndHolds(Optional(Eq(1))));
}

TEST_F(DerivedStoreTest, StreamsAreListedByPrefixInParts) {
  ASSERT_THAT(store_->Write({MakeCommit(0, {{"a/1", 0, "0"},
                                            {"b", 0, "1"},
                                            {"a/2", 0, "2"},
                                            {"a", 0, "3"},
                                            {"a/3", 0, "4"}})}),
              IsOk());
  EXPECT_THAT(store_->Streams("a/", "", 9),
              IsOkAndHolds(ElementsAre("a/1", "a/2", "a/3")));
  EXPECT_THAT(store_->Streams("a/", "a/1", 1),
              IsOkAndHolds(ElementsAre("a/2")));
  EXPECT_THAT(store_->Streams("a/", "b", 9), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(store_->Streams("", "a/3", 9), IsOkAndHolds(ElementsAre("b")));
  EXPECT_THAT(store_->Streams("", "", 0), IsOkAndHolds(IsEmpty()));
}

// Ids are looked up up to the greatest, whenever it came.
TEST_F(DerivedStoreTest, GreatestIdOfAllWritesBoundsTheLookUp) {
  std::vector<std::string> words = {"0", "1", "2", "3", "4", "5"};
  std::sort(words.begin(), words.end(), [](const auto& a, const auto& b) {
    return UuidV8OfContent(a) > UuidV8OfContent(b);
  });
  for (uint64_t i = 0; i < words.size(); ++i) {
    ASSERT_THAT(store_->Write({MakeCommit(i, {{"a", i, words[i]}})}), IsOk());
  }
  for (int round = 0; round < 2; ++round) {
    for (uint64_t i = 0; i < words.size(); ++i) {
      EXPECT_THAT(store_->PositionOf(UuidV8OfContent(words[i])),
                  IsOkAndHolds(Optional(Eq(i))));
    }
    Reopen();
  }
}

TEST_F(DerivedStoreTest, FailedWriteChangesNothing) {
  WriteTwo();
  for (const char* part : {"incoming", "MANIFEST"}) {
    SCOPED_TRACE(part);
    for (const bool of_sync : {false, true}) {
      // The path is looked at when a file is made.
      faults_.path_part = part;
      Reopen();
      (of_sync ? faults_.syncs : faults_.writes) = true;
      EXPECT_FALSE(
          store_->Write({MakeCommit(3, {{"a", 2, "3"}, {"c", 0, "4"}})}).ok());
      faults_.syncs = false;
      faults_.writes = false;
      ExpectTwo();
      EXPECT_TRUE(fs::is_empty(path() + "/incoming"));
      Reopen();
      ExpectTwo();
    }
  }
  faults_.path_part = "none";
  Reopen();
  ASSERT_THAT(store_->Write({MakeCommit(3, {{"a", 2, "3"}})}), IsOk());
  EXPECT_EQ(store_->checkpoint().size, 4);
}

TEST_F(DerivedStoreTest, OpeningClearsWhatWasNotTakenIn) {
  WriteTwo();
  WriteFile(path() + "/incoming/heads.sst", "half of a file");
  Reopen(/*read_only=*/true);
  EXPECT_FALSE(fs::is_empty(path() + "/incoming"));
  Reopen();
  EXPECT_TRUE(fs::is_empty(path() + "/incoming"));
  ExpectTwo();
}

}  // namespace
}  // namespace clearsky::log
