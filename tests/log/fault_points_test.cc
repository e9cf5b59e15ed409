// Each point where the log touches a file fails, one after the other: a ledger
// is made, written to, closed, opened, read. Nothing is acknowledged that a
// loss of power could take back, errors say what failed, and once the fault is
// gone the ledger opens and is whole.
//
// CLEARSKY_FAULT_SEED repeats a run's choice of points, CLEARSKY_FAULT_POINTS
// says how many are chosen for each kind of fault; 0: all of them.

#include <algorithm>
#include <atomic>
#include <iostream>
#include <limits>
#include <numeric>
#include <random>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "base/mutex.h"
#include "gmock/gmock.h"
#include "log/verify.h"
#include "log_fixture.h"
#include "machine.h"
#include "promises.h"

namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::StatusIs;
using ::testing::AnyOf;

namespace fs = std::filesystem;

constexpr uint64_t kNever = std::numeric_limits<uint64_t>::max();
constexpr absl::Duration kPatience = absl::Seconds(60);
// Enough that closing has something to index.
constexpr int kBulkAppends = 4;
constexpr int kBulkEvents = 2'000;

unsigned FromEnvironment(const char* name, unsigned otherwise) {
  const char* const text = std::getenv(name);
  unsigned number = 0;
  return text != nullptr && absl::SimpleAtoi(text, &number) ? number
                                                            : otherwise;
}

enum class Fault {
  kOnce,      // One operation fails.
  kFromThen,  // One and all that follow.
  kDiskFull,  // One that takes room, and all that do that follow.
};

bool TakesRoom(FileOp op) {
  return op == FileOp::kCreate || op == FileOp::kAppend ||
         op == FileOp::kSync || op == FileOp::kMakeDirectory ||
         op == FileOp::kRename || op == FileOp::kLink;
}

// Counts operations, and lets the chosen one fail. Safe for concurrent use.
class FaultPoint {
 public:
  FaultPoint(Fault fault, uint64_t point) : fault_(fault), point_(point) {}

  rocksdb::IOStatus Before(FileOp op, const std::string& path) {
    if (is_mended_) return rocksdb::IOStatus::OK();
    const bool is_full = fault_ == Fault::kDiskFull;
    if (is_full && !TakesRoom(op)) return rocksdb::IOStatus::OK();
    const uint64_t number = count_++;
    if (number < point_ || (fault_ == Fault::kOnce && number > point_)) {
      return rocksdb::IOStatus::OK();
    }
    const std::string what =
        absl::StrCat("injected: ", FileOpName(op), " ", path);
    if (number == point_) {
      MutexLock lock(&mu_);
      what_ = what;
    }
    return is_full ? rocksdb::IOStatus::NoSpace(what)
                   : rocksdb::IOStatus::IOError(what);
  }

  void Mend() { is_mended_ = true; }
  uint64_t count() const { return count_; }
  // What failed first; empty when nothing did.
  std::string what() const {
    MutexLock lock(&mu_);
    return what_;
  }

 private:
  const Fault fault_;
  const uint64_t point_;
  std::atomic<bool> is_mended_ = false;
  std::atomic<uint64_t> count_ = 0;
  mutable Mutex mu_;
  std::string what_ ABSL_GUARDED_BY(mu_);
};

// Ends the program when nothing has gone on for long: that is a test that
// hangs.
class Watchdog {
 public:
  Watchdog() : thread_([this] { Run(); }) {}
  ~Watchdog() {
    is_done_ = true;
    thread_.join();
  }
  void Touch(const std::string& doing) {
    MutexLock lock(&mu_);
    doing_ = doing;
    last_ = absl::Now();
  }

 private:
  void Run() {
    while (!is_done_) {
      absl::SleepFor(absl::Milliseconds(50));
      MutexLock lock(&mu_);
      if (absl::Now() - last_ < kPatience) continue;
      std::cerr << "hangs: " << doing_ << std::endl;
      std::abort();
    }
  }

  std::atomic<bool> is_done_ = false;
  Mutex mu_;
  std::string doing_ ABSL_GUARDED_BY(mu_);
  absl::Time last_ ABSL_GUARDED_BY(mu_) = absl::Now();
  std::thread thread_;
};

// What was done with a ledger, and what was said of it.
struct Story {
  bool is_made = false;
  std::vector<Attempt> attempts;
  std::vector<std::string> documents;
  std::vector<absl::Status> errors;

  void Note(const absl::Status& status) {
    if (!status.ok()) errors.push_back(status);
  }
};

