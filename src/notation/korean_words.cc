#include "clearsky/v1/value.pb.h"
#include "notation/lexicon.h"

namespace clearsky::notation {
namespace {

using enum WordKind;
using v1::PartialDate;

constexpr int kVideo = v1::DELIVERY_MODE_VIDEO_CONFERENCE;
constexpr int kRemote = v1::DELIVERY_MODE_REMOTE;
constexpr int kInPerson = v1::DELIVERY_MODE_IN_PERSON;
constexpr int kHybrid = v1::DELIVERY_MODE_HYBRID;
constexpr int kWritten = v1::DELIVERY_MODE_WRITTEN;
constexpr int kLetters = v1::DELIVERY_MODE_CORRESPONDENCE;

constexpr WordList kWords[] = {
    {kPlanned, 0,
     U"예정|개최 예정|계획|추진|준비 중|준비|목표|개최될|개최할|개최된다|"
     U"개최한다|열릴|열린다|실시할|실시될|진행될|진행할|시행할|시행될|"
     U"planned|예정일"},
    {kTakesPlace, 0, U"개최|실시|시행|진행"},
    {kHeld, 0,
     U"열림|개최됨|개최함|개최된|개최한|개최했음|개최하였음|개최했다|"
     U"개최하였다|개최됐다|개최되었다|개최하였으며|기개최|열렸다|열린|"
     U"실시함|실시됨|실시했다|진행됨|진행했다|완료|개최 완료|종료|마침|"
     U"완료됨|종료됨"},
    {kOngoing, 0,
     U"진행 중|추진 중|운영 중|시행 중|실시 중|개최 중|이행 중|작성 중|"
     U"계속|현재"},
    {kPostponed, 0,
     U"연기|연기됨|연기된|연기함|연기하기로|연기 결정|연기 예정|"
     U"개최 연기|일정 연기|무기한 연기|잠정 연기|잠정 보류|순연|순연됨|"
     U"보류|유예|미뤄짐|미룸|미뤄진|미뤄졌다"},
    {kCancelled, 0,
     U"취소|취소됨|취소된|개최 취소|전면 취소|취소 결정|무산|무산됨|불발|"
     U"개최 불발"},
    {kUndecided, 0,
     U"미정|일정 미정|일자 미정|시기 미정|날짜 미정|일시 미정|미확정|"
     U"추후|추후 결정|추후 통보|추후 협의|추후 확정|추후 공지|추후 안내|"
     U"추후 통지|추후 조율|추후 논의|추후 발표|추후 별도 통보|"
     U"추후 별도 공지|추후 별도 안내|별도 통보|별도 공지|협의 중|조율 중|"
     U"조정 중|일정 협의 중|일정 조율 중|일정 조정 중|협의 후 결정|tbd|"
     U"tba|tbc"},
    {kNegation, 0,
     U"미개최|개최하지 않음|개최하지 못함|개최되지 않음|개최되지 못함|"
     U"개최되지 않았다|개최하지 않기로|취소하지 않음|취소되지 않음|"
     U"연기하지 않음|연기되지 않음|개최 불가|개최 안 함|개최 못 함|"
     U"개최 어려움|개최 여부|개최 여부 검토|개최 여부 검토 중|취소 검토|"
     U"취소 검토 중|취소 가능|취소 가능성|취소 여부|취소 없음|취소 아님|"
     U"연기 검토|연기 검토 중|연기 가능|연기 가능성|연기 여부|연기 없음|"
     U"연기 아님|중단|잠정 중단"},
    {kMoved, 0,
     U"대체|전환|대체 개최|변경|일정 변경|변경됨|변경된|변경하여|조정|일정 "
     U"조정|조정됨|"
     U"앞당겨|앞당김"},
    {kFiller, 0,
     U"장소 미정|예정대로|및|활용|이용|접속|참석|참여|방식|형식|형태|"
     U"방법|통해|통한|일정|일시|일자|시기|기간|개최일|개최 시기|"
     U"개최 일시|개최 장소|장소|각|등|총|계기|하에|있음|있다|그리고|착수|"
     U"이상|내외|정도|연기 없이|순연 없이|취소 없이|변경 없이|차질 없이"},
    {kTentative, 0, U"잠정|잠정안|잠정적|가안"},
    {kFirm, 0, U"확정|확정됨"},
    {kFormerly, 0, U"당초|원래|기존|당초 계획|당초 예정"},
    {kRecurring, 0,
     U"매월|매주|매일|매년|매해|매 분기|매 반기|매 월|매 년|매 "
     U"주|분기별|격년|2년마다|"
     U"반기별|월별|주별|격월|격주|분기마다|반기마다|정례|정기|정례적|"
     U"정기적"},
    {kAllYear, 0, U"연중|年中|년중|연중 내내|연중 상시|연중 계속|상시"},
    {kOnDemand, 0, U"수시|필요 시|필요시마다"},
    {kMode, kVideo,
     U"영상|영상 회의|영상 연결|화상 연결|화상|화상 회의|비디오|비디오 "
     U"회의|원격 화상|"
     U"온라인 화상|온라인 영상|비대면 영상|비대면 화상|zoom|줌|webex|"
     U"cisco webex|웹엑스|웨벡스|teams|ms teams|ms 팀즈|microsoft teams|"
     U"팀즈|google meet|구글 미트|skype|스카이프|텐센트 미팅"},
    {kMode, kRemote,
     U"비대면|비대면 회의|온라인|온라인 회의|online|on-line|온 라인|원격|"
     U"원격 회의|언택트|웨비나|온라인 생중계|유튜브 생중계|유선|유선 회의|전화 "
     U"회의"},
    {kMode, kInPerson,
     U"대면|대면 회의|오프라인|오프라인 회의|offline|현장|현장 회의"},
    {kMode, kHybrid,
     U"온 오프라인|온 · 오프라인|온 / 오프라인|온 - 오프라인|"
     U"온 , 오프라인|온.오프라인|온 + 오프라인|온 & 오프라인|"
     U"온 및 오프라인|오프 · 온라인|온 · 오프|온 / 오프|온오프|"
     U"오프 / 온라인|on/offline|on·offline|하이브리드|하이브리드 회의|"
     U"hybrid|혼합"},
    {kMode, kWritten,
     U"서면|서면 회의|서면 심의|서면 협의|서면 의결|서면 결의"},
    {kMode, kLetters, U"서신|서한|서신 교환|서한 교환|서신 회의"},
    {kAlongside, 0, U"병행|병행 개최|동시"},
    {kPartOfDay, PartialDate::PART_OF_DAY_MORNING, U"오전|아침|새벽"},
    {kPartOfDay, PartialDate::PART_OF_DAY_AFTERNOON, U"오후|정오"},
    {kPartOfDay, PartialDate::PART_OF_DAY_EVENING, U"저녁|밤"},
    {kParticle, 0,
     U"부터|까지|이후|이전|에|에서|에는|로|으로|은|는|이|가|을|를|의|및|"
     U"와|과|임|됨|함|인|된|한|될|할|하기로|하기로 함|되어|이다|이며|"
     U"입니다|으로 인해|되었음|되었다|됐다|했다|하였다|하여|중|경|"
     U"부로|자로|자|이었으나|였으나|하였으나|했으나|되었으나|을 통해|를 통해"},
    {kPlaceSuffix, 0, U"시|특별시|광역시|특별자치시|특별자치도|도|시내"},
};

constexpr std::u32string_view kPlaces =
    U"서울|부산|대구|인천|광주|대전|울산|세종|제주|제주도|수원|성남|"
    U"고양|일산|용인|과천|춘천|강릉|원주|평창|청주|오송|충주|천안|공주|"
    U"전주|군산|익산|여수|순천|목포|포항|경주|구미|안동|창원|진주|통영|"
    U"송도|서귀포|경기|강원|충북|충남|전북|전남|경북|경남|코엑스|킨텍스|"
    U"벡스코|엑스코|베이징|북경|상하이|상해|톈진|천진|광저우|칭다오|"
    U"청도|다롄|대련|선양|심양|하얼빈|시안|서안|난징|남경|항저우|쑤저우|"
    U"청두|충칭|쿤밍|곤명|우한|정저우|하이난|옌타이|창춘|홍콩|마카오|"
    U"타이베이|도쿄|동경|오사카|교토|후쿠오카|기타큐슈|키타큐슈|나고야|"
    U"도야마|삿포로|울란바토르|방콕|하노이|싱가포르|자카르타|마닐라|"
    U"쿠알라룸푸르|프놈펜|뉴델리|나이로비|제네바|파리|런던|베를린|로마|"
    U"비엔나|브뤼셀|글래스고|뉴욕|워싱턴|몬트리올|오타와|밴쿠버|이집트|"
    U"샤름엘셰이크|두바이|한국|중국|일본|몽골|미국|캐나다|태국|베트남|"
    U"독일|프랑스|영국|스위스|러시아|인도네시아|필리핀|말레이시아";

constexpr std::u32string_view kVenueEndings =
    U"호텔|센터|청사|회의실|회의장|회관|컨벤션|대학교|연구원|과학원|"
    U"통제소|시청|도청|공사|대사관|플라자|리조트|세종청사|환경공단|타워|"
    U"빌딩|홀|서초구|강남구";

constexpr std::u32string_view kMeetings =
    U"회의|회담|총회|포럼|컨퍼런스|콘퍼런스|세미나|워크숍|워크샵|"
    U"심포지엄|박람회|정책대화|대화|연찬회|간담회|협의회|위원회|교류회|"
    U"토론회|공청회|설명회|전시회|행사|미팅|심포지움|라운드테이블";

constexpr std::u32string_view kLevelStems =
    U"실무|실무자|담당자|전문가|고위|정상|총리|장관|차관|차관보|국장|"
    U"과장|실장|사무관|서기관|팀장|본부장|부장|차장|처장|청장|원장|사장|"
    U"대사|각료|국·과장|국과장|실·국장|장·차관|주임|부총리|수석|심의관";

}  // namespace

const Lexicon& KoreanLexicon() {
  static const Lexicon* const lexicon =
      new Lexicon(kWords, kPlaces, kVenueEndings, kMeetings, kLevelStems);
  return *lexicon;
}

}  // namespace clearsky::notation
