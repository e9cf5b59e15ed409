// Killed at any moment, a ledger opens by itself and has every acknowledged
// event, once.
//
// The child is this program again, so that it has threads and RocksDB of its
// own. CLEARSKY_KILL_ROUNDS says how often it is killed, CLEARSKY_KILL_SEED
// repeats a run's choices (not the moments, which are the machine's).

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>
#include <iostream>
#include <random>
#include <set>
#include <thread>

#include "absl/strings/numbers.h"
#include "gmock/gmock.h"
#include "log_fixture.h"

namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;

constexpr char kChildFlag[] = "--append-until-killed";
constexpr int kThreads = 8;
constexpr int kStreams = 5;
constexpr unsigned kRoundsOfALedger = 20;

// What the child tells of an event once its append has returned.
struct Acknowledged {
  uint64_t position;
  std::array<char, 16> id;
};

// One write of so many is whole: it stays below PIPE_BUF.
constexpr size_t kMaxEvents = 8;

// Appends one to eight events to one or two streams, over and over.
void AppendForever(EventLog* log, unsigned seed, int out) {
  std::mt19937 random(seed);
  const auto below = [&](unsigned bound) {
    return std::uniform_int_distribution<unsigned>(0, bound - 1)(random);
  };
  while (true) {
    const unsigned stream = below(kStreams);
    std::vector<StreamAppend> entries;
    const unsigned entry_count = 1 + below(2);
    for (unsigned i = 0; i < entry_count; ++i) {
      StreamAppend entry{absl::StrCat("s", (stream + i) % kStreams),
                         ExpectedRevision::Any(),
                         {}};
      const unsigned count = 1 + below(kMaxEvents / 2);
      for (unsigned j = 0; j < count; ++j) {
        entry.events.push_back({.event_id = MakeUuidV4(),
                                .type = "test.Said",
                                .schema_version = 1,
                                .data = std::string(below(600), 'x'),
                                .metadata = {}});
      }
      entries.push_back(std::move(entry));
    }
    const absl::StatusOr<AppendResult> result = log->Append(entries);
    if (!result.ok()) _exit(3);
    std::vector<Acknowledged> told;
    for (const EventPlace& place : result->places) {
      told.push_back({place.position, {}});
      const std::string id = place.event_id.ToBytes();
      std::copy(id.begin(), id.end(), told.back().id.begin());
    }
    const size_t bytes = told.size() * sizeof(Acknowledged);
    if (write(out, told.data(), bytes) != static_cast<ssize_t>(bytes)) {
      _exit(4);
    }
  }
}

// The child: appends to the ledger at `path` from many threads, and tells
// descriptor `out` what was acknowledged. Does not come back.
int RunChild(const std::string& path, unsigned seed, int out) {
  absl::StatusOr<std::unique_ptr<EventLog>> log = EventLog::Open(path, {});
  if (!log.ok()) {
    std::cerr << log.status().ToString() << std::endl;
    return 2;
  }
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < kThreads; ++i) {
    threads.emplace_back(AppendForever, log->get(), seed * kThreads + i, out);
  }
  for (std::thread& thread : threads) thread.join();
  return 1;
}

unsigned FromEnvironment(const char* name, unsigned otherwise) {
  const char* const text = std::getenv(name);
  unsigned number = 0;
  return text != nullptr && absl::SimpleAtoi(text, &number) ? number
                                                            : otherwise;
}

class KillTest : public LogTest {
 protected:
  // Starts the child, kills it once it has acknowledged `count` events and
  // `delay` more has passed, and returns all that it acknowledged.
  std::vector<Acknowledged> KillAfter(unsigned seed, size_t count,
                                      useconds_t delay) {
    int ends[2];
    EXPECT_EQ(pipe(ends), 0);
    const std::string out = absl::StrCat(ends[1]);
    const std::string seed_text = absl::StrCat(seed);
    const std::string ledger = path();
    const pid_t child = fork();
    if (child == 0) {
      close(ends[0]);
      execl("/proc/self/exe", "kill_test", kChildFlag, ledger.c_str(),
            seed_text.c_str(), out.c_str(), nullptr);
      _exit(5);
    }
    close(ends[1]);  // So that reading ends when the child does.
    std::vector<Acknowledged> told;
    Acknowledged next;
    while (told.size() < count && ReadWhole(ends[0], &next)) {
      told.push_back(next);
    }
    usleep(delay);
    kill(child, SIGKILL);
    while (ReadWhole(ends[0], &next)) told.push_back(next);
    close(ends[0]);
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
        << "the child ended by itself: " << WEXITSTATUS(status);
    return told;
  }

