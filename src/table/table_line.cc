#include "table/table_line.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "notation/korean.h"

namespace clearsky::table {
namespace {

using Labels = google::protobuf::RepeatedPtrField<v1::Label>;
using State = v1::ActivityState;

constexpr char kLanguage[] = "ko";
constexpr char kPlanned[] = "예정";

bool HasWords(const v1::Delivery& delivery) {
  return delivery.mode() != v1::DELIVERY_MODE_UNSPECIFIED ||
         !delivery.verbatim().empty();
}

bool HasDate(const v1::PartialDate& date) {
  return !date.edtf().empty() || !date.verbatim().empty() ||
         date.reading() != v1::PartialDate::READING_UNSPECIFIED;
}

// The Korean name that tables print; nullptr when there is none.
const v1::Label* KoreanName(const Labels& labels) {
  const v1::Label* best = nullptr;
  for (const v1::Label& label : labels) {
    if (label.language() != kLanguage) continue;
    if (best == nullptr || (label.kind() == v1::Label::KIND_TABLE &&
                            best->kind() != v1::Label::KIND_TABLE)) {
      best = &label;
    }
  }
  return best;
}

// Builds one line; the fields in the parenthesis one by one. It writes straight
// into the line: tables have many.
class LineWriter {
 public:
  LineWriter(const LineStyle& style, const State& activity,
             const v1::ActivityRegistered& details, v1::TableLine* line)
      : style_(style),
        activity_(activity),
        details_(details),
        line_(line),
        text_(line->mutable_text()) {}

  void Write() {
    line_->set_activity_id(details_.activity_id());
    text_->assign("○ ");
    AddTitle();
    AddFields();
    if (has_fields_) text_->push_back(')');
    AddRevisions();
  }

 private:
  bool normalised() const { return style_.style == v1::TABLE_STYLE_NORMALISED; }

  std::string Name(const Labels& labels, absl::string_view id) {
    PrintedName name = NameOf(labels, id);
    if (!name.note.empty()) line_->add_notes(name.note);
    return std::move(name.text);
  }

  void AddTitle() {
    const bool counted = details_.ordinal() != 0;
    if (counted && (normalised() || details_.ordinal_text().empty())) {
      absl::StrAppend(text_, "제", details_.ordinal(), "차 ");
    } else if (!details_.ordinal_text().empty()) {
      absl::StrAppend(text_, details_.ordinal_text(), " ");
    } else if (details_.edition_year() != 0) {
      absl::StrAppend(text_, details_.edition_year(), " ");
    }
    const v1::Label* const name = KoreanName(details_.titles());
    absl::StrAppend(text_, name != nullptr ? name->text()
                                           : Name(details_.titles(),
                                                  details_.activity_id()));
    const std::string& suffix = details_.title_suffix();
    // 개최 says nothing that the line does not say; other words may.
    if (!suffix.empty() && !(normalised() && suffix == "개최")) {
      absl::StrAppend(text_, " ", suffix);
    }
  }

  void AddFields() {
    AddField(details_.level());
    if (HasDate(details_.coverage())) {
      AddField(notation::WriteDate(details_.coverage(), 0));
    }
    switch (activity_.state()) {
      case State::STATE_CANCELLED:
        AddField("취소");
        return;
      case State::STATE_POSTPONED:
        AddPostponed();
        return;
      case State::STATE_HELD:
      case State::STATE_ONGOING:
      case State::STATE_COMPLETED:
        AddField(ActualDate());
        break;
      default:
        AddField(PlannedDate());
    }
    AddHostOrMode();
  }

  void AddField(absl::string_view field) {
    if (field.empty()) return;
    absl::StrAppend(text_, has_fields_ ? ", " : "(", field);
    has_fields_ = true;
  }

  std::string Date(const v1::PartialDate& date) const {
    return HasDate(date) ? notation::WriteDate(date, style_.plan_year) : "";
  }

  // A standing operation prints all its uses, everything else its one date.
  std::string ActualDate() const {
    if (!activity_.occurrences().empty()) {
      std::string dates;
      for (const v1::Occurrence& occurrence : activity_.occurrences()) {
        absl::StrAppend(&dates, dates.empty() ? "" : ", ",
                        Date(occurrence.date()));
      }
      return dates;
    }
    if (HasDate(activity_.actual_date())) return Date(activity_.actual_date());
    if (HasDate(activity_.end_date())) return Date(activity_.end_date());
    if (activity_.state() == State::STATE_ONGOING) return PlannedDate();
    return Date(activity_.planned_date());
  }

  std::string PlannedDate() const {
    const v1::PartialDate& date = activity_.planned_date();
    std::string words = normalised() ? Way() : Date(date);
    // `미정` and `수시` tell no day that could be planned, and an open `-`
    // speaks of the future by itself.
    const bool plain = date.edtf().empty() ||
                       date.reading() == v1::PartialDate::READING_FROM ||
                       date.reading() == v1::PartialDate::READING_ON_DEMAND ||
                       absl::EndsWith(words, kPlanned);
    if (!words.empty() && !plain) absl::StrAppend(&words, " ", kPlanned);
    return words;
  }

