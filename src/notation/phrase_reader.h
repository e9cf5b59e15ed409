#pragma once

#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "notation/phrase.h"
#include "notation/text.h"

// What ReadPhrase is made of. The class is one, as what is read depends on what
// was said before; its functions are in phrase.cc, phrase_dates.cc,
// phrase_names.cc and phrase_words.cc.

namespace clearsky::notation {

class PhraseReader {
 public:
  PhraseReader(const Text& text, const Context& context)
      : text_(text), context_(context), language_(text.language()) {}

  Phrase Read() {
    ReadFields(0, text_.size(), 0);
    return std::move(out_);
  }

 private:
  void ReadFields(size_t begin, size_t end, int depth);
  void ReadGroup(size_t begin, size_t end, int depth);
  bool IsBehindDate(size_t open) const;
  // Each reads what stands at `i` and returns where it ends, or nullopt.
  std::optional<size_t> ReadItem(size_t i, size_t end, bool at_field_start);
  std::optional<size_t> ReadHost(size_t i, size_t end);
  std::optional<size_t> ReadLoneWeekday(size_t i, size_t end);
  std::optional<size_t> ReadEdtf(size_t i, size_t end);
  std::optional<size_t> ReadDate(size_t i);
  std::optional<size_t> ReadCount(size_t i);
  std::optional<size_t> ReadMovedFrom(size_t i, size_t end);
  std::optional<size_t> ReadPlaceBehind(const WordMatch& marker, size_t end);
  std::optional<size_t> ReadHostBehind(const WordMatch& marker, size_t end);
  size_t NamesEnd(size_t i, size_t end) const;
  bool IsVerb(size_t i) const;
  bool IsRefused(const WordMatch& match, size_t end);
  void TakeMode(v1::DeliveryMode mode, const WordMatch& match);
  void MoveBehind(const WordMatch& match);
  void TakeDoubted(const WordMatch& match);
  void TakeDenial();
  std::optional<size_t> ReadWords(size_t i, size_t end);
  size_t ReadUnknown(size_t i, size_t end);

  void TakeDate(absl::StatusOr<ResolvedDate> resolved, size_t begin,
                size_t end);
  void TakeWord(const WordMatch& match);
  void TakeDateless(size_t begin, size_t end);
  void TakePlace(size_t begin, size_t end);
  void FlushUnknown();
  void SupersedeDates();
  void SupersedeModes();
  size_t FieldEnd(size_t i, size_t end) const;

  const Text& text_;
  Context context_;  // In parentheses behind `10월`, that month.
  const Language language_;
  Phrase out_;
  size_t field_ = 0;
  bool formerly_ = false;
  size_t formerly_field_ = 0;
  bool moving_ = false;   // After `moved`: `from X` holds no longer.
  bool hedged_ = false;   // After `may`.
  bool negated_ = false;  // After `not`.
  bool hosting_ = false;  // After `hosted`: `by X` is the host.
  // The run of chunks not understood so far; empty when equal.
  size_t unknown_begin_ = 0;
  size_t unknown_end_ = 0;
  size_t item_end_ = 0;  // Where the last thing understood ends.
  size_t place_begin_ = 0;
  size_t place_end_ = 0;
};

}  // namespace clearsky::notation
