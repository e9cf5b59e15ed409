#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace clearsky::service {

// The path of a plan, `/v1/plans/clear-sky/2022`; with `part` (`table`), that
// of a part of it. A name that could be read as that of a part is written with
// `%2F`.
std::string PlanPath(absl::string_view plan, absl::string_view part = "");

// `path?a=1&b=2`; parameters without a value are left out.
std::string UrlWith(
    absl::string_view path,
    const std::vector<std::pair<std::string, std::string>>& parameters);

}  // namespace clearsky::service
