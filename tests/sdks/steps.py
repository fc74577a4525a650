"""Every method of the Python client, with arguments and with what its result must hold.

The steps run in order and share `s`, in which they leave the ids that later steps need. A step that walks a
list to its end is marked with `PAGES`; its check gets all items and the response of the first page.

`SEARCH` is for searches: the client never passes on the cursor, so its own walk would request the first page
forever. The driver passes the cursor instead. A step that must fail is marked with `ERROR`; its check gets the
error.
"""

ADMIN = "991268363"
PAGES = "pages"
SEARCH = "search"
ERROR = "error"

# Methods that API 2.14 does not have.
EXCLUDED = {
    "conversations.run_assignment_rules":
        "API 2.14 does not have POST /conversations/{id}/run_assignment_rules",
}

# Responses that do not have the type that the client declares, with the reasons.
KNOWN_TYPES = {
    "List[AwayStatusReason] ": "API 2.14 has an object with `data`",
    "CollectionList pages.type": "examples of Intercom have `pages`",
    "CompanyList pages.type": "examples of Intercom have `pages`",
    "Conversation team_assignee_id": "API 2.14 has an integer",
    "ConversationList conversations.[].team_assignee_id": "API 2.14 has an integer",
    "DataEventSummary type": "`event.list` where no summary is requested",
}


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


NOTES = [
    ("notes.create", lambda s, body=body: {"contact_id": s["contact"], "body": body, "admin_id": ADMIN}, keep("note"))
    for body in ("one", "two", "three")
]

