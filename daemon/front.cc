// What a person starts as `pactwatch`. Questions to the ledger are answered here; every other verb
// is the business of the whole program, which takes this one's place in the process.
//
// The whole program links sixty shared libraries, for the web, for mail, for sockets, and loading
// them takes longer than most questions do (docs/QUALITY.md, Ledger). This one links six.

#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>

#include "daemon/safe_out.h"
#include "daemon/verb.h"

namespace {

using namespace pactwatch;

struct Question {
  std::string_view name;
  int (*run)(const Arguments& arguments);
};

constexpr std::array kQuestions = {
    Question{"state", verb_state},     Question{"timeline", verb_timeline},
    Question{"diff", verb_diff},       Question{"party", verb_party},
    Question{"changes", verb_changes}, Question{"explain", verb_explain},
    Question{"claims", verb_claims},
};

// Returns only when the whole program is not where it belongs: as installed, or as built.
int run_whole_program(char** argv) {
  std::error_code error;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
  const std::filesystem::path beside = self.parent_path();
  const std::string installed = (beside.parent_path() / "libexec/pactwatch").string();
  const std::string built = (beside / "libexec/pactwatch").string();
  for (const std::string& program : {built, installed}) execv(program.c_str(), argv);
  std::fprintf(stderr,
               "pactwatch: %s: %s; it is the rest of the program, install it beside this one\n",
               installed.c_str(), std::strerror(errno));
  return kExitFailed;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view name = argc > 1 ? argv[1] : "";
  // The daemon waits for these signals itself (daemon/signals.h). One that comes while it is still
  // being loaded must not kill it: the mask is kept across execv.
  if (name == "run") {
    sigset_t asked;
    sigemptyset(&asked);
    for (const int number : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&asked, number);
    sigprocmask(SIG_BLOCK, &asked, nullptr);
  }
  for (const Question& question : kQuestions) {
    if (question.name != name) continue;
    return run_safely([&] { return question.run(Arguments(argv + 2, argv + argc)); });
  }
  return run_whole_program(argv);
}
