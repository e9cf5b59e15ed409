#include "document/lint/name_keys.h"

#include <algorithm>
#include <string_view>

namespace clearsky::document::lint {
namespace {

using namespace std::literals::string_view_literals;

struct Loan {
  std::u32string_view written;
  std::u32string_view standard;  // As long.
};

constexpr Loan kLoans[] = {
    {U"콘퍼런스", U"컨퍼런스"}, {U"콘퍼런즈", U"컨퍼런스"},
    {U"워크샵", U"워크숍"},     {U"워크샾", U"워크숍"},
    {U"심포지움", U"심포지엄"}, {U"리더쉽", U"리더십"},
    {U"파트너쉽", U"파트너십"}, {U"컨텐츠", U"콘텐츠"},
    {U"메세지", U"메시지"},     {U"데이타", U"데이터"}};

bool PartsNames(char32_t c) {
  return U"()[]<>{}「」『』《》〈〉‘’“”\"\t○□※;|"sv.find(c) !=
             std::u32string_view::npos ||
         (c >= U'①' && c <= U'⑳');
}

// The joining word at `i`, and how long it is; 0 when there is none.
size_t JoiningWord(const Letters& letters, size_t i, size_t begin) {
  const bool starts = i == begin || !letters.IsWord(i - 1);
  const char32_t c = letters.raw(i);
  if (c == U'및' && starts && !letters.IsWord(i + 1)) return 1;
  if (c == U'&') return 1;
  if (starts && (c == U'a' || c == U'A') && letters.at(i + 1) == U'n' &&
      letters.at(i + 2) == U'd' && !letters.IsWord(i + 3)) {
    return 3;
  }
  if (c == U'与' || c == U'及' || c == U'與') return 1;
  if ((c == U'과' || c == U'와') && !letters.IsWord(i + 1) &&
      letters.IsSpace(i + 1) && i >= begin + 2 && letters.IsHangul(i - 1) &&
      letters.IsHangul(i - 2)) {
    return 1;
  }
  return 0;
}

char32_t SmallLetter(char32_t c) {
  return c >= U'A' && c <= U'Z' ? c - U'A' + U'a' : c;
}

void StandardiseLoans(std::vector<KeyLetter>& key, size_t from) {
  for (size_t i = from; i < key.size(); ++i) {
    const char32_t c = key[i].letter;
    if (c != U'콘' && c != U'워' && c != U'심' && c != U'리' && c != U'파' &&
        c != U'컨' && c != U'메' && c != U'데') {
      continue;
    }
    for (const Loan& loan : kLoans) {
      size_t length = 0;
      while (length < loan.written.size() && i + length < key.size() &&
             key[i + length].letter == loan.written[length]) {
        ++length;
      }
      if (length < loan.written.size()) continue;
      for (size_t k = 0; k < length; ++k) {
        key[i + k].letter = loan.standard[k];
      }
    }
  }
}

}  // namespace

std::vector<KeyLetter> KeyLetters(const Letters& letters, Span span) {
  std::vector<KeyLetter> key;
  bool begins_word = true;
  for (size_t i = span.begin; i < span.end; ++i) {
    if (const size_t joining = JoiningWord(letters, i, span.begin);
        joining > 0) {
      begins_word = true;
      i += joining - 1;
      continue;
    }
    if (letters.IsWord(i)) {
      key.push_back({SmallLetter(letters.at(i)), i, begins_word});
      begins_word = false;
      continue;
    }
    // 1-11 and 11-1 are two numbers.
    if (i > span.begin && letters.IsDigit(i - 1) && letters.IsDigit(i + 1)) {
      key.push_back({U'.', i, false});
      continue;
    }
    begins_word = true;
    const bool blank_line = letters.raw(i) == U'\n' &&
                            (i + 1 >= span.end || letters.raw(i + 1) == U'\n');
    const bool sentence = letters.at(i) == U'.' && letters.IsSpace(i + 1);
    if (PartsNames(letters.raw(i)) || PartsNames(letters.at(i)) || blank_line ||
        sentence) {
      key.push_back({0, i, false});
    }
  }
  StandardiseLoans(key, 0);
  return key;
}

std::u32string KeyOfWords(absl::string_view words) {
  const Letters letters(words);
  std::u32string key;
  for (const KeyLetter& letter : KeyLetters(letters, {0, letters.size()})) {
    if (letter.letter != 0) key += letter.letter;
  }
  return key;
}

std::string ToUtf8(const std::u32string& text) {
  std::string result;
  for (const char32_t c : text) {
    const auto put = [&](char32_t byte) {
      result.push_back(static_cast<char>(static_cast<unsigned char>(byte)));
    };
    if (c < 0x80) {
      put(c);
    } else if (c < 0x800) {
      put(0xc0 | (c >> 6));
      put(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
      put(0xe0 | (c >> 12));
      put(0x80 | ((c >> 6) & 0x3f));
      put(0x80 | (c & 0x3f));
    } else {
      put(0xf0 | (c >> 18));
      put(0x80 | ((c >> 12) & 0x3f));
      put(0x80 | ((c >> 6) & 0x3f));
      put(0x80 | (c & 0x3f));
    }
  }
  return result;
}

bool IsCountryLetter(char32_t c) {
  return c != 0 && U"한중일미러북남영불독호유베몽인"sv.find(c) !=
                       std::u32string_view::npos;
}

std::u32string SpellingOf(const Letters& letters, Span span) {
  std::u32string spelling;
  for (size_t i = span.begin; i < span.end; ++i) {
    if (letters.IsSpace(i)) {
      if (!spelling.empty() && spelling.back() != U' ') spelling += U' ';
      continue;
    }
    if (letters.at(i) == U'·' && i > span.begin &&
        IsCountryLetter(letters.at(i - 1)) &&
        IsCountryLetter(letters.at(i + 1))) {
      continue;
    }
    spelling += SmallLetter(letters.at(i));
  }
  if (!spelling.empty() && spelling.back() == U' ') spelling.pop_back();
  return spelling;
}

bool DifferInOneJamo(char32_t a, char32_t b) {
  constexpr char32_t kSyllables = 0xac00;
  constexpr char32_t kLast = 0xd7a3;
  if (a < kSyllables || a > kLast || b < kSyllables || b > kLast) return false;
  const char32_t x = a - kSyllables;
  const char32_t y = b - kSyllables;
  const int differing = (x % 28 != y % 28 ? 1 : 0) +
                        (x / 28 % 21 != y / 28 % 21 ? 1 : 0) +
                        (x / 588 != y / 588 ? 1 : 0);
  return differing == 1;
}

size_t EditDistance(const std::u32string& a, const std::u32string& b,
                    size_t most) {
  const size_t longer = std::max(a.size(), b.size());
  const size_t shorter = std::min(a.size(), b.size());
  if (longer - shorter > most) return most + 1;
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return std::min(row[b.size()], most + 1);
}

}  // namespace clearsky::document::lint
