#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "notation/date_words.h"
#include "notation/notation.h"
#include "notation/words.h"

// A phrase, or the fields of a parenthesis, taken apart by content: dates,
// words of status and mode, places, levels, hosts, and what is none of these.

namespace clearsky::notation {

struct PhraseDate {
  ResolvedDate resolved;
  std::string verbatim;
  // 당초, or left of an arrow: it holds no longer.
  bool superseded = false;
  size_t begin = 0;
  size_t end = 0;
};

struct PhraseMode {
  v1::DeliveryMode mode = v1::DELIVERY_MODE_UNSPECIFIED;  // Of 병행: none.
  size_t field = 0;
  size_t begin = 0;
  size_t end = 0;
  // Left of an arrow: it holds no longer.
  bool superseded = false;
};

struct Phrase {
  std::vector<PhraseDate> dates;
  std::vector<PhraseMode> modes;
  std::vector<WordKind> words;  // Of status and the like, in order.
  // Where the words that stand for a date by themselves are (미정, 월 1회);
  // empty when equal.
  size_t dateless_begin = 0;
  size_t dateless_end = 0;
  v1::PartialDate::PartOfDay part_of_day =
      v1::PartialDate::PART_OF_DAY_UNSPECIFIED;
  std::vector<std::string> places;
  std::vector<std::string> levels;
  std::vector<std::string> hosts;
  std::vector<std::string> unread;
  std::vector<NotationFinding> findings;
  // Whether a date of unknown order (`05/04/2022`) is kept as written.
  bool has_ambiguous_date = false;
  // Why the first date that cannot be cannot be; OK when all can.
  absl::Status impossible;

  bool Has(WordKind kind) const {
    return std::find(words.begin(), words.end(), kind) != words.end();
  }
  bool HasDatelessWords() const { return dateless_end > dateless_begin; }
  // Whether anything of a date, status or mode was understood.
  bool SaysSomething() const;
};

Phrase ReadPhrase(const Text& text, const Context& context);

// What a phrase means as a whole.
struct Meaning {
  std::optional<v1::PartialDate> date;
  std::optional<v1::PartialDate> coverage;
  Status status = Status::kNone;
  std::optional<v1::Delivery> delivery;
  std::vector<std::string> unread;
  std::vector<NotationFinding> findings;
};

// Dates chosen, status and mode told. `text` is what `phrase` was read from;
// `beside`: a title stands beside it.
// Takes the dates out of `phrase`, as copies of them would cost the most.
Meaning Understand(Phrase& phrase, const Text& text, bool beside,
                   const Context& context);

}  // namespace clearsky::notation
