#include "base/error_detail.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace clearsky {
namespace {

using ::testing::Eq;
using ::testing::Optional;

TEST(ErrorDetailTest, TravelsWithTheStatus) {
  const ErrorDetail detail{
      "REVISION_MISMATCH",
      {{"stream", "clear-sky/2022"}, {"odd", "a\nb=c\\ 청천\x01"}}};
  const absl::Status status = WithDetail(absl::AbortedError("why"), detail);
  EXPECT_EQ(status.message(), "why");
  EXPECT_THAT(DetailOf(status), Optional(detail));
}

TEST(ErrorDetailTest, LaterDetailReplacesTheEarlier) {
  const absl::Status first = WithDetail(absl::AbortedError(""), {"ONE", {}});
  EXPECT_THAT(DetailOf(WithDetail(first, {"TWO", {}})),
              Optional(ErrorDetail{"TWO", {}}));
}

TEST(ErrorDetailTest, StatusWithoutDetailHasNone) {
  EXPECT_THAT(DetailOf(absl::AbortedError("why")), Eq(std::nullopt));
  EXPECT_THAT(DetailOf(WithDetail(absl::OkStatus(), {"ONE", {}})),
              Eq(std::nullopt));
}

TEST(ErrorDetailTest, IsAddedToWithoutLosingWhatItHas) {
  const absl::Status status = AddToDetail(
      WithDetail(absl::AbortedError("why"), {"ONE", {{"key", "first"}}}),
      {{"key", "second"}, {"more", "value"}});
  EXPECT_THAT(
      DetailOf(status),
      Optional(ErrorDetail{"ONE", {{"key", "first"}, {"more", "value"}}}));
  EXPECT_EQ(status.message(), "why");
  EXPECT_THAT(DetailOf(AddToDetail(absl::AbortedError("why"), {{"a", "b"}})),
              Eq(std::nullopt));
}

TEST(ErrorDetailTest, AnotherMessageKeepsCodeAndDetail) {
  const ErrorDetail detail{"ONE", {{"key", "value"}}};
  const absl::Status status = WithMessage(
      WithDetail(absl::NotFoundError("old"), detail), "event 2: old");
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(status.message(), "event 2: old");
  EXPECT_THAT(DetailOf(status), Optional(detail));
}

TEST(ErrorDetailTest, RuleBecomesAReason) {
  EXPECT_EQ(ReasonOfRule("later-events-stand-on-it"),
            "LATER_EVENTS_STAND_ON_IT");
}

}  // namespace
}  // namespace clearsky
