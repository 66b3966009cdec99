// SPDX-License-Identifier: Apache-2.0
// Choices, schemas, dry runs and blobs, asked of a plugin that is made with the SDK.
#include <doctest/doctest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

#include "host/connection.h"
#include "host/error.h"
#include "host/text.h"
#include "toy_folder.h"

using task_host::BlobStore;
using task_host::Borrow;
using task_host::Connection;
using task_host::HostServices;
using task_host::Json;
using task_host::Operation;
using task_host::OptionsRequest;
using task_host::Result;
using task_host::SchemaRequest;

namespace {

// A connection to the shelf, or to a plugin that knows nothing of forms.
class Bench {
 public:
  explicit Bench(const task_host::Manifest& manifest)
      : services(std::make_shared<HostServices>(
            "test", "1", TP_LOG_WARN,
            [this](std::int32_t, std::string_view message, std::string_view) { Note(message); })),
        connection(Connection::Open(
            task_host::PluginInstance::Create(task_host::Plugin::Load(manifest), services, "{}"),
            {.type = "none", .id = "c"})) {}
  Bench() : Bench(task_host::LoadManifest(SHELF)) {}

  Result Load(const OptionsRequest& request) {
    Operation operation(services);
    return connection->LoadOptions(request, operation);
  }
  Result Resolve(const SchemaRequest& request) {
    Operation operation(services);
    return connection->ResolveSchema(request, operation);
  }
  Result Put(const std::string& input, bool dry_run = false) {
    task_host::TaskRequest request;
    request.task_type = "shelf.put";
    request.input_json = input;
    request.dry_run = dry_run;
    return connection->Execute(request);
  }
  // Waits until the plugin has said so in the log.
  void WaitFor(const std::string& line) {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [&] { return log_.find(line) != std::string::npos; });
  }

 private:
  void Note(std::string_view message) {
    const std::lock_guard<std::mutex> lock(mutex_);
    log_ += message;
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::string log_;

 public:
  std::shared_ptr<HostServices> services;
  std::shared_ptr<Connection> connection;
};

OptionsRequest Asking(const std::string& source) {
  OptionsRequest request;
  request.task_type = "shelf.put";
  request.source = source;
  return request;
}

// The plugin's side of the service.
struct Client {
  explicit Client(HostServices& services)
      : ctx(services.table().ctx),
        table(*static_cast<const tp_svc_blob*>(
            services.table().get_service(ctx, Borrow(TP_SVC_BLOB)))) {}

  std::string Read(tp_blob* blob, std::uint64_t offset, std::size_t capacity) const {
    std::string text(capacity, '?');
    std::size_t got = 0;
    CHECK(table.read(ctx, blob, offset, reinterpret_cast<std::uint8_t*>(text.data()), capacity,
                     &got) == TP_OK);
    text.resize(got);
    return text;
  }

  tp_host_ctx* ctx;
  const tp_svc_blob& table;
};

}  // namespace

TEST_CASE("choices come page by page, and by what is searched for") {
  Bench bench;
  OptionsRequest request = Asking("rooms");
  std::string values;
  int pages = 0;
  do {
    const Result page = bench.Load(request);
    REQUIRE(page.ok());
    const Json output = Json::Parse(page.output_json);
    for (const Json& item : *output.Find("items")->array()) values += item.Text("value") + " ";
    request.page_token = output.Text("nextPageToken");
    ++pages;
  } while (!request.page_token.empty());
  CHECK(values == "attic cellar hall kitchen lobby ");
  CHECK(pages == 3);
  request.search = "hall";
  CHECK(bench.Load(request).output_json.find("attic") == std::string::npos);
  request.search.clear();
  request.limit = 5;
  CHECK(Json::Parse(bench.Load(request).output_json).Find("nextPageToken") == nullptr);
  request.page_token = "no such page";
  CHECK(bench.Load(request).status == TP_E_INVALID_ARGUMENT);
}

TEST_CASE("choices depend on the input so far") {
  Bench bench;
  OptionsRequest request = Asking("shelves");
  CHECK(Json::Parse(bench.Load(request).output_json).At("/needs/0")->Serialize() == "\"/room\"");
  request.partial_input_json = R"({"room":"attic"})";
  CHECK(bench.Load(request).output_json.find("Seven of attic") != std::string::npos);
  request.partial_input_json = "no JSON";
  CHECK(bench.Load(request).error_code == "invalid_json");
  request.partial_input_json.clear();
  CHECK(bench.Load(request).ok());
  CHECK(bench.Load(Asking("broken")).status == TP_E_INTERNAL);
}

