#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "tools/command_line.h"

// A history of examples/, replayed by the program into a ledger with a
// simulated clock, and asked.

namespace clearsky::test {

// The files of a history: `directory.jsonl`, `history.jsonl` and
// `answers.tsv`, see examples/README.md.
struct HistoryFiles {
  std::string directory;

  std::string File(const std::string& name) const {
    return absl::StrCat(directory, "/", name);
  }

  // The stream, told by a comment `# plan: STREAM` of `history.jsonl`.
  std::string Plan() const {
    for (const absl::string_view line :
         absl::StrSplit(CommandLine::Read(File("history.jsonl")), '\n')) {
      absl::string_view rest = line;
      if (absl::ConsumePrefix(&rest, "# plan: ")) return std::string(rest);
    }
    return "";
  }

  // `history.jsonl` in pieces, each beginning with a line that tells a time.
  std::vector<std::string> Groups() const {
    std::vector<std::string> groups;
    std::string head;
    for (const absl::string_view line :
         absl::StrSplit(CommandLine::Read(File("history.jsonl")), '\n')) {
      if (absl::StartsWith(line, "{\"at\"")) {
        groups.emplace_back();
      }
      if (!groups.empty()) absl::StrAppend(&groups.back(), line, "\n");
    }
    return groups;
  }
};

// One row of `answers.tsv`.
struct ExpectedAnswer {
  int line = 0;
  std::string as_of;
  std::string known_at;
  std::string activity;
  std::string field;
  std::string expected;
};

// The rows of an `answers.tsv`; comments and the head are skipped.
inline std::vector<ExpectedAnswer> ReadAnswers(const std::string& path) {
  std::vector<ExpectedAnswer> answers;
  int number = 0;
  for (const std::string& line : Lines(CommandLine::Read(path))) {
    ++number;
    if (line.empty() || line[0] == '#' || absl::StartsWith(line, "as_of\t")) {
      continue;
    }
    const std::vector<std::string> cells = absl::StrSplit(line, '\t');
    if (cells.size() != 5) {
      ADD_FAILURE() << path << ":" << number << ": has " << cells.size()
                    << " cells separated by tabs; accepted are as_of, "
                       "known_at, activity, field, expected";
      continue;
    }
    answers.push_back(
        {number, cells[0], cells[1], cells[2], cells[3], cells[4]});
  }
  return answers;
}

// An enum's name without its prefix, in lower case with dashes.
inline std::string ShortName(absl::string_view name, absl::string_view prefix) {
  absl::ConsumePrefix(&name, prefix);
  std::string text = absl::AsciiStrToLower(name);
  std::replace(text.begin(), text.end(), '_', '-');
  return text;
}

// A ledger that a history is replayed into. What it was asked before is kept.
class Replay {
 public:
  explicit Replay(HistoryFiles files) : files_(std::move(files)) {
    EXPECT_THAT(shell_.Run({"init", "--simulated"}), Succeeds());
    EXPECT_THAT(shell_.Run({"record", "directory", "--file",
                            files_.File("directory.jsonl")}),
                Succeeds());
  }

  // Records the whole history in one go.
  RunResult RecordAll() const {
    return shell_.Run(
        {"record", files_.Plan(), "--file", files_.File("history.jsonl")});
  }

  // Records a piece of it; returns the position of its last event.
  std::string RecordGroup(const std::string& group) {
    plans_.clear();
    tables_.clear();
    changes_.clear();
    const RunResult recorded =
        shell_.Run({"record", files_.Plan(), "--file", "-"}, group);
    EXPECT_THAT(recorded, Succeeds());
    const std::vector<std::string> lines = Lines(recorded.out);
    return lines.empty() ? "" : lines.back().substr(0, lines.back().find('\t'));
  }

  // Asks as `--as-of`, `--known-at`; `then` for the latter is the end of the
  // former, `now` is everything.
  const v1::GetPlanResponse& Plan(const std::string& as_of,
                                  const std::string& known_at) {
    return Ask<v1::GetPlanResponse>(&plans_, "plan", {}, as_of, known_at);
  }
  const v1::GetTableResponse& Table(const std::string& as_of,
                                    const std::string& known_at,
                                    const std::string& style) {
    return Ask<v1::GetTableResponse>(&tables_, "table", {"--style", style},
                                     as_of, known_at);
  }
  const v1::ListChangesResponse& Changes(const std::string& as_of,
                                         const std::string& known_at) {
    return Ask<v1::ListChangesResponse>(&changes_, "history", {}, as_of,
                                        known_at);
  }

