#include "plan/delivery.h"
