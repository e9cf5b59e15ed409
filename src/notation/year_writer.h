#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/value.pb.h"

// Dates written by a language that always writes the year.

namespace clearsky::notation {

// The words of such a language. `day` is any day of a month, third or year.
class DateWordsOfLanguage {
 public:
  virtual ~DateWordsOfLanguage() = default;

  // Whether the words of dates in that year read back.
  virtual bool CanWriteYear(int64_t year) const = 0;

  virtual std::string Day(absl::CivilDay day) const = 0;
  virtual std::string MonthOf(absl::CivilDay day) const = 0;
  virtual std::string Year(int64_t year) const = 0;
  // 0-2.
  virtual std::string Third(absl::CivilDay day, int third) const = 0;
  // 1-4, 1-2, 1-4.
  virtual std::string Quarter(int64_t year, int quarter) const = 0;
  virtual std::string Half(int64_t year, int half) const = 0;
  virtual std::string Season(int64_t year, int season) const = 0;

  // Ranges.
  virtual std::string Days(absl::CivilDay first, absl::CivilDay last) const = 0;
  virtual std::string Months(absl::CivilDay first,
                             absl::CivilDay last) const = 0;
  virtual std::string Years(int64_t first, int64_t last) const = 0;
  virtual std::string From(absl::string_view date) const = 0;
  virtual std::string Until(absl::string_view date) const = 0;
  virtual std::string Throughout(int64_t year) const = 0;

  // Between the members of lists.
  virtual absl::string_view also() const = 0;
  virtual absl::string_view either() const = 0;

  virtual absl::string_view to_be_decided() const = 0;
  virtual absl::string_view on_demand() const = 0;
};

// The words of `date`; without such words its words as written, else its EDTF.
std::string WriteWithYear(const v1::PartialDate& date,
                          const DateWordsOfLanguage& language);

}  // namespace clearsky::notation
