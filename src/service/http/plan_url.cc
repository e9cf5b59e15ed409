#include "service/http/plan_url.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "base/html.h"

namespace clearsky::service {
namespace {

// What stands behind a plan's name in the patterns of routes.
constexpr absl::string_view kParts[] = {"compare", "events", "history",
                                        "report", "table"};

}  // namespace

std::string PlanPath(absl::string_view plan, absl::string_view part) {
  const std::vector<absl::string_view> segments = absl::StrSplit(plan, '/');
  const bool is_ambiguous =
      segments.size() > 1 &&
      (std::find(std::begin(kParts), std::end(kParts), segments.back()) !=
           std::end(kParts) ||
       std::find(segments.begin(), segments.end(), "") != segments.end());
  const std::string name =
      is_ambiguous
          ? EscapeUrl(plan)
          : absl::StrJoin(segments, "/",
                          [](std::string* out, absl::string_view segment) {
                            out->append(EscapeUrl(segment));
                          });
  return absl::StrCat("/v1/plans/", name, part.empty() ? "" : "/", part);
}

std::string UrlWith(
    absl::string_view path,
    const std::vector<std::pair<std::string, std::string>>& parameters) {
  std::string url(path);
  char mark = '?';
  for (const auto& [name, value] : parameters) {
    if (value.empty()) continue;
    url.push_back(mark);
    mark = '&';
    absl::StrAppend(&url, name, "=", EscapeUrl(value));
  }
  return url;
}

}  // namespace clearsky::service
