#include "log/event_log.h"
