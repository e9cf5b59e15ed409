#include "notation/words.h"

#include <algorithm>

#include "notation/lexicon.h"

namespace clearsky::notation {

namespace {

std::vector<std::u32string_view> SplitWords(std::u32string_view list) {
  std::vector<std::u32string_view> words;
  while (!list.empty()) {
    const size_t bar = std::min(list.find(U'|'), list.size());
    words.push_back(list.substr(0, bar));
    list.remove_prefix(std::min(bar + 1, list.size()));
  }
  return words;
}

}  // namespace

Lexicon::Lexicon(absl::Span<const WordList> words, std::u32string_view places,
                 std::u32string_view venue_endings,
                 std::u32string_view meetings, std::u32string_view level_stems)
    : names_{SplitWords(venue_endings), SplitWords(meetings),
             SplitWords(level_stems)} {
  for (const WordList& list : words) {
    for (const std::u32string_view word : SplitWords(list.words)) {
      words_.push_back({word, list.kind, list.value});
    }
  }
  for (const std::u32string_view place : SplitWords(places)) {
    words_.push_back({place, WordKind::kPlace, 0});
  }
  std::stable_sort(words_.begin(), words_.end(),
                   [](const Word& a, const Word& b) {
                     if (a.text[0] != b.text[0]) return a.text[0] < b.text[0];
                     return a.text.size() > b.text.size();
                   });
  for (size_t i = 0; i < words_.size(); ++i) {
    const auto [entry, is_new] =
        index_.try_emplace(words_[i].text[0], std::pair(i, i + 1));
    if (!is_new) entry->second.second = i + 1;
  }
}

absl::Span<const Word> Lexicon::Beginning(char32_t letter) const {
  const auto entry = index_.find(letter);
  if (entry == index_.end()) return {};
  return absl::MakeConstSpan(words_).subspan(
      entry->second.first, entry->second.second - entry->second.first);
}

const Lexicon& LexiconOf(Language language) {
  switch (language) {
    case Language::kKorean:
      return KoreanLexicon();
    case Language::kEnglish:
      return EnglishLexicon();
    case Language::kChinese:
      return ChineseLexicon();
  }
  return KoreanLexicon();
}

namespace {

// Bounds the search: longer runs of letters are no words of ours.
constexpr size_t kMaxRun = 24;

bool CanFollow(const WordMatch* previous, const Word& word, bool after_word) {
  if (word.kind == WordKind::kParticle) {
    return previous != nullptr || after_word;
  }
  if (word.kind == WordKind::kPlaceSuffix) {
    return previous != nullptr && previous->word->kind == WordKind::kPlace;
  }
  return true;
}

bool Segment(const Text& text, const Lexicon& lexicon, size_t i, size_t limit,
             bool after_word, WordRun& out) {
  if (i > limit) return false;
  for (const Word& word : lexicon.Beginning(text.at(i))) {
    const WordMatch* previous = out.empty() ? nullptr : &out.back();
    if (!CanFollow(previous, word, after_word)) continue;
    const std::optional<size_t> end = text.Match(i, word.text);
    if (!end) continue;
    out.push_back({&word, i, *end});
    if (!text.IsWordChar(*end) ||
        Segment(text, lexicon, *end, limit, after_word, out)) {
      return true;
    }
    out.pop_back();
  }
  return false;
}

bool EndsWith(const Text& text, size_t begin, size_t end,
              std::u32string_view ending, size_t min_before) {
  if (end < begin + ending.size() + min_before) return false;
  return text.Match(end - ending.size(), ending) == end;
}

bool IsAnyEnding(const Text& text, size_t begin, size_t end,
                 absl::Span<const std::u32string_view> endings,
                 size_t min_before) {
  const char32_t last = text.at(end - 1);
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::u32string_view ending) {
                       return ending.back() == last &&
                              EndsWith(text, begin, end, ending, min_before);
                     });
}

const LexiconNames& NamesOf(const Text& text) {
  return LexiconOf(text.language()).names();
}

}  // namespace

WordRun SegmentRun(const Text& text, size_t i, bool after_word) {
  WordRun out;
  // Text leaves digits of Chinese numerals: 1년一度.
  const bool may_begin =
      text.IsWordChar(i) ||
      (text.language() == Language::kChinese && text.IsDigit(i));
  if (!may_begin) return out;
  const Lexicon& lexicon = LexiconOf(text.language());
  if (text.language() == Language::kKorean) {
    if (!Segment(text, lexicon, i, i + kMaxRun, after_word, out)) out.clear();
    return out;
  }
  for (const Word& word : lexicon.Beginning(text.at(i))) {
    const std::optional<size_t> end = text.Match(i, word.text);
    if (!end) continue;
    if (text.language() == Language::kEnglish &&
        (text.IsWordChar(*end) || text.IsDigit(*end))) {
      continue;
    }
    out.push_back({&word, i, *end});
    break;
  }
  return out;
}

bool EndsWell(const Text& text, size_t i) {
  if (!text.IsWordChar(i) || text.language() == Language::kChinese) return true;
  return text.language() == Language::kKorean &&
         !SegmentRun(text, i, true).empty();
}

bool IsLevel(const Text& text, size_t begin, size_t end) {
  return EndsWith(text, begin, end, U"급", 1) &&
         IsAnyEnding(text, begin, end - 1, NamesOf(text).level_stems, 0);
}

bool IsVenue(const Text& text, size_t begin, size_t end) {
  return IsAnyEnding(text, begin, end, NamesOf(text).venue_endings, 1);
}

bool IsHost(const Text& text, size_t begin, size_t end) {
  return IsAnyEnding(text, begin, end, NamesOf(text).meetings, 2);
}

bool IsBareMeeting(const Text& text, size_t begin, size_t end) {
  const auto& meetings = NamesOf(text).meetings;
  return std::any_of(meetings.begin(), meetings.end(),
                     [&](std::u32string_view ending) {
                       return text.Match(begin, ending) == end;
                     });
}

}  // namespace clearsky::notation
