#include "page/words.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "base/status_macros.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/type_resolver.h"
#include "google/protobuf/util/type_resolver_util.h"
#include "page/json.h"

namespace clearsky::page {
namespace {

constexpr char kTypeUrlPrefix[] = "type.googleapis.com";

google::protobuf::util::TypeResolver& Types() {
  static auto* const types =
      google::protobuf::util::NewTypeResolverForDescriptorPool(
          kTypeUrlPrefix, google::protobuf::DescriptorPool::generated_pool());
  return *types;
}

// By protobuf's own printer, which is slow.
absl::StatusOr<std::string> PrintByLibrary(
    const google::protobuf::Message& message, JsonLayout layout) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = layout == JsonLayout::kIndented;
  // Maps in the order of their keys: equal messages give equal bytes.
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream out(&stream);
    out.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&out);
  }
  std::string json;
  const auto status = google::protobuf::util::BinaryToJsonString(
      &Types(),
      absl::StrCat(kTypeUrlPrefix, "/", message.GetDescriptor()->full_name()),
      bytes, &json, options);
  if (!status.ok()) {
    return absl::InternalError(absl::StrCat(
        "an answer cannot be printed as JSON: ", status.message().ToString()));
  }
  return json;
}

}  // namespace

absl::StatusOr<std::string> JsonOf(const google::protobuf::Message& message,
                                   JsonLayout layout) {
  std::string json;
  if (!PrintJson(message, layout == JsonLayout::kIndented, &json)) {
    ASSIGN_OR_RETURN(json, PrintByLibrary(message, layout));
  }
  if (json.empty() || json.back() != '\n') json.push_back('\n');
  return json;
}

std::string TimeWords(const google::protobuf::Timestamp& time,
                      const std::string& zone) {
  absl::TimeZone known;
  if (!absl::LoadTimeZone(zone, &known)) known = absl::UTCTimeZone();
  return absl::FormatTime(
      absl::RFC3339_full,
      absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos()),
      known);
}

}  // namespace clearsky::page
