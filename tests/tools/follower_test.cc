// examples/follower against a daemon: its copy is the table, byte for byte,
// whoever was killed, and never anything else than some table.

#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/command_line.h"
#include "tools/daemon.h"

namespace clearsky {
namespace {

using ::clearsky::test::CommandLine;
using ::clearsky::test::DaemonProcess;
using ::clearsky::test::PlanTest;
using ::clearsky::test::RunResult;
using ::clearsky::test::Succeeds;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr absl::Duration kPatience = absl::Seconds(60);

bool Eventually(const std::function<bool()>& condition) {
  const absl::Time deadline = absl::Now() + kPatience;
  while (!condition()) {
    if (absl::Now() > deadline) return false;
    absl::SleepFor(absl::Milliseconds(5));
  }
  return true;
}

// `python3 follower.py arguments...`; what it says goes to `said`.
class Follower {
 public:
  Follower(const std::vector<std::string>& arguments, const std::string& said)
      : said_(said) {
    std::vector<std::string> argv = {
        "python3", CLEARSKY_SOURCE_DIR "/examples/follower/follower.py"};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (std::string& argument : argv) pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    const int out =
        open(said.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    child_ = fork();
    if (child_ == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      dup2(out, STDOUT_FILENO);
      dup2(out, STDERR_FILENO);
      execvp("python3", pointers.data());
      _exit(127);
    }
    close(out);
  }
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;
  ~Follower() { End(SIGKILL); }

  // The exit status, or minus the signal, once it has ended.
  std::optional<int> Wait() {
    std::optional<int> ended;
    Eventually([&] {
      int status = 0;
      if (child_ <= 0 || waitpid(child_, &status, WNOHANG) != child_) {
        return child_ <= 0;
      }
      child_ = -1;
      ended = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
      return true;
    });
    return ended;
  }
  std::optional<int> End(int signal) {
    if (child_ <= 0) return std::nullopt;
    kill(child_, signal);
    return Wait();
  }
  std::string said() const { return CommandLine::Read(said_); }

 private:
  const std::string said_;
  pid_t child_ = -1;
};

class FollowerTest : public PlanTest {
 protected:
  void SetUp() override {
    PlanTest::SetUp();
    StartDaemon("127.0.0.1:0", "127.0.0.1:0");
    grpc_ = daemon_->address("grpc");
    http_ = daemon_->address("http");
  }

  void StartDaemon(const std::string& grpc, const std::string& http) {
    daemon_ = std::make_unique<DaemonProcess>(std::vector<std::string>{
        "--db", shell_.Path("clearsky.db"), "--grpc", grpc, "--http", http});
    ASSERT_TRUE(daemon_->WaitUntilReady()) << daemon_->err();
  }
  // At the same addresses.
  void StartDaemonAgain() { StartDaemon(grpc_, http_); }

  std::string copy() const { return shell_.Path("copy.tsv"); }
  std::unique_ptr<Follower> StartFollower(
      std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments = {kPlan, copy(), "--server",
                                          absl::StrCat("http://", http_)};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return std::make_unique<Follower>(
        arguments, shell_.Path(absl::StrCat("said-", ++followers_)));
  }

  std::string Table() const {
    const RunResult table =
        shell_.Run({"table", "--server", grpc_, kPlan, "--format", "tsv"});
    EXPECT_THAT(table, Succeeds());
    return table.out;
  }
  // Records that the forum is off, or on again, a day after the last time.
  void RecordNext() {
    ++day_;
    const std::string verb = day_ % 2 == 0 ? "cancel" : "reinstate";
    ASSERT_THAT(shell_.Run({verb, "--server", grpc_, kPlan, "forum", "--at",
                            absl::StrCat("2022-11-", day_)}),
                Succeeds());
  }
  // What all followers have said.
  std::string AllSaid() const {
    std::string all;
    for (int i = 1; i <= followers_; ++i) {
      all += CommandLine::Read(shell_.Path(absl::StrCat("said-", i)));
    }
    return all;
  }
  static int CountIn(const std::string& text, const std::string& words) {
    int count = 0;
    for (size_t at = text.find(words); at != std::string::npos;
         at = text.find(words, at + 1)) {
      ++count;
    }
    return count;
  }
  bool CopyBecomes(const std::string& table) const {
    return Eventually([&] { return CommandLine::Read(copy()) == table; });
  }

