// What does it cost that a ledger is served? Measures a clearskyd of its own
// process over the loopback against the same work in this process, in one run,
// and prints one table (docs/performance.md).

#include <CLI/CLI.hpp>
#include <iostream>

#include "absl/algorithm/container.h"
#include "absl/strings/str_format.h"
#include "log_benchmark/harness.h"
#include "log_benchmark/machine.h"
#include "service_benchmark/setting.h"

namespace clearsky::bench {
namespace {

void Print(const Setting& setting, const std::vector<Line>& lines) {
  for (const auto& [name, value] : DescribeMachine(setting.directory)) {
    std::cout << "* " << name << ": " << value << "\n";
  }
  std::cout << "* figures: medians of " << setting.repeats
            << "; server and clients share the machine\n";
  if (setting.quick) std::cout << "* beware: --quick means nothing\n";
  std::cout << "\n| work | served | against | which is | ratio | goal |\n"
               "|---|---|---|---|---|---|\n";
  for (const Line& line : lines) {
    std::cout << "| " << line.what << " | " << line.served << " | "
              << line.against << " | " << line.peer << " | "
              << absl::StrFormat("%.2f", line.ratio) << " | " << line.goal
              << (line.goal.empty() ? ""
                  : line.met        ? ": met"
                                    : ": missed")
              << " |\n";
  }
}

}  // namespace
}  // namespace clearsky::bench

int main(int argc, char** argv) {
  namespace bench = clearsky::bench;
  CLI::App app("What it costs that a ledger is served.", "service_benchmark");
  bench::Setting setting;
  setting.directory = "service-benchmark";
  setting.source = ".";
  std::vector<std::string> rows;
  app.add_option("--daemon", setting.daemon, "The clearskyd to be measured")
      ->required();
  app.add_option("--dir", setting.directory,
                 "Works there: on the disk to be measured, not a tmpfs")
      ->capture_default_str();
  app.add_option("--source", setting.source, "The source tree, for examples/")
      ->capture_default_str();
  app.add_option("--rows", rows,
                 "Only these: append, catch-up, delivery, table, idle")
      ->delimiter(',')
      ->check(
          CLI::IsMember({"append", "catch-up", "delivery", "table", "idle"}));
  app.add_option("--repeats", setting.repeats, "What counts is the median")
      ->capture_default_str()
      ->check(CLI::Range(1, 99));
  app.add_option("--seconds", setting.seconds, "How long a rate is measured")
      ->capture_default_str();
  app.add_flag("--quick", setting.quick,
               "Small sizes, to see that all works; figures mean nothing");
  CLI11_PARSE(app, argc, argv);
  if (setting.quick) {
    setting.repeats = 1;
    setting.seconds = 0.3;
    setting.catch_up_events = 20'000;
    setting.idle_subscribers = 50;
  }
  std::filesystem::create_directories(setting.directory);
  const auto wants = [&rows](const char* row) {
    return rows.empty() || absl::c_linear_search(rows, row);
  };
  std::vector<bench::Line> lines;
  const auto add = [&lines](const std::vector<bench::Line>& more) {
    lines.insert(lines.end(), more.begin(), more.end());
  };
  if (wants("append")) add(bench::AppendLines(setting));
  if (wants("catch-up")) add(bench::CatchUpLines(setting));
  if (wants("delivery")) add(bench::DeliveryLines(setting));
  if (wants("table")) add(bench::TableLines(setting));
  if (wants("idle")) add(bench::IdleLines(setting));
  bench::Print(setting, lines);
  return 0;
}
