#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace clearsky::daemon {

// Writes `clearskyd: text` and a newline to standard error, control characters
// escaped. Safe for concurrent use.
void Note(absl::string_view text);

// The same, for an error: `clearskyd: CODE: message`.
void NoteError(const absl::Status& status);

}  // namespace clearsky::daemon
