#pragma once

#include <fcntl.h>
#include <grp.h>
#include <pty.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/daemon.h"

namespace clearsky::test {

// What a run of the program left.
struct RunResult {
  int exit_status = -1;
  std::string out;
  std::string err;
};

// The program while it runs: one that goes on until it is told to end.
class RunningCommand {
 public:
  // Longer than anything takes on a busy machine; what takes so long has hung.
  static constexpr absl::Duration kPatience = absl::Seconds(60);

  RunningCommand(pid_t child, std::string out, std::string err)
      : child_(child), out_(std::move(out)), err_(std::move(err)) {}
  RunningCommand(const RunningCommand&) = delete;
  RunningCommand& operator=(const RunningCommand&) = delete;
  ~RunningCommand() {
    if (child_ <= 0) return;
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
  }

  // What it has printed so far.
  std::string out() const { return ReadAll(out_); }
  std::string err() const { return ReadAll(err_); }

  // Waits until `is_so` of what it has printed, or it has ended; whether it is.
  bool WaitUntil(
      const std::function<bool(const RunningCommand&)>& is_so) const {
    const absl::Time deadline = absl::Now() + kPatience;
    while (!is_so(*this)) {
      siginfo_t ended = {};
      if (waitid(P_PID, static_cast<id_t>(child_), &ended,
                 WEXITED | WNOHANG | WNOWAIT) == 0 &&
          ended.si_pid == child_) {
        return is_so(*this);
      }
      if (absl::Now() > deadline) return false;
      absl::SleepFor(absl::Milliseconds(5));
    }
    return true;
  }
  bool WaitForLines(size_t count) const {
    return WaitUntil([count](const RunningCommand& command) {
      const std::string out = command.out();
      return static_cast<size_t>(std::count(out.begin(), out.end(), '\n')) >=
             count;
    });
  }
  bool WaitForNote(const std::string& words) const {
    return WaitUntil([&](const RunningCommand& command) {
      return command.err().find(words) != std::string::npos;
    });
  }

  // Sends `signal`, and waits for its end.
  RunResult End(int signal = SIGINT) {
    kill(child_, signal);
    return Wait();
  }
  // Waits for its end; it is killed when it does not come.
  RunResult Wait() {
    const absl::Time deadline = absl::Now() + kPatience;
    int status = 0;
    pid_t ended = 0;
    while ((ended = waitpid(child_, &status, WNOHANG)) == 0) {
      if (absl::Now() > deadline) {
        ADD_FAILURE() << "it does not end";
        kill(child_, SIGKILL);
      }
      absl::SleepFor(absl::Milliseconds(5));
    }
    child_ = -1;
    RunResult result;
    result.exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    result.out = out();
    result.err = err();
    return result;
  }

 private:
  static std::string ReadAll(const std::string& path) {
    std::ostringstream content;
    content << std::ifstream(path, std::ios::binary).rdbuf();
    return content.str();
  }

  pid_t child_;
  const std::string out_;
  const std::string err_;
};

// As whom the program runs. Nobody: without root's right to write everywhere.
enum class RunAs { kSelf, kNobody };

// A user's shell: a directory of its own, where the program is run.
//
// With CLEARSKY_TEST_SERVED in the environment, what Run and RunOnTerminal run
// on a ledger goes through a daemon that serves it, with --server in place of
// --db: so each test of the program shows that both say and do the same. A
// daemon is started when a command first needs it, and stopped before the test
// touches the ledger's files: when it asks for a path among them, or runs
// something else. What no daemon can serve (no ledger, a damaged one, one that
// another process has) is run on the files.
class CommandLine {
 public:
  CommandLine() : is_served_(getenv("CLEARSKY_TEST_SERVED") != nullptr) {
    std::string name =
        (std::filesystem::temp_directory_path() / "clearsky-XXXXXX").string();
    directory_ = mkdtemp(name.data());
    std::filesystem::permissions(directory_, std::filesystem::perms(0755));
    // The program is run from where everybody may, also when the build is in
    // a home directory.
    program_ = Path("clearsky");
    std::filesystem::create_symlink(CLEARSKY_PROGRAM, program_);
  }
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;
  ~CommandLine() {
    daemons_.clear();
    std::error_code ignored;
    MakeWritable(directory_);
    std::filesystem::remove_all(directory_, ignored);
  }

