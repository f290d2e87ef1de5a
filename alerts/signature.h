#pragma once
// Signatures of webhooks, as Standard Webhooks 1.0 writes them (standardwebhooks.com, v1).

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace pactwatch::alerts {

// The value of the header webhook-signature: "v1,BASE64" for each secret, separated by spaces, over
// "id.timestamp.body" by HMAC-SHA256. A secret is "whsec_" and its key in base64; several are in
// force while one is exchanged for another. Fails on a secret that is none.
Result<std::string> sign(const std::vector<std::string>& secrets, std::string_view id,
                         std::string_view timestamp, std::string_view body);

}  // namespace pactwatch::alerts
