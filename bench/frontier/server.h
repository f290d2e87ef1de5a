#pragma once
// The web of the simulation: a process of its own that answers as many hosts as wanted, each at an
// address of its own in 127.0.0.0/8, all on one port.

#include <sys/types.h>

namespace pactwatch::bench {

struct SimulatedWeb {
  pid_t process = -1;
  int port = 0;
};

// Starts it. Of every hundred conditional requests `fresh_percent` bring a feed with one entry that
// nobody has seen, the others 304. Ends the program when it cannot. Call it before any thread
// starts.
SimulatedWeb start_web(int hosts, int fresh_percent);
// Seconds of processor time that it has used.
double processor_time(const SimulatedWeb& web);
void stop_web(const SimulatedWeb& web);

// "127.0.x.y", from 127.1.0.1 on.
unsigned host_address(int host);

}  // namespace pactwatch::bench
