// Dates that the running text gives an activity of the table.

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "document/lint/checks.h"
#include "document/lint/name_index.h"
#include "document/lint/paragraphs.h"

namespace clearsky::document::lint {
namespace {

using namespace std::literals::string_view_literals;

// A date stands no further from the name it belongs to.
constexpr size_t kFarthest = 60;

class Checker {
 public:
  Checker(const Draft& draft, const NameIndex& index, FindingList* findings)
      : draft_(draft),
        letters_(draft.letters),
        index_(index),
        findings_(findings) {}

  void Check() {
    const std::vector<NameMention>& mentions = index_.mentions();
    for (size_t i = 0; i < mentions.size(); ++i) {
      const NameMention& mention = mentions[i];
      if (draft_.table.Contains(mention.span.begin)) continue;
      const Item* const item = ItemOf(mention);
      if (item == nullptr || !item->days || told_.count(item) > 0) continue;
      const size_t after = i > 0 ? mentions[i - 1].span.end : 0;
      const size_t before = i + 1 < mentions.size() ? mentions[i + 1].span.begin
                                                    : letters_.size();
      const DateMention* date = DateBefore(mention.span, after);
      if (date == nullptr) date = DateBehind(mention.span, before);
      if (date != nullptr) Compare(*date, *item);
    }
  }

 private:
  // The line of the table that is meant; nullptr when more than one may be.
  const Item* ItemOf(const NameMention& mention) const {
    constexpr size_t kMost = 200;
    const std::vector<size_t>& items = index_.names()[mention.name].items;
    if (items.size() > kMost) return nullptr;
    const std::optional<uint32_t> ordinal = OrdinalBefore(mention.span.begin);
    const Item* meant = nullptr;
    for (const size_t index : items) {
      const Item& item = draft_.items[index];
      if (item.ordinal && ordinal && item.ordinal->value != *ordinal) continue;
      if (ordinal && !item.ordinal) continue;
      if (meant != nullptr && !SameDays(*meant, item)) return nullptr;
      meant = meant == nullptr ? &item : meant;
    }
    return meant;
  }

  static bool SameDays(const Item& a, const Item& b) {
    return a.days == b.days;
  }

  // `제6차 ` before the name.
  std::optional<uint32_t> OrdinalBefore(size_t begin) const {
    constexpr size_t kLongest = 12;
    const size_t from = begin > kLongest ? begin - kLongest : 0;
    for (size_t i = from; i < begin; ++i) {
      const auto ordinal = ReadOrdinalAt(letters_, i);
      if (ordinal && letters_.SkipBlanks(ordinal->span.end) >= begin) {
        return ordinal->value;
      }
    }
    return std::nullopt;
  }

  // Whether a sentence ends between two places.
  bool EndsSentence(size_t begin, size_t end) const {
    for (size_t i = begin; i < end; ++i) {
      const char32_t c = letters_.at(i);
      if (c == U'\t' || (c == U'\n' && letters_.at(i + 1) == U'\n'))
        return true;
      if (c == U'\n' && IsListMark(letters_, i + 1)) return true;
      if (c == U'.' && letters_.IsSpace(i + 1) && !letters_.IsDigit(i - 1)) {
        return true;
      }
      if (U"①②③④⑤⑥⑦⑧⑨⑩。"sv.find(letters_.raw(i)) !=
          std::u32string_view::npos) {
        return true;
      }
    }
    return false;
  }

  // Whether a verb that carries a date stands between them: 열릴, 개최된.
  bool HasVerb(size_t begin, size_t end) const {
    for (size_t i = begin; i < end; ++i) {
      for (const std::u32string_view verb :
           {U"개최"sv, U"열"sv, U"진행"sv, U"실시"sv, U"예정"sv, U"召开"sv,
            U"举行"sv, U"举办"sv, U"held"sv}) {
        if (letters_.raw(i) == verb.front() && letters_.Match(i, verb)) {
          return true;
        }
      }
    }
    return false;
  }

  // Whether another clause begins between them: `하고,`, `했으며`.
  bool BreaksClause(size_t begin, size_t end) const {
    for (size_t i = begin; i < end; ++i) {
      if (letters_.at(i) == U',' || letters_.at(i) == U';') return true;
      if (letters_.Match(i, U"으며 ") || letters_.Match(i, U"하고 ") ||
          letters_.Match(i, U"하여 ")) {
        return true;
      }
    }
    return false;
  }

  const DateMention* DateBefore(Span name, size_t after) const {
    const auto& dates = draft_.prose_dates;
    auto next = std::lower_bound(dates.begin(), dates.end(), name.begin,
                                 [](const DateMention& date, size_t at) {
                                   return date.span.begin < at;
                                 });
    if (next == dates.begin()) return nullptr;
    const DateMention& date = *std::prev(next);
    if (date.IsYearsOnly() || date.span.begin < after ||
        date.span.end > name.begin || name.begin - date.span.end > kFarthest ||
        EndsSentence(date.span.end, name.begin)) {
      return nullptr;
    }
    const size_t gap = letters_.SkipBlanks(date.span.end);
    const size_t begin = OrdinalBegin(name.begin);
    const bool adjacent =
        gap >= begin ||
        (SkipTimeParticle(date.span.end) >= begin && IsHeld(name.end));
    if (!adjacent && (!HasVerb(date.span.end, name.begin) ||
                      BreaksClause(date.span.end, name.begin))) {
      return nullptr;
    }
    return &date;
  }

