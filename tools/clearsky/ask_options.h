#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "app.h"
#include "clearsky/v1/answer.pb.h"
#include "connection.h"

namespace clearsky::cli {

// What every question about a plan takes: of which plan, on which day, as known
// when, in which format.
struct AskOptions {
  std::string plan;
  std::string as_of;
  std::string known_at;
  std::string format = "text";
};

// --as-of and --known-at.
void AddPointOptions(CLI::App* command, std::string* as_of,
                     std::string* known_at);

void AddAskOptions(CLI::App* command, AskOptions* options,
                   std::vector<std::string> formats);

// A ledger opened, and the point that a question is asked at.
struct OpenQuestion {
  Connection connection;
  v1::PointInTime at;
  std::string zone;
  // Of the ledger.
  uint64_t event_count = 0;
};

absl::StatusOr<OpenQuestion> OpenForQuestion(const Place& place,
                                             const std::string& as_of,
                                             const std::string& known_at);

// Tells what an answer rests on. Of one that is `empty`, why: the day lies
// before the plan's first change, or the ledger did not know the plan.
absl::Status NoteWhatItRestsOn(OpenQuestion* question, const std::string& plan,
                               const v1::AnswerBasis& basis, bool empty);

}  // namespace clearsky::cli
