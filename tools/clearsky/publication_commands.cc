#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "app.h"
#include "base/status_macros.h"
#include "clearsky/v1/publication.pb.h"
#include "connection.h"
#include "input.h"
#include "names.h"
#include "print.h"

// The third clock: publish records what is told, published tells what was.

namespace clearsky::cli {
namespace {

// Lower-case hexadecimal digits.
std::string Hex(const std::string& bytes) {
  std::string hex;
  for (const char c : bytes) {
    absl::StrAppend(&hex,
                    absl::Hex(static_cast<unsigned char>(c), absl::kZeroPad2));
  }
  return hex;
}

// `as of 2022-09-28, known to position 121: clear-sky/2022 at revision 52; ko,
// as-published, tsv, renderer 1`. What no renderer made names no position.
std::string RestsOn(const v1::TablePublished& published) {
  const bool rendered = published.renderer_version() > 0;
  std::vector<std::string> heads;
  for (const v1::StreamHead& head : published.heads()) {
    heads.push_back(
        absl::StrCat(head.stream(), " at revision ", head.revision()));
  }
  std::string words = absl::StrCat("as of ", published.as_of_day());
  if (rendered) {
    absl::StrAppend(&words, ", known to position ", published.position());
  }
  absl::StrAppend(
      &words, heads.empty() ? "" : ": ", absl::StrJoin(heads, ", "), "; ",
      published.language(), ", ", NameOf(published.style()), ", ",
      published.format(),
      rendered ? absl::StrCat(", renderer ", published.renderer_version())
               : ", made by no renderer");
  if (!published.document_id().empty()) {
    absl::StrAppend(&words, ", in `", published.document_id(), "`");
  }
  return words;
}

struct PublishOptions {
  std::string plan;
  std::string as_of;
  std::string style = "as-published";
  std::string language = "ko";
  std::string format = "text";
  std::string publication_id;
  std::string document;
  std::string reason;
  std::vector<std::string> asked_by;
  std::string source;
  std::string actor;
  std::string at;
  bool dry_run = false;
};

absl::StatusOr<v1::PublishTableRequest> RequestOf(const PublishOptions& options,
                                                  absl::TimeZone zone) {
  v1::PublishTableRequest request;
  request.set_plan(options.plan);
  ASSIGN_OR_RETURN(const v1::PointInTime at,
                   ReadPointInTime(options.as_of, "", zone));
  request.set_as_of_day(at.as_of_day());
  request.set_language(options.language);
  request.set_style(ReadName<v1::TableStyle>(options.style).value());
  request.set_format(options.format);
  request.set_publication_id(options.publication_id);
  request.set_document_id(options.document);
  v1::Provenance* const provenance = request.mutable_provenance();
  if (!options.reason.empty()) {
    *provenance->mutable_reason() = ReadReason(options.reason);
  }
  for (const std::string& id : options.asked_by) {
    provenance->add_requested_by(id);
  }
  if (!options.source.empty()) {
    provenance->mutable_source()->set_document_id(options.source);
  }
  if (!options.actor.empty()) {
    *provenance->mutable_actor() = ReadActor(options.actor);
  }
  if (!options.at.empty()) {
    ASSIGN_OR_RETURN(const absl::Time time, ReadTime("--at", options.at, zone));
    *request.mutable_at_time() = ToTimestamp(time);
  }
  request.set_dry_run(options.dry_run);
  return request;
}

absl::Status RunPublish(const Place& place, const PublishOptions& options) {
  ASSIGN_OR_RETURN(Connection connection,
                   Connection::Open(place, Connection::Access::kWrite));
  ASSIGN_OR_RETURN(const v1::GetLedgerResponse ledger, connection.GetLedger());
  ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(ledger.zone()));
  ASSIGN_OR_RETURN(const v1::PublishTableRequest request,
                   RequestOf(options, zone));
  ASSIGN_OR_RETURN(const v1::PublishTableResponse answer,
                   connection.PublishTable(request));
  NoteBasis(answer.basis());
  for (const v1::Finding& finding : answer.recorded().findings()) {
    NoteFinding("", finding);
  }
  const v1::TablePublished& published = answer.publication();
  if (answer.dry_run()) {
    Note(absl::StrCat("`", published.publication_id(), "` could be published ",
                      RestsOn(published),
                      "; nothing was recorded, as asked by --dry-run"));
  } else {
    Note(absl::StrCat("published `", published.publication_id(), "` ",
                      RestsOn(published)));
    Note(absl::StrCat(answer.recorded().stream(), "  position ",
                      answer.recorded().position(), "  revision ",
                      answer.recorded().revision(), "  SHA-256 ",
                      Hex(published.sha256())));
  }
  Print(answer.content());
  return absl::OkStatus();
}

void AddWhoPublishes(CLI::App* command, PublishOptions* options) {
  const auto add = [command](const char* name, auto& value, const char* type,
                             const char* text) {
    return command->add_option(name, value, text)
        ->type_name(type)
        ->allow_extra_args(false)
        ->group("Provenance");
  };
  add("--reason", options->reason, "TEXT", "Why, in words");
  add("--asked-by", options->asked_by, "ID",
      "A party or organisation that asked for it; may repeat");
  add("--source", options->source, "DOC",
      "Id of the registered document that says so");
  add("--actor", options->actor, "WHO",
      "Who publishes: PERSON, PERSON@ORGANISATION or @ORGANISATION")
      ->check(CheckActor);
  add("--at", options->at, "TIME",
      "On simulated ledgers: the time it is recorded, RFC 3339, or a day");
  command
      ->add_flag("--dry-run", options->dry_run,
                 "Render and check everything, record nothing")
      ->group("Provenance");
}

void AddPublish(Program* program) {
  CLI::App* const command = program->AddOnLedger(
      {"publish", kGroupRecordOther,
       "Publish the table: print it, keep its bytes, record that it was told",
       "Prints exactly the bytes that are kept by their SHA-256. What is "
       "recorded says on\n"
       "which events the table rests; `clearsky published` shows it again, "
       "whatever happens\n"
       "later.",
       "clearsky publish clear-sky/2022 --format tsv > table.tsv"});
  const auto options = std::make_shared<PublishOptions>();
  command
      ->add_option("PLAN", options->plan,
                   "The plan's stream, e.g. clear-sky/2022")
      ->required();
  command
      ->add_option("--as-of", options->as_of,
                   "The day it stands for, YYYY-MM-DD; today when left out")
      ->type_name("DAY");
  command->add_option("--style", options->style, "As of `clearsky table`")
      ->check(CLI::IsMember({"as-published", "normalised"}))
      ->type_name("STYLE")
      ->capture_default_str();
  command->add_option("--lang", options->language, "Language of the table")
      ->type_name("TAG")
      ->capture_default_str();
  command->add_option("--format", options->format, "One of text, tsv, md")
      ->type_name("FORMAT")
      ->capture_default_str();
  command
      ->add_option("--publication-id", options->publication_id,
                   "Its id; made of the day when left out: table-2022-09-28")
      ->type_name("ID");
  command
      ->add_option("--document", options->document,
                   "Id of the registered document it is published in")
      ->type_name("DOC");
  AddWhoPublishes(command, options.get());
  program->SetRun(command, [program, options] {
    return RunPublish(program->LedgerPlace(), *options);
  });
}

struct PublishedOptions {
  std::string plan;
  std::string on;
  std::string known_at;
  std::string format = "bytes";
  bool list = false;
};

std::string QuotedLine(const std::string& line) {
  return line.empty() ? "nothing" : absl::StrCat("“", line, "”");
}

std::string RerenderingWords(const v1::Publication& publication) {
  const v1::Rerendering& rerendering = publication.rerendering();
  switch (rerendering.outcome()) {
    case v1::Rerendering::OUTCOME_SAME:
      return absl::StrCat("the same bytes (renderer ",
                          rerendering.renderer_version(), ")");
    case v1::Rerendering::OUTCOME_DIFFERENT: {
      const std::string renderers = absl::StrCat(
          "other bytes (renderer ", publication.published().renderer_version(),
          " then, ", rerendering.renderer_version(), " now)");
      if (rerendering.first_differing_line() == 0) return renderers;
      return absl::StrCat(
          renderers, ", first in line ", rerendering.first_differing_line(),
          ": published ", QuotedLine(rerendering.published_line()),
          ", rendered ", QuotedLine(rerendering.rendered_line()));
    }
    default:
      return absl::StrCat("not compared: ", rerendering.reason());
  }
}

void NoteHindsight(const v1::GetPublishedResponse& answer) {
  const v1::Hindsight& hindsight = answer.hindsight();
  const std::string& day = answer.publication().published().as_of_day();
  if (!hindsight.compared()) return;
  if (hindsight.differing_lines() == 0) {
    Note(absl::StrCat("what is known now of ", day, " is what was told"));
    return;
  }
  Note(absl::StrCat("what is known now of ", day,
                    " differs from what was told in ",
                    hindsight.differing_lines(),
                    hindsight.differing_lines() == 1 ? " line (" : " lines (",
                    absl::StrJoin(hindsight.activity_ids(), ", "),
                    "); `clearsky compare` shows them"));
}

// What was found out about a publication, on standard error.
void NotePublication(const v1::GetPublishedResponse& answer,
                     const std::string& zone) {
  const v1::Publication& publication = answer.publication();
  const v1::TablePublished& published = publication.published();
  Note(absl::StrCat("`", published.publication_id(), "`, published ",
                    publication.effective().edtf(), ", recorded ",
                    TimeWords(publication.record_time(), zone), ", position ",
                    publication.position(), ", revision ",
                    publication.revision()));
  Note(absl::StrCat("it tells ", RestsOn(published)));
  Note(absl::StrCat("intact: ", publication.size_bytes(), " bytes, SHA-256 ",
                    Hex(published.sha256())));
  Note(absl::StrCat("rendered again: ", RerenderingWords(publication)));
  NoteHindsight(answer);
}

absl::Status RunList(Connection* connection,
                     const v1::GetPublishedRequest& asked,
                     const std::string& format) {
  v1::ListPublicationsRequest request;
  request.set_plan(asked.plan());
  *request.mutable_at() = asked.at();
  ASSIGN_OR_RETURN(const v1::ListPublicationsResponse answer,
                   connection->ListPublications(request));
  NoteBasis(answer.basis());
  if (format == "json") return PrintJson(answer, JsonLayout::kIndented);
  for (const v1::Publication& publication : answer.publications()) {
    Print(absl::StrCat(publication.effective().edtf(), "\t",
                       publication.published().publication_id(), "\t",
                       publication.published().as_of_day(), "\tposition ",
                       publication.position(), "\t",
                       publication.intact()
                           ? "intact"
                           : absl::StrCat("not intact: ", publication.damage()),
                       "\trendered again: ", RerenderingWords(publication),
                       "\n"));
  }
  return absl::OkStatus();
}

absl::Status RunPublished(const Place& place, const PublishedOptions& options) {
  ASSIGN_OR_RETURN(Connection connection,
                   Connection::Open(place, Connection::Access::kRead));
  ASSIGN_OR_RETURN(const v1::GetLedgerResponse ledger, connection.GetLedger());
  ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(ledger.zone()));
  v1::GetPublishedRequest request;
  request.set_plan(options.plan);
  auto at = ReadPointInTime(options.on, options.known_at, zone);
  if (!at.ok()) {
    return absl::Status(
        at.status().code(),
        absl::StrReplaceAll(at.status().message(), {{"--as-of", "--on"}}));
  }
  *request.mutable_at() = *std::move(at);
  if (options.list) return RunList(&connection, request, options.format);
  ASSIGN_OR_RETURN(const v1::GetPublishedResponse answer,
                   connection.GetPublished(request));
  NoteBasis(answer.basis(), ledger.event_count());
  NotePublication(answer, ledger.zone());
  if (options.format == "json") {
    return PrintJson(answer, JsonLayout::kIndented);
  }
  Print(answer.content());
  return absl::OkStatus();
}

