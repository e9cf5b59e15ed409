#include "document/lint/rules.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status_macros.h"

namespace clearsky::document::lint {
namespace {

constexpr auto kInfo = v1::LintFinding::SEVERITY_INFO;
constexpr auto kWarning = v1::LintFinding::SEVERITY_WARNING;
constexpr auto kError = v1::LintFinding::SEVERITY_ERROR;

constexpr Rule kRules[] = {
    {"body-table", kWarning,
     "the running text and the table give an activity two dates"},
    {"contact-differs", kError,
     "one person with two telephone numbers or addresses"},
    {"duplicate-line", kWarning,
     "a line that is printed twice; under two projects, a note"},
    {"end-before-start", kError, "a range that ends before it starts"},
    {"field-missing", kWarning,
     "a line without the mode or date that its siblings have"},
    {"impossible-date", kError, "a month or day that does not exist"},
    {"markup-left", kWarning, "remains of HTML in the text"},
    {"mode-words-mixed", kInfo, "two words for one mode in the table"},
    {"name-spelling", kWarning,
     "two spellings of one name, or another than the plan's"},
    {"ordinal-missing", kInfo, "a meeting without the number that others have"},
    {"ordinal-order", kWarning, "a later meeting with an earlier date"},
    {"ordinal-repeats", kWarning, "one number for two meetings of a series"},
    {"ordinal-skips", kWarning, "a number of a series or a list is left out"},
    {"outside-period", kWarning, "a date outside of the plan's years"},
    {"overlap", kInfo, "dates within those of another activity"},
    {"pair-spelling", kInfo, "한중 and 한·중 in one document"},
    {"past-but-planned", kWarning, "a date that is past and says 예정"},
    {"planned-missing", kWarning, "a date to come that does not say 예정"},
    {"quote-unclosed", kError,
     "a quotation mark or bracket without its other half"},
    {"range-mark-mixed", kInfo, "`~` and `-` for ranges in one document"},
    {"two-dates", kError, "one activity with two dates"},
    {"weekday-mismatch", kError, "a weekday that the day is not"},
    {"year-mark-mixed", kInfo, "two kinds of apostrophe before years"},
    {"year-missing", kWarning, "a date without year where several are meant"},
};

}  // namespace

absl::Span<const Rule> Rules() { return kRules; }

const Rule* RuleNamed(absl::string_view name) {
  for (const Rule& rule : kRules) {
    if (rule.name == name) return &rule;
  }
  return nullptr;
}

absl::Status CheckRules(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (RuleNamed(name) != nullptr) continue;
    const std::string known =
        absl::StrJoin(Rules(), ", ", [](std::string* out, const Rule& rule) {
          absl::StrAppend(out, rule.name);
        });
    return absl::InvalidArgumentError(
        absl::StrCat("there is no rule `", name, "`; rules are: ", known));
  }
  return absl::OkStatus();
}

}  // namespace clearsky::document::lint
