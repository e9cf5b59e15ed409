// A ledger backed up while it is written, and restored, is the one that it was
// when the backup began, or goes on from there.

#include "log/backup.h"

#include <fcntl.h>
#include <sys/file.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "backup_fixture.h"
#include "base/sha256.h"
#include "gmock/gmock.h"
#include "log/compaction.h"
#include "log/merkle_frontier.h"
#include "raw_ledger.h"

namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::IsOkAndHolds;
using ::clearsky::test::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

namespace fs = std::filesystem;

TEST_F(BackupTest, RestoredLedgerIsTheSame) {
  BackUp();
  const std::unique_ptr<EventLog> restored = Restore();
  ASSERT_NE(restored, nullptr);
  EXPECT_EQ(StoredBytes(*restored), StoredBytes(log()));
  EXPECT_EQ(restored->MerkleRoot(), log().MerkleRoot());
  EXPECT_EQ(restored->ledger_id(), log().ledger_id());
  EXPECT_EQ(restored->attributes(), log().attributes());
  EXPECT_EQ(restored->last_record_time(), log().last_record_time());
  EXPECT_THAT(restored->GetDocument(document_), IsOkAndHolds("the release"));
  EXPECT_THAT(Names(), UnorderedElementsAre("ledger", "backups", "copy"));
}

TEST_F(BackupTest, WhatWasBackedUpIsTold) {
  const BackupResult made = BackUp();
  EXPECT_EQ(made.backup.id, 1);
  EXPECT_EQ(made.backup.time, kStart + absl::Hours(1));
  EXPECT_EQ(made.backup.ledger_id, log().ledger_id());
  EXPECT_EQ(made.backup.events, 3);
  EXPECT_EQ(DigestBytes(made.backup.root), log().MerkleRoot());
  EXPECT_EQ(made.copied_bytes, made.backup.bytes);
  EXPECT_THAT(made.damaged, IsEmpty());
  const absl::StatusOr<BackupList> list = ListBackups(backups());
  ASSERT_THAT(list, IsOk());
  ASSERT_THAT(list->backups, SizeIs(1));
  EXPECT_EQ(list->backups[0].events, 3);
  EXPECT_EQ(list->backups[0].time, made.backup.time);
  EXPECT_EQ(list->backups[0].root, made.backup.root);
  const absl::StatusOr<Restored> restored = TryRestore();
  ASSERT_THAT(restored, IsOk());
  EXPECT_EQ(restored->backup.id, 1);
  EXPECT_EQ(restored->ledger.events, 3);
  EXPECT_EQ(restored->ledger.documents, 1);
  EXPECT_EQ(DigestBytes(restored->ledger.root), log().MerkleRoot());
}

TEST_F(BackupTest, RestoredLedgerGoesOnAndIsBackedUpInItsTurn) {
  BackUp();
  std::unique_ptr<EventLog> restored = Restore();
  ASSERT_NE(restored, nullptr);
  const absl::StatusOr<AppendResult> retry =
      restored->Append({To("a", {"0", "1"})});
  ASSERT_THAT(retry, IsOk());
  EXPECT_TRUE(retry->duplicate);
  ASSERT_THAT(restored->Append({To("a", {"3"}, ExpectedRevision::Exactly(1))}),
              IsOk());
  EXPECT_THAT(Everything(*restored, 3), ElementsAre("3:a/2=3"));
  const absl::StatusOr<BackupResult> again =
      restored->Backup(backups(), BackupOptions());
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->backup.id, 2);
  EXPECT_EQ(again->backup.events, 4);
}

TEST_F(BackupTest, EmptyLedgerIsBackedUp) {
  ASSERT_THAT(EventLog::Create(dir_ / "empty", {}, options_), IsOk());
  {
    const absl::StatusOr<std::unique_ptr<EventLog>> empty =
        EventLog::Open(dir_ / "empty", options_);
    ASSERT_THAT(empty, IsOk());
    ASSERT_THAT((*empty)->Backup(backups(), BackupOptions()), IsOk());
  }
  EXPECT_EQ(Restore()->size(), 0);
}