PEOPLE = [
    ("admins.identify", lambda s: {}, field("email", "ciaran@example.com")),
    ("admins.list", lambda s: {}, lambda r, s: has(r.admins, ADMIN)),
    ("admins.find", lambda s: {"admin_id": int(ADMIN)}, field("name", "Ciaran Lee")),
    ("admins.away", lambda s: {"admin_id": int(ADMIN), "away_mode_enabled": True, "away_mode_reassign": False},
     field("away_mode_enabled", True)),
    ("admins.list_all_activity_logs", lambda s: {"created_at_after": "1677253093"},
     lambda r, s: equal(len(r.activity_logs) > 0, True)),
    ("teams.list", lambda s: {}, keep("team", lambda r: r.teams[0].id)),
    ("teams.find", lambda s: {"team_id": s["team"]}, field("name", "Support")),
    ("away_status_reasons.list_away_status_reasons", lambda s: {}, lambda r, s: equal(r is not None, True)),
    ("segments.list", lambda s: {"include_count": True}, keep("segment", lambda r: r.segments[0].id)),
    ("segments.find", lambda s: {"segment_id": s["segment"]}, field("name", "Active")),
    ("subscription_types.list", lambda s: {}, keep("subscription", lambda r: r.data[0].id)),
    ("ip_allowlist.get_ip_allowlist", lambda s: {}, lambda r, s: equal(isinstance(r.ip_allowlist, list), True)),
    ("ip_allowlist.update_ip_allowlist", lambda s: {"enabled": False, "ip_allowlist": ["192.0.2.1"]},
     lambda r, s: equal(r.type is not None, True)),

    ("contacts.create",
     lambda s: {"request": {"role": "user", "email": "sdk@example.org", "external_id": "sdk-1", "name": "Sol"}},
     keep("contact")),
    ("contacts.create", lambda s: {"request": {"role": "lead", "email": "lead@example.org", "name": "Lee"}}, keep("lead")),
    ("contacts.create", lambda s: {"request": {"role": "user", "email": "sdk@example.org"}},
     refused("ApiError", 409, "conflict"), ERROR),
    ("contacts.find", lambda s: {"contact_id": "nobody"}, refused("ApiError", 404, "not_found"), ERROR),
    ("contacts.find", lambda s: {"contact_id": s["contact"]}, field("external_id", "sdk-1")),
    ("contacts.show_contact_by_external_id", lambda s: {"external_id": "sdk-1"}, same("contact")),
    ("contacts.update", lambda s: {"contact_id": s["contact"], "name": "Sola", "custom_attributes": {"plan": "pro"}},
     lambda r, s: equal((r.name, r.custom_attributes["plan"]), ("Sola", "pro"))),
    ("contacts.merge_lead_in_user", lambda s: {"lead_id": s["lead"], "contact_id": s["contact"]}, same("contact")),
    ("contacts.archive", lambda s: {"contact_id": s["contact"]}, field("archived", True)),
    ("contacts.unarchive", lambda s: {"contact_id": s["contact"]}, field("archived", False)),
    ("contacts.list", lambda s: {"per_page": 50}, whole, PAGES),
    ("contacts.search", lambda s: filtered("email", "$", "@example.org", 4), whole, SEARCH),
    ("contacts.search", lambda s: filtered("email", "=", "joe@example.org", 4),
     lambda items, s, first: s.update(joe=items[0].id), SEARCH),
    ("contacts.search", lambda s: filtered("created_at", ">=", "1", 4), refused("ApiError", 400, "parameter_invalid"), ERROR),
    ("contacts.list", lambda s: {"per_page": 151}, refused("ApiError", 400, "parameter_invalid"), ERROR),
    ("contacts.attach_subscription",
     lambda s: {"contact_id": s["contact"], "subscription_id": s["subscription"], "consent_type": "opt_out"},
     same("subscription")),
    ("contacts.list_attached_subscriptions", lambda s: {"contact_id": s["contact"]}, listed("subscription")),
    ("contacts.detach_subscription",
     lambda s: {"contact_id": s["contact"], "subscription_id": s["subscription"]}, same("subscription")),
    ("contacts.list_attached_segments", lambda s: {"contact_id": s["contact"]},
     lambda r, s: equal(isinstance(r.data, list), True)),

    ("companies.create_or_update",
     lambda s: {"request": {"company_id": "sdk-company", "name": "Solar", "monthly_spend": 7}}, keep("company")),
    ("companies.find", lambda s: {"company_id": s["company"]}, field("name", "Solar")),
    ("companies.update", lambda s: {"company_id": s["company"], "request": {"name": "Solaris"}}, field("name", "Solaris")),
    ("companies.retrieve", lambda s: {"company_id": "sdk-company"}, same("company")),
    ("companies.list", lambda s: {"per_page": 10}, whole, PAGES),
    ("companies.scroll", lambda s: {}, lambda items, s, first: has(items, s["company"]), PAGES),
    ("companies.attach_contact", lambda s: {"contact_id": s["contact"], "company_id": s["company"]}, same("company")),
    ("companies.list_attached_contacts", lambda s: {"company_id": s["company"]}, listed("contact")),
    ("companies.list_attached_segments", lambda s: {"company_id": s["company"]},
     lambda r, s: equal(isinstance(r.data, list), True)),
    ("contacts.list_attached_companies", lambda s: {"contact_id": s["contact"], "per_page": 1}, count(1), PAGES),
    ("companies.detach_contact", lambda s: {"contact_id": s["contact"], "company_id": s["company"]}, same("company")),
    ("companies.delete", lambda s: {"company_id": s["company"]}, deleted("company")),

    *NOTES,
    ("notes.find", lambda s: {"note_id": 1}, refused("NotFoundError", 404, "not_found"), ERROR),
    ("notes.find", lambda s: {"note_id": int(s["note"])}, same("note")),
    ("notes.list", lambda s: {"contact_id": s["contact"], "per_page": 2}, count(3), PAGES),
    ("tags.create", lambda s: {"request": {"name": "SDK"}}, keep("tag")),
    ("tags.list", lambda s: {}, listed("tag")),
    ("tags.find", lambda s: {"tag_id": s["tag"]}, field("name", "SDK")),
    ("tags.tag_contact", lambda s: {"contact_id": s["contact"], "tag_id": s["tag"]}, same("tag")),
    ("contacts.list_attached_tags", lambda s: {"contact_id": s["contact"]}, listed("tag")),
    ("tags.untag_contact", lambda s: {"contact_id": s["contact"], "tag_id": s["tag"]}, same("tag")),
]

