#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "document/release.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "plan/entities.h"
#include "plan/fold.h"
#include "plan/history.h"
#include "plan/recording.h"
#include "table/table.h"

// A proposal recorded under the rules of the domain, without a log.

namespace clearsky::document {

// Calls `visit(message, field, value)` for each text in `message`.
inline void ForEachText(
    const google::protobuf::Message& message,
    const std::function<void(const google::protobuf::FieldDescriptor*,
                             const std::string&)>& visit) {
  const auto* reflection = message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const auto* field : fields) {
    const int count =
        field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() ==
          google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) {
        ForEachText(field->is_repeated()
                        ? reflection->GetRepeatedMessage(message, field, i)
                        : reflection->GetMessage(message, field),
                    visit);
      } else if (field->type() ==
                 google::protobuf::FieldDescriptor::TYPE_STRING) {
        visit(field, field->is_repeated()
                         ? reflection->GetRepeatedString(message, field, i)
                         : reflection->GetString(message, field));
      }
    }
  }
}

// Records each event in turn, all on one day, and keeps the histories.
class Recorded {
 public:
  explicit Recorded(const Proposal& proposal,
                    absl::CivilDay today = absl::CivilDay(2023, 1, 1))
      : today_(today) {
    for (const v1::StreamRecord& stream : proposal.streams) {
      if (stream.stream() != plan::kDirectoryStream) continue;
      for (const v1::EventToRecord& event : stream.events()) {
        for (const auto& made :
             plan::IntroductionsOf(WithRandomIds(event.event()))) {
          ahead_in_directory_.emplace(made.kind, made.id);
        }
      }
    }
    for (const v1::StreamRecord& stream : proposal.streams) {
      for (const v1::EventToRecord& event : stream.events()) {
        Record(stream.stream(), WithRandomIds(event.event()));
      }
    }
  }

  v1::PlanState State(const std::string& stream,
                      absl::CivilDay as_of = absl::CivilDay(2022, 9,
                                                            28)) const {
    return plan::Fold(stream, histories_.at(stream), as_of);
  }

  std::string Tsv(const std::string& stream,
                  absl::CivilDay as_of = absl::CivilDay(2022, 9, 28)) const {
    const auto table = table::MakeTable(State(stream, as_of), "ko",
                                        v1::TABLE_STYLE_AS_PUBLISHED);
    EXPECT_TRUE(table.ok()) << table.status();
    return table.ok() ? table::ToTsv(*table) : "";
  }

 private:
  void Record(const std::string& stream, const v1::PlanEvent& event) {
    plan::History& history = histories_[stream];
    const auto exists = [this](absl::string_view other, plan::EntityKind kind,
                               absl::string_view id) -> absl::StatusOr<bool> {
      return Exists(std::string(other), kind, std::string(id));
    };
    const auto checked =
        plan::CheckEvent(stream, history, event, today_, exists);
    ASSERT_TRUE(checked.ok()) << stream << ": " << checked.status() << "\n"
                              << event.DebugString();
    plan::HistoryEvent& added = history.emplace_back();
    added.revision = history.size() - 1;
    added.position = position_++;
    added.record_day = today_;
    added.type = plan::TypeName(checked->event);
    added.event = checked->event;
  }

  bool Exists(const std::string& stream, plan::EntityKind kind,
              const std::string& id) const {
    if (stream == plan::kDirectoryStream) {
      return ahead_in_directory_.contains({kind, id});
    }
    const auto found = histories_.find(stream);
    if (found == histories_.end()) return false;
    for (const plan::HistoryEvent& event : found->second) {
      if (kind == plan::EntityKind::kPlan &&
          event.event->has_plan_registered()) {
        return true;
      }
      for (const plan::Introduction& made :
           plan::IntroductionsOf(*event.event)) {
        if (made.id == id &&
            (made.kind == kind || kind == plan::EntityKind::kAny)) {
          return true;
        }
      }
    }
    return false;
  }

  // Placeholders of persons are no ids; a ledger replaces them.
  static v1::PlanEvent WithRandomIds(const v1::PlanEvent& event) {
    std::string text = event.DebugString();
    for (size_t at = text.find("\"person:"); at != std::string::npos;
         at = text.find("\"person:", at)) {
      text.replace(at, 8, "\"q7-");
    }
    v1::PlanEvent replaced;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &replaced));
    return replaced;
  }

  const absl::CivilDay today_;
  std::map<std::string, plan::History> histories_;
  std::set<std::pair<plan::EntityKind, std::string>> ahead_in_directory_;
  uint64_t position_ = 0;
};

}  // namespace clearsky::document
