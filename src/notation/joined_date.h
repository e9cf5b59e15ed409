#pragma once

#include <optional>

#include "notation/date_words.h"

// Ranges and lists of dates where words before them count as well as behind:
// English and Chinese.

namespace clearsky::notation {

struct JoinOptions {
  // One date, without the words of a range: X in `moved from X to Y`.
  bool single = false;
};

// As ReadDateWords. REQUIRES: the text is English or Chinese.
std::optional<DateWords> ReadJoinedDate(const Text& text, size_t i,
                                        const Context& context,
                                        JoinOptions options);

// The length at `i`; `must_mark`: only with a word that says that it is one.
std::optional<Duration> ReadEnglishDuration(const Text& text, size_t i,
                                            bool must_mark);

// The end of the days-long `for two days`, `为期两天` at `i`.
std::optional<Duration> ReadJoinedDuration(const Text& text, size_t i);

}  // namespace clearsky::notation
