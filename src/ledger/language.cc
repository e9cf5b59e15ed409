#include "ledger/language.h"

#include <cassert>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace clearsky::ledger {
namespace {

// Subtags of Chinese that is written in traditional characters.
constexpr absl::string_view kTraditional[] = {"hant", "tw", "hk", "mo"};

bool IsTraditional(absl::string_view subtag) {
  for (const absl::string_view known : kTraditional) {
    if (subtag == known) return true;
  }
  return false;
}

}  // namespace

Language::Language(const char* tag, const Phrase* phrases, size_t phrase_count,
                   Particle particle)
    : tag_(tag), particle_(particle) {
  for (size_t i = 0; i < phrase_count; ++i) {
    const bool is_new =
        phrases_.emplace(phrases[i].key, phrases[i].words).second;
    assert(is_new);
    static_cast<void>(is_new);
  }
}

bool Language::Has(absl::string_view key) const {
  return phrases_.find(key) != phrases_.end();
}

std::string Language::Words(absl::string_view key) const {
  const auto found = phrases_.find(key);
  assert(found != phrases_.end());
  return std::string(found->second);
}

std::string Language::Say(absl::string_view key, const Slots& slots) const {
  return Fill(Words(key), slots);
}

std::string Language::Join(const std::vector<std::string>& items) const {
  if (items.size() < 2) return items.empty() ? "" : items.front();
  const std::string all_but_last =
      absl::StrJoin(items.begin(), items.end() - 1, Word("list.between"));
  return Say("list.last", {{"list", all_but_last}, {"last", items.back()}});
}

std::vector<std::string> Language::Keys() const {
  std::vector<std::string> keys;
  for (const auto& [key, words] : phrases_) keys.push_back(key);
  return keys;
}

std::string Language::Fill(absl::string_view words, const Slots& slots) const {
  std::string text;
  // Where the bracket that is open began, and whether a slot in it was empty.
  size_t bracket = std::string::npos;
  bool is_empty = false;
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i] == '[') {
      bracket = text.size();
      is_empty = false;
    } else if (words[i] == ']') {
      if (is_empty) text.resize(bracket);
      bracket = std::string::npos;
    } else if (words[i] == '{') {
      const size_t end = words.find('}', i);
      assert(end != absl::string_view::npos);
      const std::pair<std::string, std::string> slot = absl::StrSplit(
          words.substr(i + 1, end - i - 1), absl::MaxSplits(':', 1));
      const auto found = slots.find(slot.first);
      if (found == slots.end() || found->second.empty()) {
        is_empty = true;
      } else {
        text += found->second;
      }
      if (!slot.second.empty()) text += particle_(text, slot.second);
      i = end;
    } else {
      text += words[i];
    }
  }
  return text;
}

const std::vector<const Language*>& Languages() {
  static const auto* const kLanguages =
      new std::vector<const Language*>{&Korean(), &English(), &Chinese()};
  return *kLanguages;
}

absl::StatusOr<const Language*> FindLanguage(absl::string_view tag) {
  if (tag.empty()) return &English();
  const std::vector<std::string> subtags =
      absl::StrSplit(absl::AsciiStrToLower(tag), '-');
  bool is_known = true;
  for (const std::string& subtag : subtags) {
    if (subtag.empty() || (subtags[0] == "zh" && IsTraditional(subtag))) {
      is_known = false;
    }
  }
  std::vector<absl::string_view> accepted;
  for (const Language* language : Languages()) {
    if (is_known && subtags[0] == language->tag()) return language;
    accepted.push_back(language->tag());
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "language `", tag, "` is none that an account is told in; accepted: ",
      absl::StrJoin(accepted, ", "), " (zh in simplified characters)"));
}

}  // namespace clearsky::ledger
