#include "clearsky/v1/value.pb.h"
#include "notation/lexicon.h"

namespace clearsky::notation {
namespace {

using enum WordKind;
using v1::PartialDate;

constexpr WordList kWords[] = {
    {kPlanned, 0,
     U"planned|planned for|is planned|scheduled|scheduled for|"
     U"is scheduled|scheduled to be held|scheduled to take place|"
     U"to be held|to be convened|to be hosted|to be organized|"
     U"to be organised|to take place|will be held|will be convened|"
     U"will take place|will meet|will convene|shall be held|due|"
     U"due to take place|due to be held|expected|expected to take place|"
     U"expected to be held|slated|slated for|envisaged|foreseen|"
     U"anticipated|set for|set to take place|is set|targeted|target|"
     U"upcoming|forthcoming|planned to be held|planned to take place|"
     U"is to be held|are to be held|to be conducted|will be conducted|"
     U"to be completed|to be published|to be launched|to be issued|"
     U"will be published|will be launched|will open|will begin|"
     U"will start|to start|to begin|will run|proposed|planning|"
     U"in preparation|under preparation|to meet|to be rescheduled for|"
     U"plan|will be hosted|will be organized|will host|will hold|to host|"
     U"to hold|will come"},
    {kTakesPlace, 0,
     U"hold|convene|convenes|meets|takes place|taking place|opens|"
     U"opening|starts|begins|launch|runs|start"},
    {kTakesPlace, 1,
     U"hosted|co-hosted|organized|organised|convened|jointly hosted|"
     U"jointly organized|host|chaired|co-chaired|co-organized|hosting"},
    {kHeld, 0,
     U"held|was held|were held|has been held|took place|has taken place|"
     U"completed|concluded|finished|ended|done|met|was convened|"
     U"successfully held|closed|opened|was hosted|was organized|launched|"
     U"was launched|published|conducted|was conducted|implemented|begun|"
     U"began|started|delivered|signed|adopted|gathered"},
    {kOngoing, 0,
     U"ongoing|on-going|in progress|under way|underway|continuing|"
     U"continues|continuous|being held|being implemented|being drafted|"
     U"being prepared|in operation|operating|currently|is taking place"},
    {kPostponed, 0,
     U"postponed|postponement|postponed indefinitely|"
     U"indefinitely postponed|postponed until further notice|"
     U"postponed to a later date|postponed to a date to be determined|"
     U"postponed sine die|deferred|delayed|put off|on hold|suspended|"
     U"has been postponed|was postponed|adjourned|pushed back|"
     U"put on hold|to be postponed|delayed indefinitely|"
     U"deferred indefinitely|postpone|decided to postpone"},
    {kCancelled, 0,
     U"cancelled|canceled|cancellation|called off|has been cancelled|"
     U"was cancelled|has been canceled|was canceled|abandoned|withdrawn|"
     U"not going ahead|cancelled permanently"},
    {kUndecided, 0,
     U"tbd|tba|tbc|t.b.d.|t.b.c.|t.b.a.|to be determined|to be decided|"
     U"to be confirmed|to be announced|to be agreed|to be fixed|"
     U"to be advised|to be notified|to be scheduled|to be set|undecided|"
     U"undetermined|not yet decided|not yet determined|not yet fixed|"
     U"not yet scheduled|not yet set|not yet confirmed|not yet agreed|"
     U"date to be determined|date to be decided|date to be confirmed|"
     U"date to be announced|dates to be confirmed|dates to be determined|"
     U"dates to be announced|dates to be decided|date tbc|date tbd|"
     U"dates tbc|dates tbd|at a later date|later date|"
     U"at a date to be determined|at a date to be decided|"
     U"a date to be determined|a date to be decided|until further notice|"
     U"further notice|in due course|under discussion|under consultation|"
     U"to be communicated|pending|date undecided|yet to be decided|"
     U"yet to be determined|yet to be confirmed|yet to be announced|"
     U"to be rescheduled|at a time to be determined|to be arranged|"
     U"to be discussed|under negotiation|no date set|no date yet|"
     U"at a mutually convenient time|in the coming weeks|"
     U"in the near future"},
    {kTentative, 0,
     U"tentative|tentatively|provisional|provisionally|provisional date|"
     U"tentative date|tentative dates|indicative|indicatively|possibly|"
     U"probably|likely|preliminary|preliminarily"},
    {kFirm, 0, U"confirmed|fixed|final|firm"},
    {kRecurring, 0,
     U"every|annual|annually|yearly|every year|each year|every two years|"
     U"every other year|biennial|biennially|monthly|every month|"
     U"each month|every two months|bimonthly|bi-monthly|weekly|"
     U"every week|each week|biweekly|bi-weekly|fortnightly|quarterly|"
     U"every quarter|each quarter|semi-annual|semi-annually|semiannual|"
     U"semiannually|half-yearly|biannual|biannually|daily|every day|"
     U"periodically|regularly|regular|on a regular basis|"
     U"on an annual basis|on a monthly basis|on a quarterly basis|"
     U"on a weekly basis|per year|per month|per quarter|per annum|a year|"
     U"a month|every six months|every three months|every half year|"
     U"every half-year|recurring"},
    {kAllYear, 0,
     U"year-round|year round|all year|all year round|all-year|throughout|"
     U"throughout the year|throughout year|round the year|the whole year|"
     U"the entire year|whole year|all year long|on a rolling basis|"
     U"rolling|rolling basis"},
    {kOnDemand, 0,
     U"on demand|on-demand|as needed|when needed|if needed|as necessary|"
     U"when necessary|if necessary|where necessary|as required|"
     U"when required|if required|as appropriate|ad hoc|ad-hoc|"
     U"on an ad hoc basis|on request|upon request|as and when needed|"
     U"as and when required|as and when necessary|at any time|"
     U"as the need arises|occasionally"},
    {kFormerly, 0,
     U"originally|original date|original dates|formerly|previously|"
     U"initially|original|previously scheduled|initially scheduled|"
     U"instead of|rather than|was to be held|was to take place|was due|"
     U"had been due|originally planned|originally planned for|"
     U"originally scheduled|originally scheduled for|originally due|"
     U"originally set for|originally to be held|initially planned|"
     U"initially planned for|initially scheduled for|previously planned|"
     U"previously planned for|previously scheduled for|"
     U"originally scheduled to take place|"
     U"originally planned to take place|originally scheduled to be held|"
     U"originally planned to be held|originally foreseen|"
     U"originally expected|had been planned|had been planned for|"
     U"had been scheduled|had been scheduled for|was originally planned|"
     U"was originally planned for|was originally scheduled|"
     U"was originally scheduled for|was originally due|was scheduled for|"
     U"was planned for|was scheduled|was planned|were scheduled for|"
     U"were planned for|was to have been held|was to have taken place|"
     U"was originally to be held|was supposed to be held"},
    {kMoved, 0,
     U"rescheduled|rescheduled to|rescheduled for|moved|moved to|moves|"
     U"moving|brought forward|brought forward to|shifted|shifted to|"
     U"changed|changed to|advanced|re-scheduled|reset|switched|"
     U"switched to|now|now scheduled|converted|converted to|transferred|"
     U"new date|new dates|revised|revised to|has been rescheduled|"
     U"was rescheduled|was moved|has been moved|relocated"},
    {kNegation, 0,
     U"not|will not take place|will not be held|was not held|"
     U"were not held|not held|did not take place|has not been held|"
     U"not yet held|has not taken place|never|no longer|not cancelled|"
     U"not canceled|not postponed|not be postponed|not be cancelled|"
     U"not been cancelled|not been postponed|not taken place|"
     U"possible cancellation|possible postponement|"
     U"wasn't held|weren't held|hasn't been held|haven't been held|"
     U"isn't postponed|isn't cancelled|should have been held|"
     U"won't be held|cannot be held|can't be held|could not be held|"
     U"unable to be held|failed to be held|didn't take place|"
     U"won't take place|cannot take place|could not take place|"
     U"likely to be postponed|likely to be cancelled|"
     U"likely to be canceled|considering postponement|"
     U"considering cancellation"},
    {kHedge, 0,
     U"may be|might be|could be|may have to be|would be|should be|if|"
     U"unless|whether|may|might|could"},
    {kMode, kVideo,
     U"virtual|virtually|virtual meeting|virtual format|virtual session|"
     U"video|video conference|video-conference|videoconference|"
     U"video conferencing|videoconferencing|video-conferencing|"
     U"video call|video link|video-link|videolink|video meeting|"
     U"video teleconference|video-teleconference|vtc|vc|zoom|webex|"
     U"cisco webex|teams|ms teams|microsoft teams|google meet|skype|"
     U"tencent meeting|voov|voov meeting|zoom meeting|zoom webinar|"
     U"by video|via video|interprefy|kudo|webcast|video conferences|"
     U"videoconferences|virtual mode|virtual event|all-virtual|"
     U"fully virtual|virtual conference|virtual workshop|virtual seminar|"
     U"virtual forum"},
    {kMode, kRemote,
     U"online|on-line|on line|remote|remotely|online meeting|"
     U"online format|online session|web-based|internet|webinar|"
     U"online webinar|teleconference|tele-conference|teleconferencing|"
     U"conference call|by phone|by telephone|telephone conference|"
     U"phone call|phone conference|audio conference|web conference|"
     U"web meeting|fully online|online conference|online workshop|"
     U"online seminar|electronic meeting|cyberspace|telephone|"
     U"by teleconference"},
    {kMode, kInPerson,
     U"in person|in-person|in presence|face to face|face-to-face|f2f|"
     U"physical|physically|physical meeting|offline|off-line|onsite|"
     U"on-site|on site|in-person meeting|face-to-face meeting|"
     U"in the room|in physical format|in-presence|presential"},
    {kMode, kHybrid,
     U"hybrid|hybrid format|hybrid mode|hybrid meeting|in hybrid form|"
     U"hybrid form|blended|mixed format|in-person and online|"
     U"in person and online|in person and virtually|"
     U"in-person and virtual|online and offline|offline and online|"
     U"online/offline|on- and offline|virtual and in-person|"
     U"online and in person|online and in-person|both online and offline|"
     U"physical and virtual|face-to-face and online|"
     U"in-person with remote participation|"
     U"in-person with online participation|"
     U"in person with online participation|"
     U"in person with virtual participation|"
     U"in person with remote participation|"
     U"in-person with virtual participation|semi-virtual|"
     U"online and onsite|onsite and online|hybrid session|"
     U"in-person/virtual|in-person/online"},
    {kMode, kWritten,
     U"in writing|written|written procedure|written consultation|"
     U"by written procedure|through written procedure|written form|"
     U"written comments|written review|written resolution|"
     U"silence procedure|by silence procedure|written decision"},
    {kMode, kLetters,
     U"correspondence|by correspondence|by letter|by letters|"
     U"exchange of letters|by mail|by post|by email|by e-mail|"
     U"letter exchange|through correspondence|via correspondence|"
     U"via email|via e-mail|letters|email|e-mail|postal|letter"},
    {kPartOfDay, PartialDate::PART_OF_DAY_MORNING,
     U"morning|in the morning|this morning|a.m.|am"},
    {kPartOfDay, PartialDate::PART_OF_DAY_AFTERNOON,
     U"afternoon|in the afternoon|this afternoon|noon|at noon|p.m.|pm|"
     U"midday"},
    {kPartOfDay, PartialDate::PART_OF_DAY_EVENING,
     U"evening|in the evening|this evening|tonight|night|at night"},
    {kLevel, 0,
     U"working level|working-level|expert level|expert-level|"
     U"technical level|technical-level|ministerial level|"
     U"ministerial-level|minister level|ministers level|"
     U"vice-ministerial level|vice ministerial level|vice-minister level|"
     U"vice minister level|deputy minister level|"
     U"deputy-ministerial level|director-general level|"
     U"director general level|directors-general level|dg level|dg-level|"
     U"director level|director-level|deputy director level|"
     U"deputy director-general level|senior official level|"
     U"senior officials level|senior-level|senior level|high level|"
     U"high-level|summit level|summit-level|leaders level|leaders' level|"
     U"head of state level|technical experts level|"
     U"division director level|bureau level|bureau-level|"
     U"head of delegation level|ambassadorial level|ambassador level|"
     U"vice-ministerial|ministerial|senior officials|"
     U"head of government level|expert|experts|assistant minister level"},
    {kPlaceMarker, 0, U"in|at"},
    {kHostMarker, 0, U"by"},
    {kFiller, 0,
     U"beijing time|seoul time|korea time|korean time|china time|tokyo time|"
     U"new york time|geneva time|local time|korea standard time|"
     U"china standard "
     U"time|the|a|an|of|on|for|to|as|is|are|was|were|be|been|being|has|have|"
     U"had|will|shall|would|and|or|its|their|this|that|it|via|using|"
     U"through|with|format|formats|mode|form|basis|platform|platforms|"
     U"means|participants|participation|time|local time|date|dates|venue|"
     U"place|meeting|meetings|session|sessions|event|events|during|"
     U"within|around|about|over|under|then|both|also|only|again|which|"
     U"there|from|into|total|times|time period|period|duration|days|day|"
     U"due to|but|venue tbd|venue tbc|venue to be decided|"
     U"venue to be determined|venue to be confirmed|"
     U"venue to be announced|place to be decided|location tbc|"
     U"location tbd|location|timing|conference|workshop|seminar|forum|"
     U"held jointly|jointly|exact date|exact dates|indefinitely|"
     U"officially|successfully|respectively|starting|ending|between|"
     U"not before|kst|utc|gmt|cet|cest|est|edt|bst|jst|cst|hrs|hours|"
     U"the same|new|annual meeting|regular meeting|annual session|"
     U"regular session|annual conference|consecutive|consecutively|"
     U"approximately|circa|two-day|three-day|one-day|four-day|five-day|"
     U"etc|when|where|main|agreed|decided|decides|sometime|some time|"
     U"date and venue|date and place|entitled|technology|technologies|"
     U"tools|i.e.|e.g.|inclusive|until|expected date|more|further|"
     U"schedule|in total"},
};

constexpr std::u32string_view kPlaces =
    U"seoul|busan|incheon|jeju|sejong|daejeon|gwangju|daegu|ulsan|suwon|"
    U"songdo|pyeongchang|gyeongju|beijing|shanghai|kunming|tianjin|"
    U"guangzhou|shenzhen|hangzhou|nanjing|suzhou|chengdu|chongqing|"
    U"wuhan|xian|xi'an|qingdao|dalian|shenyang|harbin|hong kong|macao|"
    U"taipei|boao|sanya|xiamen|tokyo|osaka|kyoto|fukuoka|kitakyushu|"
    U"nagoya|sapporo|toyama|hiroshima|ulaanbaatar|bangkok|hanoi|"
    U"singapore|jakarta|bali|manila|kuala lumpur|phnom penh|vientiane|"
    U"yangon|new delhi|delhi|dhaka|kathmandu|colombo|islamabad|kabul|"
    U"tehran|almaty|astana|nur-sultan|tashkent|moscow|st. petersburg|"
    U"vladivostok|nairobi|addis ababa|cairo|sharm el-sheikh|"
    U"sharm el sheikh|marrakech|marrakesh|rabat|cape town|johannesburg|"
    U"pretoria|durban|lagos|abuja|dakar|abidjan|kigali|geneva|paris|"
    U"london|berlin|bonn|rome|venice|vienna|brussels|glasgow|edinburgh|"
    U"madrid|barcelona|lisbon|athens|stockholm|oslo|copenhagen|helsinki|"
    U"reykjavik|warsaw|katowice|prague|budapest|bucharest|the hague|"
    U"amsterdam|rotterdam|luxembourg|zurich|bern|davos|milan|munich|"
    U"hamburg|istanbul|ankara|antalya|doha|dubai|abu dhabi|riyadh|"
    U"muscat|amman|kuwait|jerusalem|baku|tbilisi|yerevan|kyiv|minsk|"
    U"new york|washington|washington dc|washington d.c.|"
    U"washington, d.c.|boston|chicago|san francisco|los angeles|houston|"
    U"montreal|ottawa|toronto|vancouver|calgary|mexico city|cancun|"
    U"havana|santiago|lima|bogota|cartagena|quito|buenos aires|"
    U"montevideo|brasilia|rio de janeiro|rio|sao paulo|belem|panama|"
    U"panama city|san jose|kingston|sydney|canberra|melbourne|brisbane|"
    U"auckland|wellington|suva|apia|port moresby|honiara|korea|"
    U"republic of korea|south korea|china|japan|mongolia|russia|"
    U"russian federation|usa|united states|united states of america|"
    U"u.s.|us|uk|united kingdom|canada|mexico|brazil|chile|argentina|"
    U"colombia|peru|france|germany|italy|spain|portugal|poland|"
    U"switzerland|austria|belgium|netherlands|sweden|norway|denmark|"
    U"finland|iceland|ireland|scotland|turkey|egypt|morocco|tunisia|"
    U"kenya|ethiopia|south africa|nigeria|senegal|rwanda|uae|"
    U"united arab emirates|qatar|saudi arabia|oman|jordan|israel|iran|"
    U"india|pakistan|nepal|bangladesh|sri lanka|thailand|viet nam|"
    U"vietnam|indonesia|malaysia|philippines|cambodia|lao pdr|laos|"
    U"myanmar|australia|new zealand|fiji|samoa|papua new guinea|"
    U"kazakhstan|uzbekistan|azerbaijan|georgia|ukraine|czech republic|"
    U"czechia|hungary|romania|bulgaria|greece|croatia|slovenia|slovakia|"
    U"estonia|latvia|lithuania|dpr korea|dprk|hoi an|da nang|nusa dua|"
    U"sochi|la paz|asuncion|punta cana|saint petersburg|incheon songdo";

constexpr std::u32string_view kVenueEndings =
    U" hotel| centre| center| headquarters| hall| university| building|"
    U" ministry| embassy| complex| palace| tower| plaza| auditorium|"
    U" institute| academy| room";

constexpr std::u32string_view kMeetings =
    U" meeting| meetings| conference| forum| dialogue| dialog| summit|"
    U" assembly| workshop| seminar| symposium| session| committee|"
    U" council| talks| congress| consultation| consultations|"
    U" roundtable| exhibition| expo| fair";

}  // namespace

const Lexicon& EnglishLexicon() {
  static const Lexicon* const lexicon =
      new Lexicon(kWords, kPlaces, kVenueEndings, kMeetings, U"");
  return *lexicon;
}

}  // namespace clearsky::notation
