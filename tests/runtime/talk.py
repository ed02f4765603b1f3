# SPDX-License-Identifier: GPL-2.0-or-later
"""A TCP connection from the inside to a host far outside, both ends ours."""
from peer import ACK, SYN, TCP, tcp
from prompt import equal

FAR = "198.51.100.9"  # behind the outside's gateway


class Talk:
    """A TCP connection from the inside, both ends ours."""

    def __init__(self, inside, outside, at, port=2000):
        self.inside, self.outside, self.at, self.port = \
            inside, outside, at, port
        inside.send(FAR, tcp(port, at, SYN, seq=1000))
        syn = outside.expect(lambda p: p.protocol == TCP)
        self.seen, self.seen_port = syn.source, syn.source_port
        self.seq, self.ack = [1001, 5001], [5001, syn.seq + 1]
        outside.send(self.seen, tcp(at, self.seen_port, SYN | ACK, 5000,
                                    self.ack[1]), source=FAR)
        inside.expect(lambda p: p.protocol == TCP)
        inside.send(FAR, tcp(port, at, ACK, 1001, 5001))
        outside.expect(lambda p: p.protocol == TCP)

    def client(self, text):
        """What the server reads."""
        self.inside.send(FAR, tcp(self.port, self.at, ACK, self.seq[0],
                                  self.ack[0], text))
        self.seq[0] += len(text)
        got = self.outside.expect(lambda p: p.protocol == TCP and p.data)
        self.ack[1] = got.seq + len(got.data)
        return got.data

    def server(self, text):
        """What the client reads."""
        self.outside.send(self.seen, tcp(self.at, self.seen_port, ACK,
                                         self.seq[1], self.ack[1], text),
                          source=FAR)
        self.seq[1] += len(text)
        got = self.inside.expect(lambda p: p.protocol == TCP and p.data)
        equal(got.ack, self.seq[0], "acknowledged")
        self.ack[0] = got.seq + len(got.data)
        return got.data
