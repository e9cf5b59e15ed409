#pragma once

#include "clearsky/v1/ledger_service.pb.h"
#include "google/protobuf/repeated_ptr_field.h"

// What was recorded in one go, in few lines.

namespace clearsky::cli {

// Prints for each stream its name, number of events and positions, separated
// by tabs. Findings go to standard error, a line for each rule: what is
// recorded years later has the same one at every event.
void PrintRecorded(
    const google::protobuf::RepeatedPtrField<v1::RecordedPosition>& recorded);

// The findings alone, as of a dry run.
void NoteFindingsByRule(
    const google::protobuf::RepeatedPtrField<v1::RecordedPosition>& recorded);

}  // namespace clearsky::cli
