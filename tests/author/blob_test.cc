// SPDX-License-Identifier: Apache-2.0
// Blobs as a plugin reads them from a host that gives little at a time, or fails.
#include <doctest/doctest.h>

#include <atomic>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "author/error.h"
#include "author/host.h"
#include "fake_host.h"

namespace task_plugin {
namespace {

// Has one blob, "blob:1", and gives at most three bytes of it at once.
struct BlobHost : FakeHost {
  BlobHost() { blob_table = &table_; }

  std::string bytes = "0123456789";
  uint64_t told_size = 10;
  tp_status open_status = TP_OK;
  tp_status size_status = TP_OK;
  tp_status read_status = TP_OK;
  std::atomic<int> open_blobs = 0;

  static BlobHost& Self(tp_host_ctx* ctx) {
    return static_cast<BlobHost&>(*reinterpret_cast<FakeHost*>(ctx));
  }
  static tp_status TP_CALL Open(tp_host_ctx* ctx, tp_str handle, tp_blob** out) {
    if (View(handle) != "blob:1") return TP_E_NOT_FOUND;
    if (Self(ctx).open_status != TP_OK) return Self(ctx).open_status;
    ++Self(ctx).open_blobs;
    *out = reinterpret_cast<tp_blob*>(ctx);
    return TP_OK;
  }
  static tp_status TP_CALL Size(tp_host_ctx* ctx, tp_blob*, uint64_t* out) {
    *out = Self(ctx).told_size;
    return Self(ctx).size_status;
  }
  static tp_status TP_CALL Read(tp_host_ctx* ctx, tp_blob*, uint64_t offset, uint8_t* buffer,
                                size_t capacity, size_t* out) {
    const BlobHost& self = Self(ctx);
    if (self.read_status != TP_OK) return self.read_status;
    const size_t left = offset < self.bytes.size() ? self.bytes.size() - offset : 0;
    *out = std::min({left, capacity, size_t{3}});
    std::memcpy(buffer, self.bytes.data() + offset, *out);
    return TP_OK;
  }
  static void TP_CALL Close(tp_host_ctx* ctx, tp_blob*) { --Self(ctx).open_blobs; }

  tp_svc_blob table_ = {sizeof(tp_svc_blob), 0, Open, Size, Read, Close};
};

std::string ReadText(const Blob& blob, uint64_t offset, size_t size) {
  std::vector<std::byte> buffer(size);
  const size_t got = blob.Read(offset, buffer);
  return {reinterpret_cast<const char*>(buffer.data()), got};
}

// The error that the work ends with.
template <typename Work>
Error ErrorOf(Work work) {
  try {
    work();
  } catch (const Error& error) {
    return error;
  }
  return {Status::kOk, "none", "Nothing was thrown."};
}

TEST_CASE("short reads are put together, and the end is told") {
  BlobHost fake;
  {
    const Host host(fake.get());
    const Blob blob = host.blobs().Open("blob:1", "/files/0/blob", Texts::English());
    CHECK(blob.size() == 10);
    CHECK(ReadText(blob, 0, 10) == "0123456789");
    CHECK(ReadText(blob, 8, 10) == "89");
    CHECK(ReadText(blob, 10, 4).empty());
    CHECK(ReadText(blob, 99, 4).empty());
    CHECK(fake.open_blobs == 1);
  }
  CHECK(fake.open_blobs == 0);
}

TEST_CASE("a blob is closed once, also when it has moved") {
  BlobHost fake;
  const Host host(fake.get());
  {
    Blob first = host.blobs().Open("blob:1", "", Texts::English());
    const Blob second = std::move(first);
    CHECK(ReadText(second, 0, 2) == "01");
  }
  CHECK(fake.open_blobs == 0);
}

TEST_CASE("many threads read one blob") {
  BlobHost fake;
  const Host host(fake.get());
  const Blob blob = host.blobs().Open("blob:1", "", Texts::English());
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] { right += ReadText(blob, 2, 5) == "23456" ? 1 : 0; });
  for (std::thread& thread : threads) thread.join();
  CHECK(right == 4);
}

TEST_CASE("a handle that names nothing is a fault of its field") {
  BlobHost fake;
  const Host host(fake.get());
  const Error error =
      ErrorOf([&] { host.blobs().Open("blob:2", "/files/0/blob", Texts::English()); });
  CHECK(error.status == Status::kInvalidArgument);
  CHECK(error.code == "invalid_input");
  REQUIRE(error.faults.size() == 1);
  CHECK(error.faults[0].pointer == "/files/0/blob");
  CHECK(error.faults[0].code == "unknown_blob");
}

TEST_CASE("what the host cannot do is told with its status, and nothing stays open") {
  BlobHost fake;
  const Host host(fake.get());
  const auto read_all = [&] {
    const Blob blob = host.blobs().Open("blob:1", "/file", Texts::English());
    ReadText(blob, 0, 20);
  };
  fake.open_status = TP_E_PERMISSION_DENIED;
  CHECK(ErrorOf(read_all).status == Status::kPermissionDenied);
  fake.open_status = TP_OK;
  fake.size_status = TP_E_UNAVAILABLE;
  CHECK(ErrorOf(read_all).status == Status::kUnavailable);
  fake.size_status = TP_OK;
  fake.read_status = 4711;
  CHECK(ErrorOf(read_all).status == Status::kUnknown);
  fake.read_status = TP_OK;
  fake.told_size = 11;  // and the end comes after 10
  const Error error = ErrorOf(read_all);
  CHECK(error.status == Status::kAbi);
  CHECK(error.code == "blob_unreadable");
  REQUIRE(error.faults.size() == 1);
  CHECK(error.faults[0].pointer == "/file");
  CHECK(fake.open_blobs == 0);
}

TEST_CASE("a host without blobs, or with half a table, has none") {
  BlobHost fake;
  fake.blob_table = nullptr;
  const auto open = [&] { Host(fake.get()).blobs().Open("blob:1", "/file", Texts::English()); };
  CHECK(ErrorOf(open).status == Status::kNotImplemented);
  fake.blob_table = &fake.table_;
  fake.table_.struct_size = TP_FIELD_END(tp_svc_blob, read);
  CHECK(ErrorOf(open).code == "no_blobs");
}

}  // namespace
}  // namespace task_plugin
