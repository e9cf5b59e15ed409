// Quotation marks and brackets that do not close, within a paragraph or a line
// of the table.

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "document/lint/checks.h"
#include "document/lint/paragraphs.h"

namespace clearsky::document::lint {
namespace {

using namespace std::literals::string_view_literals;

struct Pair {
  char32_t open;
  char32_t close;
  absl::string_view open_words;
  absl::string_view close_words;
  bool is_quote;
};

constexpr Pair kPairs[] = {
    {U'‘', U'’', "‘", "’", true},      {U'“', U'”', "“", "”", true},
    {U'「', U'」', "「", "」", true},  {U'『', U'』', "『", "』", true},
    {U'《', U'》', "《", "》", true},  {U'〈', U'〉', "〈", "〉", true},
    {U'(', U')', "(", ")", false},     {U'（', U'）', "（", "）", false},
    {U'[', U']', "[", "]", false},     {U'［', U'］', "［", "］", false},
    {U'【', U'】', "【", "】", false}, {U'〔', U'〕', "〔", "〕", false},
    {U'{', U'}', "{", "}", false},     {U'\'', U'\'', "'", "'", true},
    {U'"', U'"', "\"", "\"", true}};

// ASCII and full-width parentheses close each other; people mix them.
bool Closes(char32_t open, char32_t close) {
  const auto folded = [](char32_t c) {
    return c >= 0xff01 && c <= 0xff5e ? c - 0xfee0 : c;
  };
  if (open == U'’' || open == U'”') return open == close;
  for (const Pair& pair : kPairs) {
    if (folded(pair.open) == folded(open)) {
      return folded(pair.close) == folded(close);
    }
  }
  return false;
}

absl::string_view WordsOf(char32_t mark, bool closing) {
  for (const Pair& pair : kPairs) {
    if (mark == pair.open || mark == pair.close) {
      return closing ? pair.close_words : pair.open_words;
    }
  }
  return "";
}

bool IsQuote(char32_t mark) {
  for (const Pair& pair : kPairs) {
    if (mark == pair.open || mark == pair.close) return pair.is_quote;
  }
  return false;
}

struct Open {
  char32_t mark = 0;
  size_t at = 0;
  bool maybe = false;  // ‘22: a year, unless a ’ closes it.
};

class Checker {
 public:
  Checker(const Draft& draft, FindingList* findings)
      : letters_(draft.letters), findings_(findings) {}

  void Check(Span paragraph, bool goes_on) {
    paragraph_ = paragraph;
    for (size_t i = paragraph.begin; i < paragraph.end; ++i) {
      if (const size_t tag = SkipTag(letters_, i); tag != i) {
        i = std::min(tag, paragraph.end) - 1;
        continue;
      }
      Step(i);
    }
    for (const Open& open : stack_) {
      // A quotation of several paragraphs opens each of them anew.
      if (open.mark == U'“' && goes_on) continue;
      Unclosed(open);
    }
    stack_.clear();
    crossed_.clear();
  }

  void Finish() {
    for (const Open& open : unclosed_) {
      const std::string mark(WordsOf(open.mark, false));
      findings_->Add({"quote-unclosed", Around(open.at),
                      absl::StrCat("`", mark, "` is opened and not closed"),
                      Suggestion(open)});
    }
    for (const size_t at : unopened_) {
      findings_->Add(
          {"quote-unclosed",
           {at, at + 1},
           absl::StrCat("`", letters_.Source({at, at + 1}),
                        "` closes what was not opened"),
           absl::StrCat("put `", WordsOf(letters_.raw(at), false),
                        "` before the words it belongs to, or leave it out")});
    }
  }

 private:
  void Step(size_t i) {
    const char32_t c = letters_.raw(i);
    switch (c) {
      case U'\'':
      case U'"':
        return Straight(i, c);
      case U'‘':
        if (IsYear(i)) {
          Push({c, i, true});
          return;
        }
        return Opens(i, c);
      case U'’':
      case U'”':
        return Curly(i, c);
      default:
        break;
    }
    for (const Pair& pair : kPairs) {
      if (c == pair.open) return Opens(i, c);
      if (c == pair.close) return ClosesAt(i, c);
    }
  }

