#include "log_benchmark/machine.h"

#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "log_benchmark/harness.h"

namespace clearsky::bench {
namespace {

// The rest of the first line of `file` that starts with `name`.
std::string FieldOf(const std::string& file, const std::string& name) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    absl::string_view rest = line;
    if (!absl::ConsumePrefix(&rest, name)) continue;
    return std::string(absl::StripLeadingAsciiWhitespace(
        absl::StripPrefix(absl::StripLeadingAsciiWhitespace(rest), ":")));
  }
  return "unknown";
}

// Device and file system of the mount that `directory` lies under.
std::string FileSystemOf(const std::string& directory) {
  std::ifstream in("/proc/mounts");
  std::string best, found = "unknown";
  for (std::string line; std::getline(in, line);) {
    const std::vector<std::string> words = absl::StrSplit(line, ' ');
    if (words.size() < 4 || words[1].size() < best.size()) continue;
    const std::string under = words[1] == "/" ? "/" : words[1] + "/";
    if (!absl::StartsWith(directory + "/", under)) continue;
    best = words[1];
    found = absl::StrCat(words[2], " on ", words[0], " (", words[3], ")");
  }
  return found;
}

uint64_t StatusBytes(const std::string& name) {
  const std::string field = FieldOf("/proc/self/status", name);
  uint64_t kibibytes = 0;
  if (!absl::SimpleAtoi(absl::StripSuffix(field, " kB"), &kibibytes)) {
    Fail("no " + name + " in /proc/self/status");
  }
  return kibibytes << 10;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> DescribeMachine(
    const std::string& directory) {
  utsname system;
  uname(&system);
  struct sysinfo memory;
  sysinfo(&memory);
  const double gib = static_cast<double>(memory.totalram) * memory.mem_unit /
                     static_cast<double>(uint64_t{1} << 30);
  std::string distribution = FieldOf("/etc/os-release", "PRETTY_NAME=");
  return {
      {"day", absl::FormatTime("%Y-%m-%d %H:%M UTC", absl::Now(),
                               absl::UTCTimeZone())},
      {"processor", absl::StrCat(FieldOf("/proc/cpuinfo", "model name"), ", ",
                                 sysconf(_SC_NPROCESSORS_ONLN), " cores")},
      {"memory", absl::StrFormat("%.1f GiB", gib)},
      {"system", absl::StrCat(absl::StripPrefix(
                                  absl::StripSuffix(distribution, "\""), "\""),
                              ", Linux ", system.release)},
      {"file system", FileSystemOf(directory)},
  };
}

uint64_t ResidentBytes() { return StatusBytes("VmRSS"); }
uint64_t PeakResidentBytes() { return StatusBytes("VmHWM"); }

}  // namespace clearsky::bench
