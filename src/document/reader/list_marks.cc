#include "document/reader/list_marks.h"

#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/code_points.h"

namespace clearsky::document {
namespace {

constexpr absl::string_view kRoundMarks[] = {
    "○", "◦", "●", "•", "∘", "ㅇ", "◯", "⚪", "⚫", "⚬", "⦁", "◎", "⭘",
    "□", "■", "▪", "▫", "◻", "◼",  "◇", "◆", "◈", "❍", "❑", "❖"};
constexpr absl::string_view kPlainMarks[] = {
    "o", "-", "·", "∙", "ㆍ", "・", "–", "—", "―", "‐", "−", "*",
    "▶", "▷", "►", "▸", "‣",  "⁃",  "➢", "➤", "✓", "✔", "√"};
constexpr absl::string_view kHangulOrder[] = {"가", "나", "다", "라", "마",
                                              "바", "사", "아", "자", "차",
                                              "카", "타", "파", "하"};

bool IsSpaceAt(absl::string_view text, size_t at) {
  if (at >= text.size()) return false;
  return absl::ascii_isspace(static_cast<unsigned char>(text[at])) ||
         absl::StartsWith(text.substr(at), "\xC2\xA0") ||
         absl::StartsWith(text.substr(at), "\xE3\x80\x80");
}

// An order of single characters that follow each other in Unicode.
struct CharacterOrder {
  char32_t first;
  char32_t last;
};
constexpr CharacterOrder kOrders[] = {
    {U'①', U'⑳'},
    {U'❶', U'❿'},
    {U'⓵', U'⓾'},
    {U'㉠', U'㉭'},
    {U'㉮', U'㉻'},
    {U'⑴', U'⒇'},
    {U'⒈', U'⒛'},
    {U'ⓐ', U'ⓩ'},
    {U'㈎', U'㈛'},
    {U'㈀', U'㈍'},
    {U'Ⅰ', U'Ⅹ'},
    {U'➊', U'➓'},
    // The boxed and circled numbers of Hancom's fonts.
    {0xF02B1, 0xF02C3}};

std::optional<ListMark> CharacterMark(absl::string_view text) {
  const CodePoint first = FirstCodePoint(text);
  for (const CharacterOrder& order : kOrders) {
    if (first.value < order.first || first.value > order.last) continue;
    ListMark mark;
    mark.kind = ListMark::Kind::kNumbered;
    mark.bytes = first.bytes;
    mark.number = static_cast<uint32_t>(first.value - order.first) + 1;
    mark.family = absl::StrCat("U+", static_cast<uint32_t>(order.first));
    return mark;
  }
  // Bullets of symbol fonts stand in the private use area.
  const bool is_private = (first.value >= 0xE000 && first.value <= 0xF8FF) ||
                          first.value >= 0xF0000;
  if (is_private && IsSpaceAt(text, first.bytes)) {
    return ListMark{ListMark::Kind::kPlain, first.bytes,
                    std::string(text.substr(0, first.bytes)), 0};
  }
  return std::nullopt;
}

size_t DigitsAt(absl::string_view text) {
  const size_t end = text.find_first_not_of("0123456789");
  return end == absl::string_view::npos ? text.size() : end;
}

// Whether the words behind `4.` may be the day of a date: `29.`, `29(금)`,
// `29~30`; a year (`2022 포럼`), a date (`4.29 회의`) or a count (`3개국`) is
// none.
bool MayBeDay(absl::string_view text) {
  const size_t digits = DigitsAt(text);
  if (digits == 0 || digits > 2) return false;
  const absl::string_view rest = text.substr(digits);
  if (rest.empty()) return true;
  if (rest[0] == '.') return DigitsAt(rest.substr(1)) == 0;
  return absl::string_view("(~-,)").find(rest[0]) != absl::string_view::npos;
}

// `1.`, `1)`, `(1)`, `가.`, `a)`, and a space.
std::optional<ListMark> WrittenOrder(absl::string_view text) {
  size_t at = text[0] == '(' ? 1 : 0;
  const size_t begin = at;
  ListMark mark;
  mark.kind = ListMark::Kind::kNumbered;
  std::string kind;
  while (at < text.size() && at < begin + 2 &&
         absl::ascii_isdigit(static_cast<unsigned char>(text[at]))) {
    ++at;
  }
  if (at > begin) {
    if (!absl::SimpleAtoi(text.substr(begin, at - begin), &mark.number)) {
      return std::nullopt;
    }
    kind = "1";
  } else if (at < text.size() &&
             absl::ascii_islower(static_cast<unsigned char>(text[at]))) {
    mark.number = static_cast<uint32_t>(text[at] - 'a') + 1;
    kind = "a";
    ++at;
  } else {
    for (size_t i = 0; i < std::size(kHangulOrder) && at == begin; ++i) {
      if (!absl::StartsWith(text.substr(begin), kHangulOrder[i])) continue;
      mark.number = static_cast<uint32_t>(i) + 1;
      kind = "가";
      at += kHangulOrder[i].size();
    }
  }
  if (at == begin || at >= text.size() || mark.number == 0) return std::nullopt;
  const char end = text[at];
  if (end != ')' && (begin > 0 || end != '.')) return std::nullopt;
  ++at;
  if (!IsSpaceAt(text, at)) return std::nullopt;
  mark.bytes = at;
  mark.family =
      absl::StrCat(begin > 0 ? "(" : "", kind, absl::string_view(&end, 1));
  return mark;
}

// As WrittenOrder; before digits other than a year it would be a date
// (`4. 29.`).
std::optional<ListMark> CertainOrder(absl::string_view text) {
  constexpr size_t kYearDigits = 4;
  std::optional<ListMark> mark = WrittenOrder(text);
  if (!mark.has_value() || text[mark->bytes - 1] != '.') return mark;
  const size_t digits =
      DigitsAt(absl::StripLeadingAsciiWhitespace(text.substr(mark->bytes)));
  return digits == 0 || digits == kYearDigits ? mark : std::nullopt;
}

}  // namespace

std::optional<ListMark> NumberOf(absl::string_view text) {
  if (text.empty()) return std::nullopt;
  std::optional<ListMark> mark = WrittenOrder(text);
  if (!mark.has_value() || text[mark->bytes - 1] != '.') return mark;
  const absl::string_view rest =
      absl::StripLeadingAsciiWhitespace(text.substr(mark->bytes));
  return MayBeDay(rest) ? std::nullopt : mark;
}

std::optional<ListMark> MarkOf(absl::string_view text) {
  if (text.empty()) return std::nullopt;
  // Marks are tried at every space, so most words are told apart by a byte.
  const auto first = static_cast<unsigned char>(text[0]);
  const bool is_hangul = first >= 0xEA && first <= 0xED;
  if (is_hangul) return CertainOrder(text);
  for (const absl::string_view round : kRoundMarks) {
    if (!absl::StartsWith(text, round)) continue;
    // `○○` stands for a name that is left out.
    if (absl::StartsWith(text.substr(round.size()), round)) return std::nullopt;
    return ListMark{ListMark::Kind::kRound, round.size(), std::string(round),
                    0};
  }
  for (const absl::string_view plain : kPlainMarks) {
    if (absl::StartsWith(text, plain) && IsSpaceAt(text, plain.size())) {
      return ListMark{ListMark::Kind::kPlain, plain.size(), std::string(plain),
                      0};
    }
  }
  if (std::optional<ListMark> mark = CharacterMark(text); mark.has_value()) {
    return mark;
  }
  return CertainOrder(text);
}

}  // namespace clearsky::document