CONVERSATIONS = [
    ("conversations.create", lambda s: {"from_": {"type": "user", "id": s["contact"]}, "body": "Hello"},
     keep("conversation", lambda r: r.conversation_id)),
    ("conversations.find", lambda s: {"conversation_id": s["conversation"], "display_as": "plaintext"},
     keep("source", lambda r: r.source.id)),
    ("conversations.update", lambda s: {"conversation_id": s["conversation"], "read": True, "title": "Sun"},
     lambda r, s: equal((r.read, r.title), (True, "Sun"))),
    ("conversations.reply", lambda s: reply(s, "comment", "How can we help?", type="admin", admin_id=ADMIN), replied),
    ("conversations.reply",
     lambda s: {**reply(s, "comment", "Sun", type="user", intercom_user_id=s["contact"]), "conversation_id": "last"},
     same("conversation")),
    ("conversations.reply", lambda s: reply(s, "note", "A note", type="admin", admin_id=ADMIN),
     lambda r, s: equal(last_part(r).part_type, "note")),
    ("conversations.manage", lambda s: manage(s, "assignment", type="admin", assignee_id="991268364"),
     field("admin_assignee_id", 991268364)),
    ("conversations.manage", lambda s: manage(s, "snoozed", snoozed_until=4102444800), field("state", "snoozed")),
    ("conversations.manage", lambda s: manage(s, "open"), field("state", "open")),
    ("conversations.manage", lambda s: manage(s, "close", type="admin"), field("state", "closed")),
    ("conversations.redact_conversation_part",
     lambda s: {"request": {"type": "conversation_part", "conversation_id": s["conversation"],
                            "conversation_part_id": s["part"]}},
     lambda r, s: equal(r.conversation_parts.conversation_parts[0].redacted, True)),
    ("conversations.redact_conversation_part",
     lambda s: {"request": {"type": "source", "conversation_id": s["conversation"], "source_id": s["source"]}},
     lambda r, s: equal(r.source.redacted, True)),
    ("conversations.attach_contact_as_admin",
     lambda s: {"conversation_id": s["conversation"], "admin_id": ADMIN, "customer": {"intercom_user_id": s["joe"]}},
     same("conversation")),
    ("conversations.detach_contact_as_admin",
     lambda s: {"conversation_id": s["conversation"], "contact_id": s["joe"], "admin_id": ADMIN}, same("conversation")),
    ("conversations.list", lambda s: {"per_page": 7}, whole, PAGES),
    ("conversations.search", lambda s: filtered("created_at", ">", "1306054154", 6), whole, SEARCH),
    ("tags.tag_conversation", lambda s: {"conversation_id": s["conversation"], "tag_id": s["tag"], "admin_id": ADMIN},
     same("tag")),
    ("tags.untag_conversation", lambda s: {"conversation_id": s["conversation"], "tag_id": s["tag"], "admin_id": ADMIN},
     same("tag")),
]

TICKETS = [
    ("ticket_states.list_ticket_states", lambda s: {}, keep("state", lambda r: r.data[1].id)),
    ("ticket_types.create",
     lambda s: {"request": {"name": "Repair", "description": "Repairs", "category": "Customer", "icon": "🔧"}},
     keep("type")),
    ("ticket_types.list", lambda s: {}, listed("type")),
    ("ticket_types.get", lambda s: {"ticket_type_id": s["type"]}, field("name", "Repair")),
    ("ticket_types.update", lambda s: {"ticket_type_id": s["type"], "name": "Repairs"}, field("name", "Repairs")),
    ("ticket_types.attributes.create",
     lambda s: {"ticket_type_id": s["type"], "name": "part", "description": "Which part", "data_type": "string"},
     keep("attribute")),
    ("ticket_types.attributes.update",
     lambda s: {"ticket_type_id": s["type"], "attribute_id": s["attribute"], "description": "Which one"},
     field("description", "Which one")),
    ("tickets.create", lambda s: {"ticket_type_id": s["type"], "contacts": [{"id": s["contact"]}]}, keep("ticket")),
    ("tickets.enqueue_create_ticket", lambda s: {"ticket_type_id": s["type"], "contacts": [{"external_id": "sdk-1"}]},
     keep("job")),
    ("jobs.status", lambda s: {"job_id": s["job"]}, field("status", "success")),
    ("tickets.get", lambda s: {"ticket_id": s["ticket"]}, same("ticket")),
    ("tickets.update",
     lambda s: {"ticket_id": s["ticket"], "ticket_attributes": {"_default_title_": "Dark"}, "ticket_state_id": s["state"],
                "open": True, "admin_id": int(ADMIN), "assignee_id": ADMIN},
     lambda r, s: equal(r.ticket_attributes["_default_title_"], "Dark")),
    ("tickets.reply",
     lambda s: {"ticket_id": s["ticket"], "request": {
         "message_type": "comment", "type": "user", "intercom_user_id": s["contact"], "body": "Still dark"}},
     field("type", "ticket_part")),
    ("tickets.search", lambda s: filtered("created_at", ">", "1306054154", 3), whole, SEARCH),
    ("tags.tag_ticket", lambda s: {"ticket_id": s["ticket"], "tag_id": s["tag"], "admin_id": ADMIN}, same("tag")),
    ("tags.untag_ticket", lambda s: {"ticket_id": s["ticket"], "tag_id": s["tag"], "admin_id": ADMIN}, same("tag")),
    ("conversations.convert_to_ticket",
     lambda s: {"conversation_id": int(s["conversation"]), "ticket_type_id": s["type"]}, field("type", "ticket")),
    ("tickets.delete_ticket", lambda s: {"ticket_id": s["ticket"]}, deleted("ticket")),
    ("conversations.delete_conversation", lambda s: {"conversation_id": int(s["conversation"])}, deleted("conversation")),
    ("tags.delete", lambda s: {"tag_id": s["tag"]}, void),
]

