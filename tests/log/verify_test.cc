// A good ledger verifies; each kind of damage is found and named.

#include "log/verify.h"

#include <filesystem>

#include "gmock/gmock.h"
#include "log/ledger_directory.h"
#include "log_fixture.h"
#include "raw_ledger.h"

namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

namespace fs = std::filesystem;

class VerifyTest : public LogTest {
 protected:
  absl::StatusOr<Verified> Verify() const {
    return VerifyLedger(path(), nullptr);
  }
  // Damage at `position`, told by `words`.
  void ExpectDamageAt(uint64_t position, const std::string& words) const {
    const absl::Status status = Verify().status();
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss));
    EXPECT_THAT(std::string(status.message()),
                AllOf(StartsWith(absl::StrCat("position ", position, ":")),
                      HasSubstr(words)));
  }
  void ExpectDamage(const std::string& words) const {
    const absl::Status status = Verify().status();
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss));
    EXPECT_THAT(std::string(status.message()), HasSubstr(words));
  }
};

TEST_F(VerifyTest, EmptyLedgerIsGood) {
  Close();
  const absl::StatusOr<Verified> verified = Verify();
  ASSERT_THAT(verified, IsOk());
  EXPECT_EQ(verified->events, 0);
  EXPECT_EQ(verified->streams, 0);
  EXPECT_EQ(verified->root, MerkleFrontier().Root());
}

