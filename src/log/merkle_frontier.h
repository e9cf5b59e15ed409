#pragma once

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "base/sha256.h"

namespace clearsky::log {

// Hash of a leaf, and of a node over two others (RFC 6962, section 2.1).
Sha256Digest LeafHash(absl::string_view leaf);
Sha256Digest NodeHash(const Sha256Digest& left, const Sha256Digest& right);

// The right edge of a Merkle tree (RFC 6962): all that is needed to add leaves
// and to tell the root. Its subtrees are the perfect trees that the tree is
// made of, one for each bit set in its size, the largest first. A value type.
//
// Invariant: subtrees().size() is the number of bits set in size().
class MerkleFrontier {
 public:
  // The empty tree.
  MerkleFrontier() = default;
  // REQUIRES: as many `subtrees` as bits set in `size`.
  MerkleFrontier(uint64_t size, std::vector<Sha256Digest> subtrees);

  void Add(absl::string_view leaf);

  // Number of leaves.
  uint64_t size() const { return size_; }
  const std::vector<Sha256Digest>& subtrees() const { return subtrees_; }
  // The tree's root; of the empty tree, the hash of no bytes.
  Sha256Digest Root() const;

  bool operator==(const MerkleFrontier&) const = default;

 private:
  uint64_t size_ = 0;
  std::vector<Sha256Digest> subtrees_;
};

}  // namespace clearsky::log
