// One file of a closed ledger damaged: a byte flipped, the file cut short, or
// gone. Opening and reading everything is then an error that names the place,
// or everything is as it was written; and a refused open for writing has made
// nothing worse.
//
// CLEARSKY_FLIP_SEED repeats a run, CLEARSKY_FLIPS says how many bytes of each
// file are flipped, and how often it is cut.

#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "base/sha256.h"
#include "base/status_macros.h"
#include "gmock/gmock.h"
#include "log_fixture.h"
#include "machine.h"

namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;

namespace fs = std::filesystem;

// A record's head in RocksDB's write-ahead log and MANIFEST: checksum, length,
// type.
constexpr size_t kRecordHeadBytes = 7;

// About so many events are looked for by their ids.
constexpr size_t kFindings = 500;

unsigned FromEnvironment(const char* name, unsigned otherwise) {
  const char* const text = std::getenv(name);
  unsigned number = 0;
  return text != nullptr && absl::SimpleAtoi(text, &number) ? number
                                                            : otherwise;
}

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void WriteFile(const fs::path& path, const std::string& content) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

// All that a ledger answers.
struct Answers {
  std::vector<RecordedEvent> events;
  std::map<std::string, std::vector<uint64_t>> streams;
  std::string root;
};

class FlipTest : public LogTest {
 protected:
  void SetUp() override {
    LogTest::SetUp();
    const unsigned seed =
        FromEnvironment("CLEARSKY_FLIP_SEED", std::random_device()());
    std::cout << "seed=" << seed << std::endl;
    random_.seed(seed);
    Write();
    ASSERT_THAT(Ask(log(), &written_), IsOk());
    Close();
    fs::rename(path(), Whole());
    for (const auto& entry : fs::recursive_directory_iterator(Whole())) {
      if (!entry.is_regular_file()) continue;
      files_.insert(fs::relative(entry.path(), Whole()));
    }
  }

  // Each reopening moves the write-ahead log into table files, so that in the
  // end the events lie in several of them and in a write-ahead log.
  virtual void Write() {
    for (int i = 0; i < 3; ++i) {
      FillALittle(i);
      Reopen();
    }
    FillALittle(3);
  }

  void FillALittle(int part) {
    documents_.push_back(absl::StrCat("document ", part));
    ASSERT_THAT(log().PutDocument(documents_.back()), IsOk());
    for (int i = 0; i < 20; ++i) {
      clock_.Advance(absl::Seconds(1));
      const std::string words = absl::StrCat(part, "/", i, " ");
      Say(absl::StrCat("s", i % 3), {words + std::string(200, 'x'), words});
    }
  }

  fs::path Whole() const { return dir_ / "whole"; }
  // RocksDB's notes about its work, which it never reads, only in one test.
  static bool IsNotes(const std::string& file) {
    return absl::StrContains(file, "/LOG");
  }
  size_t Below(size_t bound) {
    return std::uniform_int_distribution<size_t>(0, bound - 1)(random_);
  }

  // Asks `log` for everything, each event in every way there is. What was
  // answered before an error is in `answers`.
  static absl::Status Ask(const EventLog& log, Answers* answers) {
    answers->root = log.MerkleRoot();
    RETURN_IF_ERROR(
        log.ReadAll(0, Direction::kForward, [&](const RecordedEvent& event) {
          answers->events.push_back(event);
          return true;
        }));
    ASSIGN_OR_RETURN(const std::vector<std::string> names,
                     log.ListStreams("", "", 100));
    for (const std::string& name : names) {
      std::vector<uint64_t>& positions = answers->streams[name];
      RETURN_IF_ERROR(log.ReadStream(name, 0, Direction::kForward,
                                     [&](const RecordedEvent& event) {
                                       positions.push_back(event.position);
                                       return true;
                                     }));
    }
    return absl::OkStatus();
  }

  // OK when everything is as it was written; else the error that it is refused
  // with. Anything else fails the test.
  absl::Status OpenAndAsk(bool is_read_only) {
    was_opened_ = false;
    Machine machine(path());  // As it syncs nothing.
    LogOptions options = options_;
    options.read_only = is_read_only;
    options.env = machine.env();
    ASSIGN_OR_RETURN(const std::unique_ptr<EventLog> log,
                     EventLog::Open(path(), options));
    was_opened_ = true;
    Answers answers;
    const absl::Status status = Ask(*log, &answers);
    EXPECT_EQ(log->size(), written_.events.size());
    EXPECT_EQ(answers.root, written_.root);
    EXPECT_LE(answers.events.size(), written_.events.size());
    for (size_t i = 0; i < answers.events.size(); ++i) {
      const RecordedEvent& event = answers.events[i];
      EXPECT_EQ(event.stored, written_.events[i].stored);
      EXPECT_EQ(event.record_time, written_.events[i].record_time);
    }
    RETURN_IF_ERROR(status);
    EXPECT_EQ(answers.events.size(), written_.events.size());
    EXPECT_EQ(answers.streams, written_.streams);
    const size_t step = 1 + written_.events.size() / kFindings;
    for (size_t i = 0; i < written_.events.size(); i += step) {
      const RecordedEvent& event = written_.events[i];
      ASSIGN_OR_RETURN(const std::optional<EventPlace> place,
                       log->FindEvent(event.event_id));
      EXPECT_TRUE(place.has_value() && place->position == event.position);
    }
    for (const std::string& document : documents_) {
      const absl::StatusOr<std::string> content =
          log->GetDocument(DigestBytes(Sha256(document)));
      EXPECT_FALSE(absl::IsNotFound(content.status()));
      RETURN_IF_ERROR(content.status());
      EXPECT_EQ(*content, document);
    }
    return absl::OkStatus();
  }

