#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"

// Names of enum values as people read and type them: without the enum's
// prefix, lower-case with dashes, `video-conference`.

namespace clearsky::page {

// The name as the schema writes it, without the enum's prefix:
// `VIDEO_CONFERENCE`; empty for `_UNSPECIFIED`.
std::string SchemaName(const google::protobuf::EnumDescriptor* type,
                       int number);
// The number of a name in either form; nullopt when there is none, and for
// `_UNSPECIFIED`.
std::optional<int> NumberOfName(const google::protobuf::EnumDescriptor* type,
                                absl::string_view name);
// All names but `_UNSPECIFIED`, separated by commas.
std::string AllNames(const google::protobuf::EnumDescriptor* type);
// `VIDEO_CONFERENCE` as `video-conference`.
std::string Dashed(absl::string_view schema_name);

// The same by type.
template <typename Enum>
std::string NameOf(Enum value) {
  return Dashed(SchemaName(google::protobuf::GetEnumDescriptor<Enum>(), value));
}
template <typename Enum>
std::optional<Enum> ReadName(absl::string_view name) {
  const std::optional<int> number =
      NumberOfName(google::protobuf::GetEnumDescriptor<Enum>(), name);
  if (!number.has_value()) return std::nullopt;
  return static_cast<Enum>(*number);
}
template <typename Enum>
std::string AcceptedNames() {
  return AllNames(google::protobuf::GetEnumDescriptor<Enum>());
}

}  // namespace clearsky::page
