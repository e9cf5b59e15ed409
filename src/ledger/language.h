#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace clearsky::ledger {

// What a phrase is filled with, by the name of the slot. A slot that is not
// there is empty.
using Slots = std::map<std::string, std::string>;

// One phrase of a language: a sentence about an event, a word for a kind, a
// form of a date.
struct Phrase {
  // `ActivityPostponed`, `DELIVERY_MODE_REMOTE`, `date.month`.
  const char* key;
  // The words. `{slot}` is filled in; `{slot:mark}` too, with the particle that
  // `mark` stands for behind it; `[...]` is left out unless each slot in it is
  // filled. Brackets do not nest.
  const char* words;
};

// A Language is all that an account needs to be told in one: a table of phrases
// and the rule for particles. Sentences are told without their full stop. There
// is one object of each language, which lives for ever and is safe for
// concurrent use.
class Language {
 public:
  // The particle for `mark` behind `text`.
  using Particle = std::string (*)(absl::string_view text,
                                   absl::string_view mark);

  // `phrases` must outlive this.
  Language(const char* tag, const Phrase* phrases, size_t phrase_count,
           Particle particle);

  Language(const Language&) = delete;
  Language& operator=(const Language&) = delete;

  // BCP 47 tag: `ko`.
  absl::string_view tag() const { return tag_; }

  bool Has(absl::string_view key) const;

  // The phrase of `key`, filled in. REQUIRES: Has(key).
  std::string Say(absl::string_view key, const Slots& slots) const;
  // The phrase of `key`, which has no slots.
  std::string Word(absl::string_view key) const { return Say(key, {}); }

  // The words of a phrase as they stand in the table. REQUIRES: Has(key).
  std::string Words(absl::string_view key) const;

  // `a, b and c`.
  std::string Join(const std::vector<std::string>& items) const;

  // The keys of all phrases, ascending.
  std::vector<std::string> Keys() const;

 private:
  std::string Fill(absl::string_view words, const Slots& slots) const;

  const char* const tag_;
  const Particle particle_;
  std::map<std::string, absl::string_view, std::less<>> phrases_;
};

const Language& Korean();
const Language& English();
const Language& Chinese();

// The languages that an account can be told in.
const std::vector<const Language*>& Languages();

// The language of a BCP 47 tag: `ko`, `en-GB`, `zh-Hans-CN`; English when the
// tag is empty. INVALID_ARGUMENT for a language or script that there are no
// phrases in, listing those there are.
absl::StatusOr<const Language*> FindLanguage(absl::string_view tag);

}  // namespace clearsky::ledger