TRAFFIC = [
    ("messages.create",
     lambda s: {"request": {"message_type": "inapp", "body": "Hello", "from_": {"type": "admin", "id": int(ADMIN)},
                            "to": {"type": "user", "id": s["contact"]}}},
     field("body", "Hello")),
    ("phone_call_redirects.create", lambda s: {"request": {"phone": "+12065550132"}},
     lambda r, s: equal(r.phone is not None, True)),
    ("calls.list_calls", lambda s: {"per_page": 25}, keep("call", lambda r: r.data[0].id)),
    ("calls.show_call", lambda s: {"call_id": s["call"]}, keep("called", lambda r: r.conversation_id)),
    ("calls.show_call_recording", lambda s: {"call_id": s["call"]}, void),
    ("calls.show_call_transcript", lambda s: {"call_id": s["call"]},
     lambda r, s: equal("Good morning" in r, True)),
    ("calls.list_calls_with_transcripts", lambda s: {"conversation_ids": [s["called"]]},
     lambda r, s: equal(r.data[0].id, s["call"])),
    ("events.create",
     lambda s: {"request": {"user_id": "sdk-1", "event_name": "ordered", "created_at": 1734537243,
                            "metadata": {"size": "3"}}}, void),
    ("events.list", lambda s: {"type": "user", "user_id": "sdk-1"},
     lambda r, s: equal(r.events[0].event_name, "ordered")),
    ("events.summaries",
     lambda s: {"user_id": "sdk-1",
                "event_summaries": {"event_name": "paid", "count": 2, "first": 1734537243, "last": 1734537244}}, void),
    ("data_attributes.create", lambda s: {"request": {"name": "shoe", "model": "contact", "data_type": "string"}},
     keep("data")),
    ("data_attributes.list", lambda s: {"model": "contact"}, listed("data")),
    ("data_attributes.update", lambda s: {"data_attribute_id": int(s["data"]), "request": {"description": "Size"}},
     field("description", "Size")),
    ("custom_object_instances.create_custom_object_instances",
     lambda s: {"custom_object_type_identifier": "Order", "external_id": "sdk-order", "external_created_at": 1734537243,
                "custom_attributes": {"total": "9"}}, keep("order")),
    ("custom_object_instances.get_custom_object_instances_by_external_id",
     lambda s: {"custom_object_type_identifier": "Order", "external_id": "sdk-order"}, same("order")),
    ("custom_object_instances.get_custom_object_instances_by_id",
     lambda s: {"custom_object_type_identifier": "Order", "custom_object_instance_id": s["order"]},
     field("external_id", "sdk-order")),
    # The names of these two are the wrong way round: this one deletes by external id.
    ("custom_object_instances.delete_custom_object_instances_by_id",
     lambda s: {"custom_object_type_identifier": "Order", "external_id": "sdk-order"}, deleted("order")),
    ("custom_object_instances.create_custom_object_instances",
     lambda s: {"custom_object_type_identifier": "Order", "external_id": "sdk-order-2"}, keep("order")),
    ("custom_object_instances.delete_custom_object_instances_by_external_id",
     lambda s: {"custom_object_type_identifier": "Order", "custom_object_instance_id": s["order"]}, deleted("order")),
    ("custom_channel_events.notify_new_conversation", lambda s: event(1), lambda r, s: equal(r is not None, True)),
    ("custom_channel_events.notify_new_message", lambda s: {**event(2), "body": "Hello"},
     lambda r, s: equal(r is not None, True)),
    ("custom_channel_events.notify_quick_reply_selected", lambda s: {**event(3), "quick_reply_option_id": "1"},
     lambda r, s: equal(r is not None, True)),
    ("custom_channel_events.notify_attribute_collected",
     lambda s: {**event(4), "attribute": {"id": "shoe", "value": "42"}}, lambda r, s: equal(r is not None, True)),
]

