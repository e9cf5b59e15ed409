#include "notation/words.h"

#include <algorithm>
#include <unordered_map>

#include "clearsky/v1/value.pb.h"

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

constexpr Word kStatusWords[] = {
    {U"예정", kPlanned},
    {U"개최 예정", kPlanned},
    {U"계획", kPlanned},
    {U"추진", kPlanned},
    {U"준비 중", kPlanned},
    {U"준비", kPlanned},
    {U"목표", kPlanned},
    {U"개최될", kPlanned},
    {U"개최할", kPlanned},
    {U"개최된다", kPlanned},
    {U"개최한다", kPlanned},
    {U"열릴", kPlanned},
    {U"열린다", kPlanned},
    {U"실시할", kPlanned},
    {U"실시될", kPlanned},
    {U"진행될", kPlanned},
    {U"진행할", kPlanned},
    {U"시행할", kPlanned},
    {U"시행될", kPlanned},
    {U"planned", kPlanned},
    {U"개최", kTakesPlace},
    {U"실시", kTakesPlace},
    {U"시행", kTakesPlace},
    {U"진행", kTakesPlace},
    {U"열림", kHeld},
    {U"개최됨", kHeld},
    {U"개최함", kHeld},
    {U"개최된", kHeld},
    {U"개최한", kHeld},
    {U"개최했음", kHeld},
    {U"개최하였음", kHeld},
    {U"개최했다", kHeld},
    {U"개최하였다", kHeld},
    {U"개최됐다", kHeld},
    {U"개최되었다", kHeld},
    {U"개최하였으며", kHeld},
    {U"기개최", kHeld},
    {U"열렸다", kHeld},
    {U"열린", kHeld},
    {U"실시함", kHeld},
    {U"실시됨", kHeld},
    {U"실시했다", kHeld},
    {U"진행됨", kHeld},
    {U"진행했다", kHeld},
    {U"완료", kHeld},
    {U"개최 완료", kHeld},
    {U"종료", kHeld},
    {U"마침", kHeld},
    {U"완료됨", kHeld},
    {U"종료됨", kHeld},
    {U"진행 중", kOngoing},
    {U"추진 중", kOngoing},
    {U"운영 중", kOngoing},
    {U"시행 중", kOngoing},
    {U"실시 중", kOngoing},
    {U"개최 중", kOngoing},
    {U"이행 중", kOngoing},
    {U"작성 중", kOngoing},
    {U"계속", kOngoing},
    {U"현재", kOngoing},
    {U"연기", kPostponed},
    {U"연기됨", kPostponed},
    {U"연기된", kPostponed},
    {U"연기함", kPostponed},
    {U"연기하기로", kPostponed},
    {U"연기 결정", kPostponed},
    {U"연기 예정", kPostponed},
    {U"개최 연기", kPostponed},
    {U"일정 연기", kPostponed},
    {U"무기한 연기", kPostponed},
    {U"잠정 연기", kPostponed},
    {U"잠정 보류", kPostponed},
    {U"순연", kPostponed},
    {U"순연됨", kPostponed},
    {U"보류", kPostponed},
    {U"유예", kPostponed},
    {U"취소", kCancelled},
    {U"취소됨", kCancelled},
    {U"취소된", kCancelled},
    {U"개최 취소", kCancelled},
    {U"전면 취소", kCancelled},
    {U"취소 결정", kCancelled},
    {U"무산", kCancelled},
    {U"무산됨", kCancelled},
    {U"미정", kUndecided},
    {U"일정 미정", kUndecided},
    {U"일자 미정", kUndecided},
    {U"시기 미정", kUndecided},
    {U"날짜 미정", kUndecided},
    {U"일시 미정", kUndecided},
    {U"미확정", kUndecided},
    {U"추후", kUndecided},
    {U"추후 결정", kUndecided},
    {U"추후 통보", kUndecided},
    {U"추후 협의", kUndecided},
    {U"추후 확정", kUndecided},
    {U"추후 공지", kUndecided},
    {U"추후 안내", kUndecided},
    {U"추후 통지", kUndecided},
    {U"추후 조율", kUndecided},
    {U"추후 논의", kUndecided},
    {U"추후 발표", kUndecided},
    {U"추후 별도 통보", kUndecided},
    {U"추후 별도 공지", kUndecided},
    {U"추후 별도 안내", kUndecided},
    {U"별도 통보", kUndecided},
    {U"별도 공지", kUndecided},
    {U"협의 중", kUndecided},
    {U"조율 중", kUndecided},
    {U"조정 중", kUndecided},
    {U"일정 협의 중", kUndecided},
    {U"일정 조율 중", kUndecided},
    {U"일정 조정 중", kUndecided},
    {U"협의 후 결정", kUndecided},
    {U"tbd", kUndecided},
    {U"tba", kUndecided},
    {U"tbc", kUndecided},
    {U"장소 미정", kFiller},
    {U"예정대로", kFiller},
    {U"잠정", kTentative},
    {U"잠정안", kTentative},
    {U"잠정적", kTentative},
    {U"가안", kTentative},
    {U"확정", kFirm},
    {U"확정됨", kFirm},
    {U"당초", kFormerly},
    {U"원래", kFormerly},
    {U"기존", kFormerly},
    {U"당초 계획", kFormerly},
    {U"당초 예정", kFormerly},
    {U"매월", kRecurring},
    {U"매주", kRecurring},
    {U"매일", kRecurring},
    {U"매년", kRecurring},
    {U"매해", kRecurring},
    {U"매 분기", kRecurring},
    {U"매 반기", kRecurring},
    {U"매 월", kRecurring},
    {U"매 년", kRecurring},
    {U"매 주", kRecurring},
    {U"분기별", kRecurring},
    {U"반기별", kRecurring},
    {U"월별", kRecurring},
    {U"주별", kRecurring},
    {U"격월", kRecurring},
    {U"격주", kRecurring},
    {U"분기마다", kRecurring},
    {U"반기마다", kRecurring},
    {U"정례", kRecurring},
    {U"정기", kRecurring},
    {U"정례적", kRecurring},
    {U"정기적", kRecurring},
    {U"연중", kAllYear},
    {U"年中", kAllYear},
    {U"년중", kAllYear},
    {U"연중 내내", kAllYear},
    {U"연중 상시", kAllYear},
    {U"연중 계속", kAllYear},
    {U"상시", kAllYear},
    {U"수시", kOnDemand},
    {U"필요 시", kOnDemand},
    {U"필요시마다", kOnDemand},
};

