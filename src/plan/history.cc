#include "plan/history.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace clearsky::plan {
namespace {

constexpr char kTypePrefix[] = "clearsky.v1.";

using google::protobuf::FieldDescriptor;

// The message of a change, and the field that holds the id of what it is about:
// the first one.
struct ChangeType {
  const FieldDescriptor* change = nullptr;
  const FieldDescriptor* id = nullptr;
};

// By number of the field of the change.
const std::vector<ChangeType>& ChangeTypes() {
  static const std::vector<ChangeType>* const kTypes = [] {
    auto* types = new std::vector<ChangeType>();
    const google::protobuf::OneofDescriptor* change =
        v1::PlanEvent::descriptor()->FindOneofByName("change");
    for (int i = 0; i < change->field_count(); ++i) {
      const FieldDescriptor* field = change->field(i);
      const auto number = static_cast<size_t>(field->number());
      if (types->size() <= number) types->resize(number + 1);
      const FieldDescriptor* id = field->message_type()->FindFieldByNumber(1);
      const bool names = id != nullptr && !id->is_repeated() &&
                         id->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
      (*types)[number] = {field, names ? id : nullptr};
    }
    return types;
  }();
  return *kTypes;
}

// The field of the change that is set; nullptr when none is.
const FieldDescriptor* ChangeField(const v1::PlanEvent& event) {
  return ChangeTypes()[static_cast<size_t>(event.change_case())].change;
}

// Ids other than the main one that the event changes or makes.
void AppendOtherEntities(const v1::PlanEvent& event,
                         std::vector<std::string>* entities) {
  switch (event.change_case()) {
    case v1::PlanEvent::kDocumentAttached:
      entities->push_back(event.document_attached().document_id());
      break;
    case v1::PlanEvent::kActivitySplit:
      for (const auto& part : event.activity_split().parts()) {
        entities->push_back(part.activity_id());
      }
      break;
    case v1::PlanEvent::kOutcomeRecorded:
      entities->push_back(event.outcome_recorded().activity_id());
      for (const auto& entity : event.outcome_recorded().entities()) {
        entities->push_back(entity);
      }
      break;
    case v1::PlanEvent::kDiscrepancyNoted:
      entities->push_back(event.discrepancy_noted().entity());
      break;
    case v1::PlanEvent::kResponsibilityAssigned:
      entities->push_back(event.responsibility_assigned().organisation_id());
      break;
    default:
      break;
  }
}

}  // namespace

std::string ChangeName(const v1::PlanEvent& event) {
  const auto* field = ChangeField(event);
  return field == nullptr ? "" : field->message_type()->name();
}

std::string TypeName(const v1::PlanEvent& event) {
  return absl::StrCat(kTypePrefix, ChangeName(event));
}

bool IsTypeName(absl::string_view type) {
  if (!absl::ConsumePrefix(&type, kTypePrefix)) return false;
  const auto* changes = v1::PlanEvent::descriptor()->FindOneofByName("change");
  for (int i = 0; i < changes->field_count(); ++i) {
    if (absl::string_view(changes->field(i)->message_type()->name()) == type) {
      return true;
    }
  }
  return false;
}

std::optional<v1::PlanEvent> DecodeEvent(absl::string_view type,
                                         uint32_t schema_version,
                                         absl::string_view data) {
  if (!absl::ConsumePrefix(&type, kTypePrefix)) return std::nullopt;
  if (schema_version != kSchemaVersion) return std::nullopt;
  v1::PlanEvent event;
  if (!event.ParseFromArray(data.data(), static_cast<int>(data.size()))) {
    return std::nullopt;
  }
  // Without a change it is of no type, not of the empty one.
  if (type.empty() || absl::string_view(ChangeName(event)) != type) {
    return std::nullopt;
  }
  return event;
}

std::string EncodeEvent(const v1::PlanEvent& event) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    event.SerializeToCodedStream(&coded);
  }
  return bytes;
}

