#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

// The marks that start an item of a list. Pure; safe to call from many threads.

namespace clearsky::document {

struct ListMark {
  enum class Kind {
    kRound,     // `○`: a mark wherever it stands after a space.
    kPlain,     // `-`: also a letter or punctuation.
    kNumbered,  // `①`, `1)`, `가.`: one of an order.
  };
  Kind kind = Kind::kRound;
  size_t bytes = 0;     // Of the mark.
  std::string family;   // `-`, or how an order is written: `1)`.
  uint32_t number = 0;  // In its order, from 1.
};

// The mark that `text` starts with; nullopt when none.
std::optional<ListMark> MarkOf(absl::string_view text);

// The number of an order that `text` starts with, also before digits that make
// it no certain mark (`2. 3개국 회의`) unless they may be a day (`4. 29.`).
// nullopt when none.
std::optional<ListMark> NumberOf(absl::string_view text);

}  // namespace clearsky::document
