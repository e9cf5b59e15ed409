#include "document/lint/contact_words.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace clearsky::document::lint {
namespace {

using namespace std::literals::string_view_literals;

constexpr std::u32string_view kKoreanSurnames =
    U"김이박최정강조윤장임한오서신권황안송류유홍전고문손양배백허남심노하곽성차"
    U"주우"
    U"구민나진지엄채원천방공현함변염추도소석선설마길연위표명기반왕금옥육인맹제"
    U"모탁"
    U"국어은편용여복봉사승시좌라";
constexpr std::u32string_view kChineseSurnames =
    U"王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘"
    U"袁蔡"
    U"蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱江"
    U"尹薛"
    U"闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤張劉陳楊黃趙吳孫馬羅鄭許韓"
    U"馮鄧";

// What stands beside a name and is none.
constexpr std::u32string_view kTitles[] = {
    U"과장",   U"사무관", U"주무관", U"서기관", U"팀장",     U"국장",
    U"실장",   U"연구관", U"연구사", U"담당자", U"책임자",   U"담당",
    U"부장",   U"차장",   U"대리",   U"주임",   U"대변인",   U"단장",
    U"센터장", U"전문관", U"행정관", U"심의관", U"정책관",   U"위원",
    U"장관",   U"차관",   U"과",     U"장",     U"전화",     U"연락처",
    U"팩스",   U"이메일", U"메일",   U"휴대폰", U"휴대전화", U"문의",
    U"직통",   U"사무실", U"성명",   U"이름",   U"총괄",     U"박사",
    U"교수",   U"소장",   U"본부장", U"처장",   U"청장",     U"원장",
    U"이사",   U"电话",   U"手机",   U"传真",   U"邮箱",     U"联系人",
    U"处长",   U"司长",   U"主任",   U"先生",   U"女士",     U"電話",
    U"副处长"};
constexpr std::u32string_view kEnglishTitles[] = {U"tel",
                                                  U"phone",
                                                  U"telephone",
                                                  U"mobile",
                                                  U"fax",
                                                  U"email",
                                                  U"mail",
                                                  U"e",
                                                  U"contact",
                                                  U"contacts",
                                                  U"director",
                                                  U"deputy",
                                                  U"manager",
                                                  U"officer",
                                                  U"head",
                                                  U"chief",
                                                  U"mr",
                                                  U"ms",
                                                  U"mrs",
                                                  U"dr",
                                                  U"prof",
                                                  U"division",
                                                  U"ministry",
                                                  U"office",
                                                  U"bureau",
                                                  U"general",
                                                  U"team",
                                                  U"unit",
                                                  U"press",
                                                  U"media",
                                                  U"senior",
                                                  U"assistant",
                                                  U"counsellor",
                                                  U"secretary",
                                                  U"department",
                                                  U"cell",
                                                  U"office",
                                                  U"environment",
                                                  U"policy",
                                                  U"cooperation",
                                                  U"international",
                                                  U"affairs",
                                                  U"programme",
                                                  U"program",
                                                  U"coordinator",
                                                  U"minister",
                                                  U"spokesperson",
                                                  U"of",
                                                  U"the",
                                                  U"and",
                                                  U"for",
                                                  U"at"};

bool IsFaxLabel(const std::u32string& word) {
  return word == U"팩스" || word == U"fax" || word == U"传真" ||
         word == U"FAX" || word == U"Fax" || word == U"F";
}

std::u32string WordOf(const Letters& letters, Span span) {
  std::u32string word;
  for (size_t i = span.begin; i < span.end; ++i) word += letters.raw(i);
  return word;
}

template <size_t kCount>
bool IsAnyOf(const std::u32string& word,
             const std::u32string_view (&words)[kCount]) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

std::u32string Small(std::u32string word) {
  for (char32_t& c : word) {
    if (c >= U'A' && c <= U'Z') c += U'a' - U'A';
  }
  return word;
}

struct Found {
  ContactKind kind = ContactKind::kTelephone;
  std::string value;
  Span span;
};

// A number in groups: `044-000-0002`, `(02) 2110-0001`, `+82-44-000-0002`.
std::optional<Found> ReadNumber(const Letters& letters, size_t i) {
  if (i > 0 && (letters.IsWord(i - 1) || letters.at(i - 1) == U'-' ||
                letters.at(i - 1) == U'.')) {
    return std::nullopt;
  }
  std::string digits;
  std::vector<int> groups;
  size_t at = i;
  const bool plus = letters.at(at) == U'+';
  if (plus) ++at;
  size_t end = at;
  while (true) {
    const auto group = ReadDigits(letters, at);
    if (!group || group->count > 8) break;
    for (size_t k = at; k < group->end; ++k) {
      digits += static_cast<char>(letters.at(k));
    }
    groups.push_back(group->count);
    end = group->end;
    const char32_t c = letters.at(end);
    if (c == U')' && groups.size() <= 2) {
      at = letters.SkipBlanks(end + 1);
    } else if (c == U'-') {
      at = end + 1;
    } else if (c == U' ' && plus) {
      at = end + 1;
    } else {
      break;
    }
    if (!letters.IsDigit(at)) break;
  }
  if (groups.size() < 2 || digits.size() < 8 || digits.size() > 15) {
    return std::nullopt;
  }
  if (letters.IsWord(end) && !letters.IsHangul(end)) return std::nullopt;
  // 2022-09-28 is a day, 2018-2022 are years.
  const bool year = groups[0] == 4 && (digits[0] == '1' || digits[0] == '2') &&
                    (digits[1] == '9' || digits[1] == '0');
  if (year && !plus) return std::nullopt;
  if (groups.size() == 2 && digits[0] != '0' && !plus) return std::nullopt;
  if (groups.back() < 3) return std::nullopt;
  Found found;
  if (plus && (digits.starts_with("82") || digits.starts_with("86"))) {
    const std::string rest = digits.substr(2);
    digits = rest.starts_with("0") ? rest : absl::StrCat("0", rest);
  } else if (!plus && digits.starts_with("82") && groups[0] == 2) {
    digits = absl::StrCat("0", digits.substr(2));
  }
  // 010 is Korean mobiles, and Beijing with eight digits in one group.
  found.kind = digits.starts_with("010") && groups.back() == 4
                   ? ContactKind::kMobile
                   : ContactKind::kTelephone;
  found.value = digits;
  found.span = {i, end};
  return found;
}

bool IsAddressChar(const Letters& letters, size_t i) {
  const char32_t c = letters.raw(i);
  return (c < 0x80 && (letters.IsDigit(i) || letters.IsLatin(i))) ||
         c == U'.' || c == U'_' || c == U'-' || c == U'+';
}

// The address around the `@` at `i`.
std::optional<Found> ReadAddress(const Letters& letters, size_t i) {
  constexpr size_t kLongest = 80;
  size_t begin = i;
  while (begin > 0 && i - begin < kLongest &&
         IsAddressChar(letters, begin - 1)) {
    --begin;
  }
  size_t end = i + 1;
  while (end - i < kLongest && IsAddressChar(letters, end)) ++end;
  while (end > i + 1 && !letters.IsWord(end - 1)) --end;
  if (begin == i || end == i + 1) return std::nullopt;
  Found found;
  found.kind = ContactKind::kAddress;
  found.span = {begin, end};
  found.value = absl::AsciiStrToLower(letters.Source(found.span));
  if (found.value.find('.', found.value.find('@')) == std::string::npos) {
    return std::nullopt;
  }
  return found;
}

std::vector<Found> FindAll(const Letters& letters, Span line) {
  std::vector<Found> all;
  size_t i = line.begin;
  while (i < line.end) {
    std::optional<Found> found;
    if (letters.IsDigit(i) || letters.at(i) == U'+') {
      found = ReadNumber(letters, i);
    } else if (letters.at(i) == U'@') {
      found = ReadAddress(letters, i);
    }
    if (found) {
      i = std::max(found->span.end, i + 1);
      all.push_back(*std::move(found));
    } else if (letters.IsDigit(i)) {
      while (letters.IsDigit(i)) ++i;
    } else {
      ++i;
    }
  }
  return all;
}

// Words between `begin` and `end`, last first: runs of letters of one script.
std::vector<Span> WordsBackwards(const Letters& letters, size_t begin,
                                 size_t end) {
  constexpr size_t kMost = 14;
  std::vector<Span> words;
  size_t at = end;
  while (at > begin && words.size() < kMost) {
    if (!letters.IsWord(at - 1)) {
      --at;
      continue;
    }
    size_t start = at;
    while (start > begin &&
           (letters.IsWord(start - 1) ||
            (letters.at(start - 1) == U'-' && start - 1 > begin &&
             letters.IsLatin(start - 2) && letters.IsLatin(start)))) {
      --start;
    }
    words.push_back({start, at});
    at = start;
  }
  return words;
}

bool IsKoreanName(const std::u32string& word) {
  if (word.size() < 2 || word.size() > 4) return false;
  if (kKoreanSurnames.find(word[0]) == std::u32string_view::npos) return false;
  for (const char32_t c : word) {
    if (c < 0xac00 || c > 0xd7a3) return false;
  }
  // 정책과, 기획팀: an office.
  return U"과팀실처"sv.find(word.back()) == std::u32string_view::npos;
}

bool IsChineseName(const std::u32string& word) {
  if (word.size() < 2 || word.size() > 4) return false;
  if (kChineseSurnames.find(word[0]) == std::u32string_view::npos) return false;
  return std::all_of(word.begin(), word.end(),
                     [](char32_t c) { return c >= 0x3400 && c <= 0x9fff; });
}

bool IsLatinNamePart(const Letters& letters, Span span) {
  if (!letters.IsLatin(span.begin) || span.end - span.begin < 2) return false;
  const char32_t c = letters.raw(span.begin);
  if (c >= U'a' && c <= U'z') return false;
  const std::u32string small = Small(WordOf(letters, span));
  return !IsAnyOf(small, kEnglishTitles);
}

struct Person {
  std::string name;
  bool is_fax = false;
};

// The person that the number at `end` is of: the last name before it.
std::optional<Person> PersonBefore(const Letters& letters, size_t begin,
                                   size_t end) {
  Person person;
  const std::vector<Span> words = WordsBackwards(letters, begin, end);
  for (size_t k = 0; k < words.size(); ++k) {
    const std::u32string word = WordOf(letters, words[k]);
    if (k == 0 && IsFaxLabel(word)) person.is_fax = true;
    if (IsAnyOf(word, kTitles)) continue;
    if (IsKoreanName(word) || IsChineseName(word)) {
      person.name = std::string(letters.Source(words[k]));
      return person;
    }
    if (!IsLatinNamePart(letters, words[k])) continue;
    // Two or three words with capitals, nothing but spaces between them.
    size_t first = k;
    while (first + 1 < words.size() && first + 1 < k + 3 &&
           IsLatinNamePart(letters, words[first + 1]) &&
           letters.SkipBlanks(words[first + 1].end) == words[first].begin) {
      ++first;
    }
    if (first == k) continue;
    person.name =
        std::string(letters.Source({words[first].begin, words[k].end}));
    return person;
  }
  return std::nullopt;
}

// Whether a line begins with `Tel`, `전화` and the like: it goes on telling of
// the person named before.
bool BeginsWithLabel(const Letters& letters, Span line) {
  size_t i = line.begin;
  while (i < line.end && !letters.IsWord(i) && letters.at(i) != U'@') ++i;
  size_t end = i;
  while (end < line.end && letters.IsWord(end)) ++end;
  const std::u32string word = Small(WordOf(letters, {i, end}));
  for (const std::u32string_view label :
       {U"전화"sv, U"연락처"sv, U"팩스"sv, U"이메일"sv, U"메일"sv, U"tel"sv,
        U"phone"sv, U"mobile"sv, U"fax"sv, U"email"sv, U"e"sv, U"电话"sv,
        U"手机"sv, U"邮箱"sv, U"传真"sv, U"휴대전화"sv}) {
    if (word == label) return true;
  }
  return false;
}

}  // namespace

