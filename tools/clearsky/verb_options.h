#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "app.h"
#include "clearsky/v1/plan_state.pb.h"
#include "date_reading.h"
#include "entity_choice.h"
#include "notation/korean.h"
#include "prompt.h"

// What verbs are told: arguments, options, and what they ask for.

namespace clearsky::cli {

struct Needed;

// What every verb takes.
struct VerbOptions {
  std::string plan;
  // As typed, then the id that it means.
  std::string entity;
  EntityArgument entity_argument = EntityArgument::kActivity;
  // DATE word by word, as typed; `date` is all of it.
  std::vector<std::string> date_words;
  std::string date;
  std::string effective;
  std::string reason;
  std::vector<std::string> asked_by;
  std::string source;
  std::string actor;
  std::string at;
  bool dry_run = false;
  std::optional<uint64_t> expected_revision;
  // Asks for what is missing, and before recording.
  bool interactive = false;
  // Shows the line before and after, and asks before recording.
  bool confirm = false;
  // Does not ask before recording.
  bool yes = false;
  // The stream may not be there yet.
  bool makes_stream = false;
  // DATE is when it became so, if nothing else is said: what took place.
  bool happens_on_date = false;

  bool asks_before() const {
    return (interactive || confirm) && !yes && !dry_run;
  }
  // What else the verb has to be told, in the order of the questions.
  std::vector<Needed> needed;
};

// In which light a verb reads its words.
struct VerbContext {
  // The day on which it is recorded: that of --at, else the ledger's today.
  absl::CivilDay record_day;
  // How words of dates are read: from the effective day, in the plan's year.
  notation::Context notation;
  // The plan as it stands on the effective day, and on the day of recording.
  v1::PlanState state;
  v1::PlanState known;

  // The activity's state; that of an activity never heard of when unknown, so
  // that the ledger is the one to refuse.
  const v1::ActivityState& ActivityOf(const std::string& id) const;
};

// Something that a verb has to be told: an argument or option of its own.
struct Needed {
  // As usage calls it: `DATE`, `--mode`.
  std::string name;
  // It may be left out where the question is optional.
  Question question;
  // Where it is kept; one of them is set. It is missing while that is empty.
  std::string* text = nullptr;
  std::vector<std::string>* list = nullptr;
  // Whether an answer is accepted, in words; any is without.
  std::function<absl::Status(const VerbContext&, const std::string&)> check =
      nullptr;
  // What to choose from; free words without.
  std::function<std::vector<Choice>(const VerbContext&)> choices = nullptr;
  // How many of a list there must be.
  size_t at_least = 1;

  bool is_missing() const {
    return text != nullptr ? text->empty() : list->size() < at_least;
  }
};

// Whether a verb takes DATE.
enum class DateArgument { kNone, kOptional, kRequired };

// Adds the arguments that every verb takes to `command`.
std::shared_ptr<VerbOptions> AddVerbArguments(CLI::App* command,
                                              EntityArgument entity,
                                              DateArgument date);

// Adds the options that every verb takes, and carry-over too.
void AddVerbOptions(CLI::App* command, VerbOptions* options);
// Of them, those about asking and --dry-run.
void AddAskingOptions(CLI::App* command, VerbOptions* options);

// The command of a verb, with arguments and options.
struct Verb {
  CLI::App* command;
  std::shared_ptr<VerbOptions> options;
};
Verb AddVerb(Program* program, const CommandText& text, DateArgument date,
             EntityArgument entity = EntityArgument::kActivity);

// What verbs have in common to ask: dates, modes and places in the words of
// officials. `name` is as usage calls it; what it is kept in must outlive it.
Needed NeedDate(const std::string& name, const std::string& words,
                std::string* text, bool optional = false);
Needed NeedMode(const std::string& name, std::string* text);
Needed NeedVenue(const std::string& name, std::string* text);
Needed NeedWords(const std::string& name, const std::string& words,
                 const std::string& explanation, std::string* text,
                 bool optional = false);

// Joins what was typed word by word. Usage error that names the first thing
// that is required and missing.
absl::Status CheckNothingMissing(const VerbOptions& options);

}  // namespace clearsky::cli
