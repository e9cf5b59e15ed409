#include "fuzz/message_mutator.h"

#include <algorithm>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "base/utf8.h"
#include "google/protobuf/descriptor.h"

// Of libFuzzer: mutates bytes as it would without a custom mutator.
extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t max_size);

namespace clearsky::fuzz {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

class Mutator {
 public:
  explicit Mutator(uint32_t seed) : random_(seed) {}

  void Mutate(Message* message) {
    CollectTexts(*message);
    // Deep messages are as likely to be changed as shallow ones.
    std::vector<Message*> all;
    CollectMessages(message, &all);
    Message* const chosen = all[Below(all.size())];
    const auto* descriptor = chosen->GetDescriptor();
    if (descriptor->field_count() == 0) return;
    const FieldDescriptor* field = nullptr;
    // Mostly a field that is set already.
    std::vector<const FieldDescriptor*> set;
    chosen->GetReflection()->ListFields(*chosen, &set);
    if (!set.empty() && Below(3) != 0) {
      field = set[Below(set.size())];
    } else {
      field = descriptor->field(
          static_cast<int>(Below(size_t(descriptor->field_count()))));
    }
    if (field->is_repeated()) {
      ChangeRepeated(field, chosen);
    } else {
      ChangeSingle(field, chosen);
    }
  }

 private:
  size_t Below(size_t end) { return random_() % end; }

