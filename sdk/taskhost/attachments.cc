// SPDX-License-Identifier: Apache-2.0
// Names, content types and handles of files.
#include "taskhost/attachments.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "taskhost/format.h"
#include "taskhost/stop.h"
#include "taskhost/template.h"

namespace taskhost {
namespace {

using task_host::Json;

struct ContentType {
  std::string_view end;  // of a file's name
  std::string_view type;
};

constexpr ContentType kContentTypes[] = {
    {".csv", "text/csv"},
    {".doc", "application/msword"},
    {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {".eml", "message/rfc822"},
    {".gif", "image/gif"},
    {".gz", "application/gzip"},
    {".htm", "text/html"},
    {".html", "text/html"},
    {".jpeg", "image/jpeg"},
    {".jpg", "image/jpeg"},
    {".json", "application/json"},
    {".log", "text/plain"},
    {".md", "text/markdown"},
    {".mp3", "audio/mpeg"},
    {".mp4", "video/mp4"},
    {".odt", "application/vnd.oasis.opendocument.text"},
    {".pdf", "application/pdf"},
    {".png", "image/png"},
    {".ppt", "application/vnd.ms-powerpoint"},
    {".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    {".svg", "image/svg+xml"},
    {".txt", "text/plain"},
    {".wav", "audio/wav"},
    {".webp", "image/webp"},
    {".xls", "application/vnd.ms-excel"},
    {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {".xml", "application/xml"},
    {".zip", "application/zip"},
};

struct Attachment {
  std::string name;
  std::string path;
};

// Of FILE or NAME=FILE; without a path, or a name, when it is neither.
Attachment AttachmentOf(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals != std::string::npos) return {text.substr(0, equals), text.substr(equals + 1)};
  return {std::filesystem::path(text).filename().string(), text};
}

bool IsFileList(const Json& property) {
  const Json* widget = property.At("/x-tp/widget");
  return widget != nullptr && widget->string() != nullptr && *widget->string() == "file" &&
         property.Text("type") == "array" && ItemSchema(&property) != nullptr;
}

}  // namespace

std::string_view ContentTypeOf(std::string_view file_name) {
  const std::size_t dot = file_name.rfind('.');
  if (dot != std::string_view::npos) {
    std::string end(file_name.substr(dot));
    for (char& c : end) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    for (const auto& [known, type] : kContentTypes) {
      if (known == end) return type;
    }
  }
  return "application/octet-stream";
}

AttachmentPlace AttachmentPlace::Of(const Options& options, const task_host::TaskEntry& task,
                                    Language language) {
  AttachmentPlace place(options, language);
  if (options.attachments.empty()) return place;
  const Json* properties = task.input_schema.Find("properties");
  if (properties != nullptr && properties->object() != nullptr) {
    const auto& members = *properties->object();
    const auto found = std::find_if(members.begin(), members.end(),
                                    [](const auto& member) { return IsFileList(member.second); });
    if (found != members.end()) {
      place.name_ = found->first;
      place.item_ = ItemSchema(&found->second);
    }
  }
  if (place.item_ == nullptr) throw Stop::Usage(Say(language, Text::kTakesNoFiles, task.id));
  for (const std::string& text : options.attachments) {
    const Attachment file = AttachmentOf(text);
    if (file.name.empty() || file.path.empty()) {
      throw Stop::Usage(Say(language, Text::kBadAttachment, text));
    }
  }
  return place;
}

std::string AttachmentPlace::Fill(const std::string& input_json,
                                  task_host::BlobStore& blobs) const {
  if (item_ == nullptr) return input_json;
  Json input = Json::Parse(input_json);
  Json files{Json::Array()};
  if (const Json* given = input.Find(name_); given != nullptr && !given->is_null()) files = *given;
  if (files.array() == nullptr) {
    throw Stop::Input("host.input", Say(language_, Text::kFilesAreNoList, name_), {});
  }
  for (const std::string& text : options_->attachments) {
    const Attachment file = AttachmentOf(text);
    Json entry;
    entry.Set("blob", Json(blobs.AddFile(file.path)));
    if (MemberSchema(item_, "file_name") != nullptr) entry.Set("file_name", Json(file.name));
    if (MemberSchema(item_, "content_type") != nullptr) {
      entry.Set("content_type", Json(ContentTypeOf(file.name)));
    }
    files.array()->push_back(std::move(entry));
  }
  input.Set(name_, std::move(files));
  return input.Serialize();
}

}  // namespace taskhost
