#pragma once

// A fuzz target is a function over bytes that nobody has checked. It asks more
// than not to crash: what it Requires holds for every input.
//
//   FUZZ_TARGET(edtf) { ... input ... }
//
// stands in tests/fuzz/edtf_fuzz.cc, and is built twice: by clang into a
// program of libFuzzer (preset fuzz, tools/fuzz), and by every preset into
// corpus_test, which runs it over tests/fuzz/corpus/edtf/.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

#include "absl/strings/string_view.h"

namespace clearsky::fuzz {

using Target = void (*)(absl::string_view input);

// The targets of this program by name.
inline std::map<std::string, Target>& Targets() {
  static auto* const targets = new std::map<std::string, Target>;
  return *targets;
}

// Ends the process, so that libFuzzer keeps the input, unless `holds`. `claim`
// says what should hold; `detail` is printed beside it.
inline void Require(bool holds, absl::string_view claim,
                    absl::string_view detail = "") {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n%s\n", std::string(claim).c_str(),
               std::string(detail).c_str());
  std::abort();
}

// The same for a message as the detail, which is put into words only then.
template <typename Message>
requires requires(const Message& message) { message.DebugString(); }
void Require(bool holds, absl::string_view claim, const Message& detail) {
  if (!holds) Require(false, claim, detail.DebugString());
}

}  // namespace clearsky::fuzz

#ifdef CLEARSKY_FUZZER
#define FUZZ_TARGET(name)                                                   \
  static void FuzzTarget_##name(absl::string_view input);                   \
  extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)   \
      __attribute__((visibility("default")));                               \
  extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) { \
    FuzzTarget_##name(                                                      \
        absl::string_view(reinterpret_cast<const char*>(data), size));      \
    return 0;                                                               \
  }                                                                         \
  static void FuzzTarget_##name(absl::string_view input)
#else
#define FUZZ_TARGET(name)                                                 \
  static void FuzzTarget_##name(absl::string_view input);                 \
  [[maybe_unused]] static const bool is_registered_##name =               \
      clearsky::fuzz::Targets().emplace(#name, FuzzTarget_##name).second; \
  static void FuzzTarget_##name(absl::string_view input)
#endif
