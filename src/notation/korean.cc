#include "notation/korean.h"

namespace clearsky::notation {

absl::StatusOr<DateReading> ReadDate(absl::string_view words,
                                     const Context& context) {
  return ReadDate(words, Language::kKorean, context);
}

std::optional<v1::DeliveryMode> ReadMode(absl::string_view word) {
  return ReadMode(word, Language::kKorean);
}

absl::string_view ModeWord(v1::DeliveryMode mode) {
  return ModeWord(mode, Language::kKorean);
}

TitleParts ReadTitle(absl::string_view title) {
  return ReadTitle(title, Language::kKorean);
}

absl::StatusOr<TableLineReading> ReadTableLine(absl::string_view line,
                                               const Context& context) {
  return ReadTableLine(line, Language::kKorean, context);
}

std::string WriteDate(const v1::PartialDate& date, int plan_year) {
  return WriteDate(date, plan_year, Language::kKorean);
}

}  // namespace clearsky::notation
