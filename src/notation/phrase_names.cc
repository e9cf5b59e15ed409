#include <string>

#include "notation/phrase_reader.h"

namespace clearsky::notation {

// Whether what stands at `i` tells that a meeting takes place.
bool PhraseReader::IsVerb(size_t i) const {
  const WordRun run = SegmentRun(text_, i, true);
  if (run.empty()) return false;
  constexpr size_t kShort = 1;
  const WordKind kind = run[0].word->kind;
  return run[0].word->text.size() > kShort &&
         (kind == WordKind::kTakesPlace || kind == WordKind::kHeld ||
          kind == WordKind::kPlanned || kind == WordKind::kPostponed ||
          kind == WordKind::kCancelled);
}

// A field that is the name of a meeting, with no date, status or mode in it.
std::optional<size_t> PhraseReader::ReadHost(size_t i, size_t end) {
  size_t field_end = FieldEnd(i, end);
  for (const std::u32string_view occasion : {U"계기에", U"계기", U"期间"}) {
    const size_t begin = field_end > occasion.size() + i
                             ? field_end - occasion.size()
                             : field_end;
    if (text_.Match(begin, occasion) == field_end) field_end = begin;
  }
  while (field_end > i && text_.at(field_end - 1) == U' ') --field_end;
  if (!IsHost(text_, i, field_end)) return std::nullopt;
  for (size_t at = i; at < field_end; ++at) {
    // Chinese has no spaces: 双方于6月14日召开会议 is a sentence, no name.
    const bool may_begin = at == i || text_.at(at - 1) == U' ' ||
                           (language_ == Language::kChinese && IsVerb(at));
    if (!may_begin) continue;
    if (text_.at(at) == U'(' || ReadDateWords(text_, at, context_)) {
      return std::nullopt;
    }
    size_t chunk = at;
    while (chunk < field_end && text_.at(chunk) != U' ') ++chunk;
    if (IsLevel(text_, at, chunk)) return std::nullopt;
    for (const WordMatch& match : SegmentRun(text_, at, false)) {
      if (match.word->kind != WordKind::kPlace &&
          match.word->kind != WordKind::kPlaceSuffix &&
          match.word->kind != WordKind::kFiller) {
        return std::nullopt;
      }
    }
  }
  out_.hosts.emplace_back(text_.Source(i, field_end));
  return field_end;
}

// Where a run of words with capital letters ends, with the small words that
// join them (`Republic of Korea`); `i` when there is none.
size_t PhraseReader::NamesEnd(size_t i, size_t end) const {
  size_t names_end = i;
  while (i < end && text_.IsCapital(i)) {
    const WordRun known = SegmentRun(text_, i, false);
    const bool is_name = known.empty() ||
                         known[0].word->kind == WordKind::kPlace ||
                         known[0].word->kind == WordKind::kLevel ||
                         known[0].word->kind == WordKind::kFiller;
    if (!is_name) break;
    while (i < end && text_.at(i) != U' ' && text_.at(i) != U',' &&
           text_.at(i) != U'(' && text_.at(i) != U')' && text_.at(i) != U';') {
      ++i;
    }
    names_end = i;
    i = text_.SkipSpaces(i);
    for (const std::u32string_view joint :
         {U"of the ", U"of ", U"de ", U"and the ", U"and ", U"& "}) {
      const auto next = text_.Match(i, joint);
      if (next && text_.IsCapital(*next) && text_.at(*next - 1) == U' ') {
        i = *next;
        break;
      }
    }
  }
  return names_end;
}

// `in Montreal`, 在昆明举行: a place that no table knows.
std::optional<size_t> PhraseReader::ReadPlaceBehind(const WordMatch& marker,
                                                    size_t end) {
  size_t begin = text_.SkipSpaces(marker.end);
  if (language_ == Language::kEnglish) {
    if (const auto the = text_.Match(begin, U"the ")) begin = *the;
    if (ReadDateWords(text_, begin, context_)) return std::nullopt;
    const size_t names_end = NamesEnd(begin, end);
    if (names_end == begin) return std::nullopt;
    TakePlace(begin, names_end);
    return names_end;
  }
  constexpr size_t kMaxName = 24;
  for (size_t i = begin; i < end && i < begin + kMaxName; ++i) {
    for (const WordMatch& match : SegmentRun(text_, i, true)) {
      const WordKind kind = match.word->kind;
      if (i > begin &&
          (kind == WordKind::kTakesPlace || kind == WordKind::kHeld)) {
        TakePlace(begin, i);
        return i;
      }
      if (kind == WordKind::kMode || kind == WordKind::kPostponed ||
          kind == WordKind::kCancelled || kind == WordKind::kPlanned) {
        return std::nullopt;
      }
    }
    if (!text_.IsWordChar(i) && text_.at(i) != U'·' && text_.at(i) != U' ') {
      return std::nullopt;
    }
    if (ReadDateWords(text_, i, context_)) return std::nullopt;
  }
  return std::nullopt;
}

// `by Mexico` behind `hosted`, 由墨西哥主办.
std::optional<size_t> PhraseReader::ReadHostBehind(const WordMatch& marker,
                                                   size_t end) {
  size_t begin = text_.SkipSpaces(marker.end);
  if (language_ == Language::kEnglish) {
    if (!hosting_) return std::nullopt;
    if (const auto the = text_.Match(begin, U"the ")) begin = *the;
    const size_t names_end = NamesEnd(begin, end);
    if (names_end == begin) return std::nullopt;
    out_.hosts.emplace_back(text_.Source(begin, names_end));
    return names_end;
  }
  constexpr size_t kMaxName = 24;
  std::optional<size_t> name_end;
  for (size_t i = begin + 1; i < end && i < begin + kMaxName; ++i) {
    for (const WordMatch& match : SegmentRun(text_, i, true)) {
      const WordKind kind = match.word->kind;
      if (kind == WordKind::kTakesPlace) {
        name_end = name_end.value_or(i);
        out_.hosts.emplace_back(text_.Source(begin, *name_end));
        return name_end;
      }
      // 由墨西哥以视频方式主办: the name ends before 以.
      const bool ends = kind == WordKind::kMode || kind == WordKind::kPlanned ||
                        kind == WordKind::kPlaceMarker || text_.at(i) == U'以';
      if (ends && !name_end) name_end = i;
    }
    if (!text_.IsWordChar(i)) break;
  }
  return std::nullopt;
}

// Places that stand together are one: 중국 베이징.
void PhraseReader::TakePlace(size_t begin, size_t end) {
  if (place_end_ > 0 && text_.SkipSpaces(place_end_) == begin &&
      !out_.places.empty()) {
    place_end_ = end;
    out_.places.back() = std::string(text_.Source(place_begin_, end));
    return;
  }
  place_begin_ = begin;
  place_end_ = end;
  out_.places.emplace_back(text_.Source(begin, end));
}

}  // namespace clearsky::notation
