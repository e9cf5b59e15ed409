#include "log_benchmark/payload.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "base/sha256.h"
#include "clearsky/v1/event.pb.h"
#include "clearsky/v1/plan_event.pb.h"
#include "plan/history.h"
#include "plan/partial_date.h"

namespace clearsky::bench {
namespace {

// splitmix64: a good hash of a counter.
uint64_t Mix(uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

// Draws from one event's own sequence.
class Dice {
 public:
  explicit Dice(uint64_t seed) : state_(Mix(seed)) {}
  uint64_t Below(uint64_t n) { return (state_ = Mix(state_)) % n; }
  template <size_t N>
  const char* Of(const std::array<const char*, N>& words) {
    return words[Below(N)];
  }

 private:
  uint64_t state_;
};

constexpr std::array kSubjects = {"대기오염관리 정책 기술",
                                  "계절관리대책 성과공유",
                                  "자동차 오염방지 정책교류",
                                  "온실가스 정책",
                                  "예보정보기술교류",
                                  "대기질 공동연구",
                                  "환경기술 및 산업협력",
                                  "대기환경산업",
                                  "황사 공동대응",
                                  "해양 쓰레기 저감",
                                  "생물다양성 보전",
                                  "폐기물 자원순환",
                                  "물환경 관리 정책",
                                  "화학물질 안전관리",
                                  "토양 지하수 정화",
                                  "탄소중립 이행방안"};
constexpr std::array kForms = {"교류회", "세미나",     "워크숍",   "정책대화",
                               "포럼",   "킥오프회의", "컨퍼런스", "박람회"};
constexpr std::array kSlugs = {
    "air-policy",   "seasonal",     "vehicle",      "ghg-dialogue",
    "forecast",     "air-research", "industry",     "air-fair",
    "yellow-dust",  "marine",       "biodiversity", "recycling",
    "water-policy", "chemicals",    "soil",         "net-zero"};
constexpr std::array kModeWords = {"영상", "영상회의", "비대면", "화상회의",
                                   "온라인"};
constexpr std::array kPlaces = {"서울", "베이징", "제주", "상하이", "세종",
                                "톈진", "인천",   "시안", "부산",   "선양"};
constexpr std::array kReasons = {"코로나19 확산에 따른 방역 조치",
                                 "양측 일정 조율 필요",
                                 "발표 자료 준비 지연",
                                 "예산 편성 지연",
                                 "태풍으로 인한 항공편 결항",
                                 "상대측 요청에 따른 조정"};
constexpr std::array kAgenda = {
    "초미세먼지 저감 성과를 공유하고 다음 해 협력 방향을 논의",
    "배출원 관측 자료의 교환 절차와 시기를 협의",
    "공동 연구 보고서의 목차와 집필 분담을 확정",
    "기업 간 기술 상담과 현장 방문 일정을 조정",
    "예보 정확도를 높이기 위한 자료 공유 방안을 검토"};
constexpr std::array kOrganisations = {"me-air-policy", "me-global", "mee-intl",
                                       "nier-climate",  "keiti",     "cnemc"};

absl::CivilDay DayOf(Dice& dice) {
  return absl::CivilDay(2016, 1, 1) + static_cast<int64_t>(dice.Below(3650));
}

v1::PartialDate DateWithin(Dice& dice, const char* tail) {
  const absl::CivilDay day = DayOf(dice);
  v1::PartialDate date;
  if (dice.Below(3) == 0) {
    date = plan::DateOfDay(day);
    date.set_verbatim(absl::StrCat(day.month(), ".", day.day()));
    return date;
  }
  const absl::CivilMonth month(day);
  date.set_edtf(absl::StrFormat("%04d-%02d", month.year(), month.month()));
  date.set_verbatim(absl::StrCat(month.month(), "월", tail));
  date.set_reading(v1::PartialDate::READING_ONE_DAY_WITHIN);
  date.set_earliest(absl::FormatCivilTime(absl::CivilDay(month)));
  date.set_latest(absl::FormatCivilTime(absl::CivilDay(month + 1) - 1));
  return date;
}

void FillDelivery(Dice& dice, v1::Delivery& delivery) {
  delivery.set_mode(static_cast<v1::DeliveryMode>(1 + dice.Below(4)));
  delivery.set_verbatim(dice.Of(kModeWords));
}

void FillLabel(const std::string& text, v1::Label& label) {
  label.set_language("ko");
  label.set_text(text);
  label.set_kind(v1::Label::KIND_TABLE);
}

void FillProvenance(Dice& dice, uint64_t stream, uint64_t revision,
                    v1::Provenance& provenance) {
  const absl::CivilDay day = DayOf(dice);
  v1::PartialDate& effective = *provenance.mutable_effective();
  effective = plan::DateOfDay(day);
  effective.set_verbatim(absl::StrCat(day.month(), "월 ", day.day(), "일"));
  provenance.mutable_actor()->set_person_id(
      absl::StrCat("p-", absl::Hex(Mix(dice.Below(400)), absl::kZeroPad16)));
  provenance.mutable_actor()->set_role("담당 사무관");
  provenance.mutable_actor()->set_on_behalf_of(dice.Of(kOrganisations));
  provenance.add_asserted_by("kr");
  if (dice.Below(2) == 0) provenance.add_asserted_by("cn");
  provenance.add_requested_by(dice.Of(kOrganisations));
  provenance.set_basis(static_cast<v1::Basis>(1 + dice.Below(3)));
  // A document explains some twenty changes of a plan.
  const uint64_t document = stream * 1'000 + revision / 20;
  v1::SourceRef& source = *provenance.mutable_source();
  source.set_document_id(
      absl::StrCat("release-", 20160000 + document % 100000));
  source.set_begin_byte(dice.Below(9'000));
  source.set_end_byte(source.begin_byte() + 20 + dice.Below(300));
  source.set_sha256(DigestBytes(Sha256(absl::StrCat("document ", document))));
}

void FillRegistered(Dice& dice, const std::string& id, uint64_t revision,
                    v1::ActivityRegistered& registered) {
  registered.set_activity_id(id);
  registered.set_kind(static_cast<v1::ActivityKind>(1 + dice.Below(6)));
  const uint64_t ordinal = 1 + dice.Below(20);
  FillLabel(absl::StrCat(dice.Of(kSubjects), " ", dice.Of(kForms)),
            *registered.add_titles());
  registered.add_project_ids(absl::StrCat("p", 1 + revision % 9));
  registered.set_series_id(dice.Of(kSlugs));
  registered.set_ordinal(static_cast<uint32_t>(ordinal));
  registered.set_ordinal_text(absl::StrCat("제", ordinal, "차"));
  FillLabel(dice.Of(kAgenda), *registered.add_agenda());
}

void FillVenue(Dice& dice, v1::VenueChanged& changed) {
  FillLabel(dice.Of(kPlaces), *changed.add_old_venues()->add_localities());
  v1::Venue& venue = *changed.add_new_venues();
  FillLabel(absl::StrCat(dice.Of(kPlaces), " 국제회의장 ", 1 + dice.Below(9),
                         "층 ", 100 + dice.Below(800), "호"),
            *venue.add_names());
  FillLabel(dice.Of(kPlaces), *venue.add_localities());
  venue.set_country(dice.Below(2) == 0 ? "kr" : "cn");
}

void FillOutcome(Dice& dice, const std::string& id, uint64_t revision,
                 v1::OutcomeRecorded& outcome) {
  outcome.set_outcome_id(absl::StrCat(id, "-o", revision));
  outcome.set_activity_id(id);
  outcome.set_kind(static_cast<v1::OutcomeKind>(1 + dice.Below(3)));
  outcome.add_party_ids("kr");
  outcome.add_party_ids("cn");
  FillLabel(absl::StrCat(dice.Of(kSubjects), ": ", dice.Of(kAgenda)),
            *outcome.add_about());
}

v1::PlanEvent MakePlanEvent(uint64_t stream, uint64_t revision) {
  Dice dice(stream << 32 | revision);
  v1::PlanEvent event;
  FillProvenance(dice, stream, revision, *event.mutable_provenance());
  const std::string id = absl::StrCat(dice.Of(kSlugs), "-", 1 + dice.Below(40));
  switch (dice.Below(8)) {
    case 0:
      FillRegistered(dice, id, revision, *event.mutable_activity_registered());
      break;
    case 1: {
      auto& scheduled = *event.mutable_activity_scheduled();
      scheduled.set_activity_id(id);
      *scheduled.mutable_date() = DateWithin(dice, " 예정");
      FillDelivery(dice, *scheduled.mutable_delivery());
      break;
    }
    case 2: {
      auto& moved = *event.mutable_activity_rescheduled();
      moved.set_activity_id(id);
      *moved.mutable_old_date() = DateWithin(dice, " 예정");
      *moved.mutable_new_date() = DateWithin(dice, " 중");
      event.mutable_provenance()->mutable_reason()->set_text(dice.Of(kReasons));
      break;
    }
    case 3: {
      auto& postponed = *event.mutable_activity_postponed();
      postponed.set_activity_id(id);
      *postponed.mutable_previous_date() = DateWithin(dice, " 예정");
      postponed.set_condition(dice.Of(kReasons));
      break;
    }
    case 4: {
      auto& online = *event.mutable_activity_moved_online();
      online.set_activity_id(id);
      FillDelivery(dice, *online.mutable_old_delivery());
      FillDelivery(dice, *online.mutable_new_delivery());
      event.mutable_provenance()->mutable_reason()->set_text(dice.Of(kReasons));
      break;
    }
    case 5:
      event.mutable_venue_changed()->set_activity_id(id);
      FillVenue(dice, *event.mutable_venue_changed());
      break;
    case 6: {
      auto& held = *event.mutable_activity_held();
      held.set_activity_id(id);
      *held.mutable_date() = DateWithin(dice, "");
      FillDelivery(dice, *held.mutable_delivery());
      held.add_participants(dice.Of(kOrganisations));
      held.add_participants(dice.Of(kOrganisations));
      break;
    }
    default:
      FillOutcome(dice, id, revision, *event.mutable_outcome_recorded());
      break;
  }
  return event;
}

// Coprime to any sensible number of streams.
constexpr std::array<uint64_t, 8> kSteps = {7919,   104729, 1299709, 15485863,
                                            611953, 75979,  350377,  28657};

// Milliseconds since 1970 of the first event: 2016-01-01.
constexpr uint64_t kFirstMs = 1'451'606'400'000;

}  // namespace

Uuid MakeId(uint64_t unix_ms, uint64_t random) {
  Uuid id;
  for (size_t i = 0; i < 6; ++i) {
    id.bytes[i] = static_cast<uint8_t>(unix_ms >> (40 - 8 * i));
  }
  const uint64_t low = Mix(random);
  const uint64_t high = Mix(low);
  for (size_t i = 0; i < 8; ++i) {
    id.bytes[8 + i] = static_cast<uint8_t>(low >> (8 * i));
  }
  id.bytes[6] = static_cast<uint8_t>(0x70 | (high & 0x0f));
  id.bytes[7] = static_cast<uint8_t>(high >> 8);
  id.bytes[8] = static_cast<uint8_t>(0x80 | (id.bytes[8] & 0x3f));
  return id;
}

Uuid IdSource::Next() {
  return MakeId(static_cast<uint64_t>(absl::ToUnixMillis(absl::Now())),
                ++state_);
}

uint64_t PlanEvents::StreamAt(uint64_t position) const {
  const uint64_t round = position / streams_;
  const uint64_t step = kSteps[round % kSteps.size()];
  return (position % streams_ * step + Mix(round)) % streams_;
}

std::string PlanEvents::StreamName(uint64_t stream) {
  return absl::StrCat("clear-sky/", 2000 + stream % 50, "/", stream / 50);
}

std::vector<uint64_t> PlanEvents::PositionsOf(uint64_t stream,
                                              uint64_t revisions) const {
  std::vector<uint64_t> positions;
  for (uint64_t round = 0; round < revisions; ++round) {
    uint64_t position = round * streams_;
    while (StreamAt(position) != stream) ++position;
    positions.push_back(position);
  }
  return positions;
}

SourceEvent PlanEvents::Make(uint64_t position) const {
  const v1::PlanEvent event =
      MakePlanEvent(StreamAt(position), RevisionAt(position));
  SourceEvent source;
  // One event in 20 ms: ten million make up two days and a half.
  source.id = MakeId(kFirstMs + position * 20, position);
  source.type = plan::TypeName(event);
  source.data = plan::EncodeEvent(event);
  return source;
}

SourceEvent PlanEvents::MakeStored(uint64_t position) const {
  SourceEvent source = Make(position);
  v1::StoredEvent stored;
  stored.set_position(position);
  stored.set_stream(StreamName(StreamAt(position)));
  stored.set_revision(RevisionAt(position));
  stored.set_event_id(source.id.ToBytes());
  const uint64_t ms = kFirstMs + position * 20;
  stored.mutable_record_time()->set_seconds(static_cast<int64_t>(ms / 1'000));
  stored.mutable_record_time()->set_nanos(
      static_cast<int32_t>(ms % 1'000 * 1'000'000 + position % 1'000 * 1'000));
  stored.set_type(source.type);
  stored.set_schema_version(1);
  stored.set_data(source.data);
  source.stored = stored.SerializeAsString();
  return source;
}

}  // namespace clearsky::bench
