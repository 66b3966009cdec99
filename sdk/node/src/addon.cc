// SPDX-License-Identifier: Apache-2.0
// What Node.js loads: one binary for every version with Node-API 8, and for any number of threads
// of JavaScript, since nothing here is shared between them.
#include <napi.h>

#include "node/src/js_host.h"

namespace {

Napi::Object Load(Napi::Env env, Napi::Object exports) {
  exports.Set("NativeHost", task_node::JsHost::Define(env));
  return exports;
}

}  // namespace

NODE_API_MODULE(task_plugins, Load)
