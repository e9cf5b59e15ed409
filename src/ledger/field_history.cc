#include "ledger/field_history.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "ledger/entity_names.h"
#include "ledger/language.h"
#include "ledger/near_names.h"
#include "ledger/speech.h"
#include "plan/edtf.h"
#include "plan/field_history.h"
#include "plan/history.h"

namespace clearsky::ledger {
namespace {

// The kind of the entity asked for; NOT_FOUND naming near ones.
absl::StatusOr<plan::EntityKind> RequireKind(
    const plan::History& history, const v1::GetFieldHistoryRequest& request) {
  const std::optional<plan::EntityKind> kind =
      plan::KindInHistory(request.plan(), history, request.entity());
  if (kind) return *kind;
  std::set<std::string> known;
  for (const plan::HistoryEvent& event : history) {
    if (!event.event) continue;
    for (const auto& made : plan::IntroductionsOf(*event.event)) {
      known.insert(made.id);
    }
  }
  return NotKnown(absl::StrCat("unknown entity `", request.entity(), "` in ",
                               request.plan()),
                  request.entity(), {known.begin(), known.end()},
                  {"UNKNOWN_ID",
                   {{"rule", "unknown-id"},
                    {"stream", request.plan()},
                    {"entity", request.entity()}}});
}

// The word of a status: `status.adopted`, `STATE_HELD`, `STAGE_SIGNED`.
std::string StatusWord(const Language& language, const std::string& status) {
  const std::string upper = absl::AsciiStrToUpper(status);
  for (const std::string& key :
       {absl::StrCat("STATE_", upper), absl::StrCat("STAGE_", upper),
        absl::StrCat("status.", status)}) {
    if (language.Has(key)) return language.Word(key);
  }
  return status;
}

std::string ValueWords(const v1::FieldValue& value, absl::string_view entity,
                       Speech& speech) {
  const Language& language = speech.language();
  if (value.has_date()) return speech.Date(value.date());
  if (value.has_delivery()) return speech.Delivery(value.delivery());
  if (!value.status().empty()) return StatusWord(language, value.status());
  if (!value.venues().empty()) return speech.Venues(value.venues());
  if (!value.titles().empty()) return speech.Label(value.titles(), entity);
  return language.Word("value.none");
}

// Events of the stream as moments of knowing, each read once.
class Moments {
 public:
  Moments(const Core* core, const plan::History* history)
      : core_(*core), history_(*history) {}

  absl::StatusOr<v1::KnownMoment> Of(uint64_t revision) {
    const auto found = moments_.find(revision);
    if (found != moments_.end()) return found->second;
    v1::KnownMoment moment;
    moment.set_revision(revision);
    moment.set_position(history_[revision].position);
    ASSIGN_OR_RETURN(const log::RecordedEvent recorded,
                     core_.log->ReadAt(moment.position()));
    *moment.mutable_record_time() = TimestampOf(recorded.record_time);
    return moments_.emplace(revision, std::move(moment)).first->second;
  }

 private:
  const Core& core_;
  const plan::History& history_;
  std::map<uint64_t, v1::KnownMoment> moments_;
};

absl::StatusOr<v1::FieldInterval> IntervalOf(const plan::FieldSpan& span,
                                             absl::string_view entity,
                                             absl::CivilDay as_of,
                                             Speech& speech, Moments& moments) {
  v1::FieldInterval interval;
  *interval.mutable_value() = span.value;
  interval.set_text(ValueWords(span.value, entity, speech));
  if (span.from) interval.set_from_day(plan::FormatDay(*span.from));
  if (span.to) interval.set_to_day(plan::FormatDay(*span.to));
  ASSIGN_OR_RETURN(*interval.mutable_known_from(), moments.Of(span.known_from));
  ASSIGN_OR_RETURN(*interval.mutable_set_by(), moments.Of(span.set_by));
  if (span.known_until) {
    ASSIGN_OR_RETURN(*interval.mutable_known_until(),
                     moments.Of(*span.known_until));
  }
  interval.set_holds(!span.known_until && (!span.from || *span.from <= as_of) &&
                     (!span.to || as_of < *span.to));
  return interval;
}

}  // namespace

absl::StatusOr<v1::GetFieldHistoryResponse> GetFieldHistory(
    const Core& core, const v1::GetFieldHistoryRequest& request) {
  RETURN_IF_ERROR(RequireStream(core, "plan", request.plan()));
  ASSIGN_OR_RETURN(const Language* language, FindLanguage(request.language()));
  ASSIGN_OR_RETURN(const Point point, ResolvePoint(core, request.at()));
  const projection::PlanHistories& histories = *core.histories;
  ASSIGN_OR_RETURN(const auto history,
                   histories.Read(request.plan(), point.known_count));
  ASSIGN_OR_RETURN(const plan::EntityKind kind, RequireKind(*history, request));
  RETURN_IF_ERROR(plan::CheckHasField(kind, request.field()));
  ASSIGN_OR_RETURN(
      const auto state,
      histories.State(request.plan(), point.known_count, std::nullopt));
  ASSIGN_OR_RETURN(
      const auto directory,
      histories.State(plan::kDirectoryStream, point.known_count, std::nullopt));
  const EntityNames names(state.get(), directory.get());
  Speech speech(&names, language);
  Moments moments(&core, history.get());

  v1::GetFieldHistoryResponse response;
  for (const plan::FieldSpan& span : plan::FieldHistory(
           request.plan(), *history, kind, request.entity(), request.field())) {
    if (span.from && *span.from > point.as_of) continue;
    ASSIGN_OR_RETURN(
        *response.add_intervals(),
        IntervalOf(span, request.entity(), point.as_of, speech, moments));
  }
  for (const MissingLabel& label : speech.missing()) {
    v1::MissingName* missing = response.add_missing_names();
    missing->set_entity(label.entity);
    missing->set_text(label.text);
    missing->set_language(label.language);
  }
  response.set_language(std::string(language->tag()));
  *response.mutable_basis() = BasisOf(core, point, history->size());
  return response;
}

}  // namespace clearsky::ledger
