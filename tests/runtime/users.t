#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""People known by name: at the console, by Telnet, at `enable`; what their
level of privilege lets them do; all of it after a restart."""
import socket

import prompt
from prompt import PATIENCE_S, check, equal, free_port, test

REFUSED = "Command authorization failed"


class Caller:
    """Somebody at the far end of Telnet."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port),
                                               PATIENCE_S)
        self.socket.settimeout(PATIENCE_S)
        self.unread = b""

    def until(self, wanted):
        while wanted not in self.unread:
            more = self.socket.recv(1000)
            check(more, "hung up, waited for", wanted, self.unread)
            self.unread += more
        said, _, self.unread = self.unread.partition(wanted)
        return said.decode("latin-1")

    def say(self, line, wanted):
        self.socket.sendall(line.encode() + b"\r\n")
        return self.until(wanted)

    def close(self):
        self.socket.close()


@test("doors that ask for a name, and levels that decide")
def people():
    port = free_port()
    u = prompt.Unit(
        "us", f"--net=1:user,hostfwd=tcp:127.0.0.1:{port}-192.168.1.1:23",
        config=("telnet 0 0 inside", "logging on", "logging buffered 6",
                "username anna password pw privilege 5",
                "username root password toor privilege 15",
                "privilege show level 5 command nameif"))
    for line in ("aaa authentication telnet console LOCAL",
                 "aaa authentication enable console LOCAL",
                 "aaa authentication serial console LOCAL",
                 "aaa authorization command LOCAL"):
        equal(u.say(line), "")
    u.say("write memory")

    caller = Caller(port)
    caller.until(b"Username: ")
    caller.say("anna", b"Password: ")
    caller.say("wrong", b"Username: ")
    caller.say("anna", b"Password: ")
    caller.say("pw", b"> ")
    caller.say("enable", b"Username: ")
    caller.say("anna", b"Password: ")
    caller.say("pw", b"# ")
    said = caller.say("show curpriv", b"# ")
    check("Username : anna\r\nCurrent privilege level : 5\r\n" in said, said)
    check("nameif ethernet0" in caller.say("show nameif", b"# "))
    check(REFUSED in caller.say("show route", b"# "))
    check(REFUSED in caller.say("configure terminal", b"# "))
    caller.close()
    said = u.say("show logging")
    for text in ("611102: User authentication failed: Uname: anna",
                 "611101: User authentication succeeded: Uname: anna",
                 "502103: User priv level changed: Uname: anna From: 1 To: 5"):
        check(text in said, text, said)

    # The console asks, too: at the next start, and after `exit`.
    u.type("reload noconfirm\r")
    u.until("Use SPACE to begin flash boot")
    u.type(" ")
    u.until("Username: ")
    u.type("root\r")
    u.until("Password: ")
    u.type("toor\r")
    u.until("pixfirewall> ")
    u.type("login\r")
    u.until("Username: ")
    u.type("root\r")
    u.until("Password: ")
    u.type("toor\r")
    u.until("pixfirewall# ")
    said = u.say("show running-config", "pixfirewall# ")
    for line in ("username anna password ", "username root password ",
                 "privilege show level 5 command nameif",
                 "aaa authorization command LOCAL"):
        check("\r\n" + line in said, line, said)
    check("toor" not in said and "pw encrypted" not in said, said)
    u.type("exit\r")
    u.until("Username: ")
    u.leave()


@test("banners greet; an idle session at the console ends (6.3)")
def greeted():
    port = free_port()
    u = prompt.Unit(
        "ba", f"--net=1:user,hostfwd=tcp:127.0.0.1:{port}-192.168.1.1:23",
        image="pix631.bin", config=("telnet 0 0 inside",))
    for line in ("banner motd No trespassing.", "banner login Who are you?",
                 "banner exec Be careful."):
        equal(u.say(line), "")
    caller = Caller(port)
    said = caller.until(b"Password: ")
    check("No trespassing.\r\nWho are you?\r\n" in said, said)
    said = caller.say("cisco", b"> ")
    check("Be careful.\r\n" in said, repr(said))
    caller.close()
    equal(u.say("console timeout 3"), "")
    u.clock("warp")
    said = u.until("pixfirewall> ")
    check("\r\n\r\nLogoff\r\n\r\n" in said, said)
    check("No trespassing.\r\nBe careful.\r\n" in said, said)
    u.leave()


@test("two sessions do not paste into one certificate")
def two_paste():
    port = free_port()
    u = prompt.Unit(
        "tp", f"--net=1:user,hostfwd=tcp:127.0.0.1:{port}-192.168.1.1:23",
        config=("telnet 0 0 inside",))
    u.type("ca trust\r")
    u.until("gives up.\r\n")
    caller = Caller(port)
    caller.until(b"Password: ")
    caller.say("cisco", b"> ")
    caller.say("enable", b"Password: ")
    caller.say("", b"# ")
    caller.say("configure terminal", b"# ")
    check("another session" in caller.say("ca trust", b"# "))
    u.type("nonsense\r\r")
    u.until("(config)# ")
    caller.say("ca trust", b"gives up.\r\n")
    caller.close()
    u.leave()


prompt.main()
