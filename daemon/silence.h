#pragma once
// When a feed has been silent for longer than its own history explains. Pure.

#include <string>

#include "core/time.h"
#include "store/frontier.h"

namespace pactwatch {

enum class FeedSilence {
  none,
  nothing_new,  // it answers, and brings nothing
  no_answer,    // it does not answer
};

// A feed that answers is silent when it brought nothing for twice the longest gap between items of
// its own (and a day at least), and has enough of them to tell. One that does not answer, after a
// day of errors. A feed that never answered is the operator's to see in `feeds list`.
FeedSilence silence_of(const FeedRhythm& feed, UtcTime now);

// "brought nothing new for 9 days; it never was silent for more than 2 days before".
std::string tell_silence(const FeedRhythm& feed, UtcTime now);

}  // namespace pactwatch
