#include "service/http/face.h"

#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "service/http/http_status.h"

namespace clearsky::service {
namespace {

// A media range of an Accept header.
struct Range {
  // `text/html`, `text/*` or `*/*`, in lower case.
  std::string type;
  double quality = 1;
};

absl::string_view TypeOf(const AnswerFace& face) {
  return face.content_type.substr(0, face.content_type.find(';'));
}

// What cannot be read is left out, as RFC 9110 lets a server do.
std::vector<Range> ReadRanges(absl::string_view accept) {
  std::vector<Range> ranges;
  for (const absl::string_view part :
       absl::StrSplit(accept, ',', absl::SkipWhitespace())) {
    const std::vector<absl::string_view> words = absl::StrSplit(part, ';');
    Range range;
    range.type = absl::AsciiStrToLower(absl::StripAsciiWhitespace(words[0]));
    if (!absl::StrContains(range.type, '/')) continue;
    for (size_t i = 1; i < words.size(); ++i) {
      const absl::string_view word = absl::StripAsciiWhitespace(words[i]);
      if (!absl::StartsWithIgnoreCase(word, "q=")) continue;
      if (!absl::SimpleAtod(word.substr(2), &range.quality) ||
          !(range.quality >= 0 && range.quality <= 1)) {
        range.quality = 0;
      }
    }
    ranges.push_back(std::move(range));
  }
  return ranges;
}

// How much `type` is liked: what the most specific range says of it.
double QualityOf(absl::string_view type, const std::vector<Range>& ranges) {
  const std::string of_kind =
      absl::StrCat(type.substr(0, type.find('/')), "/*");
  double quality = 0;
  int best = -1;
  for (const Range& range : ranges) {
    int specific = -1;
    if (range.type == "*/*") specific = 0;
    if (range.type == of_kind) specific = 1;
    if (range.type == type) specific = 2;
    if (specific <= best) continue;
    best = specific;
    quality = range.quality;
  }
  return quality;
}

std::string Offered(const std::vector<AnswerFace>& offered) {
  return absl::StrJoin(
      offered, ", ", [](std::string* out, const AnswerFace& face) {
        absl::StrAppend(out, face.name, " (", TypeOf(face), ")");
      });
}

}  // namespace

absl::StatusOr<AnswerFace> ChooseFace(absl::string_view format,
                                      absl::string_view accept,
                                      const std::vector<AnswerFace>& offered) {
  if (!format.empty()) {
    for (const AnswerFace& face : offered) {
      if (face.name == format) return face;
    }
    return absl::InvalidArgumentError(
        absl::StrCat("format `", format, "` cannot be had here; accepted are ",
                     Offered(offered)));
  }
  if (absl::StripAsciiWhitespace(accept).empty()) return offered.front();
  const std::vector<Range> ranges = ReadRanges(accept);
  const AnswerFace* chosen = nullptr;
  double best = 0;
  for (const AnswerFace& face : offered) {
    const double quality = QualityOf(TypeOf(face), ranges);
    if (quality <= best) continue;
    best = quality;
    chosen = &face;
  }
  if (chosen != nullptr) return *chosen;
  return WithHttpStatus(
      absl::InvalidArgumentError(
          absl::StrCat("nothing that is accepted can be had here; there are ",
                       Offered(offered), ", by Accept or ?format=")),
      kHttpNotAcceptable);
}

}  // namespace clearsky::service
