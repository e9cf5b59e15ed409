#include "log_benchmark/table.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "log_benchmark/harness.h"

namespace clearsky::bench {
namespace {

using Line = std::vector<std::string>;

// Columns that the text takes on a terminal: none of ours is a wide character.
size_t Width(const std::string& text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xc0) != 0x80;
      }));
}

std::string WithCommas(double value) {
  std::string digits = absl::StrFormat("%.0f", value);
  for (size_t i = digits.size(); i > 3;) {
    i -= 3;
    digits.insert(i, 1, ',');
  }
  return digits;
}

void AddGoal(const Goal& goal, Line& line) {
  line.push_back(goal.ratio.has_value()
                     ? absl::StrFormat("%.2f × %s", *goal.ratio, goal.of)
                     : "—");
  line.push_back(absl::StrCat(goal.at_least ? "≥ " : "≤ ", goal.bound));
  if (!goal.ratio.has_value()) {
    line.push_back("not measured");
  } else {
    const bool met =
        goal.at_least ? *goal.ratio >= goal.bound : *goal.ratio <= goal.bound;
    line.push_back(met ? "yes" : "**no**");
  }
}

std::vector<Line> Lines(const std::vector<Row>& rows) {
  Line head = {"work"};
  for (size_t i = 0; i < kWhoCount; ++i) {
    head.push_back(NameOf(static_cast<Who>(i)));
  }
  head.insert(head.end(), {"ratio", "goal", "met?"});
  std::vector<Line> lines = {head};
  for (const Row& row : rows) {
    Line line = {row.work};
    for (const std::string& cell : row.cells) {
      line.push_back(cell.empty() ? "—" : cell);
    }
    if (row.goals.empty()) line.insert(line.end(), {"", "", ""});
    for (const Goal& goal : row.goals) {
      AddGoal(goal, line);
      lines.push_back(line);
      line.assign(1 + kWhoCount, "");
    }
    if (row.goals.empty()) lines.push_back(line);
  }
  return lines;
}

}  // namespace

std::string NameOf(Who who) {
  switch (who) {
    case Who::kClearsky:
      return "clearsky";
    case Who::kRocksdb:
      return "raw RocksDB";
    case Who::kPostgres:
      return "PostgreSQL";
    case Who::kSqlite:
      return "SQLite";
    case Who::kNats:
      return "NATS JetStream (not durable)";
  }
  return "";
}

double Figure::Value() const { return Median(values_); }

std::string Readable(double value) {
  if (value >= 1e6) return absl::StrFormat("%.2f M", value / 1e6);
  if (value >= 100) return WithCommas(value);
  if (value >= 10) return absl::StrFormat("%.1f", value);
  return absl::StrFormat("%.2f", value);
}

std::string Figure::Text(const std::string& unit) const {
  std::string text = absl::StrCat(Readable(Value()), unit);
  if (syncs_.empty()) return text;
  std::vector<double> medians, p99s;
  for (const SyncTimes& sync : syncs_) {
    medians.push_back(sync.median_us);
    p99s.push_back(sync.p99_us);
  }
  absl::StrAppendFormat(&text, " (sync %.0f/%.0f µs)", Median(medians),
                        Median(p99s));
  return text;
}

std::optional<double> Ratio(const Figure& figure, const Figure& of) {
  if (figure.empty() || of.empty()) return std::nullopt;
  return figure.Value() / of.Value();
}

void PrintTable(const std::vector<Row>& rows, std::ostream& out) {
  std::vector<Line> lines = Lines(rows);
  std::vector<size_t> widths(lines[0].size());
  for (const Line& line : lines) {
    for (size_t i = 0; i < line.size(); ++i) {
      widths[i] = std::max(widths[i], Width(line[i]));
    }
  }
  Line rule;
  for (const size_t width : widths) rule.emplace_back(width, '-');
  lines.insert(lines.begin() + 1, rule);
  for (Line& line : lines) {
    for (size_t i = 0; i < line.size(); ++i) {
      line[i].append(widths[i] - Width(line[i]), ' ');
    }
    out << "| " << absl::StrJoin(line, " | ") << " |\n";
  }
}

}  // namespace clearsky::bench
