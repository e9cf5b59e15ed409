// Reopening after a crash or damage: the log is the truth, the derived instance
// is made again, a torn tail is dropped, anything else is DATA_LOSS.

#include <fstream>

#include "gmock/gmock.h"
#include "log/format.h"
#include "log_fixture.h"
#include "rocksdb/db.h"

namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::IsOkAndHolds;
using ::clearsky::test::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

namespace fs = std::filesystem;

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void WriteFile(const std::string& path, const std::string& content) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

// The commits of a closed ledger, to be tampered with.
class RawCommits {
 public:
  explicit RawCommits(const std::string& ledger_path) {
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (const char* name : {format::kMetaFamily, format::kCommitsFamily,
                             format::kDocumentsFamily}) {
      families.emplace_back(name, rocksdb::ColumnFamilyOptions());
    }
    rocksdb::DB* db = nullptr;
    EXPECT_TRUE(
        rocksdb::DB::Open({}, ledger_path + "/log", families, &handles_, &db)
            .ok());
    db_.reset(db);
  }
  ~RawCommits() {
    for (auto* handle : handles_) {
      EXPECT_TRUE(db_->DestroyColumnFamilyHandle(handle).ok());
    }
  }

  std::string Get(uint64_t first_position) {
    std::string value;
    EXPECT_TRUE(
        db_->Get({}, handles_[1], format::ChunkKey(first_position), &value)
            .ok());
    return value;
  }
  void Put(uint64_t first_position, const std::string& value) {
    EXPECT_TRUE(
        db_->Put({}, handles_[1], format::ChunkKey(first_position), value)
            .ok());
  }
  void Delete(uint64_t first_position) {
    EXPECT_TRUE(
        db_->Delete({}, handles_[1], format::ChunkKey(first_position)).ok());
  }

 private:
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
};

class RecoveryTest : public LogTest {
 protected:
  absl::Status ReadFrom(uint64_t from, Direction direction) {
    return log().ReadAll(from, direction,
                         [](const RecordedEvent&) { return true; });
  }
  absl::Status OpenFails() { return EventLog::Open(path(), options_).status(); }
  // Puts aside HEAD as it is now, as if the ledger were never closed, and puts
  // it back.
  void KeepHead() {
    fs::copy_file(path() + "/HEAD", dir_ / "HEAD",
                  fs::copy_options::overwrite_existing);
  }
  void PutBackHead() {
    fs::copy_file(dir_ / "HEAD", path() + "/HEAD",
                  fs::copy_options::overwrite_existing);
  }
  // The write-ahead log in use: the one that is not empty.
  std::string WriteAheadLog() {
    std::string found;
    for (const auto& entry : fs::directory_iterator(path() + "/log")) {
      if (entry.path().extension() != ".log" || entry.file_size() == 0)
        continue;
      EXPECT_EQ(found, "");
      found = entry.path();
    }
    return found;
  }
  static void ExpectDamageAt(const absl::Status& status, uint64_t position) {
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss));
    EXPECT_THAT(std::string(status.message()),
                HasSubstr(absl::StrCat("position ", position, ":")));
  }
};

TEST_F(RecoveryTest, ReopenedLogGoesOnWhereItWas) {
  Say("a", {"a0"});
  Say("b", {"b0", "b1"});
  const std::string root = log().MerkleRoot();
  Reopen();
  EXPECT_EQ(log().size(), 3);
  EXPECT_EQ(log().MerkleRoot(), root);
  Say("a", {"a1"});
  EXPECT_THAT(Everything(),
              ElementsAre("0:a/0=a0", "1:b/0=b0", "2:b/1=b1", "3:a/1=a1"));
  EXPECT_NE(log().MerkleRoot(), root);
}

TEST_F(RecoveryTest, DeletedDerivedInstanceIsMadeAgain) {
  Say("a", {"a0", "a1"});
  Say("b", {"b0"});
  CloseIndexed();
  fs::remove_all(path() + "/derived");
  Reopen();
  EXPECT_THAT(Stream("a"), ElementsAre("0:a/0=a0", "1:a/1=a1"));
  EXPECT_THAT(log().ListStreams("", "", 9),
              IsOkAndHolds(ElementsAre("a", "b")));
  EXPECT_TRUE(Say("b", {"b0"}).duplicate);
  EXPECT_TRUE(fs::exists(path() + "/derived/CURRENT"));
}

TEST_F(RecoveryTest, DamagedDerivedInstanceIsMadeAgain) {
  Say("a", {"a0", "a1"});
  CloseIndexed();
  WriteFile(path() + "/derived/CURRENT", "MANIFEST-nonsense\n");
  Reopen();
  EXPECT_THAT(Stream("a"), ElementsAre("0:a/0=a0", "1:a/1=a1"));
}

