// SPDX-License-Identifier: Apache-2.0
// taskhost connection sign-in: a person allows the access in a browser.
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "host/descriptor.h"
#include "host/text.h"
#include "taskhost/browser.h"
#include "taskhost/callback_listener.h"
#include "taskhost/callback_page.h"
#include "taskhost/commands.h"
#include "taskhost/connection_store.h"
#include "taskhost/exit_code.h"
#include "taskhost/format.h"
#include "taskhost/labels.h"
#include "taskhost/output.h"
#include "taskhost/random_text.h"
#include "taskhost/redirect.h"
#include "taskhost/report.h"
#include "taskhost/session.h"
#include "taskhost/stop.h"
#include "taskhost/verify.h"

namespace taskhost {
namespace {

using task_host::Json;
using task_host::Result;
using task_host::SignInRequest;

// The longest text of the service that is shown.
constexpr std::size_t kMaxReasonBytes = 300;

class SignIn {
 public:
  SignIn(const Options& options, const task_host::Environment& environment, Redirect redirect,
         Language language)
      : options_(options),
        environment_(environment),
        redirect_(std::move(redirect)),
        language_(language) {
    request_.redirect_uri = redirect_.uri;
    request_.state = RandomText(32);
    request_.code_verifier = RandomText(32);
  }

  // Throws Stop when the person does not come back with a code.
  Result Run(Session& session) {
    // Before anybody is sent to the browser: the port may be taken.
    CallbackListener listener = Listen();
    Result begun = session.Do([&](auto& connection, auto& operation) {
      return connection.BeginSignIn(request_, operation);
    });
    if (begun.status == TP_E_NOT_IMPLEMENTED) {
      throw Stop::Connection(Say(language_, Text::kNoSignIn, options_.connection));
    }
    if (!begun.ok()) return begun;
    Invite(Json::ParseReported(begun.output_json).Text("authorizationUrl"));
    WaitForCode(session, listener);
    Result finished = session.Do([&](auto& connection, auto& operation) {
      return connection.FinishSignIn(request_, operation);
    });
    listener.Answer(finished.ok() ? Page(Text::kPageSignedIn, Say(language_, Text::kPageDone))
                                  : Page(Text::kPageFailed, finished.error_message));
    return finished;
  }

 private:
  std::string Page(Text heading, const std::string& text) const {
    return CallbackPage(Say(language_, heading), text, language_);
  }

  // Of the whole wait, rounded up: nobody waits for 0 s.
  std::int64_t Seconds() const { return (options_.timeout_ms + 999) / 1000; }

  CallbackListener Listen() const {
    try {
      return CallbackListener(redirect_);
    } catch (const std::system_error& error) {
      const bool taken = error.code().value() == EADDRINUSE;
      throw Stop(kExitUnavailable, TP_E_UNAVAILABLE, "host.sign_in_port",
                 taken ? Say(language_, Text::kPortIsTaken, redirect_.port)
                       : Say(language_, Text::kSystemSays, redirect_.uri, error.code().message()));
    }
  }

  void Invite(const std::string& address) const {
    WriteAll(STDERR_FILENO, Printable(Say(language_, Text::kOpenThisAddress, address, redirect_.uri,
                                          redirect_.port, Seconds())) +
                                "\n");
    if (!options_.no_browser) OpenBrowser(address, environment_);
  }

  void WaitForCode(Session& session, CallbackListener& listener) {
    const task_host::Descriptor stop(eventfd(0, EFD_CLOEXEC));
    CallbackRequest callback;
    CallbackListener::End end;
    {
      const InterruptWatcher::CancelScope scope(session.interrupts(), [&] {
        const std::uint64_t one = 1;
        return write(stop.number(), &one, sizeof(one)) == sizeof(one);
      });
      end = listener.Wait(
          std::chrono::steady_clock::now() + std::chrono::milliseconds(options_.timeout_ms),
          stop.number(), callback);
    }
    if (end == CallbackListener::End::kTimeout) {
      throw Stop(kExitUnavailable, TP_E_TIMEOUT, "host.sign_in_timeout",
                 Say(language_, Text::kSignInTimeout, Seconds()));
    }
    if (end == CallbackListener::End::kStopped) {
      throw Stop(kExitCancelled, TP_E_CANCELLED, "host.cancelled",
                 Say(language_, Text::kSignInCancelled));
    }
    Judge(callback, listener);
    request_.code = std::move(*callback.code);
  }

