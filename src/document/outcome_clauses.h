#pragma once

#include <string>
#include <vector>

#include "clearsky/v1/plan_event.pb.h"
#include "document/source_text.h"

// What a meeting dealt with and came to, read from the endings of a release's
// sentences (`... 논의했다`, `... 하기로 했다`). Pure.

namespace clearsky::document {

struct OutcomeClause {
  v1::OutcomeKind kind = v1::OUTCOME_KIND_UNSPECIFIED;
  std::string words;  // White space collapsed, without list mark.
  ByteRange range;
  // For statements: what stands before the quotation, which tells the speaker.
  std::string before_quote;
};

// The clauses of the running text before byte `end` whose endings tell an
// outcome. Footnotes and headings are not read.
std::vector<OutcomeClause> ReadOutcomeClauses(const SourceText& text,
                                              size_t end);

}  // namespace clearsky::document
