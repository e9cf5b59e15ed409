// A ledger copied out to a file and loaded again is the same; what was altered
// or cut short on the way makes no ledger.

#include "log/transfer.h"

#include <filesystem>

#include "gmock/gmock.h"
#include "log/export_file.h"
#include "log_fixture.h"
#include "raw_ledger.h"

namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::IsOkAndHolds;
using ::clearsky::test::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

namespace fs = std::filesystem;

class TransferTest : public LogTest {
 protected:
  void SetUp() override {
    LogTest::SetUp();
    Say("a", {"0", "1"});
    clock_.Advance(absl::Hours(1));
    Say("b", {"2"});
    Say("a", {"3"});
    const absl::StatusOr<std::string> hash = log().PutDocument("the release");
    ASSERT_THAT(hash, IsOk());
    document_ = *hash;
  }

  std::string file() const { return dir_ / "export"; }
  std::string copy() const { return dir_ / "copy"; }

  void Export() { ASSERT_THAT(ExportLedger(path(), file(), nullptr), IsOk()); }
  absl::Status Load() const {
    return LoadLedger(file(), copy(), nullptr).status();
  }

  std::unique_ptr<EventLog> OpenCopy() {
    absl::StatusOr<std::unique_ptr<EventLog>> log =
        EventLog::Open(copy(), options_);
    EXPECT_THAT(log, IsOk());
    return log.ok() ? *std::move(log) : nullptr;
  }

  static std::vector<std::string> StoredBytes(const EventLog& log) {
    std::vector<std::string> stored;
    EXPECT_THAT(log.ReadAll(0, Direction::kForward,
                            [&](const RecordedEvent& event) {
                              stored.push_back(event.stored);
                              return true;
                            }),
                IsOk());
    return stored;
  }

  // Names in the test's directory: nothing half done is left there.
  std::vector<std::string> Names() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(dir_ / "")) {
      names.push_back(entry.path().filename());
    }
    return names;
  }

  std::string document_;
};

TEST_F(TransferTest, LoadedLedgerIsTheSame) {
  Export();
  ASSERT_THAT(Load(), IsOk());
  const std::unique_ptr<EventLog> loaded = OpenCopy();
  ASSERT_NE(loaded, nullptr);
  EXPECT_EQ(StoredBytes(*loaded), StoredBytes(log()));
  EXPECT_EQ(loaded->MerkleRoot(), log().MerkleRoot());
  EXPECT_EQ(loaded->ledger_id(), log().ledger_id());
  EXPECT_EQ(loaded->attributes(), log().attributes());
  EXPECT_EQ(loaded->last_record_time(), log().last_record_time());
  EXPECT_THAT(loaded->CountAtTime(kStart), IsOkAndHolds(2));
  EXPECT_THAT(loaded->GetDocument(document_), IsOkAndHolds("the release"));
  EXPECT_THAT(Names(), UnorderedElementsAre("ledger", "export", "copy"));
}

TEST_F(TransferTest, CountsAndRootAreTold) {
  const absl::StatusOr<Transferred> out = ExportLedger(path(), file(), nullptr);
  ASSERT_THAT(out, IsOk());
  const absl::StatusOr<Transferred> in = LoadLedger(file(), copy(), nullptr);
  ASSERT_THAT(in, IsOk());
  for (const Transferred& done : {*out, *in}) {
    EXPECT_EQ(done.ledger_id, log().ledger_id());
    EXPECT_EQ(done.events, 4);
    EXPECT_EQ(done.documents, 1);
    EXPECT_EQ(DigestBytes(done.root), log().MerkleRoot());
  }
}

TEST_F(TransferTest, ProgressCountsEachEvent) {
  std::vector<uint64_t> done;
  const Progress progress = [&](uint64_t events, uint64_t total) {
    EXPECT_EQ(total, 4);
    done.push_back(events);
  };
  ASSERT_THAT(ExportLedger(path(), file(), progress), IsOk());
  EXPECT_THAT(done, ElementsAre(1, 2, 3, 4));
  done.clear();
  ASSERT_THAT(LoadLedger(file(), copy(), progress), IsOk());
  EXPECT_THAT(done, ElementsAre(1, 2, 3, 4));
}

TEST_F(TransferTest, LoadedLedgerGoesOn) {
  Export();
  ASSERT_THAT(Load(), IsOk());
  const std::unique_ptr<EventLog> loaded = OpenCopy();
  ASSERT_NE(loaded, nullptr);
  const absl::StatusOr<AppendResult> retry =
      loaded->Append({To("a", {"0", "1"})});
  ASSERT_THAT(retry, IsOk());
  EXPECT_TRUE(retry->duplicate);
  ASSERT_THAT(loaded->Append({To("a", {"4"}, ExpectedRevision::Exactly(2))}),
              IsOk());
  EXPECT_THAT(Everything(*loaded, 4), ElementsAre("4:a/3=4"));
}

