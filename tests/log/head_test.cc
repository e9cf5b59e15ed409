// The HEAD file: a log that is shorter than it was, or another, is not opened.

#include <fstream>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "log/format.h"
#include "log/ledger_directory.h"
#include "log_fixture.h"

namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

namespace fs = std::filesystem;

class HeadTest : public LogTest {
 protected:
  std::string HeadPath() const { return path() + "/HEAD"; }
  uint64_t SizeInHead() const {
    const absl::StatusOr<format::Head> head = ReadHeadFile(path());
    EXPECT_THAT(head, IsOk());
    return head.ok() ? head->frontier.size() : 0;
  }
  // Puts a copy of a file or directory of the closed ledger aside, or back in
  // its place.
  void Keep(const std::string& name) {
    fs::remove_all(dir_ / name);
    fs::copy(path() + "/" + name, dir_ / name, fs::copy_options::recursive);
  }
  void PutBack(const std::string& name) {
    fs::remove_all(path() + "/" + name);
    fs::copy(dir_ / name, path() + "/" + name, fs::copy_options::recursive);
  }
  void ExpectDataLoss(const std::vector<std::string>& words) {
    for (const bool is_read_only : {false, true}) {
      options_.read_only = is_read_only;
      const absl::Status status = EventLog::Open(path(), options_).status();
      EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss));
      for (const std::string& word : words) {
        EXPECT_THAT(std::string(status.message()), HasSubstr(word));
      }
    }
    options_.read_only = false;
  }
};

TEST_F(HeadTest, IsThereFromTheBeginning) { EXPECT_EQ(SizeInHead(), 0); }

TEST_F(HeadTest, ClosingWritesTheEnd) {
  Say("a", {"a0", "a1"});
  const std::string root = log().MerkleRoot();
  Close();
  const absl::StatusOr<format::Head> head = ReadHeadFile(path());
  ASSERT_THAT(head, IsOk());
  EXPECT_EQ(head->frontier.size(), 2);
  EXPECT_EQ(DigestBytes(head->frontier.Root()), root);
}

TEST_F(HeadTest, FollowsCommitsWhileTheLedgerIsOpen) {
  Say("a", {"a0"});
  // It comes within a second or so; a slow machine is waited for.
  while (SizeInHead() != 1) absl::SleepFor(absl::Milliseconds(20));
}

TEST_F(HeadTest, ShorterLogIsDataLossNamingBothSizes) {
  Say("a", {"a0"});
  Close();
  Keep("log");
  Reopen();
  Say("a", {"a1", "a2"});
  Close();
  PutBack("log");
  ExpectDataLoss({"1 events", "had 3"});
}

TEST_F(HeadTest, AnotherLogOfTheSameSizeIsDataLoss) {
  Close();
  Keep("log");
  Keep("HEAD");
  Reopen();
  Say("a", {"a0"});
  Close();
  fs::rename(HeadPath(), dir_ / "other");
  PutBack("log");
  PutBack("HEAD");
  Reopen();
  Say("a", {"b0"});
  Close();
  fs::rename(dir_ / "other", HeadPath());
  ExpectDataLoss({"different histories"});
}

TEST_F(HeadTest, AnotherLogThatIsLongerIsDataLoss) {
  Close();
  Keep("log");
  Keep("HEAD");
  Reopen();
  Say("a", {"a0"});
  Close();
  fs::rename(HeadPath(), dir_ / "other");
  PutBack("log");
  PutBack("HEAD");
  Reopen();
  Say("a", {"b0", "b1", "b2"});
  Close();
  fs::rename(dir_ / "other", HeadPath());
  ExpectDataLoss({"different histories", "first 1"});
}

TEST_F(HeadTest, OlderHeadIsFineAndIsBroughtUp) {
  Say("a", {"a0"});
  Close();
  Keep("HEAD");
  Reopen();
  Say("b", {"b0", "b1"});
  Say("a", {"a1"});
  Close();
  PutBack("HEAD");
  EXPECT_EQ(SizeInHead(), 1);
  options_.read_only = true;
  Reopen();
  EXPECT_EQ(log().size(), 4);
  Close();
  EXPECT_EQ(SizeInHead(), 1);
  options_.read_only = false;
  Reopen();
  EXPECT_THAT(Everything(),
              ElementsAre("0:a/0=a0", "1:b/0=b0", "2:b/1=b1", "3:a/1=a1"));
  Close();
  EXPECT_EQ(SizeInHead(), 4);
}

TEST_F(HeadTest, MissingHeadIsDataLossNamingTheFile) {
  Close();
  fs::remove(HeadPath());
  ExpectDataLoss({HeadPath(), "missing"});
}

TEST_F(HeadTest, DamagedHeadIsDataLossNamingTheFile) {
  Close();
  std::ofstream(HeadPath(), std::ios::app) << "\n";
  ExpectDataLoss({HeadPath(), "damaged"});
  fs::resize_file(HeadPath(), 0);
  ExpectDataLoss({HeadPath(), "damaged"});
}

TEST_F(HeadTest, HeadOfAnotherLedgerIsDataLoss) {
  ASSERT_THAT(EventLog::Create(dir_ / "second", {}, options_), IsOk());
  Close();
  fs::copy_file(dir_ / "second" + "/HEAD", HeadPath(),
                fs::copy_options::overwrite_existing);
  ExpectDataLoss({"HEAD", "do not belong together"});
}

TEST_F(HeadTest, LeftoverOfAnInterruptedWriteIsReplaced) {
  Close();
  std::ofstream(path() + "/HEAD.new") << "clearsky he";
  Reopen();
  Say("a", {"a0"});
  Close();
  EXPECT_EQ(SizeInHead(), 1);
  EXPECT_FALSE(fs::exists(path() + "/HEAD.new"));
}

}  // namespace
}  // namespace clearsky::log
