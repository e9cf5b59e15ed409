#pragma once

#include <cstddef>
#include <cstdint>

#include "google/protobuf/message.h"

namespace clearsky::fuzz {

// Changes a field of `message`, or of a message within it, in one of many ways
// that `seed` chooses: sets, clears, copies from elsewhere in it, adds, drops,
// swaps. So mutation stays within the schema, where bytes changed at random
// rarely do.
void MutateMessage(uint32_t seed, google::protobuf::Message* message);

// For LLVMFuzzerCustomMutator: reads the bytes behind the first `skip`, mutates
// the message, writes it back. Half of the time the bytes are mutated instead.
// Returns the new size, at most `max_size`.
size_t MutateMessageBytes(uint8_t* data, size_t size, size_t max_size,
                          uint32_t seed, size_t skip,
                          google::protobuf::Message* message);

}  // namespace clearsky::fuzz