CONTENT = [
    ("articles.create",
     lambda s: {"request": {"title": "Suns", "author_id": int(ADMIN), "body": "<p>Hot</p>", "state": "published"}},
     keep("article", lambda r: int(r.id))),
    ("articles.find", lambda s: {"article_id": s["article"]}, field("title", "Suns")),
    ("articles.update", lambda s: {"article_id": s["article"], "title": "Moons"}, field("title", "Moons")),
    ("articles.list", lambda s: {"per_page": 2}, count(3), PAGES),
    ("articles.search", lambda s: {"phrase": "Moons", "state": "published", "highlight": True},
     lambda r, s: has(r.data.articles, s["article"])),
    ("articles.delete", lambda s: {"article_id": s["article"]}, deleted("article")),
    ("internal_articles.create_internal_article",
     lambda s: {"request": {"title": "Inside", "author_id": int(ADMIN), "owner_id": int(ADMIN)}},
     keep("internal", lambda r: int(r.id))),
    ("internal_articles.retrieve_internal_article", lambda s: {"internal_article_id": s["internal"]},
     field("title", "Inside")),
    ("internal_articles.update_internal_article", lambda s: {"internal_article_id": s["internal"], "title": "Within"},
     field("title", "Within")),
    ("internal_articles.list_internal_articles", lambda s: {}, listed("internal")),
    ("internal_articles.search_internal_articles", lambda s: {},
     lambda r, s: has(r.data.internal_articles, s["internal"])),
    ("internal_articles.delete_internal_article", lambda s: {"internal_article_id": s["internal"]}, deleted("internal")),
    ("help_centers.list", lambda s: {"per_page": 5},
     lambda items, s, first: s.update(center=int(items[0].id)), PAGES),
    ("help_centers.find", lambda s: {"help_center_id": s["center"]}, field("identifier", "help")),
    ("help_centers.collections.create", lambda s: {"name": "Sky", "help_center_id": s["center"]},
     keep("collection", lambda r: int(r.id))),
    ("help_centers.collections.find", lambda s: {"collection_id": s["collection"]}, field("name", "Sky")),
    ("help_centers.collections.update", lambda s: {"collection_id": s["collection"], "name": "Skies"},
     field("name", "Skies")),
    ("help_centers.collections.list", lambda s: {"per_page": 2}, count(3), PAGES),
    ("help_centers.collections.delete", lambda s: {"collection_id": s["collection"]}, deleted("collection")),
    ("news.feeds.list", lambda s: {}, keep("feed", lambda r: str(r.data[0].id))),
    ("news.feeds.find", lambda s: {"newsfeed_id": s["feed"]}, same("feed")),
    ("news.items.create",
     lambda s: {"title": "Sunrise", "sender_id": int(ADMIN), "state": "live", "reactions": ["😀"], "labels": ["New"],
                "newsfeed_assignments": [{"newsfeed_id": int(s["feed"]), "published_at": 1734537243}]},
     keep("item", lambda r: int(r.id))),
    ("news.items.find", lambda s: {"news_item_id": s["item"]}, field("title", "Sunrise")),
    ("news.items.update", lambda s: {"news_item_id": s["item"], "title": "Sunset", "sender_id": int(ADMIN)},
     field("title", "Sunset")),
    ("news.items.list", lambda s: {}, listed("item")),
    ("news.feeds.list_items", lambda s: {"newsfeed_id": s["feed"]}, listed("item")),
    ("news.items.delete", lambda s: {"news_item_id": s["item"]}, deleted("item")),
    ("ai_content.create_content_import_source", lambda s: {"url": "https://example.com/sun"},
     keep("origin", lambda r: str(r.id))),
    ("ai_content.get_content_import_source", lambda s: {"source_id": s["origin"]}, field("url", "https://example.com/sun")),
    ("ai_content.update_content_import_source",
     lambda s: {"source_id": s["origin"], "sync_behavior": "api", "url": "https://example.com/moon"},
     field("url", "https://example.com/moon")),
    ("ai_content.list_content_import_sources", lambda s: {}, listed("origin")),
    ("ai_content.create_external_page",
     lambda s: {"title": "Page", "html": "<p>Page</p>", "url": "https://example.com/sun/1",
                "source_id": int(s["origin"]), "external_id": "sdk-page"}, keep("page", lambda r: str(r.id))),
    ("ai_content.get_external_page", lambda s: {"page_id": s["page"]}, field("title", "Page")),
    ("ai_content.update_external_page",
     lambda s: {"page_id": s["page"], "title": "Pages", "html": "<p>Pages</p>", "url": "https://example.com/sun/1",
                "source_id": int(s["origin"]), "external_id": "sdk-page"}, field("title", "Pages")),
    ("ai_content.list_external_pages", lambda s: {}, listed("page")),
    ("ai_content.delete_external_page", lambda s: {"page_id": s["page"]}, same("page")),
    ("ai_content.delete_content_import_source", lambda s: {"source_id": s["origin"]}, void),
]