std::vector<Contact> ReadContacts(const Draft& draft) {
  constexpr size_t kNearLines = 4;
  const Letters& letters = draft.letters;
  std::vector<Contact> contacts;
  std::string last_person;
  size_t last_line = 0;
  for (size_t number = 0; number < letters.line_count(); ++number) {
    const Span line = letters.Line(number);
    const std::vector<Found> all = FindAll(letters, line);
    if (all.empty()) {
      // A name alone on its line, told of on the next.
      if (const auto person = PersonBefore(letters, line.begin, line.end);
          person && line.end - line.begin < 60) {
        last_person = person->name;
        last_line = number;
      }
      continue;
    }
    for (const Found& found : all) {
      auto person = PersonBefore(letters, line.begin, found.span.begin);
      if (!person && !last_person.empty() && number - last_line < kNearLines &&
          BeginsWithLabel(letters, line)) {
        person = Person{last_person, false};
      }
      if (!person) continue;
      last_person = person->name;
      last_line = number;
      Contact& contact = contacts.emplace_back();
      contact.person = person->name;
      contact.kind = person->is_fax && found.kind != ContactKind::kAddress
                         ? ContactKind::kFax
                         : found.kind;
      contact.value = found.value;
      contact.span = found.span;
    }
  }
  return contacts;
}

std::string MaskedName(const std::string& person) {
  const Letters letters(person);
  if (letters.size() == 0) return "";
  if (!letters.IsLatin(0)) {
    std::string masked(letters.Source({0, 1}));
    for (size_t i = 1; i < letters.size(); ++i) absl::StrAppend(&masked, "○");
    return masked;
  }
  std::string masked;
  for (size_t i = 0; i < letters.size(); ++i) {
    if (i > 0 && letters.IsWord(i - 1)) continue;
    if (!letters.IsLatin(i)) continue;
    absl::StrAppend(&masked, masked.empty() ? "" : " ",
                    letters.Source({i, i + 1}), ".");
  }
  return masked;
}

}  // namespace clearsky::document::lint
