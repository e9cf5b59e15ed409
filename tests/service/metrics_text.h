#pragma once

// A strict reader of Prometheus' text format (version 0.0.4), for tests: what
// it does not take, a scraper may not take either.

#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "base/status_macros.h"
#include "base/utf8.h"

namespace clearsky::test {

using MetricLabels = std::map<std::string, std::string>;

struct MetricSample {
  std::string name;
  MetricLabels labels;
  double value = 0;
};

struct MetricFamilyText {
  std::string type;
  std::string help;
  std::vector<MetricSample> samples;
};

// Families by name.
using MetricsText = std::map<std::string, MetricFamilyText>;

namespace internal {

inline bool IsNameChar(char c, bool is_first, bool with_colon) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         (with_colon && c == ':') || (!is_first && c >= '0' && c <= '9');
}

inline std::string TakeName(absl::string_view* rest, bool with_colon) {
  size_t size = 0;
  while (size < rest->size() &&
         IsNameChar((*rest)[size], size == 0, with_colon)) {
    ++size;
  }
  const std::string name(rest->substr(0, size));
  rest->remove_prefix(size);
  return name;
}

inline absl::Status Bad(absl::string_view line, absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat(why, ": ", line));
}

// `name="value",...}` up to behind the bracket.
inline absl::StatusOr<MetricLabels> TakeLabels(absl::string_view line,
                                               absl::string_view* rest) {
  MetricLabels labels;
  while (true) {
    const std::string name = TakeName(rest, /*with_colon=*/false);
    if (name.empty()) return Bad(line, "no label name");
    if (!absl::StartsWith(*rest, "=\"")) return Bad(line, "no =\"");
    rest->remove_prefix(2);
    std::string value;
    while (!rest->empty() && rest->front() != '"') {
      if (rest->front() == '\\') {
        rest->remove_prefix(1);
        if (rest->empty()) return Bad(line, "an escape is cut off");
        const char c = rest->front();
        if (c != '\\' && c != '"' && c != 'n') return Bad(line, "odd escape");
        value += c == 'n' ? '\n' : c;
      } else {
        value += rest->front();
      }
      rest->remove_prefix(1);
    }
    if (rest->empty()) return Bad(line, "a label's value has no end");
    rest->remove_prefix(1);
    if (!labels.emplace(name, value).second) return Bad(line, "label twice");
    if (absl::StartsWith(*rest, "}")) break;
    if (!absl::StartsWith(*rest, ",")) return Bad(line, "no comma");
    rest->remove_prefix(1);
  }
  rest->remove_prefix(1);
  return labels;
}

