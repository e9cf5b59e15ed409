// The phrases of Korean, in the register of official papers.

#include <iterator>

#include "ledger/korean_particle.h"
#include "ledger/language.h"

namespace clearsky::ledger {
namespace {

constexpr Phrase kPhrases[] = {
    // How things are put together.
    {"list.between", ", "},
    {"list.last", "{list}, {last}"},
    {"quote", "“{text}”"},
    {"bracket", "{text}({inside})"},
    {"bracket.between", ", "},
    // The words as written are Korean, and said by the sentence itself.
    {"as-written", ""},
    {"name.numbered", "제{ordinal}차 {title}"},
    {"name.of-year", "{year} {title}"},
    {"entity.plan", "계획"},
    {"entity.event", "개정번호 {revision}의 기록"},
    {"host.unknown", "다른 회의"},
    {"delegate", "[{party} ]{who}[({role})]"},
    {"delegate.unknown", "대표"},
    {"actor", "{who}[({role})]"},
    {"actor.for", "{who}({behalf} 대리)"},
    {"sayer", "{value}[({parties} 측)]"},
    {"party-mode", "{party} {mode}"},

    // Documents, parties, organisations, persons.
    {"DocumentRegistered",
     "문서 {document:이} 등록되었다(종류: {kind}[, 일자: "
     "{date}])"},
    {"DocumentAttached", "문서 {document:이} {entity}에 첨부되었다"},
    {"PartyRegistered", "당사자 {party:이} 등록되었다"},
    {"OrganisationRegistered", "기관 {organisation:이} 등록되었다"},
    {"OrganisationRenamed", "기관 {id}의 명칭이 {name:으로} 변경되었다"},
    {"PersonRegistered", "인물 {person:이} 등록되었다"},
    {"RoleAssigned", "{person:이} {organisation}의 {role} 직을 맡았다"},
    {"RoleEnded", "{role} 직이 종료되었다"},
    {"ResponsibilityAssigned.lead",
     "{organisation:이} {entity}의 총괄을 "
     "맡았다"},
    {"ResponsibilityAssigned.joint",
     "{organisation:이} {entity}의 공동 담당을 "
     "맡았다"},
    {"SeriesDefined", "정례 행사 {series:이} 등록되었다"},
    {"LabelChanged",
     "{id}의 {language} 명칭이 {new:으로} 변경되었다(종전: "
     "{old})"},
    {"LabelChanged.added", "{id}의 {language} 명칭이 {new:으로} 정해졌다"},

    // Agreements and the frame of the plan.
    {"AgreementProposed",
     "[{period} ]{kind} {agreement:이} 준비되고 있다[({date} "
     "체결 예정)][({activity}에서 체결 예정)]"},
    {"AgreementAgreed", "{agreement}의 문안이 [{activity}에서 ]확정되었다"},
    {"AgreementSigned",
     "{kind} {agreement:이} [{date} ][{occasion} 계기에 "
     "][{activity} 계기에 ][{place}에서 ][{by}에 의해 "
     "]서명되었다[(기간: {period})]"},
    {"AgreementAmended",
     "{agreement:이} 개정되었다: {change}[(변경된 기간: "
     "{period})]"},
    {"AgreementEnded", "{agreement:이} 종료되었다"},
    {"PlanRegistered", "[{period} ]계획 {plan:이} 등록되었다"},
    {"PlanAdopted", "계획이 [{activity}에서 ][{by}에 의해 ]채택되었다"},
    {"PlanAmended",
     "계획이 [{activity}에서 ]변경되었다: {change}[(변경된 기간: "
     "{period})]"},
    {"PlanClosed", "계획이 [{activity}에서 ]종결되었다"},
    {"AreaDefined", "제{order}분야 {area:이} 정해졌다"},
    {"ProjectDefined", "{area} 분야의 세부사업 {number} {project:이} 정해졌다"},
    {"ProjectDiscontinued", "세부사업 {project:이} 중단되었다"},
    {"ProjectCarriedOver", "세부사업 {project:이} 이월되었다"},
    {"ProjectCarriedOver.from", "세부사업 {project:은} {from}에서 이월되었다"},
    {"ProjectCarriedOver.to", "세부사업 {project:은} {to:으로} 이어진다"},
    {"ProjectCarriedOver.both",
     "세부사업 {project:은} {from}에서 이월되었고 "
     "{to:으로} 이어진다"},
    {"MeasureDefined", "{party}의 조치 {measure:이} 정해졌다(기간: {period})"},

    // Activities.
    {"ActivityRegistered", "{kind} {activity:이} 등록되었다"},
    {"ActivityRegistered.project",
     "세부사업 {projects}의 {kind} {activity:이} "
     "등록되었다"},
    {"ActivityRegistered.projects",
     "세부사업 {projects}의 {kind} {activity:이} "
     "등록되었다"},
    {"ActivityDetailsChanged", "{activity}의 내용이 변경되었다: {fields}"},
    {"ActivityScheduled",
     "{activity:이} {date} [{host} 계기에 ][{place}에서 "
     "][{how:으로} ]개최될 예정이다"},
    {"ActivityScheduled.work",
     "{activity:이} {date} [{host} 계기에 ][{place}에서 "
     "][{how:으로} ]추진될 예정이다"},
    {"ActivityScheduled.undecided",
     "{activity}의 일정은 미정이다[({words})][, "
     "{how}][, {place}][, {host} 계기]"},
    {"ScheduleRefined",
     "{activity}의 일정이 {new:으로} 구체화되었다[(당초 "
     "{old})]"},
    {"ActivityRescheduled",
     "{activity}의 일정이 {new:으로} 변경되었다[(당초 "
     "{old})]"},
    {"ActivityRescheduled.later",
     "{activity:이} {new:으로} 연기되었다(당초 "
     "{old})"},
    {"ActivityRescheduled.earlier",
     "{activity:이} {new:으로} 앞당겨졌다(당초 "
     "{old})"},
    {"ActivityPostponed",
     "{activity:이} 연기되었다[(조건: {condition})][(당초 "
     "{old} 예정)]"},
    {"ActivityMovedOnline",
     "{activity}의 개최 방식이 {old}에서 {new:으로} "
     "전환되었다[(당초 장소 {place})]"},
    {"DeliveryModeChanged",
     "{activity}의 개최 방식이 {old}에서 {new:으로} "
     "변경되었다"},
    {"DeliveryModeChanged.refined",
     "{activity}의 개최 방식이 {old}에서 "
     "{new:으로} 구체화되었다"},
    {"VenueChanged", "{activity}의 장소가 {new:으로} 변경되었다[(당초 {old})]"},
    {"ActivityHostedWithin", "{activity:은} {host} 계기에 개최된다"},
    {"ActivitySplit", "{activity:이} {parts:으로} 나뉘었다"},
    {"part", "{activity}[({date})]"},
    {"ActivityHeld",
     "{activity:이} {date} [{host} 계기에 ][{place}에서 "
     "][{how:으로} ]개최되었다[(수석대표: {heads})]"},
    {"ActivityHeld.within",
     "{activity:이} {date} [{host} 계기에 ][{place}에서 "
     "][{how:으로} ]개최되었다[(수석대표: {heads})]"},
    {"OccurrenceLogged", "{activity:이} {date} 활용되었다[({level})]"},
    {"OperationEnded", "{activity:이} {date} 종료되었다"},
    {"DeliverableStarted",
     "{activity} 작업이 {date} 시작되었다[(문서: "
     "{document})]"},
    {"DeliverableCompleted",
     "{activity:이} {date} 완료되었다[(문서: "
     "{document})]"},
    {"ActivityCancelled", "{activity:이} 취소되었다"},
    {"ActivityReinstated", "{activity}의 취소가 철회되었다"},
    {"DelegateAssigned", "{activity}에 {delegate:이} 대표로 지명되었다"},
    {"DelegateSubstituted", "{activity}에 {old} 대신 {new:이} 참석하게 되었다"},

    // What accompanies a plan.
    {"OUTCOME_KIND_UNSPECIFIED",
     "{activity}에서 다음 결과에 이르렀다: {about}[; "
     "발언: {speaker}][; 당사자: {parties}][; 기한: "
     "{due}]"},
    {"OUTCOME_KIND_AGENDA",
     "{activity}에서 다음을 의제로 하였다: {about}[; 발언: "
     "{speaker}][; 당사자: {parties}][; 기한: {due}]"},
    {"OUTCOME_KIND_DISCUSSED",
     "{activity}에서 다음을 논의하였다: {about}[; 발언: "
     "{speaker}][; 당사자: {parties}][; 기한: {due}]"},
    {"OUTCOME_KIND_SHARED_VIEW",
     "{activity}에서 다음에 인식을 같이하였다: "
     "{about}[; 발언: {speaker}][; 당사자: "
     "{parties}][; 기한: {due}]"},
    {"OUTCOME_KIND_ASSESSED",
     "{activity}에서 다음을 평가하였다: {about}[; 발언: "
     "{speaker}][; 당사자: {parties}][; 기한: {due}]"},
    {"OUTCOME_KIND_AGREED",
     "{activity}에서 다음에 합의하였다: {about}[; 발언: "
     "{speaker}][; 당사자: {parties}][; 기한: {due}]"},
    {"OUTCOME_KIND_INTENDED",
     "{activity}에서 다음을 추진하기로 하였다: {about}[; "
     "발언: {speaker}][; 당사자: {parties}][; 기한: "
     "{due}]"},
    {"OUTCOME_KIND_STATEMENT",
     "{activity}에서 다음 발언이 있었다: {about}[; 발언: "
     "{speaker}][; 당사자: {parties}][; 기한: {due}]"},
    {"ProgressReviewed",
     "계획의 이행 현황이 {activity}에서 점검되었다[: "
     "{about}]"},
    {"TablePublished", "{day} 기준 이행현황표가 [{document:으로} ]공표되었다"},
    {"DiscrepancyNoted.compatible",
     "{entity}의 {field:이} 서로 다르게 적혀 있다: "
     "{values}(둘 다 맞을 수 있음)"},
    {"DiscrepancyNoted.conflict",
     "{entity}의 {field:이} 서로 다르게 적혀 있다: "
     "{values}(많아야 하나가 맞음)"},
    {"DiscrepancyResolved", "불일치 {id:이} 해소되었다[; {resolution}]"},
    {"DiscrepancyResolved.known",
     "{entity}의 {field} 불일치가 해소되었다[; 채택: "
     "{accepted}][; {resolution}]"},
    {"ChangeConfirmed", "{party:이} 다음을 확인하였다: {sentence}"},
    {"ChangeDisputed",
     "{party:이} 다음에 이의를 제기하였다: {sentence}[; 이의 "
     "내용: {statement}]"},
    {"FactCorrected", "다음과 같이 정정되었다: {sentence}; 종전 기록: {old}"},
    {"EventVoided", "착오로 입력되어 무효로 되었다: {sentence}"},
    {"unknown-type", "이 판이 읽지 못하는 {type} 유형의 기록이 있다"},

    // What stands beside a change.
    {"mark.corrected", "위치 {position}에서 정정됨: {sentence}"},
    {"mark.voided", "착오 입력, 위치 {position}에서 무효로 됨"},
    {"mark.corrects", "위치 {position:을} 정정함"},
    {"mark.takes-out", "위치 {position:을} 무효로 함"},
    {"statement.confirmed", "{party:이} 확인하였다"},
    {"statement.disputed", "{party:이} 이의를 제기하였다[: {statement}]"},
    {"source.bytes", "{title}, 바이트 {begin}-{end}"},
    {"source.quote", "{title}, 바이트 {begin}-{end}: {quote}"},

    // Dates.
    {"date.undecided", "미정"},
    {"date.on-demand", "수시"},
    {"date.day", "{year}년 {month}월 {day}일"},
    {"date.days", "{year}년 {month}월 {day}~{last_day}일"},
    {"date.days-of-year",
     "{year}년 {month}월 {day}일~{last_month}월 "
     "{last_day}일"},
    {"date.month", "{year}년 {month}월"},
    {"date.months", "{year}년 {month}~{last_month}월"},
    {"date.third.1", "{year}년 {month}월 초"},
    {"date.third.2", "{year}년 {month}월 중순"},
    {"date.third.3", "{year}년 {month}월 말"},
    {"date.season.1", "{year}년 봄"},
    {"date.season.2", "{year}년 여름"},
    {"date.season.3", "{year}년 가을"},
    {"date.season.4", "{year}년 겨울"},
    {"date.quarter.1", "{year}년 1분기"},
    {"date.quarter.2", "{year}년 2분기"},
    {"date.quarter.3", "{year}년 3분기"},
    {"date.quarter.4", "{year}년 4분기"},
    {"date.half.1", "{year}년 상반기"},
    {"date.half.2", "{year}년 하반기"},
    {"date.year", "{year}년"},
    {"date.years", "{year}~{last_year}년"},
    {"date.span", "{first}~{last}"},
    {"date.from", "{first}부터"},
    {"date.until", "{last}까지"},
    {"date.one-of", "{list} 중 하나"},
    {"date.within", "{first}~{last} 중 하루"},
    {"date.uncertain", "불확실"},
    {"date.approximate", "경"},
    {"date.tentative", "잠정"},
    {"date.morning", "오전"},
    {"date.afternoon", "오후"},
    {"date.evening", "저녁"},
    {"date.after", "{activity} 이후"},
    {"date.before", "{activity} 이전"},
    {"date.during", "{activity} 기간 중"},
    {"month.1", "1"},
    {"month.2", "2"},
    {"month.3", "3"},
    {"month.4", "4"},
    {"month.5", "5"},
    {"month.6", "6"},
    {"month.7", "7"},
    {"month.8", "8"},
    {"month.9", "9"},
    {"month.10", "10"},
    {"month.11", "11"},
    {"month.12", "12"},

    // Modes.
    {"DELIVERY_MODE_UNSPECIFIED", "방식 미명시"},
    {"DELIVERY_MODE_IN_PERSON", "대면"},
    {"DELIVERY_MODE_VIDEO_CONFERENCE", "영상"},
    {"DELIVERY_MODE_REMOTE", "비대면"},
    {"DELIVERY_MODE_HYBRID", "온·오프라인 병행"},
    {"DELIVERY_MODE_WRITTEN", "서면"},
    {"DELIVERY_MODE_CORRESPONDENCE", "서신"},

    // Reasons.
    {"CODE_PUBLIC_HEALTH", "공중보건"},
    {"CODE_SCHEDULING", "일정 조율"},
    {"CODE_PREPARATION", "준비 상황"},
    {"CODE_DIPLOMATIC", "외교적 사유"},
    {"CODE_BUDGET", "예산"},
    {"CODE_FORCE_MAJEURE", "불가항력"},
    {"CODE_ENTRY_ERROR", "입력 착오"},
    {"CODE_OTHER", "기타 사유"},

    // How it follows from the source.
    {"BASIS_STATED", "명시"},
    {"BASIS_IMPLIED", "함축"},
    {"BASIS_INFERRED", "추론"},

    // Kinds.
    {"ACTIVITY_KIND_UNSPECIFIED", "활동"},
    {"ACTIVITY_KIND_MEETING", "회의"},
    {"ACTIVITY_KIND_SEMINAR", "세미나"},
    {"ACTIVITY_KIND_WORKSHOP", "워크숍"},
    {"ACTIVITY_KIND_DIALOGUE", "대화"},
    {"ACTIVITY_KIND_CONFERENCE", "컨퍼런스"},
    {"ACTIVITY_KIND_FORUM", "포럼"},
    {"ACTIVITY_KIND_EXHIBITION", "박람회"},
    {"ACTIVITY_KIND_DELIVERABLE", "성과물"},
    {"ACTIVITY_KIND_STANDING_OPERATION", "상시 운영"},
    {"AGREEMENT_KIND_UNSPECIFIED", "합의"},
    {"AGREEMENT_KIND_FIVE_YEAR_PLAN", "5개년 계획"},
    {"AGREEMENT_KIND_MEMORANDUM", "양해각서"},
    {"AGREEMENT_KIND_ANNUAL_PLAN", "연간 계획"},
    {"AGREEMENT_KIND_TREATY", "조약"},
    {"AGREEMENT_KIND_OTHER", "합의"},
    {"document.press-release", "보도자료"},
    {"document.minutes", "회의록"},
    {"document.letter", "서한"},
    {"document.table", "현황표"},
    {"language.ko", "한국어"},
    {"language.en", "영어"},
    {"language.zh", "중국어"},

    // Roles that an actor or delegate may have.
    {"role.head of delegation", "수석대표"},
    {"role.official in charge", "담당자"},
    {"role.minister", "장관"},
    {"role.director-general", "국장"},

    // States and stages.
    {"STATE_REGISTERED", "등록"},
    {"STATE_PLANNED", "예정"},
    {"STATE_POSTPONED", "연기"},
    {"STATE_ONGOING", "진행 중"},
    {"STATE_HELD", "개최"},
    {"STATE_COMPLETED", "완료"},
    {"STATE_CANCELLED", "취소"},
    {"STATE_SPLIT", "분할"},
    {"STAGE_PROPOSED", "준비 중"},
    {"STAGE_AGREED", "문안 확정"},
    {"STAGE_SIGNED", "서명"},
    {"STAGE_ENDED", "종료"},
    {"status.defined", "확정"},
    {"status.discontinued", "중단"},
    {"status.carried-over", "이월"},
    {"status.registered", "등록"},
    {"status.adopted", "채택"},
    {"status.closed", "종결"},

    // Fields.
    {"field.date", "일정"},
    {"field.mode", "개최 방식"},
    {"field.status", "상태"},
    {"field.venue", "장소"},
    {"field.title", "명칭"},
    {"field.kind", "종류"},
    {"field.titles", "명칭"},
    {"field.project_ids", "세부사업"},
    {"field.series_id", "정례 행사"},
    {"field.ordinal", "차수"},
    {"field.ordinal_text", "차수 표기"},
    {"field.edition_year", "연도 표기"},
    {"field.title_suffix", "명칭 뒤 표기"},
    {"field.level", "참석 수준"},
    {"field.coverage", "대상 기간"},
    {"field.organiser", "주최"},
    {"field.line_order", "현황표 순서"},
    {"field.ordinal_clash_intended", "차수 중복 허용"},
    {"field.agenda", "의제"},
    {"value.none", "없음"},

    // Rules of findings.
    {"rule.agreement-stage", "합의의 단계에서 허용되지 않음"},
    {"rule.discrepancy-resolved", "이미 해소된 불일치임"},
    {"rule.held-outside-planned", "예정된 기간 밖에 개최됨"},
    {"rule.id-taken", "이미 사용된 식별자임"},
    {"rule.kind-mismatch", "활동의 종류와 맞지 않음"},
    {"rule.no-open-part", "진행 중인 부분이 없음"},
    {"rule.number-taken", "이미 사용된 세부사업 번호임"},
    {"rule.odd-in-state", "당시 상태에서는 이례적임"},
    {"rule.old-value-differs", "종전 값이 기록과 다름"},
    {"rule.one-side-only", "한쪽의 진술만 있음"},
    {"rule.ordinal-skipped", "차수를 건너뜀"},
    {"rule.ordinal-taken", "이미 사용된 차수임"},
    {"rule.plan-adopted", "이미 채택된 계획임"},
    {"rule.plan-closed", "이미 종결된 계획임"},
    {"rule.plan-registered", "이미 등록된 계획임"},
    {"rule.project-discontinued", "이미 중단된 세부사업임"},
    {"rule.recorded-late", "늦게 기록됨"},
    {"rule.role-ended", "이미 종료된 직임"},
    {"rule.state-forbids", "당시 상태에서 허용되지 않음"},
    {"rule.unknown-delegate", "해당 대표가 없음"},
    {"rule.unknown-id", "알 수 없는 식별자임"},
    {"rule.unknown-type", "알 수 없는 유형의 기록임"},
    {"rule.weekday-mismatch", "요일과 날짜가 맞지 않음"},
};

}  // namespace

const Language& Korean() {
  static const auto* const kKorean =
      new Language("ko", kPhrases, std::size(kPhrases), KoreanParticle);
  return *kKorean;
}

}  // namespace clearsky::ledger
