#include "document/lint/paragraphs.h"

#include <algorithm>
#include <string_view>

namespace clearsky::document::lint {
namespace {

using namespace std::literals::string_view_literals;

constexpr std::u32string_view kMarks = U"-□■○◦●•ㅇ*※▷▶◆◇▪·–—☞→";

bool IsCircled(char32_t c) { return c >= U'①' && c <= U'⑳'; }

class Splitter {
 public:
  explicit Splitter(const Draft& draft)
      : draft_(draft), letters_(draft.letters) {}

  std::vector<Span> Split() {
    size_t item = 0;
    for (size_t line = 0; line < letters_.line_count(); ++line) {
      const Span span = letters_.Line(line);
      ReadLine(span, item);
      while (item < draft_.items.size() &&
             draft_.items[item].span.end <= span.end) {
        ++item;
      }
    }
    Close();
    return std::move(paragraphs_);
  }

 private:
  void Close() {
    if (!open_.empty()) paragraphs_.push_back(open_);
    open_ = {};
  }

  // Pieces of a line: between tabs, and the lines of the table in it.
  void ReadLine(Span line, size_t item) {
    size_t begin = line.begin;
    const auto piece = [&](Span span, bool whole) { Add(span, whole); };
    while (begin <= line.end) {
      while (item < draft_.items.size() &&
             draft_.items[item].span.end <= begin) {
        ++item;
      }
      size_t end = begin;
      if (item < draft_.items.size() &&
          draft_.items[item].span.begin <= begin) {
        // A line of the table that is wrapped goes on with the next.
        const Span& span = draft_.items[item].span;
        const bool goes_on = begin > span.begin;
        end = std::min(span.end, line.end);
        if (!goes_on) Close();
        Extend({begin, end});
        if (span.end <= line.end) Close();
        begin = std::max(end, begin + 1);
        continue;
      }
      const size_t stop =
          item < draft_.items.size()
              ? std::min(line.end, draft_.items[item].span.begin)
              : line.end;
      while (end < stop && letters_.raw(end) != U'\t') ++end;
      piece({begin, end}, begin == line.begin && end == line.end);
      if (end < line.end && letters_.raw(end) == U'\t') ++end;
      begin = std::max(end, begin + 1);
    }
  }

  // A piece of running text; `whole`: it is all of its line.
  void Add(Span span, bool whole) {
    Span words = span;
    while (!words.empty() && letters_.IsSpace(words.begin)) ++words.begin;
    while (!words.empty() && letters_.IsSpace(words.end - 1)) --words.end;
    if (words.empty()) {
      // A page may break within a sentence: it stays open for now.
      after_blank_ = after_blank_ || whole;
      return;
    }
    const bool goes_on = whole && !open_.empty() &&
                         !IsListMark(letters_, words.begin) &&
                         (!after_blank_ || IsCut());
    if (!goes_on) Close();
    after_blank_ = false;
    Extend(words);
    if (!whole) Close();
  }

  void Extend(Span span) {
    if (open_.empty()) open_ = span;
    open_.end = std::max(open_.end, span.end);
    after_blank_ = false;
  }

  // Whether what is open ends within a sentence.
  bool IsCut() const {
    const size_t last = open_.end - 1;
    if (!letters_.IsWord(last) && letters_.at(last) != U',') return false;
    // A headline ends so, too; a sentence is longer, and began with a mark.
    return IsListMark(letters_, open_.begin);
  }

  const Draft& draft_;
  const Letters& letters_;
  std::vector<Span> paragraphs_;
  Span open_;
  bool after_blank_ = false;
};

}  // namespace

std::vector<Span> ParagraphsOf(const Draft& draft) {
  return Splitter(draft).Split();
}

bool IsListMark(const Letters& letters, size_t i) {
  const char32_t c = letters.raw(i);
  if (c == 0) return false;
  if (IsCircled(c)) return true;
  if (kMarks.find(c) != std::u32string_view::npos) return true;
  // `1. `, `가. `, `2) `
  size_t end = i;
  while (letters.IsDigit(end)) ++end;
  if (end == i && letters.IsHangul(i)) end = i + 1;
  return end > i && end - i <= 2 &&
         (letters.at(end) == U'.' || letters.at(end) == U')') &&
         letters.IsSpace(end + 1);
}

size_t SkipTag(const Letters& letters, size_t i) {
  constexpr size_t kLongest = 400;
  if (letters.raw(i) != U'<') return i;
  const size_t name = letters.raw(i + 1) == U'/' ? i + 2 : i + 1;
  const char32_t c = letters.raw(name);
  if (!((c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z'))) return i;
  for (size_t at = name; at < letters.size() && at < i + kLongest; ++at) {
    if (letters.raw(at) == U'\n') return i;
    if (letters.raw(at) == U'>') return at + 1;
  }
  return i;
}

}  // namespace clearsky::document::lint
