#include "report/names.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "notation/korean.h"
#include "plan/overdue.h"
#include "plan/partial_date.h"
#include "table/table_line.h"

namespace clearsky::report {
namespace {

using State = v1::ActivityState;

bool HasDate(const v1::PartialDate& date) {
  return !date.edtf().empty() || !date.verbatim().empty() ||
         date.reading() != v1::PartialDate::READING_UNSPECIFIED;
}

// `10월 예정`. What tells no day, or speaks of the future by itself, needs no
// word for it.
std::string PlannedText(const v1::PartialDate& date, int plan_year) {
  const std::string words = DateText(date, plan_year);
  if (words.empty() || date.edtf().empty() ||
      date.reading() == v1::PartialDate::READING_FROM ||
      date.reading() == v1::PartialDate::READING_ON_DEMAND ||
      absl::EndsWith(words, "예정")) {
    return words;
  }
  return absl::StrCat(words, " 예정");
}

std::string VenueText(const State& activity) {
  std::vector<std::string> venues;
  for (const v1::Venue& venue : activity.venues()) {
    std::vector<std::string> parts;
    if (!venue.names().empty()) {
      parts.push_back(table::NameOf(venue.names(), "").text);
    }
    if (!venue.localities().empty()) {
      parts.push_back(table::NameOf(venue.localities(), "").text);
    }
    venues.push_back(absl::StrJoin(parts, ", "));
  }
  return absl::StrJoin(venues, "; ");
}

std::string HostText(const State& activity) {
  const v1::HostMeeting& host = activity.host();
  if (host.labels().empty() && host.activity().empty()) return "";
  return table::NameOf(host.labels(), host.activity()).text;
}

}  // namespace

std::string TitleOf(const v1::PlanState& state, const State& activity) {
  const v1::ActivityRegistered details = table::DetailsOf(state, activity);
  std::string title;
  if (!details.ordinal_text().empty()) {
    title = absl::StrCat(details.ordinal_text(), " ");
  } else if (details.ordinal() != 0) {
    title = absl::StrCat("제", details.ordinal(), "차 ");
  } else if (details.edition_year() != 0) {
    title = absl::StrCat(details.edition_year(), " ");
  }
  absl::StrAppend(&title,
                  table::NameOf(details.titles(), details.activity_id()).text);
  return title;
}

int PlanYearOf(const v1::PlanState& state) {
  const plan::DayBounds bounds = plan::BoundsOf(state.plan().period());
  if (!bounds.earliest.has_value() || !bounds.latest.has_value() ||
      bounds.earliest->year() != bounds.latest->year()) {
    return 0;
  }
  return static_cast<int>(bounds.earliest->year());
}

std::string DateText(const v1::PartialDate& date, int plan_year) {
  return HasDate(date) ? notation::WriteDate(date, plan_year) : "";
}

std::string WhenText(const v1::PlanState& state, const State& activity) {
  const int year = PlanYearOf(state);
  const std::string planned = DateText(activity.planned_date(), year);
  switch (activity.state()) {
    case State::STATE_CANCELLED:
      return "취소";
    case State::STATE_POSTPONED:
      return planned.empty() ? "연기" : absl::StrCat("연기, 당초 ", planned);
    case State::STATE_HELD:
    case State::STATE_ONGOING:
    case State::STATE_COMPLETED:
      break;
    default:
      return PlannedText(activity.planned_date(), year);
  }
  std::vector<std::string> uses;
  for (const v1::Occurrence& occurrence : activity.occurrences()) {
    uses.push_back(DateText(occurrence.date(), year));
  }
  if (!uses.empty()) return absl::StrJoin(uses, ", ");
  if (HasDate(activity.actual_date())) {
    return DateText(activity.actual_date(), year);
  }
  if (HasDate(activity.end_date())) return DateText(activity.end_date(), year);
  return activity.state() == State::STATE_ONGOING
             ? PlannedText(activity.planned_date(), year)
             : planned;
}

std::string ModeText(const State& activity) {
  const v1::Delivery& delivery = activity.has_actual_delivery()
                                     ? activity.actual_delivery()
                                     : activity.delivery();
  if (!delivery.verbatim().empty()) return delivery.verbatim();
  return std::string(notation::ModeWord(delivery.mode()));
}

std::vector<FieldText> FieldsOf(const v1::PlanState& state,
                                const State& activity) {
  const v1::ActivityRegistered details = table::DetailsOf(state, activity);
  std::string title = TitleOf(state, activity);
  if (!details.title_suffix().empty()) {
    absl::StrAppend(&title, " ", details.title_suffix());
  }
  return {{"title", title},
          {"level", details.level()},
          {"coverage", DateText(details.coverage(), 0)},
          {"status", ""},
          {"date", WhenText(state, activity)},
          {"mode", ModeText(activity)},
          {"venue", VenueText(activity)},
          {"host", HostText(activity)}};
}

}  // namespace clearsky::report