JOBS = [
    ("visitors.find", lambda s: {"user_id": "3ecf64d0-9ed1-4e9f-88e1-da7d6e6782f3"}, keep("visitor")),
    ("visitors.update", lambda s: {"request": {"id": s["visitor"], "name": "Gareth"}}, field("name", "Gareth")),
    ("visitors.merge_to_contact",
     lambda s: {"type": "user", "visitor": {"user_id": "8a88a590-e1c3-41e2-a502-e0649dbf721c"},
                "user": {"id": s["contact"]}}, same("contact")),
    ("contacts.block_contact", lambda s: {"contact_id": s["contact"]}, field("blocked", True)),
    ("contacts.delete", lambda s: {"contact_id": s["contact"]}, deleted("contact")),
    ("data_export.create", lambda s: {"created_at_after": 1734000000, "created_at_before": 1735000000},
     keep("export", lambda r: r.job_identifier)),
    ("data_export.find", lambda s: {"job_identifier": s["export"]}, field("status", "in_progress")),
    ("data_export.find", lambda s: {"job_identifier": s["export"]}, field("status", "completed")),
    ("data_export.download", lambda s: {"job_identifier": s["export"]}, void),
    ("data_export.create", lambda s: {"created_at_after": 1734000000, "created_at_before": 1735000000},
     keep("export", lambda r: r.job_identifier)),
    ("data_export.cancel", lambda s: {"job_identifier": s["export"]}, field("status", "canceled")),
    ("export.list_available_datasets_and_attributes", lambda s: {},
     lambda r, s: equal(isinstance(r.data, list), True)),
    ("export.enqueue_a_new_reporting_data_export_job",
     lambda s: {"dataset_id": "conversation", "attribute_ids": ["conversation_id"], "start_time": 1734000000,
                "end_time": 1735000000}, keep("report", lambda r: r.job_identifier)),
    *[("data_export.export_reporting_data",
       lambda s: {"job_identifier": s["report"], "app_id": "abc12345", "client_id": "client"}, field("status", status))
      for status in ("running", "complete")],
    ("data_export.download_reporting_data_export", lambda s: {"job_identifier": s["report"], "app_id": "abc12345"}, void),
]

STEPS = [*PEOPLE, *CONVERSATIONS, *TICKETS, *TRAFFIC, *CONTENT, *JOBS]
