#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/utf8.h"
#include "notation/line.h"
#include "notation/notation.h"
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
  explicit Source(std::string from, Language language)
      : words(std::move(from)), text(words, language) {}

  const std::string words;
  const Text text;
  Phrase phrase;
  bool has_title = false;
  bool is_closed = true;
};

// The date that a title carries itself (`2022.10.26 정책대화(영상)`), at its
// beginning or end; a year alone is its edition.
bool TitleHasDate(const Text& title, const Phrase& phrase) {
  if (phrase.dates.empty()) return false;
  const PhraseDate& date = phrase.dates.front();
  const bool at_edge = date.begin == 0 || date.end == title.size();
  return at_edge && date.resolved.precision < Precision::kYear;
}

// What the last words of a title say of status or mode, as a field before the
// others: `코로나19로 취소(당초 3.5~6)`, `운영위원회 영상회의(10.26)`. Empty
// when they say nothing, or are the name itself (`이행 계획`).
std::string StatusBehindTitle(const Text& title, const Phrase& inside,
                              const Context& context) {
  if (title.language() != Language::kKorean) return "";
  constexpr int kMaxWords = 3;
  std::string found;
  size_t end = title.size();
  size_t begin = end;
  for (int count = 0; count < kMaxWords && begin > 0; ++count) {
    --begin;
    while (begin > 0 && title.at(begin - 1) != U' ') --begin;
    if (begin == 0) break;
    const std::string words(title.Source(begin, end));
    const Text text(words, title.language());
    const Phrase phrase = ReadPhrase(text, context);
    if (!phrase.unread.empty() || !phrase.hosts.empty() ||
        !phrase.places.empty() || !phrase.levels.empty()) {
      break;
    }
    const bool ends =
        phrase.Has(WordKind::kCancelled) || phrase.Has(WordKind::kPostponed) ||
        phrase.Has(WordKind::kNegation) ||
        (phrase.Has(WordKind::kPlanned) && absl::EndsWith(words, "예정"));
    const bool has_mode = !phrase.modes.empty() && inside.modes.empty();
    if (ends || has_mode) found = absl::StrCat(words, ", ");
  }
  return found;
}

// Takes a title off the fields in the last parenthesis. What stands before a
// parenthesis is no title when all of it is understood, or when nothing in the
// parenthesis is a date, status or mode. Sets `source`, which is large and
// never moves.
void TakeApart(absl::string_view words, Language language,
               const Context& context, std::optional<Source>& source) {
  source.emplace(std::string(words), language);
  source->phrase = ReadPhrase(source->text, context);
  if (!HasParenthesis(source->text)) return;
  const LineParts parts = SplitLine(WithoutListMark(words));
  source->is_closed = parts.is_closed;
  if (!parts.has_group || parts.title.empty()) return;
  const Text title_text(parts.title, language);
  const Phrase title = ReadPhrase(title_text, context);
  if (title.unread.empty() && title.hosts.empty() && title.SaysSomething()) {
    return;
  }
  // `10월 4주(24~28일)`: the week of the month before it.
  if (!title.dates.empty() && (absl::EndsWith(parts.title, "주") ||
                               absl::EndsWith(parts.title, "주차"))) {
    return;
  }
  const Phrase inside = ReadPhrase(Text(parts.inside, language), context);
  if (!inside.SaysSomething() && inside.impossible.ok()) return;
  if (inside.dates.empty() && TitleHasDate(title_text, title)) {
    source->has_title = true;
    return;
  }
  // A sentence with its date, and a mode or place in parentheses behind it.
  const bool is_sentence = language != Language::kKorean &&
                           !title.dates.empty() && inside.dates.empty() &&
                           (title.words.size() > 0 || !title.places.empty());
  if (is_sentence) return;
  source.emplace(
      absl::StrCat(StatusBehindTitle(title_text, inside, context), parts.inside,
                   parts.after.empty() ? "" : ", ", parts.after),
      language);
  source->phrase = ReadPhrase(source->text, context);
  source->has_title = true;
  source->is_closed = parts.is_closed;
  // `1차(3.5), 2차(9.14)`
  const auto is_finer = [](const PhraseDate& date) {
    return date.resolved.precision < Precision::kYear;
  };
  if (HasParenthesis(title_text) &&
      std::any_of(title.dates.begin(), title.dates.end(), is_finer)) {
    source->phrase.findings.push_back(
        {"not-understood",
         absl::StrCat(Quote(parts.title),
                      " has a date of its own; it is kept as written")});
  }
}

