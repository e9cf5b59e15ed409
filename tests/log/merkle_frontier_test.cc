// The Merkle tree: against RFC 6962's own words and the known roots of the
// Certificate Transparency reference tests.

#include "log/merkle_frontier.h"

#include <rapidcheck.h>

#include <bit>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "log_fixture.h"

namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;
using ::testing::SizeIs;

// RFC 6962, section 2.1, word for word.
Sha256Digest NaiveRoot(const std::vector<std::string>& leaves) {
  if (leaves.empty()) return Sha256("");
  if (leaves.size() == 1) return LeafHash(leaves[0]);
  const auto k = static_cast<std::ptrdiff_t>(std::bit_floor(leaves.size() - 1));
  return NodeHash(NaiveRoot({leaves.begin(), leaves.begin() + k}),
                  NaiveRoot({leaves.begin() + k, leaves.end()}));
}

Sha256Digest FrontierRoot(const std::vector<std::string>& leaves) {
  MerkleFrontier frontier;
  for (const std::string& leaf : leaves) frontier.Add(leaf);
  return frontier.Root();
}

TEST(MerkleFrontierTest, EmptyTreeHasTheHashOfNothing) {
  EXPECT_EQ(DigestHex(MerkleFrontier().Root()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(MerkleFrontierTest, RootsOfTheReferenceLeaves) {
  // Inputs and roots of certificate-transparency's merkle_tree_test.
  const std::vector<std::string> leaves = {"",
                                           "00",
                                           "10",
                                           "2021",
                                           "3031",
                                           "40414243",
                                           "5051525354555657",
                                           "606162636465666768696a6b6c6d6e6f"};
  const std::vector<std::string> roots = {
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  MerkleFrontier frontier;
  for (size_t i = 0; i < leaves.size(); ++i) {
    frontier.Add(absl::HexStringToBytes(leaves[i]));
    EXPECT_EQ(DigestHex(frontier.Root()), roots[i]) << i + 1 << " leaves";
    EXPECT_EQ(frontier.size(), i + 1);
    EXPECT_THAT(frontier.subtrees(),
                SizeIs(static_cast<size_t>(std::popcount(i + 1))));
  }
}

TEST(MerkleFrontierTest, EqualsTheNaiveTreeUpTo130Leaves) {
  std::vector<std::string> leaves;
  MerkleFrontier frontier;
  for (int i = 0; i < 130; ++i) {
    leaves.push_back(absl::StrCat("leaf ", i));
    frontier.Add(leaves.back());
    ASSERT_EQ(frontier.Root(), NaiveRoot(leaves)) << leaves.size();
  }
}

TEST(MerkleFrontierTest, EqualsTheNaiveTreeOfAnyLeaves) {
  EXPECT_TRUE(rc::check([](const std::vector<std::string>& leaves) {
    RC_ASSERT(FrontierRoot(leaves) == NaiveRoot(leaves));
  }));
}

TEST(MerkleFrontierTest, LeafIsNoNode) {
  // Without the prefixes, the leaf that spells out two hashes would have the
  // root of the two.
  const std::string spelled =
      DigestBytes(LeafHash("a")) + DigestBytes(LeafHash("b"));
  EXPECT_NE(FrontierRoot({spelled}), FrontierRoot({"a", "b"}));
}

class MerkleRootTest : public LogTest {};

TEST_F(MerkleRootTest, IsOverTheStoredBytesInOrderOfPosition) {
  const auto expect_naive = [&] {
    std::vector<std::string> leaves;
    ASSERT_THAT(log().ReadAll(0, Direction::kForward,
                              [&](const RecordedEvent& event) {
                                leaves.push_back(event.stored);
                                return true;
                              }),
                IsOk());
    EXPECT_EQ(log().MerkleRoot(), DigestBytes(NaiveRoot(leaves)));
  };
  expect_naive();
  Say("a", {"a0"});
  expect_naive();
  Say("b", {"b0", "b1", "b2", "b3"});
  Say("a", {"a1", "a2"});
  expect_naive();
  Reopen();
  expect_naive();
  Say("a", {"a3"});
  expect_naive();
}

}  // namespace
}  // namespace clearsky::log
