// The way of a request through the dispatcher: it arrives, a worker answers,
// the answer or a stream of events is sent.

#include <sys/epoll.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "service/http/dispatcher.h"

namespace clearsky::service {
namespace {

constexpr char kContinue[] = "HTTP/1.1 100 Continue\r\n\r\n";

// The status of an answer that Router wrote.
int StatusOf(absl::string_view answer) {
  int status = 0;
  if (answer.size() < 12 || !absl::SimpleAtoi(answer.substr(9, 3), &status)) {
    return 500;
  }
  return status;
}

std::string EventStreamHead() {
  return absl::StrCat("HTTP/1.1 200 OK\r\nDate: ", HttpDate(),
                      "\r\nContent-Type: text/event-stream\r\nCache-Control: "
                      "no-store\r\nX-Content-Type-Options: nosniff\r\n"
                      "Connection: close\r\n\r\n");
}

// Says in an answer that was made for a connection to be kept that it is not.
void SayClosed(std::string* answer) {
  const absl::string_view head =
      absl::string_view(*answer).substr(0, answer->find("\r\n\r\n"));
  if (absl::StrContains(head, "\r\nConnection: close")) return;
  answer->insert(answer->find("\r\n") + 2, "Connection: close\r\n");
}

// A request on its way to a worker.
struct Job {
  RequestHead head;
  // The request as it arrived; its body is behind `head_bytes`.
  std::string bytes;
  size_t head_bytes = 0;
  bool keep_alive = true;
  std::string remote_address;
  int remote_port = 0;
};

}  // namespace

void Dispatcher::Receive(Connection* connection) {
  switch (connection->Receive(scratch_.data(), scratch_.size())) {
    case Connection::Io::kDone:
      if (connection->phase == Phase::kLingering) return;
      break;
    case Connection::Io::kBlocked:
      return;
    case Connection::Io::kEnded:
      // A request that is not whole will not be.
      Close(connection);
      return;
    case Connection::Io::kBroken:
      Close(connection);
      return;
  }
  Charge(connection);
  Advance(connection);
}

void Dispatcher::Advance(Connection* connection) {
  if (connection->phase == Phase::kIdle) {
    if (connection->in.empty()) return;
    connection->reader.emplace(options_.framing);
    Enter(connection, Phase::kHead, now_ + options_.deadlines.head);
  }
  if (connection->phase == Phase::kHead) {
    HeadReader& reader = *connection->reader;
    switch (reader.Read(connection->in)) {
      case HeadReader::State::kMore:
        return;
      case HeadReader::State::kRefused:
        Refuse(connection, reader.refusal());
        return;
      case HeadReader::State::kWhole:
        break;
    }
    connection->head = reader.head();
    connection->head_bytes = reader.head_bytes();
    connection->reader.reset();
    Enter(connection, Phase::kBody, now_ + options_.deadlines.body);
    if (connection->head.expects_continue &&
        connection->in.size() == connection->head_bytes) {
      connection->out += kContinue;
      connection->Send();
      Charge(connection);
    }
  }
  if (connection->in.size() <
      connection->head_bytes + connection->head.body_bytes) {
    if (counters_.buffered_bytes > options_.max_buffered_bytes) {
      Refuse(connection, {RefusalKind::kMemory, 503,
                          "too much is being sent and read at once"});
    }
    return;
  }
  Submit(connection);
}

void Dispatcher::Submit(Connection* connection) {
  const auto job = std::make_shared<Job>();
  const size_t bytes = connection->head_bytes + connection->head.body_bytes;
  if (connection->in.size() == bytes) {
    job->bytes.swap(connection->in);
  } else {
    job->bytes = connection->in.substr(0, bytes);
    connection->in.erase(0, bytes);
  }
  job->head = connection->head;
  job->head_bytes = connection->head_bytes;
  job->keep_alive = connection->head.keep_alive && !is_draining_;
  job->remote_address = connection->remote_address;
  job->remote_port = connection->remote_port;
  const auto abandoned = std::make_shared<std::atomic<bool>>(false);
  connection->abandoned = abandoned;
  connection->at_worker = bytes;
  Enter(connection, Phase::kAnswer, now_ + options_.deadlines.answer);
  Charge(connection);
  const bool taken =
      workers_->TrySubmit([job, abandoned, router = router_, mailbox = mailbox_,
                           id = connection->id] {
        // Nobody waits for it any more.
        if (*abandoned) return;
        std::string request = WriteHead(job->head, job->keep_alive);
        request.append(job->bytes, job->head_bytes);
        std::string().swap(job->bytes);
        Mail mail;
        mail.kind = Mail::Kind::kAnswered;
        mail.connection = id;
        mail.exchange =
            router->Answer(request, job->remote_address, job->remote_port);
        mailbox->Post(std::move(mail));
      });
  if (!taken) {
    Refuse(connection, {RefusalKind::kOverloaded, 503,
                        "too many requests wait for their answer"});
  }
}

void Dispatcher::Answer(Connection* connection, Exchange exchange) {
  connection->abandoned.reset();
  connection->at_worker = 0;
  if (exchange.split_header) Count(RefusalKind::kSplitHeader);
  if (exchange.events != nullptr) {
    StartEvents(connection, std::move(exchange));
    return;
  }
  if (exchange.answer.empty()) {
    Refuse(connection, {RefusalKind::kMalformed, 400,
                        "the request could not be understood"});
    return;
  }
  if (counters_.buffered_bytes + exchange.answer.size() >
      options_.max_buffered_bytes) {
    Refuse(connection, {RefusalKind::kMemory, 503,
                        "too much is being sent and read at once"});
    return;
  }
  const int status = StatusOf(exchange.answer);
  CountAnswer(status);
  if (options_.answered) {
    options_.answered(connection->head.method, status,
                      now_ - connection->since);
  }
  connection->close_when_sent =
      exchange.close || !connection->head.keep_alive || is_draining_ ||
      (connection->client_ended && connection->in.empty());
  if (connection->close_when_sent) SayClosed(&exchange.answer);
  connection->out += exchange.answer;
  Charge(connection);
  connection->send_by = now_ + options_.deadlines.send;
  Enter(connection, Phase::kSending, now_ + options_.deadlines.send_stall);
  Flush(connection);
}

void Dispatcher::RefuseDraining(Connection* connection) {
  Refuse(connection, {RefusalKind::kDraining, 503,
                      "the server is stopping; ask again when it is back"});
}

void Dispatcher::Refuse(Connection* connection, const Refusal& refusal) {
  Count(refusal.kind);
  CountAnswer(refusal.status);
  if (connection->abandoned != nullptr) *connection->abandoned = true;
  connection->abandoned.reset();
  connection->at_worker = 0;
  // Of what was refused before its head was whole, the method is not known.
  const bool is_head =
      connection->phase != Phase::kHead && connection->head.method == "HEAD";
  connection->out += RefusalAnswer(refusal, is_head);
  connection->close_when_sent = true;
  connection->linger = true;
  std::string().swap(connection->in);
  Charge(connection);
  connection->send_by = now_ + options_.deadlines.send;
  Enter(connection, Phase::kSending, now_ + options_.deadlines.send_stall);
  Flush(connection);
}

void Dispatcher::Flush(Connection* connection) {
  const Connection::Io sent = connection->Send();
  Charge(connection);
  if (sent == Connection::Io::kBroken) {
    Close(connection);
    return;
  }
  if (connection->unsent().empty()) {
    OnSent(connection);
    return;
  }
  const absl::Duration stall = now_ + options_.deadlines.send_stall;
  if (connection->phase == Phase::kSending && sent == Connection::Io::kDone) {
    SetDeadline(connection, std::min(stall, connection->send_by));
  } else if (connection->phase == Phase::kEvents &&
             sent == Connection::Io::kDone) {
    SetDeadline(connection, stall);
  }
  Watch(connection);
}

void Dispatcher::OnSent(Connection* connection) {
  if (connection->phase == Phase::kEvents) {
    if (connection->close_when_sent) {
      Close(connection);
    } else {
      AwaitEvents(connection);
    }
    return;
  }
  // A `100 Continue`.
  if (connection->phase != Phase::kSending) {
    Watch(connection);
    return;
  }
  if (!connection->close_when_sent) {
    Enter(connection, Phase::kIdle, now_ + options_.deadlines.idle);
    const uint64_t id = connection->id;
    Advance(connection);
    if (!connections_.contains(id)) return;
    if (is_draining_ && connection->phase == Phase::kIdle) {
      Close(connection);
    } else if (is_draining_ && connection->phase != Phase::kAnswer) {
      RefuseDraining(connection);
    } else {
      Watch(connection);
    }
    return;
  }
  if (!connection->linger) {
    Close(connection);
    return;
  }
  connection->ShutDownSending();
  Enter(connection, Phase::kLingering, now_ + options_.deadlines.linger);
  Watch(connection);
}

void Dispatcher::StartEvents(Connection* connection, Exchange exchange) {
  // HEAD asks what GET would say; events it does not want.
  if (connection->head.method == "HEAD") {
    CountAnswer(200);
    connection->out += EventStreamHead();
    connection->close_when_sent = true;
    connection->send_by = now_ + options_.deadlines.send;
    Enter(connection, Phase::kSending, now_ + options_.deadlines.send_stall);
    Flush(connection);
    return;
  }
  if (is_draining_) {
    RefuseDraining(connection);
    return;
  }
  if (counters_.event_streams >= options_.max_event_streams) {
    Refuse(connection, {RefusalKind::kEventStreams, 503,
                        absl::StrCat("there are ", options_.max_event_streams,
                                     " event streams, and no more are taken "
                                     "now")});
    return;
  }
  CountAnswer(200);
  --counters_.connections;
  ++counters_.event_streams;
  connection->source = std::move(exchange.events);
  // What a client sends behind its request is not read.
  std::string().swap(connection->in);
  connection->out += EventStreamHead();
  Enter(connection, Phase::kEvents, now_ + options_.deadlines.send_stall);
  Flush(connection);
}

void Dispatcher::AwaitEvents(Connection* connection) {
  SetDeadline(connection, now_ + options_.deadlines.heartbeat);
  Pull(connection);
  Watch(connection);
}

void Dispatcher::Pull(Connection* connection) {
  if (connection->is_pulled || !connection->is_ready ||
      connection->close_when_sent ||
      connection->unsent().size() >= options_.event_stream_bytes) {
    return;
  }
  connection->is_pulled = true;
  connection->was_ready = false;
  pullers_->Submit([source = connection->source, mailbox = mailbox_,
                    id = connection->id,
                    max_bytes = options_.event_stream_bytes] {
    Mail mail;
    mail.kind = Mail::Kind::kPulled;
    mail.connection = id;
    mail.ended = !source->Pull(max_bytes, &mail.bytes);
    mail.waits = !mail.ended && mail.bytes.empty();
    if (mail.waits) {
      source->NotifyWhenReady([mailbox, id] {
        Mail ready;
        ready.kind = Mail::Kind::kReady;
        ready.connection = id;
        mailbox->Post(std::move(ready));
      });
    }
    mailbox->Post(std::move(mail));
  });
}

void Dispatcher::TakePulled(Connection* connection, Mail mail) {
  connection->is_pulled = false;
  connection->is_ready = !mail.waits || connection->was_ready;
  if (mail.ended) connection->close_when_sent = true;
  if (counters_.buffered_bytes + mail.bytes.size() >
      options_.max_buffered_bytes) {
    Count(RefusalKind::kMemory);
    Close(connection);
    return;
  }
  const bool was_sent = connection->unsent().empty();
  connection->out += mail.bytes;
  Charge(connection);
  if (!mail.bytes.empty() && was_sent) {
    SetDeadline(connection, now_ + options_.deadlines.send_stall);
  }
  if (was_sent) {
    // Sends, then pulls again or waits.
    if (mail.bytes.empty() && !mail.ended) {
      Pull(connection);
    } else {
      Flush(connection);
    }
    return;
  }
  Pull(connection);
  Watch(connection);
}

}  // namespace clearsky::service
