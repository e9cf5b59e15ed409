#include <algorithm>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "notation/phrase.h"
#include "plan/edtf.h"
#include "plan/partial_date.h"

namespace clearsky::notation {
namespace {

using v1::PartialDate;

// The date that the phrase is about, and the one that it covers.
struct Chosen {
  PhraseDate* date = nullptr;
  PhraseDate* coverage = nullptr;
  bool has_others = false;  // Dates that are kept as written.
  bool has_each = false;    // A day of each month or year is.
};

bool IsCoverage(const PhraseDate& date) {
  return date.resolved.precision == Precision::kYear &&
         date.resolved.date.reading() != PartialDate::READING_FROM;
}

// `매월 15일`, 每年12月1日: a day of each of them, which no date can say.
bool IsOfEach(const Phrase& phrase, const PhraseDate& date, const Text& text) {
  if (!phrase.Has(WordKind::kRecurring) || !phrase.HasDatelessWords() ||
      date.resolved.precision != Precision::kDay ||
      text.SkipSpaces(phrase.dateless_end) != date.begin) {
    return false;
  }
  const char32_t each = text.at(phrase.dateless_begin);
  return each == U'매' || each == U'每' ||
         text.Match(phrase.dateless_begin, U"every ").has_value();
}

Chosen Choose(Phrase& phrase, const Text& text, Meaning& out) {
  Chosen chosen;
  absl::InlinedVector<PhraseDate*, 2> current;
  for (PhraseDate& date : phrase.dates) {
    if (IsOfEach(phrase, date, text)) {
      out.unread.push_back(date.verbatim);
      out.findings.push_back(
          {"not-understood", absl::StrCat("'", date.verbatim,
                                          "' comes again and again; it is kept "
                                          "as written")});
      chosen.has_each = true;
      continue;
    }
    if (!date.superseded) current.push_back(&date);
  }
  if (chosen.has_each && current.empty()) return chosen;
  // `3.5 → 미정`: the new date is not known, and the old one holds no longer.
  const bool is_open = phrase.Has(WordKind::kUndecided) &&
                       !phrase.Has(WordKind::kPostponed) &&
                       !phrase.Has(WordKind::kCancelled);
  if (current.empty() && !phrase.dates.empty() && !is_open) {
    current.push_back(&phrase.dates.back());
  }
  const bool has_finer =
      std::any_of(current.begin(), current.end(),
                  [](const PhraseDate* date) { return !IsCoverage(*date); });
  for (PhraseDate* date : current) {
    if (has_finer && IsCoverage(*date) && chosen.coverage == nullptr) {
      chosen.coverage = date;
    } else if (chosen.date == nullptr) {
      chosen.date = date;
    } else {
      chosen.has_others = true;
      out.unread.push_back(date->verbatim);
      out.findings.push_back(
          {"not-understood", absl::StrCat("'", date->verbatim,
                                          "' is a second date; it is kept as "
                                          "written")});
    }
  }
  return chosen;
}

PartialDate WithoutDate(const Phrase& phrase, const Text& text,
                        const Context& context) {
  PartialDate date;
  const bool all_year =
      phrase.Has(WordKind::kAllYear) || phrase.Has(WordKind::kRecurring);
  if (all_year) date.set_edtf(absl::StrFormat("%04d", DefaultYear(context)));
  if (phrase.Has(WordKind::kOnDemand)) {
    date.set_reading(PartialDate::READING_ON_DEMAND);
  } else if (all_year) {
    date.set_reading(PartialDate::READING_WHOLE_SPAN);
  }
  date.set_verbatim(
      std::string(text.Source(phrase.dateless_begin, phrase.dateless_end)));
  return date;
}

// What other words say of a date's reading.
void RefineReading(const Phrase& phrase, const ResolvedDate& resolved,
                   PartialDate& date) {
  const bool whole = date.reading() == PartialDate::READING_WHOLE_SPAN;
  if (phrase.Has(WordKind::kOnDemand)) {
    date.set_reading(PartialDate::READING_ON_DEMAND);
  } else if (resolved.precision == Precision::kYear &&
             phrase.Has(WordKind::kAllYear) &&
             date.reading() == PartialDate::READING_ONE_DAY_WITHIN) {
    date.set_reading(PartialDate::READING_WHOLE_SPAN);
  } else if (whole && resolved.is_range &&
             resolved.precision >= Precision::kThird &&
             (resolved.within || phrase.Has(WordKind::kPlanned) ||
              resolved.precision == Precision::kThird)) {
    // 10~11월 예정 is one day of the two months, not all of them; so is any
    // 10월 말~11월 초, as thirds are about when.
    date.set_reading(PartialDate::READING_ONE_DAY_WITHIN);
  }
}

// The date's words, with 매년 and the like that follow them at once.
std::string DateWordsOf(const Phrase& phrase, const PhraseDate& date,
                        const Text& text) {
  if (!phrase.HasDatelessWords() || phrase.Has(WordKind::kUndecided) ||
      text.SkipSpaces(date.end) != phrase.dateless_begin) {
    return date.verbatim;
  }
  return std::string(text.Source(date.begin, phrase.dateless_end));
}

std::optional<PartialDate> MakeDate(const Phrase& phrase, const Chosen& chosen,
                                    const Text& text, const Context& context) {
  std::optional<PartialDate> out;
  PartialDate& date = out.emplace();
  PartialDate::Reading resolved_reading = PartialDate::READING_UNSPECIFIED;
  if (chosen.date != nullptr) {
    date.Swap(&chosen.date->resolved.date);
    resolved_reading = date.reading();
    date.set_verbatim(DateWordsOf(phrase, *chosen.date, text));
    RefineReading(phrase, chosen.date->resolved, date);
  } else if (phrase.HasDatelessWords()) {
    date = WithoutDate(phrase, text, context);
  } else {
    return std::nullopt;
  }
  if (phrase.Has(WordKind::kTentative) || phrase.Has(WordKind::kHedge)) {
    date.set_certainty(PartialDate::CERTAINTY_TENTATIVE);
  } else if (phrase.Has(WordKind::kFirm)) {
    date.set_certainty(PartialDate::CERTAINTY_FIRM);
  }
  if (date.part_of_day() == PartialDate::PART_OF_DAY_UNSPECIFIED) {
    date.set_part_of_day(phrase.part_of_day);
  }
  // A resolved date is normal, and certainty and part of day keep it so.
  if (chosen.date != nullptr && date.reading() == resolved_reading) {
    return out;
  }
  absl::StatusOr<PartialDate> normal = plan::NormalizeDate(date);
  if (normal.ok()) {
    date.Swap(&*normal);
  } else if (chosen.date != nullptr) {
    // Words beside it do not fit, as 예정 beside `/2022`: the date holds.
    date.set_reading(resolved_reading);
  }
  return out;
}

// The bounds of a date that is normal, without reading its EDTF again.
plan::DayBounds NormalBounds(const PartialDate& date) {
  plan::DayBounds bounds;
  const auto read =
      [](const std::string& text) -> std::optional<absl::CivilDay> {
    if (text.empty()) return std::nullopt;
    const absl::StatusOr<absl::CivilDay> day = plan::ParseDay(text);
    return day.ok() ? std::optional(*day) : std::nullopt;
  };
  bounds.earliest = read(date.earliest());
  bounds.latest = read(date.latest());
  return bounds;
}

// What the date alone says, when not all of it is to come. `beside`: something
// stands beside it, so that a past month of a written year is an event and no
// mere reference.
Status StatusOfDate(const PartialDate& date, const plan::DayBounds& bounds,
                    const ResolvedDate* resolved, bool beside,
                    absl::CivilDay today) {
  const bool is_reference = resolved != nullptr && !beside &&
                            resolved->year_in_digits &&
                            resolved->precision > Precision::kWeek;
  if (bounds.latest && *bounds.latest <= today) {
    return is_reference ? Status::kNone : Status::kHeld;
  }
  switch (date.reading()) {
    case PartialDate::READING_FROM:
    case PartialDate::READING_ALL_OF:
    case PartialDate::READING_ON_DEMAND:
      return Status::kOngoing;
    case PartialDate::READING_WHOLE_SPAN:
      return is_reference && resolved->precision == Precision::kYear
                 ? Status::kNone
                 : Status::kOngoing;
    default:
      return Status::kPlanned;
  }
}

Status StatusOf(const Phrase& phrase, const std::optional<PartialDate>& date,
                const Chosen& chosen, bool beside, size_t unread_count,
                absl::CivilDay today) {
  if (phrase.Has(WordKind::kCancelled)) return Status::kCancelled;
  if (phrase.Has(WordKind::kPostponed)) return Status::kPostponed;
  if (phrase.Has(WordKind::kNegation)) return Status::kNone;
  if (phrase.Has(WordKind::kPlanned) || phrase.Has(WordKind::kUndecided)) {
    // `4.29, 10월 예정`: of which date it is said is not told.
    const bool of_other = chosen.has_others && date &&
                          !date->latest().empty() &&
                          NormalBounds(*date).latest < today;
    return of_other ? Status::kNone : Status::kPlanned;
  }
  // 당초 10.26 was planned, whatever came of it.
  if (chosen.date != nullptr && chosen.date->superseded &&
      phrase.Has(WordKind::kFormerly) && !phrase.Has(WordKind::kHeld)) {
    return Status::kPlanned;
  }
  const bool done = phrase.Has(WordKind::kHeld);
  const bool takes_place = done || phrase.Has(WordKind::kTakesPlace);
  if (!date || date->edtf().empty()) {
    if (phrase.Has(WordKind::kOngoing) || phrase.Has(WordKind::kOnDemand)) {
      return Status::kOngoing;
    }
    // 待条件成熟时举办: what is not understood may say that it is to come.
    const bool is_sure = done || unread_count == 0;
    if (takes_place) return is_sure ? Status::kHeld : Status::kNone;
    const bool is_moved = phrase.Has(WordKind::kMoved) && phrase.modes.empty();
    return is_moved || phrase.Has(WordKind::kTentative) ? Status::kPlanned
                                                        : Status::kNone;
  }
  const plan::DayBounds bounds = NormalBounds(*date);
  // `12월까지 완료` is to be done yet.
  const bool future = bounds.earliest
                          ? *bounds.earliest > today
                          : done && bounds.latest && *bounds.latest > today;
  if (future) return Status::kPlanned;
  const bool goes_on = !bounds.latest || *bounds.latest >= today;
  if (done && phrase.Has(WordKind::kRecurring) && goes_on &&
      (chosen.date == nullptr || !bounds.latest)) {
    return Status::kOngoing;  // `held every year`
  }
  if (done) return Status::kHeld;
  if (phrase.Has(WordKind::kOngoing)) return Status::kOngoing;
  const ResolvedDate* const resolved =
      chosen.date == nullptr ? nullptr : &chosen.date->resolved;
  const bool recurring =
      phrase.Has(WordKind::kRecurring) || phrase.Has(WordKind::kAllYear);
  const bool over = bounds.latest && *bounds.latest < today;
  if (recurring && !over) {
    return Status::kOngoing;
  }
  return StatusOfDate(*date, bounds, resolved, beside || takes_place, today);
}

bool IsOnline(v1::DeliveryMode mode) {
  return mode == v1::DELIVERY_MODE_REMOTE ||
         mode == v1::DELIVERY_MODE_VIDEO_CONFERENCE;
}

// What two modes said of one meeting make together; nullopt when they differ.
std::optional<v1::DeliveryMode> Together(v1::DeliveryMode a, v1::DeliveryMode b,
                                         bool same_field) {
  if (a == b || b == v1::DELIVERY_MODE_UNSPECIFIED) return a;
  if (a == v1::DELIVERY_MODE_UNSPECIFIED) return b;
  if (IsOnline(a) && IsOnline(b)) return v1::DELIVERY_MODE_VIDEO_CONFERENCE;
  const bool apart = (IsOnline(a) && b == v1::DELIVERY_MODE_IN_PERSON) ||
                     (IsOnline(b) && a == v1::DELIVERY_MODE_IN_PERSON);
  if (apart && same_field) return v1::DELIVERY_MODE_HYBRID;
  if (a == v1::DELIVERY_MODE_HYBRID || b == v1::DELIVERY_MODE_HYBRID) {
    return v1::DELIVERY_MODE_HYBRID;
  }
  return std::nullopt;
}

std::string ModeWords(const std::vector<PhraseMode>& modes, const Text& text) {
  const PhraseMode& first = modes.front();
  size_t end = first.end;
  for (const PhraseMode& mode : modes) {
    if (mode.field == first.field) end = std::max(end, mode.end);
  }
  // 온라인 개최(ZOOM): the parenthesis is closed.
  int depth = 0;
  for (size_t i = first.begin; i < end; ++i) {
    if (text.at(i) == U'(') ++depth;
    if (text.at(i) == U')') --depth;
  }
  while (depth > 0 && end < text.size()) {
    if (text.at(end) == U')') --depth;
    ++end;
  }
  return std::string(text.Source(first.begin, end));
}

// Whether one of two modes is meant, and not both: `화상 또는 대면`.
bool IsEither(const PhraseMode& a, const PhraseMode& b, const Text& text) {
  if (a.mode == b.mode) return false;
  const size_t gap = text.SkipSpaces(a.end);
  for (const std::u32string_view word :
       {U"또는 ", U"혹은 ", U"or ", U"或者", U"或"}) {
    if (text.Match(gap, word) == b.begin) return true;
  }
  return false;
}

// The modes that hold: those behind an arrow, when there are any.
std::vector<PhraseMode> CurrentModes(const Phrase& phrase) {
  std::vector<PhraseMode> modes;
  for (const PhraseMode& mode : phrase.modes) {
    if (!mode.superseded) modes.push_back(mode);
  }
  return modes.empty() ? phrase.modes : modes;
}

std::optional<v1::Delivery> DeliveryOf(const Phrase& phrase, const Text& text,
                                       const std::optional<PartialDate>& date,
                                       Meaning& out) {
  if (phrase.modes.empty()) {
    if (phrase.places.empty() || !date || date->edtf().empty()) {
      return std::nullopt;
    }
    // A dated meeting at a place, with no other mode, is in one room.
    v1::Delivery delivery;
    delivery.set_mode(v1::DELIVERY_MODE_IN_PERSON);
    return delivery;
  }
  v1::DeliveryMode mode = v1::DELIVERY_MODE_UNSPECIFIED;
  bool alongside = false;
  const std::vector<PhraseMode> modes = CurrentModes(phrase);
  for (size_t i = 1; i < modes.size(); ++i) {
    if (!IsEither(modes[i - 1], modes[i], text)) continue;
    const std::string words = ModeWords(modes, text);
    out.unread.push_back(words);
    out.findings.push_back(
        {"mode-conflict",
         absl::StrCat("'", words,
                      "' leaves open which mode is meant; it is "
                      "kept as written")});
    return std::nullopt;
  }
  for (const PhraseMode& next : modes) {
    alongside |= next.mode == v1::DELIVERY_MODE_UNSPECIFIED;
    const auto together =
        Together(mode, next.mode, next.field == modes.front().field);
    if (together) {
      mode = *together;
    } else {
      out.findings.push_back(
          {"mode-conflict", "more than one mode is named; the first is kept"});
    }
  }
  if (alongside && (IsOnline(mode) || mode == v1::DELIVERY_MODE_IN_PERSON ||
                    mode == v1::DELIVERY_MODE_UNSPECIFIED)) {
    mode = v1::DELIVERY_MODE_HYBRID;
  }
  v1::Delivery delivery;
  delivery.set_mode(mode);
  delivery.set_verbatim(ModeWords(modes, text));
  return delivery;
}

}  // namespace

Meaning Understand(Phrase& phrase, const Text& text, bool beside,
                   const Context& context) {
  Meaning out;
  out.unread = std::move(phrase.unread);
  out.findings = std::move(phrase.findings);
  const Chosen chosen = Choose(phrase, text, out);
  out.date = MakeDate(phrase, chosen, text, context);
  if (chosen.coverage != nullptr) {
    PartialDate& coverage =
        out.coverage.emplace(std::move(chosen.coverage->resolved.date));
    coverage.set_verbatim(chosen.coverage->verbatim);
  }
  out.delivery = DeliveryOf(phrase, text, out.date, out);
  const bool something_beside = beside || out.delivery.has_value() ||
                                !phrase.places.empty() ||
                                !phrase.hosts.empty() || !phrase.levels.empty();
  out.status = StatusOf(phrase, out.date, chosen, something_beside,
                        out.unread.size(), context.day);
  return out;
}

}  // namespace clearsky::notation
