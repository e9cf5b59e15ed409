#pragma once

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace clearsky::test {

// The daemon as a process of its own, on a ledger in a directory of the test's.
// It ends with the test's thread that started it, whatever becomes of that.
//
//   DaemonProcess daemon({"--db", path, "--init", "--grpc", "127.0.0.1:0"});
//   ASSERT_TRUE(daemon.WaitUntilReady());
//   ... daemon.address("grpc") ...
//   EXPECT_EQ(daemon.Stop(), 0);
class DaemonProcess {
 public:
  // Longer than anything takes on a busy machine; what waits so long has hung.
  static constexpr absl::Duration kPatience = absl::Seconds(60);

  // Starts `clearskyd arguments...`.
  explicit DaemonProcess(const std::vector<std::string>& arguments) {
    int out[2] = {-1, -1};
    EXPECT_EQ(pipe2(out, O_CLOEXEC), 0);
    // No pipe: nobody reads while the test does something else.
    std::string err_name =
        (std::filesystem::temp_directory_path() / "clearskyd-err-XXXXXX")
            .string();
    err_ = mkostemp(err_name.data(), O_CLOEXEC | O_APPEND);
    EXPECT_GE(err_, 0);
    unlink(err_name.c_str());
    std::vector<std::string> argv = {"clearskyd"};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (std::string& argument : argv) pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    child_ = fork();
    if (child_ == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      dup2(out[1], STDOUT_FILENO);
      dup2(err_, STDERR_FILENO);
      unsetenv("CLEARSKY_DB");
      execv(CLEARSKY_DAEMON, pointers.data());
      _exit(127);
    }
    close(out[1]);
    out_ = out[0];
  }
  DaemonProcess(const DaemonProcess&) = delete;
  DaemonProcess& operator=(const DaemonProcess&) = delete;
  ~DaemonProcess() {
    Kill();
    close(out_);
    close(err_);
  }

  // Whether it says that it is ready; false when it ended instead, or says
  // nothing for a long time.
  bool WaitUntilReady() {
    const absl::Time deadline = absl::Now() + kPatience;
    while (out_text_.find("ready\n") == std::string::npos) {
      if (!ReadSome(deadline)) return false;
    }
    std::istringstream lines(out_text_);
    std::string name;
    std::string address;
    while (lines >> name && name != "ready" && lines >> address) {
      addresses_[name] = address;
    }
    return true;
  }

  // Where it serves `name` (`grpc`): `127.0.0.1:40123`. Once it is ready.
  std::string address(const std::string& name) const {
    const auto found = addresses_.find(name);
    if (found == addresses_.end()) {
      ADD_FAILURE() << "the daemon does not serve " << name << ": "
                    << out_text_;
      return "";
    }
    return found->second;
  }

  void Signal(int signal) const {
    if (child_ > 0) kill(child_, signal);
  }

  // Waits until it has ended: the exit status, or minus the signal that ended
  // it; nullopt when it goes on for longer than `patience`.
  std::optional<int> Wait(absl::Duration patience = kPatience) {
    const absl::Time deadline = absl::Now() + patience;
    // Its output ends with it; who does not read could hold it up.
    while (ReadSome(deadline)) continue;
    while (child_ > 0) {
      int status = 0;
      const pid_t ended = waitpid(child_, &status, WNOHANG);
      if (ended == child_) {
        child_ = -1;
        exit_status_ =
            WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
      } else if (absl::Now() >= deadline) {
        return std::nullopt;
      } else {
        absl::SleepFor(absl::Milliseconds(2));
      }
    }
    return exit_status_;
  }

  // SIGTERM, and waits.
  std::optional<int> Stop() {
    Signal(SIGTERM);
    return Wait();
  }

  // As by a loss of power, but for what the system has in hand.
  void Kill() {
    Signal(SIGKILL);
    Wait();
  }

  pid_t pid() const { return child_; }
  // What it has written to standard output, read while waiting for it.
  const std::string& out() const { return out_text_; }
  // What it has written to standard error so far.
  std::string err() const {
    std::string text;
    char bytes[4096];
    ssize_t size = 0;
    while ((size = pread(err_, bytes, sizeof(bytes),
                         static_cast<off_t>(text.size()))) > 0) {
      text.append(bytes, static_cast<size_t>(size));
    }
    return text;
  }

 private:
  // Reads what there is; false when its end is closed or it is too late.
  bool ReadSome(absl::Time deadline) {
    if (!out_open_) return false;
    const absl::Duration left = deadline - absl::Now();
    if (left <= absl::ZeroDuration()) return false;
    pollfd end = {out_, POLLIN, 0};
    const int ready =
        poll(&end, 1, static_cast<int>(absl::ToInt64Milliseconds(left)) + 1);
    if (ready <= 0) return ready == 0 || errno == EINTR;
    char bytes[4096];
    const ssize_t size = read(out_, bytes, sizeof(bytes));
    if (size > 0) out_text_.append(bytes, static_cast<size_t>(size));
    out_open_ = size > 0;
    return true;
  }

  pid_t child_ = -1;
  int out_ = -1;
  int err_ = -1;
  bool out_open_ = true;
  int exit_status_ = -1;
  std::string out_text_;
  std::map<std::string, std::string> addresses_;
};

// A new directory that goes with the test, for the ledger of a daemon.
class DaemonDirectory {
 public:
  DaemonDirectory() {
    std::string name =
        (std::filesystem::temp_directory_path() / "clearskyd-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  DaemonDirectory(const DaemonDirectory&) = delete;
  DaemonDirectory& operator=(const DaemonDirectory&) = delete;
  ~DaemonDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  std::string Path(const std::string& name) const {
    return absl::StrCat(path_, "/", name);
  }

 private:
  std::string path_;
};

}  // namespace clearsky::test