inline std::optional<double> ValueOf(absl::string_view text) {
  if (text == "+Inf") return std::numeric_limits<double>::infinity();
  if (text == "-Inf") return -std::numeric_limits<double>::infinity();
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  double value = 0;
  if (text.empty() || absl::StrContains(text, ' ') ||
      !absl::SimpleAtod(text, &value) || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

inline absl::StatusOr<MetricSample> ReadSample(absl::string_view line) {
  absl::string_view rest = line;
  MetricSample sample;
  sample.name = TakeName(&rest, /*with_colon=*/true);
  if (sample.name.empty()) return Bad(line, "no name");
  if (absl::StartsWith(rest, "{")) {
    rest.remove_prefix(1);
    ASSIGN_OR_RETURN(sample.labels, TakeLabels(line, &rest));
  }
  if (!absl::StartsWith(rest, " ")) return Bad(line, "no value");
  const std::optional<double> value = ValueOf(rest.substr(1));
  if (!value.has_value()) return Bad(line, "no number");
  sample.value = *value;
  return sample;
}

// Buckets add up, rise, and end in +Inf, which is the count.
inline absl::Status CheckHistogram(const std::string& name,
                                   const MetricFamilyText& family) {
  struct Series {
    double last_le = -std::numeric_limits<double>::infinity();
    double last_count = 0;
    std::optional<double> count;
    bool has_sum = false;
  };
  std::map<MetricLabels, Series> all;
  for (const MetricSample& sample : family.samples) {
    MetricLabels labels = sample.labels;
    labels.erase("le");
    Series& series = all[labels];
    if (sample.name == absl::StrCat(name, "_bucket")) {
      const auto le = sample.labels.find("le");
      if (le == sample.labels.end()) return Bad(name, "bucket without le");
      const std::optional<double> bound = ValueOf(le->second);
      if (!bound.has_value() || !(*bound > series.last_le)) {
        return Bad(name, "bounds do not rise");
      }
      if (sample.value < series.last_count) {
        return Bad(name, "buckets do not add up");
      }
      series.last_le = *bound;
      series.last_count = sample.value;
    } else if (sample.name == absl::StrCat(name, "_sum")) {
      series.has_sum = true;
    } else {
      series.count = sample.value;
    }
  }
  for (const auto& [labels, series] : all) {
    if (!series.has_sum || !series.count.has_value()) {
      return Bad(name, "no sum or count");
    }
    if (!std::isinf(series.last_le) || series.last_count != *series.count) {
      return Bad(name, "the last bucket is not +Inf with all");
    }
  }
  return absl::OkStatus();
}

inline absl::Status CheckFamily(const std::string& name,
                                const MetricFamilyText& family) {
  std::set<std::pair<std::string, MetricLabels>> seen;
  for (const MetricSample& sample : family.samples) {
    absl::string_view suffix = sample.name;
    suffix.remove_prefix(name.size());
    const bool is_of_histogram =
        suffix == "_bucket" || suffix == "_sum" || suffix == "_count";
    if (family.type == "histogram" ? !is_of_histogram : !suffix.empty()) {
      return Bad(sample.name, "a sample of no such family");
    }
    if (!seen.emplace(sample.name, sample.labels).second) {
      return Bad(sample.name, "the same twice");
    }
    if (family.type == "counter" && !(sample.value >= 0)) {
      return Bad(sample.name, "a counter below 0");
    }
  }
  if (family.type == "histogram") return CheckHistogram(name, family);
  // Conventions, not grammar.
  if ((family.type == "counter") != absl::EndsWith(name, "_total")) {
    return Bad(name, "counters, and they alone, end in _total");
  }
  return absl::OkStatus();
}

}  // namespace internal

// INVALID_ARGUMENT says what is wrong in which line or family. Each family must
// have HELP, then TYPE, then its samples, together and once.
inline absl::StatusOr<MetricsText> ReadMetricsText(absl::string_view text) {
  using internal::Bad;
  if (!IsValidUtf8(text)) return Bad("", "no UTF-8");
  if (!absl::EndsWith(text, "\n")) return Bad("", "no newline at the end");
  text.remove_suffix(1);
  MetricsText families;
  MetricFamilyText* family = nullptr;
  std::string name;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    absl::string_view rest = line;
    if (absl::ConsumePrefix(&rest, "# HELP ")) {
      if (family != nullptr && family->type.empty()) {
        return Bad(line, "the family before has no TYPE");
      }
      name = internal::TakeName(&rest, /*with_colon=*/true);
      if (name.empty() || !absl::ConsumePrefix(&rest, " ") || rest.empty()) {
        return Bad(line, "no name or no help");
      }
      if (families.contains(name)) return Bad(line, "a family twice");
      family = &families[name];
      family->help = std::string(rest);
    } else if (absl::ConsumePrefix(&rest, "# TYPE ")) {
      if (internal::TakeName(&rest, true) != name || family == nullptr ||
          !family->type.empty()) {
        return Bad(line, "TYPE without its HELP before");
      }
      if (rest != " counter" && rest != " gauge" && rest != " histogram") {
        return Bad(line, "no type");
      }
      family->type = std::string(rest.substr(1));
    } else {
      if (family == nullptr || family->type.empty()) {
        return Bad(line, "a sample without HELP and TYPE");
      }
      ASSIGN_OR_RETURN(MetricSample sample, internal::ReadSample(line));
      if (!absl::StartsWith(sample.name, name)) {
        return Bad(line, "a sample away from its family");
      }
      family->samples.push_back(std::move(sample));
    }
  }
  for (const auto& [of, family_text] : families) {
    if (family_text.type.empty()) return Bad(of, "no TYPE");
    RETURN_IF_ERROR(internal::CheckFamily(of, family_text));
  }
  return families;
}

// The value of a sample; nullopt when there is none.
inline std::optional<double> ValueIn(const MetricsText& families,
                                     absl::string_view sample_name,
                                     const MetricLabels& labels = {}) {
  for (const auto& [name, family] : families) {
    for (const MetricSample& sample : family.samples) {
      if (sample.name == sample_name && sample.labels == labels) {
        return sample.value;
      }
    }
  }
  return std::nullopt;
}

}  // namespace clearsky::test
