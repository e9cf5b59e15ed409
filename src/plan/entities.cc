#include "plan/entities.h"

#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clearsky/v1/field_rules.pb.h"
#include "plan/history.h"

namespace clearsky::plan {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr std::pair<EntityKind, const char*> kKindNames[] = {
    {EntityKind::kDocument, "document"},
    {EntityKind::kParty, "party"},
    {EntityKind::kOrganisation, "organisation"},
    {EntityKind::kPerson, "person"},
    {EntityKind::kRole, "role"},
    {EntityKind::kSeries, "series"},
    {EntityKind::kAgreement, "agreement"},
    {EntityKind::kArea, "area"},
    {EntityKind::kProject, "project"},
    {EntityKind::kMeasure, "measure"},
    {EntityKind::kActivity, "activity"},
    {EntityKind::kOutcome, "outcome"},
    {EntityKind::kDiscrepancy, "discrepancy"},
    {EntityKind::kPublication, "publication"},
    {EntityKind::kPlan, "plan"},
    {EntityKind::kAny, "any"},
};

std::vector<EntityKind> KindsOf(absl::string_view names) {
  std::vector<EntityKind> kinds;
  for (const absl::string_view name : absl::StrSplit(names, '|')) {
    for (const auto& [kind, kind_name] : kKindNames) {
      if (name == kind_name) kinds.push_back(kind);
    }
  }
  return kinds;
}

void AddReference(const v1::EntityReference& rule, absl::string_view field,
                  const std::string& value, std::vector<Reference>* result) {
  if (value.empty()) return;
  Reference reference;
  reference.field = std::string(field);
  reference.kinds = KindsOf(rule.kind());
  reference.id = value;
  if (rule.in_directory()) {
    reference.stream = kDirectoryStream;
  } else if (const size_t hash = value.find('#'); hash != std::string::npos) {
    reference.stream = value.substr(0, hash);
    reference.id = value.substr(hash + 1);
  }
  result->push_back(std::move(reference));
}

void Collect(const Message& message, const std::string& path,
             std::vector<Reference>* result) {
  const Reflection* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string name =
        path.empty() ? field->name() : absl::StrCat(path, ".", field->name());
    const int count =
        field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        Collect(field->is_repeated()
                    ? reflection->GetRepeatedMessage(message, field, i)
                    : reflection->GetMessage(message, field),
                name, result);
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING &&
                 field->options().HasExtension(v1::reference)) {
        AddReference(field->options().GetExtension(v1::reference), name,
                     field->is_repeated()
                         ? reflection->GetRepeatedString(message, field, i)
                         : reflection->GetString(message, field),
                     result);
      }
    }
  }
}

// The fields of a message that name entities of the event's own stream, or lead
// to such. The fold asks this of every event, so each descriptor is walked
// once.
struct NamingFields {
  std::vector<const FieldDescriptor*> names;
  std::vector<const FieldDescriptor*> messages;

  bool empty() const { return names.empty() && messages.empty(); }
};

using NamingFieldsByType =
    std::map<const google::protobuf::Descriptor*, NamingFields>;

void AddType(const google::protobuf::Descriptor* type,
             NamingFieldsByType* types) {
  // What is under way above names nothing by itself; a correction's replacement
  // is the one type that holds itself.
  if (!types->try_emplace(type).second) return;
  NamingFields fields;
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      AddType(field->message_type(), types);
      const bool holds_itself =
          field->message_type() == v1::PlanEvent::descriptor();
      if (holds_itself || !(*types)[field->message_type()].empty()) {
        fields.messages.push_back(field);
      }
    } else if (field->options().HasExtension(v1::reference) &&
               !field->options().GetExtension(v1::reference).in_directory()) {
      fields.names.push_back(field);
    }
  }
  (*types)[type] = std::move(fields);
}

const NamingFields& NamingFieldsOf(const google::protobuf::Descriptor* type) {
  static const NamingFieldsByType* const kTypes = [] {
    auto* types = new NamingFieldsByType();
    AddType(v1::PlanEvent::descriptor(), types);
    return types;
  }();
  return kTypes->at(type);
}

using VisitName = std::function<void(const std::string& id)>;

void VisitNames(const Message& message, const VisitName& visit) {
  const NamingFields& fields = NamingFieldsOf(message.GetDescriptor());
  const Reflection* reflection = message.GetReflection();
  const auto name = [&visit](const std::string& value) {
    if (!value.empty() && value.find('#') == std::string::npos) visit(value);
  };
  for (const FieldDescriptor* field : fields.names) {
    if (!field->is_repeated()) {
      name(reflection->GetStringReference(message, field, nullptr));
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      name(reflection->GetRepeatedStringReference(message, field, i, nullptr));
    }
  }
  for (const FieldDescriptor* field : fields.messages) {
    if (field->is_repeated()) {
      for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
        VisitNames(reflection->GetRepeatedMessage(message, field, i), visit);
      }
    } else if (reflection->HasField(message, field)) {
      VisitNames(reflection->GetMessage(message, field), visit);
    }
  }
}