class FaultPointsTest : public ::testing::TestWithParam<Fault> {
 protected:
  void SetUp() override {
    seed_ = FromEnvironment("CLEARSKY_FAULT_SEED", std::random_device()());
    random_.seed(seed_);
    // A ledger that has been opened several times, and has an index on disk.
    fs::create_directory(disk_);
    Story story;
    absl::StatusOr<std::unique_ptr<EventLog>> log =
        EventLog::Create(path(), {}, {});
    ASSERT_THAT(log, IsOk());
    for (int i = 0; i < kBulkAppends; ++i) {
      SayMuch(log->get(), absl::StrCat("old", i), kBulkEvents, &story);
      if (i % 2 == 0) continue;
      log->reset();
      log = EventLog::Open(path(), {});
      ASSERT_THAT(log, IsOk());
    }
    log->reset();
    old_ = story.attempts;
    fs::rename(path(), dir_ / "old");
  }

  std::string path() const { return disk_ + "/ledger"; }

  static void Append(EventLog* log, const StreamAppend& append, Story* story) {
    Attempt attempt{{append}};
    attempt.answer = log->Append(attempt.entries);
    story->Note(attempt.answer.status());
    story->attempts.push_back(std::move(attempt));
  }
  static void SayMuch(EventLog* log, const std::string& name, int count,
                      Story* story) {
    StreamAppend append{name, ExpectedRevision::Any(), {}};
    for (int i = 0; i < count; ++i) {
      append.events.push_back(Event(absl::StrCat(name, ".", i)));
    }
    Append(log, append, story);
  }

