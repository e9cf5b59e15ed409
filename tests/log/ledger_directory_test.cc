// Making and opening ledgers: what is told when it cannot be.

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <functional>

#include "gmock/gmock.h"
#include "log/crc32c.h"
#include "log/format.h"
#include "log_fixture.h"

namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::IsOkAndHolds;
using ::clearsky::test::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

namespace fs = std::filesystem;

void WriteFile(const std::string& path, const std::string& content) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

class LedgerDirectoryTest : public LogTest {
 protected:
  void ExpectOpen(absl::StatusCode code, const std::string& words) {
    for (const bool is_read_only : {false, true}) {
      options_.read_only = is_read_only;
      const absl::Status status = EventLog::Open(path(), options_).status();
      EXPECT_THAT(status, StatusIs(code));
      EXPECT_THAT(std::string(status.message()), HasSubstr(words));
    }
    options_.read_only = false;
  }
  void ExpectCreate(const std::string& where, absl::StatusCode code,
                    const std::string& words) {
    const absl::Status status = EventLog::Create(where, {}, options_).status();
    EXPECT_THAT(status, StatusIs(code));
    EXPECT_THAT(std::string(status.message()), HasSubstr(words));
  }
};

TEST_F(LedgerDirectoryTest, CreateTakesAnEmptyDirectory) {
  fs::create_directory(dir_ / "empty");
  EXPECT_THAT(EventLog::Create(dir_ / "empty", {}, options_), IsOk());
  EXPECT_THAT(EventLog::Open(dir_ / "empty", options_), IsOk());
}

TEST_F(LedgerDirectoryTest, CreateWhereALedgerIsAlreadyExists) {
  Say("a", {"one"});
  ExpectCreate(path(), absl::StatusCode::kAlreadyExists, path());
  Close();
  ExpectCreate(path(), absl::StatusCode::kAlreadyExists, path());
  Reopen();
  EXPECT_THAT(Everything(), ElementsAre("0:a/0=one"));
}

TEST_F(LedgerDirectoryTest, CreateAmongOtherFilesIsRefusedAndLeavesThemAlone) {
  fs::create_directory(dir_ / "home");
  WriteFile(dir_ / "home/letter", "dear");
  ExpectCreate(dir_ / "home", absl::StatusCode::kFailedPrecondition, "letter");
  size_t count = 0;
  for (const auto& entry : fs::directory_iterator(dir_ / "home")) {
    EXPECT_EQ(entry.path().filename(), "letter");
    ++count;
  }
  EXPECT_EQ(count, 1);
}

TEST_F(LedgerDirectoryTest, CreateWhereAFileIsOrAParentIsMissing) {
  WriteFile(dir_ / "file", "text");
  ExpectCreate(dir_ / "file", absl::StatusCode::kFailedPrecondition,
               "not a directory");
  ExpectCreate(dir_ / "no/such", absl::StatusCode::kNotFound, "no/such");
  ExpectCreate("", absl::StatusCode::kInvalidArgument, "empty");
}

TEST_F(LedgerDirectoryTest, CreateReadOnlyIsRefused) {
  options_.read_only = true;
  ExpectCreate(dir_ / "new", absl::StatusCode::kFailedPrecondition,
               "read-only");
}

TEST_F(LedgerDirectoryTest, OpenOfNoDirectoryIsNotFound) {
  Close();
  fs::remove_all(path());
  ExpectOpen(absl::StatusCode::kNotFound, path());
}

TEST_F(LedgerDirectoryTest, OpenOfAFileIsNoLedger) {
  Close();
  fs::remove_all(path());
  WriteFile(path(), "text");
  ExpectOpen(absl::StatusCode::kFailedPrecondition, "not a directory");
}

TEST_F(LedgerDirectoryTest, OpenWithoutALedgerFileIsNoLedger) {
  Close();
  fs::remove(path() + "/LEDGER");
  ExpectOpen(absl::StatusCode::kFailedPrecondition, "no LEDGER file");
  ExpectCreate(path(), absl::StatusCode::kFailedPrecondition, "other files");
  EXPECT_TRUE(fs::exists(path() + "/log/CURRENT"));
}

TEST_F(LedgerDirectoryTest, OpenWithAnotherProgramsFileIsNoLedger) {
  Close();
  WriteFile(path() + "/LEDGER", "ledger of the grocery\n");
  ExpectOpen(absl::StatusCode::kFailedPrecondition, "clearsky ledger");
  WriteFile(path() + "/LEDGER", "");
  ExpectOpen(absl::StatusCode::kFailedPrecondition, "clearsky ledger");
}