// What ReadDate accepts, for its refusals.
absl::string_view Accepted(Language language) {
  switch (language) {
    case Language::kKorean:
      return "dates as officials write them (4.29, 10월 말, 8.31~9.2, "
             "'22.12월~, "
             "내년 상반기, 미정), EDTF (2022-10, 2022-35, "
             "[2022-10-21..2022-10-31]), words of status (예정, 연기, 취소) "
             "and "
             "of mode (영상회의, 비대면, 대면, 서면)";
    case Language::kEnglish:
      return "dates as officials write them (29 April 2022, early October, "
             "5-17 December 2022, from Dec 2022, first half of next year, "
             "TBD), EDTF (2022-10, 2022-35), words of status (planned, "
             "postponed, cancelled) and of mode (virtual, online, in person, "
             "in writing)";
    case Language::kChinese:
      return "dates as officials write them (2022年4月29日, 10月下旬, "
             "5月17日至30日, 2022年12月起, 明年上半年, 待定), EDTF (2022-10, "
             "2022-35), words of status (定于, 推迟, 取消) and of mode (视频, "
             "线上, 线下, 书面)";
  }
  return "";
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

absl::StatusOr<DateReading> ReadDate(absl::string_view words, Language language,
                                     const Context& context) {
  if (words.size() > kMaxSize) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the words have ", words.size(), " bytes; at most 4096 are accepted"));
  }
  if (!IsValidUtf8(words)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the words are not UTF-8 at byte ", FirstInvalidUtf8(words)));
  }
  std::optional<Source> source;
  TakeApart(words, language, context, source);
  Phrase& phrase = source->phrase;
  if (!phrase.impossible.ok()) return phrase.impossible;
  if (!phrase.SaysSomething()) {
    return absl::InvalidArgumentError(absl::StrCat(
        Quote(words), " has no date, status or mode; accepted are ",
        Accepted(language)));
  }
  Meaning meaning =
      Understand(phrase, source->text, source->has_title, context);
  absl::StatusOr<DateReading> out(absl::in_place);
  DateReading& reading = *out;
  if (meaning.date) reading.date.emplace().Swap(&*meaning.date);
  reading.status = meaning.status;
  reading.delivery = std::move(meaning.delivery);
  reading.places = std::move(phrase.places);
  if (!phrase.hosts.empty()) reading.host = std::move(phrase.hosts.front());
  reading.findings = std::move(meaning.findings);
  if (!source->is_closed) {
    reading.findings.push_back(
        {"unbalanced-parenthesis", "the last parenthesis is not closed"});
  }
  return out;
}

std::optional<v1::DeliveryMode> ReadMode(absl::string_view word,
                                         Language language) {
  if (word.size() > kMaxSize || !IsValidUtf8(word)) return std::nullopt;
  const Text text(word, language);
  Phrase phrase = ReadPhrase(text, Context());
  if (phrase.modes.empty() || !phrase.dates.empty() || !phrase.unread.empty() ||
      !phrase.impossible.ok() || !phrase.hosts.empty()) {
    return std::nullopt;
  }
  const bool only_takes_place =
      std::all_of(phrase.words.begin(), phrase.words.end(),
                  [](WordKind kind) { return kind == WordKind::kTakesPlace; });
  if (!only_takes_place) return std::nullopt;
  const Meaning meaning = Understand(phrase, text, false, Context());
  if (!meaning.delivery) return std::nullopt;
  return meaning.delivery->mode();
}

absl::string_view ModeWord(v1::DeliveryMode mode, Language language) {
  struct Words {
    absl::string_view korean;
    absl::string_view english;
    absl::string_view chinese;
  };
  const Words words = [&]() -> Words {
    switch (mode) {
      case v1::DELIVERY_MODE_IN_PERSON:
        return {"대면", "in person", "线下"};
      case v1::DELIVERY_MODE_VIDEO_CONFERENCE:
        return {"영상", "by video conference", "视频"};
      case v1::DELIVERY_MODE_REMOTE:
        return {"비대면", "online", "线上"};
      case v1::DELIVERY_MODE_HYBRID:
        return {"온·오프라인 병행", "hybrid", "线上线下结合"};
      case v1::DELIVERY_MODE_WRITTEN:
        return {"서면", "in writing", "书面"};
      case v1::DELIVERY_MODE_CORRESPONDENCE:
        return {"서신", "by correspondence", "函"};
      default:
        return {};
    }
  }();
  switch (language) {
    case Language::kKorean:
      return words.korean;
    case Language::kEnglish:
      return words.english;
    case Language::kChinese:
      return words.chinese;
  }
  return "";
}

}  // namespace clearsky::notation
