#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "app.h"
#include "base/status_macros.h"
#include "clearsky/v1/feed_service.pb.h"
#include "connection.h"
#include "event_print.h"
#include "feed_filter.h"
#include "feed_loop.h"
#include "input.h"
#include "interrupt.h"
#include "print.h"

// The events as they happen.

namespace clearsky::cli {
namespace {

constexpr uint32_t kPageSize = 1000;

struct SubscribeOptions {
  std::optional<uint64_t> from;
  bool from_end = false;
  FilterOptions filter;
  std::string consumer;
  std::string format = "text";
  bool no_follow = false;
};

// Prints the events that are there, and ends.
absl::Status PrintWhatIsThere(const Place& place,
                              const SubscribeOptions& options) {
  ASSIGN_OR_RETURN(Connection connection,
                   Connection::Open(place, Connection::Access::kRead));
  ASSIGN_OR_RETURN(const v1::GetLedgerResponse ledger, connection.GetLedger());
  if (ledger.simulated()) Note("simulated clock");
  const v1::FeedFilter filter = FilterOf(options.filter);
  uint64_t next =
      options.from_end ? ledger.event_count() : options.from.value_or(0);
  v1::ReadEventsRequest request;
  request.set_page_size(kPageSize);
  // What is recorded meanwhile is not what is there.
  while (next < ledger.event_count()) {
    request.set_from(next);
    ASSIGN_OR_RETURN(const v1::ReadEventsResponse page,
                     connection.ReadEvents(request));
    for (const v1::ReadEvent& event : page.events()) {
      if (event.stored().position() >= ledger.event_count()) break;
      next = event.stored().position() + 1;
      if (!Wants(filter, event.stored())) continue;
      RETURN_IF_ERROR(PrintEvent(event, options.format, ledger.zone()));
      RETURN_IF_ERROR(FlushPrinted());
    }
    if (page.events().empty()) break;
  }
  if (!place.is_served() && !options.no_follow) {
    Note(
        absl::StrCat("these are the events that are there; with --server, "
                     "`clearsky subscribe --from ",
                     next, "` goes on as they come"));
  }
  return absl::OkStatus();
}

absl::Status PrintStored(v1::StoredEvent* stored, const std::string& format,
                         const std::string& zone) {
  RETURN_IF_ERROR(PrintEvent(Decoded(std::move(*stored)), format, zone));
  return FlushPrinted();
}

absl::Status Follow(const Place& place, const SubscribeOptions& options) {
  Interrupt interrupt;
  ASSIGN_OR_RETURN(FeedLoop loop, FeedLoop::Connect(place.server, &interrupt));
  if (loop.ledger().simulated()) Note("simulated clock");
  // The end is that of now, not that of when the connection is made again.
  uint64_t next =
      options.from_end ? loop.ledger().event_count() : options.from.value_or(0);
  const absl::Status ended = loop.Run<v1::SubscribeResponse>(
      [&](grpc::ClientContext* call) {
        v1::SubscribeRequest request;
        request.set_from_position(next);
        *request.mutable_filter() = FilterOf(options.filter);
        return loop.server().feed().Subscribe(call, request);
      },
      [&](v1::SubscribeResponse response) -> absl::Status {
        for (v1::StoredEvent& stored : *response.mutable_events()) {
          const uint64_t position = stored.position();
          RETURN_IF_ERROR(
              PrintStored(&stored, options.format, loop.ledger().zone()));
          next = position + 1;
        }
        next = std::max(next, response.next_position());
        return absl::OkStatus();
      });
  if (ended.ok() || FeedLoop::WasLost(ended)) {
    Note(absl::StrCat("--from ", next, " goes on behind this"));
  }
  return ended;
}

// Goes on where the consumer stopped, and acknowledges what is printed.
absl::Status Consume(const Place& place, const SubscribeOptions& options) {
  Interrupt interrupt;
  ASSIGN_OR_RETURN(FeedLoop loop, FeedLoop::Connect(place.server, &interrupt));
  if (loop.ledger().simulated()) Note("simulated clock");
  // What this program has printed already comes again when the connection was
  // lost before that was acknowledged.
  uint64_t next = 0;
  const auto acknowledge =
      [&](const v1::ConsumeResponse& response) -> absl::Status {
    grpc::ClientContext call;
    v1::AcknowledgeRequest request;
    request.set_name(options.consumer);
    request.set_session(response.session());
    request.set_next_position(response.next_position());
    v1::AcknowledgeResponse answer;
    const absl::Status status = loop.server().StatusOf(
        loop.server().feed().Acknowledge(&call, request, &answer));
    // The feed itself ends, too, and is asked again.
    return FeedLoop::WasLost(status) ? absl::OkStatus() : status;
  };
  absl::Status ended = loop.Run<v1::ConsumeResponse>(
      [&](grpc::ClientContext* call) {
        v1::ConsumeRequest request;
        request.set_name(options.consumer);
        return loop.server().feed().Consume(call, request);
      },
      [&](v1::ConsumeResponse response) -> absl::Status {
        for (v1::StoredEvent& stored : *response.mutable_events()) {
          const uint64_t position = stored.position();
          if (position < next) continue;
          RETURN_IF_ERROR(
              PrintStored(&stored, options.format, loop.ledger().zone()));
          next = position + 1;
        }
        return acknowledge(response);
      });
  if (absl::IsNotFound(ended)) {
    return absl::NotFoundError(absl::StrCat(ended.message(),
                                            "; `clearsky consumers create ",
                                            options.consumer, "` makes it"));
  }
  if (ended.ok()) {
    Note(absl::StrCat("--consumer ", options.consumer, " goes on behind this"));
  }
  return ended;
}

absl::Status RunSubscribe(const Place& place, const SubscribeOptions& options) {
  NoteUnknownTypes(options.filter);
  if (!options.consumer.empty()) {
    if (place.is_served()) return Consume(place, options);
    return UsageError(
        "--consumer: a consumer's place is kept by a daemon; --server names "
        "it");
  }
  if (options.no_follow || !place.is_served()) {
    return PrintWhatIsThere(place, options);
  }
  return Follow(place, options);
}

}  // namespace

void AddSubscribeCommand(Program* program) {
  CLI::App* const command = program->AddOnLedger(
      {"subscribe", kGroupAsk, "The events as they happen",
       "Prints what is there and, with --server, what comes, each event once "
       "and in order,\n"
       "as `clearsky events` does, until Ctrl-C. When the daemon is started "
       "again it goes on.\n"
       "With --consumer the daemon keeps the place: what was printed is "
       "acknowledged.",
       "clearsky subscribe --server localhost:7420 --from-end\n"
       "clearsky subscribe --server localhost:7420 --stream clear-sky/ --type "
       "ActivityPostponed --format json\n"
       "clearsky subscribe --server localhost:7420 --consumer newsletter"});
  const auto options = std::make_shared<SubscribeOptions>();
  CLI::Option* const consumer =
      command
          ->add_option("--consumer", options->consumer,
                       "Go on where this consumer stopped (`clearsky "
                       "consumers`)")
          ->type_name("NAME");
  CLI::Option* const from =
      command
          ->add_option("--from", options->from,
                       "From this position on, inclusive; it may be yet to "
                       "come; from the first event when left out")
          ->check(CheckCount)
          ->excludes(consumer)
          ->type_name("N");
  command
      ->add_flag("--from-end", options->from_end,
                 "Only what comes, nothing that is there")
      ->excludes(from)
      ->excludes(consumer);
  for (CLI::Option* const option :
       AddFilterOptions(command, &options->filter)) {
    option->excludes(consumer);
  }
  command->add_option("--format", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->type_name("FORMAT")
      ->capture_default_str();
  command
      ->add_flag("--no-follow", options->no_follow, "End behind what is there")
      ->excludes(consumer);
  program->SetRun(command, [program, options] {
    return RunSubscribe(program->LedgerPlace(), *options);
  });
}

}  // namespace clearsky::cli
