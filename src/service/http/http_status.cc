#include "service/http/http_status.h"

#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "service/http/problem.h"

namespace clearsky::service {
namespace {

constexpr char kPayload[] = "clearsky/http-status";

}  // namespace

absl::Status WithHttpStatus(absl::Status status, int http_status) {
  status.SetPayload(kPayload, absl::Cord(absl::StrCat(http_status)));
  return status;
}

int HttpStatusOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kPayload);
  int http_status = 0;
  if (payload.has_value() &&
      absl::SimpleAtoi(std::string(*payload), &http_status)) {
    return http_status;
  }
  return HttpStatusOf(status.code());
}

}  // namespace clearsky::service
