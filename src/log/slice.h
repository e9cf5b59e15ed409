#pragma once

// RocksDB's views of bytes and ours, one into the other.

#include "absl/strings/string_view.h"
#include "rocksdb/slice.h"

namespace clearsky::log {

inline rocksdb::Slice ToSlice(absl::string_view view) {
  return {view.data(), view.size()};
}

inline absl::string_view ToView(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
}

}  // namespace clearsky::log
