// SPDX-License-Identifier: Apache-2.0
// What a plugin object can do beyond running tasks, as the C interface offers it.
#include "author/extensions.h"

#include "author/border_object.h"
#include "author/launch.h"
#include "author/read_request.h"
#include "author/text.h"

namespace task_plugin {
namespace {

// Starts an operation that runs no task; see the extensions of task_plugin.h.
template <typename Starter>
tp_status StartExtra(tp_plugin& object, tp_conn& conn, const tp_sink* sink,
                     Starter start) noexcept {
  return WithDiagnosis(nullptr, object.texts(), [&] {
    RequireUsable(sink, object.texts());
    const std::shared_ptr<Operations> open = object.OpenOperations();
    RequireKnownFlags(CopySized(sink), object.texts());
    EnsureReady(*object.plugin);
    const auto operation = Open(open, conn, CopySized(sink), nullptr);
    operation->SetInput(Input(object.no_input, *object.locales, std::string()));
    const Status entered = open->Enter({operation});
    if (entered != Status::kOk) throw Refusal(entered, object.texts());
    try {
      start(operation);
    } catch (...) {
      Refuse(*object.plugin, operation, StartError(object.texts()));
    }
  });
}

tp_status TP_CALL Verify(tp_plugin* object, tp_conn* conn, const tp_sink* sink) noexcept {
  return StartExtra(*object, *conn, sink, [&](const std::shared_ptr<Operation>& operation) {
    object->plugin->verifier()->Verify(operation);
  });
}

tp_status TP_CALL LoadChoices(tp_plugin* object, tp_conn* conn, const tp_options_request* theirs,
                              const tp_sink* sink) noexcept {
  return StartExtra(*object, *conn, sink, [&](const std::shared_ptr<Operation>& operation) {
    const auto request = ReadOptionsRequest(theirs, object->tasks, object->texts());
    object->plugin->options()->LoadChoices(operation, request);
  });
}

tp_status TP_CALL ResolveSchema(tp_plugin* object, tp_conn* conn, const tp_schema_request* theirs,
                                const tp_sink* sink) noexcept {
  return StartExtra(*object, *conn, sink, [&](const std::shared_ptr<Operation>& operation) {
    const auto request = ReadSchemaRequest(theirs, object->tasks, object->texts());
    object->plugin->schemas()->ResolveSchema(operation, request);
  });
}

using SignInStep = void (SignIn::*)(std::shared_ptr<Operation>,
                                    std::shared_ptr<const SignInRequest>);

template <SignInStep kStep>
tp_status TP_CALL SignInCall(tp_plugin* object, tp_conn* conn, const tp_sign_in_request* theirs,
                             const tp_sink* sink) noexcept {
  return StartExtra(*object, *conn, sink, [&](const std::shared_ptr<Operation>& operation) {
    const auto request = ReadSignInRequest(theirs, object->texts());
    (object->plugin->sign_in()->*kStep)(operation, request);
  });
}

tp_status TP_CALL Revoke(tp_plugin* object, tp_conn* conn, const tp_sink* sink) noexcept {
  return StartExtra(*object, *conn, sink, [&](const std::shared_ptr<Operation>& operation) {
    object->plugin->sign_in()->Revoke(operation);
  });
}

tp_status TP_CALL Snapshot(tp_plugin* object, tp_text_fn take, void* user) noexcept {
  return WithDiagnosis(nullptr, object->texts(), [&] {
    if (take == nullptr) {
      throw Error(Status::kInvalidArgument, "invalid_sink",
                  object->texts().Say("There is nobody to take the text."));
    }
    object->OpenOperations();  // in a child process, begins anew
    const std::string snapshot = object->plugin->statistics()->Snapshot();
    const CallbackScope inside;
    take(user, Str(snapshot));
  });
}

constexpr tp_ext_verify kVerify = {
    .struct_size = sizeof(tp_ext_verify), .flags = 0, .verify = Verify};

constexpr tp_ext_options kOptions = {
    .struct_size = sizeof(tp_ext_options), .flags = 0, .load = LoadChoices};

constexpr tp_ext_schema kSchema = {
    .struct_size = sizeof(tp_ext_schema), .flags = 0, .resolve = ResolveSchema};

constexpr tp_ext_sign_in kSignIn = {
    .struct_size = sizeof(tp_ext_sign_in),
    .flags = 0,
    .begin = SignInCall<&SignIn::BeginSignIn>,
    .finish = SignInCall<&SignIn::FinishSignIn>,
    .revoke = Revoke,
};

constexpr tp_ext_stats kStats = {
    .struct_size = sizeof(tp_ext_stats), .flags = 0, .snapshot = Snapshot};

}  // namespace

const void* FindExtension(tp_plugin& object, std::string_view id) {
  if (id == TP_EXT_VERIFY && object.plugin->verifier() != nullptr) return &kVerify;
  if (id == TP_EXT_OPTIONS && object.plugin->options() != nullptr) return &kOptions;
  if (id == TP_EXT_SCHEMA && object.plugin->schemas() != nullptr) return &kSchema;
  if (id == TP_EXT_SIGN_IN && object.plugin->sign_in() != nullptr) return &kSignIn;
  if (id == TP_EXT_STATS && object.plugin->statistics() != nullptr) return &kStats;
  return nullptr;
}

}  // namespace task_plugin
