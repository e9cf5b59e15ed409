#include "log/metrics.h"

#include <numeric>

#include "log/counters.h"

namespace clearsky::log {

uint64_t HistogramFigures::count() const {
  return std::accumulate(counts.begin(), counts.end(), uint64_t{0});
}

void AppendCounters::CountCommit(uint64_t events, uint64_t bytes,
                                 absl::Duration took) {
  commits_.fetch_add(1, std::memory_order_relaxed);
  events_.fetch_add(events, std::memory_order_relaxed);
  bytes_.fetch_add(bytes, std::memory_order_relaxed);
  commit_events_.Count(static_cast<int64_t>(events));
  sync_.Count(absl::ToInt64Nanoseconds(took));
}

void AppendCounters::CountAnswer(absl::StatusCode code, bool is_duplicate) {
  const auto index = static_cast<size_t>(code);
  answers_[index < kCodes ? index
                          : static_cast<size_t>(absl::StatusCode::kUnknown)]
      .fetch_add(1, std::memory_order_relaxed);
  if (is_duplicate) duplicates_.fetch_add(1, std::memory_order_relaxed);
}

void AppendCounters::Fill(LogFigures* figures) const {
  figures->commits = commits_.load(std::memory_order_relaxed);
  figures->events = events_.load(std::memory_order_relaxed);
  figures->bytes = bytes_.load(std::memory_order_relaxed);
  figures->commit_events = commit_events_.Figures();
  figures->sync_seconds = sync_.Figures();
  figures->duplicates = duplicates_.load(std::memory_order_relaxed);
  for (size_t i = 0; i < kCodes; ++i) {
    const uint64_t count = answers_[i].load(std::memory_order_relaxed);
    const auto code = static_cast<absl::StatusCode>(i);
    if (code == absl::StatusCode::kOk) {
      figures->appends = count;
    } else if (count > 0) {
      figures->refused[code] = count;
    }
  }
}

}  // namespace clearsky::log
