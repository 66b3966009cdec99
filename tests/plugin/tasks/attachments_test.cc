// SPDX-License-Identifier: Apache-2.0
// Files of an input before anything is sent: what they are called, and which of them cannot go.
#include "plugin/tasks/attachments.h"

#include <doctest/doctest.h>

#include <map>
#include <memory>
#include <string>

#include "author/error.h"
#include "inputs.h"

using zendesk::FileBytes;
using zendesk::FileOpener;
using zendesk::tasks::Create;
using zendesk::tasks::FaultsOf;
using zendesk::tasks::OpenAttachments;
using zendesk::tasks::Update;

namespace {

constexpr uint64_t kMegabyte = uint64_t{1} << 20;

class FileOfSize : public FileBytes {
 public:
  explicit FileOfSize(uint64_t size) : size_(size) {}
  uint64_t size() const override { return size_; }
  void Read(uint64_t, std::span<char>) const override { FAIL("a file was read"); }

 private:
  const uint64_t size_;
};

// A host that has files of these sizes, by their handles, and can read all but "locked".
FileOpener HostWith(std::map<std::string, uint64_t> sizes) {
  return [sizes = std::move(sizes)](std::string_view handle, std::string_view pointer) {
    if (handle == "locked")
      throw task_plugin::Error(task_plugin::Status::kPermissionDenied, "blob_unreadable", "No.");
    const auto size = sizes.find(std::string(handle));
    if (size != sizes.end()) return std::make_shared<const FileOfSize>(size->second);
    task_plugin::Fault fault{std::string(pointer), "unknown_blob", "There is none.", {}, {}, {}};
    throw task_plugin::InvalidArgument("invalid_input", "The input", {fault},
                                       task_plugin::Texts::English());
  };
}

task_plugin::Input WithFiles(const std::string& list) {
  return Create(R"({"comment_body":"x","attachments":)" + list + "}");
}

task_plugin::Error ErrorOf(const FileOpener& host, const task_plugin::Input& input) {
  try {
    OpenAttachments(host, input);
  } catch (const task_plugin::Error& error) {
    return error;
  }
  return {task_plugin::Status::kOk, "none", "Nothing was thrown."};
}

}  // namespace

TEST_SUITE_BEGIN("attachments");

TEST_CASE("files are told in their order, with a name and a type in any case") {
  const auto input = WithFiles(
      R"([{"blob":"a","file_name":"r.pdf","content_type":"application/pdf"},{"blob":"b"}])");
  const auto attachments = OpenAttachments(HostWith({{"a", 1}, {"b", 50 * kMegabyte}}), input);
  REQUIRE(attachments.size() == 2);
  CHECK(attachments[0].pointer == "/attachments/0");
  CHECK(attachments[0].name == "r.pdf");
  CHECK(attachments[0].content_type == "application/pdf");
  CHECK(attachments[0].bytes->size() == 1);
  CHECK(attachments[1].pointer == "/attachments/1");
  CHECK(attachments[1].name == "attachment-2");
  CHECK(attachments[1].content_type == "application/octet-stream");
}

TEST_CASE("an input without files opens none") {
  CHECK(OpenAttachments(HostWith({}), Create(R"({"comment_body":"x"})")).empty());
  CHECK(OpenAttachments(HostWith({}), WithFiles("[]")).empty());
}

TEST_CASE("all that cannot go is told together, with name, size, limit and remedy") {
  const auto input = WithFiles(R"([{"blob":"big","file_name":"film.mp4"},{"blob":"good"},
                                   {"blob":"none"},{"blob":"void","file_name":"void.txt"}])");
  const auto error =
      ErrorOf(HostWith({{"big", 50 * kMegabyte + 1}, {"good", 1}, {"void", 0}}), input);
  CHECK(error.code == "invalid_input");
  REQUIRE(error.faults.size() == 3);
  CHECK(error.faults[0].pointer == "/attachments/0");
  CHECK(error.faults[0].code == "too_large");
  CHECK(
      error.faults[0].message ==
      "The file \"film.mp4\" has 52428801 bytes; Zendesk takes up to 50 MB (52428800 bytes) for a "
      "file.");
  CHECK(error.faults[1].pointer == "/attachments/2/blob");
  CHECK(error.faults[1].code == "unknown_blob");
  CHECK(error.faults[2].pointer == "/attachments/3");
  CHECK(error.faults[2].code == "empty");
  for (const auto& fault : error.faults) CHECK(fault.title == "Attachments");
}

TEST_CASE("what the host says of a file ends the task at once") {
  const auto error = ErrorOf(HostWith({}), WithFiles(R"([{"blob":"none"},{"blob":"locked"}])"));
  CHECK(error.status == task_plugin::Status::kPermissionDenied);
  CHECK(error.code == "blob_unreadable");
}

TEST_CASE("faults that are seen without the files") {
  CHECK(FaultsOf(WithFiles("[{}]")) == "required /attachments/0/blob");
  CHECK(FaultsOf(WithFiles(R"([{"blob":"a","content_type":"pdf"}])")) ==
        "bad_format /attachments/0/content_type");
  CHECK(FaultsOf(WithFiles(R"([{"blob":"a","content_type":"a/b\n"}])")) ==
        "bad_format /attachments/0/content_type");
  CHECK(
      FaultsOf(WithFiles(R"([{"blob":"a","content_type":"text/plain; charset=utf-8"}])")).empty());
  CHECK(FaultsOf(Update(R"({"ticket_id":1,"attachments":[{"blob":"a"}]})")) ==
        "incomplete /attachments");
  CHECK(FaultsOf(Update(R"({"ticket_id":1,"description":"x","attachments":[{"blob":"a"}]})"))
            .empty());
  CHECK(FaultsOf(Update(R"({"ticket_id":1,"attachments":[]})")).empty());
}

TEST_SUITE_END();
