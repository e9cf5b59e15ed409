// A published table in a zip archive: DOCX, HWPX, XLSX, byte for byte.
//
// Invariants: those of published_text_fuzz.cc.

#include "fuzz/fuzz_target.h"
#include "fuzz/published_checks.h"

FUZZ_TARGET(published_package) {
  clearsky::document::CheckFile(input, "a.docx");
}
