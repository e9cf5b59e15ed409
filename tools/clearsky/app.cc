#include "app.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "base/utf8.h"
#include "print.h"

namespace clearsky::cli {
namespace {

constexpr char kUsagePayload[] = "clearsky/usage";
constexpr char kFoundPayload[] = "clearsky/found";
constexpr char kDefaultDirectory[] = "./clearsky.db";

constexpr char kServerVariable[] = "CLEARSKY_SERVER";

std::string VariableOf(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

void AddDb(CLI::App* app, std::string* db) {
  app->add_option("--db", *db,
                  "Directory of the ledger; else $CLEARSKY_DB, else "
                  "./clearsky.db")
      ->type_name("DIR");
}

CLI::Option* AddServer(CLI::App* app, std::string* server) {
  return app
      ->add_option("--server", *server,
                   "In place of --db: a daemon (clearskyd) that serves the "
                   "ledger; else $CLEARSKY_SERVER")
      ->check(CheckServer)
      ->type_name("HOST:PORT");
}

absl::Status CheckArguments(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const absl::string_view argument(argv[i]);
    if (!IsValidUtf8(argument)) {
      return absl::InvalidArgumentError(absl::StrCat(
          "argument ", i, " is not UTF-8 at byte ", FirstInvalidUtf8(argument),
          "; words are accepted in UTF-8 only"));
    }
  }
  return absl::OkStatus();
}

// Words that make one argument, as `10월 말` without quotes, stand together:
// what stands apart belongs to something else, and was to be quoted.
absl::Status CheckWordsStandTogether(const CLI::App& command, int argc,
                                     char** argv) {
  for (const CLI::Option* option : command.get_options()) {
    const CLI::results_t& words = option->results();
    if (!option->get_positional() || words.size() < 2) continue;
    const char* const* const end = argv + argc;
    if (std::search(argv, argv + argc, words.begin(), words.end()) != end) {
      continue;
    }
    return UsageError(absl::StrCat(
        option->get_name(true), ": '", absl::StrJoin(words, "' '"),
        "' stand apart; write what belongs together in quotes, or side by "
        "side"));
  }
  return absl::OkStatus();
}

int Report(const absl::Status& status) {
  if (status.ok()) return kExitOk;
  if (status.GetPayload(kFoundPayload).has_value()) return kExitRefused;
  if (IsUsageError(status)) {
    Note(status.message());
    return kExitUsage;
  }
  Note(absl::StrCat(absl::StatusCodeToString(status.code()), ": ",
                    status.message()));
  return kExitRefused;
}

}  // namespace

absl::Status UsageError(absl::string_view message) {
  absl::Status status = absl::InvalidArgumentError(message);
  status.SetPayload(kUsagePayload, absl::Cord());
  return status;
}

absl::Status FoundSomething() {
  absl::Status status = absl::FailedPreconditionError("something was found");
  status.SetPayload(kFoundPayload, absl::Cord());
  return status;
}

bool IsUsageError(const absl::Status& status) {
  return status.GetPayload(kUsagePayload).has_value();
}

Program::Program()
    : app_(
          "The record of cooperation plans: every change kept, the plan and "
          "its table made from them, on any day.",
          "clearsky") {
  app_.set_version_flag("--version", "clearsky " CLEARSKY_VERSION);
  app_.require_subcommand(1);
  AddDb(&app_, &db_);
  AddServer(&app_, &server_);
}

CLI::App* Program::Add(const CommandText& text) {
  CLI::App* const command = app_.add_subcommand(text.name, text.description);
  command->group(text.group);
  command->footer(absl::StrCat(
      text.details, text.details.empty() ? "" : "\n\n", "Example:\n  ",
      absl::StrReplaceAll(text.examples, {{"\n", "\n  "}})));
  return command;
}

CLI::App* Program::AddOnLedger(const CommandText& text) {
  CLI::App* const command = Add(text);
  AddDb(command, &db_);
  AddServer(command, &server_);
  on_ledgers_.insert(command);
  return command;
}

CLI::App* Program::AddMakingLedger(const CommandText& text, bool has_db) {
  CommandText told = text;
  absl::StrAppend(&told.details, told.details.empty() ? "" : "\n",
                  "No daemon makes ledgers, so there is no --server.");
  CLI::App* const command = Add(told);
  if (has_db) AddDb(command, &db_);
  // Not in the help; taken, to be refused with the reason.
  AddServer(command, &server_)->group("");
  making_ledgers_.insert(command);
  return command;
}

void Program::SetRun(CLI::App* command, std::function<absl::Status()> run) {
  commands_.push_back({command, std::move(run)});
}

std::string Program::LedgerDirectory() const {
  if (!db_.empty()) return db_;
  const std::string variable = VariableOf("CLEARSKY_DB");
  return variable.empty() ? kDefaultDirectory : variable;
}

Place Program::LedgerPlace() const {
  if (!db_.empty()) return {db_, ""};
  const std::string server =
      server_.empty() ? VariableOf(kServerVariable) : server_;
  if (!server.empty()) return {"", server};
  return {LedgerDirectory(), ""};
}

absl::Status Program::CheckPlace(const CLI::App* command) const {
  if (!server_.empty() && making_ledgers_.count(command) > 0) {
    return UsageError(absl::StrCat(
        "--server: `", command->get_name(),
        "` makes a ledger in a directory of this machine, and a daemon serves "
        "one that is there; leave --server out"));
  }
  if (on_ledgers_.count(command) == 0) return absl::OkStatus();
  if (!server_.empty() && !db_.empty()) {
    return UsageError(
        "--db and --server name two ledgers; say one of them: the directory, "
        "or the daemon that serves it");
  }
  const Place place = LedgerPlace();
  if (!place.is_served()) return absl::OkStatus();
  const std::string wrong = CheckServer(place.server);
  if (wrong.empty()) return absl::OkStatus();
  return UsageError(absl::StrCat("$", kServerVariable, ": ", wrong));
}

absl::Status Program::PrintHelpOf(const std::string& command) {
  if (command.empty()) {
    Print(app_.help());
    return absl::OkStatus();
  }
  for (const Command& known : commands_) {
    if (known.app->get_name() != command) continue;
    Print(known.app->help("clearsky"));
    return absl::OkStatus();
  }
  return UsageError(absl::StrCat("there is no command '", command,
                                 "'; `clearsky help` lists the commands"));
}

int Program::Run(int argc, char** argv) {
  if (const absl::Status valid = CheckArguments(argc, argv); !valid.ok()) {
    return Report(valid);
  }
  CLI::App* const help =
      Add({"help", kGroupOther, "Tell about the program or one command", "",
           "clearsky help table"});
  help->add_option("COMMAND", help_topic_, "The command");
  SetRun(help, [this] { return PrintHelpOf(help_topic_); });
  app_.footer(
      "Each command has --help with an example. Exit status: 0; 1 when the\n"
      "ledger says no, with `clearsky: CODE: message`; 2 for usage.\n"
      "Example:\n"
      "  clearsky table clear-sky/2022 --as-of 2022-05-01");

  // CLI11 would only say that a command is missing.
  const auto is_asked_for = [&](const CLI::App* command) {
    return command->check_name(argv[1]);
  };
  if (argc > 1 && argv[1][0] != '-' &&
      app_.get_subcommands(is_asked_for).empty()) {
    Note(absl::StrCat("there is no command `", argv[1],
                      "`; `clearsky --help` lists them"));
    return kExitUsage;
  }

  // CLI11 speaks in exceptions; this is where they end.
  try {
    app_.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app_.exit(error, std::cout, std::cerr) == 0 ? kExitOk : kExitUsage;
  }
  for (const Command& command : commands_) {
    if (!command.app->parsed()) continue;
    absl::Status placed = CheckPlace(command.app);
    if (placed.ok()) {
      placed = CheckWordsStandTogether(*command.app, argc, argv);
    }
    const int exit_status = Report(placed.ok() ? command.run() : placed);
    const absl::Status printed = FlushPrinted();
    // Told once, where the command has told it already.
    if (printed.ok() || exit_status != kExitOk) return exit_status;
    return Report(printed);
  }
  return kExitUsage;
}

}  // namespace clearsky::cli
