#pragma once

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "clearsky/v1/value.pb.h"
#include "notation/words.h"

namespace clearsky::notation {

// Values of words of kind kMode.
inline constexpr int kVideo = v1::DELIVERY_MODE_VIDEO_CONFERENCE;
inline constexpr int kRemote = v1::DELIVERY_MODE_REMOTE;
inline constexpr int kInPerson = v1::DELIVERY_MODE_IN_PERSON;
inline constexpr int kHybrid = v1::DELIVERY_MODE_HYBRID;
inline constexpr int kWritten = v1::DELIVERY_MODE_WRITTEN;
inline constexpr int kLetters = v1::DELIVERY_MODE_CORRESPONDENCE;

// Words of one kind, divided by `|`. Static.
struct WordList {
  WordKind kind;
  int value;
  std::u32string_view words;
};

// How names end that are told by their end.
struct LexiconNames {
  std::vector<std::u32string_view> venue_endings;
  std::vector<std::u32string_view> meetings;
  std::vector<std::u32string_view> level_stems;  // Before 급.
};

// The words of one language. Immutable.
class Lexicon {
 public:
  // Lists divided by `|`, as in WordList.
  Lexicon(absl::Span<const WordList> words, std::u32string_view places,
          std::u32string_view venue_endings, std::u32string_view meetings,
          std::u32string_view level_stems);

  // Words that begin with `letter`, longest first.
  absl::Span<const Word> Beginning(char32_t letter) const;

  const LexiconNames& names() const { return names_; }

 private:
  LexiconNames names_;
  std::vector<Word> words_;
  // First letter -> [begin, end) of words_.
  absl::flat_hash_map<char32_t, std::pair<size_t, size_t>> index_;
};

const Lexicon& KoreanLexicon();
const Lexicon& EnglishLexicon();
const Lexicon& ChineseLexicon();

const Lexicon& LexiconOf(Language language);

}  // namespace clearsky::notation
