#pragma once
// Alerts for a person at a terminal.

#include <iosfwd>

#include "alerts/change_view.h"

namespace pactwatch::alerts {

// Is file descriptor `descriptor` a terminal that wants colour (NO_COLOR unset, TERM not "dumb")?
bool wants_colour(int descriptor);

// Prints the alert and an empty line, and flushes. Control characters that an article might smuggle
// in are not printed: a headline must not move the cursor.
void print_alert(std::ostream& out, const ChangeView& change, bool colour);

}  // namespace pactwatch::alerts
