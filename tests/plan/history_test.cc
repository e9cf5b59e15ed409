#include "plan/history.h"

#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "plan/entities.h"
#include "test/plan_story.h"

namespace clearsky {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::Optional;

// An event of the change with this field, empty otherwise.
v1::PlanEvent EventOf(const google::protobuf::FieldDescriptor* field) {
  v1::PlanEvent event;
  event.GetReflection()->MutableMessage(&event, field);
  return event;
}

}  // namespace

namespace test {

// Gives every string field below `message` a text of its own, one deep in
// corrections.
void FillStrings(google::protobuf::Message* message, int* next) {
  using Field = google::protobuf::FieldDescriptor;
  const auto* reflection = message->GetReflection();
  const auto* type = message->GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const Field* field = type->field(i);
    if (field->containing_oneof() != nullptr &&
        !reflection->HasField(*message, field)) {
      continue;
    }
    const std::string text = "id" + std::to_string((*next)++);
    if (field->cpp_type() == Field::CPPTYPE_MESSAGE) {
      if (field->message_type() == v1::PlanEvent::descriptor()) continue;
      FillStrings(field->is_repeated()
                      ? reflection->AddMessage(message, field)
                      : reflection->MutableMessage(message, field),
                  next);
    } else if (field->cpp_type() == Field::CPPTYPE_STRING) {
      field->is_repeated() ? reflection->AddString(message, field, text)
                           : reflection->SetString(message, field, text);
    }
  }
}

}  // namespace test

namespace {

TEST(HistoryTest, EveryChangeRoundTripsUnderItsName) {
  const auto* change = v1::PlanEvent::descriptor()->FindOneofByName("change");
  for (int i = 0; i < change->field_count(); ++i) {
    const v1::PlanEvent event = EventOf(change->field(i));
    const std::string type = plan::TypeName(event);
    EXPECT_EQ(type, change->field(i)->message_type()->full_name());
    const auto decoded =
        plan::DecodeEvent(type, plan::kSchemaVersion, plan::EncodeEvent(event));
    ASSERT_TRUE(decoded.has_value()) << type;
    EXPECT_EQ(decoded->change_case(), event.change_case());
  }
}

TEST(HistoryTest, WhatIsNotKnownIsNotDecoded) {
  const v1::PlanEvent event = test::Held("m", "2022-04-29", "2022-04-29");
  const std::string bytes = plan::EncodeEvent(event);
  const std::string type = plan::TypeName(event);
  EXPECT_TRUE(plan::DecodeEvent(type, 1, bytes).has_value());
  EXPECT_EQ(plan::DecodeEvent(type, 2, bytes), std::nullopt);
  EXPECT_EQ(plan::DecodeEvent("clearsky.v1.Unheard", 1, bytes), std::nullopt);
  EXPECT_EQ(plan::DecodeEvent("other.v1.ActivityHeld", 1, bytes), std::nullopt);
  EXPECT_EQ(plan::DecodeEvent("clearsky.v1.ActivityCancelled", 1, bytes),
            std::nullopt);
  EXPECT_EQ(plan::DecodeEvent(type, 1, "\xff\xff"), std::nullopt);
  // No change is set, and no type is named.
  EXPECT_EQ(plan::DecodeEvent("clearsky.v1.", 1, ""), std::nullopt);
}

TEST(HistoryTest, EveryIntroductionNamesItsMainEntity) {
  const auto* change = v1::PlanEvent::descriptor()->FindOneofByName("change");
  int introductions = 0;
  for (int i = 0; i < change->field_count(); ++i) {
    v1::PlanEvent event = EventOf(change->field(i));
    google::protobuf::Message* message =
        event.GetReflection()->MutableMessage(&event, change->field(i));
    const auto* first = message->GetDescriptor()->FindFieldByNumber(1);
    if (first == nullptr || first->is_repeated() ||
        first->cpp_type() !=
            google::protobuf::FieldDescriptor::CPPTYPE_STRING) {
      continue;
    }
    message->GetReflection()->SetString(message, first, "x1");
    for (const auto& made : plan::IntroductionsOf(event)) {
      EXPECT_EQ(made.id, "x1") << change->field(i)->name();
      EXPECT_THAT(plan::EntitiesOf(event), ::testing::Contains("x1"));
      ++introductions;
    }
  }
  EXPECT_EQ(introductions, 15);
}

TEST(HistoryTest, EntitiesOfACorrectionAreThoseOfItsReplacement) {
  EXPECT_THAT(
      plan::EntitiesOf(test::Corrected(3, test::Scheduled("m", "2022-10", ""))),
      ElementsAre("m"));
  EXPECT_THAT(plan::EntitiesOf(test::SplitInto("m", "a", "b", "")),
              ElementsAre("m", "a", "b"));
}

TEST(HistoryTest, ReferencesFollowTheSchema) {
  v1::PlanEvent event = test::Registered("m", "2022-03-01");
  event.mutable_activity_registered()->set_series_id("exchange");
  event.mutable_provenance()->add_asserted_by("kr");
  std::set<std::string> found;
  for (const plan::Reference& reference : plan::ReferencesOf(event)) {
    found.insert(reference.field + " " + reference.stream + "#" + reference.id);
  }
  EXPECT_THAT(found, ::testing::UnorderedElementsAre(
                         "provenance.asserted_by directory#kr",
                         "activity_registered.project_ids #p1",
                         "activity_registered.series_id directory#exchange"));
}

TEST(HistoryTest, NamesInTheStreamAreItsReferencesAndWhatItIsAbout) {
  // The two walk the schema on their own ways; fill every field of every event
  // and hold them against each other.
  const auto* change = v1::PlanEvent::descriptor()->FindOneofByName("change");
  for (int i = 0; i < change->field_count(); ++i) {
    v1::PlanEvent event = EventOf(change->field(i));
    int next = 0;
    test::FillStrings(&event, &next);
    std::multiset<std::string> expected;
    for (const plan::Reference& reference : plan::ReferencesOf(event)) {
      if (reference.stream.empty()) expected.insert(reference.id);
    }
    if (const std::string main = plan::MainEntityOf(event); !main.empty()) {
      expected.insert(main);
    }
    const std::vector<std::string> names = plan::NamesInStream(event);
    EXPECT_EQ(std::multiset<std::string>(names.begin(), names.end()), expected)
        << change->field(i)->name();
  }
}

}  // namespace
}  // namespace clearsky
