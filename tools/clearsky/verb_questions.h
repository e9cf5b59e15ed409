#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "connection.h"
#include "prompt.h"
#include "verb_options.h"

// What --interactive asks. CANCELLED when the answers end, or with `q`.

namespace clearsky::cli {

// One of the plans of the ledger. NOT_FOUND when it has none.
absl::StatusOr<std::string> AskForPlan(Connection* connection,
                                       const Question& question);

// What of the options was asked for, to be asked again when the answers are
// refused.
struct Asked {
  bool entity = false;
  bool effective = false;
  std::vector<size_t> needed;

  bool anything() const { return entity || effective || !needed.empty(); }
};

// Asks for the entity of options->entity_argument, when it is missing.
absl::Status AskForEntity(const VerbContext& context, VerbOptions* options,
                          Asked* asked);

// Asks for all of options->needed that is missing.
absl::Status AskForNeeded(const VerbContext& context, VerbOptions* options,
                          Asked* asked);

// Asks since when it is so, where DATE does not tell that, and why.
absl::Status AskWhenAndWhy(const VerbContext& context, VerbOptions* options,
                           Asked* asked);

// Forgets the answers; those about the entity if `entity`.
void Forget(const Asked& asked, bool entity, VerbOptions* options);

}  // namespace clearsky::cli
