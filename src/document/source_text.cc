#include "document/source_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace clearsky::document {
namespace {

// Size in bytes of the white space that `text` starts with; 0 when none.
size_t SpaceSize(absl::string_view text) {
  if (text.empty()) return 0;
  if (absl::ascii_isspace(static_cast<unsigned char>(text.front()))) return 1;
  for (absl::string_view space : {"\xC2\xA0", "\xE3\x80\x80", "\xEF\xBB\xBF"}) {
    if (text.substr(0, space.size()) == space) return space.size();
  }
  return 0;
}

// Marks that spellings of one name differ in. Bytes of UTF-8 characters.
constexpr absl::string_view kPunctuation[] = {"·", "∙", "ㆍ", "・", "‧",
                                              "/", ",", ".",  "-",  "‘",
                                              "’", "'", "“",  "”",  "\""};

size_t PunctuationSize(absl::string_view text) {
  for (absl::string_view mark : kPunctuation) {
    if (text.substr(0, mark.size()) == mark) return mark.size();
  }
  return 0;
}

// Bytes that neither white space nor punctuation begins with: most are.
bool IsLetterByte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (byte < 0x80) return absl::ascii_isalnum(byte);
  return byte != 0xC2 && byte != 0xE2 && byte != 0xE3 && byte != 0xEF;
}

// A line without what stands in parentheses.
std::string WithoutParentheses(absl::string_view line) {
  std::string result;
  int depth = 0;
  for (char c : line) {
    if (c == '(') ++depth;
    if (depth == 0) result.push_back(c);
    if (c == ')' && depth > 0) --depth;
  }
  return result;
}

}  // namespace

std::string CollapseSpace(absl::string_view text) {
  std::string result;
  bool pending = false;
  result.reserve(text.size());
  while (!text.empty()) {
    const size_t size = IsLetterByte(text.front()) ? 0 : SpaceSize(text);
    if (size > 0) {
      pending = true;
      text.remove_prefix(size);
      continue;
    }
    if (pending && !result.empty()) result.push_back(' ');
    pending = false;
    result.push_back(text.front());
    text.remove_prefix(1);
  }
  return result;
}

std::string BareLetters(absl::string_view text) {
  std::string result;
  while (!text.empty()) {
    if (IsLetterByte(text.front())) {
      result.push_back(text.front());
      text.remove_prefix(1);
      continue;
    }
    const size_t skipped = std::max(SpaceSize(text), PunctuationSize(text));
    if (skipped == 0) result.push_back(text.front());
    text.remove_prefix(std::max<size_t>(skipped, 1));
  }
  return result;
}

SourceText::SourceText(absl::string_view content) : content_(content) {
  line_starts_.push_back(0);
  size_t at = 0;
  while (at < content_.size()) {
    const size_t space =
        IsLetterByte(content_[at]) ? 0 : SpaceSize(content_.substr(at));
    if (space == 0) {
      collapsed_.push_back(content_[at]);
      origins_.push_back(at);
    } else if (collapsed_.empty() || collapsed_.back() != ' ') {
      collapsed_.push_back(' ');
      origins_.push_back(at);
    }
    if (content_[at] == '\n') line_starts_.push_back(at + 1);
    at += std::max<size_t>(space, 1);
  }
}

std::optional<ByteRange> SourceText::Find(absl::string_view words,
                                          size_t from) const {
  const std::string wanted = CollapseSpace(words);
  if (wanted.empty()) return std::nullopt;
  const auto first = std::lower_bound(origins_.begin(), origins_.end(), from);
  const size_t found =
      collapsed_.find(wanted, static_cast<size_t>(first - origins_.begin()));
  if (found == std::string::npos) return std::nullopt;
  const size_t last = found + wanted.size() - 1;
  return ByteRange{origins_[found], origins_[last] + 1};
}

std::optional<ByteRange> SourceText::FindLineWith(
    absl::string_view words) const {
  const std::vector<std::string> wanted =
      absl::StrSplit(CollapseSpace(words), ' ', absl::SkipEmpty());
  if (wanted.empty()) return std::nullopt;
  for (const size_t start : line_starts_) {
    if (start >= content_.size()) break;
    const absl::string_view line = LineAt(start);
    const std::string plain = WithoutParentheses(line);
    const bool has_all =
        std::all_of(wanted.begin(), wanted.end(), [&](const std::string& word) {
          return absl::StrContains(plain, word);
        });
    if (has_all) return ByteRange{start, start + line.size()};
  }
  return std::nullopt;
}

std::string SourceText::Words(ByteRange range) const {
  return CollapseSpace(content_.substr(range.begin, range.end - range.begin));
}

uint32_t SourceText::LineNumber(size_t byte) const {
  const auto after =
      std::upper_bound(line_starts_.begin(), line_starts_.end(), byte);
  return static_cast<uint32_t>(after - line_starts_.begin());
}

absl::string_view SourceText::LineAt(size_t byte) const {
  const size_t start = line_starts_[LineNumber(byte) - 1];
  const size_t end = content_.find('\n', start);
  absl::string_view line = content_.substr(
      start, end == absl::string_view::npos ? end : end - start);
  return absl::StripSuffix(line, "\r");
}

}  // namespace clearsky::document
