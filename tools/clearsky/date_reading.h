#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clearsky/v1/value.pb.h"
#include "notation/korean.h"

// Dates as people type them.

namespace clearsky::cli {

// A date read from words, and what stood beside it.
struct DateWordsRead {
  v1::PartialDate date;
  std::optional<v1::Delivery> delivery;
  std::vector<v1::Venue> venues;
};

// What the words of a date mean, for who typed them: `2022-10-21 ..
// 2022-10-31`, `2022-10-26`, `to be decided`.
std::string MeaningOf(const v1::PartialDate& date);

// Reads a date as officials write it in Korean, `today`, `yesterday`,
// `tomorrow`, or EDTF. Tells on standard error, once, what other words than
// EDTF mean, and findings. INVALID_ARGUMENT names `field` and says what is
// accepted.
absl::StatusOr<DateWordsRead> ReadDateWords(absl::string_view field,
                                            const std::string& words,
                                            const notation::Context& context);

}  // namespace clearsky::cli
