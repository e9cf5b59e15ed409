#include <memory>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "app.h"
#include "base/sha256.h"
#include "base/status_macros.h"
#include "connection.h"
#include "log/ledger_directory.h"
#include "log/stats.h"
#include "log/transfer.h"
#include "log/verify.h"
#include "print.h"
#include "progress.h"
#include "projection/projection_store.h"

// The commands that look after a ledger's files. They work on the files
// themselves: what they do is no call of the service.

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

absl::Status VerifyPublications(const std::string& directory) {
  ASSIGN_OR_RETURN(Connection connection,
                   Connection::Open(directory, Connection::Access::kRead));
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

absl::Status RunVerify(const std::string& directory, bool publications) {
  std::optional<ProgressReport> report("verifying");
  const absl::StatusOr<log::Verified> verified =
      log::VerifyLedger(directory, report->Callback());
  report.reset();
  if (!verified.ok()) return WithLedgerHint(verified.status());
  Print(absl::StrCat("events\t", verified->events, "\nstreams\t",
                     verified->streams, "\ndocuments\t", verified->documents,
                     "\nindexed\t", verified->indexed, "\nroot\t",
                     DigestHex(verified->root), "\n"));
  return publications ? VerifyPublications(directory) : absl::OkStatus();
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
    return RunVerify(program->LedgerDirectory(), *publications);
  });
}

std::string TimeOrDash(const std::optional<absl::Time>& time) {
  if (!time.has_value()) return "-";
  return absl::FormatTime(absl::RFC3339_full, *time, absl::UTCTimeZone());
}

absl::Status RunStats(const std::string& directory) {
  const absl::StatusOr<log::LedgerStats> stats =
      log::ReadLedgerStats(directory);
  if (!stats.ok()) return WithLedgerHint(stats.status());
  Print(absl::StrCat(
      "ledger\t", stats->ledger_id.ToString(), "\nformat\t",
      stats->format_version, "\nevents\t", stats->events, "\nstreams\t",
      stats->streams, "\ndocuments\t", stats->documents, "\ndocument bytes\t",
      stats->document_bytes, "\nfirst\t", TimeOrDash(stats->first_record_time),
      "\nlast\t", TimeOrDash(stats->last_record_time), "\nlog bytes\t",
      stats->log_bytes, "\nwrite-ahead log bytes\t",
      stats->write_ahead_log_bytes, "\nderived bytes\t", stats->derived_bytes,
      "\nprojection bytes\t",
      log::BytesIn(projection::ProjectionsPath(directory)), "\n"));
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
                  [program] { return RunStats(program->LedgerDirectory()); });
}

std::string Contents(const log::Transferred& done) {
  return absl::StrCat("\nevents\t", done.events, "\ndocuments\t",
                      done.documents, "\nroot\t", DigestHex(done.root), "\n");
}

absl::Status RunExport(const std::string& directory, const std::string& file) {
  std::optional<ProgressReport> report("exporting");
  const absl::StatusOr<log::Transferred> done =
      log::ExportLedger(directory, file, report->Callback());
  report.reset();
  if (!done.ok()) return WithLedgerHint(done.status());
  Print(absl::StrCat("exported ledger ", done->ledger_id.ToString(), " to ",
                     file, Contents(*done)));
  return absl::OkStatus();
}

void AddExport(Program* program) {
  CLI::App* const command = program->AddOnLedger(
      {"export", kGroupKeep, "Copy a ledger out to one file",
       "The file holds the documents and every event in its exact stored "
       "bytes, as\n"
       "length-delimited clearsky.v1.StoredEvent (docs/format.md). `clearsky "
       "load` makes\n"
       "the same ledger of it.",
       "clearsky export ledger.export --db ./clearsky.db"});
  const auto file = std::make_shared<std::string>();
  command->add_option("FILE", *file, "The file to make; it must not be there")
      ->required();
  program->SetRun(command, [program, file] {
    return RunExport(program->LedgerDirectory(), *file);
  });
}

absl::Status RunLoad(const std::string& directory, const std::string& file) {
  std::optional<ProgressReport> report("loading");
  const absl::StatusOr<log::Transferred> done =
      log::LoadLedger(file, directory, report->Callback());
  report.reset();
  RETURN_IF_ERROR(done.status());
  Print(absl::StrCat("made ledger ", done->ledger_id.ToString(), " in ",
                     directory, Contents(*done)));
  return absl::OkStatus();
}

void AddLoad(Program* program) {
  CLI::App* const command = program->AddOnLedger(
      {"load", kGroupKeep, "Make a ledger of an exported file",
       "In a new or empty directory, with the id, events, record times and "
       "root of the\n"
       "ledger that was exported. What was altered or cut short makes no "
       "ledger.",
       "clearsky load ledger.export --db ./copy.db"});
  const auto file = std::make_shared<std::string>();
  command->add_option("FILE", *file, "The file that `clearsky export` made")
      ->required();
  program->SetRun(command, [program, file] {
    return RunLoad(program->LedgerDirectory(), *file);
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
