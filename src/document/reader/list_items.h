#pragma once

#include <string>
#include <vector>

#include "document/reader/grid.h"

// The items of a list in a cell, whatever marks they bear. Pure; safe to call
// from many threads.

namespace clearsky::document {

// The mark of every line that is read.
inline constexpr char kItemMark[] = "○ ";

struct ListItem {
  std::string line;  // With kItemMark; white space collapsed.
  ByteRange range;   // Of the text, the item's own mark included.
};

struct ListReading {
  std::vector<ListItem> items;
  std::vector<RangeFinding> findings;
};

// Splits the lines of a cell into items. A new item starts at a mark (`○ □ - ·
// ① 1) 가.`: those of letters and numbers only in their order), or at a line
// that the file calls one of a list. A line without a mark is the rest of the
// item before it when parentheses are open or other lines have marks; else it
// is an item. A note (`※ ...`) is none: it becomes a finding.
ListReading ReadListItems(const std::vector<CellLine>& lines);

// Whether `text`, but for white space, starts with a mark.
bool StartsWithMark(absl::string_view text);

// Whether more parentheses open than close in the last item of `text`.
bool ParenthesesOpen(absl::string_view text);

}  // namespace clearsky::document
