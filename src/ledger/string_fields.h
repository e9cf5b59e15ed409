#pragma once

#include <map>
#include <string>

#include "google/protobuf/message.h"

namespace clearsky::ledger {

// Puts the value of `replacements` into every string field of `message`, and of
// the messages in it, whose whole value is the key.
void ReplaceStrings(const std::map<std::string, std::string>& replacements,
                    google::protobuf::Message* message);

}  // namespace clearsky::ledger
