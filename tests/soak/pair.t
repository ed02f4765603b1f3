#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""A pair of units: a thousand switchovers on one clock; and as three
processes, of which one after the other is killed."""
import os
import re
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "runtime"))
import prompt  # noqa: E402
from prompt import check, path, test, tool  # noqa: E402

ROUNDS = int(os.environ.get("ROUNDS", "1000"))
TRANSCRIPTS = os.path.join(HERE, "..", "transcripts")
ALONE = ("interface e0 auto", "interface e1 auto",
         "ip address outside 192.168.89.1 255.255.255.0",
         "failover ip address outside 192.168.89.2",
         "failover ip address inside 192.168.1.9")
BOTH = ("interface e2 auto", "ip address intf2 172.16.1.1 255.255.255.0",
        "failover ip address intf2 172.16.1.2", "failover poll 3",
        "failover lan interface intf2", "failover lan key sesame",
        "failover lan enable")


def switchovers():
    """The head of a transcript of a pair, and then one after the other."""
    with open(os.path.join(TRANSCRIPTS, "failover-links.t"),
              encoding="utf-8") as file:
        head = file.read().split("== a unit without")[0]
    yield head.replace("together p,s,r", "together p,s").replace(
        "r< <SPACE>\\\n", "").replace("flash r", "# flash r")
    yield "== switchovers\n"
    for i in range(ROUNDS):
        new, old = ("s", "p") if i % 2 == 0 else ("p", "s")
        yield (f"{new}< failover active\n@ +4\n{new}>> Switching to Active\n"
               f"{old}>> Switching to Standby\n"
               f"{new}< show failover\n{old}< show failover\n@ +1\n"
               f"{new}>~ .*This host: \\w+ - Active\n"
               f"{new}>~ .*Other host: \\w+ - Standby\n"
               f"{old}>~ .*This host: \\w+ - Standby\n"
               f"{old}>~ .*Other host: \\w+ - Active\n")


@test(f"{ROUNDS} switchovers: one active and one standby after each")
def thousand():
    with open(path("switchovers.t"), "w", encoding="utf-8") as file:
        file.writelines(switchovers())
    done = subprocess.run([os.path.join(TRANSCRIPTS, "run"),
                           path("switchovers.t")], capture_output=True,
                          text=True, check=False)
    check(done.returncode == 0, done.stdout[-2000:], done.stderr[-500:])


# --- three processes -------------------------------------------------------

def hub():
    options = [f"--net={name}:listen:{path(name)}"
               for name in ("outside", "inside", "fover")]
    return subprocess.Popen([prompt.hostlib.PIXEMU, "--hub", *options,
                             "--net=inside:user"], stdin=subprocess.DEVNULL,
                            stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL)


class Mate(prompt.Unit):
    def __init__(self, name, licence, *config):
        super().__init__(name, "--card=0:1fe",
                         *(f"--net={n}:connect:{path(segment)}" for n, segment
                           in enumerate(("outside", "inside", "fover"))),
                         *(f"--mac={n}:0090.27{len(name):02x}.000{n}"
                           for n in range(3)),
                         config=(*config, *BOTH), licence=licence)

    def is_now(self, state):
        """Waits until it says so itself."""
        for _ in range(200):
            said = self.say("show failover")
            if re.search(rf"This host: \w+ - {state}\r", said):
                return
            self.say("ping 192.168.1.2")  # takes its second
        raise AssertionError(said)


@test("kill -9 of the hub, and of the active unit")
def killed():
    segments = hub()
    first = Mate("first", ["--license=UR"], *ALONE, "failover lan unit primary")
    first.type("failover\r")
    first.until("Switching to Active")
    first.say("")
    second = Mate("second", ["--license=UR"], "failover lan unit secondary")
    second.type("failover\r")
    second.until("Sync Completed")
    first.until("Sync Completed")
    segments.kill()
    segments.wait()
    segments = hub()
    first.say("")
    second.say("")
    second.is_now("Standby")
    first.is_now("Active")
    first.process.kill()
    second.until("Switching to Active")
    second.say("")
    said = second.say("ping 192.168.1.2")
    check("192.168.1.2 response received" in said, said)
    second.leave()
    segments.kill()


class CableMate(prompt.Unit):
    def __init__(self, end, licence, *config):
        super().__init__(end, f"--net=0:connect:{path('outside')}",
                         f"--net=1:connect:{path('inside')}",
                         f"--failover-cable={end}:{path('cable')}",
                         *(f"--mac={n}:0090.27{len(end):02x}.001{n}"
                           for n in range(2)), config=config, licence=licence)


@test("kill -9 of the active unit at a cable: the other one has its address "
      "within a second")
def killed_at_cable():
    segments = hub()
    first = CableMate("primary", ["--license=UR"], "interface e0 auto",
                      "ip address outside 192.168.89.1 255.255.255.0",
                      "failover ip address outside 192.168.89.2",
                      "failover ip address inside 192.168.1.9")
    first.type("failover\r")
    first.until("Switching to Active")
    first.say("")
    second = CableMate("secondary", ["--license=FO"])
    second.type("failover\r")
    second.until("Sync Completed")
    second.say("")
    first.process.kill()
    began = time.monotonic()
    second.until("Switching to Active")
    took = time.monotonic() - began
    second.say("")
    said = second.say("show interface inside")
    check("IP address 192.168.1.1," in said, said)
    print(f"# {took * 1000:.0f} ms")
    second.leave()
    segments.kill()


prompt.main()
