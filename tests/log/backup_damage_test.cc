// What was damaged, cut short or lost in a backup makes no ledger; a backup
// that fails or is killed leaves those before it as they were.
//
// CLEARSKY_FLIPS says how many times more bytes are flipped.

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <random>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "backup_fixture.h"
#include "fault_env.h"
#include "gmock/gmock.h"
#include "log/backup.h"
#include "raw_ledger.h"

namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

namespace fs = std::filesystem;

// A backup of two ledgers' worth of files, damaged one file a time.
class DamagedBackupTest : public BackupTest {
 protected:
  void SetUp() override {
    BackupTest::SetUp();
    BackUp();
    Reopen();
    Say("a", {"3"});
    ASSERT_THAT(log().PutDocument("the second release"), IsOk());
    BackUp();
    stored_ = StoredBytes(log());
    fs::rename(backups(), Whole());
    files_ = FilesIn(Whole());
    const unsigned seed = std::random_device()();
    std::cout << "seed=" << seed << std::endl;
    random_.seed(seed);
  }

  std::string Whole() const { return dir_ / "whole"; }

  // What the newest backup needs.
  static bool IsOfTheFirstAlone(const std::string& file) {
    return absl::StrContains(file, "/1/") || absl::EndsWith(file, "meta/1");
  }

  // Damages `file`, and looks what restoring makes of it.
  void Examine(const std::string& file,
               const std::function<void(const std::string& path)>& damage) {
    fs::remove_all(backups());
    fs::remove_all(copy());
    fs::copy(Whole(), backups(), fs::copy_options::recursive);
    damage(backups() + "/" + file);
    const absl::StatusOr<Restored> restored = TryRestore();
    if (restored.ok()) {
      ++harmless_;
      EXPECT_EQ(restored->backup.id, 2);
      EXPECT_EQ(restored->ledger.documents, 2);
      const absl::StatusOr<std::unique_ptr<EventLog>> log =
          EventLog::Open(copy(), options_);
      ASSERT_THAT(log, IsOk());
      EXPECT_EQ(StoredBytes(**log), stored_);
      EXPECT_TRUE(IsOfTheFirstAlone(file) || file == "LOCK" || file == "meta/2")
          << file;
      return;
    }
    ++refused_;
    EXPECT_THAT(restored, StatusIs(absl::StatusCode::kDataLoss));
    EXPECT_TRUE(absl::StrContains(restored.status().message(), backups()))
        << restored.status();
    // It names the file, the backup whose list of files does not read, or what
    // tells that the newest is gone.
    const std::string name = fs::path(file).filename();
    const std::string said(restored.status().message());
    EXPECT_TRUE(absl::StrContains(said, name) ||
                (absl::StartsWith(file, "meta/") &&
                 (absl::StrContains(said, "backup 2 ") ||
                  absl::StrContains(said, "HEAD"))))
        << file << ": " << said;
    EXPECT_FALSE(fs::exists(copy()));
    EXPECT_THAT(Names(), UnorderedElementsAre("ledger", "whole", "backups"));
  }

  static int Times() {
    const char* const text = std::getenv("CLEARSKY_FLIPS");
    int times = 0;
    return text != nullptr && absl::SimpleAtoi(text, &times) ? times : 1;
  }

  const int times_ = Times();
  std::vector<std::string> stored_;
  std::vector<std::string> files_;
  std::mt19937 random_;
  int harmless_ = 0;
  int refused_ = 0;
};

TEST_F(DamagedBackupTest, FlippedByteIsToldOrHarmless) {
  for (const std::string& file : files_) {
    const size_t size = fs::file_size(Whole() + "/" + file);
    if (size == 0) continue;
    // Those that the newest does not need are restored whole, which takes long.
    const int flips = times_ * (file == "meta/2" ? 10 : 1);
    for (int i = 0; i < flips; ++i) {
      const size_t at =
          std::uniform_int_distribution<size_t>(0, size - 1)(random_);
      const auto mask = std::uniform_int_distribution<>(1, 255)(random_);
      SCOPED_TRACE(absl::StrCat(file, " byte ", at, " xor ", mask));
      Examine(file, [&](const std::string& path) {
        std::string content = ReadFile(path);
        content[at] = static_cast<char>(content[at] ^ mask);
        WriteFile(path, content);
      });
    }
  }
  EXPECT_GT(harmless_, 0);
  EXPECT_GT(refused_, 0);
}

TEST_F(DamagedBackupTest, FileCutShortIsToldOrHarmless) {
  for (const std::string& file : files_) {
    const size_t size = fs::file_size(Whole() + "/" + file);
    for (const size_t cut : {size / 2, size - 1}) {
      if (cut >= size || (IsOfTheFirstAlone(file) && cut != size / 2)) continue;
      SCOPED_TRACE(absl::StrCat(file, " cut to ", cut, " of ", size));
      Examine(file,
              [&](const std::string& path) { fs::resize_file(path, cut); });
    }
  }
  EXPECT_GT(harmless_, 0);
  EXPECT_GT(refused_, 0);
}

TEST_F(DamagedBackupTest, MissingFileIsToldOrHarmless) {
  for (const std::string& file : files_) {
    SCOPED_TRACE(file);
    Examine(file, [](const std::string& path) { fs::remove(path); });
  }
  EXPECT_GT(harmless_, 0);
  EXPECT_GT(refused_, 0);
}

