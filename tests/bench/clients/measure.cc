// SPDX-License-Identifier: Apache-2.0
// The kernel's own books.
#include "measure.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace bench {
namespace {

double CpuSeconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// A line of the process's own books, such as "VmRSS:", in kB. getrusage's peak would be that of the
// program which started this one, if that was bigger.
std::size_t StatusKb(std::string_view name) {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    std::size_t kb = 0;
    if (word == name && status >> kb) return kb;
  }
  throw std::runtime_error(fmt::format("/proc/self/status tells no {}", name));
}

}  // namespace

Measure::Measure() : started_(std::chrono::steady_clock::now()), cpu_(CpuSeconds()) {}

std::string Measure::Json(std::size_t tickets) const {
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - started_;
  return fmt::format(R"({{"tickets":{},"seconds":{:.6f},"cpu_seconds":{:.6f},"peak_rss_kb":{}}})",
                     tickets, passed.count(), CpuSeconds() - cpu_, StatusKb("VmHWM:"));
}

std::size_t ResidentKb() {
  return StatusKb("VmRSS:");
}

}  // namespace bench
