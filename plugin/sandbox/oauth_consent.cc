// SPDX-License-Identifier: Apache-2.0
// Nothing is kept between the question and the answer: the form brings all of it again, and all of
// it is checked again.
#include "oauth_consent.h"

#include <optional>

#include "oauth_page.h"
#include "seed.h"

namespace sandbox {
namespace {

using Parameters = std::map<std::string, std::string>;

std::string get(const Parameters& parameters, const std::string& name) {
  const auto found = parameters.find(name);
  return found == parameters.end() ? "" : found->second;
}

Response redirection(const std::string& uri, const Parameters& answer) {
  std::string location = uri;
  char separator = uri.find('?') == std::string::npos ? '?' : '&';
  for (const auto& [name, value] : answer) {
    if (value.empty()) continue;
    location += separator + name + '=' + encode(value);
    separator = '&';
  }
  return {302, {{"location", location}, {"cache-control", "no-store"}}, {}};
}

// To the client, which is known by now.
Response refusal(const Parameters& parameters, const char* error, const char* description) {
  return redirection(
      get(parameters, "redirect_uri"),
      {{"error", error}, {"error_description", description}, {"state", get(parameters, "state")}});
}

// What is wrong with the proof key, or nullptr.
const char* problem_of_challenge(const OauthClient& client, const Parameters& parameters) {
  const std::string challenge = get(parameters, "code_challenge");
  if (challenge.empty()) {
    return client.is_public() ? "A public client must send a code_challenge." : nullptr;
  }
  if (get(parameters, "code_challenge_method") != "S256") return "The method must be S256.";
  return is_code_challenge(challenge) ? nullptr : "The code_challenge is malformed.";
}

// nullopt when the client gets a page or a redirection, in `problem`, before anybody is asked.
std::optional<ConsentQuestion> read_question(const Account& account, const Parameters& parameters,
                                             Response& problem) {
  const OauthClient* client = account.oauth.find_client(get(parameters, "client_id"));
  if (!client) {
    problem = consent_problem_page("No application is registered under this client_id.");
    return std::nullopt;
  }
  const std::string redirect_uri = get(parameters, "redirect_uri");
  if (!client->may_redirect_to(redirect_uri)) {
    problem = consent_problem_page("This redirect_uri is not registered for the application.");
    return std::nullopt;
  }
  if (get(parameters, "response_type") != "code") {
    problem = refusal(parameters, "unsupported_response_type", "The response_type must be code.");
    return std::nullopt;
  }
  auto scopes = parse_scopes(get(parameters, "scope"));
  if (!scopes) {
    problem = refusal(parameters, "invalid_scope", "The scope is missing or unknown.");
    return std::nullopt;
  }
  if (const char* description = problem_of_challenge(*client, parameters)) {
    problem = refusal(parameters, "invalid_request", description);
    return std::nullopt;
  }
  return ConsentQuestion{*client, redirect_uri, std::move(*scopes), parameters};
}

Response allow(Account& account, const ConsentQuestion& question) {
  OauthCode code;
  code.client_id = question.client.id;
  code.user_id = account.seeded(seed::kAdmin);
  code.redirect_uri = question.redirect_uri;
  code.scopes = question.scopes;
  code.code_challenge = get(question.parameters, "code_challenge");
  return redirection(question.redirect_uri,
                     {{"code", account.oauth.codes.issue(std::move(code), account.now())},
                      {"state", get(question.parameters, "state")}});
}

}  // namespace

Response ask_for_consent(Account& account, const Request& request) {
  Response problem;
  const auto question = read_question(account, request.query, problem);
  if (!question) return problem;
  if (account.oauth.options.auto_consent) return allow(account, *question);
  return consent_page(*question, account.subdomain,
                      account.users.at(account.seeded(seed::kAdmin)).name);
}

Response take_decision(Account& account, const Request& request) {
  const Parameters parameters = parse_form(request.body);
  Response problem;
  const auto question = read_question(account, parameters, problem);
  if (!question) return problem;
  if (get(parameters, "decision") == "allow") return allow(account, *question);
  return refusal(parameters, "access_denied", "The person has denied the request.");
}

}  // namespace sandbox
