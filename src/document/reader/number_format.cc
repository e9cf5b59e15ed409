#include "document/reader/number_format.h"

#include <cmath>
#include <cstdint>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"

namespace clearsky::document {
namespace {

struct BuiltIn {
  int first;
  int last;
  absl::string_view code;
};
// As Korean Excel shows them.
constexpr BuiltIn kBuiltIn[] = {{14, 14, "yyyy-mm-dd"},
                                {15, 15, "d-mmm-yy"},
                                {16, 16, "d-mmm"},
                                {17, 17, "mmm-yy"},
                                {18, 18, "h:mm AM/PM"},
                                {19, 19, "h:mm:ss AM/PM"},
                                {20, 20, "h:mm"},
                                {21, 21, "h:mm:ss"},
                                {22, 22, "yyyy-mm-dd h:mm"},
                                {27, 27, "yyyy\"年\" mm\"月\" dd\"日\""},
                                {28, 29, "mm-dd"},
                                {30, 30, "mm-dd-yy"},
                                {31, 31, "yyyy\"년\" mm\"월\" dd\"일\""},
                                {32, 32, "h\"시\" mm\"분\""},
                                {33, 33, "h\"시\" mm\"분\" ss\"초\""},
                                {34, 35, "yyyy-mm-dd"},
                                {36, 36, "yyyy\"年\" mm\"月\" dd\"日\""},
                                {45, 45, "mm:ss"},
                                {50, 50, "yyyy\"年\" mm\"月\" dd\"日\""},
                                {51, 51, "mm-dd"},
                                {52, 53, "yyyy-mm-dd"},
                                {54, 54, "mm-dd"},
                                {55, 56, "yyyy-mm-dd"},
                                {57, 57, "yyyy\"年\" mm\"月\" dd\"日\""},
                                {58, 58, "mm-dd"}};

constexpr const char* kMonths[] = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
constexpr const char* kWeekdays[] = {"Monday",   "Tuesday", "Wednesday",
                                     "Thursday", "Friday",  "Saturday",
                                     "Sunday"};
constexpr const char* kKoreanWeekdays[] = {"월", "화", "수", "목",
                                           "금", "토", "일"};

// A format's code, token by token: runs of a letter, and words that are shown
// as they are.
class FormatTokens {
 public:
  explicit FormatTokens(absl::string_view code) : code_(code) {}

  // False at the end; only the first section, that of positive numbers, is of
  // dates.
  bool Next() {
    letter_ = '\0';
    words_.clear();
    if (at_ >= code_.size() || code_[at_] == ';') return false;
    const char c = code_[at_];
    if (c == '"') {
      const size_t end = code_.find('"', at_ + 1);
      words_ = std::string(code_.substr(
          at_ + 1, end == absl::string_view::npos ? end : end - at_ - 1));
      at_ = end == absl::string_view::npos ? code_.size() : end + 1;
    } else if (c == '\\' && at_ + 1 < code_.size()) {
      TakeCharacter(at_ + 1);
    } else if (c == '[') {
      const size_t end = code_.find(']', at_);
      at_ = end == absl::string_view::npos ? code_.size() : end + 1;
    } else if ((c == '_' || c == '*') && at_ + 1 < code_.size()) {
      TakeCharacter(at_ + 1);
      words_.assign(c == '_' ? 1 : 0, ' ');
    } else if (absl::StartsWithIgnoreCase(code_.substr(at_), "am/pm")) {
      letter_ = 'p';
      count_ = 1;
      at_ += 5;
    } else if (absl::ascii_isalpha(static_cast<unsigned char>(c))) {
      TakeRun(c);
    } else {
      TakeCharacter(at_);
    }
    return true;
  }

  char letter() const { return letter_; }  // Lower case; 0 for words.
  int count() const { return count_; }
  const std::string& words() const { return words_; }
  // The letter of the next run; 0 when there is none.
  char NextLetter() const {
    FormatTokens rest = *this;
    while (rest.Next()) {
      if (rest.letter_ != '\0') return rest.letter_;
    }
    return '\0';
  }

 private:
  void TakeRun(char c) {
    letter_ = absl::ascii_tolower(static_cast<unsigned char>(c));
    count_ = 0;
    while (at_ < code_.size() && absl::ascii_tolower(static_cast<unsigned char>(
                                     code_[at_])) == letter_) {
      ++count_;
      ++at_;
    }
  }

  // A character of UTF-8 as words.
  void TakeCharacter(size_t at) {
    size_t end = at + 1;
    while (end < code_.size() &&
           (static_cast<uint8_t>(code_[end]) & 0xc0) == 0x80) {
      ++end;
    }
    words_ = std::string(code_.substr(at, end - at));
    at_ = end;
  }

