// SPDX-License-Identifier: Apache-2.0
// A plugin for a service that everybody has: it posts JSON to an address and signs it. Where echo
// shows what a plugin is, this shows what one owes to those who rely on it: secrets stay secret, an
// address gets nothing but what is meant for it, and an error says whether the message may have
// arrived.
#include <openssl/sha.h>

#include <algorithm>

#include "author/entry.h"
#include "author/text.h"
#include "delivery.h"
#include "receiver.h"
#include "signature.h"

namespace webhook {

using namespace task_plugin;  // NOLINT(google-build-using-namespace): as in echo

// The same for every attempt under one idempotency key, so that a receiver can drop repetitions.
std::string MessageId(const std::string& idempotency_key) {
  if (idempotency_key.empty()) return NewMessageId();
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(idempotency_key.data()), idempotency_key.size(),
         digest);
  std::string id = "msg_";
  for (int i = 0; i < 16; ++i) id += fmt::format("{:02x}", digest[i]);
  return id;
}

class Webhook final : public BlockingPlugin {
 public:
  using BlockingPlugin::BlockingPlugin;

  static std::span<const TaskType> Tasks() {
    static const TaskType tasks[] = {
        {"webhook.post", 1, embedded::File("tasks/post.input.json"),
         embedded::File("tasks/post.output.json")},
    };
    return tasks;
  }

  std::unique_ptr<Connection> Connect(const ConnectInfo& info) override {
    return std::make_unique<Receiver>(info, texts(), host());
  }

  Output Run(Operation& operation) override {
    operation.ThrowIfUnwanted();
    const std::string id = MessageId(operation.request().idempotency_key);
    const Receipt receipt =
        Deliver(DeliveryOf(operation, id), [&] { return operation.cancelled(); });
    if (receipt.end != Receipt::End::kAnswered || receipt.http_status / 100 != 2) {
      throw FailureOf(receipt, operation, id);
    }
    json::Buffer buffer;
    json::Writer writer(buffer);
    writer.StartObject();
    json::WriteText(writer, "id");
    json::WriteText(writer, id);
    json::WriteText(writer, "status");
    writer.Int64(receipt.http_status);
    if (!receipt.answer.empty() && IsUtf8(receipt.answer)) {
      json::WriteText(writer, "answer");
      json::WriteText(writer, receipt.answer);
    }
    writer.EndObject();
    return Output{buffer.Take(), {}};
  }

 private:
  Delivery DeliveryOf(Operation& operation, const std::string& id) const {
    auto& receiver = static_cast<Receiver&>(operation.connection());
    json::Buffer body;
    json::Writer writer(body);
    json::Write(writer, *operation.input().Find("body"));  // numbers keep every digit
    Delivery delivery;
    delivery.url = receiver.url();
    delivery.body = body.Take();
    delivery.user_agent = fmt::format("webhook/1.0.0 {}/{}", host().name(), host().version());
    delivery.proxy = policy().proxy;
    delivery.no_proxy = policy().no_proxy;
    delivery.ca_file = policy().ca_file;
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        operation.request().deadline - std::chrono::steady_clock::now());
    delivery.timeout_ms = std::clamp<std::int64_t>(left.count(), 1, receiver.timeout_ms());
    const std::int64_t now = host().UnixMs() / 1000;
    delivery.headers = {
        "Content-Type: application/json",
        "Expect:",  // nobody waits for leave to send a few kilobytes
        "webhook-id: " + id,
        fmt::format("webhook-timestamp: {}", now),
        "webhook-signature: " + receiver.Signature(id, now, delivery.body),
    };
    return delivery;
  }

  // It may have arrived. Under a key the next attempt has the same id, by which receivers drop
  // repetitions; without one it would be a second message.
  Error MaybeDone(Status status, const char* code, std::string message, const Operation& operation,
                  const std::string& id) const {
    Error error(status, code, std::move(message));
    error.retry =
        operation.request().idempotency_key.empty() ? Retry::kUnknownOutcome : Retry::kIfIdempotent;
    error.handles = {{"webhook_id", id}};
    return error;
  }

  Error FailureOf(const Receipt& receipt, const Operation& operation, const std::string& id) const {
    switch (receipt.end) {
      case Receipt::End::kAnswered:
        return Refusal(receipt, operation, id);
      case Receipt::End::kStopped:
        if (receipt.sent) {
          return MaybeDone(Status::kCancelled, "cancelled",
                           texts().Say("The task was cancelled after the message had been sent."),
                           operation, id);
        }
        return NothingSent(Status::kCancelled, "cancelled", texts().Say("The task was cancelled."),
                           Retry::kSafe);
      case Receipt::End::kNoAnswer:
        return MaybeDone(
            Status::kUnavailable, "webhook.no_answer",
            texts().Say("The message was sent, but no answer came: {}", receipt.reason), operation,
            id);
      case Receipt::End::kNotTrusted:
        return NothingSent(
            Status::kUnavailable, "webhook.not_trusted",
            texts().Say("The receiver's certificate cannot be trusted: {}", receipt.reason),
            Retry::kNever);
      case Receipt::End::kNotReached:
        break;
    }
    return NothingSent(Status::kUnavailable, "webhook.not_reached",
                       texts().Say("The receiver cannot be reached: {}", receipt.reason),
                       Retry::kSafe);
  }

  static Error NothingSent(Status status, const char* code, std::string message, Retry retry) {
    Error error(status, code, std::move(message));
    error.retry = retry;
    return error;
  }

  // The receiver has answered, with something else than 2xx.
  Error Refusal(const Receipt& receipt, const Operation& operation, const std::string& id) const {
    const long http = receipt.http_status;
    std::string message = texts().Say("The receiver answered {}.", http);
    Error error(Status::kRejected, "webhook.refused", message);
    if (http == 429 || (http == 503 && receipt.retry_after_ms >= 0)) {
      error = Error(http == 429 ? Status::kRateLimited : Status::kUnavailable, "webhook.busy",
                    std::move(message));
      error.retry = Retry::kSafe;
    } else if (http >= 500 || http == 408) {
      error = MaybeDone(Status::kUnavailable, "webhook.failed", std::move(message), operation, id);
    } else if (http == 401) {
      error.status = Status::kUnauthenticated;
    } else if (http == 403) {
      error.status = Status::kPermissionDenied;
    } else if (http == 404 || http == 410) {
      error.status = Status::kNotFound;
    }
    error.retry_after_ms = receipt.retry_after_ms;
    error.http_status = static_cast<std::int32_t>(http);
    return error;
  }
};

}  // namespace webhook

TP_PLUGIN(webhook::Webhook)
