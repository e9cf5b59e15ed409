// Numbers of meetings and of lists: left out, repeated, missing.

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "document/lint/checks.h"
#include "document/lint/name_keys.h"

namespace clearsky::document::lint {
namespace {

using namespace std::literals::string_view_literals;

// A series of a shorter name is one within its project only.
constexpr size_t kSeriesName = 8;
// Two meetings of one number that lie nearer are one meeting with two dates.
constexpr int kOneMeetingDays = 31;

// What meetings that are counted are called.
constexpr std::u32string_view kCounted[] = {
    U"회의",    U"교류회",    U"세미나",   U"워크숍",     U"워크샵",
    U"대화",    U"컨퍼런스",  U"콘퍼런스", U"포럼",       U"박람회",
    U"전시회",  U"심포지엄",  U"심포지움", U"총회",       U"연찬회",
    U"협의회",  U"간담회",    U"위원회",   U"meeting",    U"workshop",
    U"seminar", U"forum",     U"dialogue", U"conference", U"exhibition",
    U"expo",    U"symposium", U"session",  U"会议",       U"研讨会",
    U"论坛",    U"对话",      U"博览会",   U"交流会",     U"大会"};
// And which of them are not.
constexpr std::u32string_view kOnce[] = {
    U"킥오프",      U"착수",    U"사전", U"준비",    U"임시",
    U"특별",        U"비공식",  U"긴급", U"kickoff", U"kick-off",
    U"preparatory", U"special", U"启动", U"筹备"};

bool EndsWithAny(const std::u32string& words) {
  for (const std::u32string_view word : kCounted) {
    if (words.ends_with(word)) return true;
  }
  return false;
}

bool IsCounted(const Draft& draft, const Item& item) {
  const std::u32string words = SpellingOf(draft.letters, item.name);
  for (const std::u32string_view word : kOnce) {
    if (words.find(word) != std::u32string::npos) return false;
  }
  return EndsWithAny(words);
}

struct Series {
  std::vector<const Item*> numbered;
  std::vector<const Item*> others;
};

class Checker {
 public:
  Checker(const Draft& draft, const KnownPlan& plan, FindingList* findings)
      : draft_(draft), findings_(findings) {
    for (const KnownSeries& series : plan.series) {
      if (series.ordinals.empty()) continue;
      uint32_t& last = known_last_[KeyOfWords(series.name)];
      last = std::max(last, *series.ordinals.rbegin());
    }
  }

  void Check() {
    Group();
    for (const auto& [key, series] : series_) {
      CheckSeries(series);
      CheckKnown(key.second, series);
    }
    CheckOthers();
    CheckLists();
  }

 private:
  using SeriesKey = std::pair<size_t, std::u32string>;

  void Group() {
    for (const Item& item : draft_.items) {
      const std::u32string key = KeyOfWords(draft_.NameOf(item));
      if (key.empty()) continue;
      const bool wide = key.size() >= kSeriesName;
      Series& series = series_[{wide ? 0 : item.project + 1, key}];
      (item.ordinal ? series.numbered : series.others).push_back(&item);
    }
  }

  void CheckSeries(const Series& series) {
    std::vector<const Item*> items = series.numbered;
    std::stable_sort(items.begin(), items.end(),
                     [](const Item* a, const Item* b) {
                       return a->ordinal->value < b->ordinal->value;
                     });
    for (size_t i = 1; i < items.size(); ++i) {
      const Item& before = *items[i - 1];
      const Item& item = *items[i];
      if (item.ordinal->value == before.ordinal->value) {
        CheckRepeated(before, item);
      } else if (item.ordinal->value > before.ordinal->value + 1) {
        ReportSkip(before, item);
      } else if (before.days && item.days &&
                 item.days->last < before.days->first) {
        ReportOrder(before, item);
      }
    }
    if (items.empty()) return;
    for (const Item* item : series.others) {
      if (item->edition_year != 0) continue;
      told_.insert(item);
      findings_->Add(
          {"ordinal-missing", item->title,
           absl::StrCat("`", draft_.Words(item->title),
                        "` has no number, and `",
                        draft_.Words(items.back()->title), "` on ",
                        findings_->LineWords(items.back()->span), " has one"),
           "write its number before the name", items.back()->title,
           v1::LintFinding::SEVERITY_WARNING});
    }
  }

  void CheckRepeated(const Item& first, const Item& second) {
    if (first.project != second.project) return;  // CheckDuplicates tells.
    const bool have_days = first.days && second.days;
    if (!have_days || *first.days == *second.days) return;
    const auto apart = second.days->first > first.days->last
                           ? second.days->first - first.days->last
                           : first.days->first - second.days->last;
    if (apart <= kOneMeetingDays) return;
    findings_->Add(
        {"ordinal-repeats", second.ordinal->span,
         absl::StrCat("`", draft_.Words(second.ordinal->span),
                      "` is the number of the meeting on ",
                      findings_->LineWords(first.span),
                      ", too, which has another date"),
         absl::StrCat("`",
                      OrdinalLike(draft_.letters, second.ordinal->span,
                                  second.ordinal->value + 1),
                      "`, or one of the dates is wrong, or they are "
                      "parts of one meeting"),
         first.ordinal->span});
  }

