#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "app.h"
#include "base/status_macros.h"
#include "clearsky/v1/feed_service.pb.h"
#include "event_print.h"
#include "feed_filter.h"
#include "grpcpp/client_context.h"
#include "input.h"
#include "print.h"
#include "report/layout.h"
#include "server.h"

// The consumers whose places a daemon keeps.

namespace clearsky::cli {
namespace {

using Stub = v1::FeedService::StubInterface;

struct ConsumersOptions {
  std::string action = "list";
  std::string name;
  std::optional<uint64_t> position;
  std::optional<uint64_t> from;
  bool from_end = false;
  FilterOptions filter;
  std::string format = "text";
};

template <typename Request, typename Response>
absl::StatusOr<Response> Call(Server* server,
                              grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                           const Request&,
                                                           Response*),
                              const Request& request) {
  grpc::ClientContext context;
  Response response;
  RETURN_IF_ERROR(
      server->StatusOf((server->feed().*method)(&context, request, &response)));
  return response;
}

absl::Status PrintConsumer(const v1::Consumer& consumer) {
  Print(absl::StrCat(consumer.name(), "\tposition ", consumer.next_position(),
                     "\tlag ", consumer.lag(), "\tset aside ",
                     consumer.set_aside_count(), "\t",
                     consumer.connected() ? "connected" : "not connected", "\t",
                     report::Plain(FilterWords(consumer.filter())), "\n"));
  return absl::OkStatus();
}

absl::Status List(Server* server, const ConsumersOptions& options) {
  v1::ListConsumersRequest request;
  v1::ListConsumersResponse all;
  do {
    ASSIGN_OR_RETURN(const v1::ListConsumersResponse page,
                     Call(server, &Stub::ListConsumers, request));
    all.mutable_consumers()->MergeFrom(page.consumers());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  if (options.format == "json") return PrintJson(all, JsonLayout::kIndented);
  for (const v1::Consumer& consumer : all.consumers()) {
    RETURN_IF_ERROR(PrintConsumer(consumer));
  }
  return absl::OkStatus();
}

absl::Status Create(Server* server, const ConsumersOptions& options) {
  v1::CreateConsumerRequest request;
  request.set_name(options.name);
  *request.mutable_filter() = FilterOf(options.filter);
  NoteUnknownTypes(options.filter);
  if (options.from.has_value()) request.set_from_position(*options.from);
  if (options.from_end) request.set_from_end(true);
  ASSIGN_OR_RETURN(const v1::CreateConsumerResponse answer,
                   Call(server, &Stub::CreateConsumer, request));
  if (answer.existed()) Note("the consumer was there, and is as it was");
  if (options.format == "json") {
    return PrintJson(answer.consumer(), JsonLayout::kIndented);
  }
  return PrintConsumer(answer.consumer());
}

absl::Status Show(Server* server, const ConsumersOptions& options) {
  v1::GetConsumerRequest request;
  request.set_name(options.name);
  ASSIGN_OR_RETURN(const v1::GetConsumerResponse answer,
                   Call(server, &Stub::GetConsumer, request));
  if (options.format == "json") {
    return PrintJson(answer.consumer(), JsonLayout::kIndented);
  }
  return PrintConsumer(answer.consumer());
}

absl::Status Delete(Server* server, const ConsumersOptions& options) {
  v1::DeleteConsumerRequest request;
  request.set_name(options.name);
  RETURN_IF_ERROR(Call(server, &Stub::DeleteConsumer, request).status());
  Note(absl::StrCat("consumer `", options.name, "` is forgotten"));
  return absl::OkStatus();
}

absl::Status ListSetAside(Server* server, const ConsumersOptions& options) {
  ASSIGN_OR_RETURN(
      const v1::GetLedgerResponse ledger,
      [&]() -> absl::StatusOr<v1::GetLedgerResponse> {
        grpc::ClientContext context;
        v1::GetLedgerResponse response;
        RETURN_IF_ERROR(server->StatusOf(server->ledger().GetLedger(
            &context, v1::GetLedgerRequest(), &response)));
        return response;
      }());
  v1::ListSetAsideRequest request;
  request.set_name(options.name);
  v1::ListSetAsideResponse all;
  do {
    ASSIGN_OR_RETURN(const v1::ListSetAsideResponse page,
                     Call(server, &Stub::ListSetAside, request));
    all.mutable_events()->MergeFrom(page.events());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  if (options.format == "json") return PrintJson(all, JsonLayout::kIndented);
  for (const v1::EventSetAside& aside : all.events()) {
    Print(absl::StrCat(aside.position(), "\t",
                       TimeWords(aside.set_aside_time(), ledger.zone()), "\t",
                       report::Plain(aside.reason()), "\n    "));
    RETURN_IF_ERROR(
        PrintEvent(Decoded(aside.event()), options.format, ledger.zone()));
  }
  return absl::OkStatus();
}

absl::Status Resolve(Server* server, const ConsumersOptions& options) {
  v1::ResolveSetAsideRequest request;
  request.set_name(options.name);
  request.set_position(*options.position);
  RETURN_IF_ERROR(Call(server, &Stub::ResolveSetAside, request).status());
  Note(absl::StrCat("position ", *options.position, " is dealt with"));
  return absl::OkStatus();
}

// What an action takes, beside --format.
struct Action {
  const char* name;
  bool takes_name;
  bool takes_position;
  bool takes_start;
  absl::Status (*run)(Server*, const ConsumersOptions&);
};

constexpr Action kActions[] = {
    {"list", false, false, false, List},
    {"create", true, false, true, Create},
    {"show", true, false, false, Show},
    {"delete", true, false, false, Delete},
    {"set-aside", true, false, false, ListSetAside},
    {"resolve", true, true, false, Resolve},
};

absl::Status CheckTaken(const Action& action, const ConsumersOptions& options) {
  if (action.takes_name == options.name.empty()) {
    return UsageError(absl::StrCat(
        "consumers ", action.name,
        action.takes_name ? ": NAME is required" : " takes no NAME"));
  }
  if (action.takes_position != options.position.has_value()) {
    return UsageError(absl::StrCat("consumers ", action.name,
                                   action.takes_position
                                       ? ": POSITION is required"
                                       : " takes no POSITION"));
  }
  const bool has_start = options.from.has_value() || options.from_end ||
                         !options.filter.stream_prefix.empty() ||
                         !options.filter.types.empty();
  if (has_start && !action.takes_start) {
    return UsageError(absl::StrCat(
        "--from, --from-end, --stream and --type say what a new consumer "
        "wants; `consumers ",
        action.name, "` takes none of them"));
  }
  return absl::OkStatus();
}

absl::Status RunConsumers(const Place& place, const ConsumersOptions& options) {
  for (const Action& action : kActions) {
    if (options.action != action.name) continue;
    RETURN_IF_ERROR(CheckTaken(action, options));
    if (!place.is_served()) {
      return UsageError(
          "consumers: their places are kept by a daemon; --server names it");
    }
    ASSIGN_OR_RETURN(const std::unique_ptr<Server> server,
                     Server::Connect(place.server));
    return action.run(server.get(), options);
  }
  return UsageError(
      absl::StrCat("consumers: no action `", options.action, "`"));
}

}  // namespace

void AddConsumersCommand(Program* program) {
  CLI::App* const command = program->AddOnLedger(
      {"consumers", kGroupKeep, "The consumers whose places a daemon keeps",
       "A consumer is a name under which a daemon keeps how far a service has "
       "come with the\n"
       "events, so that it goes on there when it is started again. ACTION is "
       "one of\n"
       "  list                      all of them: name, place, events behind "
       "it, "
       "events set\n"
       "                            aside, whether one is connected, what it "
       "wants (tabs)\n"
       "  create NAME               with --stream, --type, --from, --from-end\n"
       "  show NAME                 one of them\n"
       "  delete NAME               forgets it, and what it set aside\n"
       "  set-aside NAME            the events that it could not take, and "
       "why\n"
       "  resolve NAME POSITION     takes one off that list: it was dealt with",
       "clearsky consumers --server localhost:7420\n"
       "clearsky consumers create newsletter --type TablePublished --server "
       "localhost:7420"});
  const auto options = std::make_shared<ConsumersOptions>();
  std::vector<std::string> names;
  for (const Action& action : kActions) names.emplace_back(action.name);
  command->add_option("ACTION", options->action, "list when left out")
      ->check(CLI::IsMember(names));
  command->add_option("NAME", options->name,
                      "The consumer: lower-case letters, digits, `.` and `-`");
  command->add_option("POSITION", options->position, "Of an event set aside")
      ->check(CheckCount);
  CLI::Option* const from =
      command
          ->add_option("--from", options->from,
                       "A new one begins at this position; at the first event "
                       "when left out")
          ->check(CheckCount)
          ->type_name("N");
  command
      ->add_flag("--from-end", options->from_end,
                 "A new one begins behind what is there")
      ->excludes(from);
  AddFilterOptions(command, &options->filter);
  command->add_option("--format", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->type_name("FORMAT")
      ->capture_default_str();
  program->SetRun(command, [program, options] {
    return RunConsumers(program->LedgerPlace(), *options);
  });
}

}  // namespace clearsky::cli