  // The state comes first: without it nothing shows that this sign-in is meant.
  void Judge(const CallbackRequest& callback, CallbackListener& listener) const {
    if (!callback.state || !SameSecret(*callback.state, request_.state)) {
      Refuse(listener, kExitPermission, TP_E_PERMISSION_DENIED, "host.sign_in_state",
             Say(language_, Text::kWrongState));
    }
    if (callback.error == "access_denied") {
      Refuse(listener, kExitPermission, TP_E_PERMISSION_DENIED, "host.sign_in_denied",
             Say(language_, Text::kSignInDenied));
    }
    if (callback.error || !callback.code || callback.code->empty()) {
      std::string reason = callback.error.value_or("");
      if (callback.error_description) reason += ": " + *callback.error_description;
      Refuse(listener, kExitRefused, TP_E_REJECTED, "host.sign_in_refused",
             Say(language_, Text::kSignInRefused,
                 task_host::ToUtf8(reason.substr(0, kMaxReasonBytes))));
    }
  }

  [[noreturn]] void Refuse(CallbackListener& listener, int exit_code, tp_status status,
                           const char* code, const std::string& message) const {
    listener.Answer(Page(Text::kPageFailed, message));
    throw Stop(exit_code, status, code, message);
  }

  const Options& options_;
  const task_host::Environment& environment_;
  const Redirect redirect_;
  const Language language_;
  SignInRequest request_;
};

std::string SignedInText(const Result& signed_in, Language language) {
  const Json output = Json::ParseReported(signed_in.output_json);
  std::string text = Say(language, Text::kSignedIn);
  const std::string scope = output.Text("scope");
  if (!scope.empty()) text += " (" + Say(language, Text::kScopes, scope) + ")";
  text += ".";
  const std::string expires = output.Text("expiresAt");
  if (!expires.empty()) text += " " + Say(language, Text::kTokenExpires, expires);
  return Printable(text) + "\n";
}

// The plugin's answers to finish() and verify() in one document.
std::string SignedInDocument(const Result& signed_in, const Result& verified) {
  Json output = Json::ParseReported(signed_in.output_json);
  if (verified.ok()) output.Set("verified", Json::ParseReported(verified.output_json));
  Result both = signed_in;
  both.output_json = output.Serialize();
  return JsonDocument(both);
}

}  // namespace

int ConnectionSignIn(const Options& options, const task_host::PluginRegistry& registry,
                     const task_host::Environment& environment, Language language) {
  const NamedConnection connection =
      ConnectionStore(environment, language).FindOwn(options.connection);
  if (!connection.file) throw Stop::Connection(connection.fault);
  const ConnectionFile& file = *connection.file;
  const task_host::Manifest& manifest = *registry.FindPlugin(file.plugin()).manifest;
  SignIn sign_in(options, environment, Redirect::Of(file.credentials(), language), language);
  Result verified;
  const Result signed_in = WithConnection(options, environment, manifest, file.SpecFor(manifest),
                                          language, [&](Session& session) {
                                            Result finished = sign_in.Run(session);
                                            if (finished.ok()) verified = AskToVerify(session);
                                            return finished;
                                          });
  const bool unknown = verified.status == TP_E_NOT_IMPLEMENTED;
  const Result& last = !signed_in.ok() || unknown ? signed_in : verified;
  const std::string help = Labels(manifest, language).ErrorHelp(last.error_code);
  if (options.json) {
    WriteOutput(last.ok() ? SignedInDocument(signed_in, verified) : JsonDocument(last, help),
                language);
    return ExitCode(last);
  }
  if (signed_in.ok()) {
    WriteOutput(SignedInText(signed_in, language), language);
    if (!unknown) WriteOutput(VerifyText(verified, manifest, language), language);
  }
  WriteAll(STDERR_FILENO, DiagnosticText(last, language, help, Repetition::kIsHarmless));
  return ExitCode(last);
}

}  // namespace taskhost
