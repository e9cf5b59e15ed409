#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

// Names as they are compared: two spellings of one name are equal, and names
// that differ in more are more or less alike. Pure.

namespace clearsky::document {

// `name` without what spellings differ in: white space, punctuation, 및, 과, 와
// and 개최; ASCII letters small. Only to be compared with another.
std::string NormalName(absl::string_view name);

// Whether `name` is `known` with nothing before it but list marks, punctuation
// and spaces.
bool OnlyAddsMarks(absl::string_view name, absl::string_view known);

// The pairs of neighbouring code points of a normal name, sorted; a name of one
// code point is a pair of its own.
using NamePairs = std::vector<uint64_t>;
NamePairs PairsOf(absl::string_view normal_name);

// Twice the pairs in common through the pairs of both: 1 for equal names, 0 for
// such as have nothing in common.
double Likeness(const NamePairs& a, const NamePairs& b);

}  // namespace clearsky::document