  std::string Path(const std::string& name) const {
    daemons_.erase(name.substr(0, name.find('/')));
    return absl::StrCat(directory_, "/", name);
  }

  std::string Write(const std::string& name, const std::string& content) const {
    std::ofstream(Path(name), std::ios::binary) << content;
    return Path(name);
  }

  static std::string Read(const std::string& path) {
    std::ostringstream content;
    content << std::ifstream(path, std::ios::binary).rdbuf();
    return content.str();
  }

  // Runs `clearsky arguments...` in the directory, with `input` as its
  // standard input.
  RunResult Run(const std::vector<std::string>& arguments,
                const std::string& input = "",
                RunAs run_as = RunAs::kSelf) const {
    std::vector<std::string> argv = {"clearsky"};
    const std::vector<std::string> served =
        run_as == RunAs::kSelf ? Served(arguments) : arguments;
    argv.insert(argv.end(), served.begin(), served.end());
    return RunProgram(program_, argv, input, run_as);
  }

  // Starts `clearsky arguments...` in the directory, without a daemon but that
  // which they name.
  std::unique_ptr<RunningCommand> Start(
      const std::vector<std::string>& arguments) const {
    std::vector<std::string> argv = {"clearsky"};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    const std::string out = Path(absl::StrCat("out-", started_));
    const std::string err = Path(absl::StrCat("err-", started_));
    ++started_;
    const pid_t child = fork();
    if (child == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      Redirect("/dev/null", O_RDONLY, STDIN_FILENO);
      Redirect(out, O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
      Redirect(err, O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
      Execute(program_, argv, RunAs::kSelf);
    }
    return std::make_unique<RunningCommand>(child, out, err);
  }

  // Whether commands go through a daemon where they can.
  bool is_served() const { return is_served_; }

  // Runs a line as a shell does, with `clearsky` found by its name.
  RunResult RunShell(const std::string& line) const {
    daemons_.clear();
    return RunBeside(line);
  }
  // The same while daemons go on.
  RunResult RunBeside(const std::string& line) const {
    return RunProgram("/bin/sh", {"sh", "-c", line}, "", RunAs::kSelf);
  }

  // Whether this machine has pseudo-terminals; a bare chroot has none.
  static bool HasTerminals() {
    const int terminal = posix_openpt(O_RDWR | O_NOCTTY);
    if (terminal < 0) return false;
    close(terminal);
    return true;
  }

  // Runs `clearsky arguments...` with a terminal as its standard input, where
  // the user types `typed`.
  RunResult RunOnTerminal(const std::vector<std::string>& arguments,
                          const std::string& typed) const {
    std::vector<std::string> argv = {"clearsky"};
    const std::vector<std::string> served = Served(arguments);
    argv.insert(argv.end(), served.begin(), served.end());
    int terminal = -1;
    const pid_t child = forkpty(&terminal, nullptr, nullptr, nullptr);
    if (child == 0) {
      RedirectOutput();
      Execute(program_, argv, RunAs::kSelf);
    }
    EXPECT_EQ(write(terminal, typed.data(), typed.size()),
              static_cast<ssize_t>(typed.size()));
    const RunResult result = WaitFor(child);
    close(terminal);
    return result;
  }

  // Copies the program beside the data, for users who cannot reach the build.
  void CopyProgram() {
    std::filesystem::remove(program_);
    std::filesystem::copy_file(CLEARSKY_PROGRAM, program_);
  }

  // Takes the right to write from everything below `path`, also itself.
  static void MakeReadOnly(const std::string& path) {
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(path)) {
      std::filesystem::permissions(
          entry.path(),
          std::filesystem::perms(entry.is_directory() ? 0555 : 0444));
    }
    std::filesystem::permissions(path, std::filesystem::perms(0555));
  }

  static void MakeWritable(const std::string& path) {
    std::error_code ignored;
    std::filesystem::permissions(path, std::filesystem::perms(0755), ignored);
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
      if (entry.is_directory() && !entry.is_symlink()) {
        MakeWritable(entry.path().string());
      }
    }
  }

