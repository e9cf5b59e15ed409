#include "document/reader/list_items.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "document/reader/list_marks.h"
#include "document/source_text.h"

namespace clearsky::document {
namespace {

bool IsSpace(char c) {
  return absl::ascii_isspace(static_cast<unsigned char>(c));
}

// Bytes of white space that `text` starts with, wide spaces included, and those
// that came out of a web page as their entity.
size_t LeadingSpace(absl::string_view text) {
  constexpr absl::string_view kNoBreakSpace = "&nbsp;";
  size_t at = 0;
  while (at < text.size()) {
    const absl::string_view rest = text.substr(at);
    if (IsSpace(rest[0])) {
      ++at;
    } else if (absl::StartsWith(rest, "\xC2\xA0")) {
      at += 2;
    } else if (absl::StartsWith(rest, kNoBreakSpace)) {
      at += kNoBreakSpace.size();
    } else if (absl::StartsWith(rest, "\xE3\x80\x80") ||
               absl::StartsWith(rest, "\xEF\xBB\xBF")) {
      at += 3;
    } else {
      break;
    }
  }
  return at;
}

// 1 where a parenthesis opens, -1 where one closes; Chinese ones are wide.
int ParenthesisAt(absl::string_view text, size_t at) {
  if (text[at] == '(') return 1;
  if (text[at] == ')') return -1;
  if (text[at] != '\xEF') return 0;
  if (absl::StartsWith(text.substr(at), "（")) return 1;
  return absl::StartsWith(text.substr(at), "）") ? -1 : 0;
}

// Between a line and the line that goes on with it.
absl::string_view Joint(absl::string_view before, absl::string_view after) {
  // Wide punctuation has its space within.
  constexpr absl::string_view kOpen[] = {"(",  "~",  "（", "，",
                                         "、", "；", "："};
  constexpr absl::string_view kClose[] = {")",  ",",  "~", "）",
                                          "，", "、", "；"};
  const bool tight = before.empty() || after.empty() ||
                     std::any_of(std::begin(kOpen), std::end(kOpen),
                                 [&](absl::string_view mark) {
                                   return absl::EndsWith(before, mark);
                                 }) ||
                     std::any_of(std::begin(kClose), std::end(kClose),
                                 [&](absl::string_view mark) {
                                   return absl::StartsWith(after, mark);
                                 });
  return tight ? "" : " ";
}

class ListReader {
 public:
  explicit ListReader(const std::vector<CellLine>& lines) : lines_(lines) {}

  ListReading Read() {
    FindFirstMark();
    for (const CellLine& line : lines_) ReadLine(line);
    Close();
    if (!first_mark_.has_value() && reading_.items.size() > 1 &&
        !has_list_items_) {
      ListItem& first = reading_.items.front();
      reading_.findings.push_back(
          {{first.range.begin, reading_.items.back().range.end},
           "lines-without-marks",
           absl::StrCat("the cell has ", reading_.items.size(),
                        " lines without list marks; each is read as one line "
                        "of the table")});
    }
    return std::move(reading_);
  }

 private:
  // The first mark of the cell tells which marks count in it.
  void FindFirstMark() {
    int depth = 0;
    for (const CellLine& line : lines_) {
      has_list_items_ = has_list_items_ || line.is_item;
      const absl::string_view words = line.words;
      const std::optional<ListMark> mark =
          MarkOf(words.substr(LeadingSpace(words)));
      // An order starts at its start, or what looks like one is a date; what
      // stands in parentheses begins nothing.
      const bool counts =
          mark.has_value() &&
          (mark->kind == ListMark::Kind::kRound ||
           (depth == 0 &&
            (mark->kind != ListMark::Kind::kNumbered || mark->number == 1)));
      if (counts && !first_mark_.has_value()) first_mark_ = mark;
      if (counts) depth = 0;
      for (size_t at = counts ? LeadingSpace(words) + mark->bytes : 0;
           at < words.size(); ++at) {
        depth = std::max(0, depth + ParenthesisAt(words, at));
      }
    }
  }

  void ReadLine(const CellLine& line) {
    const absl::string_view words = line.words;
    size_t at = LeadingSpace(words);
    if (at == words.size()) return;
    const absl::string_view rest = words.substr(at);
    if (IsNote(rest)) {
      Close();
      AddNote(line, at);
      return;
    }
    if (const std::optional<ListMark> mark = MarkAtStart(rest);
        mark.has_value()) {
      Open(line, at, *mark);
      at += mark->bytes;
    } else if (line.is_item) {
      Open(line, at, ListMark());
    } else if (!open_ || !GoesOn()) {
      if (first_mark_.has_value() && !open_) AddUnmarked(line, at);
      Open(line, at, ListMark());
    } else {
      absl::string_view joint = Joint(item_.line, rest);
      item_.line.append(joint.data(), joint.size());
    }
    ReadWords(line, at);
  }

  bool GoesOn() const {
    return depth_ > 0 || first_mark_.has_value() || has_list_items_;
  }

  // Words of one line from `at` on, with the marks among them.
  void ReadWords(const CellLine& line, size_t at) {
    const absl::string_view words = line.words;
    size_t begin = at;
    bool after_gap = false;
    for (; at < words.size(); ++at) {
      const char c = words[at];
      if (after_gap || (open_ && at > begin && words[at - 1] == ')' &&
                        static_cast<signed char>(c) < 0)) {
        const std::optional<ListMark> mark = MarkInside(words, at, after_gap);
        if (mark.has_value()) {
          Take(line, begin, at);
          Open(line, at, *mark);
          begin = at + mark->bytes;
          at = begin;
          after_gap = false;
          if (at >= words.size()) break;
        }
      }
      depth_ = std::max(0, depth_ + ParenthesisAt(words, at));
      after_gap = IsSpace(words[at]);
    }
    Take(line, begin, words.size());
  }

