#pragma once

// Random events and a seed that is printed, so that a failure can be repeated:
// CLEARSKY_SEED=n is taken instead of a new one.

#include <cstdlib>
#include <iostream>
#include <random>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "log/event.h"
#include "log/event_codec.h"

namespace clearsky::log {

class AnyEvent {
 public:
  AnyEvent() {
    const char* const given = std::getenv("CLEARSKY_SEED");
    if (given == nullptr || !absl::SimpleAtoi(given, &seed_)) {
      seed_ = std::random_device()();
    }
    std::cout << "seed=" << seed_ << std::endl;
    random_.seed(seed_);
  }

  uint64_t seed() const { return seed_; }

  // From 0 to `end` (exclusive).
  uint64_t Below(uint64_t end) { return random_() % end; }
  bool OneIn(uint64_t count) { return Below(count) == 0; }

  // Of any number of digits, so that all sizes of a varint occur.
  uint64_t Number() { return random_() >> Below(64); }

  // Letters of one, two, three and four bytes of UTF-8.
  std::string Text(size_t letters) {
    static constexpr const char* kLetters[] = {"a", "Z", "/", "é", "하", "𐍈"};
    std::string text;
    for (size_t i = 0; i < letters; ++i) text += kLetters[Below(6)];
    return text;
  }

  std::string Bytes(size_t size) {
    std::string bytes(size, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random_());
    return bytes;
  }

  // Sizes about those where one more byte is needed to write them.
  size_t Size() {
    static constexpr size_t kSizes[] = {0, 1, 127, 128, 300, 16'383, 16'384};
    return kSizes[Below(OneIn(8) ? 7 : 5)];
  }

  EventStamp Stamp(const std::string& stream) {
    // Before and after 1970, with and without a fraction.
    const auto seconds = static_cast<int64_t>(Below(1ULL << 35)) - (1LL << 33);
    const auto micros = OneIn(4) ? 0 : static_cast<int64_t>(Below(1'000'000));
    return {Number(), stream, Number(),
            absl::FromUnixSeconds(seconds) + absl::Microseconds(micros)};
  }

  NewEvent Event() {
    NewEvent event;
    event.event_id = UuidV8OfContent(absl::StrCat(random_()));
    event.type = Text(1 + Below(80));
    event.schema_version = static_cast<uint32_t>(Number()) | 1U;
    event.data = Bytes(Size());
    for (uint64_t i = Below(4); i > 0; --i) {
      event.metadata[Text(1 + Below(9))] = Text(OneIn(3) ? 0 : Below(99));
    }
    return event;
  }

 private:
  uint64_t seed_ = 0;
  std::mt19937_64 random_;
};

}  // namespace clearsky::log
