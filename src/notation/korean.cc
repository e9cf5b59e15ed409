#include "notation/korean.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/utf8.h"
#include "notation/line.h"
#include "notation/phrase.h"
#include "notation/text.h"

namespace clearsky::notation {
namespace {

constexpr size_t kMaxSize = 4096;

std::string Quote(absl::string_view words) {
  constexpr size_t kMaxQuote = 90;
  if (words.size() <= kMaxQuote) return absl::StrCat("'", words, "'");
  size_t size = kMaxQuote;
  while (!IsValidUtf8(words.substr(0, size))) --size;
  return absl::StrCat("'", words.substr(0, size), "...'");
}

// What a phrase is read from, and whether a title was taken off before it.
struct Source {
  std::string words;
  Phrase phrase;
  bool has_title = false;
  bool is_closed = true;
};

// The date that a title carries itself (`2022.10.26 정책대화(영상)`), at its
// beginning or end; a year alone is its edition.
bool TitleHasDate(absl::string_view title, const Phrase& phrase) {
  if (phrase.dates.empty()) return false;
  const PhraseDate& date = phrase.dates.front();
  const bool at_edge = date.begin == 0 || date.end == Text(title).size();
  return at_edge && date.resolved.precision < Precision::kYear;
}

// Takes a title off the fields in the last parenthesis. What stands before a
// parenthesis is no title when all of it is understood, or when nothing in the
// parenthesis is a date, status or mode.
Source TakeApart(absl::string_view words, const Context& context) {
  Source whole;
  whole.words = std::string(words);
  whole.phrase = ReadPhrase(words, context);
  const LineParts parts = SplitLine(WithoutListMark(words));
  whole.is_closed = parts.is_closed;
  if (!parts.has_group || parts.title.empty()) return whole;
  const Phrase title = ReadPhrase(parts.title, context);
  if (title.unread.empty() && title.hosts.empty() && title.SaysSomething()) {
    return whole;
  }
  const Phrase inside = ReadPhrase(parts.inside, context);
  if (!inside.SaysSomething() && inside.impossible.ok()) return whole;
  if (inside.dates.empty() && TitleHasDate(parts.title, title)) {
    whole.has_title = true;
    return whole;
  }
  Source source;
  source.words =
      absl::StrCat(parts.inside, parts.after.empty() ? "" : ", ", parts.after);
  source.phrase = ReadPhrase(source.words, context);
  source.has_title = true;
  source.is_closed = parts.is_closed;
  return source;
}

}  // namespace

absl::string_view StatusName(Status status) {
  switch (status) {
    case Status::kNone:
      return "";
    case Status::kPlanned:
      return "planned";
    case Status::kHeld:
      return "held";
    case Status::kOngoing:
      return "ongoing";
    case Status::kPostponed:
      return "postponed";
    case Status::kCancelled:
      return "cancelled";
  }
  return "";
}

absl::StatusOr<DateReading> ReadDate(absl::string_view words,
                                     const Context& context) {
  if (words.size() > kMaxSize) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the words have ", words.size(), " bytes; at most 4096 are accepted"));
  }
  if (!IsValidUtf8(words)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the words are not UTF-8 at byte ", FirstInvalidUtf8(words)));
  }
  const Source source = TakeApart(words, context);
  const Phrase& phrase = source.phrase;
  if (!phrase.impossible.ok()) return phrase.impossible;
  if (!phrase.SaysSomething()) {
    return absl::InvalidArgumentError(absl::StrCat(
        Quote(words),
        " has no date, status or mode; accepted are dates as officials write "
        "them (4.29, 10월 말, 8.31~9.2, '22.12월~, 내년 상반기, 미정), EDTF "
        "(2022-10, 2022-35, [2022-10-21..2022-10-31]), words of status (예정, "
        "연기, 취소) and of mode (영상회의, 비대면, 대면, 서면)"));
  }
  Meaning meaning = Understand(phrase, source.words, source.has_title, context);
  DateReading reading;
  reading.date = std::move(meaning.date);
  reading.status = meaning.status;
  reading.delivery = std::move(meaning.delivery);
  reading.places = phrase.places;
  reading.findings = std::move(meaning.findings);
  if (!source.is_closed) {
    reading.findings.push_back(
        {"unbalanced-parenthesis", "the last parenthesis is not closed"});
  }
  return reading;
}

std::optional<v1::DeliveryMode> ReadMode(absl::string_view word) {
  if (word.size() > kMaxSize || !IsValidUtf8(word)) return std::nullopt;
  const Phrase phrase = ReadPhrase(word, Context());
  if (phrase.modes.empty() || !phrase.dates.empty() || !phrase.unread.empty() ||
      !phrase.impossible.ok() || !phrase.hosts.empty()) {
    return std::nullopt;
  }
  const bool only_takes_place =
      std::all_of(phrase.words.begin(), phrase.words.end(),
                  [](WordKind kind) { return kind == WordKind::kTakesPlace; });
  if (!only_takes_place) return std::nullopt;
  const Meaning meaning = Understand(phrase, word, false, Context());
  if (!meaning.delivery) return std::nullopt;
  return meaning.delivery->mode();
}

absl::string_view ModeWord(v1::DeliveryMode mode) {
  switch (mode) {
    case v1::DELIVERY_MODE_IN_PERSON:
      return "대면";
    case v1::DELIVERY_MODE_VIDEO_CONFERENCE:
      return "영상";
    case v1::DELIVERY_MODE_REMOTE:
      return "비대면";
    case v1::DELIVERY_MODE_HYBRID:
      return "온·오프라인 병행";
    case v1::DELIVERY_MODE_WRITTEN:
      return "서면";
    case v1::DELIVERY_MODE_CORRESPONDENCE:
      return "서신";
    default:
      return "";
  }
}

}  // namespace clearsky::notation
