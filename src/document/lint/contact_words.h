#pragma once

#include <string>
#include <vector>

#include "document/lint/draft.h"

// Persons with their telephone numbers and addresses, where a document names
// whom to call.

namespace clearsky::document::lint {

enum class ContactKind { kTelephone, kMobile, kFax, kAddress };

struct Contact {
  std::string person;  // As written, without title.
  ContactKind kind = ContactKind::kTelephone;
  std::string value;  // Digits alone, `+82` as 0; an address in small letters.
  Span span;          // Of the number or address.
};

// In the order of the document. Numbers beside which no person stands are left
// out.
std::vector<Contact> ReadContacts(const Draft& draft);

// `김○○`, `K. C.`: enough to know who is meant where it is printed.
std::string MaskedName(const std::string& person);

}  // namespace clearsky::document::lint