  // `11월 말에 `: the index behind the particle and blanks.
  size_t SkipTimeParticle(size_t i) const {
    for (const std::u32string_view particle :
         {U"에는"sv, U"에도"sv, U"경에"sv, U"중에"sv, U"에"sv, U"경"sv,
          U"중"sv}) {
      const auto end = letters_.Match(letters_.SkipBlanks(i), particle);
      if (end && letters_.at(*end) == U' ') return letters_.SkipBlanks(*end);
    }
    return i;
  }

  // Whether it is the name that ends at `i` which is held: `...을 개최한다`,
  // and not `... 결과를 발표한다`.
  bool IsHeld(size_t i) const {
    constexpr size_t kVerbWithin = 20;
    const bool has_particle =
        letters_.at(i) != 0 &&
        U"을를이가은는도"sv.find(letters_.at(i)) != std::u32string_view::npos;
    if (!has_particle) return HasVerb(i, letters_.SkipBlanks(i) + 1);
    size_t end = i;
    while (end < i + kVerbWithin && !EndsSentence(i, end + 1)) ++end;
    return !BreaksClause(i, end) && HasVerb(i, end);
  }

  // Where the number before a name begins, or the name.
  size_t OrdinalBegin(size_t begin) const {
    constexpr size_t kLongest = 12;
    const size_t from = begin > kLongest ? begin - kLongest : 0;
    for (size_t i = from; i < begin; ++i) {
      const auto ordinal = ReadOrdinalAt(letters_, i);
      if (ordinal && letters_.SkipBlanks(ordinal->span.end) >= begin) return i;
    }
    return begin;
  }

  // `청천컨퍼런스(10월 말)`, `청천컨퍼런스를 10월 말에 개최`.
  const DateMention* DateBehind(Span name, size_t before) const {
    constexpr size_t kVerbWithin = 30;
    const auto& dates = draft_.prose_dates;
    const auto next = std::lower_bound(dates.begin(), dates.end(), name.end,
                                       [](const DateMention& date, size_t at) {
                                         return date.span.begin < at;
                                       });
    if (next == dates.end() || next->IsYearsOnly() ||
        next->span.begin >= before ||
        next->span.begin - name.end > kFarthest / 3 ||
        EndsSentence(name.end, next->span.begin)) {
      return nullptr;
    }
    const size_t behind = letters_.SkipBlanks(name.end);
    if (letters_.at(behind) == U'(' &&
        letters_.SkipBlanks(behind + 1) == next->span.begin) {
      return &*next;
    }
    if (BreaksClause(name.end, next->span.begin) ||
        !HasVerb(next->span.end, next->span.end + kVerbWithin) ||
        EndsSentence(next->span.end, next->span.end + 2)) {
      return nullptr;
    }
    return &*next;
  }

  void Compare(const DateMention& date, const Item& item) {
    const int year = static_cast<int>(draft_.day.year());
    const std::optional<DayRange> body = DaysOf(date, year);
    if (!body) return;
    const DayRange& table = *item.days;
    // Of another year: another meeting of the series.
    if (body->first.year() != table.first.year() && !item.ordinal) return;
    if (*body == table) return;
    told_.insert(&item);
    const Span place = item.date_span.empty() ? item.span : item.date_span;
    const std::string here = draft_.Words(place);
    const std::string there = draft_.Words(date.span);
    const std::string title = draft_.Words(item.title);
    if (table.Contains(*body) || body->Contains(table)) {
      const bool body_narrower = table.Contains(*body);
      findings_->Add(
          {"body-table", place,
           absl::StrCat("`", title, "` is dated `", here, "` here and `", there,
                        "` in the running text on ",
                        findings_->LineWords(date.span),
                        ": they agree, and the ",
                        body_narrower ? "running text" : "table",
                        " is the more precise"),
           absl::StrCat("`", body_narrower ? there : here, "` in both places"),
           date.span, v1::LintFinding::SEVERITY_INFO});
      return;
    }
    findings_->Add(
        {"body-table", place,
         absl::StrCat("`", title, "` is dated `", here, "` here and `", there,
                      "` in the running text on ",
                      findings_->LineWords(date.span)),
         "find out which is right, and print that in both places", date.span,
         v1::LintFinding::SEVERITY_ERROR});
  }

  const Draft& draft_;
  const Letters& letters_;
  const NameIndex& index_;
  FindingList* const findings_;
  std::set<const Item*> told_;
};

}  // namespace

void CheckBodyDates(const Draft& draft, const NameIndex& index,
                    FindingList* findings) {
  Checker(draft, index, findings).Check();
}

}  // namespace clearsky::document::lint
