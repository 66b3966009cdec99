// SPDX-License-Identifier: Apache-2.0
// A plugin for tests: a shelf in an account that is all made up.
//   shelf.put  tells what it was given, with the size and the sum of the bytes of each file; as a
//              dry run, the requests. Choices: "rooms" in pages, "shelves" of a room, "stuck" until
//              somebody cancels it, "circle" without an end, and "broken", which is no JSON.
//   shelf.ask  its whole input depends on the account
#include <fmt/format.h>

#include <mutex>
#include <set>

#include "author/entry.h"

namespace shelf {

using namespace task_plugin;  // NOLINT(google-build-using-namespace): as in the examples

class NoAccount final : public Connection {
 public:
  void UpdateCredentials(std::string_view /*credentials_json*/) override {}
};

// A page of the rooms whose names hold what is searched for; a token is the number of the first.
std::string Rooms(const OptionsRequest& request) {
  constexpr std::string_view kRooms[] = {"attic", "cellar", "hall", "kitchen", "lobby"};
  size_t first = 0;
  if (!request.page_token.empty() &&
      request.page_token.find_first_not_of("01234") != std::string::npos)
    throw Error(Status::kInvalidArgument, "shelf.bad_page", "There is no such page.");
  if (!request.page_token.empty()) first = std::stoul(request.page_token);
  const size_t limit = request.limit == 0 ? 2 : request.limit;
  std::string items;
  size_t found = 0;
  for (size_t i = first; i < std::size(kRooms); ++i) {
    if (kRooms[i].find(request.search) == std::string_view::npos) continue;
    if (found++ == limit)
      return fmt::format(R"({{"items":[{}],"nextPageToken":"{}","ttlSeconds":60}})", items, i);
    items += fmt::format(R"({}{{"value":"{}","label":"The {}","description":"Room {}"}})",
                         items.empty() ? "" : ",", kRooms[i], kRooms[i], i);
  }
  return fmt::format(R"({{"items":[{}],"ttlSeconds":60}})", items);
}

std::string RoomOf(const json::Value& input) {
  const json::Value* room = json::Find(input, "room");
  return room != nullptr && room->IsString() ? std::string(json::Text(*room)) : std::string();
}

std::string Shelves(const OptionsRequest& request) {
  const std::string room = RoomOf(request.partial_input.root());
  if (room.empty()) return R"({"items":[],"ttlSeconds":60,"needs":["/room"]})";
  return fmt::format(R"({{"items":[{{"value":7,"label":"Seven of {}","disabled":true}}],)"
                     R"("ttlSeconds":60}})",
                     room);
}

std::string Resolved(const SchemaRequest& request) {
  if (request.source == "everything") {
    return R"({"schema":{"type":"object","additionalProperties":false,"properties":{)"
           R"("question":{"type":"string","title":"Question"}}},"etag":"all"})";
  }
  if (request.source == "notes") {
    return R"({"schema":{"type":"array","items":{"type":"object","additionalProperties":true},)"
           R"("x-tp":{"order":7,"entries":{"name":"name","value":"text","schema":{"type":"object",)"
           R"("additionalProperties":true,"properties":{"Width":{"type":"string","title":"Width",)"
           R"("x-tp":{"optionsFrom":{"source":"rooms"}}}}}}}},"etag":"notes"})";
  }
  const std::string room = RoomOf(request.partial_input.root());
  if (room.empty()) {
    Error error(Status::kInvalidArgument, "invalid_input", "The room is missing.");
    error.faults.push_back({"/room", "required", "Say which room.", "Room", {}, {}});
    throw error;
  }
  if (request.known_etag == room) return fmt::format(R"({{"etag":"{}"}})", room);
  return fmt::format(R"({{"schema":{{"type":"object","additionalProperties":false,"properties":{{)"
                     R"("color":{{"type":"string","title":"Color of the {0}",)"
                     R"("x-tp":{{"optionsFrom":{{"source":"rooms"}}}}}}}}}},"etag":"{0}"}})",
                     room);
}

class Shelf final : public BlockingPlugin, public Choices, public Schemas {
 public:
  using BlockingPlugin::BlockingPlugin;