void AddPublished(Program* program) {
  CLI::App* const command = program->AddOnLedger(
      {"published", kGroupAsk,
       "What was told: the last table published on or before a day",
       "Prints the bytes exactly as they were published; on standard error, "
       "when they were\n"
       "told and on what they rest, whether they are intact, whether the "
       "renderer of today\n"
       "makes the same of what was known then, and whether what is known now "
       "differs.",
       "clearsky published clear-sky/2022 --on 2022-10-01"});
  const auto options = std::make_shared<PublishedOptions>();
  command
      ->add_option("PLAN", options->plan,
                   "The plan's stream, e.g. clear-sky/2022")
      ->required();
  command
      ->add_option("--on", options->on,
                   "Told on this day or before, YYYY-MM-DD; today when left "
                   "out")
      ->type_name("DAY");
  command
      ->add_option("--known-at", options->known_at,
                   "As the ledger knew then: as of `clearsky table`")
      ->type_name("TIME|POSITION");
  command->add_flag("--list", options->list,
                    "All publications up to that day, one a line");
  command->add_option("--format", options->format, "bytes or json")
      ->check(CLI::IsMember({"bytes", "json"}))
      ->type_name("FORMAT")
      ->capture_default_str();
  program->SetRun(command, [program, options] {
    return RunPublished(program->LedgerPlace(), *options);
  });
}

}  // namespace

void AddPublicationCommands(Program* program) {
  AddPublish(program);
  AddPublished(program);
}

}  // namespace clearsky::cli