  // Names what is damaged: a position, a file, or one of the ledger's parts.
  static bool NamesThePlace(const absl::Status& status) {
    for (const char* name : {"position ", "/log", "derived", "HEAD", "LEDGER",
                             "the log's record", "document ", ".sst"}) {
      if (absl::StrContains(status.message(), name)) return true;
    }
    return false;
  }

  // What of the truth is on disk.
  std::map<std::string, std::string> Truth() const {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::directory_iterator(path() + "/log")) {
      const std::string name = entry.path().filename();
      if (absl::StartsWith(name, "LOG") || name == "LOCK") continue;
      files[name] = ReadFile(entry.path());
    }
    return files;
  }

  // Damages `file` of a copy of the whole ledger, and looks what it answers.
  void Examine(const std::string& file,
               const std::function<void(const fs::path&)>& damage) {
    fs::remove_all(path());
    fs::copy(Whole(), path(), fs::copy_options::recursive);
    damage(fs::path(path()) / file);
    const auto before = Truth();
    for (const bool is_read_only : {true, false}) {
      SCOPED_TRACE(is_read_only ? "read-only" : "for writing");
      const absl::Status status = OpenAndAsk(is_read_only);
      ++(status.ok() ? harmless_ : refused_);
      if (status.ok()) continue;
      const bool is_no_ledger =
          file == "LEDGER" && absl::IsFailedPrecondition(status);
      EXPECT_TRUE(absl::IsDataLoss(status) || is_no_ledger)
          << status.ToString();
      EXPECT_TRUE(NamesThePlace(status)) << status.ToString();
      if (!is_read_only && !was_opened_) {
        EXPECT_EQ(Truth(), before);
      }
    }
  }

  void FlipByte(const std::string& file, size_t at) {
    const char mask = static_cast<char>(1 + Below(255));
    SCOPED_TRACE(absl::StrCat(file, " byte ", at, " xor ",
                              static_cast<unsigned char>(mask)));
    Examine(file, [&](const fs::path& path) {
      std::string content = ReadFile(path);
      content[at] = static_cast<char>(content[at] ^ mask);
      WriteFile(path, content);
    });
  }

  bool IsLong() const { return times_ > 2; }

  void FlipBytesOfEachFile(unsigned times) {
    for (const std::string& file : files_) {
      const size_t size = fs::file_size(Whole() / file);
      if (size == 0 || IsNotes(file)) continue;
      for (unsigned i = 0; i < times; ++i) FlipByte(file, Below(size));
    }
    EXPECT_GT(harmless_, 0);
    EXPECT_GT(refused_, 0);
  }
  void CutEachFile() {
    for (const std::string& file : files_) {
      const size_t size = fs::file_size(Whole() / file);
      if (size == 0 || IsNotes(file)) continue;
      std::vector<size_t> sizes = {0, size - 1};
      for (unsigned i = 1; i < times_; ++i) sizes.push_back(Below(size));
      for (const size_t cut : sizes) {
        SCOPED_TRACE(absl::StrCat(file, " cut to ", cut, " of ", size));
        Examine(file,
                [&](const fs::path& path) { fs::resize_file(path, cut); });
      }
    }
    EXPECT_GT(harmless_, 0);
    EXPECT_GT(refused_, 0);
  }
  void RemoveEachFile() {
    for (const std::string& file : files_) {
      SCOPED_TRACE(file);
      Examine(file, [](const fs::path& path) { fs::remove(path); });
    }
    EXPECT_GT(harmless_, 0);
    EXPECT_GT(refused_, 0);
  }

  const unsigned times_ = FromEnvironment("CLEARSKY_FLIPS", 2);
  std::mt19937 random_;
  Answers written_;
  std::vector<std::string> documents_;
  // Paths inside the ledger.
  std::set<std::string> files_;
  bool was_opened_ = false;
  int harmless_ = 0;
  int refused_ = 0;
};

TEST_F(FlipTest, FlippedByteIsToldOrHarmless) { FlipBytesOfEachFile(times_); }

