// Persons whose telephone numbers or addresses differ. Personal data is told
// only as far as it takes to find the place.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "document/lint/checks.h"
#include "document/lint/contact_words.h"

namespace clearsky::document::lint {
namespace {

struct Place {
  std::string value;  // Comparable: digits, or an address in small letters.
  Span span;
  size_t line = 0;
};

std::string KindWords(ContactKind kind) {
  switch (kind) {
    case ContactKind::kTelephone:
      return "telephone number";
    case ContactKind::kMobile:
      return "mobile number";
    case ContactKind::kFax:
      return "fax number";
    case ContactKind::kAddress:
      return "e-mail address";
  }
  return "";
}

// `…-0003`: of a number its last digits; of an address where it is.
std::string Hinted(ContactKind kind, const std::string& value) {
  constexpr size_t kShown = 4;
  if (kind == ContactKind::kAddress) {
    const size_t at = value.find('@');
    return absl::StrCat(value.substr(0, 1), "…", value.substr(at));
  }
  return absl::StrCat(
      "…", value.size() > kShown ? value.substr(value.size() - kShown) : value);
}

class Checker {
 public:
  Checker(const Draft& draft, FindingList* findings)
      : draft_(draft), findings_(findings) {}

  void Check() {
    for (const Contact& contact : ReadContacts(draft_)) {
      std::vector<Place>& places = known_[{contact.person, contact.kind}];
      const size_t line = draft_.letters.LineNumber(contact.span.begin);
      places.push_back({contact.value, contact.span, line});
    }
    for (const auto& [key, places] : known_)
      Compare(key.first, key.second, places);
  }

 private:
  // A person may have two numbers where they are printed together; another
  // place with none of those known differs.
  void Compare(const std::string& person, ContactKind kind,
               const std::vector<Place>& places) {
    std::map<std::string, size_t> values;  // First place of each.
    size_t begin = 0;
    while (begin < places.size()) {
      size_t end = begin;
      bool is_known = values.empty();
      while (end < places.size() && places[end].line == places[begin].line) {
        is_known = is_known || values.count(places[end].value) > 0;
        ++end;
      }
      if (!is_known) Report(person, kind, places[begin], places.front());
      for (; begin < end; ++begin) values.emplace(places[begin].value, begin);
    }
  }

  void Report(const std::string& person, ContactKind kind, const Place& here,
              const Place& there) {
    const std::string name = MaskedName(person);
    const std::string this_hint = Hinted(kind, here.value);
    const std::string other_hint = Hinted(kind, there.value);
    const std::string ends =
        this_hint == other_hint
            ? absl::StrCat("differs from that on ",
                           findings_->LineWords(there.span))
            : absl::StrCat("is ", this_hint, " here and ", other_hint, " on ",
                           findings_->LineWords(there.span));
    findings_->Add(
        {"contact-differs", here.span,
         absl::StrCat("the ", KindWords(kind), " of ", name, " ", ends),
         "find out which is right, and print that in both places", there.span,
         v1::LintFinding::SEVERITY_UNSPECIFIED,
         absl::StrCat(name, " ", this_hint),
         absl::StrCat(name, " ", other_hint)});
  }

  const Draft& draft_;
  FindingList* const findings_;
  std::map<std::pair<std::string, ContactKind>, std::vector<Place>> known_;
};

}  // namespace

void CheckContacts(const Draft& draft, FindingList* findings) {
  Checker(draft, findings).Check();
}

}  // namespace clearsky::document::lint
