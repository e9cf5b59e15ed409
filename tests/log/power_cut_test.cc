// The power is cut at any moment: while a ledger is made, opened, written to by
// several threads, indexed, closed. What was not synced is lost, or there in
// part. The ledger then opens by itself and has every acknowledged event, once,
// as it was written; of any other append all events or none.
//
// CLEARSKY_POWER_CUTS says how often, CLEARSKY_POWER_SEED repeats a run's
// choices (not how its threads meet).

#include <iostream>
#include <thread>

#include "absl/strings/numbers.h"
#include "base/sha256.h"
#include "gmock/gmock.h"
#include "log/verify.h"
#include "log_fixture.h"
#include "machine.h"
#include "promises.h"
namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;
using ::testing::HasSubstr;

constexpr int kThreads = 4;
constexpr unsigned kStreams = 5;
constexpr unsigned kCutsOfALedger = 10;

unsigned FromEnvironment(const char* name, unsigned otherwise) {
  const char* const text = std::getenv(name);
  unsigned number = 0;
  return text != nullptr && absl::SimpleAtoi(text, &number) ? number
                                                            : otherwise;
}

// What one thread did between two losses of power.
struct Work {
  std::vector<Attempt> attempts;
  // Stored, and said to be.
  std::vector<std::string> documents;
};

struct Tested {
  const char* name;
  PowerCutFs::Loss loss;
  // A known gap. A file may be longer before its last bytes are there, and a
  // commit whose bytes are wrong at the end of the write-ahead log may have
  // been acknowledged and damaged since: nothing tells. Then the ledger is
  // refused as damaged rather than shortened. Few file systems do that: most
  // lengthen a file once the bytes are there.
  bool may_be_refused;
};

class PowerCutTest : public ::testing::TestWithParam<Tested> {
 protected:
  void SetUp() override {
    const unsigned seed =
        FromEnvironment("CLEARSKY_POWER_SEED", std::random_device()());
    std::cout << "cuts=" << cuts_ << " seed=" << seed << std::endl;
    random_.seed(seed);
    std::filesystem::create_directory(disk_);
  }

  unsigned Below(unsigned bound) {
    return std::uniform_int_distribution<unsigned>(0, bound - 1)(random_);
  }
  std::string path() const { return disk_ + "/ledger"; }

  static LogOptions OptionsOn(Machine* machine) {
    LogOptions options;
    options.env = machine->env();
    return options;
  }