const std::string& MainEntityOf(const v1::PlanEvent& event) {
  static const std::string* const kNone = new std::string();
  switch (event.change_case()) {
    // The fold asks this of every event: those that come most are asked
    // directly.
    case v1::PlanEvent::kActivityRegistered:
      return event.activity_registered().activity_id();
    case v1::PlanEvent::kActivityScheduled:
      return event.activity_scheduled().activity_id();
    case v1::PlanEvent::kScheduleRefined:
      return event.schedule_refined().activity_id();
    case v1::PlanEvent::kActivityRescheduled:
      return event.activity_rescheduled().activity_id();
    case v1::PlanEvent::kActivityPostponed:
      return event.activity_postponed().activity_id();
    case v1::PlanEvent::kActivityMovedOnline:
      return event.activity_moved_online().activity_id();
    case v1::PlanEvent::kDeliveryModeChanged:
      return event.delivery_mode_changed().activity_id();
    case v1::PlanEvent::kVenueChanged:
      return event.venue_changed().activity_id();
    case v1::PlanEvent::kActivityHeld:
      return event.activity_held().activity_id();
    case v1::PlanEvent::kOccurrenceLogged:
      return event.occurrence_logged().activity_id();
    case v1::PlanEvent::CHANGE_NOT_SET:
    case v1::PlanEvent::kPlanRegistered:
    case v1::PlanEvent::kPlanAdopted:
    case v1::PlanEvent::kPlanAmended:
    case v1::PlanEvent::kPlanClosed:
    case v1::PlanEvent::kProgressReviewed:
    case v1::PlanEvent::kChangeConfirmed:
    case v1::PlanEvent::kChangeDisputed:
    case v1::PlanEvent::kEventVoided:
      return *kNone;
    case v1::PlanEvent::kFactCorrected:
      return MainEntityOf(event.fact_corrected().replacement());
    case v1::PlanEvent::kDocumentAttached:
      return event.document_attached().entity();
    case v1::PlanEvent::kResponsibilityAssigned:
      return event.responsibility_assigned().entity();
    default:
      break;
  }
  const ChangeType& type =
      ChangeTypes()[static_cast<size_t>(event.change_case())];
  if (type.id == nullptr) return *kNone;
  const google::protobuf::Message& message =
      event.GetReflection()->GetMessage(event, type.change);
  return message.GetReflection()->GetStringReference(message, type.id, nullptr);
}

std::vector<std::string> EntitiesOf(const v1::PlanEvent& event) {
  if (event.has_fact_corrected()) {
    return EntitiesOf(event.fact_corrected().replacement());
  }
  std::vector<std::string> entities;
  if (const std::string& main = MainEntityOf(event); !main.empty()) {
    entities.push_back(main);
  }
  AppendOtherEntities(event, &entities);
  return entities;
}

bool MayTakeEffectLater(const v1::PlanEvent& event) {
  switch (event.change_case()) {
    case v1::PlanEvent::kOrganisationRenamed:
    case v1::PlanEvent::kLabelChanged:
    case v1::PlanEvent::kRoleAssigned:
    case v1::PlanEvent::kRoleEnded:
    case v1::PlanEvent::kResponsibilityAssigned:
    case v1::PlanEvent::kPlanRegistered:
    case v1::PlanEvent::kAreaDefined:
    case v1::PlanEvent::kProjectDefined:
    case v1::PlanEvent::kMeasureDefined:
      return true;
    default:
      return false;
  }
}

bool IsDirectoryEvent(const v1::PlanEvent& event) {
  switch (event.change_case()) {
    case v1::PlanEvent::kDocumentRegistered:
    case v1::PlanEvent::kPartyRegistered:
    case v1::PlanEvent::kOrganisationRegistered:
    case v1::PlanEvent::kOrganisationRenamed:
    case v1::PlanEvent::kPersonRegistered:
    case v1::PlanEvent::kRoleAssigned:
    case v1::PlanEvent::kRoleEnded:
    case v1::PlanEvent::kSeriesDefined:
      return true;
    default:
      return false;
  }
}

}  // namespace clearsky::plan
