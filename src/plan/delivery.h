#pragma once

#include "clearsky/v1/plan_state.pb.h"
#include "clearsky/v1/value.pb.h"

// Operations on modes. Pure; safe to call from many threads.

namespace clearsky::plan {

// Whether `outer` contains `inner`: video conference lies within remote, every
// mode within unspecified, each within itself.
bool ModeContains(v1::DeliveryMode outer, v1::DeliveryMode inner);

// Whether the mode is remote or a video conference.
bool IsOnline(v1::DeliveryMode mode);

// Whether two deliveries say the same: equal modes, parties' included. Words as
// written do not count.
bool SameDelivery(const v1::Delivery& a, const v1::Delivery& b);

// The class of a change of mode (design, section 3): in person or hybrid to
// remote or video is moved online; else refined when the old mode was
// unspecified or contains the new; else changed; equal is none. A change in the
// modes of single parties alone is changed.
v1::ModeChangeClass ClassifyModeChange(const v1::Delivery& old_delivery,
                                       const v1::Delivery& new_delivery);

}  // namespace clearsky::plan
