#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clearsky/v1/implementation_table.pb.h"

namespace clearsky::table {

// The faces of a table by name, for those who keep the name: a publication says
// in which it was told. Pure; safe to call from many threads.

// `text, tsv, md`.
std::string FaceNames();
bool IsFace(absl::string_view name);

// The bytes of `table` in the face of that name. INVALID_ARGUMENT for a name
// that is none, naming those that are.
absl::StatusOr<std::string> RenderFace(const v1::ImplementationTable& table,
                                       absl::string_view name);

}  // namespace clearsky::table
