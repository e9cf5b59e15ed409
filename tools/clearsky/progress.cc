#include "progress.h"

#include <unistd.h>

#include <cstdio>
#include <utility>

#include "absl/strings/str_cat.h"
#include "print.h"

namespace clearsky::cli {
namespace {

constexpr uint64_t kTerminalSteps = 100;
constexpr uint64_t kLineSteps = 4;
constexpr size_t kBarWidth = 40;

}  // namespace

ProgressReport::ProgressReport(std::string doing, std::string unit)
    : doing_(std::move(doing)),
      unit_(std::move(unit)),
      is_terminal_(isatty(STDERR_FILENO) == 1) {}

ProgressReport::~ProgressReport() {
  if (is_terminal_ && shown_ > 0) std::fputc('\n', stderr);
}

void ProgressReport::Show(uint64_t done, uint64_t total) {
  if (total == 0) return;
  const uint64_t steps = is_terminal_ ? kTerminalSteps : kLineSteps;
  // In floating point, as the product may not fit a number.
  const auto step = static_cast<uint64_t>(static_cast<double>(done) /
                                          static_cast<double>(total) *
                                          static_cast<double>(steps));
  if (step <= shown_) return;
  shown_ = step;
  if (!is_terminal_) {
    Note(absl::StrCat(doing_, ": ", done, " of ", total, " ", unit_));
    return;
  }
  const size_t filled = kBarWidth * step / steps;
  const std::string line =
      absl::StrCat("\rclearsky: ", doing_, " [", std::string(filled, '#'),
                   std::string(kBarWidth - filled, '.'), "] ", step, "%");
  std::fwrite(line.data(), 1, line.size(), stderr);
  std::fflush(stderr);
}

std::function<void(uint64_t, uint64_t)> ProgressReport::Callback() {
  return [this](uint64_t done, uint64_t total) { Show(done, total); };
}

}  // namespace clearsky::cli
