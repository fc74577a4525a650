"""Checks of results, and arguments that several steps share."""

ADMIN = "991268363"


def equal(actual, expected):
    assert actual == expected, f"{actual!r} is not {expected!r}"


def has(items, wanted):
    assert any(str(item.id) == str(wanted) for item in items), f"{wanted} is not in the list"


def deleted(key):
    def check(result, s):
        equal((str(result.id), result.deleted), (str(s[key]), True))
    return check


def void(result, _):
    equal(result, None)


def field(name, expected):
    """The result has this value in a field."""
    return lambda result, _: equal(getattr(result, name), expected)


def same(key):
    """The result has the id that is kept under a key."""
    return lambda result, s: equal(str(result.id), str(s[key]))


def keep(key, value=lambda result: result.id):
    def check(result, s):
        s[key] = value(result)
        assert s[key] is not None, "there is no id"
    return check


def listed(key, items="data"):
    return lambda result, s: has(getattr(result, items), s[key])


def refused(name, status, code):
    def check(error, _):
        actual = (type(error).__name__, getattr(error, "status_code", None), code_of(error))
        equal(actual, (name, status, [code]))
    return check


def code_of(error):
    body = getattr(error, "body", None)
    errors = body["errors"] if isinstance(body, dict) else getattr(body, "errors", [])
    return [one["code"] if isinstance(one, dict) else one.code for one in errors][:1]


def whole(items, _, first):
    """The items are as many as the first page announces."""
    equal(len(items), first.total_count)


def count(expected):
    return lambda items, _, first: equal(len(items), expected)


def filtered(name, operator, value, per_page):
    return {
        "query": {"field": name, "operator": operator, "value": value},
        "pagination": {"per_page": per_page},
    }


def event(number):
    contact = {"type": "user", "external_id": "ext-joe", "name": "Joe"}
    return {"event_id": f"event-{number}", "external_conversation_id": f"conversation-{number}", "contact": contact}


def reply(s, kind, body, **author):
    return {"conversation_id": s["conversation"], "request": {"message_type": kind, "body": body, **author}}


def manage(s, kind, **rest):
    return {"conversation_id": s["conversation"], "request": {"message_type": kind, "admin_id": ADMIN, **rest}}


def last_part(result):
    return result.conversation_parts.conversation_parts[-1]


def replied(result, s):
    equal(last_part(result).body, "How can we help?")
    s["part"] = last_part(result).id
