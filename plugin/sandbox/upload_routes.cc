// SPDX-License-Identifier: Apache-2.0
// The body of an upload is the file as it is; the answer is JSON that says it is plain text, as
// Zendesk's does.
#include "upload_routes.h"

#include <fmt/format.h>

#include "errors.h"
#include "json.h"
#include "ticket_view.h"

namespace sandbox {
namespace {

std::string upload_json(const Account& account, const Upload& upload, const Attachment& added) {
  JsonWriter json;
  json.begin_object().key("upload").begin_object().field("token", upload.token);
  json.field("expires_at", format_time(upload.expires_at)).key("attachments").begin_array();
  for (const Attachment& attachment : upload.attachments) {
    write_attachment(json, account, attachment);
  }
  json.end_array();
  write_attachment(json.key("attachment"), account, added);
  json.end_object().end_object();
  return json.text();
}

}  // namespace

Response create_upload(const Call& call) {
  Account& account = call.account;
  const std::string* file_name = call.request.parameter("filename");
  const std::string* token = call.request.parameter("token");
  if (!file_name || file_name->empty()) return parameter_missing("filename");
  if (call.request.body.size() > Uploads::kSizeLimit) {
    return named_error(413, "AttachmentTooLarge", "Attachment exceeds the maximum size allowed");
  }
  if (call.request.body.empty()) {
    return named_error(422, "AttachmentUnprocessable", "The uploaded file could not be processed");
  }
  Upload* upload =
      token ? account.uploads.find(*token, account.now()) : &account.uploads.add(account.now());
  if (!upload) return record_not_found();
  const std::string* type = call.request.header("content-type");
  upload->attachments.push_back({account.next_event_id(), valid_utf8(*file_name),
                                 type ? valid_utf8(*type) : "application/octet-stream",
                                 call.request.body.size()});
  ++account.commits;
  const Attachment& added = upload->attachments.back();
  Response response = text_response(201, upload_json(account, *upload, added));
  response.headers.emplace_back("location", account.url(fmt::format("attachments/{}", added.id)));
  return response;
}

Response delete_upload(const Call& call) {
  if (!call.account.uploads.remove(call.id, call.account.now())) return record_not_found();
  ++call.account.commits;
  return {204, {}, {}};
}

}  // namespace sandbox
