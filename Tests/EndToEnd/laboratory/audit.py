"""What must hold after every run, recomputed here from the raw bytes of both sides."""

import json
import zlib

import daemons

from . import evidence


class Broken(AssertionError):
    """A rule of the log does not hold."""


class Behind(Broken):
    """The kiosk has noted something since its books balanced, as the time at a late answer."""


def demand(holds, what):
    if not holds:
        raise Broken(what)


class Auditor:
    """Follows one site; every call of `audit` checks what is new and all that is counted."""

    def __init__(self, site):
        self.site = site
        # By log: the tree up to where it has been compared, and the batches seen.
        self.trees = {}
        self.batches = {}

    def audit(self, database=None):
        """Reads the province through `database`, or through a connection of its own."""
        if database is None:
            with self.site.province_database() as opened:
                return self.audit(opened)
        self.kiosk_is_whole()
        streams = Streams(database)
        for kiosk in self.site.kiosks:
            self.compare(kiosk, streams)
        for stream in streams.every():
            self.check_stream(stream, streams)
        demand(len(streams.every()) <= 1 + self.site.branches,
               f"{len(streams.every())} logs after {self.site.branches} copies")
        self.acknowledged_is_stored(streams)

    def counted_is_right(self):
        """Once the projector has come to the end: the province counts what the kiosk counts.

        What branches share counts in one of them.
        """
        with self.site.province_database() as database:
            behind = ("SELECT s.id FROM stream s JOIN projection p ON p.stream = s.id"
                      " WHERE p.next < s.next")
            daemons.wait_until("the projector", lambda: not database.execute(behind).fetchall())
            theirs = database.execute(
                "SELECT v.session, v.resident FROM visit v JOIN stream s ON s.id = v.stream"
                " WHERE v.seq >= s.counted AND v.undone IS NULL").fetchall()
            stored = database.execute(
                "SELECT count(*) FROM event WHERE kind = 'visit.in'").fetchone()[0]
        with self.site.kiosk_database() as database:
            own = database.execute(
                "SELECT json_extract(line, '$.s'), json_extract(line, '$.r') FROM entry"
                " WHERE json_extract(line, '$.k') = 'visit.in'").fetchall()
        demand(set(own) <= set(theirs), "a visit of the kiosk is not counted")
        demand(len(theirs) == stored, f"{stored} visits are stored, {len(theirs)} are counted")
        if not self.site.branches:
            demand(sorted(own) == sorted(theirs), "the counts differ")

    def kiosk_is_whole(self):
        for kiosk in self.site.kiosks:
            with self.site.kiosk_database(kiosk) as database:
                found = database.execute("PRAGMA integrity_check").fetchall()
                demand(found == [("ok",)], f"SQLite: {found}")
                size, last = database.execute("SELECT count(*), max(seq) FROM entry").fetchone()
                demand(size == last + 1, f"{size} entries up to {last} at the kiosk")
                confirmed = database.execute("SELECT confirmedSize FROM syncState").fetchone()[0]
                demand(confirmed == size, f"{confirmed} of {size} confirmed")

    def compare(self, kiosk, streams):
        """The kiosk's present log and the province's are the same lines, and the roots agree."""
        stream = streams.named(self.site.log(kiosk))
        tree = self.trees.setdefault((kiosk.folder, stream.log), evidence.Tree())
        with self.site.kiosk_database(kiosk) as database:
            own = database.execute(
                "SELECT seq, line FROM entry WHERE seq >= ? ORDER BY seq", [tree.size]).fetchall()
            edge = database.execute("SELECT range FROM logState").fetchone()[0]
            receipt = database.execute("SELECT receiptText FROM syncState").fetchone()[0]
        theirs = streams.lines(stream, tree.size)
        demand([seq for seq, _ in theirs] == list(range(tree.size, tree.size + len(theirs))),
               f"{stream.log}: a gap or a double after {tree.size}")
        if len(own) > len(theirs) and own[:len(theirs)] == theirs:
            raise Behind(f"{stream.log}: {len(own) - len(theirs)} lines are not at the province yet")
        demand(own == theirs, f"{stream.log}: the lines after {tree.size} differ")
        for _, line in own:
            tree.append(line)
        demand(tree.size == stream.next, f"{stream.log}: {tree.size} here, {stream.next} there")
        demand(edge == tree.size.to_bytes(8, "big") + b"".join(tree.edge),
               f"{stream.log}: the kiosk keeps another tree than its lines make")
        self.check_receipt(evidence.Note(receipt), stream, tree)

    def check_receipt(self, note, stream, tree):
        name, key = evidence.province_key(self.site.province_key())
        demand(note.origin == f"{name}/log/{stream.log}", f"receipt of {note.origin}")
        demand(note.is_signed(note.origin, stream.key), "a receipt without the kiosk's signature")
        demand(note.is_cosigned(name, key), "a receipt without the province's signature")
        if note.size == tree.size:
            demand(note.root == tree.root, f"{stream.log}: another root in the receipt")

    def check_stream(self, stream, streams):
        """The province's own rows: no double, no gap, and batches whose bytes verify."""
        count, distinct, last = streams.counts(stream)
        inherited, shared = stream.fork or 0, streams.shared(stream)
        demand(count == distinct == stream.next - inherited - shared,
               f"{stream.log}: {count} rows, {distinct} distinct, next {stream.next}, "
               f"{inherited} inherited, {shared} stored under another name")
        demand(last is None or last < stream.next, f"{stream.log}: the last row is {last}")
        tree, position = self.batches.get(stream.log, (streams.inherited(stream), inherited))
        for first, end, data, receipt in streams.batches(stream, position):
            demand(first == position, f"{stream.log}: a batch begins at {first}, not {position}")
            tree = self.check_batch(stream, tree, end, data, receipt)
            position = end
        self.batches[stream.log] = (tree, position)
        demand(position == stream.next, f"{stream.log}: batches to {position} of {stream.next}")
        demand(tree.size == stream.next, f"{stream.log}: a tree of {tree.size}")

    def check_batch(self, stream, before, end, data, receipt):
        batch = evidence.Batch(data)
        demand((batch.log, batch.end) == (stream.log, end), f"batch {batch.header}")
        demand(batch.start <= before.size, f"batch {batch.header}")
        demand(packed(data), f"{stream.log} to {end}: not the bytes that a kiosk makes")
        tree = before.copy()
        for line in batch.lines[before.size - batch.start:]:
            tree.append(line)
        note = batch.note
        demand((note.size, note.root) == (end, tree.root), f"{stream.log}: signed another tree")
        demand(note.is_signed(note.origin, stream.key), f"{stream.log} to {end}: not signed")
        name, key = evidence.province_key(self.site.province_key())
        receipt = evidence.Note(receipt)
        demand(receipt.body == note.body and receipt.is_cosigned(name, key),
               f"{stream.log} to {end}: the receipt is another one")
        return tree

    def acknowledged_is_stored(self, streams):
        """Every green answer is one visit at the province, in whichever of the logs."""
        found = {}
        for stream in streams.every():
            own = [r for r in streams.visitors(stream)]
            demand(len(own) == len(set(own)), f"{stream.log}: a visit stands twice")
            found.update(dict.fromkeys(own))
        missing = sorted(card for card in self.site.acknowledged
                         if f"L{int(card[:-1]):06d}" not in found)
        demand(not missing, f"{len(missing)} check-ins were green and are lost: {missing[:10]}")
        quarantined = streams.quarantined()
        demand(not quarantined, f"in quarantine: {quarantined[:5]}")


