# SPDX-License-Identifier: Apache-2.0
# The target tp::curl: the static libcurl made by the script `build` beside this file, and all that it
# needs, for a shared library that exports nothing of it.
#
# It lies in TP_DEPS_DIR.
# Link the consumer with -Wl,--exclude-libs,ALL and an export list, so that the symbols stay inside.
include_guard(GLOBAL)

set(tp_curl_needs nghttp2 cares ssl crypto z)  # in the order in which each needs the next
foreach(library curl ${tp_curl_needs})
  if(NOT EXISTS "${TP_DEPS_DIR}/curl/lib/lib${library}.a")
    message(FATAL_ERROR
      "The plugin's own libcurl is not built yet. Run this once (about 40 s), then configure again:\n"
      "  TP_DEPS_DIR='${TP_DEPS_DIR}' '${CMAKE_CURRENT_LIST_DIR}/build'")
  endif()
endforeach()

find_package(Threads REQUIRED)
add_library(tp::curl STATIC IMPORTED GLOBAL)
set_target_properties(tp::curl PROPERTIES
  IMPORTED_LOCATION "${TP_DEPS_DIR}/curl/lib/libcurl.a"
  INTERFACE_INCLUDE_DIRECTORIES "${TP_DEPS_DIR}/curl/include"
  INTERFACE_COMPILE_DEFINITIONS "CURL_STATICLIB;NGHTTP2_STATICLIB")
list(TRANSFORM tp_curl_needs REPLACE "(.+)" "${TP_DEPS_DIR}/curl/lib/lib\\1.a")
target_link_libraries(tp::curl INTERFACE ${tp_curl_needs} Threads::Threads)
