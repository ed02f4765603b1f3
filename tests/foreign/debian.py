# SPDX-License-Identifier: GPL-2.0-or-later
"""Debian packages unpacked beside the build: installed, they would start a
server, or put themselves into this computer's boot menu."""
import glob
import os
import re
import subprocess
import sys

sys.path.insert(
    1, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from tap import BUILD, Skip  # noqa: E402


def package(name):
    """The folder that has its files."""
    place = os.path.join(BUILD, "foreign", name)
    done = os.path.join(place, "unpacked")
    if not os.path.exists(done):
        os.makedirs(place, exist_ok=True)
        subprocess.run(["apt-get", "download", name], cwd=place, check=False,
                       capture_output=True)
        debs = glob.glob(os.path.join(glob.escape(place), "*.deb"))
        if not debs or subprocess.run(["dpkg-deb", "--extract", debs[0],
                                       place], check=False).returncode:
            raise Skip(f"{name} is not to be had")
        os.mkdir(done)
    return place


def packaged(name, pattern):
    """The first file of a package whose path ends with a pattern."""
    place = package(name)
    for folder, _, files in sorted(os.walk(place)):
        for file in sorted(files):
            found = os.path.join(folder, file)
            if re.search(pattern + "$", found):
                return found
    raise Skip(f"{name} has no {pattern}")
