#pragma once

#include <functional>

namespace clearsky::log {

// Asked by long work as it goes on: whether who wanted it has gone. It then
// ends with CANCELLED, and leaves nothing behind. May be empty. Called from the
// thread that works.
using HasGone = std::function<bool()>;

}  // namespace clearsky::log
