#pragma once

#include <string>
#include <vector>

#include "clearsky/v1/plan_state.pb.h"

// What an activity is called and what is said of it, in the table's words, each
// by itself. Pure; safe to call from many threads.

namespace clearsky::report {

// The name as the table prints it: `제6차 대기오염관리 정책 기술 교류회`.
std::string TitleOf(const v1::PlanState& state,
                    const v1::ActivityState& activity);

// The year that all of the plan's period lies in; 0 when there is none.
int PlanYearOf(const v1::PlanState& state);

// A date in the table's words: empty when nothing is said, years other than
// `plan_year` (0: none) are written.
std::string DateText(const v1::PartialDate& date, int plan_year);

// When the activity is to take place or took place, as the table tells it:
// `10월 예정`, `10.26`, `연기, 당초 3.5~6`, `취소`; empty when nothing is said.
std::string WhenText(const v1::PlanState& state,
                     const v1::ActivityState& activity);

// How it takes place: the words as recorded, else the mode's; empty when
// nothing is said.
std::string ModeText(const v1::ActivityState& activity);

// The fields of v1::FieldChange with their words; `status` is left empty, as
// its words are of another language than the table's.
struct FieldText {
  const char* field;
  std::string words;
};
std::vector<FieldText> FieldsOf(const v1::PlanState& state,
                                const v1::ActivityState& activity);

}  // namespace clearsky::report