TEST_F(LedgerDirectoryTest, OpenOfANewerFormatNamesBothVersions) {
  const Uuid id = log().ledger_id();
  Close();
  WriteFile(path() + "/LEDGER",
            format::EncodeLedgerFile({kFormatVersion + 1, id}));
  ExpectOpen(absl::StatusCode::kFailedPrecondition,
             absl::StrCat("format version ", kFormatVersion + 1));
  ExpectOpen(absl::StatusCode::kFailedPrecondition,
             absl::StrCat("up to version ", kFormatVersion));
}

TEST_F(LedgerDirectoryTest, EveryFlippedByteOfTheLedgerFileIsAnError) {
  const std::string good =
      format::EncodeLedgerFile({kFormatVersion, log().ledger_id()});
  Close();
  for (size_t at = 0; at < good.size(); ++at) {
    std::string flipped = good;
    flipped[at] = static_cast<char>(flipped[at] ^ 1);
    WriteFile(path() + "/LEDGER", flipped);
    const bool is_first_line = at <= good.find('\n');
    EXPECT_THAT(EventLog::Open(path(), options_),
                StatusIs(is_first_line ? absl::StatusCode::kFailedPrecondition
                                       : absl::StatusCode::kDataLoss))
        << "byte " << at;
  }
  WriteFile(path() + "/LEDGER", good);
  Reopen();
}

TEST_F(LedgerDirectoryTest, LedgerFileOfAnotherLedgerIsDataLoss) {
  Close();
  WriteFile(path() + "/LEDGER",
            format::EncodeLedgerFile({kFormatVersion, MakeUuidV4()}));
  ExpectOpen(absl::StatusCode::kDataLoss, "do not belong together");
}

TEST_F(LedgerDirectoryTest, OpenWithoutItsLogIsDataLossAndMakesNone) {
  Close();
  fs::remove_all(path() + "/log");
  ExpectOpen(absl::StatusCode::kDataLoss, "log");
  EXPECT_FALSE(fs::exists(path() + "/log/CURRENT"));
}

TEST_F(LedgerDirectoryTest, SecondWriterIsUnavailableInThisProcess) {
  const absl::Status status = EventLog::Open(path(), options_).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(std::string(status.message()),
              AllOf(HasSubstr(path()), HasSubstr("locked")));
  Say("a", {"one"});
}

// TSan cannot follow a child that starts threads, as RocksDB does.
#ifdef __SANITIZE_THREAD__
constexpr bool kChildrenMayOpenLedgers = false;
#else
constexpr bool kChildrenMayOpenLedgers = true;
#endif

