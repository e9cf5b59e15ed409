#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/value.pb.h"

// Korean words <-> values: dates, modes, ordinals and the lines of an
// implementation table. Pure; safe to call from many threads. A reading is
// never guessed: what is not understood is kept as written, with a finding.

namespace clearsky::notation {

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
  std::vector<NotationFinding> findings;
};

// Reads a phrase with a date, and what stands beside it: status words, a mode,
// a place, a title before the parenthesis.
//
// INVALID_ARGUMENT when nothing in it is understood as a date, status or mode,
// when a part that looks like a date cannot be one (2022-02-30, month 13), or
// when it is not UTF-8 or longer than 4 KiB; the message quotes the words and
// says what is accepted.
absl::StatusOr<DateReading> ReadDate(absl::string_view words,
                                     const Context& context);

// The mode a word means (`영상회의`, `비대면`); nullopt when it is none.
std::optional<v1::DeliveryMode> ReadMode(absl::string_view word);

// The canonical word of a mode (`영상`, `비대면`, `대면`, `온·오프라인 병행`,
// `서면`); empty for unspecified.
absl::string_view ModeWord(v1::DeliveryMode mode);

// A title taken apart: `제6차 ` or `2022 ` before the name, ` 개최` after it.
struct TitleParts {
  uint32_t ordinal = 0;       // 0 when none.
  std::string ordinal_text;   // As written, `제6차`.
  uint32_t edition_year = 0;  // 0 when none.
  std::string name;           // What remains.
  std::string suffix;         // `개최` or empty.
};

TitleParts ReadTitle(absl::string_view title);

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
                                               const Context& context);

// The words of a date as the table prints them, without ` 예정`: day `M.D`; all
// of `M.D, M.D`; span `M.D~M.D`, within a month `M.D~D`; month `M월`; months
// `M~N월`; thirds `M월 초|중순|말`; `N분기`; `상반기|하반기`; from a month
// `'YY년 M월-`; years `YYYY-YYYY`; to be decided `미정`. Another year than
// `plan_year` (0: none) is written before it: `'23년 `. A value that has none
// of these forms is printed as its words as written, else as its EDTF.
std::string WriteDate(const v1::PartialDate& date, int plan_year);

}  // namespace clearsky::notation