  static std::span<const TaskType> Tasks() {
    static const TaskType tasks[] = {
        {"shelf.put", 1, embedded::File("tasks/put.input.json"), embedded::File("tasks/any.json")},
        {"shelf.ask", 1, embedded::File("tasks/ask.input.json"), embedded::File("tasks/any.json")},
    };
    return tasks;
  }

  std::unique_ptr<Connection> Connect(const ConnectInfo& /*info*/) override {
    return std::make_unique<NoAccount>();
  }
  Choices* options() override { return this; }
  Schemas* schemas() override { return this; }
  bool CanRunDry(size_t task) const override { return task == 0; }

  Output Run(Operation& operation) override {
    if (operation.request().task != 0) return Output{"{}", {}};
    const Input& input = operation.input();
    std::string uploads;
    std::string files;
    if (const json::Value* list = input.Find("files")) {
      size_t number = 0;
      for (const json::Value& file : list->GetArray()) {
        const std::string pointer = fmt::format("/files/{}/blob", number++);
        const Blob blob =
            host().blobs().Open(json::Text(*json::Find(file, "blob")), pointer, texts());
        const std::string name(json::Text(*json::Find(file, "file_name")));
        const std::string type(json::Text(*json::Find(file, "content_type")));
        uploads += fmt::format(
            R"({{"method":"POST","path":"/uploads","upload":{{"pointer":"{}","name":"{}",)"
            R"("contentType":"{}","size":{}}}}},)",
            pointer, name, type, blob.size());
        files += fmt::format(R"({}{{"name":"{}","type":"{}","size":{},"sum":{}}})",
                             files.empty() ? "" : ",", name, type, blob.size(), SumOf(blob));
      }
    }
    const std::string title(*input.Text("title"));
    if (!operation.is_dry_run())
      return Output{fmt::format(R"({{"title":"{}","files":[{}]}})", title, files), {}};
    return Output{
        fmt::format(
            R"({{"requests":[{}{{"method":"PUT","path":"/things/1","body":{{"title":"{}"}}}}],)"
            R"("changes":[{{"field":"title","label":"Title","from":null,"to":"{}"}}]}})",
            uploads, title, title),
        {}};
  }

  void LoadChoices(std::shared_ptr<Operation> operation,
                   std::shared_ptr<const OptionsRequest> request) override {
    if (request->source == "stuck") return WaitForCancel(operation);
    Answer(operation, [request] {
      if (request->source == "shelves") return Shelves(*request);
      if (request->source == "circle")
        return std::string(R"({"items":[],"nextPageToken":"again","ttlSeconds":0})");
      if (request->source == "broken") return std::string("{\"items\":");
      return Rooms(*request);
    });
  }

  void ResolveSchema(std::shared_ptr<Operation> operation,
                     std::shared_ptr<const SchemaRequest> request) override {
    Answer(operation, [request] { return Resolved(*request); });
  }

 private:
  void Answer(const std::shared_ptr<Operation>& operation, std::function<std::string()> answer) {
    Post([operation, answer = std::move(answer)] {
      try {
        operation->Complete(Output{answer(), {}});
      } catch (const Error& error) {
        operation->Fail(error);
      }
    });
  }

  void WaitForCancel(const std::shared_ptr<Operation>& operation) {
    {
      const std::lock_guard lock(mutex_);
      waiting_.insert(operation);
    }
    operation->OnCancel([this, id = operation->id()] {
      std::shared_ptr<Operation> ended;
      {
        const std::lock_guard lock(mutex_);
        const auto found = std::find_if(waiting_.begin(), waiting_.end(),
                                        [id](const auto& one) { return one->id() == id; });
        if (found == waiting_.end()) return;
        ended = *found;
        waiting_.erase(found);
      }
      ended->Fail(Error(Status::kCancelled, "cancelled", "It was cancelled."));
    });
    host().Log(LogLevel::kWarn, "stuck");
  }

  static uint64_t SumOf(const Blob& blob) {
    uint64_t sum = 0;
    std::byte piece[1000];
    for (uint64_t at = 0; at < blob.size();) {
      const size_t got = blob.Read(at, piece);
      for (size_t i = 0; i < got; ++i) sum += std::to_integer<uint64_t>(piece[i]);
      at += got;
    }
    return sum;
  }

  std::mutex mutex_;
  std::set<std::shared_ptr<Operation>> waiting_;
};

}  // namespace shelf

TP_PLUGIN(shelf::Shelf)
