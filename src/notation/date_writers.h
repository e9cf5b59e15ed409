#pragma once

#include <string>

#include "notation/notation.h"

// WriteDate of the languages that always write the year.

namespace clearsky::notation {

std::string WriteEnglishDate(const v1::PartialDate& date);
std::string WriteChineseDate(const v1::PartialDate& date);

}  // namespace clearsky::notation
