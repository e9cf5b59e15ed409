#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "notation/notation.h"

// The Korean of notation.h: what the ledger's own table is written in.

namespace clearsky::notation {

absl::StatusOr<DateReading> ReadDate(absl::string_view words,
                                     const Context& context);

std::optional<v1::DeliveryMode> ReadMode(absl::string_view word);

// `영상`, `비대면`, `대면`, `온·오프라인 병행`, `서면`, `서신`.
absl::string_view ModeWord(v1::DeliveryMode mode);

TitleParts ReadTitle(absl::string_view title);

absl::StatusOr<TableLineReading> ReadTableLine(absl::string_view line,
                                               const Context& context);

// The words of a date as the table prints them, without ` 예정`: day `M.D`; all
// of `M.D, M.D`; span `M.D~M.D`, within a month `M.D~D`; month `M월`; months
// `M~N월`; thirds `M월 초|중순|말`; `N분기`; `상반기|하반기`; from a month
// `'YY년 M월-`; years `YYYY-YYYY`; to be decided `미정`. Another year than
// `plan_year` (0: none) is written before it: `'23년 `. A value that has none
// of these forms is printed as its words as written, else as its EDTF.
std::string WriteDate(const v1::PartialDate& date, int plan_year);

}  // namespace clearsky::notation
