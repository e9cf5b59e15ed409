#include "ledger/reconciler.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "base/sha256.h"
#include "base/status_macros.h"
#include "base/uuid.h"
#include "document/lint/lint.h"
#include "document/published_table.h"
#include "document/reconcile.h"
#include "ledger/near_names.h"
#include "ledger/working_streams.h"
#include "plan/edtf.h"
#include "plan/fold.h"
#include "plan/history.h"
#include "plan/partial_date.h"
#include "plan/recording.h"

namespace clearsky::ledger {
namespace {

using document::PublishedTable;

// Checking all proposals together costs a fold of the plan for each event that
// is told late; beyond this many events folded, each was only checked by itself
// and the append checks the rest.
constexpr size_t kMaxFolded = 4'000'000;

// What the document is held against.
struct Against {
  absl::CivilDay today;
  absl::CivilDay day;
  bool is_ahead = false;
  uint64_t known_count = 0;
  std::shared_ptr<const plan::History> history;
  std::shared_ptr<const v1::PlanState> state;
  std::shared_ptr<const v1::PlanState> latest;
  std::shared_ptr<const v1::PlanState> directory;
};

absl::StatusOr<Against> AgainstOf(const Core& core,
                                  const v1::ReconcileDocumentRequest& request,
                                  uint64_t known_count) {
  Against against;
  absl::Time now = core.Now();
  if (request.has_at_time()) {
    ASSIGN_OR_RETURN(now, TimeOf("at_time", request.at_time()));
  }
  against.today = core.DayOf(now);
  against.day = against.today;
  if (!request.on_day().empty()) {
    const absl::StatusOr<absl::CivilDay> day = plan::ParseDay(request.on_day());
    if (!day.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("on_day: ", day.status().message()));
    }
    against.is_ahead = *day > against.today;
    against.day = std::min(*day, against.today);
  }
  against.known_count = known_count;
  ASSIGN_OR_RETURN(against.history,
                   core.histories->Read(request.plan(), known_count));
  ASSIGN_OR_RETURN(
      against.state,
      core.histories->State(request.plan(), known_count, against.day));
  ASSIGN_OR_RETURN(
      against.latest,
      core.histories->State(request.plan(), known_count, std::nullopt));
  ASSIGN_OR_RETURN(
      against.directory,
      core.histories->State(plan::kDirectoryStream, known_count, std::nullopt));
  return against;
}

// `text/plain; charset=utf-8` and the like.
std::string MediaType(document::Format format) {
  switch (format) {
    case document::Format::kText:
      return "text/plain";
    case document::Format::kTabSeparated:
      return "text/tab-separated-values";
    case document::Format::kCsv:
      return "text/csv";
    case document::Format::kMarkdown:
      return "text/markdown";
    case document::Format::kHtml:
      return "text/html";
    case document::Format::kDocx:
      return "application/vnd.openxmlformats-officedocument."
             "wordprocessingml.document";
    case document::Format::kHwpx:
      return "application/hwp+zip";
    case document::Format::kXlsx:
      return "application/vnd.openxmlformats-officedocument.spreadsheetml."
             "sheet";
  }
  return "application/octet-stream";
}

// The document as the directory has it; else by an id of its day and hash that
// no other has.
v1::ReconciledDocument DocumentOf(const v1::PlanState& directory,
                                  const PublishedTable& table,
                                  const std::string& sha256,
                                  absl::CivilDay day) {
  v1::ReconciledDocument document;
  document.set_sha256(sha256);
  document.set_format(std::string(document::FormatName(table.format)));
  document.set_encoding(table.encoding);
  for (const auto& [id, known] : directory.documents()) {
    if (known.registration().sha256() != sha256) continue;
    // Of several, the one that was registered first.
    if (document.registered() &&
        directory.documents().at(document.document_id()).revision() <
            known.revision()) {
      continue;
    }
    document.set_document_id(id);
    document.set_registered(true);
  }
  if (document.registered()) return document;
  constexpr size_t kHashDigits = 12;
  const std::string first =
      absl::StrCat("table-", plan::FormatDay(day), "-",
                   absl::BytesToHexString(sha256).substr(0, kHashDigits));
  std::string id = first;
  for (int i = 2; directory.documents().contains(id); ++i) {
    id = absl::StrCat(first, "-", i);
  }
  document.set_document_id(id);
  return document;
}

v1::EventToRecord RegistrationOf(const v1::ReconcileDocumentRequest& request,
                                 const PublishedTable& table,
                                 const v1::ReconciledDocument& document,
                                 absl::CivilDay day) {
  v1::EventToRecord registered;
  v1::PlanEvent* event = registered.mutable_event();
  v1::Provenance* provenance = event->mutable_provenance();
  *provenance->mutable_effective() = plan::DateOfDay(day);
  provenance->set_basis(v1::BASIS_STATED);
  if (request.actor().ByteSizeLong() > 0) {
    *provenance->mutable_actor() = request.actor();
  }
  v1::DocumentRegistered* change = event->mutable_document_registered();
  change->set_document_id(document.document_id());
  change->set_kind("table");
  change->set_media_type(MediaType(table.format));
  if (table.text_is_content && table.encoding == "UTF-8") {
    change->set_media_type(
        absl::StrCat(change->media_type(), "; charset=utf-8"));
  }
  change->set_sha256(document.sha256());
  change->set_size_bytes(request.content().size());
  *change->mutable_date() = plan::DateOfDay(day);
  if (!request.file_name().empty()) {
    v1::Label* title = change->add_titles();
    title->set_language("ko");
    title->set_text(request.file_name());
  }
  registered.set_event_id(
      UuidV8OfContent(absl::StrCat(document.sha256(), plan::kDirectoryStream,
                                   "\n", plan::EncodeEvent(*event)))
          .ToString());
  return registered;
}

// A document read and held against the plan.
struct Reconciled {
  PublishedTable table;
  Against against;
  v1::Reconciliation reconciliation;
};

absl::Status CheckRequest(const Core& core,
                          const v1::ReconcileDocumentRequest& request) {
  if (request.content().empty()) {
    return absl::InvalidArgumentError(
        "content is empty; give the bytes of a document with a table");
  }
  RETURN_IF_ERROR(RequireStream(core, "plan", request.plan()));
  if (request.plan() == plan::kDirectoryStream) {
    return absl::InvalidArgumentError(
        "plan: `directory` is no plan, and has no table");
  }
  return absl::OkStatus();
}

absl::Status CheckParty(const v1::PlanState& directory,
                        const std::string& party) {
  if (party.empty() || directory.parties().contains(party)) {
    return absl::OkStatus();
  }
  std::vector<std::string> known;
  for (const auto& [id, state] : directory.parties()) known.push_back(id);
  std::sort(known.begin(), known.end());
  return NotKnown(absl::StrCat("asserted_by: unknown party `", party, "`"),
                  party, known, {"UNKNOWN_PARTY", {{"field", "asserted_by"}}});
}

// What a reader should know of the day.
void TellDay(const v1::ReconcileDocumentRequest& request,
             const Against& against, v1::Reconciliation* reconciliation) {
  const auto tell = [&](const char* rule, const std::string& message) {
    v1::ReconciliationFinding finding;
    finding.set_rule(rule);
    finding.set_message(message);
    // Before those of lines.
    *reconciliation->add_findings() = std::move(finding);
    for (int i = reconciliation->findings_size() - 1; i > 0; --i) {
      reconciliation->mutable_findings()->SwapElements(i, i - 1);
    }
  };
  if (against.is_ahead) {
    tell("day-in-future",
         absl::StrCat(request.on_day(),
                      " is in the future: for the ledger it is ",
                      plan::FormatDay(against.today),
                      ", and the document is read as of that day"));
  }
  if (against.state->activities().empty() &&
      !against.latest->activities().empty()) {
    std::optional<absl::CivilDay> first;
    for (const plan::HistoryEvent& at : *against.history) {
      if (!at.event.has_value() || plan::MainEntityOf(*at.event).empty()) {
        continue;
      }
      if (!against.latest->activities().contains(
              plan::MainEntityOf(*at.event))) {
        continue;
      }
      const plan::DayBounds days =
          plan::EffectiveDays(*at.event, at.record_day);
      if (!first.has_value() || *days.latest < *first) first = days.latest;
    }
    tell("day-before-plan",
         absl::StrCat("on ", plan::FormatDay(against.day),
                      " the plan has no activities: its first change is of ",
                      first.has_value() ? plan::FormatDay(*first) : "later"));
  }
}

// Where the running text around the table gives an activity another date than
// its line does. The line is what is proposed; which of the two is right, and
// whether the other is worth a discrepancy, is for people to say.
void TellRunningText(const PublishedTable& table, const Against& against,
                     v1::Reconciliation* reconciliation) {
  for (const v1::LintFinding& found :
       document::lint::FindBodyDates(table, against.day)) {
    document::DocumentPlace place;
    place.line = found.place().line();
    place.column = found.place().column();
    place.table = found.place().table();
    place.row = found.place().row();
    place.cell = found.place().cell();
    place.sheet = found.place().sheet();
    v1::ReconciliationFinding* told = reconciliation->add_findings();
    told->set_place(document::PlaceWords(place, table.format));
    told->set_line(place.line);
    told->set_rule(found.rule());
    told->set_message(found.message());
  }
}

// Takes out of `reconciliation` what the rules refuse when all of it is
// recorded together, and tells why.
absl::Status CheckTogether(const Core& core, const Against& against,
                           v1::Reconciliation* reconciliation) {
  size_t events = 0;
  for (const auto& proposal : reconciliation->proposals()) {
    events += static_cast<size_t>(proposal.events_size());
  }
  if (events * (against.history->size() + events) > kMaxFolded) {
    return absl::OkStatus();
  }
  for (bool again = true; again;) {
    again = false;
    WorkingStreams working(&core);
    working.ExpectInDirectory(plan::EntityKind::kDocument,
                              reconciliation->document().document_id());
    const plan::EntityExists exists = [&working](absl::string_view stream,
                                                 plan::EntityKind kind,
                                                 absl::string_view id) {
      return working.Exists(stream, kind, id);
    };
    for (auto& proposal : *reconciliation->mutable_proposals()) {
      for (const v1::EventToRecord& event : proposal.events()) {
        const absl::Status status =
            working
                .CheckNext(reconciliation->plan(), event.event(), against.today,
                           exists)
                .status();
        if (status.ok()) continue;
        v1::ReconciliationFinding* finding = reconciliation->add_findings();
        finding->set_place(proposal.place());
        finding->set_line(proposal.line());
        finding->set_rule("refused");
        finding->set_message(absl::StrCat("`", proposal.document_line(),
                                          "`: ", status.message()));
        proposal.clear_events();
        proposal.set_kind(v1::RECONCILIATION_KIND_QUESTION);
        proposal.set_words(absl::StrCat("refused: ", status.message()));
        proposal.set_safe(false);
        again = true;
        break;
      }
      if (again) break;
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Reconciled> ReconcileAt(
    const Core& core, const v1::ReconcileDocumentRequest& request,
    uint64_t known_count) {
  RETURN_IF_ERROR(CheckRequest(core, request));
  Reconciled made;
  ASSIGN_OR_RETURN(made.table, document::ReadPublishedTable(
                                   request.content(), request.file_name()));
  ASSIGN_OR_RETURN(made.against, AgainstOf(core, request, known_count));
  RETURN_IF_ERROR(CheckParty(*made.against.directory, request.asserted_by()));

  const std::string sha256 = DigestBytes(Sha256(request.content()));
  const v1::ReconciledDocument document =
      DocumentOf(*made.against.directory, made.table, sha256, made.against.day);
  document::ReconcileInput input;
  input.table = &made.table;
  input.plan = request.plan();
  input.day = made.against.day;
  input.record_day = made.against.today;
  input.history = made.against.history.get();
  input.state = made.against.state.get();
  input.latest = made.against.latest.get();
  input.directory = made.against.directory.get();
  input.source.document_id = document.document_id();
  input.source.sha256 = sha256;
  input.source.asserted_by = request.asserted_by();
  input.actor = request.actor();
  input.basis = absl::StrCat(made.against.history->size());
  made.reconciliation = document::Reconcile(input);
  *made.reconciliation.mutable_document() = document;
  *made.reconciliation.mutable_basis() = BasisOf(
      core, {made.against.day, known_count}, made.against.history->size());
  TellRunningText(made.table, made.against, &made.reconciliation);
  TellDay(request, made.against, &made.reconciliation);
  return made;
}

// The events that were agreed to; one that two proposals share, once.
absl::StatusOr<std::vector<v1::EventToRecord>> AgreedEvents(
    const v1::ApplyReconciliationRequest& request,
    const v1::Reconciliation& reconciliation) {
  std::vector<v1::EventToRecord> events;
  std::set<std::string> ids;
  std::set<uint32_t> numbers;
  const auto take =
      [&](const google::protobuf::RepeatedPtrField<v1::EventToRecord>& more) {
        for (const v1::EventToRecord& event : more) {
          if (ids.insert(event.event_id()).second) events.push_back(event);
        }
      };
  std::vector<v1::AgreedProposal> agreed(request.agreed().begin(),
                                         request.agreed().end());
  std::stable_sort(
      agreed.begin(), agreed.end(),
      [](const auto& a, const auto& b) { return a.number() < b.number(); });
  for (const v1::AgreedProposal& choice : agreed) {
    const uint32_t number = choice.number();
    const auto count = static_cast<uint32_t>(reconciliation.proposals_size());
    if (number == 0 || number > count) {
      return absl::InvalidArgumentError(absl::StrCat(
          "agreed: there is no proposal ", number, "; ",
          count == 0 ? "nothing is proposed"
                     : absl::StrCat("they are numbered 1 to ", count)));
    }
    if (!numbers.insert(number).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("agreed: proposal ", number, " is named twice"));
    }
    const v1::ReconciliationProposal& proposal =
        reconciliation.proposals(static_cast<int>(number) - 1);
    const auto alternatives =
        static_cast<uint32_t>(proposal.alternatives_size());
    if (choice.alternative() > alternatives) {
      return absl::InvalidArgumentError(
          absl::StrCat("agreed: proposal ", number, " has ", alternatives,
                       " alternatives, not ", choice.alternative()));
    }
    if (choice.alternative() > 0) {
      take(proposal.alternatives(static_cast<int>(choice.alternative()) - 1)
               .events());
      continue;
    }
    if (proposal.kind() == v1::RECONCILIATION_KIND_QUESTION) {
      return absl::InvalidArgumentError(absl::StrCat(
          "agreed: proposal ", number, " is a question; ",
          alternatives == 0
              ? "nothing can be recorded of it"
              : absl::StrCat("say which of its ", alternatives,
                             " alternatives, such as ", number, ":1")));
    }
    take(proposal.events());
  }
  return events;
}

absl::Status MovedSince(const absl::Status& status, const std::string& plan) {
  if (!absl::IsAborted(status)) return status;
  return WithMessage(status,
                     absl::StrCat(plan, " has moved since this was proposed (",
                                  status.message(),
                                  "); nothing was recorded: reconcile again"));
}

}  // namespace

absl::StatusOr<v1::ReconcileDocumentResponse> ReconcileDocument(
    const Core& core, const v1::ReconcileDocumentRequest& request) {
  ASSIGN_OR_RETURN(Reconciled made,
                   ReconcileAt(core, request, core.log->size()));
  RETURN_IF_ERROR(CheckTogether(core, made.against, &made.reconciliation));
  v1::ReconcileDocumentResponse response;
  *response.mutable_reconciliation() = std::move(made.reconciliation);
  return response;
}

absl::StatusOr<v1::ApplyReconciliationResponse> ApplyReconciliation(
    const Core& core, const v1::ApplyReconciliationRequest& request,
    Recorder* recorder) {
  if (request.agreed().empty()) {
    return absl::InvalidArgumentError(
        "agreed: nothing was agreed to; name at least one proposal");
  }
  if (request.known_count() > core.log->size()) {
    return absl::OutOfRangeError(
        absl::StrCat("known_count: ", request.known_count(),
                     " events are more than the ledger's ", core.log->size()));
  }
  ASSIGN_OR_RETURN(const Reconciled made, ReconcileAt(core, request.document(),
                                                      request.known_count()));
  const v1::Reconciliation& reconciliation = made.reconciliation;
  ASSIGN_OR_RETURN(const std::vector<v1::EventToRecord> events,
                   AgreedEvents(request, reconciliation));
  v1::ApplyReconciliationResponse response;
  response.set_dry_run(request.dry_run());
  response.set_document_id(reconciliation.document().document_id());
  if (events.empty()) return response;

  v1::RecordEventsRequest record;
  record.set_dry_run(request.dry_run());
  if (request.document().has_at_time()) {
    *record.mutable_at_time() = request.document().at_time();
  }
  if (!reconciliation.document().registered()) {
    v1::StreamRecord* directory = record.add_streams();
    directory->set_stream(plan::kDirectoryStream);
    *directory->add_events() =
        RegistrationOf(request.document(), made.table,
                       reconciliation.document(), made.against.day);
  }
  v1::StreamRecord* plan = record.add_streams();
  plan->set_stream(request.document().plan());
  plan->mutable_expected()->set_revision(made.against.history->size() - 1);
  plan->mutable_events()->Assign(events.begin(), events.end());
  record.add_documents()->set_content(request.document().content());
  absl::StatusOr<v1::RecordEventsResponse> recorded = recorder->Record(record);
  if (!recorded.ok()) {
    return MovedSince(recorded.status(), request.document().plan());
  }
  *response.mutable_recorded() = std::move(*recorded->mutable_recorded());
  response.set_duplicate(recorded->duplicate());
  return response;
}

}  // namespace clearsky::ledger
