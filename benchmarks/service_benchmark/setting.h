#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "clearsky/v1/ledger_service.pb.h"
#include "grpcpp/channel.h"

namespace clearsky::bench {

// What is to be measured, and where.
struct Setting {
  // The clearskyd to be measured.
  std::string daemon;
  // On the disk to be measured; what is made there is removed at the end.
  std::string directory;
  // With examples/clear-sky-2022.
  std::string source;
  bool quick = false;
  int repeats = 3;
  // How long one measurement of a rate lasts.
  double seconds = 3;
  int clients = 64;
  uint64_t catch_up_events = 500'000;
  int idle_subscribers = 500;
};

// One line of the table that is printed.
struct Line {
  std::string what;
  // Medians, as `12,300/s`.
  std::string served;
  std::string against;
  // What it is held against, in words.
  std::string peer;
  double ratio = 0;
  // `at least 0.8`.
  std::string goal;
  bool met = false;
};

// Channels that each have a connection of their own.
std::vector<std::shared_ptr<grpc::Channel>> Connect(const std::string& target,
                                                    int count);

// Calls `call` again and again with `clients` at a time, for `seconds`, and
// returns how many a second were answered. `call` begins one for that client
// and calls `done` when it is answered, on any thread.
double CallsPerSecond(
    int clients, double seconds,
    const std::function<void(int client, std::function<void()> done)>& call);

// The same with threads that each call `call` and wait.
double ThreadsPerSecond(int threads, double seconds,
                        const std::function<void(int thread)>& call);

// The name of the plan of `client`, the events that begin it, and one that
// moves its meeting to a day that is not that of the turn before.
std::string PlanOf(int client);
v1::RecordEventsRequest BeginPlan(int client);
v1::RecordEventsRequest MoveMeeting(int client, uint64_t turn);

// What is measured; each starts daemons of its own.
std::vector<Line> AppendLines(const Setting& setting);
std::vector<Line> CatchUpLines(const Setting& setting);
std::vector<Line> DeliveryLines(const Setting& setting);
std::vector<Line> TableLines(const Setting& setting);
std::vector<Line> IdleLines(const Setting& setting);

}  // namespace clearsky::bench
