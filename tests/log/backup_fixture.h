#pragma once

// A ledger with a few events and a document, to be backed up and restored.

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "log/backup.h"
#include "log_fixture.h"

namespace clearsky::log {

inline std::vector<std::string> StoredBytes(const EventLog& log) {
  std::vector<std::string> stored;
  EXPECT_THAT(log.ReadAll(0, Direction::kForward,
                          [&](const RecordedEvent& event) {
                            stored.push_back(event.stored);
                            return true;
                          }),
              test::IsOk());
  return stored;
}

class BackupTest : public LogTest {
 protected:
  void SetUp() override {
    LogTest::SetUp();
    Say("a", {"0", "1"});
    clock_.Advance(absl::Hours(1));
    Say("b", {"2"});
    const absl::StatusOr<std::string> hash = log().PutDocument("the release");
    ASSERT_THAT(hash, test::IsOk());
    document_ = *hash;
  }

  std::string backups() const { return dir_ / "backups"; }
  std::string copy() const { return dir_ / "copy"; }

  absl::StatusOr<BackupResult> TryBackUp(uint32_t keep = 0) {
    return log().Backup(backups(), {.keep = keep, .progress = nullptr});
  }
  BackupResult BackUp(uint32_t keep = 0) {
    const absl::StatusOr<BackupResult> made = TryBackUp(keep);
    EXPECT_THAT(made, test::IsOk());
    return made.value_or(BackupResult());
  }

  absl::StatusOr<Restored> TryRestore(std::optional<uint32_t> id = {}) {
    return RestoreLedger(
        backups(), copy(),
        {.backup = id, .copying = nullptr, .verifying = nullptr});
  }
  // Restores, and opens what was restored.
  std::unique_ptr<EventLog> Restore(std::optional<uint32_t> id = {}) {
    EXPECT_THAT(TryRestore(id), test::IsOk());
    absl::StatusOr<std::unique_ptr<EventLog>> log =
        EventLog::Open(copy(), options_);
    EXPECT_THAT(log, test::IsOk());
    return log.ok() ? *std::move(log) : nullptr;
  }

  // Numbers of the backups that are listed as whole.
  std::vector<uint32_t> Ids() const {
    const absl::StatusOr<BackupList> list = ListBackups(backups());
    EXPECT_THAT(list, test::IsOk());
    std::vector<uint32_t> ids;
    for (const BackupInfo& backup : list.value_or(BackupList()).backups) {
      ids.push_back(backup.id);
    }
    return ids;
  }

  // Names in the test's directory: nothing half done is left there.
  std::vector<std::string> Names() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(dir_ / "")) {
      names.push_back(entry.path().filename());
    }
    return names;
  }

  // Paths of all files below `directory`, relative to it.
  static std::vector<std::string> FilesIn(const std::string& directory) {
    std::vector<std::string> files;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(directory)) {
      if (entry.is_regular_file()) {
        files.push_back(std::filesystem::relative(entry.path(), directory));
      }
    }
    std::sort(files.begin(), files.end());
    return files;
  }

  std::string document_;
};

}  // namespace clearsky::log
