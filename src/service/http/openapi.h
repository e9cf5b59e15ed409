#pragma once

#include "absl/strings/string_view.h"

namespace clearsky::service {

// docs/openapi.json as it was when this was built.
absl::string_view OpenApiDocument();

}  // namespace clearsky::service
