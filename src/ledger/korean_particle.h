#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace clearsky::ledger {

// The particle that `mark` stands for behind `text`: `은` is 은 or 는, `이` 이
// or 가, `을` 을 or 를, `과` 과 or 와, `으로` 으로 or 로, by the final
// consonant of the last syllable that is read: a Hangul syllable, a digit (3 is
// 삼), a Latin letter (MOU is 엠오유, forum 포럼). Quotes and what stands in
// parentheses at the end are not read. Where the reading is not known (Han
// characters) both are given, as officials do: `은(는)`. An unknown mark is
// returned as it is. Pure.
std::string KoreanParticle(absl::string_view text, absl::string_view mark);

}  // namespace clearsky::ledger
