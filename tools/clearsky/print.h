#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "google/protobuf/message.h"
#include "page/words.h"

namespace clearsky::cli {

// Writes results to standard output.
void Print(absl::string_view text);

// Sends on what was printed, for who waits for it at the other end of a pipe.
// UNAVAILABLE when it could not be written.
absl::Status FlushPrinted();

// Writes `clearsky: text` and a newline to standard error.
void Note(absl::string_view text);

using page::JsonLayout;
using page::JsonOf;
using page::TimeWords;

// Writes the message as protobuf JSON and a newline.
absl::Status PrintJson(const google::protobuf::Message& message,
                       JsonLayout layout);

// Tells on standard error what an answer rests on, and that the clock is
// simulated where it is. `event_count` is the number of events of the ledger,
// where it is known: an answer that leaves some out says so.
void NoteBasis(const v1::AnswerBasis& basis,
               std::optional<uint64_t> event_count = std::nullopt);

// Tells a finding on standard error. `where` (`line 3`) may be empty.
void NoteFinding(absl::string_view where, const v1::Finding& finding);

}  // namespace clearsky::cli
