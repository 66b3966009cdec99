// SPDX-License-Identifier: Apache-2.0
// From C to a BlobStore and back.
#include "host/blob_service.h"

#include <memory>

#include "host/services.h"
#include "host/text.h"

namespace task_host {
namespace {

static_assert(sizeof(void*) == sizeof(std::uint64_t), "a blob's number travels as a pointer");

std::uint64_t NumberOf(tp_blob* blob) {
  return reinterpret_cast<std::uintptr_t>(blob);
}

// Runs body; a lack of memory may not cross into the plugin.
template <typename Body>
tp_status Guarded(const Body& body) noexcept {
  try {
    return body();
  } catch (...) {
    return TP_E_INTERNAL;
  }
}

// Runs body with what is open as blob.
template <typename Body>
tp_status WithSource(tp_host_ctx* ctx, tp_blob* blob, const Body& body) noexcept {
  return Guarded([&] {
    HostServices& services = HostServices::Of(ctx);
    const std::shared_ptr<const BlobSource> source = services.blobs().Find(NumberOf(blob));
    if (source != nullptr) return body(*source);
    services.ReportPluginBug("a blob was used that is not open");
    return TP_E_INVALID_STATE;
  });
}

tp_status TP_CALL Open(tp_host_ctx* ctx, tp_str handle, tp_blob** out) {
  return Guarded([&] {
    if (out == nullptr || !IsUtf8(View(handle))) return TP_E_INVALID_ARGUMENT;
    const std::uint64_t number = HostServices::Of(ctx).blobs().Open(View(handle));
    if (number == 0) return TP_E_NOT_FOUND;
    *out = reinterpret_cast<tp_blob*>(static_cast<std::uintptr_t>(number));
    return TP_OK;
  });
}

tp_status TP_CALL Size(tp_host_ctx* ctx, tp_blob* blob, std::uint64_t* out_size) {
  return WithSource(ctx, blob, [&](const BlobSource& source) {
    if (out_size == nullptr) return TP_E_INVALID_ARGUMENT;
    *out_size = source.size();
    return TP_OK;
  });
}

tp_status TP_CALL Read(tp_host_ctx* ctx, tp_blob* blob, std::uint64_t offset, std::uint8_t* buffer,
                       std::size_t capacity, std::size_t* out_read) {
  return WithSource(ctx, blob, [&](const BlobSource& source) {
    if (out_read == nullptr || (buffer == nullptr && capacity > 0)) return TP_E_INVALID_ARGUMENT;
    *out_read = 0;
    if (capacity == 0 || offset >= source.size()) return TP_OK;
    const BlobSource::Piece piece = source.Read(offset, reinterpret_cast<char*>(buffer), capacity);
    if (piece.failure == BlobSource::Failure::kChanged) return TP_E_CONFLICT;
    if (piece.failure == BlobSource::Failure::kUnreadable) return TP_E_UNAVAILABLE;
    *out_read = piece.size;
    return TP_OK;
  });
}

void TP_CALL Close(tp_host_ctx* ctx, tp_blob* blob) {
  Guarded([&] {
    HostServices& services = HostServices::Of(ctx);
    if (services.blobs().Close(NumberOf(blob))) return TP_OK;
    services.ReportPluginBug("a blob was closed that is not open");
    return TP_E_INVALID_STATE;
  });
}

}  // namespace

const tp_svc_blob& BlobService() {
  static constexpr tp_svc_blob kTable = {sizeof(tp_svc_blob), 0, &Open, &Size, &Read, &Close};
  return kTable;
}

}  // namespace task_host