constexpr Word kModeWords[] = {
    {U"영상", kMode, kVideo},
    {U"영상 회의", kMode, kVideo},
    {U"화상", kMode, kVideo},
    {U"화상 회의", kMode, kVideo},
    {U"비디오", kMode, kVideo},
    {U"비디오 회의", kMode, kVideo},
    {U"원격 화상", kMode, kVideo},
    {U"온라인 화상", kMode, kVideo},
    {U"온라인 영상", kMode, kVideo},
    {U"비대면 영상", kMode, kVideo},
    {U"비대면 화상", kMode, kVideo},
    {U"zoom", kMode, kVideo},
    {U"줌", kMode, kVideo},
    {U"webex", kMode, kVideo},
    {U"cisco webex", kMode, kVideo},
    {U"웹엑스", kMode, kVideo},
    {U"웨벡스", kMode, kVideo},
    {U"teams", kMode, kVideo},
    {U"ms teams", kMode, kVideo},
    {U"ms 팀즈", kMode, kVideo},
    {U"microsoft teams", kMode, kVideo},
    {U"팀즈", kMode, kVideo},
    {U"google meet", kMode, kVideo},
    {U"구글 미트", kMode, kVideo},
    {U"skype", kMode, kVideo},
    {U"스카이프", kMode, kVideo},
    {U"텐센트 미팅", kMode, kVideo},
    {U"비대면", kMode, kRemote},
    {U"비대면 회의", kMode, kRemote},
    {U"온라인", kMode, kRemote},
    {U"온라인 회의", kMode, kRemote},
    {U"online", kMode, kRemote},
    {U"on-line", kMode, kRemote},
    {U"온 라인", kMode, kRemote},
    {U"원격", kMode, kRemote},
    {U"원격 회의", kMode, kRemote},
    {U"언택트", kMode, kRemote},
    {U"유선", kMode, kRemote},
    {U"유선 회의", kMode, kRemote},
    {U"전화 회의", kMode, kRemote},
    {U"대면", kMode, kInPerson},
    {U"대면 회의", kMode, kInPerson},
    {U"오프라인", kMode, kInPerson},
    {U"오프라인 회의", kMode, kInPerson},
    {U"offline", kMode, kInPerson},
    {U"현장", kMode, kInPerson},
    {U"현장 회의", kMode, kInPerson},
    {U"온 오프라인", kMode, kHybrid},
    {U"온 · 오프라인", kMode, kHybrid},
    {U"온 / 오프라인", kMode, kHybrid},
    {U"온 - 오프라인", kMode, kHybrid},
    {U"온 , 오프라인", kMode, kHybrid},
    {U"온.오프라인", kMode, kHybrid},
    {U"온 + 오프라인", kMode, kHybrid},
    {U"온 & 오프라인", kMode, kHybrid},
    {U"온 및 오프라인", kMode, kHybrid},
    {U"오프 · 온라인", kMode, kHybrid},
    {U"온 · 오프", kMode, kHybrid},
    {U"온 / 오프", kMode, kHybrid},
    {U"온오프", kMode, kHybrid},
    {U"오프 / 온라인", kMode, kHybrid},
    {U"on/offline", kMode, kHybrid},
    {U"on·offline", kMode, kHybrid},
    {U"하이브리드", kMode, kHybrid},
    {U"하이브리드 회의", kMode, kHybrid},
    {U"hybrid", kMode, kHybrid},
    {U"혼합", kMode, kHybrid},
    {U"서면", kMode, kWritten},
    {U"서면 회의", kMode, kWritten},
    {U"서면 심의", kMode, kWritten},
    {U"서면 협의", kMode, kWritten},
    {U"서면 의결", kMode, kWritten},
    {U"서신", kMode, kLetters},
    {U"서한", kMode, kLetters},
    {U"서신 교환", kMode, kLetters},
    {U"서한 교환", kMode, kLetters},
    {U"서신 회의", kMode, kLetters},
    {U"병행", kAlongside},
    {U"병행 개최", kAlongside},
    {U"동시", kAlongside},
};

