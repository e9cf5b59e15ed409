#include "plan/validation.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "base/error_detail.h"
#include "base/sha256.h"
#include "base/status_macros.h"
#include "base/utf8.h"
#include "clearsky/v1/field_rules.pb.h"
#include "plan/edtf.h"
#include "plan/entities.h"
#include "plan/history.h"
#include "plan/partial_date.h"
#include "plan/recording.h"

namespace clearsky::plan {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr size_t kMaxSlugSize = 128;
constexpr size_t kMaxPlanNameSize = 256;

absl::Status Invalid(absl::string_view field, absl::string_view what) {
  return WithDetail(absl::InvalidArgumentError(absl::StrCat(field, ": ", what)),
                    {"INVALID_FIELD", {{"field", std::string(field)}}});
}

absl::Status CheckText(absl::string_view field, const std::string& text) {
  if (const size_t bad = FirstInvalidUtf8(text); bad != text.size()) {
    return Invalid(field, absl::StrCat("byte ", bad, " is not UTF-8"));
  }
  for (const char c : text) {
    if (absl::ascii_iscntrl(static_cast<unsigned char>(c)) && c != '\n' &&
        c != '\t') {
      return Invalid(field, absl::StrCat("control character \"",
                                         absl::CHexEscape(std::string(1, c)),
                                         "\"; text is UTF-8 without them"));
    }
  }
  return absl::OkStatus();
}

bool IsSet(const Message& message, const FieldDescriptor* field) {
  const Reflection* reflection = message.GetReflection();
  return field->is_repeated() ? reflection->FieldSize(message, field) > 0
                              : reflection->HasField(message, field);
}

// Walks a message: required fields, enum values, texts, dates.
absl::Status NormalizeMessage(const std::string& path, bool whole,
                              Message* message);

absl::Status NormalizeDateField(const std::string& path, Message* message) {
  auto* date =
      google::protobuf::DynamicCastToGenerated<v1::PartialDate>(message);
  absl::StatusOr<v1::PartialDate> normalized = NormalizeDate(*date);
  if (!normalized.ok()) {
    return Invalid(path, normalized.status().message());
  }
  *date = *std::move(normalized);
  return absl::OkStatus();
}

absl::Status NormalizeValue(const std::string& path, Message* message,
                            const FieldDescriptor* field, int index) {
  const Reflection* reflection = message->GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      Message* value =
          field->is_repeated()
              ? reflection->MutableRepeatedMessage(message, field, index)
              : reflection->MutableMessage(message, field);
      RETURN_IF_ERROR(NormalizeMessage(
          path,
          message->GetDescriptor() != v1::ActivityDetailsChanged::descriptor(),
          value));
      if (value->GetDescriptor() == v1::PartialDate::descriptor()) {
        return NormalizeDateField(path, value);
      }
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_STRING:
      if (field->type() == FieldDescriptor::TYPE_BYTES) return absl::OkStatus();
      return CheckText(
          path, field->is_repeated()
                    ? reflection->GetRepeatedString(*message, field, index)
                    : reflection->GetString(*message, field));
    case FieldDescriptor::CPPTYPE_ENUM: {
      const int number =
          field->is_repeated()
              ? reflection->GetRepeatedEnumValue(*message, field, index)
              : reflection->GetEnumValue(*message, field);
      if (field->enum_type()->FindValueByNumber(number) == nullptr) {
        return Invalid(path, absl::StrCat(number, " is no value of ",
                                          field->enum_type()->name()));
      }
      return absl::OkStatus();
    }
    default:
      return absl::OkStatus();
  }
}

absl::Status NormalizeMessage(const std::string& path, bool whole,
                              Message* message) {
  const google::protobuf::Descriptor* descriptor = message->GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor* field = descriptor->field(i);
    const std::string name =
        path.empty() ? field->name() : absl::StrCat(path, ".", field->name());
    if (!IsSet(*message, field)) {
      if (whole && field->options().GetExtension(v1::required)) {
        return Invalid(name, field->is_repeated()
                                 ? "required, at least one"
                                 : "required and missing or empty");
      }
      continue;
    }
    const int count = field->is_repeated()
                          ? message->GetReflection()->FieldSize(*message, field)
                          : 1;
    for (int k = 0; k < count; ++k) {
      RETURN_IF_ERROR(NormalizeValue(
          field->is_repeated() ? absl::StrCat(name, "[", k, "]") : name,
          message, field, k));
    }
  }
  return absl::OkStatus();
}

bool BelongsEverywhere(const v1::PlanEvent& event) {
  switch (event.change_case()) {
    case v1::PlanEvent::kLabelChanged:
    case v1::PlanEvent::kDiscrepancyNoted:
    case v1::PlanEvent::kDiscrepancyResolved:
    case v1::PlanEvent::kChangeConfirmed:
    case v1::PlanEvent::kChangeDisputed:
    case v1::PlanEvent::kFactCorrected:
    case v1::PlanEvent::kEventVoided:
      return true;
    default:
      return false;
  }
}

