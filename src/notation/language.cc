#include <array>

#include "base/utf8.h"
#include "notation/notation.h"
#include "notation/text.h"

namespace clearsky::notation {
namespace {

bool IsHangul(char32_t c) {
  // 년, 월 and 일 are folded Han.
  return c != U'년' && c != U'월' && c != U'일' &&
         ((c >= 0xac00 && c <= 0xd7a3) || (c >= 0x3131 && c <= 0x318e));
}

}  // namespace

absl::string_view LanguageCode(Language language) {
  switch (language) {
    case Language::kKorean:
      return "ko";
    case Language::kEnglish:
      return "en";
    case Language::kChinese:
      return "zh";
  }
  return "";
}

std::optional<Language> LanguageOfCode(absl::string_view code) {
  for (const Language language :
       {Language::kKorean, Language::kEnglish, Language::kChinese}) {
    if (code == LanguageCode(language)) return language;
  }
  return std::nullopt;
}

Language DetectLanguage(absl::string_view words) {
  if (!IsValidUtf8(words)) return Language::kKorean;
  const Text text(words, Language::kKorean);
  bool latin = false;
  bool han = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char32_t c = text.at(i);
    if (IsHangul(c)) return Language::kKorean;
    if (!text.IsWordChar(i)) continue;
    if (c < 0x250) {
      latin = true;
    } else if (c >= 0xac00) {
      // 년: folded from 年, or Hangul itself.
      const absl::string_view source = text.Source(i, i + 1);
      if (source != "年" && source != "月" && source != "日") {
        return Language::kKorean;
      }
      han = true;
    } else {
      // '22.下, 10월中: a mark behind digits is Korean by itself.
      const bool mark = (c == U'上' || c == U'下') && i + 1 == text.size() &&
                        i > 0 && !text.IsWordChar(i - 1);
      if (!mark) han = true;
    }
  }
  if (han) return Language::kChinese;
  return latin ? Language::kEnglish : Language::kKorean;
}

}  // namespace clearsky::notation