  // Appends, `events` at most at once, until the power is cut, or `appends`
  // times.
  static void Run(EventLog* log, unsigned seed, int appends, unsigned events,
                  Work* work) {
    std::mt19937 random(seed);
    const auto below = [&](unsigned bound) {
      return std::uniform_int_distribution<unsigned>(0, bound - 1)(random);
    };
    for (int i = 0; i < appends; ++i) {
      if (below(8) == 0) {
        std::string document(1 + below(20'000), static_cast<char>(below(256)));
        if (!log->PutDocument(document).ok()) return;
        work->documents.push_back(std::move(document));
      }
      Attempt attempt;
      const unsigned stream = below(kStreams);
      const unsigned entries = 1 + below(2);
      for (unsigned j = 0; j < entries; ++j) {
        StreamAppend entry{absl::StrCat("s", (stream + j) % kStreams),
                           ExpectedRevision::Any(),
                           {}};
        const unsigned count = 1 + below(events);
        // At times larger than a block of the write-ahead log, or a chunk.
        const unsigned bytes = events < 10 && below(12) == 0 ? 90'000 : 400;
        for (unsigned k = 0; k < count; ++k) {
          entry.events.push_back(
              {.event_id = MakeUuidV4(),
               .type = "test.Said",
               .schema_version = 1,
               .data = std::string(below(bytes), static_cast<char>(below(256))),
               .metadata = {}});
        }
        attempt.entries.push_back(std::move(entry));
      }
      attempt.answer = log->Append(attempt.entries);
      work->attempts.push_back(std::move(attempt));
      if (work->attempts.back().answer.ok()) continue;
      EXPECT_EQ(work->attempts.back().answer.status().code(),
                absl::StatusCode::kInternal)
          << work->attempts.back().answer.status();
      return;
    }
  }

  std::vector<Work> RunThreads(EventLog* log, int appends, unsigned events) {
    std::vector<Work> works(kThreads);
    std::vector<std::thread> threads;
    for (Work& work : works) {
      threads.emplace_back(Run, log, random_(), appends, events, &work);
    }
    for (std::thread& thread : threads) thread.join();
    return works;
  }

  // A new ledger in the place of what is there; it outlasts a loss of power.
  void Make() {
    std::filesystem::remove_all(path());
    kept_.clear();
    documents_.clear();
    known_ = 0;
    Machine machine(disk_);
    EXPECT_THAT(EventLog::Create(path(), {}, OptionsOn(&machine)), IsOk());
    machine.Restart(PowerCutFs::Loss::kForgotten, &random_);
  }

  // A ledger is made, and the power cut meanwhile or soon after.
  void CutWhileMaking(std::mt19937* random) {
    Make();
    std::filesystem::remove_all(path());
    Machine machine(disk_);
    machine.CutAfter(Below(200));
    absl::StatusOr<std::unique_ptr<EventLog>> log =
        EventLog::Create(path(), {}, OptionsOn(&machine));
    const bool is_made = log.ok();
    if (is_made) log->reset();
    EXPECT_TRUE(is_made || machine.is_cut()) << log.status();
    machine.Restart(GetParam().loss, random);

    Machine next(disk_);
    const absl::StatusOr<std::unique_ptr<EventLog>> opened =
        EventLog::Open(path(), OptionsOn(&next));
    if (is_made) {
      EXPECT_THAT(opened, IsOk());
    } else if (!opened.ok()) {
      // No ledger yet; never one that is damaged.
      EXPECT_TRUE(absl::IsNotFound(opened.status()) ||
                  absl::IsFailedPrecondition(opened.status()))
          << opened.status();
      Make();
    }
  }

  // The ledger is opened, written to and closed, and the power cut meanwhile.
  std::vector<Work> CutWhileUsing(std::mt19937* random) {
    Machine machine(disk_);
    const bool is_cut_on_closing = Below(3) == 0;
    const unsigned bound = Below(2) == 0 ? 60 : 600;
    if (!is_cut_on_closing) machine.CutAfter(Below(bound));
    absl::StatusOr<std::unique_ptr<EventLog>> log =
        EventLog::Open(path(), OptionsOn(&machine));
    std::vector<Work> works;
    if (log.ok()) {
      const bool is_bulk = Below(5) == 0;
      works = is_bulk ? RunThreads(log->get(), 6, 150)
                      : RunThreads(log->get(), 25, 4);
      if (is_cut_on_closing) machine.CutAfter(Below(bound));
      log->reset();
    } else {
      EXPECT_TRUE(machine.is_cut()) << log.status();
    }
    machine.Restart(GetParam().loss, random);
    return works;
  }

  // The ledger opens, and holds what it must and nothing else.
  void ExpectWhole(const std::vector<Work>& works) {
    Machine machine(disk_);
    absl::StatusOr<std::unique_ptr<EventLog>> log =
        EventLog::Open(path(), OptionsOn(&machine));
    if (absl::IsDataLoss(log.status()) && GetParam().may_be_refused) {
      EXPECT_THAT(std::string(log.status().message()), HasSubstr("/log"));
      ++refused_;
      Make();
      return;
    }
    ASSERT_THAT(log, IsOk());
    const std::vector<RecordedEvent> events = AllEvents(**log);
    ExpectInOrder(**log, events);
    ExpectKept(events);
    for (const Work& work : works) {
      const Found found = ExpectAnswersKept(work.attempts, events);
      known_ += found.events;
      acknowledged_ += found.acknowledged;
      in_doubt_ += found.not_acknowledged;
    }
    EXPECT_EQ(events.size(), known_) << "events that nobody appended";
    for (const Work& work : works) {
      documents_.insert(documents_.end(), work.documents.begin(),
                        work.documents.end());
    }
    for (const std::string& document : documents_) {
      const absl::StatusOr<std::string> content =
          (*log)->GetDocument(DigestBytes(Sha256(document)));
      ASSERT_THAT(content, IsOk());
      EXPECT_TRUE(*content == document);
    }
    Retry(works, log->get(), events.size());
    log->reset();
    EXPECT_THAT(VerifyLedger(path(), nullptr), IsOk());
  }

  // What was there before is as it was.
  void ExpectKept(const std::vector<RecordedEvent>& events) {
    ASSERT_GE(events.size(), kept_.size());
    for (size_t i = 0; i < events.size(); ++i) {
      if (i < kept_.size()) {
        EXPECT_TRUE(events[i].stored == kept_[i]) << i;
      } else {
        kept_.push_back(events[i].stored);
      }
    }
  }

  // Who was not answered asks again, and is told the places or gets new ones.
  void Retry(const std::vector<Work>& works, EventLog* log, uint64_t size) {
    for (const Work& work : works) {
      if (work.attempts.empty() || work.attempts.back().answer.ok()) continue;
      const Attempt& attempt = work.attempts.back();
      const absl::StatusOr<AppendResult> result = log->Append(attempt.entries);
      ASSERT_THAT(result, IsOk());
      EXPECT_EQ(result->duplicate, result->places[0].position < size);
      if (!result->duplicate) known_ += result->places.size();
    }
    ASSERT_THAT(log->ReadAll(size, Direction::kForward,
                             [&](const RecordedEvent& event) {
                               kept_.push_back(event.stored);
                               return true;
                             }),
                IsOk());
    EXPECT_EQ(kept_.size(), known_);
  }

  const unsigned cuts_ = FromEnvironment("CLEARSKY_POWER_CUTS", 6);
  std::mt19937 random_;
  TempDir dir_;
  const std::string disk_ = dir_ / "disk";
  // Of the ledger: the stored bytes of its events, how many events it was
  // given and keeps, and its documents.
  std::vector<std::string> kept_;
  size_t known_ = 0;
  std::vector<std::string> documents_;
  // Appends that were found.
  size_t acknowledged_ = 0;
  size_t in_doubt_ = 0;
  int refused_ = 0;
};

TEST_P(PowerCutTest, EveryAcknowledgedEventIsThereOnce) {
  for (unsigned cut = 0; cut < cuts_; ++cut) {
    SCOPED_TRACE(absl::StrCat("cut=", cut));
    std::mt19937 random(random_());
    if (cut % kCutsOfALedger == 0) {
      CutWhileMaking(&random);
    } else {
      ExpectWhole(CutWhileUsing(&random));
    }
    if (HasFailure()) return;
  }
  std::cout << "acknowledged=" << acknowledged_
            << " in doubt and there=" << in_doubt_ << " refused=" << refused_
            << std::endl;
  EXPECT_GT(acknowledged_, 0);
}

INSTANTIATE_TEST_SUITE_P(
    Losses, PowerCutTest,
    ::testing::Values(Tested{"Forgotten", PowerCutFs::Loss::kForgotten, false},
                      Tested{"Torn", PowerCutFs::Loss::kTorn, false},
                      Tested{"Garbled", PowerCutFs::Loss::kGarbled, true},
                      Tested{"Zeroed", PowerCutFs::Loss::kZeroed, true}),
    [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace clearsky::log
