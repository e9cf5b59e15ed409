#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "clearsky/v1/plan_event.pb.h"
#include "clearsky/v1/value.pb.h"
#include "document/lint/dates.h"
#include "document/lint/letters.h"
#include "document/lint/ordinals.h"
#include "document/published_table.h"
#include "notation/notation.h"

// A document taken apart for the rules: its text by code points, the lines of
// its table with their fields, the dates of its prose. What a rule needs twice
// is read here once.

namespace clearsky::document::lint {

using notation::Language;

// The name of an area or a project in the table.
struct Cell {
  std::string words;
  Span span;  // Empty when the words could not be found as they stand.
  bool is_area = false;
  size_t area = 0;  // Of a project: the index of its area.
};

// One line of the table.
struct Item {
  Span span;  // With its mark.
  size_t area = 0;
  size_t project = 0;  // Indices in Draft::cells.
  Language language = Language::kEnglish;
  DocumentPlace place;

  // What stands before the fields: `제6차 대기오염관리 정책 기술 교류회`.
  Span title;
  std::optional<OrdinalWords> ordinal;
  uint32_t edition_year = 0;
  Span edition_span;
  // The title without number, edition and 개최; the words as they stand.
  Span name;
  v1::ActivityKind kind = v1::ACTIVITY_KIND_UNSPECIFIED;

  // In the last parenthesis, between its commas; none without one.
  Span group;  // Without the parentheses.
  std::vector<Span> fields;

  // Of its date; `days` of a date that has bounds on both sides.
  std::optional<v1::PartialDate> date;
  std::optional<DayRange> days;
  Span date_span;
  std::vector<DateMention> mentions;  // Dates in its fields, in order.

  v1::DeliveryMode mode = v1::DELIVERY_MODE_UNSPECIFIED;
  Span mode_span;
  bool has_place = false;
  bool says_planned = false;   // 예정, 추진, 拟, planned
  bool says_expected = false;  // 예정 itself.
  bool is_off = false;         // Put off or cancelled.
  bool is_undecided = false;   // 미정, 추후
};

struct Draft {
  explicit Draft(absl::string_view text) : letters(text) {}

  Letters letters;
  absl::CivilDay day;
  // Years that the plan is for, both inclusive; 0 when nothing tells.
  int first_year = 0;
  int last_year = 0;
  std::vector<Cell> cells;
  std::vector<Item> items;
  // From the first cell of the table to the end of its last line; empty when
  // there is none.
  Span table;
  // Dates outside of the table's lines, in order.
  std::vector<DateMention> prose_dates;

  // The year of dates in the table that have none.
  int TableYear() const {
    return first_year != 0 && first_year == last_year
               ? first_year
               : static_cast<int>(day.year());
  }
  bool SpansYears() const { return last_year > first_year; }
  // The item that `i` is in; nullptr when in none.
  const Item* ItemAt(size_t i) const;
  // The name of an item, white space collapsed.
  std::string NameOf(const Item& item) const;
  std::string Words(Span span) const;
};

// What is known of the plan's years.
struct PlanYears {
  int first = 0;
  int last = 0;
};

// Takes `table` apart. Borrows its text, which must outlive the draft. `day`
// is the day that past and future count from; `years` of the plan, when known
// from elsewhere than the document.
Draft MakeDraft(const PublishedTable& table, absl::CivilDay day,
                PlanYears years);

// Years in the words of a title: `2022년 세부이행계획`,
// `환경협력계획(2023~2027)`.
PlanYears YearsOfTitle(absl::string_view words);

}  // namespace clearsky::document::lint
