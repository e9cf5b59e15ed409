#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "app.h"
#include "base/sha256.h"
#include "base/status_macros.h"
#include "connection.h"
#include "keeping.h"
#include "log/transfer.h"
#include "print.h"
#include "progress.h"
#include "scratch_directory.h"

// The commands that look after a ledger's files.

namespace clearsky::cli {
namespace {

// What was found out about all published tables.
struct PublicationCounts {
  uint64_t intact = 0;
  uint64_t same = 0;
  uint64_t different = 0;
  uint64_t not_rendered = 0;
};

// DATA_LOSS for the first publication whose bytes are not those recorded.
absl::Status CountPublications(Connection* connection, const std::string& plan,
                               PublicationCounts* counts) {
  v1::ListPublicationsRequest request;
  request.set_plan(plan);
  request.mutable_at()->set_as_of_day("9999-12-31");
  ASSIGN_OR_RETURN(const v1::ListPublicationsResponse answer,
                   connection->ListPublications(request));
  for (const v1::Publication& publication : answer.publications()) {
    if (!publication.intact()) {
      return absl::DataLossError(
          absl::StrCat("position ", publication.position(), ": publication `",
                       publication.published().publication_id(), "` of ", plan,
                       ": ", publication.damage()));
    }
    ++counts->intact;
    switch (publication.rerendering().outcome()) {
      case v1::Rerendering::OUTCOME_SAME:
        ++counts->same;
        break;
      case v1::Rerendering::OUTCOME_DIFFERENT:
        ++counts->different;
        break;
      default:
        ++counts->not_rendered;
    }
  }
  return absl::OkStatus();
}

absl::Status VerifyPublications(const Place& place) {
  ASSIGN_OR_RETURN(Connection connection,
                   Connection::Open(place, Connection::Access::kRead));
  PublicationCounts counts;
  v1::ListPlansRequest request;
  do {
    ASSIGN_OR_RETURN(const v1::ListPlansResponse page,
                     connection.ListPlans(request));
    for (const v1::PlanSummary& plan : page.plans()) {
      RETURN_IF_ERROR(CountPublications(&connection, plan.plan(), &counts));
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  Print(absl::StrCat("publications intact\t", counts.intact,
                     "\nrendered the same again\t", counts.same,
                     "\nrendered otherwise\t", counts.different,
                     "\nnot rendered\t", counts.not_rendered, "\n"));
  return absl::OkStatus();
}

absl::Status RunVerify(const Place& place, bool publications) {
  std::optional<ProgressReport> report("verifying");
  const absl::StatusOr<v1::VerifyLedgerResponse> verified =
      VerifyLedger(place, report->Callback());
  report.reset();
  RETURN_IF_ERROR(verified.status());
  Print(absl::StrCat("events\t", verified->event_count(), "\nstreams\t",
                     verified->stream_count(), "\ndocuments\t",
                     verified->document_count(), "\nindexed\t",
                     verified->indexed_count(), "\nroot\t",
                     absl::BytesToHexString(verified->root()), "\n"));
  return publications ? VerifyPublications(place) : absl::OkStatus();
}

void AddVerify(Program* program) {
  CLI::App* const command = program->AddOnLedger(
      {"verify", kGroupKeep, "Read everything of a ledger and check it",
       "Checks every checksum, that positions and revisions have no gaps, "
       "record times,\n"
       "ids, documents, the Merkle root and the index. Prints what the ledger "
       "holds; the\n"
       "first bad position ends it with DATA_LOSS. Changes nothing.",
       "clearsky verify --db ./clearsky.db"});
  const auto publications = std::make_shared<bool>(false);
  command->add_flag("--publications", *publications,
                    "Also each published table: its bytes, and whether the "
                    "renderer of today makes the same");
  program->SetRun(command, [program, publications] {
    return RunVerify(program->LedgerPlace(), *publications);
  });
}

std::string TimeOrDash(bool is_known, const google::protobuf::Timestamp& time) {
  return is_known ? TimeWords(time, "UTC") : "-";
}

absl::Status RunStats(const Place& place) {
  ASSIGN_OR_RETURN(const v1::GetStatsResponse stats, ReadStats(place));
  Print(absl::StrCat(
      "ledger\t", stats.ledger_id(), "\nformat\t", stats.format_version(),
      "\nevents\t", stats.event_count(), "\nstreams\t", stats.stream_count(),
      "\ndocuments\t", stats.document_count(), "\ndocument bytes\t",
      stats.document_bytes(), "\nfirst\t",
      TimeOrDash(stats.has_first_record_time(), stats.first_record_time()),
      "\nlast\t",
      TimeOrDash(stats.has_last_record_time(), stats.last_record_time()),
      "\nlog bytes\t", stats.log_bytes(), "\nwrite-ahead log bytes\t",
      stats.write_ahead_log_bytes(), "\nderived bytes\t", stats.derived_bytes(),
      "\nprojection bytes\t", stats.projection_bytes(), "\n"));
  return absl::OkStatus();
}

void AddStats(Program* program) {
  CLI::App* const command = program->AddOnLedger(
      {"stats", kGroupKeep, "Figures of a ledger and its files",
       "Name and value, separated by a tab: numbers of events, streams and "
       "documents, when\n"
       "the first and last event were recorded (UTC), bytes on disk.\nThe "
       "write-ahead log is part of the log.",
       "clearsky stats --db ./clearsky.db"});
  program->SetRun(command,
                  [program] { return RunStats(program->LedgerPlace()); });
}

std::string Contents(uint64_t events, uint64_t documents,
                     const std::string& root_hex) {
  return absl::StrCat("\nevents\t", events, "\ndocuments\t", documents,
                      "\nroot\t", root_hex, "\n");
}

absl::Status RunExport(const Place& place, const std::string& file) {
  std::optional<ProgressReport> report("exporting");
  const absl::StatusOr<v1::ExportedLedger> done =
      ExportLedger(place, file, report->Callback());
  report.reset();
  RETURN_IF_ERROR(done.status());
  Print(absl::StrCat("exported ledger ", done->ledger_id(), " to ", file,
                     Contents(done->event_count(), done->document_count(),
                              absl::BytesToHexString(done->root()))));
  return absl::OkStatus();
}

void AddExport(Program* program) {
  CLI::App* const command = program->AddOnLedger(
      {"export", kGroupKeep, "Copy a ledger out to one file",
       "The file holds the documents and every event in its exact stored "
       "bytes, as\n"
       "length-delimited clearsky.v1.StoredEvent (docs/format.md). `clearsky "
       "load` makes\n"
       "the same ledger of it. With --server the file is made here, not where "
       "the "
       "daemon runs.",
       "clearsky export ledger.export --db ./clearsky.db"});
  const auto file = std::make_shared<std::string>();
  command->add_option("FILE", *file, "The file to make; it must not be there")
      ->required();
  program->SetRun(command, [program, file] {
    return RunExport(program->LedgerPlace(), *file);
  });
}

absl::Status RunLoad(const std::string& directory, const std::string& file) {
  std::optional<ProgressReport> report("loading");
  const absl::StatusOr<log::Transferred> done =
      log::LoadLedger(file, directory, report->Callback());
  report.reset();
  RETURN_IF_ERROR(done.status());
  Print(absl::StrCat(
      "made ledger ", done->ledger_id.ToString(), " in ", directory,
      Contents(done->events, done->documents, DigestHex(done->root))));
  return absl::OkStatus();
}

// Loads it beside, so that every byte of the file is read and checked.
absl::Status TryLoad(const std::string& directory, const std::string& file) {
  ASSIGN_OR_RETURN(const ScratchDirectory scratch,
                   ScratchDirectory::BesideOf(directory));
  std::optional<ProgressReport> report("loading");
  const absl::StatusOr<log::Transferred> done =
      log::LoadLedger(file, scratch.path(), report->Callback());
  report.reset();
  RETURN_IF_ERROR(scratch.AboutTarget(done.status()));
  Print(absl::StrCat(
      "would make ledger ", done->ledger_id.ToString(), " in ", directory,
      Contents(done->events, done->documents, DigestHex(done->root))));
  Note("nothing was made, as asked by --dry-run");
  return absl::OkStatus();
}

void AddLoad(Program* program) {
  CLI::App* const command = program->AddMakingLedger(
      {"load", kGroupKeep, "Make a ledger of an exported file",
       "In a new or empty directory, with the id, events, record times and "
       "root of the\n"
       "ledger that was exported. What was altered or cut short makes no "
       "ledger.",
       "clearsky load ledger.export --db ./copy.db"},
      /*has_db=*/true);
  const auto file = std::make_shared<std::string>();
  command->add_option("FILE", *file, "The file that `clearsky export` made")
      ->required();
  const auto dry_run = std::make_shared<bool>(false);
  command->add_flag("--dry-run", *dry_run,
                    "Read and check the whole file, make nothing");
  program->SetRun(command, [program, file, dry_run] {
    return *dry_run ? TryLoad(program->LedgerDirectory(), *file)
                    : RunLoad(program->LedgerDirectory(), *file);
  });
}

}  // namespace

void AddKeepingCommands(Program* program) {
  AddVerify(program);
  AddStats(program);
  AddExport(program);
  AddLoad(program);
}

}  // namespace clearsky::cli