// Where a damaged length would make what follows look like a torn tail.
TEST_F(FlipTest, FlippedByteInTheHeadOfARecordIsTold) {
  int heads = 0;
  for (const std::string& file : files_) {
    const size_t size = fs::file_size(Whole() / file);
    const bool has_records =
        absl::StrContains(file, "log/MANIFEST") || absl::EndsWith(file, ".log");
    if (!has_records || size == 0) continue;
    // The records of the first block follow each other.
    const std::string content = ReadFile(Whole() / file);
    std::vector<size_t> starts;
    for (size_t at = 0; at + kRecordHeadBytes <= size;) {
      starts.push_back(at);
      at += kRecordHeadBytes + static_cast<unsigned char>(content[at + 4]) +
            256 * static_cast<unsigned char>(content[at + 5]);
    }
    for (const size_t start :
         {starts.front(), starts[Below(starts.size())], starts.back()}) {
      for (size_t i = 0; i < kRecordHeadBytes; ++i) FlipByte(file, start + i);
      ++heads;
    }
  }
  EXPECT_GE(heads, 2);
  EXPECT_GT(refused_, 0);
}

TEST_F(FlipTest, FileCutShortIsToldOrHarmless) { CutEachFile(); }

TEST_F(FlipTest, MissingFileIsToldOrHarmless) { RemoveEachFile(); }

// On opening, RocksDB moves what the write-ahead log held into a table file for
// each family, and notes them in the MANIFEST one by one, the documents last.
// When that note is torn, it is dropped like any torn tail, and the documents
// stored since the opening before are gone: the events are all there, but the
// documents are counted.
TEST_F(FlipTest, DocumentsThatGoWithTheEndOfTheManifestAreMissed) {
  for (const std::string& file : files_) {
    if (!absl::StrContains(file, "log/MANIFEST")) continue;
    const size_t size = fs::file_size(Whole() / file);
    Examine(file,
            [&](const fs::path& path) { fs::resize_file(path, size - 1); });
  }
  EXPECT_EQ(refused_, 2) << "1 read-only, 1 for writing";
}

// One whose derived instance has tables.
class IndexedFlipTest : public FlipTest {
 protected:
  void Write() override {
    for (int i = 0; i < 3; ++i) {
      StreamAppend append{absl::StrCat("s", i), ExpectedRevision::Any(), {}};
      for (int j = 0; j < kEvents; ++j) {
        append.events.push_back(Event(absl::StrCat(i, "/", j)));
      }
      ASSERT_THAT(log().Append({append}), IsOk());
    }
    FillALittle(0);
    Reopen();
    FillALittle(1);
  }

  void ExpectIndexOnDisk() const {
    EXPECT_TRUE(
        std::any_of(files_.begin(), files_.end(), [](const std::string& file) {
          return absl::StartsWith(file, "derived/") &&
                 absl::EndsWith(file, ".sst");
        }));
  }

  static constexpr int kEvents = 3'000;
};

TEST_F(IndexedFlipTest, FlippedByteIsToldOrHarmless) {
  ExpectIndexOnDisk();
  FlipBytesOfEachFile(IsLong() ? times_ : 1);
}

TEST_F(IndexedFlipTest, FileCutShortIsToldOrHarmless) {
  if (!IsLong()) GTEST_SKIP() << "in the long run only";
  CutEachFile();
}

TEST_F(IndexedFlipTest, MissingFileIsToldOrHarmless) {
  if (!IsLong()) GTEST_SKIP() << "in the long run only";
  RemoveEachFile();
}

// One that was opened so often that RocksDB has merged and renamed what it had.
class OldFlipTest : public FlipTest {
 protected:
  void Write() override {
    for (int i = 0; i < 12; ++i) {
      FillALittle(i);
      Reopen();
    }
    FillALittle(12);
  }
};

TEST_F(OldFlipTest, FlippedByteIsToldOrHarmless) {
  FlipBytesOfEachFile(IsLong() ? times_ : 1);
}

TEST_F(OldFlipTest, FileCutShortIsToldOrHarmless) {
  if (!IsLong()) GTEST_SKIP() << "in the long run only";
  CutEachFile();
}

TEST_F(OldFlipTest, MissingFileIsToldOrHarmless) {
  if (!IsLong()) GTEST_SKIP() << "in the long run only";
  RemoveEachFile();
}

// A HEAD from each time that it was closed is as good as the last.
TEST_F(FlipTest, OlderHeadIsHarmless) {
  fs::copy(Whole(), path(), fs::copy_options::recursive);
  std::vector<std::string> heads;
  for (int i = 4; i < 7; ++i) {
    heads.push_back(ReadFile(fs::path(path()) / "HEAD"));
    Reopen();
    FillALittle(i);
  }
  written_ = {};
  ASSERT_THAT(Ask(log(), &written_), IsOk());
  Close();
  fs::remove_all(Whole());
  fs::rename(path(), Whole());
  for (const std::string& head : heads) {
    Examine("HEAD", [&](const fs::path& path) { WriteFile(path, head); });
  }
  EXPECT_EQ(harmless_, 6);
  EXPECT_EQ(refused_, 0);
}

}  // namespace
}  // namespace clearsky::log
