// Walks every descriptor of package clearsky.v1 and checks the conventions of
// docs/design.md: names, comments, time fields, enums, requests, and that each
// rule that a comment tells stands in a field option, too.

#include <google/protobuf/compiler/importer.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clearsky/v1/field_rules.pb.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "clearsky/v1/plan_event.pb.h"
#include "gtest/gtest.h"

namespace clearsky {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;

constexpr const char* kFiles[] = {
    "clearsky/v1/answer.proto",
    "clearsky/v1/comparison.proto",
    "clearsky/v1/document_service.proto",
    "clearsky/v1/error_detail.proto",
    "clearsky/v1/event.proto",
    "clearsky/v1/feed_service.proto",
    "clearsky/v1/field_history.proto",
    "clearsky/v1/field_rules.proto",
    "clearsky/v1/history_file.proto",
    "clearsky/v1/history_words.proto",
    "clearsky/v1/implementation_table.proto",
    "clearsky/v1/ledger_service.proto",
    "clearsky/v1/lint_service.proto",
    "clearsky/v1/maintenance_service.proto",
    "clearsky/v1/plan_event.proto",
    "clearsky/v1/plan_move.proto",
    "clearsky/v1/plan_state.proto",
    "clearsky/v1/projections.proto",
    "clearsky/v1/publication.proto",
    "clearsky/v1/reconciliation.proto",
    "clearsky/v1/report.proto",
    "clearsky/v1/timeline.proto",
    "clearsky/v1/value.proto",
};

class Errors final
    : public google::protobuf::compiler::MultiFileErrorCollector {
 public:
  void AddError(const std::string& file, int line, int column,
                const std::string& message) override {
    ADD_FAILURE() << file << ":" << line << ":" << column << ": " << message;
  }
};

std::string UpperSnake(const std::string& camel) {
  std::string snake;
  for (const char c : camel) {
    if (absl::ascii_isupper(static_cast<unsigned char>(c)) && !snake.empty()) {
      snake += '_';
    }
    snake += absl::ascii_toupper(static_cast<unsigned char>(c));
  }
  return snake;
}

// The files as source, so that comments are there.
class SchemaTest : public ::testing::TestWithParam<const char*> {
 protected:
  SchemaTest() {
    tree_.MapPath("", CLEARSKY_SOURCE_DIR "/proto");
    tree_.MapPath("", "/usr/include");
  }

  const FileDescriptor& File() {
    const FileDescriptor* file = importer_.Import(GetParam());
    EXPECT_NE(file, nullptr) << GetParam();
    return *file;
  }

  template <typename T>
  std::string Comment(const T& component, const std::string& name) {
    google::protobuf::SourceLocation location;
    EXPECT_TRUE(component.GetSourceLocation(&location)) << name;
    EXPECT_FALSE(location.leading_comments.empty())
        << name << " has no comment";
    return location.leading_comments;
  }

  void CheckEnum(const EnumDescriptor& type) {
    const std::string prefix = UpperSnake(type.name()) + "_";
    Comment(type, type.full_name());
    EXPECT_EQ(type.value(0)->number(), 0) << type.full_name();
    EXPECT_EQ(type.value(0)->name(), prefix + "UNSPECIFIED");
    for (int i = 0; i < type.value_count(); ++i) {
      EXPECT_TRUE(absl::StartsWith(type.value(i)->name(), prefix))
          << type.value(i)->full_name();
      Comment(*type.value(i), type.value(i)->full_name());
    }
  }

  void CheckField(const FieldDescriptor& field) {
    const std::string comment = Comment(field, field.full_name());
    const bool is_timestamp =
        field.message_type() != nullptr &&
        field.message_type()->full_name() == "google.protobuf.Timestamp";
    // What is on time is no time.
    const bool says_time = absl::EndsWith(field.name(), "_time") &&
                           !absl::EndsWith(field.name(), "on_time");
    EXPECT_EQ(is_timestamp, says_time) << field.full_name();
    for (const char* past : {"created_", "updated_", "deleted_"}) {
      EXPECT_FALSE(absl::StartsWith(field.name(), past)) << field.full_name();
    }
    EXPECT_EQ(field.name(), absl::AsciiStrToLower(field.name()));
    CheckRule(field, comment);
  }

  // In events, `Required.` in a comment and the option say the same.
  void CheckRule(const FieldDescriptor& field, const std::string& comment) {
    if (field.file()->name() != "clearsky/v1/plan_event.proto") return;
    const FieldDescriptor* compiled =
        google::protobuf::DescriptorPool::generated_pool()->FindFieldByName(
            field.full_name());
    ASSERT_NE(compiled, nullptr);
    const bool says =
        absl::StrContains(comment, "Required.") ||
        absl::StrContains(comment, "Required,") ||
        absl::EndsWith(absl::StripAsciiWhitespace(comment), "At least one.") ||
        absl::StrContains(comment, "At least two.");
    EXPECT_EQ(says, compiled->options().GetExtension(v1::required))
        << field.full_name();
    const bool names_entity = absl::EndsWith(field.name(), "_id") ||
                              absl::EndsWith(field.name(), "_ids");
    const bool introduces =
        field.number() == 1 || field.name() == "activity_id";
    if (names_entity && !introduces) {
      EXPECT_TRUE(compiled->options().HasExtension(v1::reference))
          << field.full_name() << " names an entity, but of which kind?";
    }
  }

