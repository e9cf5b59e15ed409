#include "ledger/korean_particle.h"

#include <optional>

#include "absl/strings/ascii.h"

namespace clearsky::ledger {
namespace {

// How a syllable ends. ㄹ is by itself, as 으로 is 로 behind it.
enum class Final { kNone, kRieul, kOther };

struct Forms {
  absl::string_view mark;
  absl::string_view behind_consonant;
  absl::string_view behind_vowel;
  absl::string_view both;
};

constexpr Forms kForms[] = {
    {"은", "은", "는", "은(는)"},     {"이", "이", "가", "이(가)"},
    {"을", "을", "를", "을(를)"},     {"과", "과", "와", "와(과)"},
    {"으로", "으로", "로", "(으)로"},
};

constexpr char32_t kFirstSyllable = 0xAC00;
constexpr char32_t kLastSyllable = 0xD7A3;
// Final consonants of a syllable, none included.
constexpr char32_t kFinals = 28;
constexpr char32_t kRieul = 8;

std::u32string CodePoints(absl::string_view utf8) {
  std::u32string points;
  for (size_t i = 0; i < utf8.size();) {
    const auto byte = static_cast<unsigned char>(utf8[i]);
    const size_t size = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
    char32_t point = size == 1 ? byte : byte & (0x7Fu >> size);
    for (size_t j = 1; j < size && i + j < utf8.size(); ++j) {
      point = (point << 6) | (static_cast<unsigned char>(utf8[i + j]) & 0x3Fu);
    }
    points.push_back(point);
    i += size;
  }
  return points;
}

bool IsLatin(char32_t c) { return c < 0x80 && absl::ascii_isalpha(c & 0x7F); }
bool IsUpper(char32_t c) { return c >= 'A' && c <= 'Z'; }

bool IsQuote(char32_t c) {
  constexpr std::u32string_view kQuotes = U"”’\"'`」』》〉.!?…";
  return kQuotes.find(c) != std::u32string_view::npos;
}

// Number of code points that are read: without quotes and parentheses at the
// end.
size_t ReadLength(const std::u32string& text) {
  size_t end = text.size();
  while (end > 0) {
    if (IsQuote(text[end - 1])) {
      --end;
    } else if (text[end - 1] == U')' || text[end - 1] == U'）') {
      size_t depth = 0;
      size_t begin = end;
      do {
        --begin;
        if (text[begin] == U')' || text[begin] == U'）') ++depth;
        if (text[begin] == U'(' || text[begin] == U'（') --depth;
      } while (begin > 0 && depth > 0);
      // Nothing stands before it: it is read itself.
      if (begin == 0) return end - 1;
      end = begin;
      while (end > 0 && text[end - 1] == U' ') --end;
    } else {
      break;
    }
  }
  return end;
}

Final OfDigit(char32_t digit) {
  switch (digit) {
    case U'1':  // 일
    case U'7':  // 칠
    case U'8':  // 팔
      return Final::kRieul;
    case U'0':  // 영, 십, 백, 천
    case U'3':  // 삼
    case U'6':  // 육
      return Final::kOther;
    default:  // 이, 사, 오, 구
      return Final::kNone;
  }
}

// An acronym is spelt (엘, 엠, 엔, 아르), a word is read as it is borrowed.
Final OfLetters(const std::u32string& text, size_t end) {
  const char32_t last = text[end - 1];
  const char32_t before = end > 1 ? text[end - 2] : U' ';
  if (IsUpper(last)) {
    if (last == U'L') return Final::kRieul;
    return last == U'M' || last == U'N' ? Final::kOther : Final::kNone;
  }
  if (last == U'l') return Final::kRieul;
  if (last == U'm' || last == U'n') return Final::kOther;
  if (last == U'g' && before == U'n') return Final::kOther;
  // `workshop` is 워크숍, but `report` 리포트 and `week` 위크.
  constexpr std::u32string_view kVowels = U"aeiouAEIOU";
  const bool behind_short_vowel =
      kVowels.find(before) != std::u32string_view::npos &&
      (end < 3 || kVowels.find(text[end - 3]) == std::u32string_view::npos);
  constexpr std::u32string_view kStops = U"ckpt";
  return behind_short_vowel && kStops.find(last) != std::u32string_view::npos
             ? Final::kOther
             : Final::kNone;
}

// nullopt when the reading is not known.
std::optional<Final> FinalOf(absl::string_view utf8) {
  const std::u32string text = CodePoints(utf8);
  const size_t end = ReadLength(text);
  if (end == 0) return std::nullopt;
  const char32_t last = text[end - 1];
  if (last >= kFirstSyllable && last <= kLastSyllable) {
    const char32_t final = (last - kFirstSyllable) % kFinals;
    if (final == 0) return Final::kNone;
    return final == kRieul ? Final::kRieul : Final::kOther;
  }
  if (last >= U'0' && last <= U'9') return OfDigit(last);
  if (IsLatin(last)) return OfLetters(text, end);
  return std::nullopt;
}

}  // namespace

std::string KoreanParticle(absl::string_view text, absl::string_view mark) {
  for (const Forms& forms : kForms) {
    if (forms.mark != mark) continue;
    const std::optional<Final> final = FinalOf(text);
    if (!final) return std::string(forms.both);
    const bool as_behind_vowel =
        *final == Final::kNone || (*final == Final::kRieul && mark == "으로");
    return std::string(as_behind_vowel ? forms.behind_vowel
                                       : forms.behind_consonant);
  }
  return std::string(mark);
}

}  // namespace clearsky::ledger
