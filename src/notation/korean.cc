#include "notation/korean.h"
