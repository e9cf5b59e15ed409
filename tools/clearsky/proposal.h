#pragma once

#include "clearsky/v1/ledger_service.pb.h"

// What a document proposes, in words: by stream, how many events of which
// kind, and for each activity its line of the table and its events.

namespace clearsky::cli {

int CountEvents(const v1::ProposeDocumentResponse& proposal);

// To standard output, and to standard error.
void PrintProposal(const v1::ProposeDocumentResponse& proposal);
void NoteProposal(const v1::ProposeDocumentResponse& proposal);

void NoteDocumentFinding(const v1::DocumentFinding& finding);

}  // namespace clearsky::cli
