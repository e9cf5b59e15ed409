#pragma once

#include <future>
#include <memory>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/call_runner.h"
#include "test/status_matchers.h"

namespace clearsky::test {

// Holds every thread of a kind of calls until it goes.
class Blockage {
 public:
  Blockage(service::CallRunner* calls, service::CallKind kind)
      : gate_(go_.get_future().share()) {
    const auto held = std::make_shared<std::promise<void>>();
    EXPECT_THAT(calls->Run(kind, 0,
                           [gate = gate_, held] {
                             held->set_value();
                             gate.wait();
                           }),
                IsOk());
    held->get_future().wait();
  }
  Blockage(const Blockage&) = delete;
  Blockage& operator=(const Blockage&) = delete;
  ~Blockage() { Lift(); }

  void Lift() {
    if (!lifted_) go_.set_value();
    lifted_ = true;
  }

 private:
  bool lifted_ = false;
  std::promise<void> go_;
  std::shared_future<void> gate_;
};

}  // namespace clearsky::test