TEST_F(BackupTest, SecondBackupCopiesNewFilesOnly) {
  for (int i = 0; i < 40; ++i) {
    Say("large", {absl::StrCat(i, std::string(50'000, 'x'))});
  }
  Reopen();  // Which moves the write-ahead log into table files.
  const BackupResult first = BackUp();
  EXPECT_GT(first.copied_bytes, 0);
  const auto files_before = FilesIn(backups() + "/shared_checksum");
  EXPECT_THAT(files_before, Not(IsEmpty()));
  Say("small", {"little"});
  const BackupResult second = BackUp();
  EXPECT_EQ(second.backup.id, 2);
  EXPECT_EQ(second.backup.events, first.backup.events + 1);
  // The table files are shared: only the new write-ahead log, the MANIFEST and
  // their like are copied.
  EXPECT_EQ(FilesIn(backups() + "/shared_checksum"), files_before);
  uint64_t table_bytes = 0;
  for (const std::string& file : files_before) {
    table_bytes += fs::file_size(backups() + "/shared_checksum/" + file);
  }
  EXPECT_EQ(second.copied_bytes, second.backup.bytes - table_bytes);
  EXPECT_EQ(Restore(1)->size(), first.backup.events);
  fs::remove_all(copy());
  EXPECT_EQ(Restore(2)->size(), second.backup.events);
}

TEST_F(BackupTest, AcknowledgedBeforeIsInABackupMadeBesideWriters) {
  constexpr int kThreads = 4;
  constexpr int kBackups = 4;
  std::atomic<bool> stop = false;
  std::vector<std::thread> writers;
  for (int thread = 0; thread < kThreads; ++thread) {
    writers.emplace_back([&, thread] {
      for (int i = 0; !stop; ++i) {
        const std::string words = absl::StrCat(thread, "/", i);
        ASSERT_THAT(
            log().Append({To(absl::StrCat("s", thread),
                             {words + std::string(2'000, 'x'), words})}),
            IsOk());
      }
    });
  }
  // Which moves what the write-ahead log holds into table files meanwhile.
  std::thread compacting([&] {
    while (!stop) EXPECT_THAT(log().Compact(nullptr), IsOk());
  });
  std::vector<uint64_t> acknowledged;
  for (int i = 0; i < kBackups; ++i) {
    const absl::StatusOr<std::string> hash =
        log().PutDocument(absl::StrCat("document ", i));
    ASSERT_THAT(hash, IsOk());
    const uint64_t size = log().size();
    const BackupResult made = BackUp();
    EXPECT_GE(made.backup.events, size);
    acknowledged.push_back(made.backup.events);
    while (log().size() < size + 50) std::this_thread::yield();
  }
  stop = true;
  for (std::thread& writer : writers) writer.join();
  compacting.join();
  const std::vector<std::string> stored = StoredBytes(log());
  for (uint32_t i = 0; i < kBackups; ++i) {
    fs::remove_all(copy());
    const std::unique_ptr<EventLog> restored = Restore(i + 1);
    ASSERT_NE(restored, nullptr);
    const std::vector<std::string> copied = StoredBytes(*restored);
    EXPECT_GE(copied.size(), acknowledged[i]);
    ASSERT_LE(copied.size(), stored.size());
    EXPECT_TRUE(std::equal(copied.begin(), copied.end(), stored.begin()));
    MerkleFrontier frontier;
    for (const std::string& event : copied) frontier.Add(event);
    EXPECT_EQ(restored->MerkleRoot(), DigestBytes(frontier.Root()));
    for (uint32_t k = 0; k <= i; ++k) {
      const std::string document = absl::StrCat("document ", k);
      EXPECT_THAT(restored->GetDocument(DigestBytes(Sha256(document))),
                  IsOkAndHolds(document));
    }
  }
}

TEST_F(BackupTest, ProgressEndsAtItsTotal) {
  uint64_t last = 0;
  uint64_t total = 0;
  const Progress progress = [&](uint64_t done, uint64_t of) {
    EXPECT_LE(done, of);
    EXPECT_GE(done, last);
    last = done;
    total = of;
  };
  ASSERT_THAT(log().Backup(backups(), {.keep = 0, .progress = progress}),
              IsOk());
  EXPECT_GT(total, 0);
  EXPECT_EQ(last, total);
  last = 0;
  uint64_t events = 0;
  ASSERT_THAT(RestoreLedger(backups(), copy(),
                            {.backup = std::nullopt,
                             .copying = progress,
                             .verifying = [&](uint64_t done,
                                              uint64_t) { events = done; }}),
              IsOk());
  EXPECT_EQ(last, total);
  EXPECT_EQ(events, 3);
  last = 0;
  ASSERT_THAT(VerifyBackups(backups(), progress), IsOk());
  EXPECT_GT(total, 0);
  EXPECT_EQ(last, total);
}

TEST_F(BackupTest, PruningKeepsTheNewest) {
  for (int i = 0; i < 4; ++i) {
    Reopen();  // So that files come and go.
    Say("a", {absl::StrCat("more ", i)});
    BackUp();
  }
  EXPECT_THAT(Ids(), ElementsAre(1, 2, 3, 4));
  BackUp(2);
  EXPECT_THAT(Ids(), ElementsAre(4, 5));
  ASSERT_THAT(VerifyBackups(backups(), nullptr), IsOk());
  EXPECT_THAT(TryRestore(1), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(Restore()->size(), log().size());
}

TEST_F(BackupTest, ReadOnlyLedgerIsNotBackedUp) {
  Close();
  options_.read_only = true;
  const absl::StatusOr<std::unique_ptr<EventLog>> log =
      EventLog::Open(path(), options_);
  ASSERT_THAT(log, IsOk());
  EXPECT_THAT((*log)->Backup(backups(), BackupOptions()),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(Names(), ElementsAre("ledger"));
}

TEST_F(BackupTest, BackupsOfAnotherLedgerAreRefused) {
  BackUp();
  const auto before = FilesIn(backups());
  const absl::StatusOr<std::unique_ptr<EventLog>> other =
      EventLog::Create(dir_ / "other", {}, options_);
  ASSERT_THAT(other, IsOk());
  const absl::Status refused =
      (*other)->Backup(backups(), BackupOptions()).status();
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(std::string(refused.message()),
              HasSubstr(log().ledger_id().ToString()));
  EXPECT_EQ(FilesIn(backups()), before);
}

TEST_F(BackupTest, LedgerThatLostEventsDoesNotReplaceItsLongerBackup) {
  BackUp();
  const std::unique_ptr<EventLog> shorter = Restore();
  Say("a", {"3"});
  BackUp();
  const absl::Status refused =
      shorter->Backup(backups(), BackupOptions()).status();
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(std::string(refused.message()), HasSubstr("holds 4 events"));
  EXPECT_THAT(Ids(), ElementsAre(1, 2));
}

TEST_F(BackupTest, DirectoriesThatAreNoPlaceForBackupsAreRefused) {
  fs::create_directory(backups());
  WriteFile(backups() + "/mine", "mine");
  EXPECT_THAT(TryBackUp(), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(FilesIn(backups()), ElementsAre("mine"));
  for (const std::string inside : {"", "/log", "/backups", "/log/../backups"}) {
    EXPECT_THAT(log().Backup(path() + inside, BackupOptions()),
                StatusIs(absl::StatusCode::kFailedPrecondition))
        << inside;
  }
  WriteFile(dir_ / "file", "");
  EXPECT_THAT(log().Backup(dir_ / "file", BackupOptions()),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(log().Backup("", BackupOptions()),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(BackupTest, WhereNoBackupsAreSaysWhat) {
  EXPECT_THAT(ListBackups(backups()), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(TryRestore(), StatusIs(absl::StatusCode::kNotFound));
  const absl::Status ledger = ListBackups(path()).status();
  EXPECT_THAT(ledger, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(std::string(ledger.message()), HasSubstr("is a ledger itself"));
  fs::create_directory(backups());
  EXPECT_THAT(ListBackups(backups()),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(FilesIn(backups()), IsEmpty());
}

TEST_F(BackupTest, BackupThatIsNotThereNamesThoseThatAre) {
  BackUp();
  BackUp();
  const absl::Status status = TryRestore(7).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(std::string(status.message()), HasSubstr("1 to 2"));
}

TEST_F(BackupTest, NothingIsRestoredOver) {
  BackUp();
  EXPECT_THAT(RestoreLedger(backups(), path(), RestoreOptions()),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  fs::create_directory(copy());
  WriteFile(copy() + "/mine", "mine");
  EXPECT_THAT(TryRestore(), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(FilesIn(copy()), ElementsAre("mine"));
  fs::remove(copy() + "/mine");
  EXPECT_THAT(TryRestore(), IsOk());
}

TEST_F(BackupTest, WriterOfBackupsKeepsOthersOut) {
  BackUp();
  // Another process, in the eyes of the lock.
  const int fd = open((backups() + "/LOCK").c_str(), O_RDWR | O_CLOEXEC);
  ASSERT_GE(fd, 0);
  ASSERT_EQ(flock(fd, LOCK_EX | LOCK_NB), 0);
  EXPECT_THAT(TryBackUp(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(TryRestore(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(ListBackups(backups()), StatusIs(absl::StatusCode::kUnavailable));
  close(fd);
  BackUp();
}

}  // namespace
}  // namespace clearsky::log