constexpr Word kOtherWords[] = {
    {U"오전", kPartOfDay, PartialDate::PART_OF_DAY_MORNING},
    {U"아침", kPartOfDay, PartialDate::PART_OF_DAY_MORNING},
    {U"새벽", kPartOfDay, PartialDate::PART_OF_DAY_MORNING},
    {U"오후", kPartOfDay, PartialDate::PART_OF_DAY_AFTERNOON},
    {U"정오", kPartOfDay, PartialDate::PART_OF_DAY_AFTERNOON},
    {U"저녁", kPartOfDay, PartialDate::PART_OF_DAY_EVENING},
    {U"밤", kPartOfDay, PartialDate::PART_OF_DAY_EVENING},
    {U"부터", kParticle},
    {U"까지", kParticle},
    {U"이후", kParticle},
    {U"이전", kParticle},
    {U"에", kParticle},
    {U"에서", kParticle},
    {U"에는", kParticle},
    {U"로", kParticle},
    {U"으로", kParticle},
    {U"은", kParticle},
    {U"는", kParticle},
    {U"이", kParticle},
    {U"가", kParticle},
    {U"을", kParticle},
    {U"를", kParticle},
    {U"의", kParticle},
    {U"및", kParticle},
    {U"와", kParticle},
    {U"과", kParticle},
    {U"임", kParticle},
    {U"됨", kParticle},
    {U"함", kParticle},
    {U"인", kParticle},
    {U"된", kParticle},
    {U"한", kParticle},
    {U"될", kParticle},
    {U"할", kParticle},
    {U"하기로", kParticle},
    {U"하기로 함", kParticle},
    {U"되어", kParticle},
    {U"이다", kParticle},
    {U"이며", kParticle},
    {U"입니다", kParticle},
    {U"으로 인해", kParticle},
    {U"되었음", kParticle},
    {U"되었다", kParticle},
    {U"됐다", kParticle},
    {U"했다", kParticle},
    {U"하였다", kParticle},
    {U"하여", kParticle},
    {U"중", kParticle},
    {U"경", kParticle},
    {U"및", kFiller},
    {U"이었으나", kParticle},
    {U"였으나", kParticle},
    {U"하였으나", kParticle},
    {U"했으나", kParticle},
    {U"되었으나", kParticle},
    {U"활용", kFiller},
    {U"이용", kFiller},
    {U"접속", kFiller},
    {U"참석", kFiller},
    {U"참여", kFiller},
    {U"방식", kFiller},
    {U"형식", kFiller},
    {U"형태", kFiller},
    {U"방법", kFiller},
    {U"을 통해", kParticle},
    {U"를 통해", kParticle},
    {U"통해", kFiller},
    {U"통한", kFiller},
    {U"일정", kFiller},
    {U"일시", kFiller},
    {U"일자", kFiller},
    {U"시기", kFiller},
    {U"기간", kFiller},
    {U"개최일", kFiller},
    {U"개최 시기", kFiller},
    {U"개최 일시", kFiller},
    {U"개최 장소", kFiller},
    {U"예정일", kPlanned},
    {U"장소", kFiller},
    {U"각", kFiller},
    {U"등", kFiller},
    {U"총", kFiller},
    {U"계기", kFiller},
    {U"하에", kFiller},
    {U"있음", kFiller},
    {U"있다", kFiller},
    {U"그리고", kFiller},
    {U"착수", kFiller},
    {U"이상", kFiller},
    {U"내외", kFiller},
    {U"정도", kFiller},
    {U"시", kPlaceSuffix},
    {U"특별시", kPlaceSuffix},
    {U"광역시", kPlaceSuffix},
    {U"특별자치시", kPlaceSuffix},
    {U"특별자치도", kPlaceSuffix},
    {U"도", kPlaceSuffix},
    {U"시내", kPlaceSuffix},
};

