#include "plan/known_entities.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/error_detail.h"
#include "base/status_macros.h"
#include "plan/edtf.h"
#include "plan/partial_date.h"
#include "plan/validation.h"

namespace clearsky::plan {
namespace {

bool Fits(const Reference& reference, EntityKind kind) {
  for (const EntityKind wanted : reference.kinds) {
    if (wanted == kind || wanted == EntityKind::kAny) return true;
  }
  return false;
}

std::string KindWords(const std::vector<EntityKind>& kinds) {
  return absl::StrJoin(kinds, " or ", [](std::string* out, EntityKind kind) {
    absl::StrAppend(out,
                    kind == EntityKind::kAny ? "entity" : EntityKindName(kind));
  });
}

std::map<std::string, std::string> AboutFuture(const v1::PlanEvent& event,
                                               const v1::PartialDate& date,
                                               absl::CivilDay record_day) {
  return {{"entity", MainEntityOf(event)},
          {"given", DateWords(date)},
          {"record_day", FormatDay(record_day)}};
}

}  // namespace

void KnownEntities::Add(const v1::PlanEvent& event, uint64_t revision) {
  for (const Introduction& made : IntroductionsOf(event)) {
    entities.emplace(made.id, std::make_pair(made.kind, revision));
  }
  plan = plan || event.has_plan_registered();
}

bool KnownEntities::Resolves(absl::string_view stream,
                             const Reference& reference) const {
  const auto found = entities.find(reference.id);
  if (found != entities.end()) return Fits(reference, found->second.first);
  return Fits(reference, EntityKind::kPlan) && reference.id == stream && plan;
}

std::optional<uint64_t> RevisionNamed(const v1::PlanEvent& event) {
  switch (event.change_case()) {
    case v1::PlanEvent::kFactCorrected:
      return event.fact_corrected().corrected_revision();
    case v1::PlanEvent::kEventVoided:
      return event.event_voided().voided_revision();
    case v1::PlanEvent::kChangeConfirmed:
      return event.change_confirmed().confirmed_revision();
    case v1::PlanEvent::kChangeDisputed:
      return event.change_disputed().disputed_revision();
    default:
      return std::nullopt;
  }
}

absl::Status ToStatus(const Refusal& refusal) {
  ErrorDetail detail{ReasonOfRule(refusal.rule), refusal.about};
  detail.metadata.emplace("rule", refusal.rule);
  return WithDetail(absl::Status(refusal.code, absl::StrCat(refusal.rule, ": ",
                                                            refusal.message)),
                    detail);
}

absl::Status CheckPlanKnown(absl::string_view stream,
                            const KnownEntities& known,
                            const v1::PlanEvent& event) {
  if (stream == kDirectoryStream || known.plan) return absl::OkStatus();
  if (event.has_plan_registered()) return absl::OkStatus();
  return WithDetail(
      absl::NotFoundError(
          absl::StrCat("unknown plan `", stream,
                       "`; its first event must be a PlanRegistered")),
      {"UNKNOWN_PLAN",
       {{"stream", std::string(stream)}, {"accepted", "PlanRegistered"}}});
}

absl::Status CheckNotInFuture(const v1::PlanEvent& event,
                              absl::CivilDay record_day) {
  const v1::PlanEvent& content =
      event.has_fact_corrected() ? event.fact_corrected().replacement() : event;
  const auto ahead = [&](const v1::PartialDate& date) {
    return IsAfter(date, record_day) == Answer::kYes;
  };
  if (const v1::PartialDate* happened = HappenedOn(content);
      happened != nullptr && ahead(*happened)) {
    return ToStatus(Forbidden(
        "in-the-future",
        absl::StrCat(ChangeName(content), " on ", DateWords(*happened),
                     " lies wholly after the recorded day ",
                     FormatDay(record_day),
                     "; what is to come is scheduled, not held"),
        AboutFuture(content, *happened, record_day)));
  }
  if (!MayTakeEffectLater(content) && ahead(content.provenance().effective())) {
    return ToStatus(Forbidden(
        "in-the-future",
        absl::StrCat("provenance.effective ",
                     DateWords(content.provenance().effective()),
                     " lies wholly after the recorded day ",
                     FormatDay(record_day),
                     "; a change counts from the day it became so"),
        AboutFuture(content, content.provenance().effective(), record_day)));
  }
  return absl::OkStatus();
}

absl::Status CheckIdsFree(const KnownEntities& taken,
                          const v1::PlanEvent& event) {
  for (const Introduction& made : IntroductionsOf(event)) {
    const auto found = taken.entities.find(made.id);
    if (found == taken.entities.end()) continue;
    const bool may_be_known = made.kind == EntityKind::kAgreement;
    if (may_be_known && found->second.first == made.kind) continue;
    return ToStatus(TakenId(EntityKindName(found->second.first), made.id,
                            found->second.second));
  }
  return absl::OkStatus();
}

absl::Status CheckReferences(absl::string_view stream,
                             const KnownEntities& known,
                             const v1::PlanEvent& event,
                             const EntityExists& exists) {
  // An event may name what it introduces itself.
  KnownEntities own;
  own.Add(event, 0);
  const auto known_here = [&](const Reference& reference) {
    return known.Resolves(stream, reference) || own.Resolves(stream, reference);
  };
  std::vector<Reference> references = ReferencesOf(event);
  if (event.has_responsibility_assigned()) {
    const std::string& entity = event.responsibility_assigned().entity();
    references.push_back({"responsibility_assigned.entity",
                          {EntityKind::kPlan, EntityKind::kProject},
                          "",
                          entity});
  }
  for (const Reference& reference : references) {
    const std::string where =
        reference.stream.empty() ? std::string(stream) : reference.stream;
    if (where == stream && known_here(reference)) continue;
    // A document and who issued it name each other, so one of them is ahead in
    // the batch; in the directory, order tells nothing.
    if (where != stream || stream == kDirectoryStream) {
      bool found = false;
      for (const EntityKind kind : reference.kinds) {
        ASSIGN_OR_RETURN(const bool known_there,
                         exists(where, kind, reference.id));
        found = found || known_there;
      }
      if (found) continue;
    }
    return WithDetail(
        absl::NotFoundError(absl::StrCat(
            reference.field, ": unknown ", KindWords(reference.kinds), " `",
            reference.id, "` in stream `", where, "`; record it first")),
        {"UNKNOWN_ID",
         {{"rule", "unknown-id"},
          {"field", reference.field},
          {"kind", KindWords(reference.kinds)},
          {"entity", reference.id},
          {"in_stream", where}}});
  }
  return absl::OkStatus();
}

absl::Status CheckAgainstKnown(absl::string_view stream,
                               const KnownEntities& known,
                               const KnownEntities& taken,
                               const v1::PlanEvent& event,
                               absl::CivilDay record_day,
                               const EntityExists& exists) {
  RETURN_IF_ERROR(CheckPlanKnown(stream, known, event));
  RETURN_IF_ERROR(CheckIdsFree(taken, event));
  RETURN_IF_ERROR(CheckReferences(stream, known, event, exists));
  return CheckNotInFuture(event, record_day);
}

absl::Status CheckRevisionNamed(absl::string_view stream, uint64_t size,
                                const v1::PlanEvent& event) {
  const std::optional<uint64_t> named = RevisionNamed(event);
  if (!named.has_value() || *named < size) return absl::OkStatus();
  return WithDetail(
      absl::NotFoundError(absl::StrCat("unknown revision ", *named, " of `",
                                       stream, "`; it has ", size, " events")),
      {"UNKNOWN_REVISION",
       {{"given", absl::StrCat(*named)}, {"below", absl::StrCat(size)}}});
}

}  // namespace clearsky::plan