absl::Status CheckStream(absl::string_view stream, const v1::PlanEvent& event) {
  if (BelongsEverywhere(event)) return absl::OkStatus();
  if (stream == kDirectoryStream && !IsDirectoryEvent(event)) {
    return WithDetail(
        absl::InvalidArgumentError(absl::StrCat(
            ChangeName(event),
            " belongs into a plan's stream, not into `directory`")),
        {"WRONG_STREAM", {}});
  }
  if (stream != kDirectoryStream && IsDirectoryEvent(event)) {
    return WithDetail(
        absl::InvalidArgumentError(absl::StrCat(
            ChangeName(event), " belongs into stream `directory`, not into `",
            stream, "`")),
        {"WRONG_STREAM", {{"accepted", std::string(kDirectoryStream)}}});
  }
  return absl::OkStatus();
}

absl::Status CheckHash(absl::string_view field, const std::string& hash) {
  if (hash.empty() || hash.size() == kSha256Size) return absl::OkStatus();
  return Invalid(field,
                 absl::StrCat("a SHA-256 has 32 bytes, not ", hash.size()));
}

absl::Status CheckSplit(const v1::ActivitySplit& split) {
  if (split.parts_size() < 2) {
    return Invalid("activity_split.parts", "at least two parts");
  }
  std::set<std::string> ids;
  for (const v1::ActivityPart& part : split.parts()) {
    if (!ids.insert(part.activity_id()).second) {
      return Invalid("activity_split.parts",
                     absl::StrCat("`", part.activity_id(), "` occurs twice"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckReplacement(const v1::FactCorrected& correction) {
  switch (correction.replacement().change_case()) {
    case v1::PlanEvent::CHANGE_NOT_SET:
      return Invalid("fact_corrected.replacement", "has no change");
    case v1::PlanEvent::kFactCorrected:
    case v1::PlanEvent::kEventVoided:
      return Invalid("fact_corrected.replacement",
                     "a correction replaces a fact by a fact, not by a "
                     "correction or void");
    default:
      return absl::OkStatus();
  }
}

// What the options of the schema cannot say.
absl::Status CheckOneEvent(const v1::PlanEvent& event) {
  switch (event.change_case()) {
    case v1::PlanEvent::kDocumentRegistered:
      return CheckHash("document_registered.sha256",
                       event.document_registered().sha256());
    case v1::PlanEvent::kOrganisationRegistered:
      if (event.organisation_registered().party_id().empty() &&
          event.organisation_registered().parent().empty()) {
        return Invalid("organisation_registered",
                       "needs a party_id or a parent");
      }
      return absl::OkStatus();
    case v1::PlanEvent::kProjectCarriedOver:
      if (event.project_carried_over().from_project().empty() ==
          event.project_carried_over().to_project().empty()) {
        return Invalid("project_carried_over",
                       "needs either from_project or to_project");
      }
      return absl::OkStatus();
    case v1::PlanEvent::kActivitySplit:
      return CheckSplit(event.activity_split());
    case v1::PlanEvent::kDiscrepancyNoted:
      return event.discrepancy_noted().values_size() >= 2
                 ? absl::OkStatus()
                 : Invalid("discrepancy_noted.values", "at least two values");
    case v1::PlanEvent::kTablePublished: {
      RETURN_IF_ERROR(CheckHash("table_published.sha256",
                                event.table_published().sha256()));
      const auto day = ParseDay(event.table_published().as_of_day());
      return day.ok()
                 ? absl::OkStatus()
                 : Invalid("table_published.as_of_day", day.status().message());
    }
    case v1::PlanEvent::kFactCorrected:
      return CheckReplacement(event.fact_corrected());
    default:
      return absl::OkStatus();
  }
}

absl::Status CheckIds(const v1::PlanEvent& event) {
  for (const Introduction& made : IntroductionsOf(event)) {
    RETURN_IF_ERROR(
        CheckSlug(absl::StrCat(EntityKindName(made.kind), "_id"), made.id));
  }
  return absl::OkStatus();
}

absl::Status CheckProvenance(const v1::Provenance& provenance) {
  const v1::SourceRef& source = provenance.source();
  if (source.end_byte() < source.begin_byte()) {
    return Invalid("provenance.source",
                   absl::StrCat("end_byte ", source.end_byte(),
                                " is before begin_byte ", source.begin_byte()));
  }
  RETURN_IF_ERROR(CheckHash("provenance.source.sha256", source.sha256()));
  if (!provenance.actor().person_id().empty()) {
    RETURN_IF_ERROR(CheckSlug("provenance.actor.person_id",
                              provenance.actor().person_id()));
  }
  if (provenance.has_effective() &&
      !BoundsOf(provenance.effective()).latest.has_value()) {
    return Invalid("provenance.effective",
                   absl::StrCat("`", provenance.effective().edtf(),
                                "` has no last day; an effective date is a "
                                "day, or a span with an end"));
  }
  return absl::OkStatus();
}

absl::Status CheckHappened(const v1::PlanEvent& event) {
  const v1::PartialDate* date = HappenedOn(event);
  if (date == nullptr) return absl::OkStatus();
  if (BoundsOf(*date).earliest.has_value()) return absl::OkStatus();
  return Invalid(absl::StrCat(ChangeName(event), ".date"),
                 "what took place needs a date with a first day");
}

}  // namespace

const v1::PartialDate* HappenedOn(const v1::PlanEvent& event) {
  switch (event.change_case()) {
    case v1::PlanEvent::kActivityHeld:
      return &event.activity_held().date();
    case v1::PlanEvent::kOccurrenceLogged:
      return &event.occurrence_logged().date();
    case v1::PlanEvent::kOperationEnded:
      return &event.operation_ended().date();
    case v1::PlanEvent::kDeliverableStarted:
      return &event.deliverable_started().date();
    case v1::PlanEvent::kDeliverableCompleted:
      return &event.deliverable_completed().date();
    case v1::PlanEvent::kAgreementSigned:
      return event.agreement_signed().has_date()
                 ? &event.agreement_signed().date()
                 : nullptr;
    default:
      return nullptr;
  }
}

absl::StatusOr<v1::PlanEvent> NormalizeEvent(absl::string_view stream,
                                             const v1::PlanEvent& event,
                                             absl::CivilDay record_day) {
  if (event.change_case() == v1::PlanEvent::CHANGE_NOT_SET) {
    return WithDetail(
        absl::InvalidArgumentError(
            "the event has no change; set one of PlanEvent's events, such as "
            "activity_held"),
        {"INVALID_FIELD", {{"field", "event"}}});
  }
  v1::PlanEvent normal = event;
  RETURN_IF_ERROR(NormalizeMessage("", /*whole=*/true, &normal));
  RETURN_IF_ERROR(CheckOneEvent(normal));
  const v1::PlanEvent& content = normal.has_fact_corrected()
                                     ? normal.fact_corrected().replacement()
                                     : normal;
  RETURN_IF_ERROR(CheckOneEvent(content));
  RETURN_IF_ERROR(CheckStream(stream, content));
  RETURN_IF_ERROR(CheckIds(normal));
  RETURN_IF_ERROR(CheckHappened(content));
  // Corrections and voids have no effective day of their own.
  if (!normal.provenance().has_effective() && !normal.has_fact_corrected() &&
      !normal.has_event_voided()) {
    const v1::PartialDate* happened = HappenedOn(normal);
    const bool has_end =
        happened != nullptr && BoundsOf(*happened).latest.has_value();
    *normal.mutable_provenance()->mutable_effective() =
        has_end ? *happened : DateOfDay(record_day);
  }
  RETURN_IF_ERROR(CheckProvenance(normal.provenance()));
  RETURN_IF_ERROR(CheckProvenance(content.provenance()));
  return normal;
}

absl::Status CheckPlanName(absl::string_view stream) {
  const auto is_alnum = [](char c) {
    return absl::ascii_islower(static_cast<unsigned char>(c)) ||
           absl::ascii_isdigit(static_cast<unsigned char>(c));
  };
  bool good = !stream.empty() && stream.size() <= kMaxPlanNameSize &&
              is_alnum(stream.front()) && is_alnum(stream.back());
  for (const char c : stream) {
    good =
        good && (is_alnum(c) || c == '.' || c == '_' || c == '/' || c == '-');
  }
  if (good) return absl::OkStatus();
  return WithDetail(
      absl::InvalidArgumentError(absl::StrCat(
          "\"", absl::Utf8SafeCHexEscape(stream.substr(0, kMaxSlugSize)),
          "\" is no name for a plan; expected 1 to 256 characters of "
          "[a-z0-9._/-], such as clear-sky/2022")),
      {"INVALID_FIELD", {{"field", "stream"}}});
}

absl::Status CheckSlug(absl::string_view field, absl::string_view id) {
  bool good = !id.empty() && id.size() <= kMaxSlugSize && id.front() != '-' &&
              id.front() != '.';
  for (const char c : id) {
    good = good && (absl::ascii_islower(static_cast<unsigned char>(c)) ||
                    absl::ascii_isdigit(static_cast<unsigned char>(c)) ||
                    c == '.' || c == '-');
  }
  if (good) return absl::OkStatus();
  return Invalid(
      field,
      absl::StrCat("\"", absl::Utf8SafeCHexEscape(id.substr(0, kMaxSlugSize)),
                   "\" is no id; expected 1 to 128 characters of "
                   "[a-z0-9.-], such as air-policy-exchange-6"));
}

}  // namespace clearsky::plan