constexpr std::u32string_view kPlaces[] = {
    U"서울",         U"부산",     U"대구",     U"인천",         U"광주",
    U"대전",         U"울산",     U"세종",     U"제주",         U"제주도",
    U"수원",         U"성남",     U"고양",     U"일산",         U"용인",
    U"과천",         U"춘천",     U"강릉",     U"원주",         U"평창",
    U"청주",         U"오송",     U"충주",     U"천안",         U"공주",
    U"전주",         U"군산",     U"익산",     U"여수",         U"순천",
    U"목포",         U"포항",     U"경주",     U"구미",         U"안동",
    U"창원",         U"진주",     U"통영",     U"송도",         U"서귀포",
    U"경기",         U"강원",     U"충북",     U"충남",         U"전북",
    U"전남",         U"경북",     U"경남",     U"코엑스",       U"킨텍스",
    U"벡스코",       U"엑스코",   U"베이징",   U"북경",         U"상하이",
    U"상해",         U"톈진",     U"천진",     U"광저우",       U"칭다오",
    U"청도",         U"다롄",     U"대련",     U"선양",         U"심양",
    U"하얼빈",       U"시안",     U"서안",     U"난징",         U"남경",
    U"항저우",       U"쑤저우",   U"청두",     U"충칭",         U"쿤밍",
    U"곤명",         U"우한",     U"정저우",   U"하이난",       U"옌타이",
    U"창춘",         U"홍콩",     U"마카오",   U"타이베이",     U"도쿄",
    U"동경",         U"오사카",   U"교토",     U"후쿠오카",     U"기타큐슈",
    U"키타큐슈",     U"나고야",   U"도야마",   U"삿포로",       U"울란바토르",
    U"방콕",         U"하노이",   U"싱가포르", U"자카르타",     U"마닐라",
    U"쿠알라룸푸르", U"프놈펜",   U"뉴델리",   U"나이로비",     U"제네바",
    U"파리",         U"런던",     U"베를린",   U"로마",         U"비엔나",
    U"브뤼셀",       U"글래스고", U"뉴욕",     U"워싱턴",       U"몬트리올",
    U"오타와",       U"밴쿠버",   U"이집트",   U"샤름엘셰이크", U"두바이",
    U"한국",         U"중국",     U"일본",     U"몽골",         U"미국",
    U"캐나다",       U"태국",     U"베트남",   U"독일",         U"프랑스",
    U"영국",         U"스위스",   U"러시아",   U"인도네시아",   U"필리핀",
    U"말레이시아",
};

constexpr std::u32string_view kVenueEndings[] = {
    U"호텔",     U"센터",   U"청사",   U"회의실", U"회의장", U"회관",
    U"컨벤션",   U"대학교", U"연구원", U"과학원", U"통제소", U"시청",
    U"도청",     U"공사",   U"대사관", U"플라자", U"리조트", U"세종청사",
    U"환경공단", U"타워",   U"빌딩",   U"홀",     U"서초구", U"강남구",
};

constexpr std::u32string_view kMeetings[] = {
    U"회의",         U"회담",     U"총회",   U"포럼",   U"컨퍼런스",
    U"콘퍼런스",     U"세미나",   U"워크숍", U"워크샵", U"심포지엄",
    U"박람회",       U"정책대화", U"대화",   U"연찬회", U"간담회",
    U"협의회",       U"위원회",   U"교류회", U"토론회", U"공청회",
    U"설명회",       U"전시회",   U"행사",   U"미팅",   U"심포지움",
    U"라운드테이블",
};

