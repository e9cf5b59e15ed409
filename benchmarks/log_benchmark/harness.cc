#include "log_benchmark/harness.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>

namespace clearsky::bench {

namespace fs = std::filesystem;

void Fail(const std::string& message) {
  std::cerr << "log_benchmark: " << message << std::endl;
  // Threads of peers may still run; nothing is worth being unwound.
  std::_Exit(1);
}

void FailErrno(const std::string& doing) {
  Fail(doing + ": " + std::strerror(errno));
}

void Require(const absl::Status& status, absl::string_view doing) {
  if (!status.ok()) Fail(std::string(doing) + ": " + status.ToString());
}

void Progress(const std::string& line) { std::cerr << line << std::endl; }

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle]
                                : (values[middle - 1] + values[middle]) / 2;
}

double Percentile(std::vector<double> values, double fraction) {
  std::sort(values.begin(), values.end());
  const auto index = static_cast<size_t>(
      fraction * static_cast<double>(values.size() - 1) + 0.5);
  return values[index];
}

void MakeEmptyDirectory(const std::string& path) {
  RemoveDirectory(path);
  std::error_code error;
  fs::create_directories(path, error);
  if (error) Fail("making " + path + ": " + error.message());
}

void RemoveDirectory(const std::string& path) {
  std::error_code error;
  fs::remove_all(path, error);
  if (error) Fail("removing " + path + ": " + error.message());
}

uint64_t DiskBytes(const std::string& path) {
  uint64_t bytes = 0;
  for (const auto& entry : fs::recursive_directory_iterator(path)) {
    struct stat status;
    if (entry.is_regular_file() && stat(entry.path().c_str(), &status) == 0) {
      bytes += static_cast<uint64_t>(status.st_blocks) * 512;
    }
  }
  return bytes;
}

void DropPageCache(const std::string& path) {
  for (const auto& entry : fs::recursive_directory_iterator(path)) {
    if (!entry.is_regular_file()) continue;
    const int file = open(entry.path().c_str(), O_RDONLY);
    if (file < 0) continue;  // Compacted away in between.
    // Dirty pages would stay.
    fdatasync(file);
    posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
    close(file);
  }
}

}  // namespace clearsky::bench