TEST_F(DamagedBackupTest, OlderBackupIsRestoredWhenAskedFor) {
  fs::rename(Whole(), backups());
  fs::resize_file(backups() + "/meta/2", 10);
  const absl::Status status = TryRestore().status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("restored when asked for by its number"));
  const absl::StatusOr<BackupList> list = ListBackups(backups());
  ASSERT_THAT(list, IsOk());
  EXPECT_THAT(list->backups, SizeIs(1));
  ASSERT_THAT(list->damaged, SizeIs(1));
  EXPECT_EQ(list->damaged[0].id, 2);
  EXPECT_THAT(list->newest, StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(VerifyBackups(backups(), nullptr),
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_EQ(Restore(1)->size(), 3);
}

TEST_F(DamagedBackupTest, DamagedFileNamesTheOtherBackups) {
  fs::rename(Whole(), backups());
  for (const std::string& file : files_) {
    if (!absl::StrContains(file, "/2/MANIFEST")) continue;
    fs::resize_file(backups() + "/" + file, 1);
  }
  const absl::Status status = TryRestore().status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(std::string(status.message()),
              AllOf(HasSubstr("/2/MANIFEST"), HasSubstr("there: 1")));
}

TEST_F(DamagedBackupTest, NewestThatIsGoneIsTold) {
  fs::rename(Whole(), backups());
  fs::remove(backups() + "/meta/2");
  const absl::Status status = TryRestore().status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(std::string(status.message()), HasSubstr("HEAD"));
  const absl::StatusOr<BackupList> list = ListBackups(backups());
  ASSERT_THAT(list, IsOk());
  EXPECT_EQ(list->newest, status);
  EXPECT_EQ(VerifyBackups(backups(), nullptr).status(), status);
  EXPECT_EQ(Restore(1)->size(), 3);
}

TEST_F(DamagedBackupTest, DamagedOldOneIsToldByTheNextBackup) {
  fs::rename(Whole(), backups());
  fs::resize_file(backups() + "/meta/1", 10);
  const BackupResult made = BackUp();
  EXPECT_EQ(made.backup.id, 3);
  ASSERT_THAT(made.damaged, SizeIs(1));
  EXPECT_EQ(made.damaged[0].id, 1);
  EXPECT_EQ(Restore()->size(), log().size());
}

TEST_F(DamagedBackupTest, VerifyingNamesTheDamagedFile) {
  fs::rename(Whole(), backups());
  ASSERT_THAT(VerifyBackups(backups(), nullptr), IsOk());
  for (const std::string& file : files_) {
    if (!absl::EndsWith(file, ".sst") && !absl::StartsWith(file, "private/")) {
      continue;
    }
    const std::string path = backups() + "/" + file;
    const std::string whole = ReadFile(path);
    if (whole.empty()) continue;
    std::string flipped = whole;
    flipped[flipped.size() / 2] ^= 1;
    WriteFile(path, flipped);
    const absl::Status status = VerifyBackups(backups(), nullptr).status();
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss));
    EXPECT_THAT(std::string(status.message()),
                HasSubstr(fs::path(file).filename().string()));
    WriteFile(path, whole);
  }
}

// The directory of backups is on a disk that fails.
class FailingBackupTest : public BackupTest {
 protected:
  FailingBackupTest() : env_(NewFaultyEnv(&faults_)) {
    faults_.path_part = "/backups/";
    options_.env = env_.get();
  }
  // The environment must outlive the log.
  void TearDown() override { Close(); }

  Faults faults_;
  const std::unique_ptr<rocksdb::Env> env_;
};

TEST_F(FailingBackupTest, BackupThatFailsLeavesThoseBefore) {
  BackUp();
  for (std::atomic<bool>* fault : {&faults_.writes, &faults_.syncs}) {
    Say("a", {fault == &faults_.writes ? "write" : "sync"});
    *fault = true;
    EXPECT_THAT(TryBackUp(), StatusIs(absl::StatusCode::kInternal));
    *fault = false;
    EXPECT_THAT(Ids(), ElementsAre(1));
    EXPECT_THAT(VerifyBackups(backups(), nullptr), IsOk());
    // The log itself is as it was.
    Say("a", {absl::StrCat("behind ", fault == &faults_.writes)});
  }
  EXPECT_EQ(Restore()->size(), 3);
  fs::remove_all(copy());
  BackUp();
  EXPECT_EQ(Restore()->size(), log().size());
}

TEST_F(FailingBackupTest, FirstBackupThatFailsIsTriedAgain) {
  faults_.writes = true;
  EXPECT_THAT(TryBackUp(), StatusIs(absl::StatusCode::kInternal));
  faults_.writes = false;
  BackUp();
  EXPECT_EQ(Restore()->size(), 3);
}

// What a killed process leaves: files of a backup that is not in the list.
TEST_F(BackupTest, BackupCutShortIsClearedAwayByTheNext) {
  BackUp();
  fs::create_directory(backups() + "/private/2");
  WriteFile(backups() + "/private/2/CURRENT", "MANIFEST-000004\n");
  WriteFile(backups() + "/meta/.2.tmp", "123");
  WriteFile(backups() + "/shared_checksum/.000077_sX_9.sst.tmp", "123");
  EXPECT_THAT(Ids(), ElementsAre(1));
  EXPECT_EQ(Restore()->size(), 3);
  fs::remove_all(copy());
  Say("a", {"3"});
  BackUp();
  EXPECT_THAT(Ids(), ElementsAre(1, 2));
  EXPECT_FALSE(fs::exists(backups() + "/meta/.2.tmp"));
  EXPECT_FALSE(fs::exists(backups() + "/shared_checksum/.000077_sX_9.sst.tmp"));
  EXPECT_EQ(Restore()->size(), 4);
}

}  // namespace
}  // namespace clearsky::log