  char32_t Before(size_t i) const {
    return i > paragraph_.begin ? letters_.raw(i - 1) : U' ';
  }

  // Whether a mark at `i` stands where something begins.
  bool StandsBefore(size_t i) const {
    if (i == paragraph_.begin) return true;
    const bool after_gap = letters_.IsSpace(i - 1) ||
                           U"([{<「『《〈‘“~-/,:·*"sv.find(
                               letters_.at(i - 1)) != std::u32string_view::npos;
    return after_gap && i + 1 < paragraph_.end && !letters_.IsSpace(i + 1);
  }

  // `'22`, `‘17.12`: the mark of a year.
  bool IsYear(size_t i) const {
    if (!IsYearMark(letters_, i)) return false;
    return i == paragraph_.begin || !letters_.IsWord(i - 1);
  }

  bool IsOpen(char32_t mark) const {
    for (const Open& open : stack_) {
      if (open.mark == mark && !open.maybe) return true;
    }
    return false;
  }

  bool MayBeOpen(char32_t close) const {
    for (const Open& open : stack_) {
      if (Closes(open.mark, close)) return true;
    }
    return false;
  }

  void Opens(size_t i, char32_t c) {
    // Quotations do not nest in themselves: the first was not closed.
    if (IsQuote(c)) {
      for (size_t k = stack_.size(); k-- > 0;) {
        const Open& open = stack_[k];
        if (!IsQuote(open.mark)) break;
        if (open.mark != c || open.maybe) continue;
        Unclosed(open);
        stack_.erase(stack_.begin() + static_cast<ptrdiff_t>(k));
        break;
      }
    }
    Push({c, i, false});
  }

  // Nothing nests so deep: the outermost was not closed.
  void Push(const Open& open) {
    constexpr size_t kDeepest = 64;
    if (stack_.size() >= kDeepest) {
      Unclosed(stack_.front());
      stack_.erase(stack_.begin());
    }
    stack_.push_back(open);
  }

  void ClosesAt(size_t i, char32_t c) {
    for (size_t k = stack_.size(); k-- > 0;) {
      if (!Closes(stack_[k].mark, c)) continue;
      for (size_t above = stack_.size(); --above > k;) {
        if (stack_[above].maybe) continue;
        Unclosed(stack_[above]);
        if (crossed_.size() < 64) crossed_.push_back(stack_[above].mark);
      }
      closed_.insert(std::string(letters_.Source({stack_[k].at + 1, i})));
      stack_.resize(k);
      return;
    }
    // What was told as not closed closes behind its time.
    for (size_t k = 0; k < crossed_.size(); ++k) {
      if (!Closes(crossed_[k], c)) continue;
      crossed_.erase(crossed_.begin() + static_cast<ptrdiff_t>(k));
      return;
    }
    if (!IsListNumber(i)) unopened_.push_back(i);
  }

  // ’ and ”: closing marks, apostrophes, and now and then opening ones.
  void Curly(size_t i, char32_t c) {
    if (c == U'’') {
      if (letters_.IsLatin(i + 1) && i > 0 && letters_.IsWord(i - 1)) return;
      if (IsYear(i)) {
        if (!MayBeOpen(c) || letters_.IsSpace(i - 1) ||
            letters_.at(i - 1) == U'(') {
          return;
        }
      }
    }
    if (MayBeOpen(c)) return ClosesAt(i, c);
    // “...’ and ‘...”: closed by the wrong mark.
    if (StandsBefore(i)) {
      Push({c, i, false});
      return;
    }
    // The apostrophe of a plural, a minute: no mark of ours.
    if (c == U'’' && i > 0 &&
        (letters_.IsLatin(i - 1) || letters_.IsDigit(i - 1))) {
      return;
    }
    ClosesAt(i, c);
  }

