"""Reads a page's HTML as a browser does, and remembers what is in it."""

from html.parser import HTMLParser

VOID = frozenset({"meta", "br", "col", "link", "img"})


class Reader(HTMLParser):
    """The elements with their attributes, the words of each element by its name, and what is not
    closed where it should be."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: dict[str, list[str]] = {}
        self.misnested: list[str] = []
        self._open: list[tuple[str, int]] = []
        self.feed(text)
        self.close()
        self.misnested += [tag for tag, _ in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.words.setdefault(tag, []).append("")
        if tag not in VOID:
            self._open.append((tag, len(self.words[tag]) - 1))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop()[0] != tag:
            self.misnested.append(tag)

    def handle_data(self, data: str) -> None:
        for tag, number in self._open:
            self.words[tag][number] += data

    @property
    def names(self) -> set[str]:
        """The names of all elements."""
        return {name for name, _ in self.elements}

    def attributes(self, name: str) -> list[str | None]:
        """The values of an attribute wherever it stands."""
        return [its[name] for _, its in self.elements if name in its]
