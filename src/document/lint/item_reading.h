#pragma once

#include "document/lint/draft.h"

namespace clearsky::document::lint {

// Fills in what the words of `item.span` say.
void ReadItem(const Draft& draft, Item& item);

}  // namespace clearsky::document::lint
