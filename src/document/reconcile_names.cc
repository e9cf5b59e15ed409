#include "document/reconcile_names.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "base/code_points.h"

namespace clearsky::document {
namespace {

bool IsLetter(char32_t c) {
  // Marks and spaces of Latin-1, general punctuation, CJK punctuation, the
  // Hangul middle dot, half and full width marks; private use is list marks.
  if (c < 0xC0 || c == 0xD7 || c == 0xF7) return false;
  if (c >= 0x2000 && c <= 0x2BFF) return false;
  if (c >= 0x3000 && c <= 0x303F) return false;
  if (c == 0x318D || c == 0x30FB || c == 0xFEFF) return false;
  if (c >= 0xFF00 && c <= 0xFF0F) return false;
  return true;
}

// What joins words and may be left away: 과, 와, 및.
bool IsJoiner(char32_t c) { return c == 0xACFC || c == 0xC640 || c == 0xBC0F; }

constexpr absl::string_view kTakesPlace = "개최";

}  // namespace

std::string NormalName(absl::string_view name) {
  std::string normal;
  normal.reserve(name.size());
  while (!name.empty()) {
    const CodePoint point = FirstCodePoint(name);
    if (point.value < 0x80) {
      const auto c = static_cast<unsigned char>(point.value);
      if (absl::ascii_isalnum(c)) {
        normal.push_back(absl::ascii_tolower(c));
      }
    } else if (IsLetter(point.value) && !IsJoiner(point.value)) {
      normal.append(name.data(), point.bytes);
    }
    name.remove_prefix(point.bytes);
  }
  const absl::string_view view = normal;
  if (view.size() > kTakesPlace.size() &&
      view.substr(view.size() - kTakesPlace.size()) == kTakesPlace) {
    normal.resize(normal.size() - kTakesPlace.size());
  }
  return normal;
}

bool OnlyAddsMarks(absl::string_view name, absl::string_view known) {
  if (known.empty() || name == known || !absl::ConsumeSuffix(&name, known)) {
    return false;
  }
  return NormalName(absl::StrReplaceAll(name, {{"&nbsp;", " "}})).empty();
}

NamePairs PairsOf(absl::string_view normal_name) {
  NamePairs pairs;
  pairs.reserve(normal_name.size() / 2);
  uint64_t before = 0;
  size_t count = 0;
  while (!normal_name.empty()) {
    const CodePoint point = FirstCodePoint(normal_name);
    if (count++ > 0) pairs.push_back(before << 32 | point.value);
    before = point.value;
    normal_name.remove_prefix(point.bytes);
  }
  if (count == 1) pairs.push_back(before);
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

double Likeness(const NamePairs& a, const NamePairs& b) {
  if (a.empty() || b.empty()) return 0;
  size_t common = 0;
  for (size_t i = 0, k = 0; i < a.size() && k < b.size();) {
    if (a[i] == b[k]) ++common;
    const bool next_a = a[i] <= b[k];
    const bool next_b = b[k] <= a[i];
    if (next_a) ++i;
    if (next_b) ++k;
  }
  return 2.0 * static_cast<double>(common) /
         static_cast<double>(a.size() + b.size());
}

}  // namespace clearsky::document
