#pragma once

#include <vector>

#include "document/lint/draft.h"

namespace clearsky::document::lint {

// The pieces of a document that stand by themselves, in order: paragraphs of
// running text, also where a page break cuts a sentence, cells, and lines of
// the table.
std::vector<Span> ParagraphsOf(const Draft& draft);

// Whether a mark that begins a list's item stands at `i`.
bool IsListMark(const Letters& letters, size_t i);

// The index behind the HTML tag at `i`; `i` when there is none.
size_t SkipTag(const Letters& letters, size_t i);

}  // namespace clearsky::document::lint
