// SPDX-License-Identifier: Apache-2.0
// Every byte of a secret is kept with some bits turned over, and so are the texts to search for.
#include "canary.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <stdexcept>

namespace canary {
namespace {

namespace fs = std::filesystem;

constexpr char kKey = 0x2B;
constexpr std::size_t kRoom = 4096;

template <std::size_t size>
consteval std::array<char, size - 1> Disguise(const char (&text)[size]) {
  std::array<char, size - 1> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(text[i] ^ kKey);
  return bytes;
}

// Each with bytes that URLs and JSON write in another way, where such bytes are allowed.
constexpr auto kClientSecret = Disguise(R"(cs"+/=\7Qw3ErTy9ZxVbN5-client)");
constexpr auto kRefreshToken = Disguise(R"(rt"+/=\Kp0LmN8bVcXs2-refresh)");
constexpr auto kAccessToken = Disguise(R"(at"+/=\Ud6FgH1jKlQa4-access)");
constexpr auto kCode = Disguise(R"(co"+/=\Yt5ReW9qAsDf0-code)");
constexpr auto kVerifier = Disguise("ve.~_-Hj3KlZ7xCvBn5MqWe8RtYu0IoPa2SdFg6HjKl-verifier");
constexpr auto kApiToken = Disguise(R"(ap"+/=\Gh4JkL2zXcVb8-api)");
constexpr auto kPassword = Disguise(R"(pw"+/=\ Bn7MqW3eRtYu-password)");

std::string_view DisguisedOf(Kind kind) {
  const auto view = [](const auto& bytes) { return std::string_view(bytes.data(), bytes.size()); };
  switch (kind) {
    case Kind::kClientSecret:
      return view(kClientSecret);
    case Kind::kRefreshToken:
      return view(kRefreshToken);
    case Kind::kAccessToken:
      return view(kAccessToken);
    case Kind::kCode:
      return view(kCode);
    case Kind::kVerifier:
      return view(kVerifier);
    case Kind::kApiToken:
      return view(kApiToken);
    case Kind::kPassword:
      return view(kPassword);
  }
  return {};
}

struct Needle {
  std::string name;
  std::string disguised;
};

// Appends byte after byte in disguise, so that nothing plain is ever in memory.
class Form {
 public:
  void Add(char plain) { disguised_ += static_cast<char>(plain ^ kKey); }
  void Add(std::string_view plain) {
    for (const char c : plain) Add(c);
  }
  const std::string& disguised() const { return disguised_; }

 private:
  std::string disguised_;
};

std::string Percent(std::string_view secret) {
  Form form;
  for (const char disguised : secret) {
    const auto c = static_cast<unsigned char>(disguised ^ kKey);
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || strchr("-._~", c) != nullptr;
    if (is_plain) {
      form.Add(static_cast<char>(c));
    } else {
      form.Add('%');
      form.Add("0123456789ABCDEF"[c >> 4]);
      form.Add("0123456789ABCDEF"[c & 15]);
    }
  }
  return form.disguised();
}

std::string InJson(std::string_view secret) {
  Form form;
  for (const char disguised : secret) {
    const char c = static_cast<char>(disguised ^ kKey);
    if (c == '"' || c == '\\') form.Add('\\');
    form.Add(c);
  }
  return form.disguised();
}

// What of the secret's Base64 does not depend on its neighbours, when `before` bytes modulo three
// stand in front of it.
std::string Base64(std::string_view secret, std::size_t before) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  Form form;
  for (std::size_t i = (3 - before) % 3; i + 3 <= secret.size(); i += 3) {
    const auto byte = [&](std::size_t at) {
      return static_cast<unsigned>(static_cast<unsigned char>(secret[at] ^ kKey));
    };
    const unsigned group = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
    for (int shift = 18; shift >= 0; shift -= 6) form.Add(kAlphabet[group >> shift & 63]);
  }
  return form.disguised();
}

const std::vector<Needle>& Needles() {
  static const std::vector<Needle> all = [] {
    std::vector<Needle> needles;
    for (const Kind kind : kKinds) {
      const std::string_view secret = DisguisedOf(kind);
      const std::string name(NameOf(kind));
      needles.push_back({name, std::string(secret)});
      needles.push_back({name + ", in a URL", Percent(secret)});
      needles.push_back({name + ", in JSON", InJson(secret)});
      for (std::size_t before = 0; before < 3; ++before)
        needles.push_back({name + ", in Base64", Base64(secret, before)});
    }
    return needles;
  }();
  return all;
}

using Report = std::function<void(const std::string& name, std::size_t at)>;

void Search(std::string_view haystack, const Report& report) {
  const auto is_start = [](char c) {
    return std::any_of(Needles().begin(), Needles().end(),
                       [c](const Needle& needle) { return needle.disguised[0] == c; });
  };
  std::array<bool, 256> starts{};
  for (int i = 0; i < 256; ++i)
    starts[i] = is_start(static_cast<char>(static_cast<char>(i) ^ kKey));
  const auto same = [](char plain, char disguised) { return (plain ^ kKey) == disguised; };
  for (std::size_t at = 0; at < haystack.size(); ++at) {
    if (!starts[static_cast<unsigned char>(haystack[at])]) continue;
    const std::string_view rest = haystack.substr(at);
    for (const Needle& needle : Needles()) {
      const std::string& text = needle.disguised;
      if (rest.size() >= text.size() &&
          std::equal(text.begin(), text.end(), rest.begin(),
                     [&](char disguised, char plain) { return same(plain, disguised); })) {
        report(needle.name, at);
      }
    }
  }
}

// Memory to read into, which is left out of the search.
class Scratch {
 public:
  static constexpr std::size_t kSize = std::size_t{1} << 20;