  // The dates that a moved activity was planned for, from the first on. A
  // refinement of the first leaves it as it was told first.
  std::string Way() const {
    std::vector<std::string> way = {Date(activity_.first_planned_date())};
    bool moved = activity_.date_moves_left_out() > 0;
    if (moved) way.push_back("…");
    for (const v1::DateMove& move : activity_.date_moves()) {
      if (!HasDate(move.new_date())) continue;
      if (move.change_class() == v1::DATE_CHANGE_CLASS_RESCHEDULED) {
        moved = true;
        way.push_back(Date(move.new_date()));
      } else if (way.size() > 1) {
        way.back() = Date(move.new_date());
      }
    }
    if (!moved || way.front().empty()) return Date(activity_.planned_date());
    std::string words = way.front();
    for (size_t i = 1; i < way.size(); ++i) {
      if (way[i] != way[i - 1]) absl::StrAppend(&words, "→", way[i]);
    }
    return words;
  }

  void AddPostponed() {
    AddField("연기");
    const std::string words =
        normalised() ? Way() : Date(activity_.planned_date());
    if (!words.empty() && !activity_.planned_date().edtf().empty()) {
      AddField(absl::StrCat("당초 ", words));
    }
    // Who meets at a distance has left the place of an earlier plan.
    const v1::DeliveryMode mode = activity_.delivery().mode();
    const bool meets = mode == v1::DELIVERY_MODE_UNSPECIFIED ||
                       mode == v1::DELIVERY_MODE_IN_PERSON ||
                       mode == v1::DELIVERY_MODE_HYBRID;
    const std::string place = meets ? Place() : "";
    if (!place.empty()) {
      AddField(place);
    } else {
      AddHostOrMode();
    }
  }

  std::string Place() {
    for (const v1::Venue& venue : activity_.venues()) {
      if (venue.localities_size() > 0) return Name(venue.localities(), "");
      if (venue.names_size() > 0) return Name(venue.names(), "");
    }
    return "";
  }

  void AddHostOrMode() {
    const v1::HostMeeting& host = activity_.host();
    if (host.labels_size() > 0 || !host.activity().empty()) {
      AddField(Name(host.labels(), host.activity()));
      return;
    }
    const v1::Delivery& delivery = HasWords(activity_.actual_delivery())
                                       ? activity_.actual_delivery()
                                       : activity_.delivery();
    absl::string_view words = notation::ModeWord(delivery.mode());
    if (!normalised() && !delivery.verbatim().empty()) {
      words = delivery.verbatim();
    }
    // Where nothing is said of the mode, a published line may name the place.
    if (words.empty()) {
      AddField(Place());
    } else {
      AddField(words);
    }
  }

  void AddRevisions() {
    auto& revisions = *line_->mutable_revisions();
    revisions.Add(activity_.registered_revision());
    for (const auto& [field, revision] : activity_.set_by()) {
      revisions.Add(revision);
    }
    for (const v1::Occurrence& occurrence : activity_.occurrences()) {
      revisions.Add(occurrence.revision());
    }
    if (normalised()) {
      for (const v1::DateMove& move : activity_.date_moves()) {
        revisions.Add(move.revision());
      }
    }
    std::sort(revisions.begin(), revisions.end());
    const auto end = std::unique(revisions.begin(), revisions.end());
    revisions.Truncate(static_cast<int>(end - revisions.begin()));
  }

  const LineStyle& style_;
  const State& activity_;
  const v1::ActivityRegistered& details_;
  v1::TableLine* const line_;
  std::string* const text_;
  bool has_fields_ = false;
};

}  // namespace

PrintedName NameOf(const Labels& labels, absl::string_view id) {
  if (const v1::Label* const name = KoreanName(labels)) {
    return {name->text(), ""};
  }
  const std::string shown =
      labels.empty() ? std::string(id) : labels.begin()->text();
  return {absl::StrCat("[한국어 명칭 없음: ", shown, "]"),
          absl::StrCat("no name in ", kLanguage, " for ",
                       id.empty() ? absl::string_view(shown) : id)};
}

v1::ActivityRegistered DetailsOf(const v1::PlanState& state,
                                 const State& activity) {
  v1::ActivityRegistered details = activity.details();
  if (activity.part_of().empty()) return details;
  const auto found = state.activities().find(activity.part_of());
  if (found == state.activities().end()) return details;
  const v1::ActivityRegistered& parent = found->second.details();
  if (details.titles().empty()) *details.mutable_titles() = parent.titles();
  if (details.project_ids().empty()) {
    *details.mutable_project_ids() = parent.project_ids();
  }
  if (details.ordinal() == 0 && details.ordinal_text().empty()) {
    details.set_ordinal(parent.ordinal());
    details.set_ordinal_text(parent.ordinal_text());
  }
  if (details.edition_year() == 0) {
    details.set_edition_year(parent.edition_year());
  }
  if (details.title_suffix().empty()) {
    details.set_title_suffix(parent.title_suffix());
  }
  if (details.level().empty()) details.set_level(parent.level());
  if (details.line_order() == 0) details.set_line_order(parent.line_order());
  return details;
}

bool HasLine(const State& activity) {
  if (activity.state() == State::STATE_SPLIT) return false;
  return activity.state() != State::STATE_REGISTERED ||
         HasDate(activity.planned_date()) || HasDate(activity.actual_date());
}

void WriteLine(const LineStyle& style, const State& activity,
               const v1::ActivityRegistered& details, v1::TableLine* line) {
  LineWriter(style, activity, details, line).Write();
}

std::optional<v1::TableLine> MakeLine(const LineStyle& style,
                                      const State& activity) {
  if (!HasLine(activity)) return std::nullopt;
  v1::TableLine line;
  WriteLine(style, activity, DetailsOf(*style.state, activity), &line);
  return line;
}

}  // namespace clearsky::table
