// Commands and Atom files: alerts that stay on this machine.

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "alerts/sink.h"
#include "core/hash.h"

namespace pactwatch::alerts {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Writes all of `text` until `end`; false when the reader is gone or the time is over.
bool feed(int descriptor, const std::string& text, steady_clock::time_point end,
          const SinkSettings& settings) {
  for (std::size_t sent = 0; sent < text.size();) {
    if (steady_clock::now() >= end || (settings.go_on && !settings.go_on())) return false;
    pollfd item = {descriptor, POLLOUT, 0};
    constexpr int kLookMs = 100;
    if (poll(&item, 1, kLookMs) <= 0) continue;
    const ssize_t now = write(descriptor, text.data() + sent, text.size() - sent);
    if (now < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (now <= 0) return false;
    sent += static_cast<std::size_t>(now);
  }
  return true;
}

}  // namespace

Attempt run_command(const Target& target, const Message& message, const SinkSettings& settings) {
  Attempt attempt;
  int pipe_ends[2];
  if (pipe2(pipe_ends, O_CLOEXEC) != 0) {
    attempt.error = std::string("no pipe: ") + std::strerror(errno);
    return attempt;
  }
  const pid_t child = fork();
  if (child < 0) {
    attempt.error = std::string("no process: ") + std::strerror(errno);
    close(pipe_ends[0]);
    close(pipe_ends[1]);
    return attempt;
  }
  if (child == 0) {  // only calls that are safe after fork in a threaded process
    setpgid(0, 0);   // so that it ends with all it started
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    dup2(pipe_ends[0], STDIN_FILENO);
    const int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDOUT_FILENO);
    execl("/bin/sh", "sh", "-c", target.to.c_str(), static_cast<char*>(nullptr));
    _exit(127);
  }
  setpgid(child, child);
  close(pipe_ends[0]);
  fcntl(pipe_ends[1], F_SETFL, O_NONBLOCK);
  const steady_clock::time_point end = steady_clock::now() + settings.timeout;
  // A command that does not read its input has had its reasons; its exit code says how it went.
  sigset_t pipe_signal, before;
  sigemptyset(&pipe_signal);
  sigaddset(&pipe_signal, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe_signal, &before);
  (void)feed(pipe_ends[1], payload(message) + "\n", end, settings);
  close(pipe_ends[1]);
  const timespec at_once{};
  while (sigtimedwait(&pipe_signal, nullptr, &at_once) > 0) continue;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  int status = 0;
  for (;;) {
    const pid_t done = waitpid(child, &status, WNOHANG);
    if (done == child) break;
    if (steady_clock::now() >= end || (settings.go_on && !settings.go_on())) {
      kill(-child, SIGKILL);
      waitpid(child, &status, 0);
      attempt.error = "the command did not end in time";
      return attempt;
    }
    constexpr useconds_t kLook = 5000;
    usleep(kLook);
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
    attempt.done = true;
  else if (WIFEXITED(status))
    attempt.error = "the command ended with exit code " + std::to_string(WEXITSTATUS(status));
  else
    attempt.error = "the command was ended by signal " + std::to_string(WTERMSIG(status));
  return attempt;
}

std::string atom_of(const std::string& subscription, const std::vector<ToldChange>& newest_first) {
  return atom("urn:pactwatch:subscription:" + content_id({"subscription", subscription}),
              "pactwatch: " + subscription, newest_first);
}

Attempt write_atom(const Target& target, const std::string& subscription,
                   const std::vector<ToldChange>& newest_first) {
  Attempt attempt;
  const std::string beside = target.to + ".new";
  {
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    out << atom_of(subscription, newest_first);
    out.flush();
    if (!out) {
      attempt.error = "cannot write " + beside + ": " + std::strerror(errno);
      return attempt;
    }
  }
  std::error_code error;
  std::filesystem::rename(beside, target.to, error);
  if (error)
    attempt.error =
        "cannot put " + beside + " in the place of " + target.to + ": " + error.message();
  else
    attempt.done = true;
  return attempt;
}

}  // namespace pactwatch::alerts
