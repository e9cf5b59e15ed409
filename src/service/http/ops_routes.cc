#include "service/http/ops_routes.h"

#include <string>

#include "absl/status/status.h"
#include "base/status_macros.h"
#include "service/http/etag.h"
#include "service/http/openapi.h"

namespace clearsky::service {
namespace {

constexpr char kPlainText[] = "text/plain; charset=utf-8";
constexpr char kPrometheusText[] = "text/plain; version=0.0.4; charset=utf-8";
constexpr int kFound = 302;
constexpr int kNotModified = 304;

// What holds at this moment only.
Reply OfTheMoment(absl::string_view content_type, std::string body) {
  Reply reply = ReplyWith(content_type, std::move(body));
  reply.headers = {{"Cache-Control", "no-store"}};
  return reply;
}

Reply GetOpenApi(const Call& call) {
  static const auto* const etag = new std::string(ETagOf({OpenApiDocument()}));
  Reply reply;
  reply.headers = {{"ETag", *etag}, {"Cache-Control", "private, no-cache"}};
  reply.content_type = "application/json";
  if (MatchesETag(call.Header("If-None-Match"), *etag)) {
    reply.status = kNotModified;
    return reply;
  }
  reply.body = std::make_shared<const std::string>(OpenApiDocument());
  return reply;
}

}  // namespace

void AddOpsRoutes(const std::shared_ptr<RouteContext>& context,
                  RouteTable* table) {
  table->Add({"GET", "/", {}, [](const Call&) -> absl::StatusOr<Reply> {
                Reply reply = ReplyWith(kPlainText, "see /v1/plans\n");
                reply.status = kFound;
                reply.headers = {{"Location", "/v1/plans"}};
                return reply;
              }});
  table->Add({"GET", "/healthz", {}, [](const Call&) -> absl::StatusOr<Reply> {
                return OfTheMoment(kPlainText, "ok\n");
              }});
  table->Add(
      {"GET", "/readyz", {}, [context](const Call&) -> absl::StatusOr<Reply> {
         if (context->options.ready) {
           const absl::Status ready = context->options.ready();
           // Whatever keeps it from being ready may pass.
           if (!ready.ok()) {
             return absl::UnavailableError(ready.message());
           }
         }
         return OfTheMoment(kPlainText, "ready\n");
       }});
  if (context->options.metrics) {
    table->Add({"GET",
                "/metrics",
                {},
                [context](const Call&) -> absl::StatusOr<Reply> {
                  return OfTheMoment(kPrometheusText,
                                     context->options.metrics());
                }});
  }
  table->Add({"GET",
              "/v1/openapi.json",
              {},
              [](const Call& call) -> absl::StatusOr<Reply> {
                return GetOpenApi(call);
              }});
}

}  // namespace clearsky::service
