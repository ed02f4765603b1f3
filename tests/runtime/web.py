# SPDX-License-Identifier: GPL-2.0-or-later
"""Web servers on this computer's loopback: nginx, lighttpd, and one that sends
whatever a test wants."""
import atexit
import os
import shutil
import socket
import subprocess
import threading
import time

from prompt import PATIENCE_S, check, free_port, path

SEARCH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
PASSWORD = "p@s:s/%"
ESCAPED = "p%40s%3As%2F%25"
# In a file of names and passwords a colon ends either.
IN_FILE, IN_FILE_ESCAPED = (t.replace(c, "") for t, c in
                            ((PASSWORD, ":"), (ESCAPED, "%3A")))


def program(name):
    return shutil.which(name, path=SEARCH)


running = {}


def start(command, port, **popen):
    """A server, until it listens."""
    process = running[port] = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, **popen)
    atexit.register(process.kill)
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return process
        except OSError:
            check(process.poll() is None, command[0], "ended:",
                  process.poll() is not None and process.stderr.read())
            check(time.monotonic() < end, command[0], "does not listen")
            time.sleep(0.05)


def stop(port):
    running[port].kill()
    running.pop(port).communicate()


def write(name, text):
    os.makedirs(os.path.dirname(path(name)), exist_ok=True)
    with open(path(name), "w", encoding="ascii") as file:
        file.write(text)
    return path(name)


def nginx(root, tls=""):
    """-> port.  /secret/ wants a password, /chunked/ sends chunks."""
    port = free_port()
    folder = path(f"nginx{port}")
    os.mkdir(folder)
    write(f"nginx{port}/users", "joe:{PLAIN}" + IN_FILE + "\n")
    write(f"nginx{port}/conf", f"""
daemon off; master_process off; error_log stderr; pid {folder}/pid;
events {{ }}
http {{
  access_log off; types {{ }} default_type application/octet-stream;
  client_body_temp_path {folder}; proxy_temp_path {folder};
  fastcgi_temp_path {folder}; uwsgi_temp_path {folder};
  scgi_temp_path {folder};
  server {{
    listen 127.0.0.1:{port}{' ssl' if tls else ''}; {tls}
    location / {{ root {root}; }}
    location /secret/ {{ alias {root}/; auth_basic "x";
      auth_basic_user_file {folder}/users; }}
    location /chunked/ {{ alias {root}/; ssi on; ssi_types *; }}
    location /moved {{ return 302 http://192.168.1.2:{port}/; }}
  }}
}}
""")
    start([program("nginx"), "-c", f"{folder}/conf", "-p", folder], port)
    return port


def lighttpd(root, tls=""):
    """-> port.  /secret/ wants a password."""
    port = free_port()
    write(f"lighttpd{port}/users", f"joe:{IN_FILE}\n")
    name = write(f"lighttpd{port}/conf", f"""
server.document-root = "{root}"
server.bind = "127.0.0.1"
server.port = {port}
server.modules = ( "mod_alias", "mod_auth", "mod_authn_file"{', "mod_openssl"' if tls else ''} )
alias.url = ( "/secret/" => "{root}/" )
auth.backend = "plain"
auth.backend.plain.userfile = "{path(f'lighttpd{port}/users')}"
auth.require = ( "/secret/" => ( "method" => "basic", "realm" => "x",
                                 "require" => "valid-user" ) )
{tls}
""")
    start([program("lighttpd"), "-D", "-f", name], port)
    return port


class Server:
    """Sends what answer(request) yields to whoever comes: bytes; then the
    connection ends, or, when None is yielded, stands still."""

    def __init__(self, answer, wrap=None):
        self.answer, self.wrap = answer, wrap
        self.requests, self.silent = [], []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            client, _ = self.socket.accept()
            try:
                self.talk(self.wrap(client) if self.wrap else client)
            except OSError:
                pass  # the unit hung up

    def talk(self, client):
        request = b""
        while b"\r\n\r\n" not in request:
            some = client.recv(4096)
            if not some:
                return
            request += some
        self.requests.append(request.decode("latin-1"))
        for piece in self.answer(self.requests[-1]):
            if piece is None:
                self.silent.append(client)
                return
            client.sendall(piece)
        client.shutdown(socket.SHUT_WR)
        client.close()