// Whether the event, one of those that come most, names nothing but what it is
// about. false is no answer.
bool NamesOnlyItself(const v1::PlanEvent& event) {
  const auto names_none = [](const v1::PartialDate& date) {
    return date.relative().empty();
  };
  if (!names_none(event.provenance().effective())) return false;
  switch (event.change_case()) {
    case v1::PlanEvent::kScheduleRefined:
      return names_none(event.schedule_refined().old_date()) &&
             names_none(event.schedule_refined().new_date());
    case v1::PlanEvent::kActivityRescheduled:
      return names_none(event.activity_rescheduled().old_date()) &&
             names_none(event.activity_rescheduled().new_date());
    case v1::PlanEvent::kActivityScheduled:
      return !event.activity_scheduled().has_host() &&
             names_none(event.activity_scheduled().date());
    case v1::PlanEvent::kActivityPostponed:
      return names_none(event.activity_postponed().previous_date());
    case v1::PlanEvent::kActivityHeld:
      return !event.activity_held().has_host() &&
             names_none(event.activity_held().date());
    case v1::PlanEvent::kOccurrenceLogged:
      return names_none(event.occurrence_logged().date());
    case v1::PlanEvent::kActivityMovedOnline:
    case v1::PlanEvent::kDeliveryModeChanged:
      return true;
    default:
      return false;
  }
}

// The kind of the one entity that events of this type make known.
std::optional<EntityKind> KindIntroduced(v1::PlanEvent::ChangeCase change) {
  using Event = v1::PlanEvent;
  switch (change) {
    case Event::kDocumentRegistered:
      return EntityKind::kDocument;
    case Event::kPartyRegistered:
      return EntityKind::kParty;
    case Event::kOrganisationRegistered:
      return EntityKind::kOrganisation;
    case Event::kPersonRegistered:
      return EntityKind::kPerson;
    case Event::kRoleAssigned:
      return EntityKind::kRole;
    case Event::kSeriesDefined:
      return EntityKind::kSeries;
    case Event::kAgreementProposed:
    case Event::kAgreementSigned:
      return EntityKind::kAgreement;
    case Event::kAreaDefined:
      return EntityKind::kArea;
    case Event::kProjectDefined:
      return EntityKind::kProject;
    case Event::kMeasureDefined:
      return EntityKind::kMeasure;
    case Event::kActivityRegistered:
      return EntityKind::kActivity;
    case Event::kOutcomeRecorded:
      return EntityKind::kOutcome;
    case Event::kDiscrepancyNoted:
      return EntityKind::kDiscrepancy;
    case Event::kTablePublished:
      return EntityKind::kPublication;
    default:
      return std::nullopt;
  }
}

}  // namespace

absl::string_view EntityKindName(EntityKind kind) {
  for (const auto& [known, name] : kKindNames) {
    if (known == kind) return name;
  }
  return "entity";
}

std::vector<Introduction> IntroductionsOf(const v1::PlanEvent& event) {
  if (event.has_fact_corrected()) {
    return IntroductionsOf(event.fact_corrected().replacement());
  }
  if (event.has_activity_split()) {
    std::vector<Introduction> parts;
    for (const auto& part : event.activity_split().parts()) {
      parts.push_back({EntityKind::kActivity, part.activity_id(), false});
    }
    return parts;
  }
  const std::optional<EntityKind> kind = KindIntroduced(event.change_case());
  if (!kind.has_value()) return {};
  return {{*kind, MainEntityOf(event), IntroducesByItself(event)}};
}

std::vector<Reference> ReferencesOf(const v1::PlanEvent& event) {
  std::vector<Reference> references;
  Collect(event, "", &references);
  return references;
}

bool IntroducesByItself(const v1::PlanEvent& event) {
  switch (event.change_case()) {
    case v1::PlanEvent::kAgreementProposed:
    case v1::PlanEvent::kAgreementSigned:
    case v1::PlanEvent::kActivitySplit:
      return false;
    case v1::PlanEvent::kFactCorrected:
      return IntroducesByItself(event.fact_corrected().replacement());
    default:
      return KindIntroduced(event.change_case()).has_value();
  }
}

void ForEachNameInStream(const v1::PlanEvent& event, const VisitName& visit) {
  if (!NamesOnlyItself(event)) VisitNames(event, visit);
  if (const std::string& main = MainEntityOf(event); !main.empty()) {
    visit(main);
  }
}

std::vector<std::string> NamesInStream(const v1::PlanEvent& event) {
  std::vector<std::string> names;
  ForEachNameInStream(event,
                      [&](const std::string& id) { names.push_back(id); });
  return names;
}

}  // namespace clearsky::plan
