#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <utility>

namespace clearsky::projection {

// A ByteLru keeps shared values up to a total size, and lets go of the ones
// used longest ago when it is full. A value larger than the whole is not kept.
// It is not safe for concurrent use: its owner locks.
template <typename Key, typename Value>
class ByteLru {
 public:
  explicit ByteLru(size_t max_bytes) : max_bytes_(max_bytes) {}

  // The value kept for `key`, now the most recently used; nullptr when none.
  // Shared with whoever got it before: values are never changed.
  std::shared_ptr<const Value> Get(const Key& key) {
    const auto found = index_.find(key);
    if (found == index_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->value;
  }

  // Keeps `value` of `size_bytes` for `key`, in the place of an earlier one.
  void Put(const Key& key, std::shared_ptr<const Value> value,
           size_t size_bytes) {
    Erase(key);
    if (size_bytes > max_bytes_) return;
    entries_.push_front({key, std::move(value), size_bytes});
    index_[key] = entries_.begin();
    size_bytes_ += size_bytes;
    while (size_bytes_ > max_bytes_) {
      const Key oldest = entries_.back().key;
      Erase(oldest);
    }
  }

  // Total size of what is kept.
  size_t size_bytes() const { return size_bytes_; }

 private:
  struct Entry {
    Key key;
    std::shared_ptr<const Value> value;
    size_t size_bytes = 0;
  };

  void Erase(const Key& key) {
    const auto found = index_.find(key);
    if (found == index_.end()) return;
    size_bytes_ -= found->second->size_bytes;
    entries_.erase(found->second);
    index_.erase(found);
  }

  const size_t max_bytes_;
  size_t size_bytes_ = 0;
  // Most recently used first.
  std::list<Entry> entries_;
  std::map<Key, typename std::list<Entry>::iterator> index_;
};

}  // namespace clearsky::projection
