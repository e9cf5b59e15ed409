#!/usr/bin/env python3
"""Keeps a copy of a plan's implementation table current.

A service that stands behind a clearsky ledger, as small as it can be: it
follows GET /v1/plans/{plan}/table as Server-Sent Events, takes in what
changes, and writes the table to a file, whole or not at all. README.md tells
how it goes on after a crash of either side.

Python's standard library alone.
"""

import argparse
import fcntl
import http.client
import json
import os
import random
import signal
import sys
import time
import urllib.parse

# Waiting before the next try, in seconds: doubled from the first to the last.
FIRST_WAIT = 0.2
LAST_WAIT = 30.0
# One event of the stream, in bytes. A larger one is no answer of a ledger.
MAX_EVENT_BYTES = 64 << 20
# The name of the events that tell of the table.
EVENT = "clearsky-table"
# Raised when what is kept on disk is kept in another way.
STATE_VERSION = 1


class StartAnew(Exception):
    """What is kept does not fit what the server says: fetch the whole table."""


class Refused(Exception):
    """The server will not serve this, however often it is asked."""


class TryAgain(Exception):
    """It may go well later."""

    def __init__(self, why, wait=None):
        super().__init__(why)
        self.wait = wait


def say(words):
    print(f"follower: {words}", file=sys.stderr, flush=True)


