#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/ledger_service.pb.h"

// Published documents in: reads a press release with its table and proposes the
// events that explain it. Pure; safe to call from many threads.

namespace clearsky::document {

// One line of the attached table as the text prints it, cells filled down.
struct ReleaseLine {
  std::string area;
  std::string project;
  std::string line;          // `○ ` included.
  uint32_t line_number = 0;  // Of the document, from 1.
  size_t begin_byte = 0;     // Of `line` in the document.
  size_t end_byte = 0;       // Exclusive.
};

// The table of a release's text. INVALID_ARGUMENT when it has none: no head
// `분야 세부사업 주요 이행현황`, or no line below it.
absl::StatusOr<std::vector<ReleaseLine>> ReadReleaseTable(
    absl::string_view text);

// What a release is read into.
struct Proposal {
  // In the order they are to be recorded: directory, kr-cn-environment, other
  // frameworks, the plan. Every event has its id: a UUIDv8 of the document and
  // the event's content.
  std::vector<v1::StreamRecord> streams;
  std::vector<v1::DocumentFinding> findings;
  // Ids of persons in the events are placeholders, `person:<fact id>`, to be
  // replaced by random ids when recorded, so that no id tells a name; each is
  // listed here once.
  std::vector<std::string> person_placeholders;
  // The id of the document, and that of its DocumentRegistered event.
  std::string document_id;
  std::string document_event_id;
};

// Proposes the events that explain the release `content` for plan
// `plan` (a stream name). `facts` is JSON of reviewed facts about its prose, or
// empty: then the table and the date are all that is read. A fact whose quote
// does not stand in the text is left out, with a finding. The document's id is
// `press-release-<day>` and `id_suffix`, which tells two releases of one day
// apart.
//
// INVALID_ARGUMENT: the text is empty, not UTF-8, has no table or no date; the
// facts are not JSON of the expected form.
absl::StatusOr<Proposal> ProposeRelease(absl::string_view content,
                                        absl::string_view file_name,
                                        absl::string_view plan,
                                        absl::string_view facts,
                                        absl::string_view id_suffix = "");

}  // namespace clearsky::document