TEST_CASE("loading choices can be cancelled") {
  Bench bench;
  Operation operation(bench.services);
  auto end = std::async(std::launch::async,
                        [&] { return bench.connection->LoadOptions(Asking("stuck"), operation); });
  bench.WaitFor("stuck");
  CHECK(bench.connection->instance()->Cancel(operation.id()));
  CHECK(end.get().status == TP_E_CANCELLED);
}

TEST_CASE("a schema is resolved for the input so far, and not told twice") {
  Bench bench;
  SchemaRequest request;
  request.task_type = "shelf.put";
  request.source = "details";
  const Result refused = bench.Resolve(request);
  CHECK(refused.status == TP_E_INVALID_ARGUMENT);
  CHECK(refused.error_details_json.find("/room") != std::string::npos);
  request.partial_input_json = R"({"room":"hall"})";
  const Json output = Json::Parse(bench.Resolve(request).output_json);
  CHECK(output.At("/schema/properties/color")->Text("title") == "Color of the hall");
  request.known_etag = output.Text("etag");
  CHECK(bench.Resolve(request).output_json == R"({"etag":"hall"})");
}

TEST_CASE("a plugin without the extensions is told apart") {
  const toy::TempDir dir;
  Bench bench(
      task_host::LoadManifest(toy::Install(dir.path(), toy::fs::path(TOY_LIBRARIES) / "good.so")));
  CHECK(bench.Load(Asking("rooms")).error_code == "host.no_options");
  CHECK(bench.Resolve({}).error_code == "host.no_schema");
  CHECK(bench.Resolve({}).status == TP_E_NOT_IMPLEMENTED);
}

TEST_CASE("a dry run gives the requests, and is refused where there is none") {
  Bench bench;
  const Result dry = bench.Put(R"({"title":"A"})", true);
  REQUIRE(dry.ok());
  CHECK(Json::Parse(dry.output_json).At("/requests/0")->Text("path") == "/things/1");
  CHECK(bench.Put(R"({"title":"A"})").output_json == R"({"title":"A","files":[]})");
  CHECK(bench.Put("{}", true).status == TP_E_INVALID_ARGUMENT);
  task_host::TaskRequest request;
  request.task_type = "shelf.ask";
  request.input_json = "{}";
  request.dry_run = true;
  CHECK(bench.connection->Execute(request).status == TP_E_NOT_IMPLEMENTED);
}

TEST_CASE("a plugin reads a file and a text by their handles, and closes both") {
  const toy::TempDir dir;
  const toy::fs::path path = dir.path() / "a file";
  toy::WriteFile(path, std::string(2500, 'a'));
  Bench bench;
  const auto input = [](const std::string& handle) {
    return R"({"title":"A","files":[{"blob":")" + handle +
           R"(","file_name":"a","content_type":"b"}]})";
  };
  const Result file = bench.Put(input(bench.services->blobs().AddFile(path)));
  CHECK(Json::Parse(file.output_json).At("/files/0")->Find("sum")->Serialize() == "242500");
  const Result text = bench.Put(input(bench.services->blobs().AddBytes("")));
  CHECK(Json::Parse(text.output_json).At("/files/0")->Find("size")->Serialize() == "0");
  const Result none = bench.Put(input("blob:99"));
  CHECK(none.status == TP_E_INVALID_ARGUMENT);
  CHECK(none.error_details_json.find("/files/0/blob") != std::string::npos);
  CHECK(bench.services->blobs().open_count() == 0);
  CHECK(bench.services->plugin_bugs() == 0);
}

