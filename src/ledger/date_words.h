#pragma once

#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "clearsky/v1/value.pb.h"
#include "ledger/language.h"

// Dates in the words of a language, from its phrases. Pure; safe to call from
// many threads.

namespace clearsky::ledger {

// `26 October 2022`, `2022년 10월 26일`, `2022年10月26日`.
std::string DayWords(const Language& language, absl::CivilDay day);

// The value of a date, with its year: `late October 2022`, `2022년 8월 31일~9월
// 2일`, `日期待定`. Words as written, certainty and conditions are not told.
// nullopt when the language has no words for it (`2022-1X`).
std::optional<std::string> DateValueWords(const Language& language,
                                          const v1::PartialDate& date);

// Whether the date is one day, or several: held *on* them, not *in* it.
bool IsOfDays(const v1::PartialDate& date);

}  // namespace clearsky::ledger
