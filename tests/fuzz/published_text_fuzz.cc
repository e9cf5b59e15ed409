// A published table in a text file, document/published_table.h: its first byte
// tells the ending of its name, the others are the file. The kinds are told by
// the bytes, so that one target reaches plain text, TSV, CSV, Markdown, HTML
// and the encodings.
//
// Invariants: a table of at least one line, or a refusal with its code; lines
// are clean and stand in the text; the same is read again.

#include "fuzz/fuzz_target.h"
#include "fuzz/published_checks.h"

FUZZ_TARGET(published_text) {
  constexpr const char* kNames[] = {"a.txt", "a.tsv", "a.csv", "a.md",
                                    "a.html"};
  if (input.empty()) return;
  const auto kind = static_cast<unsigned char>(input[0]) % 5;
  clearsky::document::CheckFile(input.substr(1), kNames[kind]);
}
