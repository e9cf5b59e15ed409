#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace clearsky::bench {

// What is to be measured, and where.
struct Settings {
  // On the disk to be measured; what is made there is removed at the end.
  std::string directory;
  // Of `append`, `read`, `live`, `big`.
  std::vector<std::string> rows;
  // Small sizes, to see that all works. The figures mean nothing.
  bool quick = false;
  int repeats = 3;
  // How long one append measurement lasts.
  double seconds = 4;
  uint64_t scan_events = 1'000'000;
  uint64_t big_events = 10'000'000;
  // Take the big ledger that is in `directory`, and leave it there.
  bool keep = false;
  // libpq connection string, HOST:PORT; empty: without this peer.
  std::string postgres;
  std::string nats;
  // Version of clearsky, for the head.
  std::string revision;

  int probe_count() const { return quick ? 50 : 500; }
};

// The program ends, telling why: a benchmark that goes on after an error
// measures something else.
[[noreturn]] void Fail(const std::string& message);
[[noreturn]] void FailErrno(const std::string& doing);
void Require(const absl::Status& status, absl::string_view doing);

template <typename T>
T Require(absl::StatusOr<T> result, absl::string_view doing) {
  Require(result.status(), doing);
  return *std::move(result);
}

// One line about what is going on, to standard error.
void Progress(const std::string& line);

// Of values in any order. REQUIRES: not empty.
double Median(std::vector<double> values);
double Percentile(std::vector<double> values, double fraction);

class Stopwatch {
 public:
  Stopwatch() : start_(std::chrono::steady_clock::now()) {}
  double Seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() -
                                         start_)
        .count();
  }
  double Microseconds() const { return Seconds() * 1e6; }

 private:
  std::chrono::steady_clock::time_point start_;
};

// Makes `path` an empty directory, and removes one with all that is in it.
void MakeEmptyDirectory(const std::string& path);
void RemoveDirectory(const std::string& path);

// Bytes that the files under `path` take up on the disk.
uint64_t DiskBytes(const std::string& path);

// Lets the kernel forget what it has cached of the files under `path`, so that
// the next reads come from the disk.
void DropPageCache(const std::string& path);

}  // namespace clearsky::bench
