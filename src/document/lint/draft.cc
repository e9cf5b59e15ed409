#include "document/lint/draft.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "absl/strings/match.h"
#include "document/activity_words.h"
#include "document/lint/item_reading.h"
#include "document/release_head.h"
#include "document/source_text.h"
#include "plan/partial_date.h"

namespace clearsky::document::lint {
namespace {

// Where `words` stand last in [begin, end), any white space as one; an empty
// span when they do not.
Span FindLast(const Letters& letters, const std::string& words, size_t begin,
              size_t end) {
  const Letters wanted(words);
  if (wanted.size() == 0 || end <= begin) return {};
  for (size_t start = end; start-- > begin;) {
    size_t at = start;
    size_t i = 0;
    while (i < wanted.size() && at < end) {
      if (wanted.IsSpace(i)) {
        if (!letters.IsSpace(at)) break;
        while (at < end && letters.IsSpace(at)) ++at;
        ++i;
      } else if (wanted.raw(i) == letters.raw(at)) {
        ++i;
        ++at;
      } else {
        break;
      }
    }
    if (i == wanted.size()) return {start, at};
  }
  return {};
}

class Builder {
  using CellKey = std::pair<std::string, std::string>;

 public:
  Builder(const PublishedTable& table, absl::CivilDay day, PlanYears years)
      : table_(table), draft_(table.text) {
    draft_.day = day;
    if (years.first == 0) years = YearsOfDocument();
    draft_.first_year = years.first;
    draft_.last_year = years.last;
  }

  Draft Build() {
    for (const TableEntry& entry : table_.lines) AddEntry(entry);
    if (!draft_.items.empty()) {
      size_t begin = draft_.items.front().span.begin;
      for (const Cell& cell : draft_.cells) {
        if (!cell.span.empty()) begin = std::min(begin, cell.span.begin);
      }
      draft_.table = {begin, draft_.items.back().span.end};
    }
    ScanProse();
    return std::move(draft_);
  }

 private:
  PlanYears YearsOfDocument() const {
    const SourceText text(table_.text);
    const auto attachment = ReadAttachment(text);
    return attachment ? YearsOfTitle(attachment->words) : PlanYears();
  }

  size_t CellNamed(const std::string& words, bool is_area, size_t area,
                   size_t before) {
    const CellKey key(is_area ? std::string() : draft_.cells[area].words,
                      words);
    auto& known = is_area ? areas_ : projects_;
    if (const auto found = known.find(key); found != known.end()) {
      return found->second;
    }
    known[key] = draft_.cells.size();
    Cell& cell = draft_.cells.emplace_back();
    cell.words = words;
    cell.is_area = is_area;
    cell.area = area;
    // Cells stand before their first line, near it.
    constexpr size_t kWindow = 2000;
    const size_t from =
        std::max(items_end_, before > kWindow ? before - kWindow : size_t{0});
    cell.span = FindLast(draft_.letters, words, from, before);
    return draft_.cells.size() - 1;
  }

  void AddEntry(const TableEntry& entry) {
    const Letters& letters = draft_.letters;
    Span span{letters.AtByte(entry.place.range.begin),
              letters.AtByte(entry.place.range.end)};
    if (span.empty() || span.end > letters.size()) return;
    Item item;
    item.span = span;
    item.place = entry.place;
    // The project stands behind its area: it is looked for from the line back.
    item.area = CellNamed(entry.area, true, 0, span.begin);
    item.project = CellNamed(entry.project, false, item.area, span.begin);
    Cell& area = draft_.cells[item.area];
    const Cell& project = draft_.cells[item.project];
    const bool fresh = area.span.begin >= items_end_ && !area.span.empty();
    if (fresh && !project.span.empty() &&
        area.span.begin > project.span.begin) {
      area.span = FindLast(letters, area.words, items_end_, project.span.begin);
    }
    ReadItem(draft_, item);
    items_end_ = std::max(items_end_, span.end);
    draft_.items.push_back(std::move(item));
  }

  void ScanProse() {
    size_t begin = 0;
    const auto scan = [&](size_t end) {
      if (end <= begin) return;
      for (DateMention& mention : ScanDates(draft_.letters, {begin, end})) {
        draft_.prose_dates.push_back(std::move(mention));
      }
    };
    for (const Item& item : draft_.items) {
      scan(item.span.begin);
      begin = std::max(begin, item.span.end);
    }
    scan(draft_.letters.size());
  }

  const PublishedTable& table_;
  Draft draft_;
  std::map<CellKey, size_t> areas_;
  std::map<CellKey, size_t> projects_;
  size_t items_end_ = 0;
};

}  // namespace

const Item* Draft::ItemAt(size_t i) const {
  const auto after = std::upper_bound(
      items.begin(), items.end(), i,
      [](size_t at, const Item& item) { return at < item.span.begin; });
  if (after == items.begin()) return nullptr;
  const Item& item = *std::prev(after);
  return item.span.Contains(i) ? &item : nullptr;
}

std::string Draft::Words(Span span) const {
  return CollapseSpace(letters.Source(span));
}

std::string Draft::NameOf(const Item& item) const { return Words(item.name); }

Draft MakeDraft(const PublishedTable& table, absl::CivilDay day,
                PlanYears years) {
  return Builder(table, day, years).Build();
}

PlanYears YearsOfTitle(absl::string_view words) {
  const Letters letters(words);
  PlanYears years;
  for (const DateMention& mention : ScanDates(letters, {0, letters.size()})) {
    if (!mention.IsYearsOnly() || mention.start.year == 0) continue;
    years.first = mention.start.year;
    years.last = mention.end ? mention.end->year : mention.start.year;
    if (years.last < years.first) years.last = years.first;
    return years;
  }
  return years;
}

}  // namespace clearsky::document::lint
