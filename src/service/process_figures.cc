#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "service/metric_families.h"

// What Linux tells of this process in /proc (proc(5)).

namespace clearsky::service {
namespace {

std::string ReadAll(const char* path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Fields of /proc/self/stat behind the name of the program, which may have
// spaces and brackets: the first is field 3.
std::vector<std::string> StatFields() {
  const std::string stat = ReadAll("/proc/self/stat");
  const size_t name_end = stat.rfind(')');
  if (name_end == std::string::npos) return {};
  return absl::StrSplit(absl::string_view(stat).substr(name_end + 1), ' ',
                        absl::SkipEmpty());
}

std::optional<double> Field(const std::vector<std::string>& fields,
                            size_t number) {
  constexpr size_t kFirst = 3;
  double value = 0;
  if (number - kFirst >= fields.size() ||
      !absl::SimpleAtod(fields[number - kFirst], &value)) {
    return std::nullopt;
  }
  return value;
}

// Seconds since the epoch at which the machine was started.
std::optional<double> BootTime() {
  const std::string stat = ReadAll("/proc/stat");
  for (const absl::string_view line : absl::StrSplit(stat, '\n')) {
    double seconds = 0;
    if (line.substr(0, 6) == "btime " &&
        absl::SimpleAtod(line.substr(6), &seconds)) {
      return seconds;
    }
  }
  return std::nullopt;
}

std::optional<double> OpenFiles() {
  std::error_code error;
  const std::filesystem::directory_iterator files("/proc/self/fd", error);
  if (error) return std::nullopt;
  // One is that of the reading itself.
  return static_cast<double>(
      std::distance(files, std::filesystem::directory_iterator()) - 1);
}

}  // namespace

void AddProcessFigures(Families* families) {
  const auto add = [families](absl::string_view name, absl::string_view help,
                              std::optional<double> value) {
    if (value.has_value()) AddOne(name, help, *value, families);
  };
  const std::vector<std::string> fields = StatFields();
  const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  const auto page = static_cast<double>(sysconf(_SC_PAGESIZE));
  const std::optional<double> user = Field(fields, 14);
  const std::optional<double> system = Field(fields, 15);
  if (user.has_value() && system.has_value()) {
    add("process_cpu_seconds_total", "Processor time, of user and system",
        (*user + *system) / ticks);
  }
  add("process_virtual_memory_bytes", "Virtual memory", Field(fields, 23));
  if (const std::optional<double> pages = Field(fields, 24)) {
    add("process_resident_memory_bytes", "Resident memory", *pages * page);
  }
  add("process_threads", "Threads", Field(fields, 20));
  const std::optional<double> started = Field(fields, 22);
  const std::optional<double> boot = BootTime();
  if (started.has_value() && boot.has_value()) {
    add("process_start_time_seconds", "When it started, since the Unix epoch",
        *boot + *started / ticks);
  }
  add("process_open_fds", "Open file descriptors", OpenFiles());
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    add("process_max_fds", "Most file descriptors that may be open",
        static_cast<double>(limit.rlim_cur));
  }
}

}  // namespace clearsky::service
