# SPDX-License-Identifier: Apache-2.0
"""Where to look for plugins, in which order, and which of these places are refused: as taskhost does."""

from __future__ import annotations

import ctypes
import enum
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import List, Mapping, Optional, Sequence

from . import _document
from ._faults import ManifestError
from ._trust import is_world_writable, require_trust


class Level(enum.IntEnum):
    """An earlier level wins over a later one."""

    EXPLICIT = 0
    ENVIRONMENT = 1
    PROJECT = 2
    USER = 3
    SYSTEM = 4


@dataclass(frozen=True)
class Search:
    """Which places count. Directories hold <id>/<version>/plugin.json."""

    directories: Sequence["str | os.PathLike[str]"] = ()
    use_environment: bool = True  # TASK_PLUGIN_PATH, separated by colons
    project_directory: Optional[str] = None
    use_user: bool = True  # $XDG_DATA_HOME/task-plugins, else ~/.local/share/task-plugins
    system_directories: Sequence[str] = ("/usr/local/lib/task-plugins", "/usr/lib/task-plugins")
    registration_directories: Sequence[str] = ("/etc/task-plugins/plugins.d",)
    environment: Optional[Mapping[str, str]] = None  # that of the process when not said
    prereleases: bool = False

    @classmethod
    def only(cls, *directories: "str | os.PathLike[str]") -> "Search":
        """These directories and no other place."""
        return cls(directories, False, None, False, (), ())


@dataclass
class Place:
    """One place of the search path."""

    level: Level
    path: Optional[Path] = None
    note: str = ""  # why it was refused, or what was found there
    usable: bool = False
    fault: bool = False  # somebody should mend it; a place that is merely not there is no fault
    registration: Optional[Path] = field(default=None)  # the file that named it

    def __str__(self) -> str:
        name = self.level.name.lower() + (f" {self.path}" if self.path is not None else "")
        if self.registration is not None:
            name += f" (named by {self.registration})"
        return f"{name}: {self.note}"


def resolve(search: Search) -> List[Place]:
    """All places in order; a folder of registrations is one too."""
    environment = os.environ if search.environment is None else search.environment
    elevated = _process_is_elevated()
    places = [_judge(Level.EXPLICIT, os.fspath(directory)) for directory in search.directories]
    if search.use_environment and "TASK_PLUGIN_PATH" in environment:
        if elevated:
            places.append(Place(Level.ENVIRONMENT, note="ignored: the program runs with raised rights"))
        else:
            places += [_judge(Level.ENVIRONMENT, entry) for entry in environment["TASK_PLUGIN_PATH"].split(":")]
    if search.project_directory is not None:
        places.append(_judge(Level.PROJECT, search.project_directory))
    if search.use_user:
        places.append(_user_place(environment, elevated))
    places += [_judge(Level.SYSTEM, directory) for directory in search.system_directories]
    for directory in search.registration_directories:
        places += _registrations(directory)
    return places


def _process_is_elevated() -> bool:
    """Set-uid and the like: whoever started the program must not choose the code that it loads."""
    try:
        at_secure = 23
        return bool(ctypes.CDLL(None).getauxval(at_secure))
    except (AttributeError, OSError):  # another libc
        return os.getuid() != os.geteuid() or os.getgid() != os.getegid()


def _judge(level: Level, entry: str) -> Place:
    place = Place(level, Path(entry))
    fault = _fault_of(entry)
    place.fault = bool(fault)
    if fault:
        place.note = f"refused: {fault}"
        return place
    place.usable = os.path.exists(entry)
    if not place.usable:
        place.note = "does not exist"
    return place


def _fault_of(entry: str) -> Optional[str]:
    if not entry:
        return "an empty entry"
    path = Path(entry)
    if not path.is_absolute():
        return "not an absolute path"
    try:
        os.stat(path)
    except FileNotFoundError:
        return "a symbolic link that leads nowhere" if path.is_symlink() else None
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    if not path.is_dir():
        return "not a directory"
    return "every user can write to it" if is_world_writable(path) else None


def _user_place(environment: Mapping[str, str], elevated: bool) -> Place:
    if elevated:
        return Place(Level.USER, note="ignored: the program runs with raised rights")
    data = environment.get("XDG_DATA_HOME", "")
    home = environment.get("HOME", "")
    # The XDG rules say that a relative $XDG_DATA_HOME counts as not set.
    if data.startswith("/"):
        return _judge(Level.USER, data + "/task-plugins")
    if home:
        return _judge(Level.USER, home + "/.local/share/task-plugins")
    return Place(Level.USER, note="neither XDG_DATA_HOME nor HOME is set")


def _registrations(directory: str) -> List[Place]:
    place = _judge(Level.SYSTEM, directory)
    files: List[Path] = []
    if place.usable:
        place.usable = False  # it holds no plugins itself
        try:
            names = sorted(os.listdir(directory))
        except OSError as error:
            place.fault, place.note = True, f"refused: cannot be read: {error.strerror}"
            return [place]
        files = [Path(directory, name) for name in names if name[0] != "." and name.endswith(".json")]
        place.note = "1 registration" if len(files) == 1 else f"{len(files)} registrations"
    return [place, *map(_registration, files)]


def _registration(file: Path) -> Place:
    try:
        require_trust(file, file.parent)
        document = _document.parse(file.read_bytes())
        directory = document.get("directory") if isinstance(document, dict) else None
        if not isinstance(directory, str) or not directory:
            raise ManifestError('must be an object whose "directory" is the absolute path of a directory of plugins')
    except (ManifestError, OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        return Place(Level.SYSTEM, file, f"refused: {reason}", fault=True)
    place = _judge(Level.SYSTEM, directory)
    place.registration = file
    return place
