#include "plan/delivery.h"

#include "gtest/gtest.h"
#include "test/plan_story.h"

namespace clearsky {
namespace {

using test::Mode;

constexpr auto kUnspecified = v1::DELIVERY_MODE_UNSPECIFIED;
constexpr auto kInPerson = v1::DELIVERY_MODE_IN_PERSON;
constexpr auto kVideo = v1::DELIVERY_MODE_VIDEO_CONFERENCE;
constexpr auto kRemote = v1::DELIVERY_MODE_REMOTE;
constexpr auto kHybrid = v1::DELIVERY_MODE_HYBRID;
constexpr auto kWritten = v1::DELIVERY_MODE_WRITTEN;
constexpr auto kLetters = v1::DELIVERY_MODE_CORRESPONDENCE;

// What the design makes of each pair of modes.
v1::ModeChangeClass Expected(v1::DeliveryMode from, v1::DeliveryMode to) {
  if (from == to) return v1::MODE_CHANGE_CLASS_NONE;
  if (from == kUnspecified) return v1::MODE_CHANGE_CLASS_REFINED;
  if (from == kRemote && to == kVideo) return v1::MODE_CHANGE_CLASS_REFINED;
  if ((from == kInPerson || from == kHybrid) &&
      (to == kRemote || to == kVideo)) {
    return v1::MODE_CHANGE_CLASS_MOVED_ONLINE;
  }
  return v1::MODE_CHANGE_CLASS_CHANGED;
}

TEST(DeliveryTest, EveryPairOfModesIsClassified) {
  const v1::DeliveryMode modes[] = {kUnspecified, kInPerson, kVideo,  kRemote,
                                    kHybrid,      kWritten,  kLetters};
  for (const auto from : modes) {
    for (const auto to : modes) {
      EXPECT_EQ(plan::ClassifyModeChange(Mode(from), Mode(to)),
                Expected(from, to))
          << v1::DeliveryMode_Name(from) << " to " << v1::DeliveryMode_Name(to);
    }
  }
}

TEST(DeliveryTest, WordsAsWrittenDoNotCount) {
  v1::Delivery one = Mode(kVideo);
  one.set_verbatim("영상");
  v1::Delivery other = Mode(kVideo);
  other.set_verbatim("영상회의");
  EXPECT_TRUE(plan::SameDelivery(one, other));
  EXPECT_EQ(plan::ClassifyModeChange(one, other), v1::MODE_CHANGE_CLASS_NONE);
}

TEST(DeliveryTest, AChangeOfOnePartysModeAloneIsAChange) {
  v1::Delivery changed = Mode(kHybrid);
  v1::PartyDelivery* party = changed.add_parties();
  party->set_party_id("cn");
  party->set_mode(kRemote);
  EXPECT_EQ(plan::ClassifyModeChange(Mode(kHybrid), changed),
            v1::MODE_CHANGE_CLASS_CHANGED);
}

TEST(DeliveryTest, VideoLiesWithinRemoteAndNotTheOtherWay) {
  EXPECT_TRUE(plan::ModeContains(kRemote, kVideo));
  EXPECT_FALSE(plan::ModeContains(kVideo, kRemote));
  EXPECT_TRUE(plan::IsOnline(kVideo));
  EXPECT_FALSE(plan::IsOnline(kHybrid));
}

}  // namespace
}  // namespace clearsky
