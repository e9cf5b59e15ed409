#include "page/names.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace clearsky::page {
namespace {

// `DELIVERY_MODE_`: what precedes UNSPECIFIED, the name of number 0.
absl::string_view PrefixOf(const google::protobuf::EnumDescriptor* type) {
  return absl::StripSuffix(type->value(0)->name(), "UNSPECIFIED");
}

}  // namespace

std::string SchemaName(const google::protobuf::EnumDescriptor* type,
                       int number) {
  const auto* const value = type->FindValueByNumber(number);
  if (value == nullptr) return absl::StrCat(number);
  if (number == 0) return "";
  return std::string(absl::StripPrefix(value->name(), PrefixOf(type)));
}

std::optional<int> NumberOfName(const google::protobuf::EnumDescriptor* type,
                                absl::string_view name) {
  const std::string upper =
      absl::AsciiStrToUpper(absl::StrReplaceAll(name, {{"-", "_"}}));
  for (int i = 1; i < type->value_count(); ++i) {
    const std::string& full = type->value(i)->name();
    if (upper == full || upper == absl::StripPrefix(full, PrefixOf(type))) {
      return type->value(i)->number();
    }
  }
  return std::nullopt;
}

std::string AllNames(const google::protobuf::EnumDescriptor* type) {
  std::string names;
  for (int i = 1; i < type->value_count(); ++i) {
    absl::StrAppend(&names, i == 1 ? "" : ", ",
                    Dashed(SchemaName(type, type->value(i)->number())));
  }
  return names;
}

std::string Dashed(absl::string_view schema_name) {
  return absl::AsciiStrToLower(absl::StrReplaceAll(schema_name, {{"_", "-"}}));
}

}  // namespace clearsky::page
