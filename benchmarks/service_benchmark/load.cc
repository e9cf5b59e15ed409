#include <atomic>
#include <future>
#include <memory>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "log_benchmark/harness.h"
#include "service_benchmark/setting.h"

namespace clearsky::bench {

std::vector<std::shared_ptr<grpc::Channel>> Connect(const std::string& target,
                                                    int count) {
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  for (int i = 0; i < count; ++i) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetMaxReceiveMessageSize(-1);
    channels.push_back(grpc::CreateCustomChannel(
        target, grpc::InsecureChannelCredentials(), arguments));
  }
  return channels;
}

double CallsPerSecond(
    int clients, double seconds,
    const std::function<void(int client, std::function<void()> done)>& call) {
  std::atomic<uint64_t> answered = 0;
  std::atomic<bool> over = false;
  std::atomic<int> left = clients;
  // Shared, as who waits may go on while the promise is still being kept.
  const auto all = std::make_shared<std::promise<void>>();
  // Begins the next call of a client, until the time is over.
  std::function<void(int)> next = [&](int client) {
    call(client, [&, client, all] {
      if (!over) {
        ++answered;
        next(client);
      } else if (--left == 0) {
        all->set_value();
      }
    });
  };
  const Stopwatch watch;
  for (int client = 0; client < clients; ++client) next(client);
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  const double rate = static_cast<double>(answered) / watch.Seconds();
  over = true;
  all->get_future().wait();
  return rate;
}

double ThreadsPerSecond(int threads, double seconds,
                        const std::function<void(int thread)>& call) {
  std::atomic<uint64_t> answered = 0;
  std::atomic<bool> over = false;
  std::vector<std::thread> running;
  const Stopwatch watch;
  for (int thread = 0; thread < threads; ++thread) {
    running.emplace_back([&, thread] {
      while (!over) {
        call(thread);
        ++answered;
      }
    });
  }
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  const double rate = static_cast<double>(answered) / watch.Seconds();
  over = true;
  for (std::thread& thread : running) thread.join();
  return rate;
}

std::string PlanOf(int client) { return absl::StrCat("plan-", client); }

v1::RecordEventsRequest BeginPlan(int client) {
  v1::RecordEventsRequest request;
  v1::StreamRecord* const stream = request.add_streams();
  stream->set_stream(PlanOf(client));
  v1::PlanRegistered* const plan =
      stream->add_events()->mutable_event()->mutable_plan_registered();
  v1::Label* const title = plan->add_titles();
  title->set_language("ko");
  title->set_text("청천계획");
  plan->mutable_period()->set_edtf("2022");
  v1::ActivityRegistered* const meeting =
      stream->add_events()->mutable_event()->mutable_activity_registered();
  meeting->set_activity_id("meeting");
  meeting->set_kind(v1::ACTIVITY_KIND_MEETING);
  v1::Label* const name = meeting->add_titles();
  name->set_language("ko");
  name->set_text("대기질 공동연구 워크숍");
  v1::ActivityScheduled* const scheduled =
      stream->add_events()->mutable_event()->mutable_activity_scheduled();
  scheduled->set_activity_id("meeting");
  scheduled->mutable_date()->set_edtf("2030-12-31");
  return request;
}

v1::RecordEventsRequest MoveMeeting(int client, uint64_t turn) {
  v1::RecordEventsRequest request;
  v1::StreamRecord* const stream = request.add_streams();
  stream->set_stream(PlanOf(client));
  v1::ActivityRescheduled* const moved =
      stream->add_events()->mutable_event()->mutable_activity_rescheduled();
  moved->set_activity_id("meeting");
  moved->mutable_new_date()->set_edtf(
      absl::StrFormat("2030-%02d-%02d", turn % 11 + 1, turn % 28 + 1));
  return request;
}

}  // namespace clearsky::bench
