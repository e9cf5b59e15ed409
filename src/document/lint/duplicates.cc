// Lines that tell of one activity twice, and dates that lie within another's.

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "document/lint/checks.h"
#include "document/lint/name_keys.h"

namespace clearsky::document::lint {
namespace {

// Two meetings of a series lie further apart.
constexpr int kOneMeetingDays = 31;
// Longer than this is no event, but a time in which something goes on.
constexpr int kLongestEventDays = 14;

int64_t DaysBetween(const DayRange& a, const DayRange& b) {
  if (a.Meets(b)) return 0;
  return a.last < b.first ? b.first - a.last : a.first - b.last;
}

std::string KeyOf(const Draft& draft, const Item& item) {
  return absl::StrCat(item.ordinal ? item.ordinal->value : 0, "/",
                      item.edition_year, "/",
                      ToUtf8(KeyOfWords(draft.NameOf(item))));
}

class Checker {
 public:
  Checker(const Draft& draft, FindingList* findings)
      : draft_(draft), findings_(findings) {}

  void Check() {
    std::map<std::string, std::vector<size_t>> by_key;
    for (size_t i = 0; i < draft_.items.size(); ++i) {
      if (draft_.items[i].name.empty()) continue;
      by_key[KeyOf(draft_, draft_.items[i])].push_back(i);
    }
    for (const auto& [key, items] : by_key) {
      for (size_t k = 1; k < items.size(); ++k) {
        Compare(draft_.items[items[0]], draft_.items[items[k]]);
      }
    }
    CheckOverlaps();
  }

 private:
  void Compare(const Item& first, const Item& second) {
    const bool same_project = first.project == second.project;
    if (SameDate(first, second)) {
      ReportDuplicate(first, second, same_project);
      return;
    }
    if (!first.days || !second.days || first.is_off || second.is_off) return;
    const bool near = DaysBetween(*first.days, *second.days) <= kOneMeetingDays;
    // The same number for two meetings: CheckOrdinals tells of it. Meetings
    // without number may recur.
    if (same_project && !near) return;
    const bool certain =
        first.ordinal || first.edition_year != 0 || !same_project;
    findings_->Add(
        {"two-dates", DateSpan(second),
         absl::StrCat("`", draft_.Words(second.title), "` is dated `",
                      draft_.Words(DateSpan(second)), "` here and `",
                      draft_.Words(DateSpan(first)), "` on ",
                      findings_->LineWords(first.span)),
         certain ? "find out which is right, and print that in both lines"
                 : "print one date, or number the meetings when they are two",
         DateSpan(first),
         certain ? v1::LintFinding::SEVERITY_ERROR
                 : v1::LintFinding::SEVERITY_WARNING});
  }

  bool SameDate(const Item& first, const Item& second) const {
    if (first.date && second.date) {
      return first.date->edtf() == second.date->edtf();
    }
    if (first.days && second.days) return *first.days == *second.days;
    if (first.days || second.days) return false;
    // Without dates only the same words are the same.
    return KeyOfWords(draft_.Words(first.group)) ==
           KeyOfWords(draft_.Words(second.group));
  }

  static Span DateSpan(const Item& item) {
    return item.date_span.empty() ? item.span : item.date_span;
  }

  void ReportDuplicate(const Item& first, const Item& second,
                       bool same_project) {
    const std::string where = findings_->LineWords(first.span);
    const bool other_fields = KeyOfWords(draft_.Words(first.group)) !=
                              KeyOfWords(draft_.Words(second.group));
    const std::string fields =
        other_fields ? ", with other words in its parenthesis" : "";
    if (same_project) {
      findings_->Add({"duplicate-line", second.span,
                      absl::StrCat("the line stands on ", where,
                                   " of the same project, too", fields),
                      "leave one of them out", first.span,
                      v1::LintFinding::SEVERITY_WARNING});
      return;
    }
    findings_->Add({"duplicate-line", second.span,
                    absl::StrCat("the activity is printed under `",
                                 draft_.cells[first.project].words, "` on ",
                                 where, ", too", fields),
                    "one activity of two projects; right when both carry it",
                    first.span,
                    other_fields ? v1::LintFinding::SEVERITY_WARNING
                                 : v1::LintFinding::SEVERITY_INFO});
  }

  // Events of one area whose days lie within those of another of several days.
  void CheckOverlaps() {
    std::map<size_t, std::vector<size_t>> by_area;
    for (size_t i = 0; i < draft_.items.size(); ++i) {
      if (IsEvent(draft_.items[i])) by_area[draft_.items[i].area].push_back(i);
    }
    for (auto& [area, items] : by_area) {
      // By their first day, so that only those near each other are compared.
      std::stable_sort(items.begin(), items.end(), [&](size_t a, size_t b) {
        return draft_.items[a].days->first < draft_.items[b].days->first;
      });
      for (size_t k = 0; k < items.size(); ++k) {
        const Item& outer = draft_.items[items[k]];
        if (outer.days->first == outer.days->last) continue;
        CompareWithin(outer, items, k);
      }
    }
  }

  static bool IsEvent(const Item& item) {
    if (!item.days || !item.date || item.is_off) return false;
    if (item.kind == v1::ACTIVITY_KIND_DELIVERABLE ||
        item.kind == v1::ACTIVITY_KIND_STANDING_OPERATION) {
      return false;
    }
    const bool one_day = item.days->first == item.days->last;
    const bool span =
        item.date->reading() == v1::PartialDate::READING_WHOLE_SPAN;
    return one_day ||
           (span && item.days->last - item.days->first < kLongestEventDays);
  }

  void CompareWithin(const Item& outer, const std::vector<size_t>& items,
                     size_t at) {
    constexpr size_t kMost = 16;
    size_t compared = 0;
    const auto compare = [&](size_t k) {
      const Item& inner = draft_.items[items[k]];
      if (!outer.days->Contains(*inner.days)) return;
      // Equal spans contain each other: told once, at the later line.
      if (*inner.days == *outer.days && inner.span.begin < outer.span.begin) {
        return;
      }
      if (KeyOf(draft_, inner) == KeyOf(draft_, outer)) return;
      ReportOverlap(outer, inner);
    };
    for (size_t k = at + 1; k < items.size() && compared < kMost; ++k) {
      if (draft_.items[items[k]].days->first > outer.days->last) break;
      compare(k);
      ++compared;
    }
    for (size_t k = at; k-- > 0 && compared < kMost;) {
      if (draft_.items[items[k]].days->first < outer.days->first) break;
      compare(k);
      ++compared;
    }
  }

  void ReportOverlap(const Item& outer, const Item& inner) {
    findings_->Add(
        {"overlap", DateSpan(inner),
         absl::StrCat("`", draft_.Words(DateSpan(inner)), "` lies within `",
                      draft_.Words(DateSpan(outer)), "` of `",
                      draft_.Words(outer.title), "` on ",
                      findings_->LineWords(outer.span),
                      ", in the same area: possibly one event with parts"),
         "say so in the line when it is a part of the other", DateSpan(outer)});
  }

  const Draft& draft_;
  FindingList* const findings_;
};

}  // namespace

void CheckDuplicates(const Draft& draft, FindingList* findings) {
  Checker(draft, findings).Check();
}

}  // namespace clearsky::document::lint