def write_whole(path, content):
    """Replaces the file at `path`: a reader, and a crash, see it old or new."""
    new = f"{path}.new"
    with open(new, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, path)
    # The name is durable when its directory is.
    directory = os.open(os.path.dirname(os.path.abspath(path)), os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


class Copy:
    """The rows of the table, and the cursor that tells from when they are.

    Both are kept in one file, so that they are never of two times.
    """

    def __init__(self, path, about):
        self.path = path
        # What the rows are of; rows of something else are of no use.
        self.about = about
        self.cursor = ""
        self.rows = []
        try:
            with open(path, encoding="utf-8") as file:
                kept = json.load(file)
            if kept.get("version") == STATE_VERSION and kept["about"] == about:
                self.cursor, self.rows = kept["cursor"], kept["rows"]
            else:
                say(f"{path} is of another table; starting anew")
        except FileNotFoundError:
            pass
        except (ValueError, KeyError, AttributeError) as error:
            say(f"{path} cannot be read ({error}); starting anew")

    def forget(self):
        self.cursor = ""
        self.rows = []

    def take_in(self, answer, cursor):
        """Takes in one WatchTableResponse, all of it or nothing."""
        rows = [] if answer.get("reset") else list(self.rows)
        changes = answer.get("changes", [])
        taken_out = {name_of(change) for change in changes
                     if "oldRow" in change}
        rows = [row for row in rows
                if (row["project_id"], row["activity_id"]) not in taken_out]
        for change in changes:
            if "newRow" not in change:
                continue
            index = change.get("index", 0)
            if index > len(rows):
                raise StartAnew(f"a row at {index} of a table of {len(rows)}")
            project_id, activity_id = name_of(change)
            new = change["newRow"]
            rows.insert(index, {
                "project_id": project_id,
                "activity_id": activity_id,
                "cells": [new.get("areaText", ""), new.get("projectText", ""),
                          new.get("line", {}).get("text", "")],
            })
        if len(rows) != answer.get("rowCount", 0):
            raise StartAnew(f"{len(rows)} rows, and the server has "
                            f"{answer.get('rowCount', 0)}")
        self.rows, self.cursor = rows, cursor

    def save(self):
        kept = {"version": STATE_VERSION, "about": self.about,
                "cursor": self.cursor, "rows": self.rows}
        write_whole(self.path, json.dumps(kept, ensure_ascii=False).encode())

    def as_tsv(self):
        """The bytes that `clearsky table PLAN --format tsv` prints."""
        def cell(text):
            return text.replace("\t", " ").replace("\n", " ").replace("\r", " ")
        lines = ["area\tproject\tline"]
        lines += ["\t".join(map(cell, row["cells"])) for row in self.rows]
        return ("\n".join(lines) + "\n").encode()


def name_of(change):
    """A row is named by its project and its activity."""
    return change.get("projectId", ""), change.get("activityId", "")


class Stream:
    """One connection to the server, as events (WHATWG HTML, section 9.2)."""

    def __init__(self, server, path, cursor, timeout):
        url = urllib.parse.urlsplit(server)
        self.connection = http.client.HTTPConnection(
            url.hostname, url.port or 80, timeout=timeout)
        headers = {"Accept": "text/event-stream"}
        if cursor:
            headers["Last-Event-ID"] = cursor
        self.connection.request("GET", url.path.rstrip("/") + path,
                                headers=headers)
        self.response = self.connection.getresponse()
        self.check()

    def check(self):
        kind = self.response.getheader("Content-Type", "")
        status = self.response.status
        if status == 200 and kind.startswith("text/event-stream"):
            return
        why = f"{status} {self.response.reason}"
        if "json" in kind:
            try:
                problem = json.loads(self.response.read(1 << 20))
                why = f"{why}: {problem.get('detail', problem.get('title'))}"
            except (ValueError, AttributeError):
                pass
        elif status == 200:
            why = f"{kind or 'something'} instead of text/event-stream"
        if status in (408, 425, 429) or status >= 500:
            wait = self.response.getheader("Retry-After", "")
            raise TryAgain(why, float(wait) if wait.isdigit() else None)
        raise Refused(why)

    def events(self):
        """Yields (event, id, data); the id is that of the last event with one.

        A block of lines that is cut off is no event, and is not yielded.
        """
        event, last_id, data, size = "message", "", [], 0
        while True:
            line = self.response.readline(MAX_EVENT_BYTES)
            if not line.endswith(b"\n"):
                return
            size += len(line)
            if size > MAX_EVENT_BYTES:
                raise TryAgain("an event is larger than any answer")
            line = line.rstrip(b"\r\n").decode()
            if not line:
                if data:
                    yield event, last_id, "\n".join(data)
                event, data, size = "message", [], 0
                continue
            field, _, value = line.partition(":")
            value = value[1:] if value.startswith(" ") else value
            if field == "event":
                event = value
            elif field == "id" and "\0" not in value:
                last_id = value
            elif field == "data":
                data.append(value)
            # All else, and comments, which keep the connection alive, are
            # passed over.

    def close(self):
        self.connection.close()


class Follower:
    def __init__(self, options):
        self.options = options
        query = {"lang": options.lang} if options.lang else {}
        self.path = "/v1/plans/%s/table" % urllib.parse.quote(
            options.plan, safe="")
        if query:
            self.path += "?" + urllib.parse.urlencode(query)
        self.copy = Copy(options.state, {"plan": options.plan,
                                         "lang": options.lang})
        self.wait = FIRST_WAIT
        self.written = None

    def write_table(self):
        """The table's file follows the state, and can be made of it."""
        table = self.copy.as_tsv()
        if table != self.written:
            write_whole(self.options.out, table)
            self.written = table

    def follow(self):
        """Takes in what comes until the connection ends."""
        stream = Stream(self.options.server, self.path, self.copy.cursor,
                        self.options.timeout)
        try:
            for event, cursor, data in stream.events():
                if event == "clearsky-error":
                    raise TryAgain(json.loads(data).get("detail", data))
                if event != EVENT or not cursor:
                    continue
                answer = json.loads(data)
                self.copy.take_in(answer, cursor)
                # First what tells both, then what is made of it.
                self.copy.save()
                self.write_table()
                self.wait = FIRST_WAIT
                what = ("the whole table" if answer.get("reset") else
                        f"{len(answer.get('changes', []))} changed")
                say(f"{what}, {len(self.copy.rows)} rows, as of "
                    f"{answer.get('basis', {}).get('asOfDay', '?')}")
                if self.options.once:
                    return True
        finally:
            stream.close()
        raise TryAgain("the server ended the stream")

    def run(self):
        if self.copy.cursor:
            # A crash may have come between the state and the table.
            self.write_table()
        while True:
            wait = None
            try:
                if self.follow():
                    return
            except StartAnew as error:
                say(f"{error}; starting anew")
                self.copy.forget()
            except Refused as error:
                if not self.copy.cursor:
                    raise
                # The cursor may be what it refuses: of a ledger restored from
                # a backup, or made anew.
                say(f"{error}; starting anew")
                self.copy.forget()
            except TryAgain as error:
                say(error)
                wait = error.wait
            except (OSError, http.client.HTTPException, ValueError) as error:
                say(f"{self.options.server}: {error or type(error).__name__}")
            # Not all at once, when many follow one server that restarts.
            time.sleep(wait or self.wait * random.uniform(0.5, 1.0))
            self.wait = min(self.wait * 2, LAST_WAIT)


def read_options(arguments):
    parser = argparse.ArgumentParser(
        prog="follower.py",
        description="Keeps a copy of a plan's implementation table current, "
                    "as tab-separated text.",
        epilog="Kept beside the copy: COPY.state, from when it is and what it "
               "is made of, and COPY.lock. It ends on SIGTERM or SIGINT, and "
               "may be killed at any time. Exit status: 1, the server will "
               "not serve this; 2, the command line cannot be understood.")
    parser.add_argument("plan", help="the plan, such as clear-sky/2022")
    parser.add_argument("out", metavar="copy", help="the file to keep")
    parser.add_argument("--server", default="http://127.0.0.1:7421",
                        metavar="URL", help="the daemon (%(default)s)")
    parser.add_argument("--lang", default="", metavar="TAG",
                        help="the language of the table (ko)")
    parser.add_argument("--timeout", type=float, default=60, metavar="SECONDS",
                        help="a connection that says nothing for so long is "
                             "taken for dead (%(default)g)")
    parser.add_argument("--once", action="store_true",
                        help="take in one answer, and end")
    options = parser.parse_args(arguments)
    url = urllib.parse.urlsplit(options.server)
    if url.scheme != "http" or not url.hostname:
        parser.error(f"--server {options.server}: expected "
                     "http://127.0.0.1:7421")
    if options.timeout <= 0:
        parser.error(f"--timeout {options.timeout:g}: expected more than 0")
    options.state = f"{options.out}.state"
    return options


def main(arguments):
    options = read_options(arguments)
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda number, frame: sys.exit(0))
    try:
        lock = open(f"{options.out}.lock", "w", encoding="utf-8")
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say(f"another follower keeps {options.out}")
        return 1
    except OSError as error:
        say(error)
        return 1
    try:
        Follower(options).run()
    except Refused as error:
        say(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
