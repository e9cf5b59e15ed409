// Lines that lack a field that their siblings have.

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "document/lint/checks.h"

namespace clearsky::document::lint {
namespace {

// How many lines may have a field, and have it.
struct Share {
  int count = 0;
  int with = 0;

  void Add(bool has) {
    ++count;
    with += has ? 1 : 0;
  }
  // Of the others than one without it.
  bool MostOthers(int least) const {
    return with >= least && with * 3 >= (count - 1) * 2;
  }
  bool HalfOfOthers() const { return with >= 1 && with * 2 >= count - 1; }
};

// What is written, not met for, needs no mode.
bool MayHaveMode(const Item& item) {
  return item.kind != v1::ACTIVITY_KIND_DELIVERABLE && !item.is_off;
}

bool HasDate(const Item& item) {
  return item.date.has_value() || !item.mentions.empty() || item.is_undecided ||
         item.is_off;
}

bool HasMode(const Item& item) {
  return item.mode != v1::DELIVERY_MODE_UNSPECIFIED || item.has_place;
}

Span SpanOf(const Item& item) {
  return item.group.empty() ? item.span : item.group;
}

}  // namespace

void CheckFields(const Draft& draft, FindingList* findings) {
  constexpr int kLeastOfTable = 4;
  std::map<size_t, Share> modes_of_project;
  std::map<size_t, Share> dates_of_project;
  Share modes;
  Share dates;
  for (const Item& item : draft.items) {
    if (MayHaveMode(item)) {
      modes.Add(HasMode(item));
      modes_of_project[item.project].Add(HasMode(item));
    }
    dates.Add(HasDate(item));
    dates_of_project[item.project].Add(HasDate(item));
  }
  for (const Item& item : draft.items) {
    const Share& dates_here = dates_of_project[item.project];
    if (!HasDate(item)) {
      if (dates_here.HalfOfOthers() || dates.MostOthers(kLeastOfTable)) {
        findings->Add({"field-missing", SpanOf(item),
                       "the line has no date, and its siblings have one",
                       "write when, or 미정"});
      }
      continue;
    }
    if (HasMode(item) || !MayHaveMode(item)) continue;
    const Share& here = modes_of_project[item.project];
    if (here.HalfOfOthers() || modes.MostOthers(kLeastOfTable)) {
      findings->Add(
          {"field-missing", SpanOf(item),
           here.HalfOfOthers()
               ? absl::StrCat("the line does not say how it takes place; ",
                              here.with, " of the project's ", here.count,
                              " lines do")
               : absl::StrCat("the line does not say how it takes place; ",
                              modes.with, " of the table's ", modes.count,
                              " lines do"),
           "write 영상, 비대면, 대면 or the place behind the date"});
    }
  }
}

}  // namespace clearsky::document::lint
