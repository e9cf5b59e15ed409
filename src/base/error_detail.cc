#include "base/error_detail.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/cord.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace clearsky {
namespace {

constexpr char kPayload[] = "clearsky/error-detail";

}  // namespace

absl::Status WithDetail(absl::Status status, const ErrorDetail& detail) {
  // A line for the reason, then one for each `key=value`; escaping leaves no
  // newline in a value.
  std::string lines = detail.reason;
  for (const auto& [key, value] : detail.metadata) {
    absl::StrAppend(&lines, "\n", key, "=", absl::CEscape(value));
  }
  status.SetPayload(kPayload, absl::Cord(lines));
  return status;
}

absl::Status AddToDetail(absl::Status status,
                         const std::map<std::string, std::string>& metadata) {
  std::optional<ErrorDetail> detail = DetailOf(status);
  if (!detail.has_value()) return status;
  detail->metadata.insert(metadata.begin(), metadata.end());
  return WithDetail(std::move(status), *detail);
}

std::optional<ErrorDetail> DetailOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kPayload);
  if (!payload.has_value()) return std::nullopt;
  const std::string text(*payload);
  const std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  ErrorDetail detail;
  detail.reason = std::string(lines.front());
  for (size_t i = 1; i < lines.size(); ++i) {
    const std::pair<absl::string_view, absl::string_view> entry =
        absl::StrSplit(lines[i], absl::MaxSplits('=', 1));
    std::string value;
    absl::CUnescape(entry.second, &value);
    detail.metadata[std::string(entry.first)] = std::move(value);
  }
  return detail;
}

absl::Status WithMessage(const absl::Status& status,
                         absl::string_view message) {
  absl::Status result(status.code(), message);
  status.ForEachPayload(
      [&result](absl::string_view url, const absl::Cord& payload) {
        result.SetPayload(url, payload);
      });
  return result;
}

std::string ReasonOfRule(absl::string_view rule) {
  std::string reason = absl::AsciiStrToUpper(rule);
  for (char& c : reason) {
    if (c == '-') c = '_';
  }
  return reason;
}

}  // namespace clearsky