  static bool IsNoteMark(absl::string_view text) {
    return absl::StartsWith(text, "※") || absl::StartsWith(text, "주)");
  }

  bool IsNote(absl::string_view text) const {
    if (IsNoteMark(text)) return true;
    return text[0] == '*' && first_mark_.has_value() &&
           first_mark_->family != "*";
  }

  std::optional<ListMark> MarkAtStart(absl::string_view text) {
    std::optional<ListMark> mark = MarkOf(text);
    if (!mark.has_value()) mark = FollowingNumber(text);
    if (!mark.has_value() || mark->kind == ListMark::Kind::kRound) return mark;
    if (depth_ > 0 && open_) return std::nullopt;
    if (mark->kind == ListMark::Kind::kNumbered && !IsNext(*mark)) {
      return std::nullopt;
    }
    return mark;
  }

  // The number that goes on with the order, before whatever words.
  std::optional<ListMark> FollowingNumber(absl::string_view text) const {
    std::optional<ListMark> mark = NumberOf(text);
    return mark.has_value() && Follows(*mark) ? mark : std::nullopt;
  }

  bool Follows(const ListMark& mark) const {
    return mark.family == last_family_ && mark.number == last_number_ + 1;
  }

  // An order goes on where it was, or starts anew.
  bool IsNext(const ListMark& mark) const {
    return mark.number == 1 || Follows(mark);
  }

  std::optional<ListMark> MarkInside(absl::string_view words, size_t at,
                                     bool after_gap) const {
    std::optional<ListMark> mark = MarkOf(words.substr(at));
    if (!mark.has_value()) return std::nullopt;
    const bool before_gap = LeadingSpace(words.substr(at + mark->bytes)) > 0;
    switch (mark->kind) {
      case ListMark::Kind::kRound:
        if (!after_gap && !before_gap) return std::nullopt;
        return mark;
      case ListMark::Kind::kPlain:
        if (!after_gap || depth_ > 0 || !first_mark_.has_value() ||
            mark->family != first_mark_->family) {
          return std::nullopt;
        }
        return mark;
      case ListMark::Kind::kNumbered:
        if (!after_gap || depth_ > 0 || !Follows(*mark)) return std::nullopt;
        return mark;
    }
    return std::nullopt;
  }

  void Open(const CellLine& line, size_t at, const ListMark& mark) {
    Close();
    open_ = true;
    item_.range.begin = line.TextOffset(at);
    item_.range.end = item_.range.begin;
    if (mark.kind == ListMark::Kind::kNumbered) {
      last_family_ = mark.family;
      last_number_ = mark.number;
    }
  }

  void Take(const CellLine& line, size_t begin, size_t end) {
    const absl::string_view words = line.words;
    while (end > begin && IsSpace(words[end - 1])) --end;
    if (end == begin) return;
    item_.line.append(words.data() + begin, end - begin);
    item_.range.end = line.TextOffset(end - 1) + 1;
  }

  void Close() {
    if (open_) {
      const std::string words = CollapseSpace(item_.line);
      if (!words.empty()) {
        item_.line = absl::StrCat(kItemMark, words);
        reading_.items.push_back(std::move(item_));
      }
    }
    item_ = ListItem();
    open_ = false;
    depth_ = 0;
  }

  static ByteRange RangeFrom(const CellLine& line, size_t at) {
    return {line.TextOffset(at), line.TextOffset(line.words.size() - 1) + 1};
  }

  void AddNote(const CellLine& line, size_t at) {
    reading_.findings.push_back(
        {RangeFrom(line, at), "note",
         absl::StrCat("a note is no line of the table: `",
                      CollapseSpace(line.words), "`")});
  }

  void AddUnmarked(const CellLine& line, size_t at) {
    reading_.findings.push_back(
        {RangeFrom(line, at), "line-without-mark",
         absl::StrCat("`", CollapseSpace(line.words),
                      "` has no list mark, others of its cell have; it is read "
                      "as a line of its own")});
  }

  const std::vector<CellLine>& lines_;
  std::optional<ListMark> first_mark_;
  bool has_list_items_ = false;
  bool open_ = false;
  int depth_ = 0;
  ListItem item_;
  std::string last_family_;
  uint32_t last_number_ = 0;
  ListReading reading_;
};

}  // namespace

ListReading ReadListItems(const std::vector<CellLine>& lines) {
  return ListReader(lines).Read();
}

bool StartsWithMark(absl::string_view text) {
  return MarkOf(text.substr(LeadingSpace(text))).has_value();
}

bool ParenthesesOpen(absl::string_view text) {
  int depth = 0;
  bool after_gap = false;
  for (size_t at = 0; at < text.size(); ++at) {
    if (after_gap && static_cast<signed char>(text[at]) < 0) {
      const std::optional<ListMark> mark = MarkOf(text.substr(at));
      if (mark.has_value() && mark->kind == ListMark::Kind::kRound) depth = 0;
    }
    depth = std::max(0, depth + ParenthesisAt(text, at));
    after_gap = IsSpace(text[at]);
  }
  return depth > 0;
}

}  // namespace clearsky::document