TEST_F(VerifyTest, WhatIsNoLedgerIsSaidSo) {
  EXPECT_THAT(VerifyLedger(dir_ / "nowhere", nullptr),
              StatusIs(absl::StatusCode::kNotFound));
  fs::create_directory(dir_ / "other");
  EXPECT_THAT(VerifyLedger(dir_ / "other", nullptr),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

// A commit of more than a chunk is one with one record time.
TEST_F(VerifyTest, CommitOfManyChunksIsGood) {
  std::vector<NewEvent> events;
  for (int i = 0; i < 40; ++i) {
    events.push_back(Event(absl::StrCat(i)));
    events.back().data = std::string(10'000, 'x');
  }
  ASSERT_THAT(log().Append({{"a", ExpectedRevision::Any(), events}}), IsOk());
  const std::string root = log().MerkleRoot();
  Close();
  const absl::StatusOr<Verified> verified = Verify();
  ASSERT_THAT(verified, IsOk());
  EXPECT_EQ(verified->events, 40);
  EXPECT_EQ(DigestBytes(verified->root), root);
}

// Four commits, positions 0 to 6, in two streams, and a document.
class FilledTest : public VerifyTest {
 protected:
  void SetUp() override {
    VerifyTest::SetUp();
    Say("a", {"0", "1"});
    Say("b", {"2", "3", "4"});
    Say("a", {"5"});
    Say("b", {"6"});
    ASSERT_THAT(log().PutDocument("the release"), IsOk());
    root_ = log().MerkleRoot();
    last_ = log().last_record_time();
    CloseIndexed();
  }

  EventPlace Next(const std::string& stream, uint64_t revision,
                  const std::string& words) const {
    return {7, stream, revision, Event(words).event_id,
            last_ + absl::Seconds(1)};
  }

  std::string root_;
  absl::Time last_;
};

TEST_F(FilledTest, GoodLedgerIsCounted) {
  const absl::StatusOr<Verified> verified = Verify();
  ASSERT_THAT(verified, IsOk());
  EXPECT_EQ(verified->events, 7);
  EXPECT_EQ(verified->streams, 2);
  EXPECT_EQ(verified->documents, 1);
  EXPECT_EQ(verified->indexed, 7);
  EXPECT_EQ(DigestBytes(verified->root), root_);
}

TEST_F(FilledTest, ProgressCountsEachEvent) {
  std::vector<uint64_t> done;
  ASSERT_THAT(VerifyLedger(path(),
                           [&](uint64_t events, uint64_t total) {
                             EXPECT_EQ(total, 7);
                             done.push_back(events);
                           }),
              IsOk());
  EXPECT_THAT(done, ElementsAre(1, 2, 3, 4, 5, 6, 7));
}

TEST_F(FilledTest, LedgerWithAWriterIsGood) {
  Reopen();
  Say("c", {"7"});
  const absl::StatusOr<Verified> verified = Verify();
  ASSERT_THAT(verified, IsOk());
  EXPECT_EQ(verified->events, 8);
}

TEST_F(FilledTest, LedgerWithoutAnIndexIsGood) {
  fs::remove_all(path() + "/derived");
  const absl::StatusOr<Verified> verified = Verify();
  ASSERT_THAT(verified, IsOk());
  EXPECT_EQ(verified->events, 7);
  EXPECT_EQ(verified->indexed, 0);
}

TEST_F(FilledTest, IndexBehindTheLogIsGood) {
  RawLog(path()).Append(Next("a", 3, "7"), Event("7"));
  const absl::StatusOr<Verified> verified = Verify();
  ASSERT_THAT(verified, IsOk());
  EXPECT_EQ(verified->events, 8);
  EXPECT_EQ(verified->indexed, 7);
}

TEST_F(FilledTest, EveryFlippedByteOfAChunkIsFound) {
  const std::string whole = RawLog(path()).GetChunk(2);
  for (size_t at = 0; at < whole.size(); at += 13) {
    std::string flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ 1);
    RawLog(path()).PutChunk(2, flipped);
    ExpectDamageAt(2, "");
  }
}

TEST_F(FilledTest, MissingChunkIsFound) {
  RawLog(path()).DeleteChunk(2);
  ExpectDamageAt(2, "no chunk with it");
}

TEST_F(FilledTest, MissingFirstChunkIsFound) {
  RawLog(path()).DeleteChunk(0);
  ExpectDamageAt(0, "no chunk with it");
}

TEST_F(FilledTest, MissingLastChunkIsFound) {
  RawLog(path()).DeleteChunk(6);
  ExpectDamageAt(6, "the tree frontier at 7");
}

TEST_F(FilledTest, WrongRevisionIsFound) {
  RawLog(path()).Append(Next("a", 4, "7"), Event("7"));
  ExpectDamageAt(7, "says revision 4 of stream \"a\", where 3 follows");
}

TEST_F(FilledTest, NewStreamThatBeginsLateIsFound) {
  RawLog(path()).Append(Next("c", 1, "7"), Event("7"));
  ExpectDamageAt(7, "says revision 1 of stream \"c\", where 0 follows");
}

TEST_F(FilledTest, IdOfAnIndexedEventTwiceIsFound) {
  RawLog(path()).Append(Next("a", 3, "3"), Event("3"));
  ExpectDamageAt(7, "is that of position 3");
}

TEST_F(FilledTest, IdTwiceIsFoundWithoutAnIndex) {
  RawLog(path()).Append(Next("a", 3, "3"), Event("3"));
  fs::remove_all(path() + "/derived");
  ExpectDamageAt(7, "is that of position 3");
}

TEST_F(FilledTest, IdTwiceIsFoundWhenTheIndexHoldsTheSecond) {
  RawLog(path()).Append(Next("a", 3, "3"), Event("3"));
  fs::remove_all(path() + "/derived");
  Reopen();
  Close();
  ExpectDamageAt(7, "is that of position 3");
}

TEST_F(FilledTest, RecordTimeThatStepsBackIsFound) {
  EventPlace place = Next("a", 3, "7");
  place.record_time = last_ - absl::Microseconds(1);
  RawLog(path()).Append(place, Event("7"));
  ExpectDamageAt(7, "recorded before");
}

TEST_F(FilledTest, RecordTimeOfTheCommitBeforeIsFound) {
  EventPlace place = Next("a", 3, "7");
  place.record_time = last_;
  RawLog(path()).Append(place, Event("7"));
  ExpectDamageAt(7, "the record time of the commit before");
}

TEST_F(FilledTest, EventOfAnotherTimeThanItsChunkIsFound) {
  const EventPlace place = Next("a", 3, "7");
  RawLog(path()).Append(place.record_time + absl::Seconds(1),
                        EncodeEvent(place, Event("7")));
  ExpectDamageAt(7, "another record time than its chunk");
}

TEST_F(FilledTest, EventOfAnotherPositionIsFound) {
  EventPlace place = Next("a", 3, "7");
  place.position = 8;
  RawLog(path()).Append(place, Event("7"));
  ExpectDamageAt(7, "says position 8");
}

TEST_F(FilledTest, EventThatDoesNotParseIsFound) {
  RawLog(path()).Append(last_ + absl::Seconds(1), "\xff\xff");
  ExpectDamageAt(7, "does not parse");
}

TEST_F(FilledTest, TreeOfOtherEventsIsFound) {
  MerkleFrontier other;
  for (int i = 0; i < 7; ++i) other.Add("x");
  RawLog(path()).Put(RawLog::kMeta, format::kFrontierKey,
                     format::EncodeFrontier(other));
  ExpectDamage("the Merkle tree of 7 events has root");
}

TEST_F(FilledTest, LogShorterThanHeadIsFound) {
  // HEAD as it was when the log had more events than it has.
  const MerkleFrontier longer = [] {
    MerkleFrontier frontier;
    for (int i = 0; i < 1000; ++i) frontier.Add("event");
    return frontier;
  }();
  const absl::StatusOr<format::Head> head = ReadHeadFile(path());
  ASSERT_THAT(head, IsOk());
  ASSERT_THAT(
      WriteHeadFile(path(), {head->ledger_id, longer}, rocksdb::Env::Default()),
      IsOk());
  ExpectDamage("had 1000");
}

TEST_F(FilledTest, MissingHeadIsFound) {
  fs::remove(fs::path(path()) / "HEAD");
  ExpectDamage("HEAD");
}

TEST_F(FilledTest, AlteredDocumentIsFound) {
  const std::string hash = DigestBytes(Sha256("the release"));
  RawLog(path()).Put(RawLog::kDocuments, hash, "the relapse");
  ExpectDamage("document " + DigestHex(Sha256("the release")));
}

TEST_F(FilledTest, AlteredCopyIsFound) {
  RawDerived derived(path());
  std::string copy =
      derived.Get(RawDerived::kClustered, format::StreamKey("b", 0));
  copy.back() = static_cast<char>(copy.back() ^ 1);
  derived.Put(RawDerived::kClustered, format::StreamKey("b", 0), copy);
  ExpectDamage("the copy in derived/ from revision 0");
}

TEST_F(FilledTest, CopyOfOtherEventsIsFound) {
  const format::KeyValue row =
      format::EncodeStreamRow("b", 0, {"somebody", "else's", "words"});
  RawDerived(path()).Put(RawDerived::kClustered, row.key, row.value);
  ExpectDamage("clustered has no true copy of it for stream \"b\"");
}

TEST_F(FilledTest, MissingCopyIsFound) {
  RawDerived(path()).Delete(RawDerived::kClustered, format::StreamKey("a", 0));
  ExpectDamage("clustered: it has 1 streams, the log 2 for it");
}

TEST_F(FilledTest, CopyTooManyIsFound) {
  const format::KeyValue row = format::EncodeStreamRow("c", 0, {"a", "b"});
  RawDerived(path()).Put(RawDerived::kClustered, row.key, row.value);
  ExpectDamage("it has 2 events of stream \"c\", the log 0 for it");
}

TEST_F(FilledTest, WrongHeadIsFound) {
  RawDerived(path()).Put(RawDerived::kHeads, "b", format::EncodeNumber(4));
  ExpectDamageAt(6, "heads has revision 4 as the last of stream \"b\"");
}

TEST_F(FilledTest, WrongRowOfIdsIsFound) {
  RawDerived(path()).Put(RawDerived::kIds, Event("4").event_id.ToBytes(),
                         format::EncodeNumber(2));
  ExpectDamageAt(4, "ids has position 2");
}

TEST_F(FilledTest, MissingRowOfIdsIsFound) {
  RawDerived(path()).Delete(RawDerived::kIds, Event("4").event_id.ToBytes());
  ExpectDamageAt(4, "ids has no row");
}

TEST_F(FilledTest, RowThatIsNoNumberIsFound) {
  RawDerived(path()).Put(RawDerived::kIds, Event("4").event_id.ToBytes(), "4");
  ExpectDamageAt(4, "derived/");
}

TEST_F(FilledTest, RowsTooManyAreFound) {
  RawDerived(path()).Put(RawDerived::kIds, Event("never").event_id.ToBytes(),
                         format::EncodeNumber(2));
  ExpectDamage("ids: it has 8 rows, the log 7 for it");
}

TEST_F(FilledTest, IndexOfAnotherHistoryIsFound) {
  RawDerived(path()).Put(
      RawDerived::kCheckpoint, format::kCheckpointKey,
      format::EncodeCheckpoint({6, Event("other").event_id}));
  ExpectDamageAt(5, "was made of another event there");
}

TEST_F(FilledTest, IndexBeyondTheLogIsFound) {
  RawDerived(path()).Put(RawDerived::kCheckpoint, format::kCheckpointKey,
                         format::EncodeCheckpoint({9, Event("8").event_id}));
  ExpectDamageAt(7, "goes on to position 9");
}

TEST_F(FilledTest, IndexThatDoesNotOpenIsFound) {
  WriteFile(path() + "/derived/CURRENT", "MANIFEST-nonsense\n");
  ExpectDamage("the derived index: it does not open");
}

TEST_F(FilledTest, DamageOfTheLogGoesBeforeThatOfTheIndex) {
  RawDerived(path()).Delete(RawDerived::kIds, Event("0").event_id.ToBytes());
  RawLog(path()).DeleteChunk(5);
  ExpectDamageAt(5, "no chunk with it");
}

// In which of the table files of `instance` the words stand.
std::string TableWith(const std::string& instance, const std::string& words) {
  for (const auto& entry : fs::directory_iterator(instance)) {
    if (entry.path().extension() == ".sst" &&
        ReadFile(entry.path()).find(words) != std::string::npos) {
      return entry.path();
    }
  }
  return "";
}

// But for what RocksDB fills up the last part of the file with and never reads.
TEST_F(FilledTest, EveryFlippedByteOfATableFileIsFound) {
  constexpr size_t kFooterBytes = 53;
  { RawLog flushed(path()); }  // Opening moves the commits into a table file.
  const std::string table = TableWith(path() + "/log", "test.Said");
  ASSERT_NE(table, "");
  const std::string whole = ReadFile(table);
  for (size_t at = 0; at < whole.size(); at += 29) {
    std::string flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x10);
    WriteFile(table, flipped);
    const absl::StatusOr<Verified> verified = Verify();
    if (verified.ok() && at + kFooterBytes >= whole.size()) {
      EXPECT_EQ(DigestBytes(verified->root), root_);
      continue;
    }
    EXPECT_THAT(verified, StatusIs(absl::StatusCode::kDataLoss))
        << "byte " << at << " of " << whole.size();
  }
}

TEST_F(FilledTest, FlippedEventInATableFileIsNamed) {
  { RawLog flushed(path()); }
  const std::string table = TableWith(path() + "/log", "test.Said");
  ASSERT_NE(table, "");
  std::string content = ReadFile(table);
  content[content.find("test.Said")] ^= 1;
  WriteFile(table, content);
  ExpectDamageAt(0, "reading it");
}

}  // namespace
}  // namespace clearsky::log
