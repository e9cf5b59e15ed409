#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/value.pb.h"

// Words <-> values in Korean, English and Chinese: dates, modes, ordinals and
// the lines of an implementation table. Pure; safe to call from many threads. A
// reading is never guessed: what is not understood is kept as written, with a
// finding.

namespace clearsky::notation {

// Of words. Chinese is simplified; traditional forms are read as well.
enum class Language { kKorean, kEnglish, kChinese };

// `ko`, `en`, `zh`.
absl::string_view LanguageCode(Language language);

// The language of a code; nullopt when it is none of the three.
std::optional<Language> LanguageOfCode(absl::string_view code);

// The language that the letters of `words` are of: Hangul is Korean, Han
// characters without Hangul are Chinese, Latin letters alone English. What has
// no letters (`8.31~9.2`), and Han as Korean officials write it (`'22.下`), is
// Korean.
Language DetectLanguage(absl::string_view words);

// In which light words are read.
struct Context {
  // The day the words were written; relative words and elided parts count from
  // it.
  absl::CivilDay day;

  // The year of dates written without one, when it is not the day's: a plan's
  // table elides the plan's year.
  std::optional<int> default_year;
};

// What the words say of the state.
enum class Status { kNone, kPlanned, kHeld, kOngoing, kPostponed, kCancelled };

// `planned`, `held`, ...; empty for kNone.
absl::string_view StatusName(Status status);

// Something a reader should know about the words.
struct NotationFinding {
  // Lower-case with dashes: `weekday-mismatch`, `not-understood`.
  std::string rule;
  std::string message;
};

// What a phrase (`10월 예정, 비대면`) was read as.
struct DateReading {
  // Normalised; `verbatim` set. Absent when the phrase has no date.
  std::optional<v1::PartialDate> date;
  Status status = Status::kNone;
  // Mode and its words; absent when the phrase has none.
  std::optional<v1::Delivery> delivery;
  // Places found (`서울`), in the words as written.
  std::vector<std::string> places;
  // Who hosts, or at which meeting (`Mexico`), as written; empty when unsaid.
  std::string host;
  std::vector<NotationFinding> findings;
};

// Reads a phrase with a date, and what stands beside it: status words, a mode,
// a place, a host, a title before the parenthesis.
//
// INVALID_ARGUMENT when nothing in it is understood as a date, status or mode,
// when a part that looks like a date cannot be one (2022-02-30, month 13), or
// when it is not UTF-8 or longer than 4 KiB; the message quotes the words and
// says what is accepted. A date of which the order of day and month is not
// known (`05/04/2022`) is no date and a finding.
absl::StatusOr<DateReading> ReadDate(absl::string_view words, Language language,
                                     const Context& context);

// The mode a word means (`영상회의`, `hybrid`, `线上`); nullopt when it is
// none.
std::optional<v1::DeliveryMode> ReadMode(absl::string_view word,
                                         Language language);

// The canonical word of a mode (`영상`, `by video conference`, `视频`); empty
// for unspecified.
absl::string_view ModeWord(v1::DeliveryMode mode, Language language);

// A title taken apart: `제6차 `, `6th ` or `第六次` and `2022 ` before the
// name, ` 개최` after it.
struct TitleParts {
  uint32_t ordinal = 0;       // 0 when none.
  std::string ordinal_text;   // As written, `제6차`.
  uint32_t edition_year = 0;  // 0 when none.
  std::string name;           // What remains.
  std::string suffix;         // `개최` or empty.
};

TitleParts ReadTitle(absl::string_view title, Language language);

// `제6차`, `6th`, `第六次`. REQUIRES: ordinal > 0.
std::string WriteOrdinal(uint32_t ordinal, Language language);

// One line of an implementation table taken apart.
struct TableLineReading {
  TitleParts title;
  std::string level;                        // `실무자급`.
  std::optional<v1::PartialDate> coverage;  // `2020-2022`.
  std::optional<v1::PartialDate> date;      // Normalised, verbatim set.
  Status status = Status::kNone;
  std::optional<v1::Delivery> delivery;
  std::string host;  // `한·중 환경장관회의`.
  std::vector<std::string> places;
  std::vector<std::string> unread;  // Fields kept as written.
  std::vector<NotationFinding> findings;
};

// Reads `○ 제6차 ... 교류회(4.29, 영상회의)`, with or without a list mark.
// Fields in the last balanced parenthesis are classified by content, not by
// place. INVALID_ARGUMENT when it is not UTF-8, empty, or longer than 4 KiB.
absl::StatusOr<TableLineReading> ReadTableLine(absl::string_view line,
                                               Language language,
                                               const Context& context);

// The words of a date as the table prints them, without a word of status.
// Korean: see korean.h. English (`29 April 2022`, `31 August - 2 September
// 2022`, `early October 2022`, `Q3 2022`, `first half of 2022`, `from December
// 2022`, `TBD`) and Chinese (`2022年4月29日`, `2022年8月31日至9月2日`,
// `2022年10月上旬`, `2022年第三季度`, `2022年上半年`, `2022年12月起`, `待定`)
// always write the year. `plan_year` (0: none) is of the Korean words alone. A
// value that has no such form is printed as its words as written, else as its
// EDTF.
std::string WriteDate(const v1::PartialDate& date, int plan_year,
                      Language language);

}  // namespace clearsky::notation
