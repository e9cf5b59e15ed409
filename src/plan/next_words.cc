#include "plan/next_words.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace clearsky::plan {
namespace {

constexpr size_t kYearDigits = 4;

bool IsDigit(char c) {
  return absl::ascii_isdigit(static_cast<unsigned char>(c));
}

// A run of digits.
struct Number {
  size_t begin = 0;
  size_t end = 0;
};

std::vector<Number> NumbersOf(absl::string_view text) {
  std::vector<Number> numbers;
  for (size_t i = 0; i < text.size(); ++i) {
    if (!IsDigit(text[i])) continue;
    Number number{i, i};
    while (number.end < text.size() && IsDigit(text[number.end])) ++number.end;
    numbers.push_back(number);
    i = number.end;
  }
  return numbers;
}

// The year that a run of digits tells; nullopt when it tells another thing.
std::optional<int> YearOf(absl::string_view text, const Number& number) {
  const absl::string_view digits =
      text.substr(number.begin, number.end - number.begin);
  int value = 0;
  if (!absl::SimpleAtoi(digits, &value)) return std::nullopt;
  if (digits.size() == kYearDigits && value >= 1900 && value < 2200) {
    return value;
  }
  // `'22년`, with a straight or a curly apostrophe.
  const absl::string_view before = text.substr(0, number.begin);
  if (digits.size() == 2 &&
      (absl::EndsWith(before, "'") || absl::EndsWith(before, "’") ||
       absl::EndsWith(before, "‘"))) {
    return 2000 + value;
  }
  return std::nullopt;
}

std::string EnglishOrdinal(uint32_t number) {
  const uint32_t tens = number % 100;
  const char* suffix = "th";
  if (tens < 11 || tens > 13) {
    if (number % 10 == 1) suffix = "st";
    if (number % 10 == 2) suffix = "nd";
    if (number % 10 == 3) suffix = "rd";
  }
  return absl::StrCat(number, suffix);
}

// `七`, `十五`, `二十一`; empty past 99.
std::string ChineseNumber(uint32_t number) {
  static constexpr const char* kDigits[] = {"",   "一", "二", "三", "四",
                                            "五", "六", "七", "八", "九"};
  if (number == 0 || number > 99) return "";
  const uint32_t tens = number / 10;
  return absl::StrCat(tens > 1 ? kDigits[tens] : "", tens > 0 ? "十" : "",
                      kDigits[number % 10]);
}

// `third`, as far as words for it are usual.
std::string EnglishWord(uint32_t number) {
  static constexpr const char* kWords[] = {
      "",        "first",  "second", "third", "fourth",   "fifth",  "sixth",
      "seventh", "eighth", "ninth",  "tenth", "eleventh", "twelfth"};
  return number < sizeof kWords / sizeof kWords[0] ? kWords[number] : "";
}

// `text` with the first `from` made `to`; empty when it is not there.
std::string Replaced(absl::string_view text, absl::string_view from,
                     absl::string_view to) {
  const size_t at = from.empty() ? absl::string_view::npos : text.find(from);
  if (at == absl::string_view::npos || to.empty()) return "";
  return absl::StrCat(text.substr(0, at), to, text.substr(at + from.size()));
}

// What stands before `-<digits>` at the end of `id`; nullopt without them.
std::optional<absl::string_view> BeforeNumber(absl::string_view id,
                                              absl::string_view digits) {
  if (!absl::ConsumeSuffix(&id, digits) || !absl::ConsumeSuffix(&id, "-") ||
      id.empty()) {
    return std::nullopt;
  }
  return id;
}

}  // namespace

std::optional<std::string> WithYear(absl::string_view text, int from, int to) {
  std::string result;
  size_t done = 0;
  bool found = false;
  for (const Number& number : NumbersOf(text)) {
    const std::optional<int> year = YearOf(text, number);
    if (!year.has_value()) continue;
    if (*year != from) return std::nullopt;
    found = true;
    const std::string digits = absl::StrCat(to);
    const size_t size = number.end - number.begin;
    absl::StrAppend(
        &result, text.substr(done, number.begin - done),
        size < digits.size() ? digits.substr(digits.size() - size) : digits);
    done = number.end;
  }
  if (!found) return std::nullopt;
  return absl::StrCat(result, text.substr(done));
}

bool MoveLabel(int from, int to, v1::Label* label) {
  std::optional<std::string> text = WithYear(label->text(), from, to);
  if (!text.has_value()) return false;
  label->set_text(*std::move(text));
  if (label->kind() == v1::Label::KIND_BODY ||
      label->kind() == v1::Label::KIND_OFFICIAL) {
    label->clear_kind();
  }
  return true;
}

std::string OrdinalWords(absl::string_view text, uint32_t from, uint32_t to) {
  const std::vector<Number> numbers = NumbersOf(text);
  if (numbers.size() == 1) {
    const Number& number = numbers.front();
    uint32_t value = 0;
    if (!absl::SimpleAtoi(text.substr(number.begin, number.end - number.begin),
                          &value) ||
        value != from) {
      return "";
    }
    const std::string english =
        Replaced(text, EnglishOrdinal(from), EnglishOrdinal(to));
    if (!english.empty()) return english;
    return absl::StrCat(text.substr(0, number.begin), to,
                        text.substr(number.end));
  }
  if (!numbers.empty()) return "";
  // Whole words only: `十五` is no `五`.
  const std::string chinese = ChineseNumber(from);
  if (!chinese.empty() && text == absl::StrCat("第", chinese, "次")) {
    return Replaced(text, chinese, ChineseNumber(to));
  }
  if (!chinese.empty() && text == absl::StrCat("第", chinese, "届")) {
    return Replaced(text, chinese, ChineseNumber(to));
  }
  const std::string word = EnglishWord(from);
  if (!word.empty() && absl::EqualsIgnoreCase(text, word)) {
    std::string next = EnglishWord(to);
    if (!next.empty() &&
        absl::ascii_isupper(static_cast<unsigned char>(text[0]))) {
      next[0] = absl::ascii_toupper(static_cast<unsigned char>(next[0]));
    }
    return next;
  }
  return "";
}

std::string IdWithNumber(const std::string& id, uint32_t from, uint32_t to) {
  const auto before = BeforeNumber(id, absl::StrCat(from));
  return before.has_value() ? absl::StrCat(*before, "-", to) : id;
}

std::string IdWithYear(const std::string& id, int from, int to) {
  const auto before = BeforeNumber(id, absl::StrCat(from));
  if (!before.has_value()) return id;
  for (const Number& number : NumbersOf(*before)) {
    if (YearOf(*before, number).has_value()) return id;
  }
  return absl::StrCat(*before, "-", to);
}

std::string TakeFreeId(const std::string& wanted,
                       std::set<std::string>* taken) {
  std::string id = wanted;
  for (int number = 2; !taken->insert(id).second; ++number) {
    id = absl::StrCat(wanted, "-", number);
  }
  return id;
}

}  // namespace clearsky::plan
