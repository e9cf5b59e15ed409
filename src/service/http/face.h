#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace clearsky::service {

// A form in which an answer can be had.
struct AnswerFace {
  // As `?format=` names it.
  absl::string_view name;
  // Of the answer, with parameters.
  absl::string_view content_type;
};

inline constexpr AnswerFace kJsonFace{"json", "application/json"};
inline constexpr AnswerFace kCsvFace{"csv",
                                     "text/csv; charset=utf-8; header=present"};
inline constexpr AnswerFace kTsvFace{
    "tsv", "text/tab-separated-values; charset=utf-8"};
inline constexpr AnswerFace kMarkdownFace{"md", "text/markdown; charset=utf-8"};
inline constexpr AnswerFace kHtmlFace{"html", "text/html; charset=utf-8"};
inline constexpr AnswerFace kTextFace{"text", "text/plain; charset=utf-8"};
inline constexpr AnswerFace kSvgFace{"svg", "image/svg+xml"};
inline constexpr AnswerFace kEventStreamFace{"sse", "text/event-stream"};
inline constexpr AnswerFace kCloudEventsFace{
    "cloudevents", "application/cloudevents-batch+json"};

// The face that a request asks for: `format`, when it is given; else that of
// `offered` which `accept` (RFC 9110, section 12.5.1; may be empty) likes best,
// of equals the first. INVALID_ARGUMENT for a format that is not offered; 406
// when nothing offered is accepted; both list what is.
absl::StatusOr<AnswerFace> ChooseFace(absl::string_view format,
                                      absl::string_view accept,
                                      const std::vector<AnswerFace>& offered);

}  // namespace clearsky::service