TEST_F(RecoveryTest, DerivedInstanceBehindTheLogCatchesUp) {
  Say("a", {"a0"});
  CloseIndexed();
  fs::copy(path() + "/derived", dir_ / "old", fs::copy_options::recursive);
  Reopen();
  Say("a", {"a1"});
  Say("b", {"b0"});
  CloseIndexed();
  fs::remove_all(path() + "/derived");
  fs::rename(dir_ / "old", path() + "/derived");
  Reopen();
  EXPECT_THAT(Stream("a"), ElementsAre("0:a/0=a0", "1:a/1=a1"));
  EXPECT_TRUE(Say("b", {"b0"}).duplicate);
}

TEST_F(RecoveryTest, DerivedInstanceAheadOfTheLogIsMadeAgain) {
  Say("a", {"a0"});
  Close();
  KeepHead();
  fs::copy(path() + "/log", dir_ / "old", fs::copy_options::recursive);
  Reopen();
  Say("a", {"a1", "a2"});
  CloseIndexed();
  fs::remove_all(path() + "/log");
  fs::rename(dir_ / "old", path() + "/log");
  PutBackHead();
  Reopen();
  EXPECT_THAT(log().StreamSize("a"), IsOkAndHolds(1));
  EXPECT_FALSE(Say("a", {"a1"}).duplicate);
  EXPECT_THAT(Stream("a"), ElementsAre("0:a/0=a0", "1:a/1=a1"));
}

TEST_F(RecoveryTest, DerivedInstanceOfAnotherHistoryIsMadeAgain) {
  Say("a", {"a0"});
  Close();
  KeepHead();
  fs::copy(path() + "/log", dir_ / "old", fs::copy_options::recursive);
  Reopen();
  Say("a", {"a1"});
  CloseIndexed();
  fs::copy(path() + "/derived", dir_ / "derived", fs::copy_options::recursive);
  fs::remove_all(path() + "/log");
  fs::rename(dir_ / "old", path() + "/log");
  PutBackHead();
  Reopen();
  Say("b", {"b0"});
  CloseIndexed();
  fs::remove_all(path() + "/derived");
  fs::rename(dir_ / "derived", path() + "/derived");
  Reopen();
  EXPECT_THAT(log().ListStreams("", "", 9),
              IsOkAndHolds(ElementsAre("a", "b")));
  EXPECT_THAT(Stream("b"), ElementsAre("1:b/0=b0"));
  EXPECT_FALSE(Say("a", {"a1"}).duplicate);
}

TEST_F(RecoveryTest, TornTailIsDroppedWholeAndWritingGoesOn) {
  KeepHead();
  Say("a", {"a0"});
  const std::string wal = WriteAheadLog();
  const size_t before = fs::file_size(wal);
  ASSERT_THAT(log().Append({To("a", {"a1", "a2"}), To("b", {"b0"})}), IsOk());
  Close();
  const size_t whole = fs::file_size(wal);
  ASSERT_GT(whole, before + 40);
  fs::copy(path(), dir_ / "whole", fs::copy_options::recursive);
  for (size_t size = before; size < whole; size += (whole - before) / 20) {
    Close();
    fs::remove_all(path());
    fs::copy(dir_ / "whole", path(), fs::copy_options::recursive);
    fs::resize_file(wal, size);
    PutBackHead();
    Reopen();
    ASSERT_THAT(Everything(), ElementsAre("0:a/0=a0")) << "cut at " << size;
    EXPECT_THAT(log().StreamSize("b"), IsOkAndHolds(0));
    EXPECT_FALSE(Say("a", {"a1"}).duplicate);
    Reopen();
    EXPECT_THAT(Everything(), ElementsAre("0:a/0=a0", "1:a/1=a1"));
  }
}

TEST_F(RecoveryTest, FlippedByteInTheMiddleOfTheWriteAheadLogIsDataLoss) {
  for (int i = 0; i < 10; ++i) Say("a", {absl::StrCat(i)});
  Close();
  const std::string wal = WriteAheadLog();
  std::string content = ReadFile(wal);
  content[content.size() / 2] ^= 0x10;
  WriteFile(wal, content);
  EXPECT_THAT(OpenFails(), StatusIs(absl::StatusCode::kDataLoss));
}

// Three commits; the middle one, positions 2 to 4, is tampered with.
class DamagedChunkTest : public RecoveryTest {
 protected:
  void SetUp() override {
    RecoveryTest::SetUp();
    Say("a", {"0", "1"});
    Say("a", {"2", "3", "4"});
    Say("a", {"5"});
    CloseIndexed();
  }
};