  void Straight(size_t i, char32_t c) {
    const bool single = c == U'\'';
    if (single) {
      if (i > 0 && letters_.IsLatin(i - 1) && letters_.IsLatin(i + 1)) return;
      if (IsYear(i)) {
        if (!IsOpen(c)) Push({c, i, true});
        return;
      }
    }
    if (IsOpen(c)) {
      if (StandsBefore(i) && !IsBracketOpenSince(c)) return Opens(i, c);
      return ClosesAt(i, c);
    }
    if (StandsBefore(i)) return Opens(i, c);
    // Closed by the straight mark what a curly one opened.
    const char32_t curly = single ? U'‘' : U'“';
    if (IsOpen(curly)) {
      for (size_t k = stack_.size(); k-- > 0;) {
        if (stack_[k].mark != curly || stack_[k].maybe) continue;
        Unclosed(stack_[k]);
        stack_.erase(stack_.begin() + static_cast<ptrdiff_t>(k));
        return;
      }
    }
    if (MayBeOpen(c)) return ClosesAt(i, c);
    // Feet, inches, minutes; the apostrophe of a plural.
    if (letters_.IsDigit(i - 1) || letters_.IsLatin(i - 1)) return;
    if (Before(i) == U' ') return;
    unopened_.push_back(i);
  }

  bool IsBracketOpenSince(char32_t mark) const {
    for (size_t k = stack_.size(); k-- > 0;) {
      if (stack_[k].mark == mark) return false;
      if (!IsQuote(stack_[k].mark)) return true;
    }
    return false;
  }

  // `1)`, `가)`, `iv)` before the words of a list; `:)`.
  bool IsListNumber(size_t i) const {
    constexpr size_t kMaxLength = 4;
    if (letters_.at(i) != U')') return false;
    size_t begin = i;
    while (begin > paragraph_.begin && letters_.IsWord(begin - 1)) --begin;
    if (begin == i) return Before(i) == U':' || Before(i) == U';';
    if (begin > paragraph_.begin && !letters_.IsSpace(begin - 1) &&
        letters_.at(begin - 1) != U'(') {
      return false;
    }
    const size_t length = i - begin;
    if (length > kMaxLength) return false;
    bool digits = true;
    bool roman = true;
    for (size_t k = begin; k < i; ++k) {
      digits = digits && letters_.IsDigit(k);
      roman = roman &&
              U"ivxIVX"sv.find(letters_.at(k)) != std::u32string_view::npos;
    }
    return digits || roman || length == 1;
  }

  void Unclosed(const Open& open) {
    if (!open.maybe) unclosed_.push_back(open);
  }

  // The mark and some words behind it.
  Span Around(size_t at) const {
    constexpr size_t kLength = 30;
    size_t end = at + 1;
    while (end < letters_.size() && end < at + kLength &&
           letters_.raw(end) != U'\n' && letters_.raw(end) != U'\t') {
      ++end;
    }
    return {at, end};
  }

  std::string Suggestion(const Open& open) const {
    constexpr size_t kLongest = 60;
    const std::string close(WordsOf(open.mark, true));
    if (IsQuote(open.mark)) {
      // The same words in a quotation that closes tell where this one ends.
      const size_t begin = open.at + 1;
      for (size_t length = std::min(kLongest, letters_.size() - begin);
           length >= 2; --length) {
        const std::string words(letters_.Source({begin, begin + length}));
        if (closed_.count(words) == 0) continue;
        return absl::StrCat(
            "close it behind the words that are quoted "
            "elsewhere: `",
            WordsOf(open.mark, false), words, close, "`");
      }
    }
    return absl::StrCat("put `", close, "` behind the words it encloses");
  }

  const Letters& letters_;
  FindingList* const findings_;
  Span paragraph_;
  std::vector<Open> stack_;
  std::vector<char32_t> crossed_;
  std::vector<Open> unclosed_;
  std::vector<size_t> unopened_;
  std::unordered_set<std::string> closed_;
};

}  // namespace

void CheckQuotes(const Draft& draft, FindingList* findings) {
  Checker checker(draft, findings);
  const std::vector<Span> paragraphs = ParagraphsOf(draft);
  for (size_t i = 0; i < paragraphs.size(); ++i) {
    const bool goes_on = i + 1 < paragraphs.size() &&
                         draft.letters.raw(paragraphs[i + 1].begin) == U'“';
    checker.Check(paragraphs[i], goes_on);
  }
  checker.Finish();
}

}  // namespace clearsky::document::lint
