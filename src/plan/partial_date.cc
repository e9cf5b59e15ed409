#include "plan/partial_date.h"
