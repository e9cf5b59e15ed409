#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "clearsky/v1/value.pb.h"

// Words and ids of one year made into those of another. Pure; safe to call from
// many threads.

namespace clearsky::plan {

// `text` with the year `from` made `to`, wherever it stands by itself:
// `2022년 청천계획`, `Clear Sky Plan 2022`, `'22년`. nullopt when it has none,
// or when another year stands beside it (`2020-2022`): what that means is not
// told by its digits.
std::optional<std::string> WithYear(absl::string_view text, int from, int to);

// Makes the label one of year `to` where WithYear can; whether it did. A label
// made so has been spelt by nobody yet: its kind says so no longer, but of what
// tables and translations write.
bool MoveLabel(int from, int to, v1::Label* label);

// The words of number `to` in the way of `text`, those of number `from`:
// `제7차` for `제6차`, `4th` for `3rd`, `第七次` for `第六次`. Empty when they
// are not understood, or `text` is empty.
std::string OrdinalWords(absl::string_view text, uint32_t from, uint32_t to);

// `id` for number `to`: `forum-3` for `forum-2`. Unchanged without that number
// at its end.
std::string IdWithNumber(const std::string& id, uint32_t from, uint32_t to);
// `id` for another year, `forum-2023` for `forum-2022`. Unchanged without that
// year at its end, or with another before it: `report-2020-2022`.
std::string IdWithYear(const std::string& id, int from, int to);

// `wanted`, or with a number behind it when it is taken; it is taken then.
std::string TakeFreeId(const std::string& wanted, std::set<std::string>* taken);

}  // namespace clearsky::plan
