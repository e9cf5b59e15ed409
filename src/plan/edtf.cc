#include "plan/edtf.h"
