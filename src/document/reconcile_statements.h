#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "document/event_list.h"
#include "document/reconcile_differences.h"
#include "notation/korean.h"

// A line that says something else of what is over. Pure.

namespace clearsky::document {

// The places of an activity, as they are printed.
std::vector<std::string> PlacesOf(const v1::ActivityState& state);

// Keeps the line's statements beside those of the plan, and offers the
// corrections that would make the plan say the same. Borrows all.
class StatementWriter {
 public:
  StatementWriter(const LineBeside& beside, notation::Status status,
                  EventList* events, LineDifferences* out)
      : beside_(beside), status_(status), events_(events), out_(out) {}

  void Write(const std::optional<v1::Delivery>& delivery);

 private:
  bool CompareStatus();
  bool CompareDate();
  void CompareMode(const std::optional<v1::Delivery>& delivery);
  void CompareRest();

  // Two statements of a field, unless that is known.
  void Note(absl::string_view field, v1::DiscrepancyKind kind,
            v1::DiscrepantValue of_plan, v1::DiscrepantValue of_line);
  bool IsKnown(absl::string_view field, absl::string_view text) const;

  // Events by revision, as they would have to be.
  using Rewrites = std::map<uint64_t, v1::PlanEvent>;
  v1::PlanEvent* Rewritten(const plan::HistoryEvent* event,
                           Rewrites* rewrites) const;
  void RewriteHeld(const std::optional<v1::Delivery>& delivery,
                   Rewrites* rewrites) const;
  void RewriteDetails(Rewrites* rewrites) const;
  void OfferCorrection(const std::optional<v1::Delivery>& delivery);
  void OfferVoid();

  // The event that a field of the activity was last set by; nullptr when none.
  const plan::HistoryEvent* SetBy(const char* field) const;
  v1::PlanEvent CorrectionOf(const plan::HistoryEvent& event,
                             v1::PlanEvent replacement) const;
  void AddEvent(v1::PlanEvent event,
                v1::ReconciliationAlternative* alternative) const;

  const LineBeside& beside_;
  const notation::Status status_;
  EventList* const events_;
  LineDifferences* const out_;
};

}  // namespace clearsky::document
