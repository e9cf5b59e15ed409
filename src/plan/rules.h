#pragma once

#include "absl/strings/string_view.h"

namespace clearsky::plan {

// The rules that refuse an event, by name: all that docs/errors.md lists. A
// refusal's ErrorDetail has the rule in its metadata, and in upper case as its
// reason.
inline constexpr absl::string_view kRules[] = {
    "unknown-id",
    "id-taken",
    "ordinal-taken",
    "number-taken",
    "state-forbids",
    "in-the-future",
    "no-change",
    "mislabelled",
    "old-value-differs",
    "later-events-stand-on-it",
    "voided",
    "correction-of-void",
    "corrected-before",
    "no-open-part",
    "agreement-stage",
    "plan-registered",
    "plan-adopted",
    "plan-closed",
    "project-discontinued",
    "role-ended",
    "discrepancy-resolved",
    "unknown-delegate",
    "unknown-type",
    "unknown-field",
    "titles-missing",
    "value-out-of-range",
};

}  // namespace clearsky::plan
