#include "ledger/importer.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "base/sha256.h"
#include "base/status_macros.h"
#include "base/uuid.h"
#include "document/release.h"
#include "ledger/known_facts.h"
#include "ledger/string_fields.h"
#include "plan/history.h"
#include "plan/recording.h"

namespace clearsky::ledger {
namespace {

// Proposes under an id that no other document of the directory has: a second
// release of one day gets `-2`, and keeps it when it is imported again.
absl::StatusOr<document::Proposal> ProposeUnderOwnId(
    const Core& core, const v1::ProposeDocumentRequest& request) {
  ASSIGN_OR_RETURN(const std::shared_ptr<const v1::PlanState> directory,
                   core.histories->State(plan::kDirectoryStream,
                                         core.log->size(), std::nullopt));
  const std::string sha256 = DigestBytes(Sha256(request.content()));
  for (int number = 1;; ++number) {
    ASSIGN_OR_RETURN(
        document::Proposal proposal,
        document::ProposeRelease(request.content(), request.file_name(),
                                 request.plan(), request.facts(),
                                 number == 1 ? "" : absl::StrCat("-", number)));
    const auto known = directory->documents().find(proposal.document_id);
    if (known == directory->documents().end() ||
        known->second.registration().sha256() == sha256) {
      return proposal;
    }
  }
}

absl::StatusOr<document::Proposal> Propose(
    const Core& core, const v1::ProposeDocumentRequest& request) {
  if (request.content().empty()) {
    return absl::InvalidArgumentError(
        "content is empty; give the text of a release with its table");
  }
  RETURN_IF_ERROR(plan::CheckPlanName(request.plan()));
  if (request.plan() == plan::kDirectoryStream) {
    return absl::InvalidArgumentError(
        "plan: `directory` is reserved for what all plans share");
  }
  return ProposeUnderOwnId(core, request);
}

absl::StatusOr<std::optional<log::EventPlace>> Find(const Core& core,
                                                    const std::string& id) {
  ASSIGN_OR_RETURN(const Uuid uuid, ParseUuid(id));
  return core.log->FindEvent(uuid);
}

void AddFinding(absl::string_view rule, absl::string_view message,
                std::vector<v1::DocumentFinding>* findings) {
  v1::DocumentFinding& finding = findings->emplace_back();
  finding.set_rule(std::string(rule));
  finding.set_message(std::string(message));
}

// What is left of a proposal when what the ledger knows is taken out.
struct News {
  std::vector<v1::StreamRecord> streams;
  // Persons that the ledger knows by their roles, by their placeholders.
  std::map<std::string, std::string> known_persons;
};

absl::StatusOr<News> TakeOutKnown(const Core& core,
                                  document::Proposal* proposal) {
  News news;
  std::vector<std::shared_ptr<const v1::PlanState>> states;
  for (const v1::StreamRecord& record : proposal->streams) {
    ASSIGN_OR_RETURN(
        states.emplace_back(),
        core.histories->State(record.stream(), projection::kEverythingKnown,
                              std::nullopt));
    for (const v1::EventToRecord& given : record.events()) {
      if (!given.event().has_role_assigned()) continue;
      const v1::RoleAssigned& assigned = given.event().role_assigned();
      const auto role = states.back()->roles().find(assigned.role_id());
      if (role == states.back()->roles().end()) continue;
      news.known_persons[assigned.person_id()] =
          role->second.assignment().person_id();
    }
  }
  for (size_t i = 0; i < proposal->streams.size(); ++i) {
    v1::StreamRecord left = proposal->streams[i];
    left.clear_events();
    for (const v1::EventToRecord& given : proposal->streams[i].events()) {
      std::optional<std::string> known = WhatIsKnown(*states[i], given.event());
      if (given.event().has_person_registered() &&
          news.known_persons.contains(
              given.event().person_registered().person_id())) {
        known = "a person is known by a role";
      }
      if (!known) {
        *left.add_events() = given;
        continue;
      }
      AddFinding("already-known",
                 absl::StrCat(left.stream(), ": ", *known,
                              "; this statement of it is left out"),
                 &proposal->findings);
    }
    if (left.events_size() > 0) news.streams.push_back(std::move(left));
  }
  return news;
}

// `person-` and 12 hexadecimal digits of a random UUID's random end.
std::string NewPersonId() {
  const std::string bytes = MakeUuidV4().ToBytes();
  return absl::StrCat("person-", absl::BytesToHexString(bytes.substr(10)));
}

void NamePersons(const document::Proposal& proposal, News* news) {
  std::map<std::string, std::string> ids = news->known_persons;
  for (const std::string& placeholder : proposal.person_placeholders) {
    if (!ids.contains(placeholder)) ids[placeholder] = NewPersonId();
  }
  for (v1::StreamRecord& record : news->streams) {
    for (v1::EventToRecord& given : *record.mutable_events()) {
      ReplaceStrings(ids, given.mutable_event());
    }
  }
}

// The positions of an import of before.
absl::StatusOr<v1::ImportDocumentResponse> FirstImport(
    const Core& core, document::Proposal proposal) {
  v1::ImportDocumentResponse response;
  response.set_duplicate(true);
  std::vector<log::EventPlace> places;
  for (const v1::StreamRecord& record : proposal.streams) {
    for (const v1::EventToRecord& given : record.events()) {
      ASSIGN_OR_RETURN(std::optional<log::EventPlace> place,
                       Find(core, given.event_id()));
      if (place) {
        places.push_back(*std::move(place));
        continue;
      }
      AddFinding(
          "not-recorded",
          absl::StrCat(record.stream(), ": ", plan::ChangeName(given.event()),
                       " ", plan::MainEntityOf(given.event()),
                       " was not recorded when this document was "
                       "imported"),
          &proposal.findings);
    }
  }
  std::sort(places.begin(), places.end(), [](const auto& a, const auto& b) {
    return a.position < b.position;
  });
  for (const log::EventPlace& place : places) {
    v1::RecordedPosition* recorded = response.add_recorded();
    recorded->set_event_id(place.event_id.ToString());
    recorded->set_stream(place.stream);
    recorded->set_position(place.position);
    recorded->set_revision(place.revision);
    *recorded->mutable_record_time() = TimestampOf(place.record_time);
  }
  response.mutable_findings()->Assign(proposal.findings.begin(),
                                      proposal.findings.end());
  return response;
}

}  // namespace

absl::StatusOr<v1::ProposeDocumentResponse> ProposeDocument(
    const Core& core, const v1::ProposeDocumentRequest& request) {
  ASSIGN_OR_RETURN(document::Proposal proposal, Propose(core, request));
  ASSIGN_OR_RETURN(const std::optional<log::EventPlace> known,
                   Find(core, proposal.document_event_id));
  v1::ProposeDocumentResponse response;
  if (known) {
    response.set_already_imported(true);
  } else {
    ASSIGN_OR_RETURN(const News news, TakeOutKnown(core, &proposal));
    response.mutable_streams()->Assign(news.streams.begin(),
                                       news.streams.end());
  }
  response.mutable_findings()->Assign(proposal.findings.begin(),
                                      proposal.findings.end());
  return response;
}

absl::StatusOr<v1::ImportDocumentResponse> ImportDocument(
    const Core& core, const v1::ImportDocumentRequest& request,
    Recorder* recorder) {
  ASSIGN_OR_RETURN(document::Proposal proposal,
                   Propose(core, request.document()));
  ASSIGN_OR_RETURN(std::optional<log::EventPlace> known,
                   Find(core, proposal.document_event_id));
  if (known) return FirstImport(core, std::move(proposal));

  const document::Proposal whole = proposal;
  ASSIGN_OR_RETURN(News news, TakeOutKnown(core, &proposal));
  NamePersons(proposal, &news);
  v1::RecordEventsRequest record;
  record.mutable_streams()->Assign(news.streams.begin(), news.streams.end());
  record.add_documents()->set_content(request.document().content());
  if (request.has_at_time()) *record.mutable_at_time() = request.at_time();
  absl::StatusOr<v1::RecordEventsResponse> recorded = recorder->Record(record);
  if (!recorded.ok()) {
    // Somebody else may have imported it meanwhile, with other persons' ids.
    ASSIGN_OR_RETURN(known, Find(core, proposal.document_event_id));
    if (known) return FirstImport(core, whole);
    return recorded.status();
  }
  v1::ImportDocumentResponse response;
  *response.mutable_recorded() = std::move(*recorded->mutable_recorded());
  response.set_duplicate(recorded->duplicate());
  response.mutable_findings()->Assign(proposal.findings.begin(),
                                      proposal.findings.end());
  return response;
}

}  // namespace clearsky::ledger
