#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "absl/container/inlined_vector.h"
#include "notation/text.h"

// The words beside dates, by what they mean; each language has a lexicon.

namespace clearsky::notation {

enum class WordKind {
  kPlanned,     // 예정
  kTakesPlace,  // 개최: held or planned, as the date tells; value 1: by a host.
  kHeld,        // 완료
  kOngoing,     // 진행 중
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
  kMoved,        // 변경, rescheduled: the date before it holds no longer.
  kNegation,     // 미개최, not, 未: no status follows from words or date.
  kHedge,        // may, 可能: what follows is not sure.
  kLevel,        // working level, 司局级
  kPlaceMarker,  // in, 在: a place may follow.
  kHostMarker,   // by, 由: a host may follow.
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

using WordRun = absl::InlinedVector<WordMatch, 4>;

// The known words at `i`, longest first. Korean: the whole run of letters taken
// apart; empty when some of it is not known; particles never come first unless
// `after_word`. English: one word or phrase of words. Chinese, which has no
// spaces: the longest word that begins there.
WordRun SegmentRun(const Text& text, size_t i, bool after_word);

// Whether the text at `i` ends a word, or goes on with known words only.
// Chinese words end anywhere.
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
