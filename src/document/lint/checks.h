#pragma once

#include "document/lint/draft.h"
#include "document/lint/findings.h"
#include "document/lint/lint.h"
#include "document/lint/name_index.h"

// The rules, by what they look at. Each adds what it finds.

namespace clearsky::document::lint {

// body-table
void CheckBodyDates(const Draft& draft, const NameIndex& index,
                    FindingList* findings);
// contact-differs
void CheckContacts(const Draft& draft, FindingList* findings);
// end-before-start, impossible-date, outside-period, weekday-mismatch,
// year-missing
void CheckDates(const Draft& draft, FindingList* findings);
// duplicate-line, overlap, two-dates
void CheckDuplicates(const Draft& draft, FindingList* findings);
// field-missing
void CheckFields(const Draft& draft, FindingList* findings);
// markup-left, mode-words-mixed, pair-spelling, range-mark-mixed,
// year-mark-mixed
void CheckMarks(const Draft& draft, FindingList* findings);
// name-spelling
void CheckNames(const Draft& draft, const NameIndex& index,
                FindingList* findings);
// ordinal-missing, ordinal-order, ordinal-repeats, ordinal-skips
void CheckOrdinals(const Draft& draft, const KnownPlan& plan,
                   FindingList* findings);
// past-but-planned, planned-missing
void CheckStatus(const Draft& draft, FindingList* findings);
// quote-unclosed
void CheckQuotes(const Draft& draft, FindingList* findings);

}  // namespace clearsky::document::lint
