#include "service/status.h"

#include <rapidcheck.h>

#include <algorithm>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/error_detail.h"
#include "base/utf8.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "test/status_matchers.h"

namespace clearsky::service {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// What gRPC sends of a status: the message percent-encoded, the details in
// base64.
size_t SentBytes(const grpc::Status& status) {
  size_t bytes = 0;
  for (const char c : status.error_message()) {
    bytes += c >= 0x20 && c <= 0x7E && c != '%' ? 1 : 3;
  }
  return bytes + absl::Base64Escape(status.error_details()).size();
}

std::string Repeated(const std::string& text, size_t times) {
  std::string repeated;
  for (size_t i = 0; i < times; ++i) repeated += text;
  return repeated;
}

absl::Status NotFound(const std::string& message) {
  return absl::NotFoundError(message);
}

TEST(StatusTest, EveryCodePassesThereAndBack) {
  for (int code = 0; code <= 16; ++code) {
    const absl::Status status(static_cast<absl::StatusCode>(code),
                              code == 0 ? "" : "why");
    const grpc::Status sent = ToGrpcStatus(status);
    EXPECT_EQ(static_cast<int>(sent.error_code()), code);
    EXPECT_EQ(FromGrpcStatus(sent), status);
  }
}

TEST(StatusTest, DetailPassesThereAndBack) {
  const absl::Status status = WithDetail(
      absl::AbortedError("plan '청천' is at revision 3, not 2"),
      {"REVISION_MISMATCH",
       {{"stream", "청천/2022"}, {"expected", "2"}, {"actual", "3"}}});
  EXPECT_EQ(FromGrpcStatus(ToGrpcStatus(status)), status);
}

// Byte for byte, so that clients with Google's common types read it:
// google.rpc.Status {code: 10, message: "no", details: [Any {type_url, value:
// ErrorInfo {reason: "R", domain: "clearsky", metadata: {"k": "v"}}}]}.
TEST(StatusTest, DetailsAreGooglesOnTheWire) {
  const grpc::Status sent =
      ToGrpcStatus(WithDetail(absl::AbortedError("no"), {"R", {{"k", "v"}}}));
  const std::string info =
      "\n\x01R\x12\x08"
      "clearsky\x1a\x06\n\x01k\x12\x01v";
  const std::string url = "type.googleapis.com/google.rpc.ErrorInfo";
  const std::string any = absl::StrCat(
      "\n", std::string(1, static_cast<char>(url.size())), url, "\x12",
      std::string(1, static_cast<char>(info.size())), info);
  EXPECT_EQ(sent.error_details(),
            absl::StrCat("\x08\n\x12\x02no\x1a",
                         std::string(1, static_cast<char>(any.size())), any));
}

TEST(StatusTest, DetailsOfOthersAreNoneOfOurs) {
  const std::string ours =
      ToGrpcStatus(WithDetail(absl::AbortedError("no"), {"R", {}}))
          .error_details();
  for (const std::string& details :
       {std::string("\xff\xff\xff"), std::string(), ours.substr(0, 20),
        std::string(ours).replace(ours.find("clearsky"), 8, "othersky"),
        std::string(ours).replace(ours.find("ErrorInfo"), 9, "RetryInfo")}) {
    const absl::Status status =
        FromGrpcStatus(grpc::Status(grpc::StatusCode::ABORTED, "no", details));
    EXPECT_EQ(status, absl::AbortedError("no")) << absl::CEscape(details);
  }
}

TEST(StatusTest, ControlCharactersAndForeignBytesAreEscaped) {
  const grpc::Status sent = ToGrpcStatus(
      WithDetail(NotFound("plan 'a\r\n\tb\x1b[31m\xc2\x85 \xff\xed\xa0\x80 100%"
                          " 청천'"),
                 {"UNKNOWN_ID", {{"plan", "a\n\xff"}}}));
  EXPECT_EQ(
      sent.error_message(),
      "plan 'a\\x0d\\x0a\\x09b\\x1b[31m\\xc2\\x85 \\xff\\xed\\xa0\\x80 100% "
      "청천'");
  EXPECT_EQ(DetailOf(FromGrpcStatus(sent))->metadata.at("plan"), "a\\x0a\\xff");
}

TEST(StatusTest, LongMessageIsCutBetweenCharactersAndSaysSo) {
  for (const std::string character : {"x", "%", "é", "청", "🌏"}) {
    // Shifts the cut through the character.
    for (const std::string shift : {"", "a", "ab", "abc"}) {
      const std::string message = shift + Repeated(character, 20000);
      const grpc::Status sent = ToGrpcStatus(NotFound(message));
      EXPECT_LE(SentBytes(sent), kMaxStatusBytes);
      EXPECT_GE(SentBytes(sent), kMaxStatusBytes - 16);
      const std::string& cut = sent.error_message();
      EXPECT_TRUE(IsValidUtf8(cut)) << character;
      EXPECT_THAT(cut, EndsWith(absl::StrCat("... [cut; it had ",
                                             message.size(), " bytes]")));
      EXPECT_THAT(message, StartsWith(cut.substr(0, cut.find("... [cut"))));
    }
  }
}

TEST(StatusTest, LongValuesAreCutAndShortOnesAreNot) {
  const absl::Status status = WithDetail(
      NotFound(Repeated("청", 5000)),
      {"UNKNOWN_ID",
       {{"entity", Repeated("청", 5000)}, {"plan", "clear-sky/2022"}}});
  const grpc::Status sent = ToGrpcStatus(status);
  EXPECT_LE(SentBytes(sent), kMaxStatusBytes);
  const ErrorDetail detail = *DetailOf(FromGrpcStatus(sent));
  EXPECT_EQ(detail.reason, "UNKNOWN_ID");
  EXPECT_EQ(detail.metadata.at("plan"), "clear-sky/2022");
  EXPECT_THAT(detail.metadata.at("entity"), EndsWith("..."));
  EXPECT_TRUE(IsValidUtf8(detail.metadata.at("entity")));
  EXPECT_THAT(FromGrpcStatus(sent).message(), HasSubstr("[cut; it had"));
}

// Whatever anybody makes of a name: the trailers stay small and printable, and
// what is short and printable passes as it is.
TEST(StatusTest, AnyTextFitsAndIsPrintable) {
  EXPECT_TRUE(rc::check([](const std::string& text, const std::string& value,
                           bool with_detail, bool is_long) {
    const std::string message =
        is_long ? Repeated(text, 20000 / std::max<size_t>(text.size(), 1))
                : text;
    absl::Status status = NotFound("x" + message);
    if (with_detail) {
      ErrorDetail detail{"R", {}};
      for (int i = 0; i < 40; ++i) {
        detail.metadata[absl::StrCat("key", i)] = is_long ? message : value;
      }
      status = WithDetail(status, detail);
    }
    const grpc::Status sent = ToGrpcStatus(status);
    RC_ASSERT(SentBytes(sent) <= kMaxStatusBytes);
    RC_ASSERT(IsValidUtf8(sent.error_message()));
    RC_ASSERT(!HasControlCharacter(sent.error_message()));
    if (IsValidUtf8(message) && !HasControlCharacter(message) && !is_long) {
      RC_ASSERT(sent.error_message() == "x" + message);
    }
    RC_ASSERT(DetailOf(FromGrpcStatus(sent)).has_value() == with_detail);
    // Once through is enough.
    RC_ASSERT(ToGrpcStatus(FromGrpcStatus(sent)).error_message() ==
              sent.error_message());
  }));
}

}  // namespace
}  // namespace clearsky::service
