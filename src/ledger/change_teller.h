#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clearsky/v1/history_words.pb.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "ledger/change_order.h"
#include "ledger/change_words.h"
#include "ledger/core.h"
#include "ledger/entity_names.h"
#include "ledger/language.h"
#include "plan/history.h"

namespace clearsky::ledger {

// What an account is told from, all as known at one point.
struct Material {
  std::shared_ptr<const plan::History> history;
  std::shared_ptr<const v1::PlanState> state;
  std::shared_ptr<const v1::PlanState> directory;
  // The state on the day asked for, for its findings.
  std::shared_ptr<const v1::PlanState> state_then;
  // Ids of the entities that each event is about, by revision.
  std::vector<std::vector<std::string>> entities;
  // Every event at its place, in order.
  std::vector<ChangePlace> places;
};

// NOT_FOUND when the stream has no events by then; otherwise as the log's
// reads.
absl::StatusOr<Material> GatherMaterial(const Core& core,
                                        const std::string& plan,
                                        const Point& point);

// A ChangeTeller fills in what a change is from what its event says, in one
// language: the sentence, where it comes from, and what others said and did of
// it. It keeps the documents that it read. Not safe for concurrent use.
class ChangeTeller {
 public:
  // All must outlive this.
  ChangeTeller(const Core* core, const Material* material,
               const Language* language, const Point& point);

  // As the log's reads.
  absl::StatusOr<v1::Change> Tell(const ChangePlace& place);

 private:
  absl::Status TellEvent(const plan::HistoryEvent& event, v1::Change* change);
  absl::Status TellProvenance(const v1::Provenance& provenance,
                              v1::Change* change);
  void TellMarks(const ChangePlace& place, v1::Change* change);
  absl::Status TellStatements(uint64_t revision, v1::Change* change);
  absl::Status TellSides(const v1::DiscrepancyNoted& noted, v1::Change* change);
  void TellFindings(uint64_t revision, v1::Change* change);

  // Where something is said, in words, and its words.
  struct SourceWords {
    std::string text;
    std::string quote;
  };
  absl::StatusOr<SourceWords> WordsOf(const v1::SourceRef& source);
  // The document of that hash; empty when the store does not have it.
  absl::StatusOr<const std::string*> Document(const std::string& sha256);

  WordContext ContextAt(uint64_t revision) {
    return {&*speech_, material_.history.get(), revision};
  }

  const Core& core_;
  const Material& material_;
  const Language& language_;
  const Point point_;
  const EntityNames names_;
  // Made anew for each change, so that what is missing is told with it.
  std::unique_ptr<Speech> speech_;
  // Revisions of the confirmations and disputes that count, by what they are
  // about.
  std::map<uint64_t, std::vector<uint64_t>> statements_;
  // By SHA-256.
  std::map<std::string, std::string> documents_;
};

}  // namespace clearsky::ledger
