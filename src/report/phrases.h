#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clearsky/v1/comparison.pb.h"
#include "clearsky/v1/plan_move.pb.h"
#include "clearsky/v1/plan_state.pb.h"
#include "clearsky/v1/report.pb.h"
#include "clearsky/v1/value.pb.h"

// The words around lines and values, in Korean, English and Chinese. Pure; safe
// to call from many threads.

namespace clearsky::report {

enum class Language { kKorean, kEnglish, kChinese };

// The language of a tag: `ko`, `en`, `zh`; Korean when empty. INVALID_ARGUMENT
// otherwise, listing these.
absl::StatusOr<Language> ReadLanguage(absl::string_view tag);
// The tag of a language.
absl::string_view LanguageTag(Language language);

// One phrase in each language.
struct Phrase {
  const char* korean;
  const char* english;
  const char* chinese;

  absl::string_view In(Language language) const;
};

// `planned`, `held`, ...
absl::string_view StateWords(v1::ActivityState::State state, Language language);
// The name of a field of v1::FieldChange; the field itself when it has none.
std::string FieldLabel(absl::string_view field, Language language);
// `12 days of slip`, `3 days early`, `between 3 days early and 12 days of
// slip`, `0 days of slip`.
std::string SlipWords(const v1::DateSlip& slip, Language language);
// What happened; `planned` is the date that `inside the planned month` speaks
// of.
std::string ClassWords(v1::LineChangeClass change,
                       const v1::PartialDate& planned, Language language);
// What a move did to date and mode, `rescheduled`, `moved online`; of an event
// that did neither, the state after.
std::string MoveWords(const v1::PlanMove& move, Language language);
// Why, in words: the text, else what kind of reason; empty when nothing is
// said.
std::string ReasonWords(const v1::Reason& reason, Language language);
// `yes`, `no`, `possible`; `-` when the question does not arise.
absl::string_view AnswerWords(v1::ReportAnswer answer, Language language);

}  // namespace clearsky::report
