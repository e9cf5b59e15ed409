#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "place.h"

namespace clearsky::cli {

// Exit statuses of the program.
inline constexpr int kExitOk = 0;
inline constexpr int kExitRefused = 1;
inline constexpr int kExitUsage = 2;

// An error of usage that the parser cannot see: the program ends with
// kExitUsage.
absl::Status UsageError(absl::string_view message);
bool IsUsageError(const absl::Status& status);

// That something was found, and has been told: the program ends with
// kExitRefused and says no more.
absl::Status FoundSomething();

// What a command is for and how it reads in --help.
struct CommandText {
  std::string name;
  std::string group;
  // One line for the list of commands.
  std::string description;
  // What else the command's own help says; may be empty.
  std::string details;
  // Whole command lines, one a line.
  std::string examples;
};

// Groups of the top-level help.
inline constexpr char kGroupStart[] = "Start a ledger and read documents in";
inline constexpr char kGroupRecord[] = "Record one change of an activity";
inline constexpr char kGroupRecordOther[] = "Record other changes";
inline constexpr char kGroupRecordPlan[] =
    "Record changes of a plan and its agreements";
inline constexpr char kGroupRecordShared[] = "Record what all plans share";
inline constexpr char kGroupAsk[] = "Ask the ledger";
inline constexpr char kGroupKeep[] = "Look after a ledger's files";
inline constexpr char kGroupOther[] = "Other";

// The commands of the program. Options of a command live in its closure.
class Program {
 public:
  Program();

  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  // Adds a command; the caller adds its options and then SetRun.
  CLI::App* Add(const CommandText& text);
  // Adds a command that works on a ledger: with --db and --server.
  CLI::App* AddOnLedger(const CommandText& text);
  // Adds a command that makes a ledger in a directory, named by --db where
  // `has_db`: one that no daemon does.
  CLI::App* AddMakingLedger(const CommandText& text, bool has_db);
  void SetRun(CLI::App* command, std::function<absl::Status()> run);

  // Where the ledger is: --db or --server, else $CLEARSKY_SERVER, else
  // $CLEARSKY_DB, else ./clearsky.db.
  Place LedgerPlace() const;
  // The same without servers, for a command that makes a ledger.
  std::string LedgerDirectory() const;

  // Parses the arguments and runs the command; returns the exit status.
  int Run(int argc, char** argv);

 private:
  struct Command {
    CLI::App* app;
    std::function<absl::Status()> run;
  };

  absl::Status PrintHelpOf(const std::string& command);
  // What is wrong with the place that is said, for the command that was.
  absl::Status CheckPlace(const CLI::App* command) const;

  CLI::App app_;
  std::string db_;
  std::string server_;
  std::string help_topic_;
  std::vector<Command> commands_;
  std::set<const CLI::App*> making_ledgers_;
  std::set<const CLI::App*> on_ledgers_;
};

// Each adds the commands of its source file. `program` must outlive them.
void AddInitCommand(Program* program);
void AddImportCommand(Program* program);
void AddLintCommand(Program* program);
void AddNewYearCommand(Program* program);
void AddReconcileCommand(Program* program);
void AddRecordCommand(Program* program);
void AddRegisterVerb(Program* program);
void AddScheduleVerbs(Program* program);
void AddDeliveryVerbs(Program* program);
void AddPlanVerbs(Program* program);
void AddDescribingVerbs(Program* program);
void AddProgressVerbs(Program* program);
void AddPlanLifeVerbs(Program* program);
void AddAgreementVerbs(Program* program);
void AddAccountVerbs(Program* program);
void AddDirectoryVerbs(Program* program);
void AddCorrectionCommands(Program* program);
void AddPublicationCommands(Program* program);
void AddPlanCommands(Program* program);
void AddCompareCommands(Program* program);
void AddHistoryCommand(Program* program);
void AddLogCommands(Program* program);
void AddSubscribeCommand(Program* program);
void AddFollowCommand(Program* program);
void AddProjectionCommands(Program* program);
void AddConsumersCommand(Program* program);
void AddKeepingCommands(Program* program);
void AddBackupCommands(Program* program);
void AddReadDateCommand(Program* program);

}  // namespace clearsky::cli
