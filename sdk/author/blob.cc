// SPDX-License-Identifier: Apache-2.0
// Opening, reading and closing, and what can go wrong with it.
#include "author/blob.h"

#include <utility>

#include "author/error.h"
#include "author/text.h"

namespace task_plugin {
namespace {

Error Unreadable(tp_status status, const std::string& pointer, const Texts& texts) {
  const bool known = status > TP_OK && status <= TP_E_ABI;
  Error error(known ? static_cast<Status>(status) : Status::kUnknown, "blob_unreadable",
              texts.Say("The host could not read a file of the input."));
  error.faults.push_back({pointer, "unreadable", error.message, {}, {}, {}});
  return error;
}

}  // namespace

Blob::Blob(tp_host_ctx* ctx, const tp_svc_blob& table, tp_blob* blob, std::string_view pointer,
           const Texts& texts)
    : ctx_(ctx), table_(&table), blob_(blob), pointer_(pointer), texts_(&texts) {
  const tp_status status = table_->size(ctx_, blob_, &size_);
  if (status == TP_OK) return;
  table_->close(ctx_, blob_);
  ThrowUnreadable(status);
}

Blob::~Blob() {
  if (blob_ != nullptr) table_->close(ctx_, blob_);
}

Blob::Blob(Blob&& other) noexcept
    : ctx_(other.ctx_),
      table_(other.table_),
      blob_(std::exchange(other.blob_, nullptr)),
      pointer_(std::move(other.pointer_)),
      texts_(other.texts_),
      size_(other.size_) {}

size_t Blob::Read(uint64_t offset, std::span<std::byte> buffer) const {
  size_t done = 0;
  while (done < buffer.size() && offset + done < size_) {
    const std::span<std::byte> rest = buffer.subspan(done);
    size_t got = 0;
    const tp_status status = table_->read(
        ctx_, blob_, offset + done, reinterpret_cast<uint8_t*>(rest.data()), rest.size(), &got);
    if (status != TP_OK) ThrowUnreadable(status);
    // An end before the size that the host told, or more than there is room for, is its defect.
    if (got == 0 || got > rest.size()) ThrowUnreadable(TP_E_ABI);
    done += got;
  }
  return done;
}

void Blob::ThrowUnreadable(tp_status status) const {
  throw Unreadable(status, pointer_, *texts_);
}

BlobService::BlobService(tp_host_ctx* ctx, const tp_svc_blob* table)
    : ctx_(ctx), table_(table != nullptr && TP_HAS(table, tp_svc_blob, close) ? table : nullptr) {}

Blob BlobService::Open(std::string_view handle, std::string_view pointer,
                       const Texts& texts) const {
  if (table_ == nullptr) {
    Error error(Status::kNotImplemented, "no_blobs", texts.Say("The host hands over no files."));
    error.faults.push_back({std::string(pointer), "no_blobs", error.message, {}, {}, {}});
    throw error;
  }
  tp_blob* blob = nullptr;
  const tp_status status = table_->open(ctx_, Str(handle), &blob);
  if (status == TP_OK) return Blob(ctx_, *table_, blob, pointer, texts);
  if (status != TP_E_NOT_FOUND) throw Unreadable(status, std::string(pointer), texts);
  Fault fault{std::string(pointer),
              "unknown_blob",
              texts.Say("The host knows no file \"{}\".", handle),
              {},
              {},
              {}};
  throw InvalidArgument("invalid_input", "The input", {std::move(fault)}, texts);
}

}  // namespace task_plugin
