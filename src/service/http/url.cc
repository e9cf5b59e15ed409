#include "service/http/url.h"

#include <cstddef>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status_macros.h"
#include "base/utf8.h"

namespace clearsky::service {
namespace {

int DigitOf(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = absl::ascii_tolower(static_cast<unsigned char>(c));
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool IsVariable(absl::string_view segment) {
  return absl::StartsWith(segment, "{");
}

bool IsWholeName(absl::string_view segment) {
  return absl::StrContains(segment, "%2F") || absl::StrContains(segment, "%2f");
}

}  // namespace

absl::StatusOr<std::string> DecodeUrl(absl::string_view what,
                                      absl::string_view encoded) {
  std::string text;
  for (size_t i = 0; i < encoded.size(); ++i) {
    if (encoded[i] != '%') {
      text.push_back(encoded[i]);
      continue;
    }
    const int high = i + 2 < encoded.size() ? DigitOf(encoded[i + 1]) : -1;
    const int low = high >= 0 ? DigitOf(encoded[i + 2]) : -1;
    if (low < 0) {
      return absl::InvalidArgumentError(
          absl::StrCat(what,
                       ": `%` is not followed by two hexadecimal digits; "
                       "write a percent sign as `%25`"));
    }
    text.push_back(static_cast<char>(high * 16 + low));
    i += 2;
  }
  if (!IsValidUtf8(text)) {
    return absl::InvalidArgumentError(absl::StrCat(what, " is not UTF-8"));
  }
  if (HasControlCharacter(text)) {
    return absl::InvalidArgumentError(
        absl::StrCat(what, " has a control character"));
  }
  return text;
}

absl::StatusOr<std::vector<std::pair<std::string, std::string>>> ReadQuery(
    absl::string_view query) {
  std::vector<std::pair<std::string, std::string>> parameters;
  for (const absl::string_view part :
       absl::StrSplit(query, '&', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> sent =
        absl::StrSplit(part, absl::MaxSplits('=', 1));
    ASSIGN_OR_RETURN(std::string name,
                     DecodeUrl("a parameter's name", sent.first));
    ASSIGN_OR_RETURN(
        std::string value,
        DecodeUrl(absl::StrCat("parameter `", name, "`"), sent.second));
    parameters.emplace_back(std::move(name), std::move(value));
  }
  return parameters;
}

std::pair<absl::string_view, absl::string_view> SplitTarget(
    absl::string_view target) {
  target = target.substr(0, target.find('#'));
  const size_t mark = target.find('?');
  if (mark == absl::string_view::npos) return {target, ""};
  return {target.substr(0, mark), target.substr(mark + 1)};
}

bool MatchPath(const std::vector<std::string>& pattern,
               const std::vector<absl::string_view>& path,
               std::vector<std::pair<std::string, std::string>>* variables) {
  if (path.size() < pattern.size()) return false;
  const size_t extra = path.size() - pattern.size();
  size_t next = 0;
  for (const std::string& segment : pattern) {
    if (next >= path.size()) return false;
    if (!IsVariable(segment)) {
      if (path[next] != segment) return false;
      ++next;
      continue;
    }
    const size_t count =
        segment == "{plan}" && !IsWholeName(path[next]) ? extra + 1 : 1;
    std::string taken;
    for (size_t i = next; i < next + count; ++i) {
      if (path[i].empty() || (count > 1 && IsWholeName(path[i]))) return false;
      absl::StrAppend(&taken, i == next ? "" : "/", path[i]);
    }
    variables->emplace_back(segment.substr(1, segment.size() - 2),
                            std::move(taken));
    next += count;
  }
  return next == path.size();
}

}  // namespace clearsky::service
