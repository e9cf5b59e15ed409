#pragma once

#include "absl/strings/string_view.h"
#include "report/phrases.h"

namespace clearsky::page {

// A word of a page (a title, a head, the name of a state) in another language;
// itself when it is none of these. Pages are made in English, as the command
// line prints them, and translated where a reader asks for it.
absl::string_view Translated(absl::string_view english,
                             report::Language language);

}  // namespace clearsky::page
