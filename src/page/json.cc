#include "page/json.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/timestamp.pb.h"

namespace clearsky::page {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// google.protobuf.Timestamp: 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z.
constexpr int64_t kMinSeconds = -62135596800;
constexpr int64_t kMaxSeconds = 253402300799;

struct Span {
  uint32_t first;
  uint32_t last;
};

// Characters beyond ASCII that protobuf escapes: control and format characters,
// which a reader would not see.
constexpr Span kEscaped[] = {
    {0x0080, 0x009f},   {0x00ad, 0x00ad},   {0x0600, 0x0603},
    {0x06dd, 0x06dd},   {0x070f, 0x070f},   {0x17b4, 0x17b5},
    {0x200b, 0x200f},   {0x2028, 0x202e},   {0x2060, 0x2064},
    {0x206a, 0x206f},   {0xfeff, 0xfeff},   {0xfff9, 0xfffb},
    {0x1d173, 0x1d17a}, {0xe0001, 0xe0001}, {0xe0020, 0xe007f},
};

bool IsEscaped(uint32_t point) {
  if (point < kEscaped[0].first) return false;
  return std::any_of(std::begin(kEscaped), std::end(kEscaped),
                     [point](const Span& span) {
                       return span.first <= point && point <= span.last;
                     });
}

void AppendUnit(uint32_t unit, std::string* out) {
  absl::StrAppendFormat(out, "\\u%04x", unit);
}

void AppendEscaped(uint32_t point, std::string* out) {
  if (point < 0x10000) {
    AppendUnit(point, out);
    return;
  }
  const uint32_t rest = point - 0x10000;
  AppendUnit(0xd800 + (rest >> 10), out);
  AppendUnit(0xdc00 + (rest & 0x3ff), out);
}

void AppendAscii(char c, std::string* out) {
  switch (c) {
    case '\b':
      out->append("\\b");
      return;
    case '\f':
      out->append("\\f");
      return;
    case '\n':
      out->append("\\n");
      return;
    case '\r':
      out->append("\\r");
      return;
    case '\t':
      out->append("\\t");
      return;
    case '"':
      out->append("\\\"");
      return;
    case '\\':
      out->append("\\\\");
      return;
    default:
      // `<` and `>` so that JSON inside a page cannot end its element.
      if (c < ' ' || c == '\x7f' || c == '<' || c == '>') {
        AppendUnit(static_cast<uint32_t>(c), out);
      } else {
        out->push_back(c);
      }
  }
}

// Bytes of the character that begins with `first`, and its own bits.
std::pair<size_t, uint32_t> LengthOf(unsigned char first) {
  if (first >= 0xf0) return {4, first & 0x07u};
  if (first >= 0xe0) return {3, first & 0x0fu};
  return {2, first & 0x1fu};
}

bool IsTimestamp(const Message& message) {
  return message.GetDescriptor() == google::protobuf::Timestamp::descriptor();
}

// Writes one message. After a false nothing more is written.
class Printer {
 public:
  Printer(bool indented, std::string* out) : indented_(indented), out_(out) {}

  bool Print(const Message& message) {
    if (IsTimestamp(message)) {
      return PrintTime(
          static_cast<const google::protobuf::Timestamp&>(message));
    }
    if (message.GetDescriptor()->file()->package() == "google.protobuf") {
      return false;
    }
    const Reflection& reflection = *message.GetReflection();
    std::vector<const FieldDescriptor*> fields;
    reflection.ListFields(message, &fields);
    Open('{');
    bool first = true;
    for (const FieldDescriptor* field : fields) {
      Next(&first);
      Key(field->json_name());
      if (!PrintField(message, reflection, field)) return false;
    }
    Close('}', first);
    return true;
  }

 private:
  void NewLine() {
    if (!indented_) return;
    out_->push_back('\n');
    out_->append(depth_, ' ');
  }
  void Open(char bracket) {
    out_->push_back(bracket);
    ++depth_;
  }
  void Close(char bracket, bool is_empty) {
    --depth_;
    if (!is_empty) NewLine();
    out_->push_back(bracket);
  }
  void Next(bool* first) {
    if (!*first) out_->push_back(',');
    *first = false;
    NewLine();
  }
  void Key(absl::string_view name) {
    AppendJsonString(name, out_);
    out_->append(indented_ ? ": " : ":");
  }

