#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace clearsky::cli {

// Tells on standard error how far a long work has come: a bar that is drawn
// again on a terminal, else a line for each quarter. For use by one thread
// at a time.
class ProgressReport {
 public:
  // `doing` (`verifying`) is one word or a few; `unit` is what is counted.
  explicit ProgressReport(std::string doing, std::string unit = "events");
  ProgressReport(const ProgressReport&) = delete;
  ProgressReport& operator=(const ProgressReport&) = delete;
  // Ends the bar's line, so that what follows stands on one of its own.
  ~ProgressReport();

  void Show(uint64_t done, uint64_t total);
  // Show, to be called as work goes on; as long as this lives.
  std::function<void(uint64_t done, uint64_t total)> Callback();

 private:
  const std::string doing_;
  const std::string unit_;
  const bool is_terminal_;
  // Steps shown last: of a hundred on a terminal, else of four.
  uint64_t shown_ = 0;
};

}  // namespace clearsky::cli
