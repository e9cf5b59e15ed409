#include "plan/delivery.h"

#include <map>
#include <string>

namespace clearsky::plan {
namespace {

std::map<std::string, v1::DeliveryMode> ModesOfParties(
    const v1::Delivery& delivery) {
  std::map<std::string, v1::DeliveryMode> modes;
  for (const auto& party : delivery.parties()) {
    modes[party.party_id()] = party.mode();
  }
  return modes;
}

}  // namespace

bool ModeContains(v1::DeliveryMode outer, v1::DeliveryMode inner) {
  return outer == inner || outer == v1::DELIVERY_MODE_UNSPECIFIED ||
         (outer == v1::DELIVERY_MODE_REMOTE &&
          inner == v1::DELIVERY_MODE_VIDEO_CONFERENCE);
}

bool IsOnline(v1::DeliveryMode mode) {
  return mode == v1::DELIVERY_MODE_REMOTE ||
         mode == v1::DELIVERY_MODE_VIDEO_CONFERENCE;
}

bool SameDelivery(const v1::Delivery& a, const v1::Delivery& b) {
  return a.mode() == b.mode() && ModesOfParties(a) == ModesOfParties(b);
}

v1::ModeChangeClass ClassifyModeChange(const v1::Delivery& old_delivery,
                                       const v1::Delivery& new_delivery) {
  const v1::DeliveryMode from = old_delivery.mode();
  const v1::DeliveryMode to = new_delivery.mode();
  if (SameDelivery(old_delivery, new_delivery)) {
    return v1::MODE_CHANGE_CLASS_NONE;
  }
  if (from == to) return v1::MODE_CHANGE_CLASS_CHANGED;
  const bool had_a_room =
      from == v1::DELIVERY_MODE_IN_PERSON || from == v1::DELIVERY_MODE_HYBRID;
  if (had_a_room && IsOnline(to)) return v1::MODE_CHANGE_CLASS_MOVED_ONLINE;
  if (ModeContains(from, to)) return v1::MODE_CHANGE_CLASS_REFINED;
  return v1::MODE_CHANGE_CLASS_CHANGED;
}

}  // namespace clearsky::plan