  bool PrintTime(const google::protobuf::Timestamp& time) {
    if (time.seconds() < kMinSeconds || time.seconds() > kMaxSeconds ||
        time.nanos() < 0 || time.nanos() > 999'999'999) {
      return false;
    }
    absl::StrAppend(out_, "\"",
                    absl::FormatTime("%E4Y-%m-%dT%H:%M:%S",
                                     absl::FromUnixSeconds(time.seconds()),
                                     absl::UTCTimeZone()));
    const int nanos = time.nanos();
    if (nanos % 1'000'000 == 0) {
      if (nanos != 0) absl::StrAppendFormat(out_, ".%03d", nanos / 1'000'000);
    } else if (nanos % 1'000 == 0) {
      absl::StrAppendFormat(out_, ".%06d", nanos / 1'000);
    } else {
      absl::StrAppendFormat(out_, ".%09d", nanos);
    }
    out_->append("Z\"");
    return true;
  }

  bool PrintField(const Message& message, const Reflection& reflection,
                  const FieldDescriptor* field) {
    if (field->is_map()) return PrintMap(message, reflection, field);
    if (!field->is_repeated()) {
      return PrintValue(message, reflection, field, -1);
    }
    Open('[');
    bool first = true;
    const int size = reflection.FieldSize(message, field);
    for (int i = 0; i < size; ++i) {
      Next(&first);
      if (!PrintValue(message, reflection, field, i)) return false;
    }
    Close(']', first);
    return true;
  }

  bool PrintMap(const Message& message, const Reflection& reflection,
                const FieldDescriptor* field) {
    const FieldDescriptor* const key = field->message_type()->map_key();
    const FieldDescriptor* const value = field->message_type()->map_value();
    if (key->cpp_type() != FieldDescriptor::CPPTYPE_STRING) return false;
    std::vector<std::pair<std::string, const Message*>> entries;
    const int size = reflection.FieldSize(message, field);
    for (int i = 0; i < size; ++i) {
      const Message& entry = reflection.GetRepeatedMessage(message, field, i);
      entries.emplace_back(entry.GetReflection()->GetString(entry, key),
                           &entry);
    }
    std::sort(entries.begin(), entries.end());
    Open('{');
    bool first = true;
    for (const auto& [name, entry] : entries) {
      Next(&first);
      Key(name);
      if (!PrintValue(*entry, *entry->GetReflection(), value, -1)) return false;
    }
    Close('}', first);
    return true;
  }

  // The value of `field`, of a repeated one that at `index`.
  bool PrintValue(const Message& message, const Reflection& reflection,
                  const FieldDescriptor* field, int index) {
    const bool one = index < 0;
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_BOOL:
        out_->append((one ? reflection.GetBool(message, field)
                          : reflection.GetRepeatedBool(message, field, index))
                         ? "true"
                         : "false");
        return true;
      case FieldDescriptor::CPPTYPE_INT32:
        absl::StrAppend(
            out_, one ? reflection.GetInt32(message, field)
                      : reflection.GetRepeatedInt32(message, field, index));
        return true;
      case FieldDescriptor::CPPTYPE_UINT32:
        absl::StrAppend(
            out_, one ? reflection.GetUInt32(message, field)
                      : reflection.GetRepeatedUInt32(message, field, index));
        return true;
      case FieldDescriptor::CPPTYPE_INT64:
        absl::StrAppend(
            out_, "\"",
            one ? reflection.GetInt64(message, field)
                : reflection.GetRepeatedInt64(message, field, index),
            "\"");
        return true;
      case FieldDescriptor::CPPTYPE_UINT64:
        absl::StrAppend(
            out_, "\"",
            one ? reflection.GetUInt64(message, field)
                : reflection.GetRepeatedUInt64(message, field, index),
            "\"");
        return true;
      case FieldDescriptor::CPPTYPE_ENUM:
        PrintEnum(field,
                  one ? reflection.GetEnumValue(message, field)
                      : reflection.GetRepeatedEnumValue(message, field, index));
        return true;
      case FieldDescriptor::CPPTYPE_STRING: {
        std::string scratch;
        const std::string& text =
            one ? reflection.GetStringReference(message, field, &scratch)
                : reflection.GetRepeatedStringReference(message, field, index,
                                                        &scratch);
        if (field->type() == FieldDescriptor::TYPE_BYTES) {
          absl::StrAppend(out_, "\"", absl::Base64Escape(text), "\"");
        } else {
          AppendJsonString(text, out_);
        }
        return true;
      }
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return Print(
            one ? reflection.GetMessage(message, field)
                : reflection.GetRepeatedMessage(message, field, index));
      default:
        return false;
    }
  }

  void PrintEnum(const FieldDescriptor* field, int number) {
    const auto* const value = field->enum_type()->FindValueByNumber(number);
    if (value == nullptr) {
      absl::StrAppend(out_, number);
    } else {
      absl::StrAppend(out_, "\"", value->name(), "\"");
    }
  }

  const bool indented_;
  std::string* const out_;
  size_t depth_ = 0;
};

}  // namespace

void AppendJsonString(absl::string_view text, std::string* out) {
  out->push_back('"');
  for (size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i]);
    if (first < 0x80) {
      AppendAscii(text[i++], out);
      continue;
    }
    auto [length, point] = LengthOf(first);
    length = std::min(length, text.size() - i);
    for (size_t k = 1; k < length; ++k) {
      point = point << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3fu);
    }
    if (IsEscaped(point)) {
      AppendEscaped(point, out);
    } else {
      out->append(text.data() + i, length);
    }
    i += length;
  }
  out->push_back('"');
}

bool PrintJson(const Message& message, bool indented, std::string* out) {
  return Printer(indented, out).Print(message);
}

}  // namespace clearsky::page
