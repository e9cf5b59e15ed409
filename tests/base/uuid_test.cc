#include "base/uuid.h"

#include <set>
#include <string>

#include "gmock/gmock.h"
#include "test/status_matchers.h"

namespace clearsky {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::IsOkAndHolds;
using ::clearsky::test::StatusIs;
using ::testing::HasSubstr;

constexpr char kText[] = "01890a5d-ac96-774b-bcce-b302099a8057";

int Version(const Uuid& uuid) { return uuid.bytes[6] >> 4; }
// The two highest bits of byte 8 are 10 in every UUID of RFC 9562.
int Variant(const Uuid& uuid) { return uuid.bytes[8] >> 6; }

TEST(UuidTest, TextIsReadAndWritten) {
  const absl::StatusOr<Uuid> uuid = ParseUuid(kText);
  ASSERT_THAT(uuid, IsOk());
  EXPECT_EQ(uuid->ToString(), kText);
  EXPECT_EQ(uuid->bytes[0], 0x01);
  EXPECT_EQ(uuid->bytes[15], 0x57);
}

TEST(UuidTest, EitherCaseIsReadAndLowerCaseWritten) {
  const absl::StatusOr<Uuid> uuid =
      ParseUuid("01890A5D-AC96-774B-BCCE-B302099A8057");
  ASSERT_THAT(uuid, IsOk());
  EXPECT_EQ(uuid->ToString(), kText);
}

TEST(UuidTest, OtherTextIsInvalidAndTheErrorShowsTheForm) {
  for (const char* text : {"", "01890a5d", "01890a5dac96774bbcceb302099a8057",
                           "01890a5d-ac96-774b-bcce-b302099a805",
                           "01890a5d-ac96-774b-bcce-b302099a80577",
                           "01890a5d-ac96-774b-bcceb-302099a8057",
                           "g1890a5d-ac96-774b-bcce-b302099a8057",
                           "{1890a5d-ac96-774b-bcce-b302099a805}"}) {
    const absl::Status status = ParseUuid(text).status();
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument)) << text;
    EXPECT_THAT(std::string(status.message()), HasSubstr(kText));
  }
}

TEST(UuidTest, NilAndMaxNameNothing) {
  EXPECT_THAT(ParseUuid("00000000-0000-0000-0000-000000000000"),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ParseUuid("FFFFFFFF-ffff-ffff-ffff-ffffffffffff"),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(UuidFromBytes(std::string(16, '\0')),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(UuidFromBytes(std::string(16, '\xff')),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(UuidTest, BytesAreReadBack) {
  const Uuid uuid = MakeUuidV4();
  EXPECT_EQ(uuid.ToBytes().size(), 16);
  EXPECT_THAT(UuidFromBytes(uuid.ToBytes()), IsOkAndHolds(uuid));
  EXPECT_THAT(UuidFromBytes(std::string(15, 'x')),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(UuidFromBytes(std::string(17, 'x')),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(UuidTest, OrderIsThatOfTheBytes) {
  Uuid low;
  Uuid high;
  low.bytes[15] = 0xff;
  high.bytes[14] = 0x01;
  EXPECT_LT(low, high);
  EXPECT_LT(low.ToBytes(), high.ToBytes());
}

TEST(UuidTest, V7BeginsWithTheTimeInMilliseconds) {
  // The example of RFC 9562, appendix A.6.
  const Uuid uuid = MakeUuidV7(absl::FromUnixMillis(0x017f22e279b0));
  EXPECT_EQ(uuid.ToString().substr(0, 15), "017f22e2-79b0-7");
  EXPECT_EQ(Version(uuid), 7);
  EXPECT_EQ(Variant(uuid), 2);
  EXPECT_LT(uuid, MakeUuidV7(absl::FromUnixMillis(0x017f22e279b1)));
}

TEST(UuidTest, RandomOnesDiffer) {
  const absl::Time now = absl::FromUnixSeconds(1'664'323'200);
  std::set<Uuid> seen;
  for (int i = 0; i < 1000; ++i) {
    const Uuid v4 = MakeUuidV4();
    EXPECT_EQ(Version(v4), 4);
    EXPECT_EQ(Variant(v4), 2);
    EXPECT_TRUE(seen.insert(v4).second);
    EXPECT_TRUE(seen.insert(MakeUuidV7(now)).second);
  }
}

TEST(UuidTest, V8IsAFunctionOfTheContent) {
  const Uuid uuid = UuidV8OfContent("abc");
  EXPECT_EQ(uuid, UuidV8OfContent("abc"));
  EXPECT_NE(uuid, UuidV8OfContent("abd"));
  EXPECT_EQ(Version(uuid), 8);
  EXPECT_EQ(Variant(uuid), 2);
  // The first half of SHA-256("abc"), with version and variant set.
  EXPECT_EQ(uuid.ToString(), "ba7816bf-8f01-8fea-8141-40de5dae2223");
}

}  // namespace
}  // namespace clearsky
