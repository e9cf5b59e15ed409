#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "app.h"
#include "base/status_macros.h"
#include "connection.h"
#include "print.h"
#include "scratch_directory.h"

namespace clearsky::cli {
namespace {

struct InitOptions {
  std::string zone = "Asia/Seoul";
  bool simulated = false;
  bool dry_run = false;
};

absl::Status TryInit(const std::string& directory, const InitOptions& options) {
  ASSIGN_OR_RETURN(const ScratchDirectory scratch,
                   ScratchDirectory::BesideOf(directory));
  RETURN_IF_ERROR(scratch.AboutTarget(
      Connection::Create(scratch.path(), options.zone, options.simulated)
          .status()));
  Print(absl::StrCat("would make a ledger in ", directory, ", zone ",
                     options.zone, options.simulated ? ", simulated clock" : "",
                     "\n"));
  Note("nothing was made, as asked by --dry-run");
  return absl::OkStatus();
}

absl::Status RunInit(const std::string& directory, const InitOptions& options) {
  if (options.dry_run) return TryInit(directory, options);
  ASSIGN_OR_RETURN(
      Connection connection,
      Connection::Create(directory, options.zone, options.simulated));
  ASSIGN_OR_RETURN(const v1::GetLedgerResponse ledger, connection.GetLedger());
  Print(absl::StrCat("made ledger ", ledger.ledger_id(), " in ", directory,
                     ", zone ", ledger.zone(),
                     ledger.simulated() ? ", simulated clock" : "", "\n"));
  return absl::OkStatus();
}

}  // namespace

void AddInitCommand(Program* program) {
  CLI::App* const command = program->AddMakingLedger(
      {"init", kGroupStart, "Create a ledger in a new or empty directory",
       "Prints its id and where it was made.",
       "clearsky init --db ./clearsky.db\n"
       "clearsky init --db ./demo.db --simulated"},
      /*has_db=*/true);
  const auto options = std::make_shared<InitOptions>();
  command
      ->add_option("--zone", options->zone,
                   "IANA time zone that defines days, e.g. Asia/Shanghai")
      ->capture_default_str();
  command->add_flag("--simulated", options->simulated,
                    "The recorded clock is set by --at; every answer of the "
                    "ledger is marked so for ever. For demonstrations and "
                    "tests");
  command->add_flag("--dry-run", options->dry_run,
                    "Check that it could be made, make nothing");
  program->SetRun(command, [program, options] {
    return RunInit(program->LedgerDirectory(), *options);
  });
}

}  // namespace clearsky::cli