constexpr std::u32string_view kLevelStems[] = {
    U"실무",   U"실무자",  U"담당자", U"전문가",  U"고위",    U"정상",
    U"총리",   U"장관",    U"차관",   U"차관보",  U"국장",    U"과장",
    U"실장",   U"사무관",  U"서기관", U"팀장",    U"본부장",  U"부장",
    U"차장",   U"처장",    U"청장",   U"원장",    U"사장",    U"대사",
    U"각료",   U"국·과장", U"국과장", U"실·국장", U"장·차관", U"주임",
    U"부총리", U"수석",    U"심의관",
};

// Words by their first letter, longest first.
using WordIndex = std::unordered_map<char32_t, std::vector<Word>>;

const WordIndex& AllWords() {
  static const WordIndex* const index = [] {
    auto* words = new WordIndex;
    const auto add = [&](const Word& word) {
      (*words)[word.text.front()].push_back(word);
    };
    std::for_each(std::begin(kStatusWords), std::end(kStatusWords), add);
    std::for_each(std::begin(kModeWords), std::end(kModeWords), add);
    std::for_each(std::begin(kOtherWords), std::end(kOtherWords), add);
    for (const std::u32string_view place : kPlaces) add({place, kPlace});
    for (auto& [letter, list] : *words) {
      std::stable_sort(list.begin(), list.end(),
                       [](const Word& a, const Word& b) {
                         return a.text.size() > b.text.size();
                       });
    }
    return words;
  }();
  return *index;
}

// Bounds the search: longer runs of letters are no words of ours.
constexpr size_t kMaxRun = 24;

bool CanFollow(const WordMatch* previous, const Word& word, bool after_word) {
  if (word.kind == kParticle) return previous != nullptr || after_word;
  if (word.kind == kPlaceSuffix) {
    return previous != nullptr && previous->word->kind == kPlace;
  }
  return true;
}

bool Segment(const Text& text, size_t i, size_t limit, bool after_word,
             std::vector<WordMatch>& out) {
  if (i > limit) return false;
  const auto words = AllWords().find(text.at(i));
  if (words == AllWords().end()) return false;
  for (const Word& word : words->second) {
    const WordMatch* previous = out.empty() ? nullptr : &out.back();
    if (!CanFollow(previous, word, after_word)) continue;
    const std::optional<size_t> end = text.Match(i, word.text);
    if (!end) continue;
    out.push_back({&word, i, *end});
    if (!text.IsWordChar(*end) || Segment(text, *end, limit, after_word, out)) {
      return true;
    }
    out.pop_back();
  }
  return false;
}

bool EndsWith(const Text& text, size_t begin, size_t end,
              std::u32string_view ending, size_t min_before) {
  if (end < begin + ending.size() + min_before) return false;
  return text.Match(end - ending.size(), ending) == end;
}

}  // namespace

std::vector<WordMatch> SegmentRun(const Text& text, size_t i, bool after_word) {
  std::vector<WordMatch> out;
  if (!text.IsWordChar(i) || !Segment(text, i, i + kMaxRun, after_word, out)) {
    out.clear();
  }
  return out;
}

bool EndsWell(const Text& text, size_t i) {
  return !text.IsWordChar(i) || !SegmentRun(text, i, true).empty();
}

bool IsLevel(const Text& text, size_t begin, size_t end) {
  if (!EndsWith(text, begin, end, U"급", 1)) return false;
  return std::any_of(std::begin(kLevelStems), std::end(kLevelStems),
                     [&](std::u32string_view stem) {
                       return EndsWith(text, begin, end - 1, stem, 0);
                     });
}

bool IsVenue(const Text& text, size_t begin, size_t end) {
  return std::any_of(std::begin(kVenueEndings), std::end(kVenueEndings),
                     [&](std::u32string_view ending) {
                       return EndsWith(text, begin, end, ending, 1);
                     });
}

bool IsHost(const Text& text, size_t begin, size_t end) {
  return std::any_of(std::begin(kMeetings), std::end(kMeetings),
                     [&](std::u32string_view ending) {
                       return EndsWith(text, begin, end, ending, 2);
                     });
}

bool IsBareMeeting(const Text& text, size_t begin, size_t end) {
  return std::any_of(std::begin(kMeetings), std::end(kMeetings),
                     [&](std::u32string_view ending) {
                       return text.Match(begin, ending) == end;
                     });
}

}  // namespace clearsky::notation