TEST_F(TransferTest, ExportOfTheLoadedLedgerIsTheSameFile) {
  Export();
  ASSERT_THAT(Load(), IsOk());
  ASSERT_THAT(ExportLedger(copy(), dir_ / "again", nullptr), IsOk());
  EXPECT_EQ(ReadFile(dir_ / "again"), ReadFile(file()));
}

TEST_F(TransferTest, EmptyLedgerIsCarriedOver) {
  ASSERT_THAT(EventLog::Create(dir_ / "empty", {{"zone", "UTC"}}, options_),
              IsOk());
  ASSERT_THAT(ExportLedger(dir_ / "empty", file(), nullptr), IsOk());
  ASSERT_THAT(Load(), IsOk());
  EXPECT_EQ(OpenCopy()->size(), 0);
}

TEST_F(TransferTest, CommitOfManyChunksIsCarriedOver) {
  std::vector<NewEvent> events;
  for (int i = 0; i < 40; ++i) {
    events.push_back(Event(absl::StrCat("large ", i)));
    events.back().data = std::string(10'000, 'x');
  }
  ASSERT_THAT(log().Append({{"c", ExpectedRevision::Any(), events}}), IsOk());
  Export();
  ASSERT_THAT(Load(), IsOk());
  const std::unique_ptr<EventLog> loaded = OpenCopy();
  EXPECT_EQ(StoredBytes(*loaded), StoredBytes(log()));
}

TEST_F(TransferTest, ExistingFileIsNotOverwritten) {
  WriteFile(file(), "mine");
  EXPECT_THAT(ExportLedger(path(), file(), nullptr),
              StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_EQ(ReadFile(file()), "mine");
}

TEST_F(TransferTest, DamagedLedgerIsNotExported) {
  Close();
  RawLog(path()).DeleteChunk(2);
  const absl::Status status = ExportLedger(path(), file(), nullptr).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(std::string(status.message()), HasSubstr("position 2:"));
  EXPECT_THAT(Names(), ElementsAre("ledger"));
}

TEST_F(TransferTest, EmptyDirectoryIsLoadedInto) {
  Export();
  fs::create_directory(copy());
  ASSERT_THAT(LoadLedger(file(), copy() + "/", nullptr), IsOk());
  EXPECT_EQ(OpenCopy()->size(), 4);
}

TEST_F(TransferTest, LedgerIsNotLoadedInto) {
  Export();
  const absl::Status status = LoadLedger(file(), path(), nullptr).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("holds a ledger already"));
  EXPECT_EQ(log().size(), 4);
}

TEST_F(TransferTest, DirectoryOfOtherFilesIsNotLoadedInto) {
  Export();
  fs::create_directory(copy());
  WriteFile(copy() + "/notes", "mine");
  EXPECT_THAT(Load(), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(ReadFile(copy() + "/notes"), "mine");
  EXPECT_THAT(LoadLedger(file(), copy() + "/notes", nullptr),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(TransferTest, MissingFileIsNotFound) {
  EXPECT_THAT(Load(), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(TransferTest, OtherFileIsRefused) {
  WriteFile(file(), "PK\x03\x04, or so it seems");
  EXPECT_THAT(Load(), StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(TransferTest, NewerExportIsRefusedNamingBothVersions) {
  const std::string sealed = format::Seal(
      "export header",
      absl::StrCat(absl::string_view("\0\0\0\2", 4), std::string(16, '?')));
  WriteFile(
      file(),
      absl::StrCat("clearsky export\n",
                   std::string(1, static_cast<char>(sealed.size())), sealed));
  const absl::Status status = Load();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("has version 2; this program reads up to version 1"));
}

TEST_F(TransferTest, EveryCutIsDataLossAndLeavesNothing) {
  Export();
  const std::string whole = ReadFile(file());
  for (size_t size = 0; size < whole.size(); size += 11) {
    WriteFile(file(), whole.substr(0, size));
    ASSERT_THAT(Load(), StatusIs(absl::StatusCode::kDataLoss))
        << "cut at " << size;
    ASSERT_THAT(Names(), UnorderedElementsAre("ledger", "export"));
  }
}

TEST_F(TransferTest, EveryFlipIsRefusedAndLeavesNothing) {
  Export();
  const std::string whole = ReadFile(file());
  const size_t magic = std::string("clearsky export\n").size();
  for (size_t at = 0; at < whole.size(); at += 7) {
    std::string flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x04);
    WriteFile(file(), flipped);
    // A flip in the first line makes it no export of ours.
    ASSERT_THAT(Load(),
                StatusIs(at < magic ? absl::StatusCode::kFailedPrecondition
                                    : absl::StatusCode::kDataLoss))
        << "flipped at " << at;
    ASSERT_THAT(Names(), UnorderedElementsAre("ledger", "export"));
  }
}

TEST_F(TransferTest, AlteredEventIsNamed) {
  Export();
  std::string content = ReadFile(file());
  size_t at = 0;
  for (int event = 0; event <= 2; ++event)
    at = content.find("test.Said", at + 1);
  ASSERT_NE(at, std::string::npos);
  content[at] ^= 1;
  WriteFile(file(), content);
  EXPECT_THAT(std::string(Load().message()),
              HasSubstr("event 2: its checksum"));
}

TEST_F(TransferTest, EventWhereTheFileEndsIsNamed) {
  Export();
  const std::string content = ReadFile(file());
  WriteFile(file(), content.substr(0, content.rfind("test.Said")));
  EXPECT_THAT(std::string(Load().message()),
              HasSubstr("event 3: the file ends here"));
}

TEST_F(TransferTest, AlteredDocumentIsNamed) {
  Export();
  std::string content = ReadFile(file());
  content[content.find("the release")] ^= 1;
  WriteFile(file(), content);
  EXPECT_THAT(std::string(Load().message()), HasSubstr("document 0: its hash"));
}

TEST_F(TransferTest, BytesBehindTheEndAreDataLoss) {
  Export();
  WriteFile(file(), ReadFile(file()) + "x");
  const absl::Status status = Load();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(std::string(status.message()), HasSubstr("more bytes follow"));
}

// An export whose checksums are right, made of events that no log holds.
class ForgedTest : public TransferTest {
 protected:
  void Forge(const std::vector<std::string>& stored) {
    const ExportHeader header = {
        stored.size(), 0, {kFormatVersion, log().ledger_id(), {}}};
    absl::StatusOr<ExportWriter> writer = ExportWriter::Create(file(), header);
    ASSERT_THAT(writer, IsOk());
    MerkleFrontier frontier;
    for (const std::string& event : stored) {
      ASSERT_THAT(writer->AddEvent(event), IsOk());
      frontier.Add(event);
    }
    ASSERT_THAT(writer->Finish(frontier.Root()), IsOk());
  }
  static std::string Stored(uint64_t position, uint64_t revision,
                            const std::string& words) {
    return EncodeEvent({position, "a", revision, Event(words).event_id,
                        kStart + absl::Seconds(position)},
                       Event(words));
  }
  void ExpectRefused(const std::string& words) {
    const absl::Status status = Load();
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss));
    EXPECT_THAT(std::string(status.message()), HasSubstr(words));
    EXPECT_THAT(Names(), UnorderedElementsAre("ledger", "export"));
  }
};

TEST_F(ForgedTest, EventsOfALogAreLoaded) {
  Forge({Stored(0, 0, "x"), Stored(1, 1, "y")});
  EXPECT_THAT(Load(), IsOk());
}

TEST_F(ForgedTest, IdTwiceIsRefused) {
  Forge({Stored(0, 0, "x"), Stored(1, 1, "x")});
  ExpectRefused("position 1: event id");
}

TEST_F(ForgedTest, GapOfRevisionsIsRefused) {
  Forge({Stored(0, 0, "x"), Stored(1, 2, "y")});
  ExpectRefused("position 1: the stored event says revision 2");
}

TEST_F(ForgedTest, EventOfAnotherPositionIsRefused) {
  Forge({Stored(0, 0, "x"), Stored(2, 1, "y")});
  ExpectRefused("position 1: the stored event says position 2");
}

TEST_F(ForgedTest, TimeThatStepsBackIsRefused) {
  const std::string early = EncodeEvent(
      {1, "a", 1, Event("y").event_id, kStart - absl::Seconds(1)}, Event("y"));
  Forge({Stored(0, 0, "x"), early});
  ExpectRefused("position 1: it was recorded before");
}

TEST_F(ForgedTest, RootOfOtherEventsIsRefused) {
  const ExportHeader header = {1, 0, {kFormatVersion, log().ledger_id(), {}}};
  absl::StatusOr<ExportWriter> writer = ExportWriter::Create(file(), header);
  ASSERT_THAT(writer, IsOk());
  ASSERT_THAT(writer->AddEvent(Stored(0, 0, "x")), IsOk());
  ASSERT_THAT(writer->Finish(MerkleFrontier().Root()), IsOk());
  ExpectRefused("the trailer of the export has root");
}

}  // namespace
}  // namespace clearsky::log
