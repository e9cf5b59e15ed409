#include "log_benchmark/child.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <sstream>

#include "absl/strings/str_cat.h"

namespace clearsky::bench {

ChildFigures RunChild(const Settings& settings, const std::string& task,
                      const std::string& ledger, uint64_t events) {
  std::vector<std::string> words = {
      "log_benchmark", "--child",           task, "--dir", ledger,
      "--events",      absl::StrCat(events)};
  if (settings.quick) words.push_back("--quick");
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);

  std::array<int, 2> ends;
  if (pipe(ends.data()) != 0) FailErrno("making a pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclose(&actions, ends[0]);
  posix_spawn_file_actions_addclose(&actions, ends[1]);
  pid_t child = 0;
  if (posix_spawn(&child, "/proc/self/exe", &actions, nullptr, arguments.data(),
                  environ) != 0) {
    FailErrno("starting a process for " + task);
  }
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);

  std::string told;
  std::array<char, 4096> buffer;
  ssize_t n;
  while ((n = read(ends[0], buffer.data(), buffer.size())) > 0) {
    told.append(buffer.data(), static_cast<size_t>(n));
  }
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (status != 0) Fail("the process for " + task + " failed");

  ChildFigures figures;
  std::istringstream lines(told);
  std::string name;
  double value = 0;
  while (lines >> name >> value) figures[name].push_back(value);
  return figures;
}

void Tell(const std::string& name, double value) {
  std::printf("%s %.17g\n", name.c_str(), value);
  std::fflush(stdout);
}

}  // namespace clearsky::bench
