# SPDX-License-Identifier: Apache-2.0
# Debian packages of what `cmake --install` puts in place: `cmake --build --preset portable --target packages`
# writes them to packages/ in the folder of the build.
set(CPACK_GENERATOR DEB)
set(CPACK_COMPONENTS_ALL host plugin dev)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_CONTACT "Zendesk Tasks <noreply@example.invalid>")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

# tp_package(<component> <name> <section> <what it is>)
macro(tp_package component name section summary)
  string(TOUPPER ${component} upper)
  set(CPACK_DEBIAN_${upper}_PACKAGE_NAME ${name})
  set(CPACK_DEBIAN_${upper}_PACKAGE_SECTION ${section})
  set(CPACK_COMPONENT_${upper}_DESCRIPTION "${summary}")
  install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION share/doc/${name} RENAME copyright COMPONENT ${component})
endmacro()
tp_package(host task-plugin-host utils "Lists, installs and runs task plugins of workflow engines from the command line")
tp_package(plugin task-plugin-zendesk utils "Zendesk tasks for workflow engines that load task plugins")
tp_package(dev task-plugin-dev libdevel "Headers and libraries for those who write or load task plugins")
set(CPACK_DEBIAN_HOST_PACKAGE_RECOMMENDS ca-certificates)
set(CPACK_DEBIAN_PLUGIN_PACKAGE_RECOMMENDS "ca-certificates, task-plugin-host")
set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS "libfmt-dev (>= 9), rapidjson-dev")
set(CPACK_DEBIAN_DEV_PACKAGE_SUGGESTS "task-plugin-host, g++, cmake")
include(CPack)

add_custom_target(packages
  COMMAND ${CMAKE_CPACK_COMMAND} --config ${PROJECT_BINARY_DIR}/CPackConfig.cmake -B ${PROJECT_BINARY_DIR}/packages
  VERBATIM)
add_dependencies(packages taskhost task-plugin-trial tp_author tp_fmt tp_host zendesk)
