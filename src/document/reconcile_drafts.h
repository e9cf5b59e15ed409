#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clearsky/v1/reconciliation.pb.h"
#include "document/reconcile.h"
#include "plan/entities.h"

// What is proposed of a document, as it comes together. Pure.

namespace clearsky::document {

// Not safe for concurrent use. Borrows the input.
class Drafts {
 public:
  // In place of an entry: for what the document does not have.
  static constexpr size_t kNowhere = static_cast<size_t>(-1);

  explicit Drafts(const ReconcileInput& input) : in_(input) {}

  // A proposal that stands at an entry of the table. Good until the next.
  v1::ReconciliationProposal* Propose(size_t entry, v1::ReconciliationKind kind,
                                      absl::string_view entity);
  void Find(size_t entry, absl::string_view rule, absl::string_view message);
  // A finding of the document, wherever it stands.
  void Tell(const ReadFinding& finding);

  // Gives events ids that are functions of the document, of what the plan was
  // known to be, and of what they say; and who records them.
  void GiveIds(
      google::protobuf::RepeatedPtrField<v1::EventToRecord>* events) const;

  // Whether a proposal gives the activity other projects.
  bool Moves(absl::string_view activity) const;

  // What the directory knows, as plan::EntityExists; the document, too.
  absl::StatusOr<bool> Exists(absl::string_view stream, plan::EntityKind kind,
                              absl::string_view id) const;

  // All of it, numbered in the order of the document.
  v1::Reconciliation Finish(uint32_t unchanged_count);

 private:
  struct Draft {
    size_t entry = 0;
    v1::ReconciliationProposal proposal;
  };

  std::string PlaceOf(size_t entry) const;

  const ReconcileInput& in_;
  std::vector<Draft> drafts_;
  v1::Reconciliation out_;
};

}  // namespace clearsky::document
