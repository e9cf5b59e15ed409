#include "base/sha256.h"

#include <string>

#include "gtest/gtest.h"

namespace clearsky {
namespace {

// The examples of FIPS 180-4.
TEST(Sha256Test, KnownDigests) {
  EXPECT_EQ(DigestHex(Sha256("")),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(DigestHex(Sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(DigestHex(Sha256(
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(DigestHex(Sha256(std::string(1'000'000, 'a'))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256Test, ZeroBytesCount) {
  EXPECT_NE(Sha256(std::string(1, '\0')), Sha256(""));
}

TEST(Sha256Test, BytesAreTheDigest) {
  const Sha256Digest digest = Sha256("abc");
  const std::string bytes = DigestBytes(digest);
  ASSERT_EQ(bytes.size(), kSha256Size);
  for (size_t i = 0; i < kSha256Size; ++i) {
    EXPECT_EQ(static_cast<uint8_t>(bytes[i]), digest[i]);
  }
}

}  // namespace
}  // namespace clearsky
