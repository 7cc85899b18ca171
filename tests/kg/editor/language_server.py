"""A client of yaml-language-server, as an editor is one: JSON-RPC over standard streams."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from pathlib import Path
from typing import Any, Self

SECONDS = 60


class LanguageServer:
    """A running server with one folder open. Use it as a context."""

    def __init__(self, program: Path, root: Path, settings: dict[str, Any]) -> None:
        self._settings, self._root = settings, root
        self._process = subprocess.Popen(
            ["node", str(program), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self._told: queue.Queue[dict[str, Any]] = queue.Queue()
        self._number = 0
        self._versions: dict[str, int] = {}
        self._reader = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> Self:
        self._reader.start()
        uri = self._root.as_uri()
        self._ask(
            "initialize",
            processId=None,
            rootUri=uri,
            workspaceFolders=[{"uri": uri, "name": "records"}],
            capabilities={
                "workspace": {"configuration": True, "workspaceFolders": True},
                "textDocument": {
                    "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
                    "hover": {"contentFormat": ["markdown"]},
                },
            },
        )
        self._tell("initialized")
        self._tell("workspace/didChangeConfiguration", settings={})
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                stream.close()

    def problems(self, file: str, text: str) -> list[tuple[int, str]]:
        """Show the server a text under a name: line, from 1, and message of what it underlines."""
        uri = (self._root / file).as_uri()
        version = self._versions[uri] = self._versions.get(uri, 0) + 1
        if version == 1:
            document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
            self._tell("textDocument/didOpen", textDocument=document)
        else:
            named = {"uri": uri, "version": version}
            self._tell(
                "textDocument/didChange", textDocument=named, contentChanges=[{"text": text}]
            )
        while (told := self._told.get(timeout=SECONDS))["uri"] != uri:
            pass
        return [(p["range"]["start"]["line"] + 1, p["message"]) for p in told["diagnostics"]]

    def offers(self, file: str, text: str) -> dict[str, str]:
        """What can be written at the mark ^ in a text, with the words that explain it."""
        found = self._at("completion", file, text)
        items = found["items"] if isinstance(found, dict) else found
        return {item["label"]: _words(item.get("documentation")) for item in items}

    def hover(self, file: str, text: str) -> str:
        """What is shown over the mark ^ in a text."""
        return _words((self._at("hover", file, text) or {}).get("contents"))

    def changed(self, path: Path) -> None:
        """Tell the server that a file on disk changed, as an editor does."""
        self._tell("workspace/didChangeWatchedFiles", changes=[{"uri": path.as_uri(), "type": 2}])

    def _at(self, what: str, file: str, text: str) -> Any:
        before, _, after = text.partition("^")
        self.problems(file, before + after)
        line = before.count("\n")
        position = {"line": line, "character": len(before) - before.rfind("\n") - 1}
        document = {"uri": (self._root / file).as_uri()}
        return self._ask(f"textDocument/{what}", textDocument=document, position=position)

    def _ask(self, method: str, **params: Any) -> Any:
        self._number += 1
        self._send({"id": self._number, "method": method, "params": params})
        answer = self._answers.get(timeout=SECONDS)
        assert answer["id"] == self._number
        assert "error" not in answer, answer
        return answer["result"]

    def _tell(self, method: str, **params: Any) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(data), data))
        self._process.stdin.flush()

    def _read(self) -> None:
        assert self._process.stdout
        while header := self._process.stdout.readline():
            length = int(header.split(b":")[1])
            while self._process.stdout.readline().strip():
                pass
            self._take(json.loads(self._process.stdout.read(length)))

    def _take(self, message: dict[str, Any]) -> None:
        method = message.get("method")
        if method == "textDocument/publishDiagnostics":
            self._told.put(message["params"])
        elif method == "workspace/configuration":
            wanted = [self._section(item["section"]) for item in message["params"]["items"]]
            self._send({"id": message["id"], "result": wanted})
        elif method and "id" in message:
            self._send({"id": message["id"], "result": None})
        elif not method:
            self._answers.put(message)

    def _section(self, section: str) -> dict[str, Any]:
        """The settings whose names begin with a section, without it, as an editor sends them."""
        start = f"{section}."
        found: dict[str, Any] = {}
        for name, value in self._settings.items():
            if name.startswith(start):
                *parents, last = name.removeprefix(start).split(".")
                place = found
                for parent in parents:
                    place = place.setdefault(parent, {})
                place[last] = value
        return found


def _words(given: Any) -> str:
    return given["value"] if isinstance(given, dict) else given or ""
