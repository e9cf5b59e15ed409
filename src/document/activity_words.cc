#include "document/activity_words.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace clearsky::document {
namespace {

struct KindWord {
  absl::string_view word;
  v1::ActivityKind kind;
};

constexpr KindWord kFactKinds[] = {
    {"meeting", v1::ACTIVITY_KIND_MEETING},
    {"seminar", v1::ACTIVITY_KIND_SEMINAR},
    {"workshop", v1::ACTIVITY_KIND_WORKSHOP},
    {"dialogue", v1::ACTIVITY_KIND_DIALOGUE},
    {"conference", v1::ACTIVITY_KIND_CONFERENCE},
    {"forum", v1::ACTIVITY_KIND_FORUM},
    {"exhibition", v1::ACTIVITY_KIND_EXHIBITION},
    {"deliverable", v1::ACTIVITY_KIND_DELIVERABLE},
    {"standing_operation", v1::ACTIVITY_KIND_STANDING_OPERATION},
};

constexpr KindWord kTitleKinds[] = {
    {"회의", v1::ACTIVITY_KIND_MEETING},
    {"교류회", v1::ACTIVITY_KIND_MEETING},
    {"세미나", v1::ACTIVITY_KIND_SEMINAR},
    {"워크숍", v1::ACTIVITY_KIND_WORKSHOP},
    {"워크샵", v1::ACTIVITY_KIND_WORKSHOP},
    {"연찬회", v1::ACTIVITY_KIND_WORKSHOP},
    {"대화", v1::ACTIVITY_KIND_DIALOGUE},
    {"컨퍼런스", v1::ACTIVITY_KIND_CONFERENCE},
    {"콘퍼런스", v1::ACTIVITY_KIND_CONFERENCE},
    {"포럼", v1::ACTIVITY_KIND_FORUM},
    {"박람회", v1::ACTIVITY_KIND_EXHIBITION},
    {"전시회", v1::ACTIVITY_KIND_EXHIBITION},
    {"보고서", v1::ACTIVITY_KIND_DELIVERABLE},
    {"보고서 작성", v1::ACTIVITY_KIND_DELIVERABLE},
    {"작성 착수", v1::ACTIVITY_KIND_DELIVERABLE},
    {"발간", v1::ACTIVITY_KIND_DELIVERABLE},
    {"운영", v1::ACTIVITY_KIND_STANDING_OPERATION},
    {"핫라인", v1::ACTIVITY_KIND_STANDING_OPERATION},
};

}  // namespace

v1::ActivityKind KindOfWord(absl::string_view word) {
  for (const KindWord& known : kFactKinds) {
    if (known.word == word) return known.kind;
  }
  return v1::ACTIVITY_KIND_UNSPECIFIED;
}

v1::ActivityKind KindOfTitle(absl::string_view title) {
  for (const KindWord& known : kTitleKinds) {
    if (absl::EndsWith(title, known.word)) return known.kind;
  }
  return v1::ACTIVITY_KIND_MEETING;
}

v1::DeliveryMode ModeOfCode(absl::string_view code) {
  v1::DeliveryMode mode = v1::DELIVERY_MODE_UNSPECIFIED;
  v1::DeliveryMode_Parse(absl::StrCat("DELIVERY_MODE_", code), &mode);
  return mode;
}

std::string ActivityKey(const notation::TableLineReading& reading) {
  const notation::TitleParts& title = reading.title;
  std::string key = absl::StrJoin(
      {BareLetters(title.name), title.ordinal_text, title.suffix, reading.level,
       BareLetters(reading.host), absl::StrJoin(reading.places, ","),
       absl::StrJoin(reading.unread, ",")},
      "\n");
  absl::StrAppend(&key, "\n", title.ordinal, "\n", title.edition_year, "\n",
                  notation::StatusName(reading.status));
  for (const auto& date : {reading.coverage, reading.date}) {
    absl::StrAppend(&key, "\n", date.has_value() ? date->edtf() : "none");
  }
  absl::StrAppend(&key, "\n",
                  reading.delivery.has_value()
                      ? static_cast<int>(reading.delivery->mode())
                      : -1);
  return key;
}

void CompareWithFact(const ReadActivity& activity, Findings* findings) {
  const Fact& fact = activity.fact;
  if (fact.id().empty()) return;
  const notation::TableLineReading& reading = activity.reading;
  const auto compare = [&](absl::string_view what, const std::string& said,
                           absl::string_view read) {
    if (said.empty() || said == std::string(read)) return;
    AddFinding(activity.line_number, "fact-differs-from-table",
               absl::StrCat("fact ", fact.id(), " has ", what, " `", said,
                            "`, the table `", read, "`; the table counts"),
               findings);
  };
  compare("date", fact.Object("date").Text("edtf"),
          reading.date.has_value() ? reading.date->edtf() : "");
  // An operation that has been used goes on.
  const bool used = activity.kind == v1::ACTIVITY_KIND_STANDING_OPERATION &&
                    reading.status == notation::Status::kHeld;
  compare(
      "status", fact.Text("status"),
      notation::StatusName(used ? notation::Status::kOngoing : reading.status));
  const v1::DeliveryMode mode = ModeOfCode(fact.Object("mode").Text("code"));
  const v1::DeliveryMode read_mode = reading.delivery.has_value()
                                         ? reading.delivery->mode()
                                         : v1::DELIVERY_MODE_UNSPECIFIED;
  if (fact.Has("mode")) {
    compare("mode", v1::DeliveryMode_Name(mode),
            v1::DeliveryMode_Name(read_mode));
  }
}

}  // namespace clearsky::document
