#include "service/status.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "base/error_detail.h"
#include "base/utf8.h"
#include "clearsky/v1/error_detail.pb.h"
#include "google/protobuf/any.pb.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/wire_format_lite.h"

namespace clearsky::service {
namespace {

using ::google::protobuf::internal::WireFormatLite;

constexpr char kDomain[] = "clearsky";
constexpr char kErrorInfo[] = "type.googleapis.com/google.rpc.ErrorInfo";

// The longest value of a detail, and all values and keys together, in bytes.
constexpr size_t kMaxValueBytes = 512;
constexpr size_t kMaxDetailBytes = 1536;

// google.rpc.Status around a detail and a message: tags, lengths, the code and
// the type's name.
constexpr size_t kEnvelopeBytes = 96;

// Numbers of the fields of google.rpc.Status, which Debian has no header of.
constexpr int kCodeField = 1;
constexpr int kMessageField = 2;
constexpr int kDetailsField = 3;

// Length of the UTF-8 sequence that begins with `lead`, which is well-formed.
size_t SequenceLength(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  if (byte < 0x80) return 1;
  if (byte < 0xE0) return 2;
  return byte < 0xF0 ? 3 : 4;
}

void AppendEscaped(absl::string_view bytes, std::string* out) {
  for (const char c : bytes) {
    absl::StrAppendFormat(out, "\\x%02x", static_cast<unsigned char>(c));
  }
}

// `text` without control characters and without what is not UTF-8.
std::string Printable(absl::string_view text) {
  std::string printable;
  printable.reserve(text.size());
  while (!text.empty()) {
    size_t valid = FirstInvalidUtf8(text);
    while (valid > 0) {
      const absl::string_view character =
          text.substr(0, SequenceLength(text[0]));
      if (HasControlCharacter(character)) {
        AppendEscaped(character, &printable);
      } else {
        absl::StrAppend(&printable, character);
      }
      text.remove_prefix(character.size());
      valid -= character.size();
    }
    if (text.empty()) break;
    AppendEscaped(text.substr(0, 1), &printable);
    text.remove_prefix(1);
  }
  return printable;
}

// What gRPC's percent-encoding makes of a byte.
size_t EncodedBytes(char c) {
  return c >= 0x20 && c <= 0x7E && c != '%' ? 1 : 3;
}

size_t Base64Bytes(size_t size) { return (size + 2) / 3 * 4; }

// The first bytes of `text`, whole characters, at most `size`.
absl::string_view WholeCharacters(absl::string_view text, size_t size) {
  if (text.size() <= size) return text;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) {
    --size;
  }
  return text.substr(0, size);
}

// The beginning of a text, printable, of which more than `max_bytes` are not
// wanted: longer when there is more, perhaps broken behind `max_bytes`.
std::string PrintableStart(absl::string_view text, size_t max_bytes) {
  // No character of UTF-8 is longer than 4 bytes.
  return Printable(text.substr(0, max_bytes + 4));
}

// `text`, printable, as far as it goes into `max_bytes` of trailers, in which
// it stands percent-encoded and, `with_details`, in base64 once more.
std::string CutMessage(absl::string_view text, size_t max_bytes,
                       bool with_details) {
  const std::string message = PrintableStart(text, max_bytes);
  // In thirds of a byte: base64 makes four of three.
  const size_t copied = with_details ? 4 : 0;
  const auto cost = [copied](absl::string_view part) {
    size_t thirds = 0;
    for (const char c : part) thirds += 3 * EncodedBytes(c) + copied;
    return thirds;
  };
  if (cost(message) <= 3 * max_bytes) return message;
  const std::string note =
      absl::StrCat("... [cut; it had ", text.size(), " bytes]");
  const size_t room = 3 * max_bytes - cost(note);
  size_t size = 0;
  size_t used = 0;
  while (size < message.size()) {
    used += 3 * EncodedBytes(message[size]) + copied;
    if (used > room) break;
    ++size;
  }
  return absl::StrCat(WholeCharacters(message, size), note);
}

std::string CutValue(absl::string_view value, size_t max_bytes) {
  std::string printable = PrintableStart(value, max_bytes);
  if (printable.size() <= max_bytes) return printable;
  return absl::StrCat(WholeCharacters(printable, max_bytes - 3), "...");
}

v1::ErrorDetail CutDetail(const ErrorDetail& detail) {
  v1::ErrorDetail cut;
  size_t max_value_bytes = kMaxValueBytes;
  do {
    cut.Clear();
    cut.set_reason(CutValue(detail.reason, kMaxValueBytes));
    cut.set_domain(kDomain);
    for (const auto& [key, value] : detail.metadata) {
      (*cut.mutable_metadata())[CutValue(key, max_value_bytes)] =
          CutValue(value, max_value_bytes);
    }
    max_value_bytes /= 2;
  } while (cut.ByteSizeLong() > kMaxDetailBytes && max_value_bytes > 8);
  if (cut.ByteSizeLong() > kMaxDetailBytes) cut.clear_metadata();
  return cut;
}

// A google.rpc.Status with one detail.
std::string PackDetails(int code, const std::string& message,
                        const v1::ErrorDetail& detail) {
  google::protobuf::Any any;
  any.set_type_url(kErrorInfo);
  any.set_value(detail.SerializeAsString());
  std::string packed;
  google::protobuf::io::StringOutputStream stream(&packed);
  google::protobuf::io::CodedOutputStream out(&stream);
  WireFormatLite::WriteInt32(kCodeField, code, &out);
  WireFormatLite::WriteString(kMessageField, message, &out);
  WireFormatLite::WriteBytes(kDetailsField, any.SerializeAsString(), &out);
  out.Trim();
  return packed;
}

std::optional<ErrorDetail> DetailOfAny(const std::string& bytes) {
  google::protobuf::Any any;
  v1::ErrorDetail parsed;
  if (!any.ParseFromString(bytes) || any.type_url() != kErrorInfo ||
      !parsed.ParseFromString(any.value()) || parsed.domain() != kDomain) {
    return std::nullopt;
  }
  return ErrorDetail{parsed.reason(),
                     {parsed.metadata().begin(), parsed.metadata().end()}};
}

// The detail of a google.rpc.Status; what is not one of ours is skipped.
std::optional<ErrorDetail> UnpackDetails(const std::string& packed) {
  google::protobuf::io::CodedInputStream in(
      reinterpret_cast<const uint8_t*>(packed.data()),
      static_cast<int>(packed.size()));
  while (const uint32_t tag = in.ReadTag()) {
    if (tag != WireFormatLite::MakeTag(
                   kDetailsField, WireFormatLite::WIRETYPE_LENGTH_DELIMITED)) {
      if (!WireFormatLite::SkipField(&in, tag)) return std::nullopt;
      continue;
    }
    std::string bytes;
    if (!WireFormatLite::ReadBytes(&in, &bytes)) return std::nullopt;
    std::optional<ErrorDetail> detail = DetailOfAny(bytes);
    if (detail.has_value()) return detail;
  }
  return std::nullopt;
}

}  // namespace

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const auto code = static_cast<grpc::StatusCode>(status.code());
  const std::optional<ErrorDetail> detail = DetailOf(status);
  if (!detail.has_value()) {
    return grpc::Status(code,
                        CutMessage(status.message(), kMaxStatusBytes, false));
  }
  const v1::ErrorDetail cut = CutDetail(*detail);
  const std::string message = CutMessage(
      status.message(),
      kMaxStatusBytes - Base64Bytes(cut.ByteSizeLong() + kEnvelopeBytes), true);
  std::string packed = PackDetails(static_cast<int>(code), message, cut);
  return grpc::Status(code, message, packed);
}

absl::Status FromGrpcStatus(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status ours(static_cast<absl::StatusCode>(status.error_code()),
                    status.error_message());
  const std::optional<ErrorDetail> detail =
      UnpackDetails(status.error_details());
  return detail.has_value() ? WithDetail(std::move(ours), *detail) : ours;
}

}  // namespace clearsky::service
