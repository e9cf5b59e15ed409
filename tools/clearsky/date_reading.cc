#include "date_reading.h"

#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "input.h"
#include "plan/edtf.h"
#include "plan/partial_date.h"
#include "print.h"

namespace clearsky::cli {
namespace {

// A date may be read more than once on its way into an event.
void NoteOnce(const std::string& line) {
  static auto* const told = new std::set<std::string>();
  if (told->insert(line).second) Note(line);
}

// Days that are told from the day on which the words are written.
std::optional<v1::PartialDate> ReadRelativeDay(
    const std::string& words, const notation::Context& context) {
  const std::string lower = absl::AsciiStrToLower(words);
  std::optional<absl::CivilDay> day;
  if (lower == "today") day = context.day;
  if (lower == "yesterday") day = context.day - 1;
  if (lower == "tomorrow") day = context.day + 1;
  if (!day.has_value()) return std::nullopt;
  v1::PartialDate date = plan::DateOfDay(*day);
  date.set_verbatim(words);
  return date;
}

std::string OrOpen(const std::string& bound) {
  return bound.empty() ? "open" : bound;
}

}  // namespace

std::string MeaningOf(const v1::PartialDate& date) {
  std::string meaning;
  if (date.edtf().empty()) {
    meaning = date.reading() == v1::PartialDate::READING_ON_DEMAND
                  ? "on demand"
                  : "to be decided";
  } else if (date.reading() == v1::PartialDate::READING_ALL_OF) {
    meaning = date.edtf();
  } else if (date.earliest() == date.latest()) {
    meaning = date.earliest();
  } else {
    meaning =
        absl::StrCat(OrOpen(date.earliest()), " .. ", OrOpen(date.latest()));
    if (date.reading() == v1::PartialDate::READING_WHOLE_SPAN) {
      absl::StrAppend(&meaning, ", all of it");
    }
  }
  if (date.certainty() == v1::PartialDate::CERTAINTY_TENTATIVE) {
    absl::StrAppend(&meaning, ", tentative");
  } else if (date.certainty() == v1::PartialDate::CERTAINTY_APPROXIMATE) {
    absl::StrAppend(&meaning, ", about then");
  }
  return meaning;
}

absl::StatusOr<DateWordsRead> ReadDateWords(absl::string_view field,
                                            const std::string& words,
                                            const notation::Context& context) {
  DateWordsRead read;
  // EDTF first: it is exact, and no official writes it by chance. An empty
  // value is EDTF for "to be decided", but nobody types it to say so.
  if (!words.empty()) {
    if (auto date = plan::DateOfEdtf(words); date.ok()) {
      read.date = *std::move(date);
      return read;
    }
  }
  if (auto day = ReadRelativeDay(words, context)) {
    read.date = *std::move(day);
    NoteOnce(absl::StrCat(field, ": ", words, " = ", MeaningOf(read.date)));
    return read;
  }
  auto reading = notation::ReadDate(words, context);
  if (!reading.ok()) {
    return absl::Status(reading.status().code(),
                        absl::StrCat(field, ": ", reading.status().message()));
  }
  for (const notation::NotationFinding& finding : reading->findings) {
    NoteOnce(absl::StrCat("finding: ", field, ": ", finding.rule, ": ",
                          finding.message));
  }
  if (reading->status == notation::Status::kPostponed ||
      reading->status == notation::Status::kCancelled) {
    return absl::InvalidArgumentError(absl::StrCat(
        field, ": '", words, "' tells what became of it (",
        notation::StatusName(reading->status),
        "), and not only a date; postpone and cancel are verbs of their own"));
  }
  if (!reading->date.has_value()) {
    return absl::InvalidArgumentError(absl::StrCat(
        field, ": '", words,
        "' tells no date; accepted are dates as officials write them (10.26, "
        "10월 말, 8.31~9.2, 미정) and EDTF (2022-10-26, 2022-10)"));
  }
  read.date = *std::move(reading->date);
  read.delivery = std::move(reading->delivery);
  for (const std::string& place : reading->places) {
    v1::Venue venue;
    *venue.add_localities() = ReadLabel(place);
    read.venues.push_back(std::move(venue));
  }
  NoteOnce(absl::StrCat(field, ": ", words, " = ", MeaningOf(read.date)));
  return read;
}

}  // namespace clearsky::cli