TEST_F(DamagedChunkTest, EveryFlippedByteIsDataLossNamingThePosition) {
  const std::string whole = RawCommits(path()).Get(2);
  for (size_t at = 0; at < whole.size(); at += 13) {
    std::string flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ 1);
    Close();
    RawCommits(path()).Put(2, flipped);
    Reopen();
    ExpectDamageAt(ReadFrom(0, Direction::kForward), 2);
    ExpectDamageAt(ReadFrom(5, Direction::kBackward), 2);
    ExpectDamageAt(log().ReadAt(3).status(), 2);
    ExpectDamageAt(log().Append({To("a", {"3"})}).status(), 2);
    EXPECT_THAT(log().ReadAt(1), IsOk());
    EXPECT_THAT(log().ReadAt(5), IsOk());
  }
}

TEST_F(DamagedChunkTest, ChunkUnderAnotherKeyIsDataLoss) {
  {
    RawCommits raw(path());
    raw.Put(2, raw.Get(0));
  }
  Reopen();
  ExpectDamageAt(ReadFrom(0, Direction::kForward), 2);
}

TEST_F(DamagedChunkTest, MissingChunkIsDataLossNamingTheFirstMissingPosition) {
  RawCommits(path()).Delete(2);
  Reopen();
  ExpectDamageAt(ReadFrom(0, Direction::kForward), 2);
  ExpectDamageAt(ReadFrom(5, Direction::kBackward), 2);
  ExpectDamageAt(log().ReadAt(4).status(), 2);
  EXPECT_THAT(log().ReadAt(1), IsOk());
  EXPECT_THAT(log().ReadAt(5), IsOk());
}

TEST_F(DamagedChunkTest, MissingFirstChunkIsDataLossAtZero) {
  RawCommits(path()).Delete(0);
  Reopen();
  ExpectDamageAt(ReadFrom(1, Direction::kForward), 0);
  ExpectDamageAt(ReadFrom(5, Direction::kBackward), 0);
}

TEST_F(DamagedChunkTest, MissingLastChunkFailsTheOpen) {
  RawCommits(path()).Delete(5);
  ExpectDamageAt(OpenFails(), 5);
}

TEST_F(DamagedChunkTest, DamageAheadOfTheDerivedInstanceFailsTheOpen) {
  RawCommits(path()).Delete(2);
  fs::remove_all(path() + "/derived");
  ExpectDamageAt(OpenFails(), 2);
}

TEST_F(DamagedChunkTest, FlippedByteInATableFileIsDataLossNamingThePosition) {
  // Opening raw and closing moves the write-ahead log into a table file.
  { RawCommits flushed(path()); }
  std::string table;
  for (const auto& entry : fs::directory_iterator(path() + "/log")) {
    const std::string content = ReadFile(entry.path());
    if (entry.path().extension() == ".sst" &&
        content.find("test.Said") != std::string::npos) {
      table = entry.path();
    }
  }
  ASSERT_NE(table, "");
  std::string content = ReadFile(table);
  content[content.find("test.Said")] ^= 1;
  WriteFile(table, content);
  // The chunks share a block here, and the last is read on opening.
  const absl::Status status = OpenFails();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(std::string(status.message()), HasSubstr("position 5:"));
}

TEST_F(RecoveryTest, DocumentThatWasChangedIsDataLossAndCanBeStoredAgain) {
  const absl::StatusOr<std::string> hash = log().PutDocument("text");
  ASSERT_THAT(hash, IsOk());
  Close();
  {
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (const char* name : {format::kMetaFamily, format::kCommitsFamily,
                             format::kDocumentsFamily}) {
      families.emplace_back(name, rocksdb::ColumnFamilyOptions());
    }
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* raw = nullptr;
    ASSERT_TRUE(
        rocksdb::DB::Open({}, path() + "/log", families, &handles, &raw).ok());
    const std::unique_ptr<rocksdb::DB> db(raw);
    EXPECT_TRUE(db->Put({}, handles[2], *hash, "tent").ok());
    for (auto* handle : handles) {
      EXPECT_TRUE(db->DestroyColumnFamilyHandle(handle).ok());
    }
  }
  Reopen();
  EXPECT_THAT(log().GetDocument(*hash), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(log().PutDocument("text"), IsOkAndHolds(*hash));
  EXPECT_THAT(log().GetDocument(*hash), IsOkAndHolds("text"));
}

}  // namespace
}  // namespace clearsky::log
