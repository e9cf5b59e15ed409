#include "service/http/face.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/http/http_status.h"
#include "test/status_matchers.h"

namespace clearsky::service {
namespace {

using ::clearsky::test::StatusIs;
using ::testing::HasSubstr;

absl::StatusOr<AnswerFace> Choose(absl::string_view format,
                                  absl::string_view accept) {
  return ChooseFace(format, accept, {kJsonFace, kHtmlFace, kCsvFace});
}

std::string Name(absl::string_view format, absl::string_view accept) {
  const auto face = Choose(format, accept);
  return face.ok() ? std::string(face->name) : "none";
}

TEST(FaceTest, AcceptChoosesByQualityThenByOurOrder) {
  EXPECT_EQ(Name("", ""), "json");
  EXPECT_EQ(Name("", "*/*"), "json");
  EXPECT_EQ(Name("", "text/csv"), "csv");
  EXPECT_EQ(Name("", "text/*"), "html");
  EXPECT_EQ(Name("", "text/csv;q=0.5, text/html;q=0.4"), "csv");
  EXPECT_EQ(Name("", "TEXT/CSV ; Q=1 , */*;q=0.1"), "csv");
  // What browsers send.
  EXPECT_EQ(Name("",
                 "text/html,application/xhtml+xml,application/xml;q=0.9,"
                 "image/avif,*/*;q=0.8"),
            "html");
}

TEST(FaceTest, TheMostSpecificRangeCounts) {
  EXPECT_EQ(Name("", "text/html;q=0, text/*;q=0.8, */*;q=0.1"), "csv");
  EXPECT_EQ(Name("", "application/json;q=0, */*"), "html");
}

TEST(FaceTest, NothingAcceptedIs406AndListsWhatThereIs) {
  for (const char* const accept :
       {"image/png", "application/json;q=0", "*/*;q=0", "*/*;q=x", "nonsense",
        "text/html;q=2"}) {
    const auto face = Choose("", accept);
    ASSERT_THAT(face, StatusIs(absl::StatusCode::kInvalidArgument)) << accept;
    EXPECT_EQ(HttpStatusOf(face.status()), 406) << accept;
    EXPECT_THAT(face.status().message(), HasSubstr("csv (text/csv)"));
  }
}

TEST(FaceTest, FormatWinsOverAccept) {
  EXPECT_EQ(Name("csv", "text/html"), "csv");
  const auto face = Choose("svg", "text/html");
  EXPECT_EQ(HttpStatusOf(face.status()), 400);
  EXPECT_THAT(face.status().message(), HasSubstr("json (application/json)"));
}

}  // namespace
}  // namespace clearsky::service
