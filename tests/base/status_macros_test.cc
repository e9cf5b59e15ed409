#include "base/status_macros.h"

#include <memory>

#include "gtest/gtest.h"
#include "test/status_matchers.h"

namespace clearsky {
namespace {

using ::clearsky::test::IsOkAndHolds;
using ::clearsky::test::StatusIs;
using ::testing::Pointee;

absl::StatusOr<std::unique_ptr<int>> Make(int value) {
  if (value < 0) return absl::InvalidArgumentError("negative");
  return std::make_unique<int>(value);
}

absl::StatusOr<std::unique_ptr<int>> Add(int a, int b) {
  ASSIGN_OR_RETURN(std::unique_ptr<int> left, Make(a));
  ASSIGN_OR_RETURN(const std::unique_ptr<int> right, Make(b));
  *left += *right;
  return left;
}

TEST(StatusMacrosTest, AssignMovesTheValue) {
  EXPECT_THAT(Add(1, 2), IsOkAndHolds(Pointee(3)));
}

TEST(StatusMacrosTest, FirstErrorIsReturned) {
  EXPECT_THAT(Add(1, -2), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace clearsky
