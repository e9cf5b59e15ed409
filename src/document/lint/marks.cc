// Two ways of writing one thing in one document: marks of years and ranges,
// pairs of countries, words of modes; remains of markup.

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "document/lint/checks.h"
#include "document/lint/name_keys.h"
#include "document/lint/paragraphs.h"

namespace clearsky::document::lint {
namespace {

using namespace std::literals::string_view_literals;

// Places of one way of writing.
struct Way {
  std::u32string form;
  std::vector<Span> spans;
};

class Ways {
 public:
  void Add(const std::u32string& form, Span span) {
    for (Way& way : ways_) {
      if (way.form != form) continue;
      way.spans.push_back(span);
      return;
    }
    ways_.push_back({form, {span}});
  }

  // The way that is used most, the first of equals.
  const Way* Usual() const {
    const Way* usual = nullptr;
    for (const Way& way : ways_) {
      if (usual == nullptr || way.spans.size() > usual->spans.size()) {
        usual = &way;
      }
    }
    return usual;
  }

  const std::vector<Way>& all() const { return ways_; }

 private:
  std::vector<Way> ways_;
};

std::string Times(size_t count) {
  return count == 1 ? "once" : absl::StrCat(count, " times");
}

class Checker {
 public:
  Checker(const Draft& draft, FindingList* findings)
      : draft_(draft), letters_(draft.letters), findings_(findings) {}

  void Check() {
    CheckYearMarks();
    CheckRangeMarks();
    CheckPairs();
    CheckModes();
    CheckMarkup();
  }

 private:
  std::string Words(const std::u32string& form) const { return ToUtf8(form); }

  void Report(absl::string_view rule, const Ways& ways,
              absl::string_view what) {
    const Way* const usual = ways.Usual();
    if (usual == nullptr) return;
    for (const Way& way : ways.all()) {
      if (&way == usual) continue;
      findings_->Add(
          {rule, way.spans.front(),
           absl::StrCat(what, " `", Words(way.form), "` stands ",
                        Times(way.spans.size()), ", `", Words(usual->form),
                        "` ", Times(usual->spans.size()), ", first on ",
                        findings_->LineWords(usual->spans.front())),
           absl::StrCat("`", Words(usual->form), "` everywhere"),
           usual->spans.front()});
    }
  }

  void CheckYearMarks() {
    Ways ways;
    for (size_t i = 0; i < letters_.size(); ++i) {
      if (letters_.IsDigit(i) || !IsYearMark(letters_, i)) continue;
      if (i > 0 && (letters_.IsWord(i - 1) || letters_.at(i - 1) == U')')) {
        continue;  // It closes a quotation.
      }
      // `‘17.12`, `'22년`; ‘20 회의’ may be a quotation.
      const char32_t next = letters_.at(i + 3);
      if (next != U'.' && next != U'년' && next != U'~' && next != U'-' &&
          next != U')' && next != U',') {
        continue;
      }
      ways.Add(std::u32string(1, letters_.raw(i)), {i, i + 3});
    }
    Report("year-mark-mixed", ways, "before years");
  }

  void CheckRangeMarks() {
    Ways ways;
    const auto add = [&](const DateMention& mention) {
      if (!mention.end || mention.range_mark == 0) return;
      if (letters_.IsLatin(mention.span.begin) ||
          letters_.IsLatin(mention.span.end - 1)) {
        return;
      }
      ways.Add(std::u32string(1, mention.range_mark), mention.span);
    };
    // In the order of the document.
    std::vector<const DateMention*> all;
    for (const DateMention& mention : draft_.prose_dates) {
      all.push_back(&mention);
    }
    for (const Item& item : draft_.items) {
      for (const DateMention& mention : item.mentions) all.push_back(&mention);
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const DateMention* a, const DateMention* b) {
                       return a->span.begin < b->span.begin;
                     });
    for (const DateMention* mention : all) add(*mention);
    Report("range-mark-mixed", ways, "between dates");
  }

  // 한중 and 한·중: pairs of countries whose letters are written both ways.
  void CheckPairs() {
    std::map<std::u32string, Ways> pairs;
    size_t i = 0;
    while (i < letters_.size()) {
      const bool begins = i == 0 || !letters_.IsWord(i - 1);
      if (!begins || !IsCountryLetter(letters_.raw(i)) ||
          (i > 0 && letters_.at(i - 1) == U'·')) {
        ++i;
        continue;
      }
      i = ReadPair(i, pairs);
    }
    for (const auto& [letters, ways] : pairs) {
      if (ways.all().size() > 1) Report("pair-spelling", ways, "the pair");
    }
  }

  size_t ReadPair(size_t begin, std::map<std::u32string, Ways>& pairs) {
    std::u32string bare(1, letters_.raw(begin));
    size_t at = begin + 1;
    size_t dots = 0;
    while (true) {
      const bool dot = letters_.at(at) == U'·';
      const char32_t next = letters_.raw(at + (dot ? 1 : 0));
      if (!IsCountryLetter(next) || bare.find(next) != std::u32string::npos) {
        break;
      }
      bare += next;
      dots += dot ? 1 : 0;
      at += dot ? 2 : 1;
    }
    const size_t joints = bare.size() - 1;
    // A word of more than the pair (한인회, 중일부) is another word.
    const bool whole = !letters_.IsWord(at) || dots == joints;
    if (bare.size() < 2 || bare.size() > 3 || !whole ||
        (dots != 0 && dots != joints)) {
      return begin + 1;
    }
    std::u32string form;
    for (size_t i = begin; i < at; ++i) form += letters_.at(i);
    pairs[bare].Add(form, {begin, at});
    return at;
  }