  void CheckMessage(const Descriptor& message) {
    if (message.options().map_entry()) return;
    Comment(message, message.full_name());
    for (const char* word : {"Created", "Updated", "Deleted"}) {
      EXPECT_FALSE(absl::EndsWith(message.name(), word)) << message.full_name();
    }
    for (int i = 0; i < message.field_count(); ++i) {
      CheckField(*message.field(i));
    }
    for (int i = 0; i < message.enum_type_count(); ++i) {
      CheckEnum(*message.enum_type(i));
    }
    for (int i = 0; i < message.nested_type_count(); ++i) {
      CheckMessage(*message.nested_type(i));
    }
  }

 private:
  Errors errors_;
  google::protobuf::compiler::DiskSourceTree tree_;
  google::protobuf::compiler::Importer importer_{&tree_, &errors_};
};

TEST_P(SchemaTest, FollowsTheConventions) {
  const FileDescriptor& file = File();
  EXPECT_EQ(file.package(), "clearsky.v1");
  for (int i = 0; i < file.message_type_count(); ++i) {
    CheckMessage(*file.message_type(i));
  }
  for (int i = 0; i < file.enum_type_count(); ++i) {
    CheckEnum(*file.enum_type(i));
  }
  for (int i = 0; i < file.service_count(); ++i) {
    Comment(*file.service(i), file.service(i)->full_name());
    for (int k = 0; k < file.service(i)->method_count(); ++k) {
      const auto& method = *file.service(i)->method(k);
      Comment(method, method.full_name());
      EXPECT_EQ(method.input_type()->name(), method.name() + "Request");
      EXPECT_EQ(method.output_type()->name(), method.name() + "Response");
    }
  }
}

INSTANTIATE_TEST_SUITE_P(AllFiles, SchemaTest, ::testing::ValuesIn(kFiles),
                         [](const auto& param_info) {
                           std::string name = param_info.param;
                           for (char& c : name) {
                             if (!absl::ascii_isalnum(
                                     static_cast<unsigned char>(c))) {
                               c = '_';
                             }
                           }
                           return name;
                         });

TEST(SchemaTest, EveryEventOfTheDesignIsAChange) {
  // The table of docs/design.md, section 3.
  const std::set<std::string> designed = {"DocumentRegistered",
                                          "DocumentAttached",
                                          "PartyRegistered",
                                          "OrganisationRegistered",
                                          "OrganisationRenamed",
                                          "PersonRegistered",
                                          "RoleAssigned",
                                          "RoleEnded",
                                          "ResponsibilityAssigned",
                                          "SeriesDefined",
                                          "LabelChanged",
                                          "AgreementProposed",
                                          "AgreementAgreed",
                                          "AgreementSigned",
                                          "AgreementAmended",
                                          "AgreementEnded",
                                          "PlanRegistered",
                                          "PlanAdopted",
                                          "PlanAmended",
                                          "PlanClosed",
                                          "AreaDefined",
                                          "ProjectDefined",
                                          "ProjectDiscontinued",
                                          "ProjectCarriedOver",
                                          "MeasureDefined",
                                          "ActivityRegistered",
                                          "ActivityDetailsChanged",
                                          "ActivityScheduled",
                                          "ScheduleRefined",
                                          "ActivityRescheduled",
                                          "ActivityPostponed",
                                          "ActivityMovedOnline",
                                          "DeliveryModeChanged",
                                          "VenueChanged",
                                          "ActivityHostedWithin",
                                          "ActivitySplit",
                                          "ActivityHeld",
                                          "OccurrenceLogged",
                                          "OperationEnded",
                                          "DeliverableStarted",
                                          "DeliverableCompleted",
                                          "ActivityCancelled",
                                          "ActivityReinstated",
                                          "DelegateAssigned",
                                          "DelegateSubstituted",
                                          "OutcomeRecorded",
                                          "ProgressReviewed",
                                          "TablePublished",
                                          "DiscrepancyNoted",
                                          "DiscrepancyResolved",
                                          "ChangeConfirmed",
                                          "ChangeDisputed",
                                          "FactCorrected",
                                          "EventVoided"};
  std::set<std::string> built;
  const auto* change = v1::PlanEvent::descriptor()->FindOneofByName("change");
  for (int i = 0; i < change->field_count(); ++i) {
    built.insert(change->field(i)->message_type()->name());
  }
  EXPECT_EQ(built, designed);
}

TEST(SchemaTest, NamesOfPersonsLiveInPersonalTextOnly) {
  const FieldDescriptor* names =
      v1::PersonRegistered::descriptor()->FindFieldByName("names");
  ASSERT_NE(names, nullptr);
  EXPECT_EQ(names->message_type()->name(), "PersonalText");
}

}  // namespace
}  // namespace clearsky
