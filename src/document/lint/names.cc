// Two spellings of one name.

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "document/lint/checks.h"
#include "document/lint/name_index.h"

namespace clearsky::document::lint {
namespace {

struct Spelling {
  std::u32string words;
  std::vector<Span> spans;
};

bool HasLineEnd(const Letters& letters, Span span) {
  for (size_t i = span.begin; i < span.end; ++i) {
    if (letters.raw(i) == U'\n') return true;
  }
  return false;
}

// Words that join; another one of them is another word, not only spacing.
bool JoinsOtherwise(const std::u32string& a, const std::u32string& b) {
  const auto joins = [](const std::u32string& words) {
    return words.find(U" 및 ") != std::u32string::npos ? 1
           : words.find(U"과 ") != std::u32string::npos ||
                   words.find(U"와 ") != std::u32string::npos
               ? 2
               : 0;
  };
  return joins(a) != joins(b);
}

class Checker {
 public:
  Checker(const Draft& draft, const NameIndex& index, FindingList* findings)
      : draft_(draft), index_(index), findings_(findings) {}

  void Check() {
    std::vector<std::vector<const NameMention*>> by_name(index_.names().size());
    for (const NameMention& mention : index_.mentions()) {
      if (mention.certain) by_name[mention.name].push_back(&mention);
    }
    for (const NameMention& mention : index_.nested()) {
      by_name[mention.name].push_back(&mention);
    }
    for (size_t name = 0; name < by_name.size(); ++name) {
      CompareSpellings(index_.names()[name], by_name[name]);
    }
    CheckUnmatched();
    CheckSlips();
  }

 private:
  void CompareSpellings(const IndexedName& name,
                        const std::vector<const NameMention*>& mentions) {
    std::vector<Spelling> spellings;
    for (const NameMention* mention : mentions) {
      // Where a line wraps, nobody can tell whether a space is meant.
      if (HasLineEnd(draft_.letters, mention->span)) continue;
      const std::u32string words = SpellingOf(draft_.letters, mention->span);
      auto known = std::find_if(
          spellings.begin(), spellings.end(),
          [&](const Spelling& spelling) { return spelling.words == words; });
      if (known == spellings.end()) {
        known = spellings.insert(spellings.end(), Spelling{words, {}});
      }
      known->spans.push_back(mention->span);
    }
    if (spellings.empty()) return;
    if (spellings.size() == 1) return CompareWithPlan(name, spellings.front());
    const Spelling* reference = &spellings.front();
    for (const Spelling& spelling : spellings) {
      if (spelling.spans.size() > reference->spans.size()) {
        reference = &spelling;
      }
    }
    for (const Spelling& spelling : spellings) {
      if (&spelling != reference) Report(name, spelling, *reference);
    }
  }

  void Report(const IndexedName& name, const Spelling& odd,
              const Spelling& reference) {
    const Span here = odd.spans.front();
    const Span there = reference.spans.front();
    const std::string words = draft_.Words(there);
    std::string also;
    if (odd.spans.size() > 1) {
      also = absl::StrCat(" (and ", odd.spans.size() - 1, " more times)");
    }
    findings_->Add(
        {"name-spelling", here,
         absl::StrCat("the ", name.what, " `", draft_.Words(here), "`", also,
                      " is `", words, "` on ", findings_->LineWords(there),
                      JoinsOtherwise(odd.words, reference.words)
                          ? ": another word joins its parts"
                          : ""),
         absl::StrCat("one spelling, such as `", words, "`"), there});
  }

  void CompareWithPlan(const IndexedName& name, const Spelling& spelling) {
    if (name.known_spellings.empty()) return;
    for (const std::string& known : name.known_spellings) {
      const Letters letters(known);
      if (SpellingOf(letters, {0, letters.size()}) == spelling.words) return;
    }
    const std::string& known = name.known_spellings.front();
    findings_->Add({"name-spelling", spelling.spans.front(),
                    absl::StrCat("the ", name.what, " `",
                                 draft_.Words(spelling.spans.front()), "` is `",
                                 known, "` in the plan"),
                    absl::StrCat("`", known, "`")});
  }

  // Names of the list in the running text that the table does not have, beside
  // a project of the table that the list does not have: nearly the same words
  // are a slip.
  void CheckUnmatched() {
    constexpr size_t kMost = 200;
    std::vector<std::u32string> listed_keys;
    for (const Span& span : index_.listed()) {
      listed_keys.push_back(KeyOfWords(draft_.letters.Source(span)));
    }
    if (listed_keys.empty() || listed_keys.size() > kMost) return;
    std::vector<const Cell*> loose;
    std::vector<std::u32string> cell_keys;
    for (const Cell& cell : draft_.cells) {
      if (cell.is_area || cell.span.empty()) continue;
      cell_keys.push_back(KeyOfWords(cell.words));
      if (std::find(listed_keys.begin(), listed_keys.end(), cell_keys.back()) ==
          listed_keys.end()) {
        loose.push_back(&cell);
      }
    }
    if (loose.size() > kMost) return;
    for (size_t i = 0; i < listed_keys.size(); ++i) {
      if (std::find(cell_keys.begin(), cell_keys.end(), listed_keys[i]) ==
          cell_keys.end()) {
        CompareLoose(index_.listed()[i], listed_keys[i], loose);
      }
    }
  }

  void CompareLoose(Span listed, const std::u32string& key,
                    const std::vector<const Cell*>& cells) {
    const size_t most = std::max<size_t>(1, key.size() / 4);
    const Cell* nearest = nullptr;
    size_t least = most + 1;
    for (const Cell* cell : cells) {
      const size_t distance = EditDistance(key, KeyOfWords(cell->words), most);
      if (distance < least) {
        least = distance;
        nearest = cell;
      }
    }
    if (nearest == nullptr) return;
    findings_->Add({"name-spelling", nearest->span,
                    absl::StrCat("the project `", nearest->words, "` is `",
                                 draft_.Words(listed), "` in the list on ",
                                 findings_->LineWords(listed)),
                    "one name for one project", listed});
  }

  // Neighbouring lines of one series whose names differ in one letter of one
  // syllable.
  void CheckSlips() {
    constexpr size_t kShortest = 5;
    for (size_t i = 1; i < draft_.items.size(); ++i) {
      const Item& first = draft_.items[i - 1];
      const Item& second = draft_.items[i];
      if (first.project != second.project || !first.ordinal ||
          !second.ordinal) {
        continue;
      }
      const std::u32string a = KeyOfWords(draft_.NameOf(first));
      const std::u32string b = KeyOfWords(draft_.NameOf(second));
      if (a.size() != b.size() || a.size() < kShortest || a == b) continue;
      size_t differing = 0;
      size_t at = 0;
      for (size_t k = 0; k < a.size(); ++k) {
        if (a[k] == b[k]) continue;
        ++differing;
        at = k;
      }
      if (differing != 1 || !DifferInOneJamo(a[at], b[at])) continue;
      if (IsCountryLetter(a[at]) && IsCountryLetter(b[at])) continue;
      findings_->Add({"name-spelling", second.name,
                      absl::StrCat("`", draft_.NameOf(second), "` and `",
                                   draft_.NameOf(first), "` on ",
                                   findings_->LineWords(first.name),
                                   " differ in one letter"),
                      "one name for one series", first.name});
    }
  }

  const Draft& draft_;
  const NameIndex& index_;
  FindingList* const findings_;
};

}  // namespace

void CheckNames(const Draft& draft, const NameIndex& index,
                FindingList* findings) {
  Checker(draft, index, findings).Check();
}

}  // namespace clearsky::document::lint
