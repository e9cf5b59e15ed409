#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "document/source_text.h"

// What stands around the table of a release: its date, title, attachment and
// numbered list of projects. Pure; safe to call from many threads.

namespace clearsky::document {

// The day a release bears.
struct ReleaseDate {
  absl::CivilDay day;
  ByteRange range;
  // The weekday written beside it is another one.
  std::optional<v1::DocumentFinding> finding;
};

// Reads the day of the line `보도 일시` or `배포 일시`. INVALID_ARGUMENT when
// there is no such line or its date does not exist.
absl::StatusOr<ReleaseDate> ReadReleaseDate(const SourceText& text);

// Words with their place.
struct FoundWords {
  std::string words;
  ByteRange range;
};

// The headline: the first line of running text.
std::optional<FoundWords> ReadHeadline(const SourceText& text);

// What the line `붙임 ...` says is attached, without `주요 내용` and `끝`.
std::optional<FoundWords> ReadAttachment(const SourceText& text);

// A project of the numbered list in the body, `① ... ② ...`.
struct ListedProject {
  uint32_t number = 0;
  FoundWords name;
};
std::vector<ListedProject> ReadProjectList(const SourceText& text);

// Whether a line is of the block that names offices and whom to call.
bool IsContactLine(absl::string_view line);

}  // namespace clearsky::document
