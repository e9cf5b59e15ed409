#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "document/facts.h"
#include "document/source_text.h"

// The facts that a release's text bears out.

namespace clearsky::document {

using Findings = std::vector<v1::DocumentFinding>;

void AddFinding(uint32_t line, absl::string_view rule,
                absl::string_view message, Findings* findings);

// A fact with the place in the text that bears it out.
struct KeptFact {
  Fact fact;
  std::string id;  // As a slug.
  ByteRange range;
};

// The facts whose quotes stand in the text, by list. Left out, with a finding:
// facts whose quote or written date does not, whose id is repeated, or that
// rest on a fact left out. Borrows the facts.
//
// Kept facts of `persons` are those of ministers and heads of delegation, as
// the contacts of a release are nobody's business later. Series, activities and
// table lines have no quotes, and are not here.
class KeptFacts {
 public:
  KeptFacts(const SourceText& text, const Facts& facts, Findings* findings);

  const std::vector<KeptFact>& List(absl::string_view name) const;

  // The kept fact of a list with this id as the facts write it; nullptr.
  const KeptFact* Find(absl::string_view list, absl::string_view id) const;

  // The names of all persons among the facts, kept or not: what must not stand
  // outside of personal text.
  const std::vector<std::string>& person_names() const { return person_names_; }

 private:
  void Keep(const SourceText& text, absl::string_view list,
            const std::vector<Fact>& facts, Findings* findings);
  void DropUnfounded(Findings* findings);
  bool IsUnfounded(absl::string_view list, const Fact& fact) const;

  std::map<std::string, std::vector<KeptFact>> lists_;
  std::vector<std::string> person_names_;
};

}  // namespace clearsky::document
