// SPDX-License-Identifier: Apache-2.0
// What the commands for bundles share.
#pragma once

#include <string>

#include "host/bundle/bundle.h"
#include "host/bundle/secret_key.h"
#include "host/json.h"
#include "taskhost/texts.h"

namespace taskhost {

// id, name, version, platforms, path, trusted_comment, and key_id where it is signed.
task_host::Json BundleFacts(const task_host::Bundle& bundle, const std::string& path);

// Asks for the passphrase where the key has one.
task_host::SecretKey ReadSecretKey(const std::string& path, Language language);

}  // namespace taskhost