  void ReportSkip(const Item& before, const Item& item) {
    findings_->Add(
        {"ordinal-skips", item.ordinal->span,
         absl::StrCat("`", draft_.Words(item.ordinal->span), "` follows `",
                      draft_.Words(before.ordinal->span), "` on ",
                      findings_->LineWords(before.span),
                      ": a number is left out"),
         absl::StrCat("`",
                      OrdinalLike(draft_.letters, item.ordinal->span,
                                  before.ordinal->value + 1),
                      "`"),
         before.ordinal->span});
  }

  void ReportOrder(const Item& before, const Item& item) {
    findings_->Add(
        {"ordinal-order", item.ordinal->span,
         absl::StrCat("`", draft_.Words(item.title), "` is dated before `",
                      draft_.Words(before.title), "` on ",
                      findings_->LineWords(before.span)),
         "the numbers or the dates are interchanged", before.ordinal->span});
  }

  // Against the numbers that the plan's series have.
  void CheckKnown(const std::u32string& key, const Series& series) {
    const auto known = known_last_.find(key);
    if (known == known_last_.end()) return;
    const uint32_t last = known->second;
    const Item* first = nullptr;
    for (const Item* item : series.numbered) {
      if (first == nullptr || item->ordinal->value < first->ordinal->value) {
        first = item;
      }
    }
    if (first != nullptr && first->ordinal->value > last + 1) {
      findings_->Add(
          {"ordinal-skips", first->ordinal->span,
           absl::StrCat("the last meeting of the series that is recorded has "
                        "number ",
                        last),
           absl::StrCat(
               "`", OrdinalLike(draft_.letters, first->ordinal->span, last + 1),
               "`")});
    }
    if (!series.numbered.empty()) return;
    for (const Item* item : series.others) {
      if (item->edition_year != 0) continue;
      told_.insert(item);
      findings_->Add({"ordinal-missing", item->title,
                      absl::StrCat("`", draft_.Words(item->title),
                                   "` has no number; the series has ", last,
                                   " as its last"),
                      "write its number before the name", std::nullopt,
                      v1::LintFinding::SEVERITY_WARNING});
    }
  }

  // Meetings without number in a table that numbers its meetings.
  void CheckOthers() {
    constexpr size_t kLeast = 3;
    std::vector<const Item*> counted;
    size_t numbered = 0;
    const Item* example = nullptr;
    for (const Item& item : draft_.items) {
      if (!IsCounted(draft_, item)) continue;
      if (item.ordinal) {
        ++numbered;
        if (example == nullptr) example = &item;
      } else {
        counted.push_back(&item);
      }
    }
    if (numbered < kLeast || numbered * 2 < counted.size()) return;
    for (const Item* item : counted) {
      if (told_.count(item) > 0) continue;
      const std::string words = draft_.Words(item->title);
      const std::string like = draft_.Words(example->ordinal->span);
      findings_->Add(
          {"ordinal-missing", item->title,
           item->edition_year != 0
               ? absl::StrCat("`", words, "` bears its year, and ", numbered,
                              " meetings of the table bear a number such as `",
                              like, "`")
               : absl::StrCat("`", words, "` has no number, and ", numbered,
                              " meetings of the table have one such as `", like,
                              "`"),
           "write its number when it is one of a series",
           example->ordinal->span});
    }
  }

  // ① ② ④: numbers of a list in running text.
  void CheckLists() {
    constexpr size_t kFarthest = 600;
    const Letters& letters = draft_.letters;
    size_t last = 0;
    int value = 0;
    for (size_t i = 0; i < letters.size(); ++i) {
      const char32_t c = letters.raw(i);
      if (c < U'①' || c > U'⑳') continue;
      const int number = static_cast<int>(c - U'①') + 1;
      if (value != 0 && i - last < kFarthest && HasItem(last, i) &&
          HasItem(i, letters.size()) && number != 1 && number != value + 1) {
        ReportList(last, i, value, number);
      }
      // A list begins with ①; what begins otherwise refers to one.
      value = number == 1 || value != 0 ? number : 0;
      last = i;
    }
  }

  // Whether words of an item stand between two numbers.
  bool HasItem(size_t mark, size_t end) const {
    constexpr size_t kLeast = 3;
    size_t count = 0;
    for (size_t i = mark + 1; i < end && count < kLeast; ++i) {
      if (draft_.letters.raw(i) >= U'①' && draft_.letters.raw(i) <= U'⑳') {
        break;
      }
      if (draft_.letters.IsWord(i)) ++count;
    }
    return count >= kLeast;
  }

  void ReportList(size_t last, size_t at, int value, int number) {
    const std::string before(draft_.letters.Source({last, last + 1}));
    const std::string here(draft_.letters.Source({at, at + 1}));
    const bool repeats = number <= value;
    findings_->Add(
        {repeats ? "ordinal-repeats" : "ordinal-skips",
         {at, at + 1},
         absl::StrCat("`", here, "` follows `", before, "`: ",
                      repeats ? "a number of the list stands twice or out of "
                                "order"
                              : "a number of the list is left out"),
         "number the list anew",
         Span{last, last + 1}});
  }

  const Draft& draft_;
  // Last number of each series of the plan, by the key of its name.
  std::map<std::u32string, uint32_t> known_last_;
  FindingList* const findings_;
  std::map<SeriesKey, Series> series_;
  std::set<const Item*> told_;
};

}  // namespace

void CheckOrdinals(const Draft& draft, const KnownPlan& plan,
                   FindingList* findings) {
  Checker(draft, plan, findings).Check();
}

}  // namespace clearsky::document::lint