  // The answer to a row; `?` and words for a field that there is not.
  std::string Answer(const ExpectedAnswer& row);

 private:
  template <typename Response>
  const Response& Ask(std::map<std::string, Response>* known,
                      const std::string& command,
                      const std::vector<std::string>& more,
                      const std::string& as_of, const std::string& known_at) {
    const std::string key =
        absl::StrCat(absl::StrJoin(more, " "), "|", as_of, "|", known_at);
    const auto found = known->find(key);
    if (found != known->end()) return found->second;
    std::vector<std::string> arguments = {command, files_.Plan(), "--as-of",
                                          as_of,   "--format",    "json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    if (known_at != "now") {
      arguments.insert(arguments.end(),
                       {"--known-at", known_at == "then" ? as_of : known_at});
    }
    const RunResult asked = shell_.Run(arguments);
    EXPECT_THAT(asked, Succeeds()) << absl::StrJoin(arguments, " ");
    Response& response = (*known)[key];
    EXPECT_TRUE(
        google::protobuf::util::JsonStringToMessage(asked.out, &response).ok())
        << asked.out;
    return response;
  }

  const HistoryFiles files_;
  CommandLine shell_;
  std::map<std::string, v1::GetPlanResponse> plans_;
  std::map<std::string, v1::GetTableResponse> tables_;
  std::map<std::string, v1::ListChangesResponse> changes_;
};

// Parts of answers; nothing is `-`.
inline std::string OrDash(const std::string& text) {
  return text.empty() ? "-" : text;
}

inline std::string DateAnswer(bool has, const v1::PartialDate& date) {
  if (!has) return "-";
  if (date.edtf().empty())
    return ShortName(v1::PartialDate::Reading_Name(date.reading()), "READING_");
  return date.certainty() == v1::PartialDate::CERTAINTY_TENTATIVE
             ? absl::StrCat(date.edtf(), " tentative")
             : date.edtf();
}

inline std::string ModeAnswer(const v1::Delivery& delivery) {
  return delivery.mode() == v1::DELIVERY_MODE_UNSPECIFIED
             ? "-"
             : ShortName(v1::DeliveryMode_Name(delivery.mode()),
                         "DELIVERY_MODE_");
}

// The English names of places: city, else country.
inline std::string PlacesAnswer(const v1::ActivityState& activity) {
  std::vector<std::string> places;
  for (const v1::Venue& venue : activity.venues()) {
    std::string place = venue.country();
    for (const v1::Label& label : venue.localities()) {
      if (label.language() == "en") place = label.text();
    }
    places.push_back(place);
  }
  return OrDash(absl::StrJoin(places, ", "));
}

// The fields that are read off an activity's state.
inline const std::map<std::string,
                      std::function<std::string(const v1::ActivityState&)>>&
StateFields() {
  using Activity = v1::ActivityState;
  static const auto* const kFields =
      new std::map<std::string, std::function<std::string(const Activity&)>>{
          {"state",
           [](const Activity& a) {
             return ShortName(Activity::State_Name(a.state()), "STATE_");
           }},
          {"planned_date",
           [](const Activity& a) {
             return DateAnswer(a.has_planned_date(), a.planned_date());
           }},
          {"first_planned_date",
           [](const Activity& a) {
             return DateAnswer(a.has_first_planned_date(),
                               a.first_planned_date());
           }},
          {"actual_date",
           [](const Activity& a) {
             return DateAnswer(a.has_actual_date(), a.actual_date());
           }},
          {"mode", [](const Activity& a) { return ModeAnswer(a.delivery()); }},
          {"actual_mode",
           [](const Activity& a) { return ModeAnswer(a.actual_delivery()); }},
          {"places", PlacesAnswer},
          {"condition",
           [](const Activity& a) { return OrDash(a.condition()); }},
          {"parts",
           [](const Activity& a) {
             return OrDash(absl::StrJoin(a.parts(), ", "));
           }},
          {"part_of", [](const Activity& a) { return OrDash(a.part_of()); }},
          {"moves",
           [](const Activity& a) {
             return OrDash(absl::StrJoin(
                 a.date_moves(), ", ",
                 [](std::string* out, const v1::DateMove& move) {
                   out->append(
                       ShortName(v1::DateChangeClass_Name(move.change_class()),
                                 "DATE_CHANGE_CLASS_"));
                 }));
           }},
          {"mode_moves",
           [](const Activity& a) {
             return OrDash(absl::StrJoin(
                 a.mode_moves(), ", ",
                 [](std::string* out, const v1::ModeMove& move) {
                   out->append(
                       ShortName(v1::ModeChangeClass_Name(move.change_class()),
                                 "MODE_CHANGE_CLASS_"));
                 }));
           }},
      };
  return *kFields;
}

// The fields that are read off the whole state, about one activity.
inline std::string PlanAnswer(const v1::PlanState& state,
                              const ExpectedAnswer& row) {
  std::vector<std::string> words;
  if (row.field == "possible") {
    for (const v1::PossibleChange& change : state.possible()) {
      if (change.entity() == row.activity) words.push_back(change.change());
    }
  } else if (row.field == "findings") {
    for (const v1::Finding& finding : state.findings()) {
      if (finding.entity() == row.activity) words.push_back(finding.rule());
    }
  } else if (row.field == "discrepancies") {
    for (const auto& [id, discrepancy] : state.discrepancies()) {
      if (discrepancy.noted().entity() != row.activity) continue;
      words.push_back(
          absl::StrCat(id, discrepancy.resolved() ? " resolved" : " open"));
    }
    std::sort(words.begin(), words.end());
  } else if (row.field == "confirmations") {
    for (const v1::ConfirmationState& said : state.confirmations()) {
      words.push_back(absl::StrCat(
          said.party_id(), said.disputed() ? " disputes " : " confirms ",
          said.of_revision()));
    }
  } else {
    return absl::StrCat("? there is no field ", row.field);
  }
  return OrDash(absl::StrJoin(words, ", "));
}

inline std::string TableAnswer(const v1::ImplementationTable& table,
                               const std::string& activity) {
  for (const v1::TableArea& area : table.areas()) {
    for (const v1::TableProject& project : area.projects()) {
      for (const v1::TableLine& line : project.lines()) {
        if (line.activity_id() == activity) return line.text();
      }
    }
  }
  return "-";
}

inline std::string ChangesAnswer(const v1::ListChangesResponse& response,
                                 const std::string& activity) {
  std::vector<std::string> types;
  for (const v1::Change& change : response.changes()) {
    if (change.has_superseded_by()) continue;
    const auto& entities = change.entities();
    if (std::find(entities.begin(), entities.end(), activity) !=
        entities.end()) {
      types.push_back(change.type());
    }
  }
  return OrDash(absl::StrJoin(types, ", "));
}

inline std::string Replay::Answer(const ExpectedAnswer& row) {
  if (row.field == "line") {
    return TableAnswer(Table(row.as_of, row.known_at, "as-published").table(),
                       row.activity);
  }
  if (row.field == "way") {
    return TableAnswer(Table(row.as_of, row.known_at, "normalised").table(),
                       row.activity);
  }
  if (row.field == "changes") {
    return ChangesAnswer(Changes(row.as_of, row.known_at), row.activity);
  }
  const v1::PlanState& state = Plan(row.as_of, row.known_at).state();
  const auto field = StateFields().find(row.field);
  if (field == StateFields().end()) return PlanAnswer(state, row);
  const auto activity = state.activities().find(row.activity);
  return activity == state.activities().end() ? "-"
                                              : field->second(activity->second);
}

// The rows of `answers.tsv` that the ledger answers otherwise, each as `file:
// line: question: expected ..., answered ...`.
inline std::vector<std::string> WrongAnswers(const std::string& path,
                                             Replay* replay) {
  std::vector<std::string> wrong;
  for (const ExpectedAnswer& row : ReadAnswers(path)) {
    const std::string answer = replay->Answer(row);
    if (answer == row.expected) continue;
    wrong.push_back(absl::StrCat(path, ":", row.line, ": ", row.field, " of ",
                                 row.activity, " as of ", row.as_of,
                                 ", known at ", row.known_at, "\n  expected ",
                                 row.expected, "\n  answered ", answer));
  }
  return wrong;
}

}  // namespace clearsky::test
