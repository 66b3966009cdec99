// SPDX-License-Identifier: Apache-2.0
// Files for comments, which are sent before the ticket that takes them.
#include <fmt/format.h>

#include <array>

#include "plugin/zendesk/client.h"
#include "plugin/zendesk/object_scan.h"

namespace zendesk {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using transport::Method;

namespace {

// A file may take longer than other requests: as long as it would at this many bytes a millisecond.
constexpr int64_t kSlowest = 100;

std::string UploadPath(const FileToUpload& file, std::string_view token) {
  std::string path = fmt::format("/api/v2/uploads?filename={}", EncodePathPart(file.name));
  if (token == kUploadToken) {
    path += fmt::format("&token={}", token);
  } else if (!token.empty()) {
    path += fmt::format("&token={}", EncodePathPart(token));
  }
  return path;
}

}  // namespace

Task<std::string> Client::Upload(FileToUpload file, std::string token) {
  if (work_.dry_run != nullptr) {
    PlannedWrite write(Method::kPost, UploadPath(file, token), std::string());
    write.upload = {file.pointer, file.name, file.content_type, file.bytes->size()};
    work_.dry_run->push_back(std::move(write));
    co_return std::string(kUploadToken);
  }
  transport::Request request = NewRequest(Method::kPost, UploadPath(file, token));
  request.headers.push_back(fmt::format("Content-Type: {}", file.content_type));
  request.timeouts.total += milliseconds(static_cast<int64_t>(file.bytes->size()) / kSlowest);
  request.body_source = std::move(file.bytes);
  Call call(Effect::kRead);
  call.repeats_unclear = token.empty();
  const transport::Response response = co_await Send(std::move(request), call);
  std::array members = {WantedMember("token")};
  auto& [given] = members;
  std::optional<Message> complaint;
  const auto place = ScanObject(response.body, "upload", members, complaint);
  std::string given_token = (given.text ? given.text : given.number).value_or("");
  if (place && given_token.empty()) complaint = Message("Its \"{}\" has no token.", "upload");
  if (complaint) throw WithoutSecrets(BadReply(response, call.effect, *std::move(complaint)));
  co_return given_token;
}

Task<void> Client::DeleteUpload(std::string token) {
  constexpr milliseconds kPatience(2000);
  const auto now = steady_clock::now();
  transport::Request request =
      NewRequest(Method::kDelete, fmt::format("/api/v2/uploads/{}", EncodePathPart(token)));
  request.deadline = now + kPatience;
  request.headers.emplace_back(credentials_->AuthorizationHeader());
  const Call call(Effect::kIdempotentWrite);
  try {
    Admission admission;
    if (!governor_.TryAdmit(call.route, admission))
      co_await governor_.Admit(admission, request.deadline, kPatience, now);
    co_await SendOnce(request, call, admission);
  } catch (const Problem&) {
  } catch (const transport::Closed&) {
  } catch (const transport::Failure&) {
  }
}

}  // namespace zendesk
