// SPDX-License-Identifier: Apache-2.0
// The only file of the project that includes Boost.DLL.
#define BOOST_DLL_USE_STD_FS
#include "host/library.h"

#include <dlfcn.h>  // RTLD_LOCAL and RTLD_NODELETE: Boost.DLL has no names for them

#include <boost/dll/shared_library.hpp>
#include <mutex>
#include <vector>

#include "host/elf_file.h"
#include "host/error.h"

namespace task_host {
namespace {

constexpr char kSymbol[] = "tp_plugin_entry_v1";

// Leaked on purpose: the destructor of a shared_library would unload it while a thread, a
// thread-local variable or an exit handler of the plugin may still need its code.
void KeepForEver(boost::dll::shared_library library) {
  static std::mutex& mutex = *new std::mutex;
  static auto& kept = *new std::vector<boost::dll::shared_library>;
  const std::lock_guard<std::mutex> lock(mutex);
  kept.push_back(std::move(library));
}

// The loader's own words. Boost puts them between words of its own and an error code that has
// nothing to do with them.
std::string LoaderReason(const std::filesystem::path& path, std::string_view what) {
  constexpr std::string_view kBefore = "(dlerror system message: ";
  const std::size_t begin = what.find(kBefore);
  const std::size_t end = what.rfind("): ");
  if (begin == what.npos || end == what.npos || end < begin) return std::string(what);
  std::string_view reason = what.substr(begin + kBefore.size(), end - begin - kBefore.size());
  const std::string named = path.string() + ": ";
  if (reason.starts_with(named)) reason.remove_prefix(named.size());
  return std::string(reason);
}

}  // namespace

EntryFunction LoadEntryFunction(const std::filesystem::path& path) {
  const auto mode = static_cast<boost::dll::load_mode::type>(boost::dll::load_mode::rtld_now |
                                                             RTLD_LOCAL | RTLD_NODELETE);
  const Sentence fault = FaultOfElfFile(path);
  if (!fault.empty()) throw Error(Error::Kind::kLibrary, path.string(), fault);
  boost::dll::shared_library library;
  try {
    library.load(path, mode);
  } catch (const boost::dll::fs::system_error& failure) {
    throw Error(Error::Kind::kLibrary, path.string(),
                Sentence("the library cannot be loaded: {}", LoaderReason(path, failure.what())));
  }
  if (!library.has(kSymbol)) {
    throw Error(Error::Kind::kLibrary, path.string(),
                Sentence("the library does not export {}, so it is no task plugin for major "
                         "version 1",
                         kSymbol));
  }
  const auto function = &library.get<const tp_entry*()>(kSymbol);
  KeepForEver(std::move(library));
  return function;
}

}  // namespace task_host
