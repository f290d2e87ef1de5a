#pragma once
// The ways an alert leaves the house. Each call is one attempt; when to try again is the
// dispatcher's business (dispatch.h).

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "alerts/message.h"
#include "alerts/subscription.h"
#include "core/result.h"

struct sockaddr;

namespace pactwatch::alerts {

// What all sinks of a daemon share.
struct SinkSettings {
  std::string smtp;       // "smtp://host:25", "smtps://host:465"; empty: no mail
  std::string mail_from;  // address of the sender
  std::string mail_user;  // empty: no login
  std::string mail_password;
  std::chrono::milliseconds timeout{20'000};  // of one attempt (Standard Webhooks: 15 to 30 s)
  // Whether a webhook may connect to this very address, asked after the name was resolved and for
  // every connection, so that no name can lead into the private network. None: any may.
  std::function<bool(const sockaddr& address)> may_connect;
  // Called often while an attempt lasts; false ends it. Any thread.
  std::function<bool()> go_on;
};

// How an attempt ended.
struct Attempt {
  bool done = false;
  std::string error;
  bool gone = false;         // the receiver wants no more, ever (410)
  bool unreachable = false;  // no answer at all: the next message will fare no better
  bool hopeless = false;     // this message will never arrive
  std::optional<std::chrono::milliseconds> retry_after;  // as the receiver asked
};

// POST of payload() with webhook-id, webhook-timestamp (`now`) and webhook-signature. Only a 2xx is
// success; redirects are failures.
Attempt send_webhook(const Target& target, const Message& message, UtcTime now,
                     const SinkSettings& settings);
// One mail, text and HTML (RFC 5322, 2045), over SMTP (RFC 5321).
Attempt send_mail(const Target& target, const Message& message, UtcTime now,
                  const SinkSettings& settings);
// The mail itself, with CRLF line ends.
std::string mail_text(const std::string& from, const std::string& to, const Message& message,
                      UtcTime now);
// Runs the command by /bin/sh with payload() on its standard input. Exit code 0 within the timeout
// is success; what it prints goes nowhere.
Attempt run_command(const Target& target, const Message& message, const SinkSettings& settings);
// The feed of a subscription.
std::string atom_of(const std::string& subscription, const std::vector<ToldChange>& newest_first);
// Writes the feed to a file of its own beside the target, and puts it in the target's place.
Attempt write_atom(const Target& target, const std::string& subscription,
                   const std::vector<ToldChange>& newest_first);

}  // namespace pactwatch::alerts
