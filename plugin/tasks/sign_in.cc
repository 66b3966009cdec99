// SPDX-License-Identifier: Apache-2.0
// The address, the code, and the end.
#include "plugin/tasks/sign_in.h"

#include "plugin/tasks/errors.h"
#include "plugin/tasks/object_writer.h"
#include "plugin/tasks/time_text.h"

namespace zendesk::tasks {
namespace {

using task_plugin::Error;
using task_plugin::Input;
using task_plugin::Output;
using task_plugin::Status;

Error NotByBrowser(const Input& no_input) {
  return {Status::kNotImplemented, "not_implemented",
          no_input.Say("Nobody signs in with a browser for a connection of this type.")};
}

}  // namespace

Task<Output> BeginSignIn(Client client, const Input& no_input, SignInRequest request) {
  const auto url =
      client.AuthorizationUrl(request->redirect_uri, request->state, request->code_verifier);
  if (!url) throw NotByBrowser(no_input);
  ObjectWriter writer;
  writer.Text("authorizationUrl", *url);
  co_return Output{writer.Finish(), {}};
}

Task<Output> FinishSignIn(Client client, const Input& no_input, SignInRequest request) {
  if (!client.AuthorizationUrl("", "", "")) throw NotByBrowser(no_input);
  co_await client.RedeemCode(request->code, request->code_verifier, request->redirect_uri);
  ObjectWriter writer;
  writer.Text("scope", client.session().scope());
  if (const int64_t ends_at = client.session().expires_at_unix_ms(); ends_at != 0)
    writer.Text("expiresAt", TimeText(ends_at));
  co_return Output{writer.Finish(), {}};
}

Task<Output> RevokeAccess(Client client, const Input& no_input) {
  if (!client.session().uses_tokens()) {
    throw Error(Status::kNotImplemented, "not_implemented",
                no_input.Say("Zendesk ends these credentials in its Admin Center only."));
  }
  bool revoked = true;
  try {
    co_await client.RevokeToken();
  } catch (const Problem& problem) {
    // Nothing that could be ended: the access is over already, or was never given.
    if (problem.kind != Problem::Kind::kUnauthenticated) throw;
    revoked = false;
  }
  ObjectWriter writer;
  writer.Boolean("revoked", revoked);
  co_return Output{writer.Finish(), {}};
}

}  // namespace zendesk::tasks