  std::unique_ptr<DaemonProcess> daemon_;
  std::string grpc_;
  std::string http_;
  int day_ = 9;
  mutable int followers_ = 0;
};

TEST_F(FollowerTest, CopyIsTheTable) {
  const auto follower = StartFollower();
  const std::string first = Table();
  EXPECT_TRUE(CopyBecomes(first)) << follower->said();
  RecordNext();
  const std::string second = Table();
  EXPECT_NE(second, first);
  EXPECT_TRUE(CopyBecomes(second)) << follower->said();
  EXPECT_EQ(follower->End(SIGTERM), 0);
}

TEST_F(FollowerTest, GoesOnWhereItStopped) {
  ASSERT_EQ(StartFollower({"--once"})->Wait(), 0);
  EXPECT_EQ(CommandLine::Read(copy()), Table());
  RecordNext();
  RecordNext();
  RecordNext();
  const auto again = StartFollower({"--once"});
  ASSERT_EQ(again->Wait(), 0);
  EXPECT_EQ(CommandLine::Read(copy()), Table());
  EXPECT_THAT(again->said(), HasSubstr("changed, "));
  EXPECT_THAT(again->said(), Not(HasSubstr("whole table")));
}

TEST_F(FollowerTest, CopyIsMadeOfTheStateWhenItWasLost) {
  ASSERT_EQ(StartFollower({"--once"})->Wait(), 0);
  std::filesystem::remove(copy());
  daemon_->Kill();
  // Nobody answers, and the copy is there.
  const auto follower = StartFollower();
  EXPECT_TRUE(Eventually([&] { return std::filesystem::exists(copy()); }));
  StartDaemonAgain();
  EXPECT_TRUE(CopyBecomes(Table())) << follower->said();
}

TEST_F(FollowerTest, StateThatIsOfNoUseIsMadeAnew) {
  for (const char* state :
       {"", "{", "[]", "{\"version\": 1}",
        "{\"version\": 1, \"about\": {\"plan\": \"clear-sky/2022\", \"lang\": "
        "\"\"}, \"cursor\": \"made up\", \"rows\": []}"}) {
    shell_.Write("copy.tsv.state", state);
    const auto follower = StartFollower({"--once"});
    ASSERT_EQ(follower->Wait(), 0) << state << "\n" << follower->said();
    EXPECT_EQ(CommandLine::Read(copy()), Table()) << state;
  }
}

TEST_F(FollowerTest, SurvivesKillsOfBothSides) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937_64 random(seed);
  std::set<std::string> tables = {Table()};
  // Looks at the copy all the while.
  std::atomic<bool> is_done = false;
  std::set<std::string> seen;
  std::thread looks([&] {
    while (!is_done) {
      if (std::filesystem::exists(copy())) {
        seen.insert(CommandLine::Read(copy()));
      }
      absl::SleepFor(absl::Milliseconds(1));
    }
  });
  std::unique_ptr<Follower> follower = StartFollower();
  for (int round = 0; round < 6; ++round) {
    const uint64_t who = round < 3 ? static_cast<uint64_t>(round) : random();
    const bool kills_daemon = who % 3 != 0;
    const bool kills_follower = who % 3 != 1;
    // At any moment: before the copy is there, or while it changes.
    absl::SleepFor(absl::Milliseconds(random() % 50));
    if (kills_follower) follower->End(SIGKILL);
    RecordNext();
    if (kills_daemon) daemon_->Kill();
    if (kills_follower) follower = StartFollower();
    if (kills_daemon) StartDaemonAgain();
    tables.insert(Table());
    RecordNext();
    tables.insert(Table());
    EXPECT_TRUE(CopyBecomes(Table())) << follower->said();
  }
  is_done = true;
  looks.join();
  for (const std::string& copy : seen) {
    EXPECT_TRUE(tables.contains(copy)) << "this was never the table:\n" << copy;
  }
  // All of it once, which is said when it is kept; then what changed.
  const std::string all_said = AllSaid();
  EXPECT_THAT(all_said, HasSubstr("changed, "));
  EXPECT_THAT(all_said, Not(HasSubstr("starting anew")));
  EXPECT_LE(CountIn(all_said, "whole table"), 1) << all_said;
}

// Who has the copy open reads on in the old one.
TEST_F(FollowerTest, CopyIsReplacedAndNeverWrittenInto) {
  const auto follower = StartFollower();
  const std::string first = Table();
  ASSERT_TRUE(CopyBecomes(first)) << follower->said();
  std::ifstream opened(copy(), std::ios::binary);
  RecordNext();
  ASSERT_TRUE(CopyBecomes(Table())) << follower->said();
  std::ostringstream read;
  read << opened.rdbuf();
  EXPECT_EQ(read.str(), first);
}

TEST_F(FollowerTest, UnknownPlanIsToldWithTheDaemonsWords) {
  Follower follower(
      {"clear-sky/2032", copy(), "--server", absl::StrCat("http://", http_)},
      shell_.Path("said"));
  EXPECT_EQ(follower.Wait(), 1);
  EXPECT_THAT(follower.said(), HasSubstr("unknown plan `clear-sky/2032`"));
  EXPECT_THAT(follower.said(), HasSubstr(kPlan));
  EXPECT_FALSE(std::filesystem::exists(copy()));
}

TEST_F(FollowerTest, SecondOneOfTheSameCopyIsTurnedAway) {
  const auto first = StartFollower();
  ASSERT_TRUE(CopyBecomes(Table())) << first->said();
  const auto second = StartFollower();
  EXPECT_EQ(second->Wait(), 1);
  EXPECT_THAT(second->said(), HasSubstr("another follower keeps"));
}

TEST_F(FollowerTest, UsageIsTold) {
  Follower help({"--help"}, shell_.Path("help"));
  EXPECT_EQ(help.Wait(), 0);
  EXPECT_THAT(help.said(), HasSubstr("--server URL"));
  Follower wrong({kPlan, copy(), "--server", "127.0.0.1:1"},
                 shell_.Path("wrong"));
  EXPECT_EQ(wrong.Wait(), 2);
  EXPECT_THAT(wrong.said(), HasSubstr("expected http://"));
}

}  // namespace
}  // namespace clearsky
