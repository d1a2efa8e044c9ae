"""Whether a JSON export says of itself that it is not all there is.

Programs hand out long lists page by page.

They say so in as many ways as there are programs: a total that is more than what is here, a link or
cursor to what comes next, a place from which this part begins.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from chwapi_console.inventory.importers.columns.list_columns import title_words
from chwapi_console.inventory.importers.words.long_numbers import counted
from chwapi_console.inventory.plain_words import folded, word_set

_TOTALS = frozenset(map(folded, ("found", "numFound", "matches", "available", "treesize")))
_COUNTS = word_set("total totals count counted number num nb nbr n size")
_COUNTED = word_set("""
    total totals count counted number num nb nbr n size of all in items item rows row results result set records record
    hits hit entries elements objects resources devices hosts agents endpoints machines computers servers systems assets
    threats alerts detections affected available matches matched matching found odata x filtered returned overall""")
_OF_A_PAGE = word_set("size returned")
"""Keys of how many there are in all: of these words alone, one of which says that it counts. What
counts a page counts no whole."""

_PAGES = frozenset(
    map(
        folded,
        ("pages", "totalPages", "pageCount", "lastPage", "numPages", "pagesTotal", "numberOfPages"),
    )
)
_NEXT = frozenset(
    map(
        folded,
        (
            "next",
            "nextLink",
            "@odata.nextLink",
            "@nextLink",
            "nextCursor",
            "nextPage",
            "nextPageUrl",
            "nextToken",
            "nextPageToken",
            "nextMarker",
            "nextKey",
            "nextUri",
            "nextUrl",
            "continuation",
            "continuationToken",
            "nextRecordsUrl",
            "nextFromKey",
            "lastEvaluatedKey",
            "fromKey",
            "nextOffset",
            "nextPageStart",
            "nextId",
        ),
    )
)
_MORE = frozenset(
    map(
        folded,
        (
            "hasMore",
            "has_more",
            "moreItems",
            "hasNextPage",
            "hasNext",
            "isTruncated",
            "truncated",
            "more",
            "moreDataAvailable",
            "incompleteResults",
            "moreResults",
            "maxReached",
            "limitReached",
            "limited",
            "partial",
            "isPartial",
        ),
    )
)
_ALL = frozenset(
    map(
        folded,
        (
            "last",
            "isLast",
            "isLastPage",
            "lastPage",
            "endOfList",
            "endOfRecords",
            "complete",
            "isComplete",
            "allReturned",
            "done",
        ),
    )
)
"""Keys that say with a no that there is more."""
_LEFT = frozenset(map(folded, ("remaining", "remainingCount", "remainingItems", "itemsRemaining")))
_CURSORS = frozenset(map(folded, ("cursor", "scrollId", "_scroll_id", "scroll_id", "endCursor")))
"""Keys of where this part ends, which some programs say of the last part too."""
_PAGE = frozenset(map(folded, ("page", "pageNumber", "currentPage", "pageIndex", "pageNo")))
_BEGINS = frozenset(map(folded, ("offset", "skip", "startIndex", "startAt", "start")))
_SIZES = frozenset(
    map(
        folded,
        ("limit", "perPage", "pageSize", "per_page", "maxItems", "top", "pageLimit", "maxResults"),
    )
)
_ABOUT = frozenset(
    map(
        folded,
        (
            "pages",
            "page",
            "pagination",
            "paging",
            "meta",
            "metadata",
            "_metadata",
            "links",
            "_links",
            "pageInfo",
            "page_info",
            "cursor",
            "response_metadata",
            "result",
            "results",
            "data",
            "response",
            "hits",
            "reply",
            "_meta",
        ),
    )
)
_OF_PAGES = frozenset(map(folded, ("pages", "page", "pagination", "paging", "pageInfo")))
_RANGE = re.compile(r"\D*(\d+)-(\d+)/(\d+)")
DEEPEST = 6


def says_there_is_more(whole: Any, found: int) -> bool:
    """Whether an export says that there is more of it than the objects found in it."""
    if not isinstance(whole, Mapping):
        return False
    said = [
        (key, _counted(value), pages)
        for pages, table in _about(whole)
        for key, value in table.items()
    ]
    totals = [
        value for key, value, pages in said if _is_number(value) and _says_total(key, pages=pages)
    ]
    whole_here = bool(totals) and all(value == found for value in totals)
    if any(
        _is_more(folded(key), value)
        for key, value, _ in said
        if not (whole_here and folded(key) in _BEGINS and value == found)
    ):
        return True
    if any(value > found for value in totals):
        return True
    if any(value not in (0, 1, found) for value in _pages_counted(said)):
        return True
    return not totals and any(
        _is_a_full_page(folded(key), value, found) or _leads_on(folded(key), value)
        for key, value, _ in said
    )


def _says_total(key: str, *, pages: bool) -> bool:
    """Whether a key says how many objects there are in all."""
    return _is_total(key) or (pages and key == "items")


def _pages_counted(said: Iterable[tuple[str, Any, bool]]) -> list[Any]:
    """What is said of how many pages there are, or objects: nobody can tell which."""
    return [
        value
        for key, value, pages in said
        if pages and folded(key) == "total" and _is_number(value)
    ]


def _is_a_full_page(key: str, value: Any, found: int) -> bool:
    """Whether as many objects are here as fit on a page."""
    return bool(key in _SIZES and value == found > 0)


def _leads_on(key: str, value: Any) -> bool:
    """Whether a key has the mark from which an API goes on."""
    return key in _CURSORS and isinstance(value, str) and bool(value)


def _about(
    table: Mapping[str, Any], pages: bool = False, depth: int = 0
) -> Iterator[tuple[bool, Mapping[str, Any]]]:
    """The objects that may speak about the list.

    The outermost, those within that are called so, and those that hold it; each with whether pages
    are all that it speaks of, whose total is one of objects or of pages.
    """
    yield pages, table
    for key, part in table.items() if depth < DEEPEST else ():
        if isinstance(part, Mapping) and (folded(key) in _ABOUT or _leads_to_a_list(part)):
            yield from _about(part, folded(key) in _OF_PAGES, depth + 1)


@lru_cache(maxsize=4096)
def _is_total(key: str) -> bool:
    """Whether a key says how many there are in all: `total_affected_items`, `X-Total-Count`."""
    words = set(title_words(key))
    return folded(key) in _TOTALS or (
        bool(words)
        and words <= _COUNTED
        and bool(words & _COUNTS)
        and not (words & _OF_A_PAGE and not words & {"total", "result", "results", "set"})
    )


def _leads_to_a_list(part: Mapping[str, Any], depth: int = 0) -> bool:
    """Whether an object holds a list of objects, or one that does, as answers of GraphQL do."""
    return any(
        (isinstance(each, list) and each and isinstance(each[0], dict))
        or (depth < DEEPEST and isinstance(each, Mapping) and _leads_to_a_list(each, depth + 1))
        for each in part.values()
    )


def _counted(value: Any) -> Any:
    """A total that an object says how it was counted, as its number."""
    return value.get("value") if isinstance(value, Mapping) and "value" in value else value


def _is_more(key: str, value: Any) -> bool:
    if key in _NEXT:
        return (
            any(value.values()) if isinstance(value, Mapping) else bool(value) and value != "null"
        )
    if key in _MORE:
        return value is True
    if key in _ALL and isinstance(value, bool):
        return not value
    if key in _LEFT:
        return _is_number(value) and value > 0
    if key in _PAGE:
        return _is_number(value) and value > 1
    if key in _BEGINS:
        return _is_number(value) and value > 0
    if key in _PAGES:
        return _is_number(value) and value > 1
    if (
        key in ("contentrange", "range")
        and isinstance(value, str)
        and (said := _RANGE.match(value))
    ):
        begins, ends, total = map(counted, said.groups())
        return ends + 1 < total or begins > 0
    return False


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
