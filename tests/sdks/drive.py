"""Drives Intercom's Python client against a simulated workspace: `python drive.py URL TOKEN [async]`.

The report is JSON: the methods that passed, those that are excluded, and the failures with their reasons.
Responses are also held against the types that the client declares for them, which it does not do itself.
"""

import asyncio
import importlib.metadata
import inspect
import json
import re
import sys

from intercom import AsyncIntercom, Intercom, UnauthorizedError
from pydantic import TypeAdapter, ValidationError

from steps import ERROR, EXCLUDED, KNOWN_TYPES, PAGES, SEARCH, STEPS

mismatches = {}


def check_types():
    """Checks every response against the declared type before the client reads it leniently."""
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").endswith("raw_client") and hasattr(module, "construct_type"):
            module.construct_type = checked(module.construct_type)


def checked(construct):
    def check(*, type_, object_):
        try:
            TypeAdapter(type_).validate_python(object_)
        except ValidationError as error:
            for problem in error.errors():
                place = ".".join("[]" if isinstance(part, int) else part for part in problem["loc"])
                mismatches[f"{name_of(type_)} {place}"] = f"{problem['msg']}: {problem['input']!r}"[:160]
        return construct(type_=type_, object_=object_)
    return check


def name_of(type_):
    return type_.__name__ if isinstance(type_, type) else re.sub(r"\w+\.", "", str(type_))


def methods_of(client, prefix=""):
    """Returns every method of a client and of the clients that its properties return."""
    for name in dir(type(client)):
        if name.startswith("_") or name in ("unstable", "with_raw_response"):
            continue
        found = inspect.getattr_static(type(client), name)
        if isinstance(found, property):
            yield from methods_of(getattr(client, name), f"{prefix}{name}.")
        elif inspect.isfunction(found):
            yield prefix + name


async def resolved(value):
    return await value if inspect.isawaitable(value) else value


async def read_all(pager):
    """Reads a list to its end; a list that does not end is an error."""
    items = []
    if hasattr(pager, "__aiter__"):
        async for item in pager:
            items.append(item)
            assert len(items) < 5_000, "the list does not end"
    else:
        for item in pager:
            items.append(item)
            assert len(items) < 5_000, "the list does not end"
    return unique(items)


async def search_all(method, arguments, page):
    """Reads all pages of a search with the cursors that they contain."""
    items = list(page.items)
    while page.response.pages.next and page.response.pages.next.starting_after:
        pagination = {**arguments["pagination"], "starting_after": page.response.pages.next.starting_after}
        page = await resolved(method(**{**arguments, "pagination": pagination}))
        items += page.items
        assert len(items) < 5_000, "the search does not end"
    return unique(items)


def unique(items):
    ids = {item.id for item in items}
    assert len(ids) == len(items), f"{len(items)} items have {len(ids)} ids"
    return items


async def run(client, step, state):
    method, arguments, check, *kind = step
    found = client
    for part in method.split("."):
        found = getattr(found, part)
    arguments = arguments(state)
    if ERROR in kind:
        try:
            await resolved(found(**arguments))
        except Exception as error:  # The check decides whether it is the right one.
            return check(error, state)
        raise AssertionError("it succeeds")
    result = await resolved(found(**arguments))
    if PAGES in kind:
        check(await read_all(result), state, result.response)
    elif SEARCH in kind:
        check(await search_all(found, arguments, result), state, result.response)
    else:
        check(result, state)


async def main(url, token, is_async):
    new = AsyncIntercom if is_async else Intercom
    options = {"base_url": url, "headers": {"Intercom-Version": "2.14"}}
    client = new(token=token, **options)
    methods = list(methods_of(client))
    check_types()
    state, failures, seen = {}, [], set()
    for step in STEPS:
        seen.add(step[0])
        try:
            await run(client, step, state)
        except Exception as error:  # Every failure belongs into the report.
            failures.append(f"{step[0]}: {type(error).__name__}: {error}"[:600])
    try:
        await resolved(new(token="wrong", **options).admins.list())
        failures.append("admins.list: succeeds with a wrong token")
    except UnauthorizedError:
        pass
    failures += [f"{method}: is neither called nor excluded" for method in methods
                 if method not in seen and method not in EXCLUDED]
    failures += [f"{method}: the client does not have it" for method in [*seen, *EXCLUDED] if method not in methods]
    failures += [f"{place}: {problem}" for place, problem in mismatches.items() if place not in KNOWN_TYPES]
    version = importlib.metadata.version("python-intercom")
    name = f"python-intercom {version}" + (" (async)" if is_async else "")
    print(json.dumps({
        "client": name, "methods": len(methods), "called": len(seen), "excluded": EXCLUDED, "failures": failures,
    }))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], "async" in sys.argv[3:]))