  absl::string_view code_;
  size_t at_ = 0;
  char letter_ = '\0';
  int count_ = 0;
  std::string words_;
};

bool IsDateLetter(char letter) {
  return absl::string_view("ymdhsa").find(letter) != absl::string_view::npos;
}

std::string Number(int value, int digits) {
  return digits > 1 ? absl::StrFormat("%02d", value) : absl::StrCat(value);
}

class DateWriter {
 public:
  DateWriter(absl::CivilSecond time, absl::string_view code)
      : time_(time), code_(code) {}

  std::string Write() {
    for (FormatTokens probe(code_); probe.Next();) {
      has_half_ = has_half_ || probe.letter() == 'p';
    }
    FormatTokens tokens(code_);
    char before = '\0';
    while (tokens.Next()) {
      if (tokens.letter() == '\0') {
        absl::StrAppend(&shown_, tokens.words());
        continue;
      }
      const bool is_minute = tokens.letter() == 'm' && tokens.count() <= 2 &&
                             (before == 'h' || tokens.NextLetter() == 's');
      absl::StrAppend(&shown_, Part(tokens, is_minute));
      before = tokens.letter();
    }
    return shown_;
  }

 private:
  std::string Part(const FormatTokens& tokens, bool is_minute) const {
    const int count = tokens.count();
    switch (tokens.letter()) {
      case 'y':
        return count > 2 ? absl::StrCat(time_.year())
                         : absl::StrFormat("%02d", time_.year() % 100);
      case 'm':
        return is_minute ? Number(time_.minute(), count) : Month(count);
      case 'd':
        return count < 3 ? Number(time_.day(), count)
                         : Short(kWeekdays[Weekday()], count == 3);
      case 'a':
        return absl::StrCat(kKoreanWeekdays[Weekday()],
                            count > 3 ? "요일" : "");
      case 'h':
        return Number(has_half_ ? (time_.hour() + 11) % 12 + 1 : time_.hour(),
                      count);
      case 's':
        return Number(time_.second(), count);
      case 'p':
        return time_.hour() < 12 ? "AM" : "PM";
      default:
        return std::string(static_cast<size_t>(count), tokens.letter());
    }
  }

  std::string Month(int count) const {
    if (count < 3) return Number(time_.month(), count);
    return Short(kMonths[time_.month() - 1], count == 3);
  }

  static std::string Short(absl::string_view name, bool is_short) {
    return std::string(is_short ? name.substr(0, 3) : name);
  }

  size_t Weekday() const {
    return static_cast<size_t>(absl::GetWeekday(absl::CivilDay(time_)));
  }

  const absl::CivilSecond time_;
  const absl::string_view code_;
  bool has_half_ = false;
  std::string shown_;
};

}  // namespace

absl::string_view BuiltInDateFormat(int id) {
  for (const BuiltIn& format : kBuiltIn) {
    if (format.first <= id && id <= format.last) return format.code;
  }
  return "";
}

bool IsDateFormat(absl::string_view code) {
  if (absl::EqualsIgnoreCase(code, "General")) return false;
  bool is_date = false;
  for (FormatTokens tokens(code); tokens.Next();) {
    is_date = is_date || IsDateLetter(tokens.letter());
    if (tokens.letter() == 'g' || tokens.letter() == 'e') return false;
  }
  return is_date;
}

std::string ShowDate(double serial, absl::string_view code,
                     bool counts_from_1904) {
  constexpr double kLastSerial = 2958466;  // Of the year 10000.
  if (!(serial >= 0) || serial >= kLastSerial) return ShowNumber(serial);
  auto day = static_cast<int64_t>(std::floor(serial));
  constexpr int kSecondsOfDay = 86400;
  auto second = static_cast<int64_t>(
      std::llround((serial - std::floor(serial)) * kSecondsOfDay));
  if (second == kSecondsOfDay) {
    second = 0;
    ++day;
  }
  absl::CivilDay first(1904, 1, 1);
  if (!counts_from_1904) {
    // A day that never was, 29 February 1900, is counted as day 60.
    first =
        day < 60 ? absl::CivilDay(1899, 12, 31) : absl::CivilDay(1899, 12, 30);
  }
  const absl::CivilSecond time =
      absl::CivilSecond(first + day) + static_cast<absl::civil_diff_t>(second);
  return DateWriter(time, code).Write();
}

std::string ShowNumber(double number) {
  return absl::StrFormat("%.15g", number);
}

}  // namespace clearsky::document