  Scratch()
      : bytes_(static_cast<char*>(
            mmap(nullptr, kSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))) {
    if (bytes_ == MAP_FAILED) throw std::runtime_error("no memory");
  }
  ~Scratch() { munmap(bytes_, kSize); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  char* bytes() { return bytes_; }

 private:
  char* bytes_;
};

}  // namespace

std::string_view NameOf(Kind kind) {
  constexpr std::array<std::string_view, kKinds.size()> kNames = {
      "client_secret", "refresh_token", "access_token", "code",
      "verifier",      "api_token",     "password"};
  return kNames[static_cast<std::size_t>(kind)];
}

Plain::Plain() {
  text_.reserve(kRoom);
}

Plain::~Plain() {
  text_.resize(text_.capacity());
  explicit_bzero(text_.data(), text_.size());
}

Plain& Plain::operator<<(std::string_view text) {
  text_ += text;
  return *this;
}

Plain& Plain::operator<<(Kind secret) {
  for (const char disguised : DisguisedOf(secret)) text_ += static_cast<char>(disguised ^ kKey);
  return *this;
}

Plain& Plain::InJson(Kind secret) {
  for (const char disguised : canary::InJson(DisguisedOf(secret)))
    text_ += static_cast<char>(disguised ^ kKey);
  return *this;
}

std::vector<std::string> FindIn(std::string_view haystack) {
  std::vector<std::string> found;
  Search(haystack, [&](const std::string& name, std::size_t) { found.push_back(name); });
  return found;
}

std::vector<std::string> FindInMemory() {
  Needles();
  std::vector<std::string> found;
  Scratch scratch;
  const int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    std::size_t end_of_begin = 0;
    const std::size_t begin = std::stoull(line, &end_of_begin, 16);
    const std::size_t end = std::stoull(line.substr(end_of_begin + 1), nullptr, 16);
    const std::string access = line.substr(line.find(' ') + 1, 4);
    // The kernel may have joined the scratch memory with its neighbours.
    const auto own = reinterpret_cast<std::size_t>(scratch.bytes());
    if (!access.starts_with("rw") || line.find("[v") != line.npos) continue;
    // No secret is as long as the overlap.
    constexpr std::size_t kOverlap = 256;
    for (std::size_t at = begin; at < end; at += Scratch::kSize - kOverlap) {
      const ssize_t got = pread(memory, scratch.bytes(), std::min(Scratch::kSize, end - at),
                                static_cast<off_t>(at));
      if (got <= 0) break;
      Search({scratch.bytes(), static_cast<std::size_t>(got)},
             [&](const std::string& name, std::size_t offset) {
               const std::size_t where = at + offset;
               if (where >= own && where < own + Scratch::kSize) return;
               found.push_back(name + " in " + line);
             });
    }
  }
  close(memory);
  return found;
}

std::vector<std::string> FindInArguments() {
  std::vector<std::string> found;
  for (const auto& process : fs::directory_iterator("/proc")) {
    std::ifstream file(process.path() / "cmdline", std::ios::binary);
    const std::string line((std::istreambuf_iterator<char>(file)), {});
    for (const std::string& name : FindIn(line))
      found.push_back(name + " in " + process.path().string());
  }
  return found;
}

std::vector<std::string> FindInFiles(const std::string& folder, std::string_view but_for) {
  std::vector<std::string> found;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string path = entry.path().string();
    if (!entry.is_regular_file() || path.ends_with(but_for)) continue;
    std::ifstream file(path, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    for (const std::string& name : FindIn(text)) found.push_back(name + " in " + path);
  }
  return found;
}

}  // namespace canary
