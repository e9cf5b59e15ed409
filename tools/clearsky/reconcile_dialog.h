#pragma once

#include <iosfwd>
#include <optional>
#include <vector>

#include "clearsky/v1/document_service.pb.h"

namespace clearsky::cli {

// Asks about each proposal in turn on `out`, reading answers from `in`, one a
// line: y, n, the number of an alternative, q, ? for help. The end of the input
// is a q. What was agreed to; nullopt when it was given up, and then nothing is
// to be recorded.
std::optional<std::vector<v1::AgreedProposal>> AskOneByOne(
    const v1::Reconciliation& reconciliation, bool coloured, std::istream* in,
    std::ostream* out);

}  // namespace clearsky::cli
