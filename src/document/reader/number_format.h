#pragma once

#include <string>

#include "absl/strings/string_view.h"

// Numbers of a spreadsheet as it shows them. Pure; safe to call from many
// threads.

namespace clearsky::document {

// The code of a format that spreadsheets need not write down; empty for one
// that is no date.
absl::string_view BuiltInDateFormat(int id);

// Whether a format's code shows a date or a time.
bool IsDateFormat(absl::string_view code);

// A day number (with its fraction of a day) as a date format shows it:
// `m"월" d"일"` gives `4월 29일`. Days count from 1900, or from 1904. What is
// no day is shown as a number.
std::string ShowDate(double serial, absl::string_view code,
                     bool counts_from_1904);

// A number without a format.
std::string ShowNumber(double number);

}  // namespace clearsky::document
