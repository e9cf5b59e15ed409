#include "log/merkle_frontier.h"

#include <string>
#include <utility>

namespace clearsky::log {
namespace {

// Prefixes that keep a leaf from being taken for a node.
constexpr absl::string_view kLeafPrefix("\x00", 1);
constexpr absl::string_view kNodePrefix("\x01", 1);

absl::string_view ToView(const Sha256Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace

Sha256Digest LeafHash(absl::string_view leaf) {
  return Sha256OfParts({kLeafPrefix, leaf});
}

Sha256Digest NodeHash(const Sha256Digest& left, const Sha256Digest& right) {
  return Sha256OfParts({kNodePrefix, ToView(left), ToView(right)});
}

MerkleFrontier::MerkleFrontier(uint64_t size,
                               std::vector<Sha256Digest> subtrees)
    : size_(size), subtrees_(std::move(subtrees)) {}

void MerkleFrontier::Add(absl::string_view leaf) {
  Sha256Digest hash = LeafHash(leaf);
  // Each low bit set in the size is a perfect tree as large as the one that
  // `hash` stands for by then: the carry of adding one in binary.
  for (uint64_t bits = size_; (bits & 1) != 0; bits >>= 1) {
    hash = NodeHash(subtrees_.back(), hash);
    subtrees_.pop_back();
  }
  subtrees_.push_back(hash);
  ++size_;
}

Sha256Digest MerkleFrontier::Root() const {
  if (subtrees_.empty()) return Sha256("");
  Sha256Digest root = subtrees_.back();
  for (size_t i = subtrees_.size() - 1; i > 0; --i) {
    root = NodeHash(subtrees_[i - 1], root);
  }
  return root;
}

}  // namespace clearsky::log
