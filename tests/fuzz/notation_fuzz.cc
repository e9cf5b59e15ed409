// The words of officials, notation/notation.h, in three languages: dates,
// modes, titles, table lines.
//
// Invariants: an answer or INVALID_ARGUMENT, in UTF-8; dates are normal; the
// words that a date is written in read back as the same date.

#include "absl/status/statusor.h"
#include "base/utf8.h"
#include "fuzz/fuzz_target.h"
#include "notation/notation.h"
#include "plan/partial_date.h"

namespace clearsky::notation {
namespace {

using ::clearsky::fuzz::Require;

constexpr int kPlanYear = 2022;

constexpr Language kLanguages[] = {Language::kKorean, Language::kEnglish,
                                   Language::kChinese};

Context PlanContext() { return {absl::CivilDay(2022, 9, 28), kPlanYear}; }

void RequireRefused(const absl::Status& status) {
  Require(status.code() == absl::StatusCode::kInvalidArgument,
          "what is not understood is INVALID_ARGUMENT", status.ToString());
  Require(IsValidUtf8(std::string(status.message())), "a refusal is UTF-8");
}

void RequireNormal(const v1::PartialDate& date) {
  const absl::StatusOr<v1::PartialDate> normal = plan::NormalizeDate(date);
  Require(normal.ok(), "a date that was read can be", date);
  Require(normal->SerializeAsString() == date.SerializeAsString(),
          "a date that was read is normal", date);
}

// The value alone, without words: words are printed as they are.
void RequireReadsBack(const v1::PartialDate& read, Language language) {
  const absl::StatusOr<v1::PartialDate> date = plan::DateOfEdtf(read.edtf());
  if (!date.ok() || date->edtf().empty()) return;
  const std::string words = WriteDate(*date, kPlanYear, language);
  Require(IsValidUtf8(words), "what is written is UTF-8");
  if (words == date->edtf()) return;  // It has no words.
  const absl::StatusOr<DateReading> again =
      ReadDate(words, language, PlanContext());
  Require(again.ok() && again->date.has_value(), "what is written is read",
          words);
  Require(again->date->edtf() == date->edtf() &&
              again->date->reading() == date->reading(),
          "what is written reads back as itself", words);
}

void TryDate(absl::string_view words, Language language) {
  const absl::StatusOr<DateReading> reading =
      ReadDate(words, language, PlanContext());
  if (!reading.ok()) {
    RequireRefused(reading.status());
    return;
  }
  Require(IsValidUtf8(words), "only UTF-8 is understood");
  if (!reading->date.has_value()) return;
  RequireNormal(*reading->date);
  for (const Language written : kLanguages) {
    RequireReadsBack(*reading->date, written);
  }
}

void TryLine(absl::string_view words, Language language) {
  const absl::StatusOr<TableLineReading> line =
      ReadTableLine(words, language, PlanContext());
  if (!line.ok()) {
    RequireRefused(line.status());
    return;
  }
  if (line->date.has_value()) RequireNormal(*line->date);
  if (line->coverage.has_value()) RequireNormal(*line->coverage);
  for (const std::string& field : line->unread) {
    Require(IsValidUtf8(field), "what is kept is UTF-8");
  }
  Require(IsValidUtf8(line->title.name) && IsValidUtf8(line->host) &&
              IsValidUtf8(line->level),
          "what is told is UTF-8");
}

void TryInput(absl::string_view input) {
  const Language detected = DetectLanguage(input);
  Require(LanguageOfCode(LanguageCode(detected)) == detected,
          "the language told is one of the three");
  for (const Language language : kLanguages) {
    TryDate(input, language);
    TryLine(input, language);
    if (!clearsky::IsValidUtf8(input)) continue;
    if (const auto mode = ReadMode(input, language); mode.has_value()) {
      Require(ReadMode(ModeWord(*mode, language), language) == mode,
              "the word of a mode means it");
    }
    static_cast<void>(ReadTitle(input, language));
  }
}

}  // namespace
}  // namespace clearsky::notation

FUZZ_TARGET(notation) { clearsky::notation::TryInput(input); }
