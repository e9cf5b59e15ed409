#include "document/lint/name_index.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "absl/strings/match.h"
#include "document/lint/paragraphs.h"
#include "document/release_head.h"
#include "document/source_text.h"

namespace clearsky::document::lint {
namespace {

using namespace std::literals::string_view_literals;

// Shorter names are words of the language, too (공동연구).
constexpr size_t kDistinctiveSyllables = 8;
constexpr size_t kDistinctiveLatin = 14;
// Nothing longer is looked for.
constexpr size_t kLongestName = 120;

bool IsDistinctive(const std::u32string& key) {
  size_t latin = 0;
  for (const char32_t c : key) latin += c < 0x250 ? 1 : 0;
  const size_t other = key.size() - latin;
  return other >= kDistinctiveSyllables || latin >= kDistinctiveLatin ||
         other * 2 + latin >= 2 * kDistinctiveSyllables;
}

// What may follow a name at once and be no part of it. Longest first.
constexpr std::u32string_view kParticles[] = {
    U"에서는", U"으로서", U"에서", U"으로", U"에는", U"부터", U"까지", U"이나",
    U"보다",   U"처럼",   U"이며", U"이다", U"과의", U"와의", U"에도", U"을",
    U"를",     U"이",     U"가",   U"은",   U"는",   U"의",   U"에",   U"과",
    U"와",     U"로",     U"도",   U"만",   U"등",   U"및"};

}  // namespace

NameIndex::NameIndex(const Draft& draft, const KnownPlan& plan)
    : draft_(draft) {
  nodes_.emplace_back();
  AddNames(plan);
  for (size_t name = 0; name < names_.size(); ++name) Insert(name);
  FindMentions();
  MarkCertain();
}

void NameIndex::AddName(const std::u32string& key, absl::string_view what,
                        size_t item) {
  if (key.size() < 2 || key.size() > kLongestName) return;
  const auto [found, fresh] = by_key_.emplace(key, names_.size());
  if (fresh) {
    IndexedName& name = names_.emplace_back();
    name.key = key;
    name.what = std::string(what);
    name.distinctive = IsDistinctive(key);
  }
  if (item != kNoItem) names_[found->second].items.push_back(item);
}

void NameIndex::AddNames(const KnownPlan& plan) {
  for (const Cell& cell : draft_.cells) {
    AddName(KeyOfWords(cell.words), cell.is_area ? "area" : "project", kNoItem);
  }
  // A project of one line: its name stands for the activity, too.
  std::map<size_t, std::vector<size_t>> of_project;
  for (size_t i = 0; i < draft_.items.size(); ++i) {
    const Item& item = draft_.items[i];
    AddName(KeyOfWords(draft_.Words(item.name)), "activity", i);
    of_project[item.project].push_back(i);
  }
  for (const auto& [project, items] : of_project) {
    if (items.size() != 1) continue;
    const auto found = by_key_.find(KeyOfWords(draft_.cells[project].words));
    if (found == by_key_.end()) continue;
    std::vector<size_t>& own = names_[found->second].items;
    if (own.empty()) own.push_back(items.front());
  }
  const SourceText text(draft_.letters.Source({0, draft_.letters.size()}));
  for (const ListedProject& listed : ReadProjectList(text)) {
    Span span{draft_.letters.AtByte(listed.name.range.begin),
              draft_.letters.AtByte(listed.name.range.end)};
    // The last name of a list ends where the next paragraph begins.
    for (size_t i = span.begin; i < span.end; ++i) {
      if (draft_.letters.raw(i) == U'\n' && IsListMark(draft_.letters, i + 1)) {
        span.end = i;
      }
    }
    if (span.empty()) continue;
    AddName(KeyOfWords(draft_.letters.Source(span)), "project", kNoItem);
    listed_.push_back(span);
  }
  for (const KnownName& known : plan.names) {
    const std::u32string key = KeyOfWords(known.text);
    const size_t space = known.entity.find(' ');
    AddName(key, known.entity.substr(0, space), kNoItem);
    if (const auto found = by_key_.find(key); found != by_key_.end()) {
      names_[found->second].known_spellings.push_back(known.text);
    }
  }
}

void NameIndex::Insert(size_t name) {
  size_t node = 0;
  for (const char32_t c : names_[name].key) {
    const uint64_t edge = (static_cast<uint64_t>(node) << 24) | c;
    const auto [found, fresh] = edges_.emplace(edge, nodes_.size());
    if (fresh) nodes_.emplace_back();
    node = found->second;
  }
  nodes_[node].name = name + 1;
}

bool NameIndex::EndsName(size_t last) const {
  const Letters& letters = draft_.letters;
  const size_t next = last + 1;
  if (!letters.IsWord(next)) return true;
  if (letters.IsHan(next) && letters.IsHan(last)) return true;
  if (!letters.IsHangul(last) && letters.IsHangul(next)) return true;
  for (const std::u32string_view particle : kParticles) {
    const auto end = letters.Match(next, particle);
    if (end && !letters.IsWord(*end)) return true;
  }
  return false;
}

size_t NameIndex::LongestAt(const std::vector<KeyLetter>& text, size_t at,
                            size_t* name) const {
  size_t node = 0;
  size_t longest = 0;
  for (size_t i = at; i < text.size() && i < at + kLongestName; ++i) {
    if (text[i].letter == 0) break;
    const auto edge =
        edges_.find((static_cast<uint64_t>(node) << 24) | text[i].letter);
    if (edge == edges_.end()) break;
    node = edge->second;
    if (nodes_[node].name != 0 && EndsName(text[i].at)) {
      *name = nodes_[node].name - 1;
      longest = i + 1 - at;
    }
  }
  return longest;
}

void NameIndex::FindMentions() {
  const Letters& letters = draft_.letters;
  const std::vector<KeyLetter> text = KeyLetters(letters, {0, letters.size()});
  size_t i = 0;
  while (i < text.size()) {
    const bool may_begin = text[i].begins_word || letters.IsHan(text[i].at);
    size_t name = 0;
    const size_t length = may_begin ? LongestAt(text, i, &name) : 0;
    if (length == 0) {
      ++i;
      continue;
    }
    mentions_.push_back(
        {name, {text[i].at, text[i + length - 1].at + 1}, false});
    FindNested(text, i, i + length);
    i += length;
  }
}

void NameIndex::FindNested(const std::vector<KeyLetter>& text, size_t begin,
                           size_t end) {
  size_t next = begin;
  while (next < end && IsCountryLetter(text[next].letter)) ++next;
  const size_t count = next - begin;
  if (count < 2 || count > 3 || next >= end || !text[next].begins_word) return;
  size_t name = 0;
  const size_t length = LongestAt(text, next, &name);
  if (length == 0 || next + length != end || !names_[name].distinctive) return;
  nested_.push_back({name, {text[next].at, text[end - 1].at + 1}, true});
}

// Whether nothing but a comma or a joining word stands between them.
bool NameIndex::AreInARow(const NameMention& a, const NameMention& b) const {
  constexpr size_t kFar = 6;
  const Letters& letters = draft_.letters;
  if (b.span.begin - a.span.end > kFar) return false;
  bool comma = false;
  for (size_t i = a.span.end; i < b.span.begin; ++i) {
    const char32_t c = letters.at(i);
    if (c == U',' || c == U';' || (c >= U'①' && c <= U'⑳')) comma = true;
    if (c == U'\t' || c == U'.') return false;
  }
  return comma;
}

void NameIndex::MarkCertain() {
  std::set<size_t> begins;
  for (const Cell& cell : draft_.cells) {
    if (!cell.span.empty()) begins.insert(cell.span.begin);
  }
  for (const Item& item : draft_.items) begins.insert(item.name.begin);
  for (const Span& span : listed_) begins.insert(span.begin);
  for (size_t i = 0; i < mentions_.size(); ++i) {
    NameMention& mention = mentions_[i];
    mention.certain = mention.certain || names_[mention.name].distinctive ||
                      begins.count(mention.span.begin) > 0;
    if (i > 0 && AreInARow(mentions_[i - 1], mention)) {
      mentions_[i - 1].certain = true;
      mention.certain = true;
    }
  }
}

}  // namespace clearsky::document::lint