// Runs `body` in a child process and returns its exit status.
int InChild(const std::function<int()>& body) {
  const pid_t child = fork();
  if (child == 0) _exit(body());
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST_F(LedgerDirectoryTest,
       LedgerOpenInAnotherProcessIsUnavailableUntilItDies) {
  if (!kChildrenMayOpenLedgers) GTEST_SKIP() << "not under TSan";
  Close();
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t child = fork();
  if (child == 0) {
    const absl::StatusOr<std::unique_ptr<EventLog>> held =
        EventLog::Open(path(), LogOptions());
    const char byte = held.ok() ? 'y' : 'n';
    if (write(ready[1], &byte, 1) == 1) pause();
    _exit(1);
  }
  close(ready[1]);  // So that reading ends when the child does.
  char byte = 0;
  ASSERT_EQ(read(ready[0], &byte, 1), 1);
  ASSERT_EQ(byte, 'y');
  const absl::Status status = EventLog::Open(path(), options_).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(std::string(status.message()), HasSubstr("another process"));
  kill(child, SIGKILL);
  ASSERT_EQ(waitpid(child, nullptr, 0), child);
  close(ready[0]);
  Reopen();
}

TEST_F(LedgerDirectoryTest, ReadOnlySeesWhatIsThereBesideTheWriter) {
  Say("a", {"a0"});
  LogOptions read_only = options_;
  read_only.read_only = true;
  const absl::StatusOr<std::unique_ptr<EventLog>> reader =
      EventLog::Open(path(), read_only);
  ASSERT_THAT(reader, IsOk());
  Say("a", {"a1"});
  EXPECT_THAT(Everything(**reader), ElementsAre("0:a/0=a0"));
  EXPECT_THAT((*reader)->StreamSize("a"), IsOkAndHolds(1));
  EXPECT_THAT((*reader)->ListStreams("", "", 9),
              IsOkAndHolds(ElementsAre("a")));
  EXPECT_EQ((*reader)->ledger_id(), log().ledger_id());
  const absl::StatusOr<std::unique_ptr<EventLog>> later =
      EventLog::Open(path(), read_only);
  ASSERT_THAT(later, IsOk());
  EXPECT_THAT(Everything(**later), ElementsAre("0:a/0=a0", "1:a/1=a1"));
  EXPECT_EQ((*later)->MerkleRoot(), log().MerkleRoot());
}

TEST_F(LedgerDirectoryTest, ReadOnlyRefusesToWrite) {
  Close();
  options_.read_only = true;
  Reopen();
  EXPECT_THAT(log().Append({To("a", {"one"})}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(log().PutDocument("text"),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(LedgerDirectoryTest, ReadOnlyNeedsNoDerivedInstanceAndMakesNone) {
  Say("b", {"b0"});
  Say("a", {"a0", "a1"});
  Close();
  fs::remove_all(path() + "/derived");
  options_.read_only = true;
  Reopen();
  EXPECT_THAT(Stream("a"), ElementsAre("1:a/0=a0", "2:a/1=a1"));
  EXPECT_THAT(log().ListStreams("", "", 9),
              IsOkAndHolds(ElementsAre("a", "b")));
  EXPECT_FALSE(fs::exists(path() + "/derived"));
}

TEST_F(LedgerDirectoryTest, ReadOnlyOpenChangesNoFile) {
  Say("a", {"a0"});
  Close();
  const auto files = [&] {
    std::map<std::string, std::string> contents;
    for (const auto& entry : fs::recursive_directory_iterator(path())) {
      if (!entry.is_regular_file()) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      contents[entry.path()] = {std::istreambuf_iterator<char>(in), {}};
    }
    return contents;
  };
  const auto before = files();
  options_.read_only = true;
  Reopen();
  EXPECT_THAT(Everything(), ElementsAre("0:a/0=a0"));
  Close();
  EXPECT_EQ(files(), before);
}

// Permissions do not bind root, so the child becomes nobody first; its exit
// status tells what it got: the code of the error.
class PermissionTest : public LedgerDirectoryTest {
 protected:
  static constexpr uid_t kNobody = 65534;

  static int AsNobody(const std::function<absl::Status()>& body) {
    return InChild([&] {
      if (geteuid() == 0 && seteuid(kNobody) != 0) return 99;
      return static_cast<int>(body().code());
    });
  }
  static constexpr int kDenied =
      static_cast<int>(absl::StatusCode::kPermissionDenied);
};

TEST_F(PermissionTest, LedgerThatCannotBeWrittenIsDeniedButReadable) {
  if (!kChildrenMayOpenLedgers) GTEST_SKIP() << "not under TSan";
  Say("a", {"one"});
  Close();
  for (const auto& entry : fs::recursive_directory_iterator(path())) {
    fs::permissions(entry.path(),
                    entry.is_directory() ? fs::perms(0555) : fs::perms(0444));
  }
  fs::permissions(path(), fs::perms(0555));
  fs::permissions(fs::path(path()).parent_path(), fs::perms(0755));
  EXPECT_EQ(AsNobody([&] { return EventLog::Open(path(), {}).status(); }),
            kDenied);
  EXPECT_EQ(AsNobody([&] {
              LogOptions read_only;
              read_only.read_only = true;
              const auto log = EventLog::Open(path(), read_only);
              if (!log.ok()) return log.status();
              return (*log)->ReadAt(0).status();
            }),
            0);
  for (const auto& entry : fs::recursive_directory_iterator(path())) {
    fs::permissions(entry.path(), fs::perms(0755));
  }
  fs::permissions(path(), fs::perms(0755));
}

TEST_F(PermissionTest, LedgerThatCannotBeReadIsDenied) {
  Close();
  fs::permissions(fs::path(path()).parent_path(), fs::perms(0755));
  for (const char* part : {"", "/LEDGER", "/log"}) {
    fs::permissions(path() + part, fs::perms(0000));
    for (const bool is_read_only : {false, true}) {
      LogOptions options;
      options.read_only = is_read_only;
      EXPECT_EQ(
          AsNobody([&] { return EventLog::Open(path(), options).status(); }),
          kDenied)
          << part << " read_only " << is_read_only;
    }
    fs::permissions(path() + part, fs::perms(0755));
  }
}

TEST_F(PermissionTest, CreateInAReadOnlyDirectoryIsDenied) {
  // An open log's threads could hold an allocator's lock when a child is
  // forked, which then waits for it for ever.
  Close();
  fs::create_directory(dir_ / "empty");
  fs::permissions(dir_ / "empty", fs::perms(0555));
  fs::permissions(fs::path(path()).parent_path(), fs::perms(0755));
  EXPECT_EQ(AsNobody([&] {
              return EventLog::Create(dir_ / "empty", {}, {}).status();
            }),
            kDenied);
  EXPECT_EQ(AsNobody([&] {
              return EventLog::Create(dir_ / "empty/new", {}, {}).status();
            }),
            kDenied);
  EXPECT_TRUE(fs::is_empty(dir_ / "empty"));
}

}  // namespace
}  // namespace clearsky::log
