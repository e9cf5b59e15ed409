#include "ledger/string_fields.h"

#include <vector>

#include "google/protobuf/descriptor.h"

namespace clearsky::ledger {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

void ReplaceRepeated(const std::map<std::string, std::string>& replacements,
                     const FieldDescriptor* field, Message* message) {
  const Reflection* reflection = message->GetReflection();
  for (int i = 0; i < reflection->FieldSize(*message, field); ++i) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      ReplaceStrings(replacements,
                     reflection->MutableRepeatedMessage(message, field, i));
      continue;
    }
    const auto found =
        replacements.find(reflection->GetRepeatedString(*message, field, i));
    if (found == replacements.end()) continue;
    reflection->SetRepeatedString(message, field, i, found->second);
  }
}

}  // namespace

void ReplaceStrings(const std::map<std::string, std::string>& replacements,
                    Message* message) {
  const Reflection* reflection = message->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(*message, &fields);
  for (const FieldDescriptor* field : fields) {
    const bool is_message =
        field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (!is_message && field->type() != FieldDescriptor::TYPE_STRING) continue;
    if (field->is_repeated()) {
      ReplaceRepeated(replacements, field, message);
    } else if (is_message) {
      ReplaceStrings(replacements, reflection->MutableMessage(message, field));
    } else {
      const auto found =
          replacements.find(reflection->GetString(*message, field));
      if (found == replacements.end()) continue;
      reflection->SetString(message, field, found->second);
    }
  }
}

}  // namespace clearsky::ledger
