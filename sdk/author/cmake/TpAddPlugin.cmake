# SPDX-License-Identifier: Apache-2.0
# tp_add_plugin(<target> MANIFEST <folder> SOURCES <file>... [LIBRARIES <target>...])
#
# Builds a task plugin with every link rule that a guest in a foreign process needs, and lays out its directory
#   ${TP_PLUGIN_OUTPUT_DIRECTORY}/<id>/<version>/{plugin.json, lib<target>.so, tasks/, locales/, ...}
# which is ${PROJECT_BINARY_DIR}/plugins/... where nobody has set it.
# With TP_PORTABLE=ON the library needs nothing but glibc and libgcc.
# MANIFEST is the folder that holds plugin.json. Its JSON files are embedded in the library:
# the sources include "tp_embedded.h", which offers task_plugin::embedded::{kPluginId, kPluginVersion, kLocales, File()}.

function(tp_add_plugin target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "MANIFEST" "SOURCES;LIBRARIES")
  file(REAL_PATH "${arg_MANIFEST}" folder)
  file(READ "${folder}/plugin.json" manifest)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${folder}/plugin.json")
  string(JSON id GET "${manifest}" id)
  string(JSON version GET "${manifest}" version)
  if(NOT TP_PLUGIN_OUTPUT_DIRECTORY)
    set(TP_PLUGIN_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/plugins")
  endif()
  set(output "${TP_PLUGIN_OUTPUT_DIRECTORY}/${id}/${version}")

  # Data: copied beside the library and embedded in it.
  file(GLOB_RECURSE files RELATIVE "${folder}" CONFIGURE_DEPENDS "${folder}/*")
  set(copies "")
  set(embedded "")
  foreach(file IN LISTS files)
    add_custom_command(OUTPUT "${output}/${file}" DEPENDS "${folder}/${file}"
                       COMMAND ${CMAKE_COMMAND} -E copy "${folder}/${file}" "${output}/${file}" VERBATIM)
    list(APPEND copies "${output}/${file}")
    if(file MATCHES "^(plugin|(tasks|locales)/.*)\\.json$")
      list(APPEND embedded "${file}")
    endif()
  endforeach()
  set(generated "${CMAKE_CURRENT_BINARY_DIR}/${target}_embedded")
  tp_embed("${generated}/tp_embedded" task_plugin::embedded "${folder}" "${embedded}" "-DID=${id}" "-DVERSION=${version}")

  add_library(${target} MODULE ${arg_SOURCES} "${generated}/tp_embedded.cc" "${generated}/tp_embedded.h" ${copies})
  target_include_directories(${target} PRIVATE "${generated}")
  target_link_libraries(${target} PRIVATE TaskPlugin::author ${arg_LIBRARIES})
  tp_harden_plugin(${target})
  set_target_properties(${target} PROPERTIES PREFIX lib LIBRARY_OUTPUT_DIRECTORY "${output}")
endfunction()

# tp_embed(<output> <namespace> <folder> <files> [-D<variable>=<value>...])
#
# Makes <output>.h and <output>.cc, which hold the bytes of files below a folder; see embed.cmake.
function(tp_embed output namespace folder files)
  list(TRANSFORM files PREPEND "${folder}/" OUTPUT_VARIABLE paths)
  add_custom_command(
    OUTPUT "${output}.h" "${output}.cc" DEPENDS ${paths} "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/embed.cmake"
    COMMAND ${CMAKE_COMMAND} "-DNAMESPACE=${namespace}" "-DFOLDER=${folder}" "-DFILES=${files}" "-DOUTPUT=${output}"
            ${ARGN} -P "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/embed.cmake"
    VERBATIM)
endfunction()

# The link rules alone.
function(tp_harden_plugin target)
  get_target_property(abi_dir TaskPlugin::abi INTERFACE_INCLUDE_DIRECTORIES)
  list(GET abi_dir 0 abi_dir)
  string(REGEX REPLACE "^\\$<BUILD_INTERFACE:(.*)>$" "\\1" abi_dir "${abi_dir}")
  set_target_properties(${target} PROPERTIES
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    LINK_DEPENDS "${abi_dir}/task_plugin.map")
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # A unique symbol is shared by the whole process, whatever the visibility says.
    target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-fno-gnu-unique>)
  endif()
  target_link_options(${target} PRIVATE
    "LINKER:--version-script=${abi_dir}/task_plugin.map"  # one exported name
    LINKER:--exclude-libs,ALL                             # a static library inside stays private
    LINKER:-z,now LINKER:-z,relro LINKER:-z,nodelete)
  if(TP_PORTABLE)
    # Private to the library like all else in it. libgcc stays shared: a copy would need glibc 2.35,
    # and the machine's own is what unwinds through everybody's frames.
    target_link_options(${target} PRIVATE -static-libstdc++ LINKER:--gc-sections LINKER:--undefined=arc4random)
  endif()
  if(NOT TP_SANITIZE)  # the sanitizers' run-time is in the program, not in the library
    target_link_options(${target} PRIVATE LINKER:-z,defs)
  endif()
endfunction()
