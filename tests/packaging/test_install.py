# SPDX-License-Identifier: Apache-2.0
"""For builders: what `cmake --install` gives, used from empty folders that know nothing of this project.

usage: test_install.py PROJECT BUILD
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROJECT, BUILD = (Path(argument).resolve() for argument in sys.argv[1:3])
FIRST = "cmake_minimum_required(VERSION 3.25)\nproject(stranger LANGUAGES C CXX)\n"
ACCOUNT = {"plugin": "acme", "type": "none", "settings": {}, "credentials": {}}


def setUpModule():
    """Installs once, then moves what was installed: no file may know where it was."""
    Install.place = tempfile.TemporaryDirectory(prefix="installed ")
    first = Path(Install.place.name, "first")
    subprocess.run(["cmake", "--install", BUILD, "--prefix", first], check=True, stdout=subprocess.DEVNULL)
    Install.prefix = first.rename(Path(Install.place.name, "prefix"))


def tearDownModule():
    Install.place.cleanup()


class Install(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="a stranger's folder ")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        self.environment = {"PATH": f"{self.prefix}/bin:{os.environ['PATH']}", "HOME": folder.name, "LC_ALL": "C.UTF-8",
                            "PKG_CONFIG_PATH": f"{self.prefix}/lib/pkgconfig"}  # fmt: skip

    def run_program(self, *command, code=0, **more):
        end = subprocess.run([str(part) for part in command], cwd=self.folder, env=self.environment, text=True,
                             stdin=subprocess.DEVNULL, capture_output=True, timeout=500, **more)  # fmt: skip
        self.assertEqual(end.returncode, code, f"{command}: {end.stdout}{end.stderr}")
        return end

    def write(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")

    def new_plugin(self, name):
        """Made, and built and packed by the commands that taskhost tells."""
        made = json.loads(self.run_program("taskhost", "--json", "new", name).stdout)["output"]
        self.assertEqual((made["id"], made["path"], len(made["commands"])), (name, name, 3))
        for command in made["commands"]:
            self.run_program("bash", "-c", command)
        return self.folder / f"{name}-1.0.0-linux-x86_64.taskplugin"

    def built_plugin(self):
        """The folder of plugins with the one that taskhost new made."""
        self.new_plugin("acme")
        self.write("account.json", json.dumps(ACCOUNT))
        (self.folder / "account.json").chmod(0o600)
        self.write("input.json", '{"text": "Hello", "loud": true}')
        return self.folder / "acme" / "build" / "plugins"

    def test_a_new_plugin_is_built_packed_installed_and_run(self):
        bundle = self.new_plugin("my_crm")
        self.run_program("taskhost", "install", bundle, "--allow-unsigned", "my_crm")
        plugins = json.loads(self.run_program("taskhost", "--json", "list").stdout)["plugins"]
        [plugin] = [plugin for plugin in plugins if plugin["id"] == "my_crm"]
        self.assertEqual((plugin["name"], plugin["state"]), ("MyCrm", "usable"))
        self.write("account.json", json.dumps(ACCOUNT | {"plugin": "my_crm"}))
        (self.folder / "account.json").chmod(0o600)
        end = self.run_program("taskhost", "--json", "run", "my_crm.say", "--connection", "account.json", "--set", "text=Bonjour")
        self.assertEqual(json.loads(end.stdout)["output"], {"said": "Bonjour"})
        left = [path for path in (self.folder / "my_crm").rglob("*") if "build" not in path.parts and path.is_file()
                and "echo" in (path.name + path.read_text("utf-8")).lower()]  # fmt: skip
        self.assertEqual(left, [], "the example's name is still there")

    def test_a_new_plugin_for_other_machines(self):
        self.run_program("taskhost", "new", "acme")
        self.run_program("cmake", "-S", "acme", "-B", "build", "-DTP_PORTABLE=ON")
        self.run_program("cmake", "--build", "build")
        library = "build/plugins/acme/1.0.0/libacme.so"
        self.assertNotIn("libstdc++", self.run_program("readelf", "--dynamic", library).stdout)
        exported = self.run_program("nm", "--dynamic", "--defined-only", library).stdout.split("\n")
        self.assertEqual([line.split()[2] for line in exported if line], ["tp_plugin_entry_v1"])
        # What is newer here than on those machines must not be asked for.
        self.assertNotRegex(self.run_program("nm", "--dynamic", "--undefined-only", library).stdout, r"GLIBC_2\.3[5-9]")

    def test_names_for_new_plugins(self):
        # Words of C++, of the SDK and of CMake; they build without a warning.
        for name in ("class", "connection", "test", "techo"):
            with self.subTest(name):
                self.new_plugin(name)
        # A shell would take this folder for two words and a beginning of a text.
        (self.folder / "it's mine").mkdir()
        commands = json.loads(self.run_program("taskhost", "--json", "new", "it's mine/acme").stdout)["output"]["commands"]
        self.run_program("bash", "-c", commands[0])
        self.assertTrue((self.folder / "it's mine/acme/build/CMakeCache.txt").is_file())
        for name in ("My", "my-crm", "2x", "_x", "all", "a" * 64, "x.y", ".."):
            with self.subTest(name):
                end = self.run_program("taskhost", "--json", "new", name, code=64)
                self.assertIn("is no good name", json.loads(end.stdout)["error"]["message"])
                self.assertIn("ne convient pas", self.run_program("taskhost", "--locale", "fr", "new", name, code=64).stderr)
        before = (self.folder / "techo" / "techo.cc").read_bytes()
        self.assertIn("techo is there already", self.run_program("taskhost", "new", "techo", code=64).stderr)
        self.assertEqual((self.folder / "techo" / "techo.cc").read_bytes(), before)
        (self.folder / "loop").symlink_to("nowhere")
        self.assertIn("is there already", self.run_program("taskhost", "new", "loop", code=64).stderr)
        self.assertIn("deeper/down", self.run_program("taskhost", "new", "deeper/down", code=65).stderr)
        self.assertIn("Name the new plugin", self.run_program("taskhost", "new", code=64).stderr)

    def test_hosts_find_the_package(self):
        plugins = self.built_plugin()
        shutil.copy(PROJECT / "sdk/examples/host_in_c/host.c", self.folder)
        shutil.copy(PROJECT / "sdk/examples/host_in_cpp/host.cc", self.folder)
        self.write("CMakeLists.txt", FIRST + """
            find_package(TaskPlugin 1.0 REQUIRED COMPONENTS abi host)
            if(TARGET TaskPlugin::author OR COMMAND tp_add_plugin)
              message(FATAL_ERROR "a component is there that nobody asked for")
            endif()
            add_executable(in_c host.c)
            target_compile_definitions(in_c PRIVATE _GNU_SOURCE)
            target_link_libraries(in_c PRIVATE TaskPlugin::abi ${CMAKE_DL_LIBS})
            add_executable(in_cpp host.cc)
            target_link_libraries(in_cpp PRIVATE TaskPlugin::host)""")  # fmt: skip
        self.run_program("cmake", "-S", ".", "-B", "build")
        self.run_program("cmake", "--build", "build")
        self.runs_the_task("build/in_c", plugins / "acme/1.0.0/libacme.so")
        self.runs_the_task("build/in_cpp", plugins)

    def runs_the_task(self, host, plugin):
        end = self.run_program(self.folder / host, plugin, "acme.say", "account.json", "input.json")
        self.assertEqual(json.loads(end.stdout), {"said": "Hello!"})

    def test_hosts_find_the_package_without_cmake(self):
        plugins = self.built_plugin()
        for package, compiler, source, host in (("task-plugin", "cc -std=c99 -D_GNU_SOURCE", "host_in_c/host.c", "in_c"),
                                                ("task-plugin-host", "c++ -std=c++20", "host_in_cpp/host.cc", "in_cpp")):  # fmt: skip
            flags = self.run_program("pkg-config", "--cflags", "--libs", package).stdout
            self.run_program("bash", "-c", f"{compiler} '{PROJECT}/sdk/examples/{source}' -o {host} {flags.strip()} -ldl")
        self.runs_the_task("in_c", plugins / "acme/1.0.0/libacme.so")
        self.runs_the_task("in_cpp", plugins)
        exports = self.run_program("pkg-config", "--variable=exports", "task-plugin").stdout.strip()
        self.assertIn("tp_plugin_entry_v1", Path(exports.replace("\\ ", " ")).read_text())

    def test_what_is_asked_for_and_not_there_is_said(self):
        for wanted, complaint in (("1 REQUIRED COMPONENTS author python", 'no component "python"'),
                                  ("2 REQUIRED", "version: 1.0.0")):  # fmt: skip
            self.write("CMakeLists.txt", FIRST + f"find_package(TaskPlugin {wanted})\n")
            end = self.run_program("cmake", "-S", ".", "-B", f"build{len(wanted)}", code=1)
            self.assertIn(complaint, " ".join(end.stderr.split()))
        self.write("CMakeLists.txt", FIRST + "find_package(TaskPlugin COMPONENTS python)\nif(NOT TaskPlugin_FOUND AND NOT TARGET "
                                             'TaskPlugin::abi)\n  message("goes on without")\nendif()\n')  # fmt: skip
        self.assertIn("goes on without", self.run_program("cmake", "-S", ".", "-B", "build").stderr)
        self.write("CMakeLists.txt", FIRST + "find_package(TaskPlugin REQUIRED)\nforeach(part abi author host)\n  "
                                             "get_target_property(found TaskPlugin::${part} TYPE)\nendforeach()\n")  # fmt: skip
        self.run_program("cmake", "-S", ".", "-B", "all")

    def test_the_project_as_a_part_of_another(self):
        self.run_program("taskhost", "new", "acme")
        shutil.copy(PROJECT / "sdk/examples/host_in_cpp/host.cc", self.folder)
        self.write("CMakeLists.txt", FIRST + f"""
            add_subdirectory("{PROJECT}" task-plugin)
            add_executable(in_cpp host.cc)
            target_link_libraries(in_cpp PRIVATE TaskPlugin::host)
            tp_add_plugin(acme MANIFEST acme/manifest SOURCES acme/acme.cc)
            install(TARGETS in_cpp DESTINATION bin)""")  # fmt: skip
        self.run_program("cmake", "-S", ".", "-B", "build", "-DTP_UNITY=ON")
        self.run_program("cmake", "--build", "build", "--target", "in_cpp", "acme", "--parallel", "2")
        self.write("account.json", json.dumps(ACCOUNT))
        self.write("input.json", '{"text": "Hello", "loud": true}')
        self.runs_the_task("build/in_cpp", self.folder / "build" / "plugins")
        self.run_program("cmake", "--install", "build", "--prefix", "out")
        there = [str(path.relative_to(self.folder / "out")) for path in (self.folder / "out").rglob("*") if path.is_file()]
        self.assertEqual(there, ["bin/in_cpp"], "a part installs nothing by itself")

    def test_no_file_names_this_machine(self):
        for path in self.prefix.rglob("*"):
            if path.suffix in (".cmake", ".pc"):
                text = path.read_text("utf-8")
                for place in (PROJECT, BUILD, self.place.name):
                    self.assertNotIn(str(place), text, path)
        self.assertTrue((self.prefix / "lib/task-plugins/zendesk/1.0.0/libzendesk.so").is_file())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