  // Where a daemon serves the ledger in the directory `name`; empty when none
  // can.
  std::string ServerOf(const std::string& name) const {
    auto daemon = daemons_.find(name);
    if (daemon == daemons_.end()) {
      // As a user would start it here, so that it names files the same way.
      const std::filesystem::path before = std::filesystem::current_path();
      std::filesystem::current_path(directory_);
      auto started = std::make_unique<DaemonProcess>(std::vector<std::string>{
          "--db", name, "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0"});
      std::filesystem::current_path(before);
      if (!started->WaitUntilReady()) {
        // Else the tests would pass without a daemon.
        EXPECT_THAT(started->err(),
                    ::testing::Not(::testing::HasSubstr("listen")));
        return "";
      }
      daemon = daemons_.emplace(name, std::move(started)).first;
    }
    return daemon->second->address("grpc");
  }

 private:
  // The arguments, with a daemon in place of a directory where tests are to be
  // run so, and one can be.
  std::vector<std::string> Served(std::vector<std::string> arguments) const {
    // Making a ledger; of none; and what is another thing with a daemon.
    static const auto* const not_served = new std::set<std::string>{
        "init",      "load",   "restore",   "help",
        "read-date", "follow", "consumers", "subscribe"};
    const auto has = [&](const char* option) {
      return std::find(arguments.begin(), arguments.end(), option) !=
             arguments.end();
    };
    if (!is_served_ || arguments.empty() || arguments[0][0] == '-' ||
        has("--server") || has("--help")) {
      return arguments;
    }
    const auto db = std::find(arguments.begin(), arguments.end(), "--db");
    const bool names_db = db != arguments.end() && db + 1 != arguments.end();
    const std::string name = names_db ? *(db + 1) : "clearsky.db";
    if (not_served->count(arguments[0]) > 0) {
      daemons_.erase(name);
      return arguments;
    }
    const std::string server = ServerOf(name);
    if (server.empty()) return arguments;
    if (names_db) arguments.erase(db, db + 2);
    arguments.insert(arguments.begin() + 1, {"--server", server});
    return arguments;
  }

  static void Redirect(const std::string& path, int flags, int descriptor) {
    const int file = open(path.c_str(), flags, 0644);
    if (file < 0 || dup2(file, descriptor) < 0) _exit(126);
    close(file);
  }

  RunResult RunProgram(const std::string& program,
                       const std::vector<std::string>& arguments,
                       const std::string& input, RunAs run_as) const {
    const std::string in = Write("stdin", input);
    const pid_t child = fork();
    if (child == 0) {
      Redirect(in, O_RDONLY, STDIN_FILENO);
      RedirectOutput();
      Execute(program, arguments, run_as);
    }
    return WaitFor(child);
  }