  // Appends in all ways, and reads in all ways.
  static void Use(EventLog* log, const std::string& name, Story* story) {
    Append(log, To("a", {name + "1"}), story);
    Append(log, To("b", {name + "2", name + "3"}), story);
    const std::string document = name + std::string(50'000, 'd');
    const absl::Status put = log->PutDocument(document).status();
    story->Note(put);
    if (put.ok()) story->documents.push_back(document);
    SayMuch(log, name, 200, story);
    Append(log, To("a", {name + "4"}), story);
    Read(*log, story);
  }

  // What is read is right as far as it goes, and all of it unless an error says
  // otherwise.
  static void Read(const EventLog& log, Story* story) {
    uint64_t next = 0;
    absl::Status status =
        log.ReadAll(0, Direction::kForward, [&](const RecordedEvent& event) {
          EXPECT_EQ(event.position, next++);
          return true;
        });
    story->Note(status);
    if (status.ok()) {
      EXPECT_EQ(next, log.size());
    }
    next = 0;
    status = log.ReadStream(
        "old0", 0, Direction::kForward, [&](const RecordedEvent& event) {
          EXPECT_EQ(event.data, absl::StrCat("old0.", next++));
          return true;
        });
    story->Note(status);
    const absl::StatusOr<uint64_t> size = log.StreamSize("old0");
    story->Note(size.status());
    if (status.ok() && size.ok()) {
      EXPECT_EQ(next, *size);
    }
    const absl::StatusOr<std::optional<EventPlace>> place =
        log.FindEvent(UuidV8OfContent("old0.1"));
    story->Note(place.status());
    if (place.ok()) {
      EXPECT_EQ(place->has_value(), size.value_or(1) > 0);
    }
    story->Note(log.ListStreams("", "", 100).status());
    if (log.size() > 0) story->Note(log.ReadAt(log.size() / 2).status());
  }

  // Makes a ledger, uses it, and uses it again.
  void MakeAndUse(const LogOptions& options, Story* story) {
    absl::StatusOr<std::unique_ptr<EventLog>> log =
        EventLog::Create(path(), {}, options);
    story->Note(log.status());
    story->is_made = log.ok();
    if (!log.ok()) return;
    SayMuch(log->get(), "old0", 10, story);
    Use(log->get(), "x", story);
    log->reset();
    OpenAndUse(options, story);
  }

  void OpenAndUse(const LogOptions& options, Story* story) {
    absl::StatusOr<std::unique_ptr<EventLog>> log =
        EventLog::Open(path(), options);
    story->Note(log.status());
    if (!log.ok()) return;
    Read(**log, story);
    Use(log->get(), "y", story);
    SayMuch(log->get(), "z", kBulkEvents, story);
    log->reset();
    LogOptions read_only = options;
    read_only.read_only = true;
    log = EventLog::Open(path(), read_only);
    story->Note(log.status());
    if (log.ok()) Read(**log, story);
  }

  // Runs it with a fault at `point`, and looks what is left. Returns how many
  // operations there were.
  uint64_t Try(bool is_new, uint64_t point) {
    fs::remove_all(path());
    Story story;
    if (!is_new) {
      fs::copy(dir_ / "old", path(), fs::copy_options::recursive);
      story.is_made = true;
      story.attempts = old_;
    }
    FaultPoint fault(GetParam(), point);
    {
      Machine machine(disk_, [&](FileOp op, const std::string& path) {
        return fault.Before(op, path);
      });
      LogOptions options;
      options.env = machine.env();
      if (is_new) {
        MakeAndUse(options, &story);
      } else {
        OpenAndUse(options, &story);
      }
      fault.Mend();
      // What was acknowledged must be on the disk by now.
      if (story.is_made) {
        machine.Restart(PowerCutFs::Loss::kForgotten, &random_);
      }
    }
    SCOPED_TRACE(fault.what());
    ExpectClear(story, !fault.what().empty());
    ExpectWhole(story);
    return fault.count();
  }

  void ExpectClear(const Story& story, bool has_failed) {
    if (!has_failed) {
      EXPECT_THAT(story.errors, ::testing::IsEmpty());
    }
    for (const absl::Status& error : story.errors) {
      // RocksDB takes a table that it cannot look at for one that is gone.
      if (absl::IsDataLoss(error) &&
          absl::StrContains(error.message(), "Can't access")) {
        continue;
      }
      EXPECT_THAT(error, AnyOf(StatusIs(absl::StatusCode::kInternal),
                               StatusIs(absl::StatusCode::kUnavailable),
                               StatusIs(absl::StatusCode::kResourceExhausted)))
          << error;
      // RocksDB keeps to itself why CURRENT did not open.
      EXPECT_TRUE(absl::StrContains(error.message(), "injected: ") ||
                  absl::StrContains(error.message(), "cannot open its file"))
          << error;
    }
  }

  void ExpectWhole(const Story& story) {
    if (!story.is_made) {
      EXPECT_THAT(EventLog::Open(path(), {}),
                  AnyOf(StatusIs(absl::StatusCode::kNotFound),
                        StatusIs(absl::StatusCode::kFailedPrecondition)));
      EXPECT_THAT(EventLog::Create(path(), {}, {}), IsOk());
      return;
    }
    absl::StatusOr<std::unique_ptr<EventLog>> log = EventLog::Open(path(), {});
    ASSERT_THAT(log, IsOk()) << log.status();
    const std::vector<RecordedEvent> events = AllEvents(**log);
    ExpectInOrder(**log, events);
    EXPECT_EQ(ExpectAnswersKept(story.attempts, events).events, events.size());
    for (const std::string& document : story.documents) {
      EXPECT_THAT((*log)->GetDocument(DigestBytes(Sha256(document))),
                  test::IsOkAndHolds(document));
    }
    EXPECT_THAT((*log)->Append({To("a", {"last"})}), IsOk());
    log->reset();
    EXPECT_THAT(VerifyLedger(path(), nullptr), IsOk());
  }

  void TryPoints(bool is_new) {
    Watchdog watchdog;
    const uint64_t count = Try(is_new, kNever);
    std::vector<uint64_t> points(count);
    std::iota(points.begin(), points.end(), 0);
    const unsigned chosen = FromEnvironment("CLEARSKY_FAULT_POINTS", 6);
    if (chosen > 0 && chosen < count) {
      std::shuffle(points.begin(), points.end(), random_);
      points.resize(chosen);
    }
    std::cout << "seed=" << seed_ << " points=" << points.size() << " of "
              << count << std::endl;
    for (const uint64_t point : points) {
      const std::string trace = absl::StrCat("seed=", seed_, " point=", point);
      SCOPED_TRACE(trace);
      watchdog.Touch(trace);
      Try(is_new, point);
    }
  }

  unsigned seed_ = 0;
  std::mt19937 random_;
  TempDir dir_;
  const std::string disk_ = dir_ / "disk";
  std::vector<Attempt> old_;
};

TEST_P(FaultPointsTest, OfANewLedgerTakeNothingBack) { TryPoints(true); }

TEST_P(FaultPointsTest, OfAnOldLedgerTakeNothingBack) { TryPoints(false); }

INSTANTIATE_TEST_SUITE_P(Faults, FaultPointsTest,
                         ::testing::Values(Fault::kOnce, Fault::kFromThen,
                                           Fault::kDiskFull),
                         [](const auto& tested) -> std::string {
                           switch (tested.param) {
                             case Fault::kOnce:
                               return "Once";
                             case Fault::kFromThen:
                               return "FromThen";
                             case Fault::kDiskFull:
                               return "DiskFull";
                           }
                           return "";
                         });

}  // namespace
}  // namespace clearsky::log
