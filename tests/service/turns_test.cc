#include "service/turns.h"

#include <future>
#include <memory>
#include <optional>
#include <vector>

#include "gtest/gtest.h"
#include "service/work_pool.h"

namespace clearsky::service {
namespace {

TEST(TurnsTest, WorkIsDoneOneAfterTheOtherInTheOrderInWhichItCame) {
  constexpr int kWorks = 50;
  WorkPool pool({});
  std::vector<int> done;  // Guarded by the turns alone.
  std::promise<void> last;
  {
    Turns turns(&pool, kWorks);
    for (int i = 0; i < kWorks; ++i) {
      ASSERT_TRUE(turns
                      .Enter([&, i] {
                        done.push_back(i);
                        if (i == kWorks - 1) last.set_value();
                      })
                      .has_value());
    }
    last.get_future().wait();
  }
  ASSERT_EQ(done.size(), static_cast<size_t>(kWorks));
  for (int i = 0; i < kWorks; ++i) EXPECT_EQ(done[static_cast<size_t>(i)], i);
}

// A turn that lasts until it is told to end.
class LongTurn {
 public:
  explicit LongTurn(Turns* turns) {
    // Shared with the turn, which may still be leaving them when this is gone.
    const auto begun = std::make_shared<std::promise<void>>();
    ticket_ = turns->Enter([begun, ended = end_.get_future().share()] {
      begun->set_value();
      ended.wait();
    });
    begun->get_future().wait();
  }
  ~LongTurn() { end_.set_value(); }

  Turns::Ticket ticket() const { return *ticket_; }

 private:
  std::promise<void> end_;
  std::optional<Turns::Ticket> ticket_;
};

TEST(TurnsTest, WhatLeavesTheLineIsNotDone) {
  WorkPool pool({});
  bool was_done = false;
  {
    Turns turns(&pool, 10);
    const LongTurn first(&turns);
    const auto ticket = turns.Enter([&] { was_done = true; });
    ASSERT_TRUE(ticket.has_value());
    EXPECT_TRUE(turns.Leave(*ticket));
    EXPECT_FALSE(turns.Leave(*ticket));
    EXPECT_FALSE(turns.Leave(first.ticket())) << "it has begun";
  }
  EXPECT_FALSE(was_done);
}

TEST(TurnsTest, LineIsBounded) {
  WorkPool pool({});
  Turns turns(&pool, 2);
  std::promise<void> done;
  {
    const LongTurn first(&turns);
    EXPECT_TRUE(turns.Enter([] {}).has_value());
    EXPECT_TRUE(turns.Enter([&] { done.set_value(); }).has_value());
    EXPECT_FALSE(turns.Enter([] {}).has_value());
  }
  done.get_future().wait();
}

TEST(TurnsTest, PoolThatHasStoppedTakesNothing) {
  WorkPool pool({});
  pool.Stop();
  Turns turns(&pool, 2);
  EXPECT_FALSE(turns.Enter([] {}).has_value());
}

}  // namespace
}  // namespace clearsky::service