TEST_CASE("the size of a blob stays, whatever becomes of the file") {
  const toy::TempDir dir;
  const toy::fs::path path = dir.path() / "file";
  toy::WriteFile(path, "0123456789");
  HostServices services("test", "1", TP_LOG_WARN, {});
  const Client client(services);
  const std::string handle = services.blobs().AddFile(path);
  tp_blob* blob = nullptr;
  REQUIRE(client.table.open(client.ctx, Borrow(handle), &blob) == TP_OK);
  std::uint64_t size = 0;
  CHECK(client.table.size(client.ctx, blob, &size) == TP_OK);
  CHECK(size == 10);
  CHECK(client.Read(blob, 8, 10) == "89");
  CHECK(client.Read(blob, 10, 10).empty());
  CHECK(client.Read(blob, ~std::uint64_t{0}, 10).empty());
  toy::WriteFile(path, "0123456789 and more");
  CHECK(client.Read(blob, 8, 10) == "89");
  REQUIRE(truncate(path.c_str(), 5) == 0);
  std::uint8_t byte = 0;
  std::size_t got = 7;
  CHECK(client.table.read(client.ctx, blob, 8, &byte, 1, &got) == TP_E_CONFLICT);
  CHECK(got == 0);
  client.table.close(client.ctx, blob);
}

TEST_CASE("what a plugin asks wrongly for does no harm") {
  HostServices services("test", "1", TP_LOG_WARN, {});
  const Client client(services);
  const std::string handle = services.blobs().AddBytes("text");
  tp_blob* blob = nullptr;
  CHECK(client.table.open(client.ctx, tp_str{}, &blob) == TP_E_NOT_FOUND);
  CHECK(client.table.open(client.ctx, Borrow("\xFF"), &blob) == TP_E_INVALID_ARGUMENT);
  CHECK(client.table.open(client.ctx, Borrow(handle), nullptr) == TP_E_INVALID_ARGUMENT);
  REQUIRE(client.table.open(client.ctx, Borrow(handle), &blob) == TP_OK);
  std::size_t got = 0;
  CHECK(client.table.read(client.ctx, blob, 0, nullptr, 4, &got) == TP_E_INVALID_ARGUMENT);
  CHECK(client.table.read(client.ctx, blob, 0, nullptr, 0, &got) == TP_OK);
  CHECK(client.table.size(client.ctx, blob, nullptr) == TP_E_INVALID_ARGUMENT);
  client.table.close(client.ctx, blob);
  CHECK(services.plugin_bugs() == 0);
  client.table.close(client.ctx, blob);
  std::uint64_t size = 0;
  CHECK(client.table.size(client.ctx, blob, &size) == TP_E_INVALID_STATE);
  CHECK(services.plugin_bugs() == 2);
}

TEST_CASE("what is no readable file is refused when it is added") {
  const toy::TempDir dir;
  BlobStore store;
  const toy::fs::path pipe = dir.path() / "pipe";
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  for (const toy::fs::path& path : {dir.path() / "none", dir.path(), pipe})
    CHECK_THROWS_AS(store.AddFile(path), task_host::Error);
  CHECK(store.AddBytes("a") == "blob:1");
  CHECK(store.AddBytes("a") == "blob:2");
  CHECK(store.AddBytes("a", "mine") == "mine");
  CHECK(store.Remove("blob:1"));
  CHECK(store.AddBytes("a") == "blob:3");
}

TEST_CASE("a handle that was taken back names nothing, and what is open under it stays open") {
  HostServices services("test", "1", TP_LOG_WARN, {});
  const Client client(services);
  const std::string handle = services.blobs().AddBytes("0123456789");
  tp_blob* blob = nullptr;
  REQUIRE(client.table.open(client.ctx, Borrow(handle), &blob) == TP_OK);
  CHECK(services.blobs().Remove(handle));
  CHECK_FALSE(services.blobs().Remove(handle));
  CHECK(client.Read(blob, 0, 10) == "0123456789");
  client.table.close(client.ctx, blob);
  CHECK(client.table.open(client.ctx, Borrow(handle), &blob) == TP_E_NOT_FOUND);
}

TEST_CASE("many threads open, read and close at once") {
  HostServices services("test", "1", TP_LOG_WARN, {});
  const Client client(services);
  const std::string handle = services.blobs().AddBytes("0123456789");
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 100; ++round) {
        tp_blob* blob = nullptr;
        if (client.table.open(client.ctx, Borrow(handle), &blob) != TP_OK) continue;
        right += client.Read(blob, 3, 4) == "3456" ? 1 : 0;
        client.table.close(client.ctx, blob);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(right == 400);
  CHECK(services.blobs().open_count() == 0);
}
