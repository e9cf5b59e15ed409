// Past and future against the words of status beside a date. Korean only: other
// languages have no word that every planned line carries.

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "document/lint/checks.h"
#include "plan/partial_date.h"

namespace clearsky::document::lint {
namespace {

struct Bounds {
  std::optional<absl::CivilDay> earliest;
  std::optional<absl::CivilDay> latest;
};

Bounds BoundsOf(const Item& item) {
  if (item.date) {
    const plan::DayBounds bounds = plan::BoundsOf(*item.date);
    return {bounds.earliest, bounds.latest};
  }
  return {};
}

Span DateSpan(const Item& item) {
  if (!item.date_span.empty()) return item.date_span;
  return item.group.empty() ? item.span : item.group;
}

}  // namespace

void CheckStatus(const Draft& draft, FindingList* findings) {
  bool any_planned = false;
  for (const Item& item : draft.items) any_planned |= item.says_planned;
  for (const Item& item : draft.items) {
    if (item.language != Language::kKorean || item.is_off ||
        item.is_undecided) {
      continue;
    }
    const Bounds bounds = BoundsOf(item);
    if (!item.says_planned && bounds.earliest && *bounds.earliest > draft.day) {
      const std::string words = draft.Words(DateSpan(item));
      findings->Add({"planned-missing", DateSpan(item),
                     absl::StrCat("`", words, "` begins on ",
                                  absl::FormatCivilTime(*bounds.earliest),
                                  ", after ", absl::FormatCivilTime(draft.day),
                                  ", and the line does not say 예정",
                                  any_planned ? " as others do" : ""),
                     absl::StrCat("`", words, " 예정`")});
    } else if (item.says_expected && bounds.latest &&
               *bounds.latest < draft.day) {
      findings->Add(
          {"past-but-planned", DateSpan(item),
           absl::StrCat("`", draft.Words(DateSpan(item)), "` was over on ",
                        absl::FormatCivilTime(*bounds.latest), ", before ",
                        absl::FormatCivilTime(draft.day),
                        ", and the line still says 예정"),
           "leave 예정 out when it took place; else write the new date, 연기 "
           "or "
           "취소"});
    }
  }
}

}  // namespace clearsky::document::lint
