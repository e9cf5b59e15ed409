#pragma once

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "clearsky/v1/plan_event.pb.h"
#include "document/facts.h"
#include "document/kept_facts.h"
#include "document/release.h"
#include "document/source_text.h"
#include "notation/korean.h"

// The table of a release as areas, projects and activities. Everything but ids
// and translations is told by the text.

namespace clearsky::document {

using Labels = google::protobuf::RepeatedPtrField<v1::Label>;

struct ReadArea {
  std::string id;
  uint32_t order = 0;
  std::string table_name;
  Labels labels;
  ByteRange range;
};

struct ReadProject {
  std::string id;
  uint32_t number = 0;
  std::string area_id;
  std::string table_area;
  std::string table_name;
  Labels labels;
  ByteRange range;
};

struct ReadActivity {
  std::string id;
  v1::ActivityKind kind = v1::ACTIVITY_KIND_UNSPECIFIED;
  notation::TableLineReading reading;
  Labels titles;
  Labels agenda;
  std::vector<std::string> project_ids;
  std::string series_id;
  uint32_t line_order = 0;
  bool ordinal_repeated = false;
  bool says_planned = false;     // 예정 is written.
  bool says_put_off_to = false;  // `11월로 연기`: its date is the new one.
  uint32_t line_number = 0;
  ByteRange range;
  Fact fact;  // Without keys when none tells of it.
};

struct TableReading {
  std::vector<ReadArea> areas;
  std::vector<ReadProject> projects;
  std::vector<ReadActivity> activities;
};

// What the table is read with. Borrows all.
struct TableSource {
  const SourceText* text = nullptr;
  const std::vector<ReleaseLine>* lines = nullptr;
  const Facts* facts = nullptr;
  const KeptFacts* kept = nullptr;
  notation::Context context;
};

// First byte of the table's heads; of its first line when they cannot be found.
size_t TableBegin(const SourceText& text,
                  const std::vector<ReleaseLine>& lines);

TableReading ReadTable(const TableSource& source, Findings* findings);

// Names of an activity or meeting called `name` in the language of the release,
// of kind `kind`, with the translations of its series where that has this name.
Labels TitleLabels(const Facts& facts, absl::string_view name,
                   v1::Label::Kind kind);

// The series of the facts that is called `name`; its id, empty when none.
std::string SeriesNamed(const Facts& facts, absl::string_view name);

}  // namespace clearsky::document