  // Words of the table that mean one mode.
  void CheckModes() {
    std::map<int, Ways> modes;
    for (const Item& item : draft_.items) {
      if (item.mode == v1::DELIVERY_MODE_UNSPECIFIED ||
          item.mode_span.empty() || item.mode_span == item.group) {
        if (item.fields.size() != 1) continue;
      }
      const std::u32string words = SpellingOf(letters_, item.mode_span);
      // Names of products (ZOOM) say more than the mode.
      const bool product = std::any_of(
          words.begin(), words.end(),
          [](char32_t c) { return (c >= U'a' && c <= U'z') || c == U'('; });
      if (product || words.empty() || words.size() > 8) continue;
      modes[item.mode].Add(words, item.mode_span);
    }
    for (const auto& [mode, ways] : modes) {
      Report("mode-words-mixed", ways, "for one mode,");
    }
  }

  // The index behind the tag or character reference of HTML at `i`; `i` when
  // there is none.
  size_t SkipRemains(size_t i) const {
    if (letters_.raw(i) == U'&') return SkipReference(i);
    return letters_.raw(i) == U'<' && SkipTag(letters_, i) > i && IsHtml(i)
               ? SkipTag(letters_, i)
               : i;
  }

  // `&nbsp;`, `&#160;`, `&#xA0;`; others than the usual ones may be words.
  size_t SkipReference(size_t i) const {
    for (const std::u32string_view name :
         {U"nbsp"sv, U"amp"sv, U"lt"sv, U"gt"sv, U"quot"sv, U"apos"sv,
          U"middot"sv, U"bull"sv, U"hellip"sv, U"ndash"sv, U"mdash"sv,
          U"lsquo"sv, U"rsquo"sv, U"ldquo"sv, U"rdquo"sv, U"ensp"sv,
          U"emsp"sv}) {
      const auto end = letters_.Match(i + 1, name);
      if (end && letters_.raw(*end) == U';') return *end + 1;
    }
    if (letters_.raw(i + 1) != U'#') return i;
    constexpr size_t kMostDigits = 7;
    const char32_t base = letters_.raw(i + 2);
    const bool is_hex = base == U'x' || base == U'X';
    const size_t begin = i + (is_hex ? 3 : 2);
    size_t end = begin;
    while (end < begin + kMostDigits &&
           (letters_.IsDigit(end) || (is_hex && letters_.IsLatin(end)))) {
      ++end;
    }
    return end > begin && letters_.raw(end) == U';' ? end + 1 : i;
  }

  // `<ul style=...>` and `&nbsp;` that a conversion left; told once.
  void CheckMarkup() {
    size_t count = 0;
    Span first;
    for (size_t i = 0; i < letters_.size(); ++i) {
      const size_t end = SkipRemains(i);
      if (end == i) continue;
      if (count++ == 0) first = {i, end};
      i = end - 1;
    }
    if (count == 0) return;
    findings_->Add(
        {"markup-left", first,
         absl::StrCat("remains of HTML stand in the text ", Times(count)),
         "leave them out"});
  }

  // Whether the tag at `i` is one of HTML's.
  bool IsHtml(size_t i) const {
    const size_t name = letters_.raw(i + 1) == U'/' ? i + 2 : i + 1;
    size_t end = name;
    std::u32string word;
    while (letters_.IsLatin(end) || letters_.IsDigit(end)) {
      const char32_t c = letters_.at(end++);
      word += c >= U'A' && c <= U'Z' ? c - U'A' + U'a' : c;
    }
    // `<Table 1>` is the title of a table; an attribute has a value.
    const char32_t c = letters_.raw(end);
    bool has_value = false;
    for (size_t at = end; letters_.raw(at) != U'>'; ++at) {
      has_value = has_value || letters_.raw(at) == U'=';
    }
    if (c != U'>' && c != U'/' && !has_value) return false;
    for (const std::u32string_view known :
         {U"ul"sv,    U"ol"sv,    U"li"sv,  U"p"sv,      U"br"sv,
          U"b"sv,     U"i"sv,     U"div"sv, U"span"sv,   U"table"sv,
          U"tr"sv,    U"td"sv,    U"th"sv,  U"strong"sv, U"em"sv,
          U"font"sv,  U"a"sv,     U"h1"sv,  U"h2"sv,     U"h3"sv,
          U"tbody"sv, U"thead"sv, U"sup"sv, U"sub"sv,    U"u"sv}) {
      if (word == known) return true;
    }
    return false;
  }

  const Draft& draft_;
  const Letters& letters_;
  FindingList* const findings_;
};

}  // namespace

void CheckMarks(const Draft& draft, FindingList* findings) {
  Checker(draft, findings).Check();
}

}  // namespace clearsky::document::lint
