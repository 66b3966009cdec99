// SPDX-License-Identifier: Apache-2.0
// Bytes in the host's keeping that an input names by a handle: tp.blob/1.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "author/texts.h"
#include "task_plugin.h"

namespace task_plugin {

/// One open blob; its end closes it. Every function is for any thread, also several at once.
/// Outlives neither the plugin object nor the texts.
class Blob {
 public:
  /// Takes over what open() gave and asks for the size. `pointer` is the place of the handle in the
  /// input, which errors point to. Throws Error.
  Blob(tp_host_ctx* ctx, const tp_svc_blob& table, tp_blob* blob, std::string_view pointer,
       const Texts& texts);
  ~Blob();
  Blob(Blob&& other) noexcept;
  Blob& operator=(Blob&&) = delete;
  Blob(const Blob&) = delete;
  Blob& operator=(const Blob&) = delete;

  /// In bytes; does not change.
  uint64_t size() const { return size_; }

  /// Fills `buffer` from `offset` and tells how many bytes that were: all that it holds, or fewer
  /// at the end of the blob, 0 behind it. Throws Error (code "blob_unreadable") with the host's
  /// status when they cannot be had. [any thread]
  size_t Read(uint64_t offset, std::span<std::byte> buffer) const;

 private:
  [[noreturn]] void ThrowUnreadable(tp_status status) const;

  tp_host_ctx* ctx_;
  const tp_svc_blob* table_;
  tp_blob* blob_;
  std::string pointer_;
  const Texts* texts_;
  uint64_t size_ = 0;
};

/// The host's blobs.
class BlobService {
 public:
  /// `table` may be null.
  BlobService(tp_host_ctx* ctx, const tp_svc_blob* table);

  /// Opens what `handle`, the text at `pointer` of the input, names. Throws Error: kInvalidArgument
  /// with a fault "unknown_blob" when that is nothing, kNotImplemented ("no_blobs") when the host
  /// has no blobs, else the host's status ("blob_unreadable"). [any thread]
  Blob Open(std::string_view handle, std::string_view pointer, const Texts& texts) const;

 private:
  tp_host_ctx* ctx_;
  const tp_svc_blob* table_;
};

}  // namespace task_plugin
