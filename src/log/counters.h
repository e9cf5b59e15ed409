#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "log/metrics.h"

// What the log counts while it works. Counting costs a few relaxed atomics.

namespace clearsky::log {

// A histogram with fixed buckets. Values are whole numbers, so many to a unit
// of the figures: nanoseconds, 1e9 to the second. Safe for concurrent use.
template <size_t kBounds>
class HistogramCounter {
 public:
  // `bounds` ascending, inclusive.
  HistogramCounter(const std::array<int64_t, kBounds>& bounds,
                   double to_the_unit)
      : bounds_(bounds), to_the_unit_(to_the_unit) {}

  void Count(int64_t value) {
    size_t bucket = 0;
    while (bucket < kBounds && value > bounds_[bucket]) ++bucket;
    counts_[bucket].fetch_add(1, std::memory_order_relaxed);
    sum_.fetch_add(value, std::memory_order_relaxed);
  }

  HistogramFigures Figures() const {
    HistogramFigures figures;
    for (const int64_t bound : bounds_) {
      figures.bounds.push_back(static_cast<double>(bound) / to_the_unit_);
    }
    for (const std::atomic<uint64_t>& count : counts_) {
      figures.counts.push_back(count.load(std::memory_order_relaxed));
    }
    figures.sum = static_cast<double>(sum_.load(std::memory_order_relaxed)) /
                  to_the_unit_;
    return figures;
  }

 private:
  const std::array<int64_t, kBounds> bounds_;
  const double to_the_unit_;
  std::array<std::atomic<uint64_t>, kBounds + 1> counts_ = {};
  std::atomic<int64_t> sum_ = 0;
};

// What the sequencer counts. Safe for concurrent use.
class AppendCounters {
 public:
  // A commit was written and synced.
  void CountCommit(uint64_t events, uint64_t bytes, absl::Duration took);
  // An append was answered.
  void CountAnswer(absl::StatusCode code, bool is_duplicate);

  // Sets the figures that are counted here.
  void Fill(LogFigures* figures) const;

 private:
  // Of absl::StatusCode, 0 to 16.
  static constexpr size_t kCodes = 17;

  static constexpr std::array<int64_t, 14> kEventBounds = {
      1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096, 16'384, 65'536};
  // Nanoseconds: 50 µs to 5 s.
  static constexpr std::array<int64_t, 16> kSyncBounds = {
      50'000,      100'000,       200'000,       500'000,
      1'000'000,   2'000'000,     5'000'000,     10'000'000,
      20'000'000,  50'000'000,    100'000'000,   200'000'000,
      500'000'000, 1'000'000'000, 2'000'000'000, 5'000'000'000};

  HistogramCounter<kEventBounds.size()> commit_events_{kEventBounds, 1};
  HistogramCounter<kSyncBounds.size()> sync_{kSyncBounds, 1e9};
  std::atomic<uint64_t> commits_ = 0;
  std::atomic<uint64_t> events_ = 0;
  std::atomic<uint64_t> bytes_ = 0;
  std::atomic<uint64_t> duplicates_ = 0;
  std::array<std::atomic<uint64_t>, kCodes> answers_ = {};
};

}  // namespace clearsky::log
