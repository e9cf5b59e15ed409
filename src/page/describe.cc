#include "page/describe.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "page/names.h"
#include "plan/history.h"

namespace clearsky::page {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using ::google::protobuf::Reflection;
using ::google::protobuf::RepeatedPtrField;

// `ActivityMovedOnline` as `activity moved online`.
std::string SplitCamelCase(absl::string_view name) {
  std::string words;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isupper(byte) && !words.empty()) words.push_back(' ');
    words.push_back(absl::ascii_tolower(byte));
  }
  return words;
}

std::string WithVerbatim(absl::string_view value, absl::string_view verbatim) {
  if (verbatim.empty() || verbatim == value) return std::string(value);
  if (value.empty()) return std::string(verbatim);
  return absl::StrCat(value, " (", verbatim, ")");
}

// One value of a field that is shown; empty for those that are not.
std::string MessageWords(const Message& message) {
  if (const auto* date = dynamic_cast<const v1::PartialDate*>(&message)) {
    return DateWords(*date);
  }
  if (const auto* delivery = dynamic_cast<const v1::Delivery*>(&message)) {
    return DeliveryWords(*delivery);
  }
  if (const auto* venue = dynamic_cast<const v1::Venue*>(&message)) {
    return VenueWords(*venue);
  }
  if (const auto* label = dynamic_cast<const v1::Label*>(&message)) {
    return label->language() == "ko" ? label->text() : "";
  }
  if (const auto* host = dynamic_cast<const v1::HostMeeting*>(&message)) {
    return WithVerbatim(LabelWords(host->labels()), host->activity());
  }
  if (const auto* part = dynamic_cast<const v1::ActivityPart*>(&message)) {
    return absl::StrCat(part->activity_id(), " ", DateWords(part->new_date()));
  }
  if (const auto* delegate = dynamic_cast<const v1::Delegate*>(&message)) {
    return absl::StrCat(delegate->party_id(), " ", delegate->role());
  }
  return "";
}

std::string ScalarWords(const Message& message, const FieldDescriptor* field) {
  const Reflection* const reflection = message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return field->type() == FieldDescriptor::TYPE_BYTES
                 ? ""
                 : reflection->GetString(message, field);
    case FieldDescriptor::CPPTYPE_UINT32:
      return absl::StrCat(reflection->GetUInt32(message, field));
    case FieldDescriptor::CPPTYPE_UINT64:
      return absl::StrCat(reflection->GetUInt64(message, field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return Dashed(SchemaName(field->enum_type(),
                               reflection->GetEnumValue(message, field)));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return MessageWords(reflection->GetMessage(message, field));
    default:
      return "";
  }
}

std::string FieldWords(const Message& message, const FieldDescriptor* field) {
  if (!field->is_repeated()) return ScalarWords(message, field);
  const Reflection* const reflection = message.GetReflection();
  std::vector<std::string> values;
  for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
    std::string value;
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      value = MessageWords(reflection->GetRepeatedMessage(message, field, i));
    } else if (field->type() == FieldDescriptor::TYPE_STRING) {
      value = reflection->GetRepeatedString(message, field, i);
    }
    if (!value.empty()) values.push_back(value);
  }
  return absl::StrJoin(values, ", ");
}

}  // namespace

std::string LabelWords(const RepeatedPtrField<v1::Label>& labels) {
  std::string words;
  for (const v1::Label& label : labels) {
    if (label.language() != "ko") continue;
    if (label.kind() == v1::Label::KIND_TABLE) return label.text();
    words = label.text();
  }
  if (!words.empty() || labels.empty()) return words;
  return labels[0].text();
}

std::string DateWords(const v1::PartialDate& date) {
  if (date.edtf().empty() && date.verbatim().empty()) {
    return NameOf(date.reading());
  }
  return WithVerbatim(date.edtf(), date.verbatim());
}

std::string DeliveryWords(const v1::Delivery& delivery) {
  return WithVerbatim(NameOf(delivery.mode()), delivery.verbatim());
}

std::string VenueWords(const v1::Venue& venue) {
  std::vector<std::string> words;
  if (!venue.names().empty()) words.push_back(LabelWords(venue.names()));
  if (!venue.localities().empty()) {
    words.push_back(LabelWords(venue.localities()));
  }
  return absl::StrJoin(words, ", ");
}

std::string EventWords(const v1::PlanEvent& event) {
  const std::string name = plan::ChangeName(event);
  if (name.empty()) return "nothing";
  const Reflection* const reflection = event.GetReflection();
  const FieldDescriptor* const set = reflection->GetOneofFieldDescriptor(
      event, v1::PlanEvent::descriptor()->FindOneofByName("change"));
  const Message& change = reflection->GetMessage(event, set);

  std::vector<const FieldDescriptor*> fields;
  change.GetReflection()->ListFields(change, &fields);
  std::vector<std::string> parts;
  for (const FieldDescriptor* field : fields) {
    // Field 1 is the id that the list shows already, wherever it is a string.
    if (field->number() == 1 && field->type() == FieldDescriptor::TYPE_STRING) {
      continue;
    }
    const std::string value = FieldWords(change, field);
    if (value.empty()) continue;
    parts.push_back(absl::StrCat(
        absl::StrReplaceAll(field->name(), {{"_", " "}}), " ", value));
  }
  return absl::StrCat(SplitCamelCase(name), parts.empty() ? "" : ": ",
                      absl::StrJoin(parts, ", "));
}

}  // namespace clearsky::page
