// SPDX-License-Identifier: Apache-2.0
// One after the other under one token, from the first anew when a file could be there twice.
#include "plugin/tasks/attachments.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "author/error.h"
#include "author/json.h"
#include "plugin/tasks/check.h"
#include "plugin/tasks/object_writer.h"
#include "plugin/tasks/refusal.h"
#include "plugin/tasks/unclear.h"

namespace zendesk::tasks {
namespace {

namespace json = task_plugin::json;
using task_plugin::Fault;
using task_plugin::Input;

// Of one file: support.zendesk.com/hc/en-us/articles/4408832757146
constexpr uint64_t kMostMegabytes = 50;
constexpr uint64_t kMostFileBytes = kMostMegabytes << 20;

std::string_view Member(const json::Value& entry, const char* name) {
  const json::Value* value = json::Find(entry, name);
  return value == nullptr ? std::string_view() : json::Text(*value);
}

// What may stand in a header: RFC 9110 has more rules, which are Zendesk's to check.
bool IsContentType(std::string_view text) {
  const size_t slash = text.find('/');
  return slash > 0 && slash < text.size() - 1 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

FileToUpload Describe(const json::Value& entry, size_t place) {
  FileToUpload attachment;
  attachment.pointer = fmt::format("/attachments/{}", place);
  attachment.name = Member(entry, "file_name");
  if (attachment.name.empty()) attachment.name = fmt::format("attachment-{}", place + 1);
  attachment.content_type = Member(entry, "content_type");
  if (attachment.content_type.empty()) attachment.content_type = "application/octet-stream";
  return attachment;
}

// What Zendesk would refuse.
void CheckSize(const FileToUpload& attachment, const Input& input, std::vector<Fault>& faults) {
  const uint64_t size = attachment.bytes->size();
  const std::string& name = attachment.name;
  std::string title(input.Title("attachments"));
  if (size == 0) {
    faults.push_back(
        {attachment.pointer,
         "empty",
         input.Say("The file \"{}\" is empty, and Zendesk takes no empty files.", name),
         std::move(title),
         {},
         input.Say("Leave it out, or attach the right file.")});
  } else if (size > kMostFileBytes) {
    faults.push_back(
        {attachment.pointer,
         "too_large",
         input.Say("The file \"{}\" has {} bytes; Zendesk takes up to {} MB ({} bytes) for a file.",
                   name, size, kMostMegabytes, kMostFileBytes),
         std::move(title),
         {},
         input.Say("Attach a smaller file, or put it elsewhere and write its address.")});
  }
}

// `token` stands for all of them in the end, and for those that were sent when this throws.
Task<void> UploadAll(Client& client, const Input& input,
                     const std::vector<FileToUpload>& attachments, std::string& token) {
  for (const FileToUpload& attachment : attachments) {
    FileToUpload file = attachment;
    try {
      token = co_await client.Upload(std::move(file), token);
    } catch (Problem& problem) {
      if (problem.kind == Problem::Kind::kRejected) {
        constexpr int kTooLarge = 413;
        const bool is_too_large = problem.http_status == kTooLarge;
        problem.fields.push_back(Complaint(
            "attachments", is_too_large ? "file_too_large" : "file_refused",
            is_too_large
                ? input.Say("the file \"{}\" is larger than Zendesk takes.", attachment.name)
                : input.Say("Zendesk does not take the file \"{}\".", attachment.name)));
      }
      throw;
    }
  }
}

}  // namespace

bool HasAttachments(const Input& input) {
  const json::Value* entries = input.Find("attachments");
  return entries != nullptr && entries->Size() > 0;
}

void CheckAttachments(Input& input) {
  const json::Value* entries = input.Find("attachments");
  if (entries == nullptr) return;
  for (rapidjson::SizeType i = 0; i < entries->Size(); ++i) {
    const std::string_view type = Member((*entries)[i], "content_type");
    if (type.empty() || IsContentType(type)) continue;
    ReportInside(input, "attachments", fmt::format("/attachments/{}/content_type", i), "bad_format",
                 input.Say("\"{}\" is no type of files.", type),
                 input.Say("Write it as in image/png, or leave it out."));
  }
}

std::vector<FileToUpload> OpenAttachments(const FileOpener& open_file, const Input& input) {
  std::vector<FileToUpload> attachments;
  if (!HasAttachments(input)) return attachments;
  std::vector<Fault> faults;
  const json::Value& entries = *input.Find("attachments");
  for (rapidjson::SizeType i = 0; i < entries.Size(); ++i) {
    FileToUpload& attachment = attachments.emplace_back(Describe(entries[i], i));
    try {
      attachment.bytes =
          open_file(Member(entries[i], "blob"), fmt::format("{}/blob", attachment.pointer));
      CheckSize(attachment, input, faults);
    } catch (task_plugin::Error& error) {
      if (error.status != task_plugin::Status::kInvalidArgument) throw;
      for (Fault& fault : error.faults) {
        fault.title = input.Title("attachments");
        faults.push_back(std::move(fault));
      }
    }
  }
  ThrowIfAny(std::move(faults), input);
  return attachments;
}

Task<std::string> UploadAttachments(Client& client, const Input& input,
                                    const std::vector<FileToUpload>& attachments) {
  for (int rounds = 1;; ++rounds) {
    std::string token;
    std::optional<Problem> problem;
    std::exception_ptr unreadable;
    try {
      co_await UploadAll(client, input, attachments, token);
      co_return token;
    } catch (Problem& thrown) {
      problem.emplace(std::move(thrown));
    } catch (const task_plugin::Error&) {
      unreadable = std::current_exception();
    }
    const bool may_be_twice = problem && !token.empty() && MayBeDone(*problem);
    bool goes_on = false;
    if (may_be_twice && rounds < kMostWrites) goes_on = co_await client.AwaitAnother(*problem);
    if (goes_on) {
      co_await client.DeleteUpload(token);
      continue;
    }
    if (!token.empty()) {
      const auto vigil = co_await client.KeepVigil();
      co_await client.DeleteUpload(token);
    }
    if (unreadable) std::rethrow_exception(unreadable);
    if (problem->retry == Problem::Retry::kIfIdempotent) problem->retry = Problem::Retry::kSafe;
    problem->sentences.push_back(Message("Files could not be sent, so nothing was written."));
    throw *std::move(problem);
  }
}

void PutUploadToken(const std::string& token, std::string& document) {
  // The comment stands before all that the input may hold of the kind.
  const std::string stand_in = fmt::format(R"("uploads":["{}"])", kUploadToken);
  const size_t at = document.find(stand_in);
  if (at != document.npos)
    document.replace(at, stand_in.size(), fmt::format(R"("uploads":[{}])", Quoted(token)));
}

Task<void> RemoveUnusedUpload(Client& client, const std::string& token, Problem& problem) {
  if (token.empty() || MayBeDone(problem)) co_return;
  const auto vigil = co_await client.KeepVigil();
  co_await client.DeleteUpload(token);
  // Another token makes it another ticket to Zendesk, whatever else it holds.
  if (problem.code != "zendesk.key_reused") co_return;
  problem = OutcomeUnknown(
      Message("Under this idempotency key a ticket was created in the last two hours. Its files "
              "were sent apart, so Zendesk does not tell whether it is this one. Nothing was "
              "written; an external ID would tell."));
}

}  // namespace zendesk::tasks
