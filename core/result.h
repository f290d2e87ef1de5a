#pragma once
// Errors as values. Every function that can fail for a reason outside the program returns
// Result<T>; exceptions are left to programmer error and never cross a thread or a module border.

#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace pactwatch {

// What kind of failure it is, so that a caller can decide without reading the message.
enum class ErrorCode {
  invalid_input,  // the bytes or arguments are wrong; trying again will not help
  not_found,      // the named thing does not exist
  conflict,       // somebody else holds it, or it was already done differently
  unavailable,    // a peer, file or resource does not answer now; trying again may help
  limit,          // a named limit was exceeded
  internal,       // a broken promise inside pactwatch or a library
};

// A failure a person can act on: what happened, where, and what to do next.
struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;  // what is wrong, in one sentence without a final full stop
  std::string where;    // file:line:column, URL, or the like; may be empty
  std::string hint;     // the next command or change that helps; may be empty
};

// "where: message (hint)" on one line, for logs and stderr.
std::string to_string(const Error& error);

template <class T>
using Result = tl::expected<T, Error>;
using Status = tl::expected<void, Error>;

// Shorthand for the return statement of a failing function.
inline tl::unexpected<Error> fail(ErrorCode code, std::string message, std::string where = {},
                                  std::string hint = {}) {
  return tl::unexpected<Error>(Error{code, std::move(message), std::move(where), std::move(hint)});
}

}  // namespace pactwatch
