// Killed at any moment, the rows go on where they were, and are those of a fold
// from nothing.
//
// The child is this program again, so that it has threads and RocksDB of its
// own: it appends, follows, and makes rows again, until it is killed.
// CLEARSKY_KILL_ROUNDS says how often, CLEARSKY_SEED repeats a run's choices
// (not the moments, which are the machine's).

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <thread>

#include "absl/strings/numbers.h"
#include "projection_fixture.h"

namespace clearsky {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::RandomEvents;

constexpr char kChildFlag[] = "--follow-until-killed";
constexpr int kPlans = 6;

log::NewEvent Made(const v1::PlanEvent& event) {
  log::NewEvent made;
  made.event_id = MakeUuidV4();
  made.type = plan::TypeName(event);
  made.data = plan::EncodeEvent(event);
  return made;
}

// There once the child has appended: on a slow machine it takes longer to start
// than to be killed.
std::string BegunFile(const std::string& path) { return path + "-begun"; }

// The child. Does not come back.
int RunChild(const std::string& path, unsigned seed) {
  const auto log = log::EventLog::Open(path, {});
  if (!log.ok()) {
    std::cerr << log.status().ToString() << std::endl;
    return 2;
  }
  projection::ProjectorOptions options;
  options.log = log->get();
  options.ledger_path = path;
  options.zone = absl::UTCTimeZone();
  options.today = [] { return absl::CivilDay(2022, 12, 31); };
  options.projections = {projection::MakeCalendar(), projection::MakeSeries()};
  projection::Projector projector(options);
  projector.Follow();
  std::thread rebuilder([&] {
    while (true) {
      if (!projector.Rebuild({}).ok()) _exit(4);
      usleep(20'000);
    }
  });
  RandomEvents random(seed);
  bool has_begun = false;
  while (true) {
    const std::string stream = absl::StrCat("plan/", random.Below(kPlans));
    const auto size = (*log)->StreamSize(stream);
    log::StreamAppend append{stream, log::ExpectedRevision::Any(), {}};
    for (unsigned i = 0; i < 1 + random.Below(4); ++i) {
      append.events.push_back(Made(random.Next(*size)));
    }
    if (!(*log)->Append({append}).ok()) _exit(3);
    if (!has_begun) std::ofstream(BegunFile(path)) << "begun";
    has_begun = true;
    if (random.Below(3) == 0 && !projector.CatchUp().ok()) _exit(5);
  }
}

class RowsKillTest : public test::ProjectionTest {
 protected:
  void KillAfter(unsigned seed, useconds_t delay) {
    const std::string seed_text = absl::StrCat(seed);
    const std::string begun = BegunFile(ledger_path_);
    std::filesystem::remove(begun);
    const pid_t child = fork();
    if (child == 0) {
      execl("/proc/self/exe", "rows_kill_test", kChildFlag,
            ledger_path_.c_str(), seed_text.c_str(), nullptr);
      _exit(6);
    }
    constexpr int kMillisToBegin = 60'000;
    for (int i = 0; i < kMillisToBegin && !std::filesystem::exists(begun);
         ++i) {
      usleep(1000);
    }
    usleep(delay);
    kill(child, SIGKILL);
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
        << "the child ended by itself: " << WEXITSTATUS(status);
  }
};

TEST_F(RowsKillTest, RowsGoOnWhereTheyWere) {
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP() << "not under TSan: a killed child reports nothing";
#endif
  const unsigned seed = test::Seed();
  unsigned rounds = 8;
  const char* const text = std::getenv("CLEARSKY_KILL_ROUNDS");
  if (text != nullptr) {
    ASSERT_TRUE(absl::SimpleAtoi(text, &rounds));
  }
  RandomEvents random(seed);
  zone_ = absl::UTCTimeZone();
  int went_on = 0;
  for (unsigned round = 0; round < rounds; ++round) {
    SCOPED_TRACE(absl::StrCat("round=", round));
    log_.reset();  // So that nothing is open while we fork.
    KillAfter(seed + round, 100'000 + random.Below(400'000));
    log_ = *log::EventLog::Open(ledger_path_, {});
    // What is there is right as it is, before anything is made anew.
    const auto projector = NewProjector();
    const auto verified = projector->Verify({});
    ASSERT_THAT(verified, IsOk());
    if (verified->known_count > 0) ++went_on;
    EXPECT_LE(verified->known_count, log_->size());
    EXPECT_EQ(Rows(projector.get()), Folded());
    EXPECT_THAT(projector->Verify({}), IsOk());
  }
  std::cout << "events=" << log_->size() << " went_on=" << went_on << std::endl;
  EXPECT_GT(log_->size(), 0u);
  EXPECT_GT(went_on, 0);
}

}  // namespace
}  // namespace clearsky

int main(int argc, char** argv) {
  if (argc == 4 && std::strcmp(argv[1], clearsky::kChildFlag) == 0) {
    unsigned seed = 0;
    if (!absl::SimpleAtoi(argv[3], &seed)) return 7;
    return clearsky::RunChild(argv[2], seed);
  }
  testing::InitGoogleMock(&argc, argv);
  return RUN_ALL_TESTS();
}