  void RedirectOutput() const {
    Redirect(Path("stdout"), O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
    Redirect(Path("stderr"), O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
  }

  RunResult WaitFor(pid_t child) const {
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    RunResult result;
    result.exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    result.out = Read(Path("stdout"));
    result.err = Read(Path("stderr"));
    return result;
  }

  [[noreturn]] void Execute(const std::string& program,
                            const std::vector<std::string>& arguments,
                            RunAs run_as) const {
    constexpr uid_t kNobody = 65534;
    if (chdir(directory_.c_str()) != 0) _exit(126);
    if (run_as == RunAs::kNobody && geteuid() == 0 &&
        (setgroups(0, nullptr) != 0 || setgid(kNobody) != 0 ||
         setuid(kNobody) != 0)) {
      _exit(126);
    }
    unsetenv("CLEARSKY_DB");
    unsetenv("CLEARSKY_SERVER");
    setenv("PATH", absl::StrCat(directory_, ":/usr/bin:/bin").c_str(), 1);
    std::vector<char*> argv;
    for (const std::string& argument : arguments) {
      argv.push_back(const_cast<char*>(argument.c_str()));
    }
    argv.push_back(nullptr);
    execv(program.c_str(), argv.data());
    _exit(127);
  }

  const bool is_served_;
  std::string directory_;
  std::string program_;
  mutable int started_ = 0;
  // By the directory of the ledger, as it is named in here.
  mutable std::map<std::string, std::unique_ptr<DaemonProcess>> daemons_;
};

MATCHER(Succeeds, "ends with exit status 0") {
  *result_listener << "exit status " << arg.exit_status
                   << "\nstdout: " << arg.out << "\nstderr: " << arg.err;
  return arg.exit_status == 0;
}

MATCHER_P(IsUsageErrorWith, words, "ends with exit status 2 and says how") {
  *result_listener << "exit status " << arg.exit_status
                   << "\nstderr: " << arg.err;
  return arg.exit_status == 2 && arg.out.empty() &&
         arg.err.find(words) != std::string::npos;
}

// Ends with exit status 1, nothing on standard output, and `clearsky: CODE:
// message`, where the message has `words`.
MATCHER_P2(IsRefused, code, words, "is refused with the code, telling why") {
  *result_listener << "exit status " << arg.exit_status
                   << "\nstdout: " << arg.out << "\nstderr: " << arg.err;
  const size_t message = arg.err.find(absl::StrCat("clearsky: ", code, ": "));
  return arg.exit_status == 1 && arg.out.empty() &&
         message != std::string::npos &&
         arg.err.find(words, message) != std::string::npos;
}

// The lines of a text, without the last newline.
inline std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines = absl::StrSplit(text, '\n');
  if (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

// A ledger with a simulated clock and plan clear-sky/2022, recorded on
// 2022-09-28: conference planned for October in person, forum registered,
// hotline a standing operation. Later tests record on kLater.
class PlanTest : public ::testing::Test {
 protected:
  static constexpr char kPlan[] = "clear-sky/2022";
  static constexpr char kLater[] = "2022-11-01";

  void SetUp() override {
    ASSERT_THAT(shell_.Run({"init", "--simulated"}), Succeeds());
    ASSERT_THAT(
        shell_.Run({"record", "directory", "--file", "-", "--at", "2022-09-28"},
                   kDirectoryEvents),
        Succeeds());
    ASSERT_THAT(
        shell_.Run({"record", kPlan, "--file", "-", "--at", "2022-09-28"},
                   kPlanEvents),
        Succeeds());
  }

  RunResult Run(const std::vector<std::string>& arguments,
                const std::string& input = "") const {
    return shell_.Run(arguments, input);
  }

  // Runs a command that records, on kLater.
  RunResult RunLater(std::vector<std::string> arguments,
                     const std::string& input = "") const {
    arguments.insert(arguments.end(), {"--at", kLater});
    return shell_.Run(arguments, input);
  }

  size_t CountEvents() const {
    const RunResult events = shell_.Run({"events", "--format", "json"});
    EXPECT_THAT(events, Succeeds());
    return Lines(events.out).size();
  }

  // The table's lines about `words`.
  std::string LineAbout(const std::string& words) const {
    for (const std::string& row :
         Lines(shell_.Run({"table", kPlan, "--format", "tsv"}).out)) {
      if (row.find(words) != std::string::npos) {
        return row.substr(row.rfind('\t') + 1);
      }
    }
    return "";
  }

  static constexpr char kDirectoryEvents[] =
      R"({"partyRegistered": {"partyId": "kr", "labels": [{"language": "ko", "text": "한국"}]}}
{"partyRegistered": {"partyId": "cn", "labels": [{"language": "ko", "text": "중국"}]}}
{"personRegistered": {"personId": "b1946ac9"}}
{"personRegistered": {"personId": "591785b7"}}
{"documentRegistered": {"documentId": "letter", "kind": "letter", "mediaType": "text/plain", "sha256": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="}}
)";
  static constexpr char kPlanEvents[] =
      R"({"planRegistered": {"titles": [{"language": "ko", "text": "2022년 청천계획"}], "period": {"edtf": "2022"}, "partyIds": ["kr", "cn"]}}
{"areaDefined": {"areaId": "policy", "order": 1, "labels": [{"language": "ko", "text": "정책과 기술 교류"}]}}
{"projectDefined": {"projectId": "exchange", "number": 1, "areaId": "policy", "labels": [{"language": "ko", "text": "청천컨퍼런스"}]}}
{"activityRegistered": {"activityId": "conference", "kind": "ACTIVITY_KIND_CONFERENCE", "titles": [{"language": "ko", "text": "청천 컨퍼런스"}], "projectIds": ["exchange"]}}
{"activityScheduled": {"activityId": "conference", "date": {"edtf": "2022-10"}, "delivery": {"mode": "DELIVERY_MODE_IN_PERSON"}}}
{"activityRegistered": {"activityId": "forum", "kind": "ACTIVITY_KIND_FORUM", "titles": [{"language": "ko", "text": "협력포럼"}], "projectIds": ["exchange"]}}
{"activityRegistered": {"activityId": "hotline", "kind": "ACTIVITY_KIND_STANDING_OPERATION", "titles": [{"language": "ko", "text": "핫라인 운영"}], "projectIds": ["exchange"]}}
)";

  CommandLine shell_;
};

}  // namespace clearsky::test
