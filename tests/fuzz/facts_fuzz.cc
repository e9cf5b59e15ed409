// Reviewed facts, document/facts.h.
//
// Invariants: facts or INVALID_ARGUMENT; what has to have an id has one; texts
// are UTF-8.

#include "absl/status/statusor.h"
#include "base/utf8.h"
#include "document/facts.h"
#include "fuzz/fuzz_target.h"

namespace clearsky::document {
namespace {

using ::clearsky::fuzz::Require;

void TryFact(const Fact& fact) {
  for (const char* key : {"id", "quote", "name", "names", "kind", "date"}) {
    Require(IsValidUtf8(fact.Text(key)), "texts are UTF-8");
    for (const std::string& text : fact.Texts(key)) {
      Require(IsValidUtf8(text), "texts are UTF-8");
    }
    static_cast<void>(fact.Number(key));
    static_cast<void>(fact.Objects(key));
  }
  google::protobuf::RepeatedPtrField<v1::Label> labels =
      LabelsOfNames(fact.Object("name"), v1::Label::KIND_BODY);
  const std::string slug = SlugOfFactId(fact.id());
  Require(Slug(slug) == slug, "a slug is its own slug", slug);
}

void TryFacts(absl::string_view json) {
  const absl::StatusOr<Facts> facts = Facts::Parse(json);
  if (!facts.ok()) {
    Require(facts.status().code() == absl::StatusCode::kInvalidArgument,
            "what is not of the form is INVALID_ARGUMENT",
            facts.status().ToString());
    Require(IsValidUtf8(std::string(facts.status().message())),
            "a refusal is UTF-8", facts.status().ToString());
    return;
  }
  for (const char* list : {"parties", "organisations", "plans", "areas",
                           "projects", "activities", "measures"}) {
    for (const Fact& fact : facts->List(list)) {
      Require(!fact.id().empty(), "a fact has an id");
      TryFact(fact);
    }
  }
  for (const Fact& fact : facts->List("table_lines")) TryFact(fact);
}

}  // namespace
}  // namespace clearsky::document

FUZZ_TARGET(facts) { clearsky::document::TryFacts(input); }
