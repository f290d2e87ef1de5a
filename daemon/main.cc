// The entry of the whole program: finds the verb and runs it. What a person starts is front.cc.

#include <iostream>

#include "core/text.h"
#include "daemon/safe_out.h"
#include "daemon/verb.h"

namespace {

void print_help(std::ostream& out) {
  out << "pactwatch watches the news and tells you when a deal changes\n\n"
         "usage: pactwatch VERB [ARGUMENTS]\n\n";
  for (const pactwatch::Verb& verb : pactwatch::verbs()) {
    std::string left = "  " + std::string(verb.name) + " " + std::string(verb.synopsis);
    if (left.size() < 44)
      left.resize(44, ' ');
    else
      left += "\n" + std::string(44, ' ');
    out << left << verb.summary << "\n";
  }
  out << "\nexit codes: 0 done, 1 failed, 2 wrong usage or configuration, 3 data directory in "
         "use\n";
}

int run(int argc, char** argv) {
  const pactwatch::Arguments arguments(argv + (argc > 1 ? 2 : 1), argv + argc);
  const std::string name = argc > 1 ? argv[1] : "";
  if (name.empty() || name == "help" || name == "--help" || name == "-h") {
    print_help(name.empty() ? std::cerr : std::cout);
    return name.empty() ? pactwatch::kExitUsage : pactwatch::kExitOk;
  }
  std::vector<std::string> known;
  for (const pactwatch::Verb& verb : pactwatch::verbs()) {
    if (verb.name == name) return verb.run(arguments);
    known.emplace_back(verb.name);
  }
  std::cerr << "pactwatch: no verb \"" << name << "\"";
  const std::string near = pactwatch::nearest_name(name, known);
  if (!near.empty()) std::cerr << "; did you mean \"" << near << "\"?";
  std::cerr << " (pactwatch help lists them)\n";
  return pactwatch::kExitUsage;
}

}  // namespace

int main(int argc, char** argv) {
  return pactwatch::run_safely([&] { return run(argc, argv); });
}
