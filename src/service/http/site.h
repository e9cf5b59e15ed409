#pragma once

#include "absl/strings/string_view.h"

namespace clearsky::service {

// A page of another site can have a browser send requests here, and by
// rebinding its own name to a loopback address even read the answers. What
// gives it away is the name that the browser thinks it talks to, and the site
// that the page is of; so both have to be names of this machine's loopback.

// Whether `host` (of a Host field or an absolute target, with or without a
// port) is `localhost` or a loopback address.
bool IsLoopbackHost(absl::string_view host);

// The same for an Origin field: `http://localhost:3000`; `null` is not.
bool IsLoopbackOrigin(absl::string_view origin);

}  // namespace clearsky::service
