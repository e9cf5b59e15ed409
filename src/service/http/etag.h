#pragma once

#include <initializer_list>
#include <string>

#include "absl/strings/string_view.h"

namespace clearsky::service {

// The strong entity tag, quotes included, of an answer that is a function of
// `parts`: equal parts give equal tags, others other ones.
std::string ETagOf(std::initializer_list<absl::string_view> parts);

// Whether an If-None-Match header (RFC 9110, section 13.1.2) holds `etag`: a
// list, `*`, tags of weak ones compared as those of strong ones.
bool MatchesETag(absl::string_view if_none_match, absl::string_view etag);

}  // namespace clearsky::service
