#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "document/lint/letters.h"

// Names compared by their letters: two spellings of one name have one key.

namespace clearsky::document::lint {

// One letter of a text as keys have it.
struct KeyLetter {
  char32_t letter = 0;  // 0: what parts names stands here.
  size_t at = 0;        // Code point of the text.
  bool begins_word = false;
};

// The letters of [span.begin, span.end): without spaces, marks and the words
// that join (및, 과 and 와 behind a word, and, &, 与), capitals small, loan
// words in one spelling. Parentheses, tabs, quotation marks, list marks and the
// ends of sentences part names.
std::vector<KeyLetter> KeyLetters(const Letters& letters, Span span);

// The key of a name.
std::u32string KeyOfWords(absl::string_view words);

std::string ToUtf8(const std::u32string& text);

// The words as spellings are compared: white space as one space, 한·중 as 한중.
std::u32string SpellingOf(const Letters& letters, Span span);

// Whether two Hangul syllables differ in one of their letters only.
bool DifferInOneJamo(char32_t a, char32_t b);

// Number of insertions, deletions and replacements that lead from `a` to `b`;
// `most` + 1 when it is more than `most`.
size_t EditDistance(const std::u32string& a, const std::u32string& b,
                    size_t most);

// Whether `c` names a country in a pair such as 한중.
bool IsCountryLetter(char32_t c);

}  // namespace clearsky::document::lint
