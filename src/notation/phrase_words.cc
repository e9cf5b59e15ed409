#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "notation/phrase_reader.h"

namespace clearsky::notation {
namespace {

bool IsStatus(WordKind kind) {
  return kind == WordKind::kPlanned || kind == WordKind::kTakesPlace ||
         kind == WordKind::kHeld || kind == WordKind::kOngoing ||
         kind == WordKind::kPostponed || kind == WordKind::kCancelled;
}

}  // namespace

// Whether a word that is short or common says nothing here: a place in the name
// of a ministry, 未 before what is no status.
bool PhraseReader::IsRefused(const WordMatch& match, size_t end) {
  const WordKind kind = match.word->kind;
  const auto known_behind = [&] {
    const size_t next = text_.SkipSpaces(match.end);
    return next >= end || !text_.IsWordChar(next) ||
           !SegmentRun(text_, next, true).empty() ||
           ReadDateWords(text_, next, context_).has_value();
  };
  const bool known_before = match.begin == 0 || match.begin == item_end_ ||
                            !text_.IsWordChar(match.begin - 1);
  if (language_ == Language::kKorean && kind == WordKind::kPlace) {
    // 중국 주최, 한국 측: a country, and no place.
    const size_t next = text_.SkipSpaces(match.end);
    for (const std::u32string_view word :
         {U"주최", U"주관", U"측", U"대표단"}) {
      if (text_.Match(next, word)) return true;
    }
    return false;
  }
  if (language_ == Language::kChinese &&
      (kind == WordKind::kPlace ||
       (kind == WordKind::kMode && match.word->text.size() == 1))) {
    return !known_before || !known_behind();
  }
  if (kind != WordKind::kNegation && kind != WordKind::kHedge) return false;
  constexpr size_t kShort = 2;
  if (language_ == Language::kChinese && match.word->text.size() > kShort) {
    return false;
  }
  if (language_ == Language::kKorean) return false;
  const WordRun next = SegmentRun(text_, text_.SkipSpaces(match.end), true);
  const bool before_status = !next.empty() && IsStatus(next[0].word->kind);
  return !before_status && language_ == Language::kChinese &&
         kind == WordKind::kNegation;
}

std::optional<size_t> PhraseReader::ReadWords(size_t i, size_t end) {
  const bool starts_word = i == 0 || i == item_end_ ||
                           !text_.IsWordChar(i - 1) ||
                           language_ == Language::kChinese;
  if (!starts_word) return std::nullopt;
  // A particle alone belongs to what was understood before it.
  const bool after_word = i > 0 && unknown_begin_ == unknown_end_;
  const WordRun run = SegmentRun(text_, i, after_word);
  if (run.empty()) return std::nullopt;
  const WordMatch& first = run.front();
  // 이행 계획 is a plan's name and says nothing of what is planned.
  if (unknown_begin_ != unknown_end_ &&
      text_.Match(first.begin, U"계획") == first.end) {
    return std::nullopt;
  }
  if (IsRefused(first, end)) return std::nullopt;
  if (first.word->kind == WordKind::kPlaceMarker) {
    if (const auto after = ReadPlaceBehind(first, end)) {
      FlushUnknown();
      return after;
    }
    return first.end;
  }
  if (first.word->kind == WordKind::kHostMarker) {
    if (const auto after = ReadHostBehind(first, end)) return after;
    return first.end;
  }
  if (hedged_ || negated_) {
    if (IsStatus(first.word->kind)) {
      TakeDoubted(first);
      return run.back().end;
    }
  }
  for (const WordMatch& match : run) TakeWord(match);
  return run.back().end;
}

// A word of status that is denied or not sure says nothing of the state.
void PhraseReader::TakeDoubted(const WordMatch& match) {
  const WordKind kind = match.word->kind;
  const bool sets_date =
      kind == WordKind::kPlanned || kind == WordKind::kTakesPlace;
  if (hedged_ && !negated_ && sets_date) {
    out_.words.push_back(kind);
  } else {
    const absl::string_view source = text_.Source(match.begin, match.end);
    out_.unread.emplace_back(source);
    out_.findings.push_back(
        {"not-understood",
         absl::StrCat("'", source,
                      "' is denied or not sure; it is kept as "
                      "written")});
  }
  hedged_ = negated_ = false;
}

void PhraseReader::TakeWord(const WordMatch& match) {
  const WordKind kind = match.word->kind;
  switch (kind) {
    case WordKind::kMode:
      if (moving_) SupersedeModes();
      TakeMode(static_cast<v1::DeliveryMode>(match.word->value), match);
      TakeDenial();
      return;
    case WordKind::kAlongside:
      // `워크숍과 병행` is beside another meeting.
      if (language_ != Language::kEnglish && out_.modes.empty() &&
          match.begin > 0) {
        return;
      }
      out_.modes.push_back({v1::DELIVERY_MODE_UNSPECIFIED, field_, match.begin,
                            match.end, false});
      return;
    case WordKind::kLevel:
      out_.levels.emplace_back(text_.Source(match.begin, match.end));
      return;
    case WordKind::kHedge:
      hedged_ = true;
      break;
    case WordKind::kNegation:
      negated_ = language_ != Language::kKorean;
      break;
    case WordKind::kMoved:
      moving_ = true;
      MoveBehind(match);
      break;
    case WordKind::kPostponed:
      moving_ = true;
      MoveBehind(match);
      break;
    case WordKind::kTakesPlace:
      hosting_ |= match.word->value == 1;
      break;
    case WordKind::kPartOfDay:
      out_.part_of_day =
          static_cast<v1::PartialDate::PartOfDay>(match.word->value);
      return;
    case WordKind::kPlace:
    case WordKind::kPlaceSuffix:
      TakePlace(match.begin, match.end);
      return;
    case WordKind::kFormerly:
      formerly_ = true;
      formerly_field_ = field_;
      break;
    case WordKind::kPlaceMarker:
    case WordKind::kHostMarker:
    case WordKind::kParticle:
    case WordKind::kFiller:
      return;
    case WordKind::kUndecided:
    case WordKind::kRecurring:
    case WordKind::kAllYear:
    case WordKind::kOnDemand:
      TakeDateless(match.begin, match.end);
      break;
    default:
      break;
  }
  out_.words.push_back(kind);
}

// `not in person`, `instead of in person`: the mode just taken is none.
void PhraseReader::TakeDenial() {
  if (language_ == Language::kKorean) {
    // 당초 대면 10.26: the date is the former one, too.
    out_.modes.back().superseded |= formerly_ && formerly_field_ == field_;
    return;
  }
  out_.modes.back().superseded |= formerly_ || negated_;
  if (language_ == Language::kEnglish) formerly_ = false;
  const auto denied =
      std::find(out_.words.rbegin(), out_.words.rend(), WordKind::kNegation);
  if (negated_ && denied != out_.words.rend()) {
    out_.words.erase(std::next(denied).base());
  }
  negated_ = false;
}

// A mode; online beside a place that `and` joins to it is hybrid.
void PhraseReader::TakeMode(v1::DeliveryMode mode, const WordMatch& match) {
  const bool online = mode == v1::DELIVERY_MODE_REMOTE ||
                      mode == v1::DELIVERY_MODE_VIDEO_CONFERENCE;
  if (online && place_end_ > 0) {
    size_t next = text_.SkipSpaces(place_end_);
    for (const std::u32string_view joint :
         {U"and ", U"& ", U"+ ", U"및 ", U"和", U"及", U"与"}) {
      const auto end = text_.Match(next, joint);
      if (end && *end == match.begin && out_.modes.empty()) {
        out_.modes.push_back({v1::DELIVERY_MODE_IN_PERSON, field_, place_begin_,
                              place_end_, false});
      }
    }
  }
  out_.modes.push_back({mode, field_, match.begin, match.end, false});
}

}  // namespace clearsky::notation
