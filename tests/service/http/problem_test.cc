#include "service/http/problem.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace clearsky::service {
namespace {

using ::testing::HasSubstr;

TEST(ProblemTest, RefusalOfTheLedgerIsToldWithItsDetail) {
  const absl::Status status = WithDetail(
      absl::AbortedError("clear-sky/2022 is at revision 7, not 6"),
      {"REVISION_MISMATCH", {{"actual", "7"}, {"stream", "clear-sky/2022"}}});
  EXPECT_EQ(ProblemJson(ProblemOf(status)),
            R"({"type":"about:blank","title":"Conflict","status":409,)"
            R"("detail":"clear-sky/2022 is at revision 7, not 6",)"
            R"("code":"ABORTED","reason":"REVISION_MISMATCH",)"
            R"("metadata":{"actual":"7","stream":"clear-sky/2022"}})");
}

TEST(ProblemTest, WithoutDetailThereAreNoMembersForIt) {
  EXPECT_EQ(ProblemJson(ProblemOf(absl::NotFoundError("no plan x"))),
            R"({"type":"about:blank","title":"Not Found","status":404,)"
            R"("detail":"no plan x","code":"NOT_FOUND"})");
}

TEST(ProblemTest, WhateverAMessageHoldsTheJsonIsWhole) {
  EXPECT_EQ(JsonString("a\"b\\c\n\r\t\x01\x7f<청>"),
            R"("a\"b\\c\n\r\t\u0001\u007f<청>")");
  EXPECT_EQ(JsonString(absl::string_view("\0", 1)), R"("\u0000")");
  EXPECT_EQ(JsonString("a\xff\xec\xb2z"), "\"a\ufffd\ufffd\ufffdz\"");
}

TEST(ProblemTest, EveryCodeHasAStatusWithItsOwnWords) {
  std::set<int> statuses;
  for (int code = 1; code <= 16; ++code) {
    const int status = HttpStatusOf(static_cast<absl::StatusCode>(code));
    EXPECT_GE(status, 400) << code;
    EXPECT_LT(status, 600) << code;
    EXPECT_NE(HttpPhrase(status), "Refused") << status;
    if (status != 500) {
      EXPECT_NE(HttpPhrase(status), "Internal Server Error") << status;
    }
    statuses.insert(status);
  }
  EXPECT_THAT(statuses, testing::IsSupersetOf({400, 401, 403, 404, 409, 429,
                                               500, 501, 503, 504}));
}

}  // namespace
}  // namespace clearsky::service