def packed(data):
    """Whether these are the very bytes that the format gives for what they hold."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31, 9)
    return packer.compress(zlib.decompress(data, wbits=31)) + packer.flush() == data


class Stream:
    def __init__(self, row):
        self.id, log, key, self.next, self.parent, self.fork = row
        self.log, self.key = bytes(log).hex(), bytes(key)


class Streams:
    """The province's tables, read as they stand."""

    def __init__(self, database):
        self.database = database
        rows = database.execute(
            "SELECT id, log, key, next, parent, fork FROM stream ORDER BY id").fetchall()
        self._by_id = {row[0]: Stream(row) for row in rows}

    def every(self):
        return list(self._by_id.values())

    def named(self, log):
        found = [stream for stream in self.every() if stream.log == log]
        demand(found, f"the province does not know the log {log}")
        return found[0]

    def lines(self, stream, start, end=None):
        """(seq, line) from `start` on, from wherever they are stored."""
        own = self.database.execute(
            "SELECT e.seq, e.line FROM lineage(%s) l JOIN event e ON e.stream = l.holder"
            " AND e.seq >= l.first AND e.seq < l.last WHERE e.seq >= %s AND e.seq < %s"
            " ORDER BY e.seq", [stream.id, start, stream.next if end is None else end]).fetchall()
        return [(seq, bytes(line)) for seq, line in own]

    def inherited(self, stream):
        tree = evidence.Tree()
        if stream.fork:
            for _, line in self.lines(stream, 0, stream.fork):
                tree.append(line)
        return tree

    def shared(self, stream):
        """How many of its events came under another name before, and stand there."""
        return self.database.execute(
            "SELECT coalesce(sum(last - first), 0)::bigint FROM shared WHERE stream = %s",
            [stream.id]).fetchone()[0]

    def counts(self, stream):
        return self.database.execute(
            "SELECT count(*), count(DISTINCT seq), max(seq) FROM event WHERE stream = %s",
            [stream.id]).fetchone()

    def batches(self, stream, position):
        rows = self.database.execute(
            "SELECT first, last, bytes, receipt FROM batch WHERE stream = %s AND first >= %s "
            "ORDER BY first", [stream.id, position]).fetchall()
        return [(first, last, bytes(data), receipt) for first, last, data, receipt in rows]

    def visitors(self, stream):
        """Who is checked in to the session that is open, by pseudonym."""
        rows = self.database.execute(
            "SELECT line FROM event WHERE stream = %s AND kind = 'visit.in'",
            [stream.id]).fetchall()
        events = [json.loads(bytes(row[0])) for row in rows]
        last = max((event["s"] for event in events), default=None)
        return [event["r"] for event in events if event["s"] == last]

    def quarantined(self):
        return self.database.execute("SELECT stream, seq, reason FROM quarantine").fetchall()
