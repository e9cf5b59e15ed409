#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/lint_service.pb.h"
#include "document/published_table.h"

// Reads a document before it is published and says what in it disagrees with
// itself, with the calendar, or with the plan. Pure; safe to call from many
// threads.

namespace clearsky::document::lint {

// A name as the plan has it.
struct KnownName {
  std::string entity;  // `project exchange`: whose name it is.
  std::string text;
};

// Numbers that a series has.
struct KnownSeries {
  std::string name;
  std::set<uint32_t> ordinals;
};

// What is known of the plan whose table the document holds; all empty without
// one.
struct KnownPlan {
  // Years it is for, both inclusive; 0 when not known.
  int first_year = 0;
  int last_year = 0;
  std::vector<KnownName> names;
  std::vector<KnownSeries> series;
};

struct LintOptions {
  // The day that past and future count from; else the document's own.
  std::optional<absl::CivilDay> day;
  // When the document bears none.
  absl::CivilDay today;
  // Only these rules, all when empty; and not these.
  std::vector<std::string> rules;
  std::vector<std::string> left_out_rules;
};

// A document as it is looked through.
struct ReadableDocument {
  PublishedTable table;      // Without lines when it has no table.
  std::string why_no_table;  // Empty when it has one.
};

// Reads a document with or without a table: of one that has none, running text
// is enough. Errors as ReadPublishedTable.
absl::StatusOr<ReadableDocument> ReadDocument(absl::string_view content,
                                              absl::string_view file_name);

// Looks a document that was read through. REQUIRES: the rules of the options
// exist.
v1::LintDocumentResponse LintTable(const PublishedTable& table,
                                   const KnownPlan& plan,
                                   const LintOptions& options);

// The findings of rule `body-table` alone, for who holds the table against a
// plan: running text that gives an activity another date than its line does.
std::vector<v1::LintFinding> FindBodyDates(const PublishedTable& table,
                                           absl::CivilDay day);

// Looks through `content`, which may hold a table or none. INVALID_ARGUMENT:
// empty, of no known kind or encoding, a rule that does not exist.
absl::StatusOr<v1::LintDocumentResponse> LintDocument(
    absl::string_view content, absl::string_view file_name,
    const KnownPlan& plan, const LintOptions& options);

// The years in the name of a plan, `clear-sky/2022`; none: 0.
int YearOfPlanName(absl::string_view plan);

}  // namespace clearsky::document::lint