  void CollectTexts(const Message& message) {
    std::vector<const FieldDescriptor*> fields;
    const Reflection& reflection = *message.GetReflection();
    reflection.ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      const int count =
          field->is_repeated() ? reflection.FieldSize(message, field) : 1;
      for (int i = 0; i < count; ++i) {
        if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
          CollectTexts(field->is_repeated()
                           ? reflection.GetRepeatedMessage(message, field, i)
                           : reflection.GetMessage(message, field));
        } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
          texts_.push_back(field->is_repeated()
                               ? reflection.GetRepeatedString(message, field, i)
                               : reflection.GetString(message, field));
        }
      }
    }
  }

  static void CollectMessages(Message* message, std::vector<Message*>* all) {
    all->push_back(message);
    std::vector<const FieldDescriptor*> fields;
    const Reflection& reflection = *message->GetReflection();
    reflection.ListFields(*message, &fields);
    for (const FieldDescriptor* field : fields) {
      if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
      if (!field->is_repeated()) {
        CollectMessages(reflection.MutableMessage(message, field), all);
        continue;
      }
      for (int i = 0; i < reflection.FieldSize(*message, field); ++i) {
        CollectMessages(reflection.MutableRepeatedMessage(message, field, i),
                        all);
      }
    }
  }

  std::string Text(bool is_bytes, std::string text) {
    if (!texts_.empty() && Below(2) == 0) return texts_[Below(texts_.size())];
    const size_t old = text.size();
    text.resize(old + 16);
    text.resize(LLVMFuzzerMutate(reinterpret_cast<uint8_t*>(text.data()), old,
                                 text.size()));
    // Others do not parse: they are for mutation of the bytes.
    if (!is_bytes && !IsValidUtf8(text)) return "";
    return text;
  }

  uint64_t Number(uint64_t old) {
    switch (Below(5)) {
      case 0:
        return old + 1;
      case 1:
        return old - 1;
      case 2:
        return Below(64);
      case 3:
        return std::numeric_limits<uint64_t>::max() >> Below(64);
      default:
        return uint64_t{random_()} << Below(33);
    }
  }

  int EnumNumber(const EnumDescriptor* type) {
    if (Below(10) == 0) return static_cast<int>(Number(0));
    return type->value(static_cast<int>(Below(size_t(type->value_count()))))
        ->number();
  }

  void ChangeRepeated(const FieldDescriptor* field, Message* message) {
    const Reflection& reflection = *message->GetReflection();
    const int size = reflection.FieldSize(*message, field);
    const auto any = [&] { return static_cast<int>(Below(size_t(size))); };
    switch (size == 0 ? 0 : Below(4)) {
      case 0:
        AddTo(field, message);
        break;
      case 1:
        reflection.SwapElements(message, field, any(), any());
        break;
      case 2:
        reflection.SwapElements(message, field, any(), size - 1);
        reflection.RemoveLast(message, field);
        break;
      default:
        if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
          // A copy of one beside it.
          const auto& one =
              reflection.GetRepeatedMessage(*message, field, any());
          std::string bytes = one.SerializeAsString();
          reflection.AddMessage(message, field)->ParseFromString(bytes);
          reflection.SwapElements(message, field, any(), size);
        } else {
          AddTo(field, message);
        }
    }
  }

  void AddTo(const FieldDescriptor* field, Message* message) {
    const Reflection& reflection = *message->GetReflection();
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        reflection.AddMessage(message, field);
        break;
      case FieldDescriptor::CPPTYPE_STRING:
        reflection.AddString(
            message, field,
            Text(field->type() == FieldDescriptor::TYPE_BYTES, ""));
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        reflection.AddEnumValue(message, field, EnumNumber(field->enum_type()));
        break;
      case FieldDescriptor::CPPTYPE_UINT64:
        reflection.AddUInt64(message, field, Number(0));
        break;
      case FieldDescriptor::CPPTYPE_UINT32:
        reflection.AddUInt32(message, field, static_cast<uint32_t>(Number(0)));
        break;
      default:
        break;
    }
  }

  void ChangeSingle(const FieldDescriptor* field, Message* message) {
    const Reflection& reflection = *message->GetReflection();
    if (reflection.HasField(*message, field) && Below(4) == 0) {
      reflection.ClearField(message, field);
      return;
    }
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        reflection.MutableMessage(message, field);
        break;
      case FieldDescriptor::CPPTYPE_STRING:
        reflection.SetString(message, field,
                             Text(field->type() == FieldDescriptor::TYPE_BYTES,
                                  reflection.GetString(*message, field)));
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        reflection.SetEnumValue(message, field, EnumNumber(field->enum_type()));
        break;
      case FieldDescriptor::CPPTYPE_BOOL:
        reflection.SetBool(message, field,
                           !reflection.GetBool(*message, field));
        break;
      case FieldDescriptor::CPPTYPE_UINT64:
        reflection.SetUInt64(message, field,
                             Number(reflection.GetUInt64(*message, field)));
        break;
      case FieldDescriptor::CPPTYPE_UINT32:
        reflection.SetUInt32(message, field,
                             static_cast<uint32_t>(Number(
                                 reflection.GetUInt32(*message, field))));
        break;
      case FieldDescriptor::CPPTYPE_INT64:
        reflection.SetInt64(message, field,
                            static_cast<int64_t>(Number(static_cast<uint64_t>(
                                reflection.GetInt64(*message, field)))));
        break;
      case FieldDescriptor::CPPTYPE_INT32:
        reflection.SetInt32(message, field,
                            static_cast<int32_t>(Number(static_cast<uint64_t>(
                                reflection.GetInt32(*message, field)))));
        break;
      default:
        break;
    }
  }

  std::minstd_rand random_;
  std::vector<std::string> texts_;
};

}  // namespace

void MutateMessage(uint32_t seed, Message* message) {
  Mutator(seed).Mutate(message);
}

size_t MutateMessageBytes(uint8_t* data, size_t size, size_t max_size,
                          uint32_t seed, size_t skip, Message* message) {
  const bool as_bytes = seed % 2 == 0;
  if (as_bytes || size < skip || max_size < skip ||
      !message->ParseFromArray(data + skip, static_cast<int>(size - skip))) {
    return LLVMFuzzerMutate(data, size, max_size);
  }
  for (uint32_t i = 0; i <= seed / 2 % 3; ++i) {
    MutateMessage(seed + i, message);
  }
  const std::string bytes = message->SerializePartialAsString();
  if (bytes.size() > max_size - skip) {
    return LLVMFuzzerMutate(data, size, max_size);
  }
  std::copy(bytes.begin(), bytes.end(), data + skip);
  return skip + bytes.size();
}

}  // namespace clearsky::fuzz
