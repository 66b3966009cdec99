// SPDX-License-Identifier: Apache-2.0
// A plugin for tests, whose connections a person opens in a browser. Its tokens are the host's to
// keep. Connection types: "key" needs no sign-in, "door" does.
//   door.look   gives the generation of the stored tokens; without any somebody has to sign in
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "task_plugin.h"

struct tp_conn {
  std::string type;
  std::string id;
  std::string settings;
};

struct tp_plugin {
  tp_host_ctx* ctx;
  const tp_svc_tokens* tokens;
  std::mutex mutex;
  std::vector<std::thread> threads;
};

namespace {

tp_str Borrow(const std::string& text) {
  return {text.data(), text.size()};
}

std::string Copy(tp_str text) {
  return text.size == 0 ? std::string() : std::string(text.data, text.size);
}

bool Holds(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

struct Answer {
  tp_status status = TP_OK;
  std::string code;
  std::string message;
  std::string output;
  std::string details;
};

void Complete(const tp_sink& sink, const Answer& answer) {
  tp_result result{};
  result.struct_size = sizeof(result);
  result.status = answer.status;
  result.retry_after_ms = -1;
  result.output_json = Borrow(answer.output);
  result.error_code = Borrow(answer.code);
  result.error_message = Borrow(answer.message);
  result.error_details_json = Borrow(answer.details);
  sink.complete(sink.user, &result);
}

// The sink is told on a thread of the plugin's own, as the contract wants it.
template <typename Work>
tp_status Later(tp_plugin* plugin, const tp_sink* sink, Work work) {
  const std::lock_guard<std::mutex> lock(plugin->mutex);
  plugin->threads.emplace_back([sink = *sink, work] { Complete(sink, work()); });
  return TP_OK;
}

struct Stored {
  tp_status status;
  std::uint64_t generation;
};

Stored Read(tp_plugin* plugin, const std::string& id) {
  std::promise<Stored> read;
  plugin->tokens->read(
      plugin->ctx, Borrow(id),
      [](void* user, tp_status status, const tp_token_set*, std::uint64_t generation) {
        static_cast<std::promise<Stored>*>(user)->set_value({status, generation});
      },
      &read);
  return read.get_future().get();
}

std::uint64_t Lease(tp_plugin* plugin, const std::string& id) {
  std::promise<std::uint64_t> lent;
  plugin->tokens->begin_refresh(
      plugin->ctx, Borrow(id), Read(plugin, id).generation,
      [](void* user, tp_status, std::uint64_t lease) {
        static_cast<std::promise<std::uint64_t>*>(user)->set_value(lease);
      },
      &lent);
  return lent.get_future().get();
}

void Told(void* user, tp_status status) {
  static_cast<std::promise<tp_status>*>(user)->set_value(status);
}

void Commit(tp_plugin* plugin, const std::string& id) {
  const std::string access = "access-canary";
  const std::string scope = "read write";
  tp_token_set tokens{};
  tokens.struct_size = sizeof(tokens);
  tokens.access_token = Borrow(access);
  tokens.scope = Borrow(scope);
  tokens.expires_at_unix_ms = 4102444800000;  // 2100-01-01
  std::promise<tp_status> stored;
  plugin->tokens->commit(plugin->ctx, Lease(plugin, id), &tokens, Told, &stored);
  stored.get_future().get();
}

void Kill(tp_plugin* plugin, const std::string& id) {
  std::promise<tp_status> ended;
  plugin->tokens->abandon(plugin->ctx, Lease(plugin, id), 1, Told, &ended);
  ended.get_future().get();
}

Answer SignInFirst() {
  return {TP_E_UNAUTHENTICATED, "door.sign_in", "Somebody has to sign in.", "",
          R"({"report":[{"check":"token","state":"failed","text":"No token is stored."}]})"};
}

Answer Look(tp_plugin* plugin, tp_conn* conn) {
  const Stored stored = Read(plugin, conn->id);
  if (stored.status != TP_OK && conn->type == "door") return SignInFirst();
  return {TP_OK, "", "", R"({"generation":)" + std::to_string(stored.generation) + "}", ""};
}

void TP_CALL Execute(tp_plugin* plugin, tp_conn* conn, const tp_task_request* request,
                     const tp_sink* sink) {
  if (Holds(Copy(request->input_json), "kill")) Kill(plugin, conn->id);
  Complete(*sink, Look(plugin, conn));
}

tp_status TP_CALL Submit(tp_plugin*, tp_conn*, const tp_task_request* const*, const tp_sink* const*,
                         size_t) {
  return TP_E_NOT_IMPLEMENTED;
}

tp_status TP_CALL Cancel(tp_plugin*, std::uint64_t) {
  return TP_E_NOT_FOUND;
}

tp_status TP_CALL Connect(tp_plugin*, const tp_connect_info* info, const tp_sink* diag,
                          tp_conn** out) {
  if (!Holds(Copy(info->settings_json), "\"place\"") ||
      Holds(Copy(info->credentials_json), "refused")) {
    Complete(*diag, {TP_E_INVALID_ARGUMENT, "door.connection", "The key does not fit.", "", ""});
    return TP_E_INVALID_ARGUMENT;
  }
  *out = new tp_conn{Copy(info->connection_type), Copy(info->connection_id),
                     Copy(info->settings_json)};
  return TP_OK;
}

tp_status TP_CALL UpdateCredentials(tp_plugin*, tp_conn*, tp_str) {
  return TP_OK;
}

void Join(tp_plugin* plugin) {
  for (std::thread& thread : plugin->threads) thread.join();
  plugin->threads.clear();
}

void TP_CALL Disconnect(tp_plugin* plugin, tp_conn* conn) {
  Join(plugin);
  delete conn;
}

void TP_CALL Destroy(tp_plugin* plugin) {
  Join(plugin);
  delete plugin;
}

tp_status TP_CALL Verify(tp_plugin* plugin, tp_conn* conn, const tp_sink* sink) {
  return Later(plugin, sink, [plugin, conn]() -> Answer {
    if (Look(plugin, conn).status != TP_OK) return SignInFirst();
    return {TP_OK, "", "",
            R"({"ok":true,"account":{"id":"1","label":"The door"},"report":[)"
            R"({"check":"token","state":"ok","text":"The token lives until 2100."},)"
            R"({"check":"clock","state":"warning","text":"The clock is late."}]})",
            ""};
  });
}

tp_status TP_CALL Begin(tp_plugin* plugin, tp_conn* conn, const tp_sign_in_request* request,
                        const tp_sink* sink) {
  if (conn->type != "door") return TP_E_NOT_IMPLEMENTED;
  std::string address = "https://door.example/authorize?state=" + Copy(request->state) +
                        "&redirect_uri=" + Copy(request->redirect_uri);
  return Later(plugin, sink, [address]() -> Answer {
    return {TP_OK, "", "", R"({"authorizationUrl":")" + address + "\"}", ""};
  });
}

tp_status TP_CALL Finish(tp_plugin* plugin, tp_conn* conn, const tp_sign_in_request* request,
                         const tp_sink* sink) {
  return Later(plugin, sink, [plugin, conn, code = Copy(request->code)]() -> Answer {
    if (code != "good&proper") {
      return {TP_E_UNAUTHENTICATED, "door.bad_code", "The code <b>" + code + "</b> is not good.",
              "", ""};
    }
    Commit(plugin, conn->id);
    return {TP_OK, "", "", R"({"scope":"read write","expiresAt":"2100-01-01T00:00:00Z"})", ""};
  });
}

tp_status TP_CALL Revoke(tp_plugin* plugin, tp_conn* conn, const tp_sink* sink) {
  if (conn->type != "door") return TP_E_NOT_IMPLEMENTED;
  return Later(plugin, sink, [plugin, conn]() -> Answer {
    if (Holds(conn->settings, "stuck")) {
      return {TP_E_UNAVAILABLE, "door.away", "Nobody answers the door.", "", ""};
    }
    const bool stored = Read(plugin, conn->id).status == TP_OK;
    return {TP_OK, "", "", stored ? R"({"revoked":true})" : R"({"revoked":false})", ""};
  });
}

constexpr tp_ext_sign_in kSignIn = {sizeof(tp_ext_sign_in), 0, Begin, Finish, Revoke};
constexpr tp_ext_verify kVerify = {sizeof(tp_ext_verify), 0, Verify};

const void* TP_CALL GetExtension(tp_plugin*, tp_str id) {
  const std::string name = Copy(id);
  if (name == TP_EXT_SIGN_IN) return &kSignIn;
  return name == TP_EXT_VERIFY ? &kVerify : nullptr;
}

constexpr tp_plugin_api kApi = {sizeof(tp_plugin_api), 0,          Destroy, GetExtension, Connect,
                                UpdateCredentials,     Disconnect, Execute, Submit,       Cancel};

tp_status TP_CALL Create(const tp_host* host, tp_str, const tp_sink*, const tp_plugin_api** out_api,
                         tp_plugin** out_plugin) {
  static const std::string kTokens = TP_SVC_TOKENS;
  const auto* tokens =
      static_cast<const tp_svc_tokens*>(host->get_service(host->ctx, Borrow(kTokens)));
  *out_api = &kApi;
  *out_plugin = new tp_plugin{host->ctx, tokens, {}, {}};
  return TP_OK;
}

tp_status TP_CALL RegisterTasks(const tp_registrar* registrar) {
  static const std::string kId = "door.look";
  static const std::string kSchema = R"({"type":"object"})";
  tp_task_descriptor task{};
  task.struct_size = sizeof(task);
  task.id = Borrow(kId);
  task.version = 1;
  task.input_schema_json = Borrow(kSchema);
  task.output_schema_json = Borrow(kSchema);
  return registrar->add_task(registrar->user, &task);
}

constexpr tp_entry kEntry = {sizeof(tp_entry), 0,     TP_ENTRY_MAGIC, TP_ABI_MAJOR,
                             TP_ABI_MINOR,     0,     {"door", 4},    {"1.0.0", 5},
                             RegisterTasks,    Create};

}  // namespace

const tp_entry* TP_CALL tp_plugin_entry_v1(void) {
  return &kEntry;
}
