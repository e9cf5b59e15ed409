#include "feed/watch_cursor.h"

#include <rapidcheck.h>

#include <string>

#include "gtest/gtest.h"
#include "test/status_matchers.h"

namespace clearsky::feed {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::StatusIs;

WatchCursor Example() {
  WatchCursor cursor;
  cursor.ledger_id = "6ba7b810-9dad-41d1-80b4-00c04fd430c8";
  cursor.table = {"clear-sky/2022", "ko", v1::TABLE_STYLE_NORMALISED};
  cursor.point = {absl::CivilDay(2022, 9, 28), 1234};
  cursor.witness = 0xfedcba98;
  cursor.renderer_version = 1;
  cursor.fold_version = 2;
  return cursor;
}

TEST(WatchCursorTest, ReadsAsItWasWritten) {
  EXPECT_TRUE(rc::check([] {
    WatchCursor cursor = Example();
    cursor.table.style = *rc::gen::element(v1::TABLE_STYLE_AS_PUBLISHED,
                                           v1::TABLE_STYLE_NORMALISED);
    cursor.point.known_count = *rc::gen::arbitrary<uint64_t>();
    cursor.point.as_of += *rc::gen::inRange(-1000, 1000);
    cursor.witness = *rc::gen::arbitrary<uint32_t>();
    cursor.renderer_version = *rc::gen::arbitrary<uint32_t>();
    cursor.fold_version = *rc::gen::arbitrary<uint32_t>();
    const auto read = DecodeCursor(EncodeCursor(cursor));
    RC_ASSERT(read.ok());
    RC_ASSERT(*read == cursor);
  }));
}

TEST(WatchCursorTest, NoCharacterMayBeAltered) {
  const std::string text = EncodeCursor(Example());
  for (size_t i = 0; i < text.size(); ++i) {
    std::string altered = text;
    altered[i] = altered[i] == 'A' ? 'B' : 'A';
    EXPECT_THAT(DecodeCursor(altered).status(),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << i;
  }
}

TEST(WatchCursorTest, NothingElseIsACursor) {
  const std::string text = EncodeCursor(Example());
  EXPECT_THAT(DecodeCursor(text), IsOk());
  for (const std::string& other :
       {std::string(), std::string("x"), text.substr(0, text.size() - 1),
        text + "A", text + "=", " " + text, std::string(100'000, 'A'),
        std::string(10, '\0')}) {
    EXPECT_THAT(DecodeCursor(other).status(),
                StatusIs(absl::StatusCode::kInvalidArgument));
  }
}

}  // namespace
}  // namespace clearsky::feed
