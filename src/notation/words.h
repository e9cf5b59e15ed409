#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "notation/text.h"

// The words beside dates, by what they mean. Korean stands here alone; another
// language brings a table of its own.

namespace clearsky::notation {

enum class WordKind {
  kPlanned,      // 예정
  kTakesPlace,   // 개최: held or planned, as the date tells.
  kHeld,         // 완료
  kOngoing,      // 진행 중
  kPostponed,    // 연기
  kCancelled,    // 취소
  kUndecided,    // 미정
  kTentative,    // 잠정
  kFirm,         // 확정
  kRecurring,    // 매월
  kAllYear,      // 연중
  kOnDemand,     // 수시
  kMode,         // 영상; value: v1::DeliveryMode
  kAlongside,    // 병행: makes an online mode hybrid.
  kFormerly,     // 당초: the date after it holds no longer.
  kPartOfDay,    // 오후; value: v1::PartialDate::PartOfDay
  kPlace,        // 서울
  kPlaceSuffix,  // 시, after a place.
  kParticle,     // 으로, after another word.
  kFiller,       // 일정: says nothing by itself.
};

struct Word {
  // A space stands for any number of spaces, none included.
  std::u32string_view text;
  WordKind kind;
  int value = 0;
};

struct WordMatch {
  const Word* word = nullptr;
  size_t begin = 0;
  size_t end = 0;
};

// Takes the run of letters at `i` apart into known words, longest first. Empty
// when some of it is not known. Particles never come first unless
// `after_word`.
std::vector<WordMatch> SegmentRun(const Text& text, size_t i, bool after_word);

// Whether the text at `i` ends a word, or goes on with known words only.
bool EndsWell(const Text& text, size_t i);

// Whether a chunk of letters is a level (`실무자급`).
bool IsLevel(const Text& text, size_t begin, size_t end);
// Whether it ends as the names of venues do (`호텔`, `센터`).
bool IsVenue(const Text& text, size_t begin, size_t end);
// Whether it is the name of a meeting (`한·중 환경장관회의`), more than the
// bare kind of one.
bool IsHost(const Text& text, size_t begin, size_t end);
// Whether it is the bare kind of a meeting (`회의`).
bool IsBareMeeting(const Text& text, size_t begin, size_t end);

}  // namespace clearsky::notation
