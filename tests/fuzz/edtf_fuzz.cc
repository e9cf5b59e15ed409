// EDTF texts, plan/edtf.h, and the dates made of them.
//
// Invariants: the canonical text of what parses parses to the same; bounds are
// in order; a date made of it is normal already, and equal to itself.

#include "absl/status/statusor.h"
#include "base/utf8.h"
#include "fuzz/fuzz_target.h"
#include "plan/edtf.h"
#include "plan/partial_date.h"

namespace clearsky::plan {
namespace {

using ::clearsky::fuzz::Require;

void TryEdtf(absl::string_view text) {
  const absl::StatusOr<Edtf> edtf = ParseEdtf(text);
  if (!edtf.ok()) {
    Require(edtf.status().code() == absl::StatusCode::kInvalidArgument,
            "what does not parse is INVALID_ARGUMENT",
            edtf.status().ToString());
    return;
  }
  const absl::StatusOr<Edtf> again = ParseEdtf(edtf->canonical);
  Require(again.ok(), "the canonical text parses", edtf->canonical);
  Require(again->canonical == edtf->canonical && again->shape == edtf->shape &&
              again->earliest == edtf->earliest &&
              again->latest == edtf->latest &&
              again->start_latest == edtf->start_latest &&
              again->end_earliest == edtf->end_earliest &&
              again->uncertain == edtf->uncertain &&
              again->approximate == edtf->approximate &&
              again->is_single_day == edtf->is_single_day &&
              again->members == edtf->members,
          "the canonical text means the same", edtf->canonical);
  if (edtf->earliest.has_value() && edtf->latest.has_value()) {
    Require(*edtf->earliest <= *edtf->latest, "bounds are in order",
            edtf->canonical);
  }
  if (edtf->is_single_day) {
    Require(edtf->earliest == edtf->latest, "a single day is one day",
            edtf->canonical);
  }

  const absl::StatusOr<v1::PartialDate> date = DateOfEdtf(text);
  if (!date.ok()) return;
  const absl::StatusOr<v1::PartialDate> normal = NormalizeDate(*date);
  Require(
      normal.ok() && normal->SerializeAsString() == date->SerializeAsString(),
      "a date of EDTF is normal", edtf->canonical);
  Require(SameDate(*date, *normal), "a date equals itself", edtf->canonical);
  const DayBounds bounds = BoundsOf(*date);
  Require(bounds.earliest == edtf->earliest && bounds.latest == edtf->latest,
          "a date has the bounds of its EDTF", edtf->canonical);
  static_cast<void>(SlipOf(*date, v1::PartialDate()));
  static_cast<void>(ClassifyDateChange(v1::PartialDate(), *date));
}

void TryDay(absl::string_view text) {
  const absl::StatusOr<absl::CivilDay> day = ParseDay(text);
  if (day.ok()) Require(FormatDay(*day) == text, "a day has one text");
}

}  // namespace
}  // namespace clearsky::plan

FUZZ_TARGET(edtf) {
  clearsky::plan::TryEdtf(input);
  clearsky::plan::TryDay(input);
}
