// Compacting rewrites files and changes nothing that can be asked.

#include "log/compaction.h"

#include <filesystem>
#include <thread>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "log/ledger_directory.h"
#include "log_fixture.h"

namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::StatusIs;
using ::testing::Le;

namespace fs = std::filesystem;

class CompactionTest : public LogTest {
 protected:
  // Leaves table files of each of several openings.
  void FillAndReopen() {
    for (int i = 0; i < 6; ++i) {
      for (int k = 0; k < 20; ++k) {
        Say(absl::StrCat("s", k % 3), {absl::StrCat(i, "/", k)});
      }
      ASSERT_THAT(log().PutDocument("the same").status(), IsOk());
      Reopen();
    }
  }

  size_t CountFiles(const std::string& directory,
                    const std::string& part) const {
    size_t count = 0;
    for (const auto& entry : fs::directory_iterator(directory)) {
      if (absl::StrContains(entry.path().filename().string(), part)) ++count;
    }
    return count;
  }
};

TEST_F(CompactionTest, AtRestTheFilesThatCameOneByOneAreMerged) {
  constexpr int kFlushes = 24;
  for (int i = 0; i < kFlushes; ++i) {
    // Two streams, so that the files overlap.
    Say("a", {absl::StrCat("a", i)});
    Say("z", {absl::StrCat("z", i)});
    ASSERT_THAT(log().WaitUntilIndexed(), IsOk());
  }
  ASSERT_THAT(log().WaitUntilAtRest(), IsOk());
  // Four families got a file a flush. How many are left is RocksDB's affair;
  // without merging, all of them are.
  Reopen();
  EXPECT_LT(CountFiles(DerivedPath(path()), ".sst"), 4 * kFlushes / 2);
  EXPECT_EQ(Everything().size(), 2 * kFlushes);
}

TEST_F(CompactionTest, FilesAreFewerAndAnswersTheSame) {
  FillAndReopen();
  const std::vector<std::string> before = Everything();
  const std::string root = log().MerkleRoot();
  const size_t files = CountFiles(LogPath(path()), ".sst");
  uint64_t done = 0;
  uint64_t total = 0;
  const absl::StatusOr<Compacted> compacted =
      log().Compact([&](uint64_t bytes, uint64_t of) {
        EXPECT_GT(bytes, done);
        done = bytes;
        total = of;
      });
  ASSERT_THAT(compacted, IsOk());
  EXPECT_GT(total, 0);
  EXPECT_EQ(done, total);
  EXPECT_LT(compacted->bytes_after, compacted->bytes_before);
  EXPECT_EQ(compacted->bytes_after,
            BytesIn(LogPath(path())) + BytesIn(DerivedPath(path())));
  EXPECT_LT(CountFiles(LogPath(path()), ".sst"), files);
  EXPECT_EQ(Everything(), before);
  Reopen();
  EXPECT_EQ(Everything(), before);
  EXPECT_EQ(log().MerkleRoot(), root);
  Close();
  EXPECT_THAT(VerifyLedger(path(), nullptr), IsOk());
}

TEST_F(CompactionTest, AppendsGoOnMeanwhile) {
  FillAndReopen();
  std::thread compacting([&] {
    for (int i = 0; i < 5; ++i) EXPECT_THAT(log().Compact(nullptr), IsOk());
  });
  for (int i = 0; i < 200; ++i) Say("meanwhile", {absl::StrCat("m", i)});
  compacting.join();
  EXPECT_EQ(Stream("meanwhile").size(), 200);
  Reopen();
  EXPECT_EQ(Stream("meanwhile").size(), 200);
}

TEST_F(CompactionTest, ReadOnlyLedgerIsNotCompacted) {
  Close();
  options_.read_only = true;
  const absl::StatusOr<std::unique_ptr<EventLog>> log =
      EventLog::Open(path(), options_);
  ASSERT_THAT(log, IsOk());
  EXPECT_THAT((*log)->Compact(nullptr),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

// RocksDB writes notes of each opening, and puts those before aside.
TEST_F(CompactionTest, NotesOfManyOpeningsDoNotPileUp) {
  for (int i = 0; i < 12; ++i) Reopen();
  EXPECT_THAT(CountFiles(LogPath(path()), "LOG"), Le(4));
  EXPECT_THAT(CountFiles(DerivedPath(path()), "LOG"), Le(4));
}

}  // namespace
}  // namespace clearsky::log