  static bool ReadWhole(int fd, Acknowledged* next) {
    size_t done = 0;
    while (done < sizeof(*next)) {
      const ssize_t count =
          read(fd, reinterpret_cast<char*>(next) + done, sizeof(*next) - done);
      if (count <= 0) return false;
      done += static_cast<size_t>(count);
    }
    return true;
  }

  // Positions and revisions without gaps, ids once, and each acknowledged event
  // where it was said to be.
  void ExpectWhole(const std::vector<Acknowledged>& told) {
    std::vector<std::string> ids;
    std::map<std::string, uint64_t> sizes;
    EXPECT_THAT(log().ReadAll(0, Direction::kForward,
                              [&](const RecordedEvent& event) {
                                EXPECT_EQ(event.position, ids.size());
                                EXPECT_EQ(event.revision,
                                          sizes[event.stream]++);
                                ids.push_back(event.event_id.ToBytes());
                                return true;
                              }),
                IsOk());
    EXPECT_EQ(ids.size(), log().size());
    EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());
    for (const auto& [stream, size] : sizes) {
      EXPECT_THAT(log().StreamSize(stream), test::IsOkAndHolds(size));
      uint64_t revision = 0;
      EXPECT_THAT(log().ReadStream(stream, 0, Direction::kForward,
                                   [&](const RecordedEvent& event) {
                                     EXPECT_EQ(event.revision, revision++);
                                     return true;
                                   }),
                  IsOk());
      EXPECT_EQ(revision, size);
    }
    for (const Acknowledged& event : told) {
      ASSERT_LT(event.position, ids.size()) << "acknowledged, but lost";
      EXPECT_EQ(ids[event.position],
                std::string(event.id.begin(), event.id.end()));
    }
  }
};

TEST_F(KillTest, EveryAcknowledgedEventIsThereOnce) {
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP() << "not under TSan: it slows the child down to few commits and "
                  "a killed one reports nothing";
#endif
  const unsigned rounds = FromEnvironment("CLEARSKY_KILL_ROUNDS", 5);
  const unsigned seed =
      FromEnvironment("CLEARSKY_KILL_SEED", std::random_device()());
  std::cout << "rounds=" << rounds << " seed=" << seed << std::endl;
  std::mt19937 random(seed);
  std::vector<Acknowledged> told;
  for (unsigned round = 0; round < rounds; ++round) {
    SCOPED_TRACE(absl::StrCat("seed=", seed, " round=", round));
    Close();
    // A ledger for so many rounds: all of it is read after each.
    if (round % kRoundsOfALedger == kRoundsOfALedger - 1) {
      std::filesystem::remove_all(path());
      SetUp();
      Close();
      told.clear();
    }
    // At times before the first event, while the child is still opening.
    const size_t count = random() % 4 == 0 ? 0 : random() % 1000;
    const std::vector<Acknowledged> more = KillAfter(
        seed + round, count, static_cast<useconds_t>(random() % 20'000));
    told.insert(told.end(), more.begin(), more.end());
    EXPECT_GE(more.size(), count);
    Reopen();
    ExpectWhole(told);
    if (HasFailure()) return;
  }
  std::cout << "acknowledged=" << told.size() << " size=" << log().size()
            << std::endl;
  EXPECT_GE(log().size(), told.size());
}

}  // namespace
}  // namespace clearsky::log

int main(int argc, char** argv) {
  if (argc == 5 && std::strcmp(argv[1], clearsky::log::kChildFlag) == 0) {
    unsigned seed = 0;
    int out = 0;
    if (!absl::SimpleAtoi(argv[3], &seed) || !absl::SimpleAtoi(argv[4], &out)) {
      return 6;
    }
    return clearsky::log::RunChild(argv[2], seed, out);
  }
  testing::InitGoogleMock(&argc, argv);
  return RUN_ALL_TESTS();
}
