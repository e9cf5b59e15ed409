#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "app.h"
#include "base/status_macros.h"
#include "connection.h"
#include "input.h"
#include "print.h"
#include "prompt.h"
#include "proposal.h"
#include "recorded.h"

namespace clearsky::cli {
namespace {

constexpr char kFactsSuffix[] = ".facts.json";

struct ImportOptions {
  std::string file;
  std::string plan;
  std::string facts;
  std::string at;
  bool no_facts = false;
  bool yes = false;
  bool dry_run = false;
};

// The file of reviewed facts: as asked, else the only one beside the document;
// empty when there is none.
absl::StatusOr<std::string> FactsFile(const ImportOptions& options) {
  if (options.no_facts) return std::string();
  if (!options.facts.empty()) return options.facts;
  const std::filesystem::path folder =
      std::filesystem::path(options.file).parent_path();
  std::vector<std::string> found;
  std::error_code error;
  const std::filesystem::directory_iterator end;
  for (std::filesystem::directory_iterator entry(
           folder.empty() ? std::filesystem::path(".") : folder, error);
       !error && entry != end; entry.increment(error)) {
    const std::string path = entry->path().string();
    if (absl::EndsWith(path, kFactsSuffix)) found.push_back(path);
  }
  if (found.empty()) return std::string();
  if (found.size() > 1) {
    std::sort(found.begin(), found.end());
    return absl::InvalidArgumentError(absl::StrCat(
        "more than one file of facts stands beside ", options.file, ": ",
        absl::StrJoin(found, ", "), "; say --facts FILE, or --no-facts"));
  }
  return found.front();
}

absl::StatusOr<v1::ProposeDocumentRequest> ReadDocument(
    const ImportOptions& options) {
  v1::ProposeDocumentRequest request;
  ASSIGN_OR_RETURN(*request.mutable_content(), ReadFile(options.file));
  request.set_file_name(
      std::filesystem::path(options.file).filename().string());
  request.set_plan(options.plan);
  ASSIGN_OR_RETURN(const std::string facts, FactsFile(options));
  if (!facts.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_facts(), ReadFile(facts));
    Note(absl::StrCat("facts about the prose: ", facts));
  }
  return request;
}

// Findings of the import that the proposal did not have; one line for each
// rule tells the first and how many there are.
void NoteNewFindings(const v1::ProposeDocumentResponse& proposal,
                     const v1::ImportDocumentResponse& response) {
  std::set<std::string> told;
  for (const v1::DocumentFinding& finding : proposal.findings()) {
    told.insert(finding.message());
  }
  std::map<std::string, std::pair<v1::DocumentFinding, int>> rules;
  for (const v1::DocumentFinding& finding : response.findings()) {
    if (told.contains(finding.message())) continue;
    ++rules.try_emplace(finding.rule(), finding, 0).first->second.second;
  }
  for (auto& [rule, first_and_count] : rules) {
    auto& [first, count] = first_and_count;
    if (count > 1) {
      first.set_message(
          absl::StrCat(first.message(), " (and ", count - 1, " more)"));
    }
    NoteDocumentFinding(first);
  }
}

absl::Status RunImport(const Place& place, const ImportOptions& options) {
  if (!options.yes && !options.dry_run && isatty(STDIN_FILENO) == 0) {
    return UsageError(
        "import asks before it records, and standard input is no terminal; "
        "say --yes to record, or --dry-run to see the proposal only");
  }
  v1::ImportDocumentRequest import;
  ASSIGN_OR_RETURN(*import.mutable_document(), ReadDocument(options));
  ASSIGN_OR_RETURN(
      Connection connection,
      Connection::Open(place, options.dry_run ? Connection::Access::kRead
                                              : Connection::Access::kWrite));
  ASSIGN_OR_RETURN(const v1::ProposeDocumentResponse proposal,
                   connection.ProposeDocument(import.document()));
  for (const v1::DocumentFinding& finding : proposal.findings()) {
    NoteDocumentFinding(finding);
  }
  if (proposal.already_imported()) {
    Note("the document was imported before");
  }
  if (options.dry_run) {
    PrintProposal(proposal);
    Note("nothing was recorded, as asked by --dry-run");
    return absl::OkStatus();
  }
  if (!proposal.already_imported()) {
    // The proposal is what is asked about; results are the positions alone.
    NoteProposal(proposal);
    if (!options.yes) {
      ASSIGN_OR_RETURN(const bool yes,
                       Prompt::OnTerminal().Confirm(absl::StrCat(
                           "Record these ", CountEvents(proposal), " events")));
      if (!yes) {
        Note("nothing was recorded");
        return absl::OkStatus();
      }
    }
  }

  if (!options.at.empty()) {
    ASSIGN_OR_RETURN(const v1::GetLedgerResponse ledger,
                     connection.GetLedger());
    ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(ledger.zone()));
    ASSIGN_OR_RETURN(const absl::Time at, ReadTime("--at", options.at, zone));
    *import.mutable_at_time() = ToTimestamp(at);
  }
  ASSIGN_OR_RETURN(const v1::ImportDocumentResponse response,
                   connection.ImportDocument(import));
  NoteNewFindings(proposal, response);
  if (response.duplicate()) {
    Note(
        "nothing was recorded again; the positions are those of the first "
        "time");
  }
  PrintRecorded(response.recorded());
  return absl::OkStatus();
}

}  // namespace

void AddImportCommand(Program* program) {
  CLI::App* const command = program->AddOnLedger(
      {"import", kGroupStart,
       "Read a published document and record the events that explain it",
       "Shows the events it proposes, and records them, all or none, after a "
       "yes. Importing\n"
       "the same document again records nothing and prints the positions of "
       "the first time.\n"
       "Prints for each stream: its name, number of events and positions, "
       "separated by tabs.",
       "clearsky import release.txt --plan clear-sky/2022 --dry-run\n"
       "clearsky import release.txt --plan clear-sky/2022 --yes"});
  const auto options = std::make_shared<ImportOptions>();
  command
      ->add_option("FILE", options->file,
                   "The document: UTF-8 text of a press release with its table")
      ->required();
  command
      ->add_option("--plan", options->plan,
                   "The plan whose table it holds, e.g. clear-sky/2022")
      ->type_name("PLAN")
      ->required();
  CLI::Option* const facts =
      command
          ->add_option("--facts", options->facts,
                       "Reviewed facts about its prose, JSON; else the only "
                       "*.facts.json beside FILE")
          ->type_name("FILE");
  command
      ->add_flag("--no-facts", options->no_facts,
                 "Read the document alone, even where facts stand beside it")
      ->excludes(facts);
  command
      ->add_option("--at", options->at,
                   "On simulated ledgers: the time it is recorded, RFC 3339, "
                   "or a day, its first moment")
      ->type_name("TIME");
  CLI::Option* const yes =
      command->add_flag("--yes", options->yes, "Record without asking");
  command
      ->add_flag("--dry-run", options->dry_run,
                 "Show the proposal, record nothing")
      ->excludes(yes);
  program->SetRun(command, [program, options] {
    return RunImport(program->LedgerPlace(), *options);
  });
}

}  // namespace clearsky::cli
