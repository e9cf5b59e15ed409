#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "document/lint/draft.h"
#include "document/lint/lint.h"
#include "document/lint/name_keys.h"

namespace clearsky::document::lint {

// A name somewhere in the text.
struct NameMention {
  size_t name = 0;  // Index in NameIndex::names().
  Span span;
  // It is a cell, an item of a numbered list, the title of a line, or one of
  // several names in a row: the name itself, not words that happen to be alike.
  bool certain = false;
};

// A name that the document or the plan has.
struct IndexedName {
  std::u32string key;
  std::string what;                          // `project`, `area`, `activity`.
  std::vector<size_t> items;                 // Lines of the table of this name.
  std::vector<std::string> known_spellings;  // Of the plan.
  // Long enough that words alike in running text are the name.
  bool distinctive = false;
};

// All names of a document and all places where they stand. Borrows the draft.
class NameIndex {
 public:
  NameIndex(const Draft& draft, const KnownPlan& plan);

  const std::vector<IndexedName>& names() const { return names_; }
  // In the order of the document; none lies within another.
  const std::vector<NameMention>& mentions() const { return mentions_; }
  // Names within the names of activities, behind the countries that hold them
  // (한중 환경기술산업 협력포럼).
  const std::vector<NameMention>& nested() const { return nested_; }
  // Names of the numbered list of the running text.
  const std::vector<Span>& listed() const { return listed_; }

 private:
  void AddName(const std::u32string& key, absl::string_view what, size_t item);
  void AddNames(const KnownPlan& plan);
  void Insert(size_t name);
  void FindMentions();
  void FindNested(const std::vector<KeyLetter>& text, size_t begin, size_t end);
  // The longest name that begins at `at` and ends as a name does; 0 when none.
  size_t LongestAt(const std::vector<KeyLetter>& text, size_t at,
                   size_t* name) const;
  bool EndsName(size_t last) const;
  void MarkCertain();
  bool AreInARow(const NameMention& a, const NameMention& b) const;

  struct Node {
    size_t name = 0;  // 1 more than its index; 0: none ends here.
  };

  const Draft& draft_;
  std::vector<IndexedName> names_;
  std::map<std::u32string, size_t> by_key_;
  std::vector<Node> nodes_;
  std::unordered_map<uint64_t, size_t> edges_;
  std::vector<NameMention> mentions_;
  std::vector<NameMention> nested_;
  std::vector<Span> listed_;
};

inline constexpr size_t kNoItem = static_cast<size_t>(-1);

}  // namespace clearsky::document::lint
