#pragma once

#include <array>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "log_benchmark/fsync_probe.h"

namespace clearsky::bench {

// Who was measured; the columns of the table.
enum class Who { kClearsky, kRocksdb, kPostgres, kSqlite, kNats };
inline constexpr size_t kWhoCount = 5;

std::string NameOf(Who who);

// Repeats of one measurement. What counts is their median.
class Figure {
 public:
  void Add(double value) { values_.push_back(value); }
  // A durable one, with what the disk took to sync just before.
  void Add(double value, const SyncTimes& sync) {
    values_.push_back(value);
    syncs_.push_back(sync);
  }
  bool empty() const { return values_.empty(); }
  double Value() const;
  // `unit` stands behind the number, as `/s`.
  std::string Text(const std::string& unit) const;

 private:
  std::vector<double> values_;
  std::vector<SyncTimes> syncs_;
};

// A number for people: `3,512`, `1.39 M`, `0.51`.
std::string Readable(double value);

// What is wanted of a row: a ratio, and on which side of a bound.
struct Goal {
  // What the ratio is of, as `raw RocksDB`.
  std::string of;
  std::optional<double> ratio;  // nullopt: not measured.
  bool at_least = true;
  double bound = 0;
};

struct Row {
  std::string work;
  std::array<std::string, kWhoCount> cells;
  std::vector<Goal> goals;

  std::string& cell(Who who) { return cells[static_cast<size_t>(who)]; }
};

// The ratio, when both were measured.
std::optional<double> Ratio(const Figure& figure, const Figure& of);

// Prints rows as one Markdown table, a goal a line.
void PrintTable(const std::vector<Row>& rows, std::ostream& out);

}  // namespace clearsky::bench
