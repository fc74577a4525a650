// Every method of the Node client, with arguments and with what its result must hold.
//
// The steps run in order and share `s`, in which they leave the ids that later steps need. A step that
// walks a list to its end is marked with `pages`; its check gets all items and the first page. A step that
// must fail is marked with `error`; its check gets the error.
import assert from "node:assert/strict";

const { deepEqual, equal, ok } = assert;

const ADMIN = "991268363";
const has = (list, id) => ok(list.some((item) => String(item.id) === String(id)), `${id} is not in the list`);
const deleted = (id) => (result) => {
    equal(String(result.id), String(id));
    equal(result.deleted, true);
};
const isVoid = (result) => equal(result ?? undefined, undefined);
/** Sends a filter with a page of few results. */
const search = (field, operator, value, perPage = 4) => ({
    query: { field, operator, value },
    pagination: { per_page: perPage },
});
/** The class, status and code of an error. */
const refused = (name, status, code) => (error) =>
    deepEqual([error.constructor.name, error.statusCode, error.body.errors[0].code], [name, status, code]);
const event = (id) => ({
    event_id: `event-${id}`,
    external_conversation_id: `conversation-${id}`,
    contact: { type: "user", external_id: "ext-joe", name: "Joe" },
});

/** Methods that API 2.14 does not have. */
export const EXCLUDED = {
    "conversations.runAssignmentRules": "API 2.14 does not have POST /conversations/{id}/run_assignment_rules",
};

export const steps = [
    // Admins, teams and what every workspace has.
    ["admins.identify", () => [], (r) => equal(r.email, "ciaran@example.com")],
    ["admins.list", () => [], (r) => has(r.admins, ADMIN)],
    ["admins.find", () => [{ admin_id: Number(ADMIN) }], (r) => equal(r.name, "Ciaran Lee")],
    [
        "admins.away",
        () => [{ admin_id: Number(ADMIN), away_mode_enabled: true, away_mode_reassign: false }],
        (r) => equal(r.away_mode_enabled, true),
    ],
    ["admins.listAllActivityLogs", () => [{ created_at_after: "1677253093" }], (r) => ok(r.activity_logs.length > 0)],
    ["teams.list", () => [], (r, s) => (s.team = r.teams[0].id)],
    ["teams.find", (s) => [{ team_id: s.team }], (r) => equal(r.name, "Support")],
    // The client declares a list; API 2.14 has an object with `data`.
    ["awayStatusReasons.listAwayStatusReasons", () => [], (r) => ok(Array.isArray(r.data))],
    ["segments.list", () => [{ include_count: true }], (r, s) => {
        equal(typeof r.segments[0].count, "number");
        s.segment = r.segments[0].id;
    }],
    ["segments.find", (s) => [{ segment_id: s.segment }], (r) => equal(r.name, "Active")],
    ["subscriptionTypes.list", () => [], (r, s) => (s.subscription = r.data[0].id)],
    ["ipAllowlist.getIpAllowlist", () => [], (r) => ok(Array.isArray(r.ip_allowlist))],
    ["ipAllowlist.updateIpAllowlist", () => [{ enabled: false, ip_allowlist: ["192.0.2.1"] }], (r) => ok(r.type)],

    // Contacts.
    ["contacts.create", () => [{ role: "user", email: "sdk@example.org", external_id: "sdk-1", name: "Sol" }], (r, s) => {
        equal(r.email, "sdk@example.org");
        s.contact = r.id;
    }],
    ["contacts.create", () => [{ email: "lead@example.org", name: "Lee", role: "lead" }], (r, s) => (s.lead = r.id)],
    ["contacts.create", () => [{ role: "user", email: "sdk@example.org" }], refused("IntercomError", 409, "conflict"), "error"],
    ["contacts.find", () => [{ contact_id: "nobody" }], refused("IntercomError", 404, "not_found"), "error"],
    ["contacts.find", (s) => [{ contact_id: s.contact }], (r) => equal(r.external_id, "sdk-1")],
    ["contacts.showContactByExternalId", () => [{ external_id: "sdk-1" }], (r, s) => equal(r.id, s.contact)],
    [
        "contacts.update",
        (s) => [{ contact_id: s.contact, name: "Sola", custom_attributes: { plan: "pro" } }],
        (r) => deepEqual([r.name, r.custom_attributes.plan], ["Sola", "pro"]),
    ],
    ["contacts.mergeLeadInUser", (s) => [{ from: s.lead, into: s.contact }], (r, s) => equal(r.id, s.contact)],
    ["contacts.archive", (s) => [{ contact_id: s.contact }], (r) => equal(r.archived, true)],
    ["contacts.unarchive", (s) => [{ contact_id: s.contact }], (r) => equal(r.archived, false)],
    ["contacts.list", () => [{ per_page: 50 }], (all, s, page) => equal(all.length, page.total_count), "pages"],
    ["contacts.search", () => [search("email", "$", "@example.org")], (all) => ok(all.length > 4), "pages"],
    [
        "contacts.search",
        () => [{
            query: { operator: "AND", value: [
                { field: "role", operator: "=", value: "user" },
                { operator: "OR", value: [
                    { field: "name", operator: "IN", value: ["Sola", "joe"] },
                    { field: "created_at", operator: "<", value: "1" },
                ] },
            ] },
        }],
        (all) => deepEqual(all.map((contact) => contact.name).sort(), ["Sola", "joe"]),
        "pages",
    ],
    ["contacts.search", () => [search("created_at", ">=", "1")], refused("IntercomError", 400, "parameter_invalid"), "error"],
    ["contacts.list", () => [{ per_page: 151 }], refused("IntercomError", 400, "parameter_invalid"), "error"],
    ["contacts.attachSubscription", (s) => [{ contact_id: s.contact, id: s.subscription, consent_type: "opt_out" }],
        (r, s) => equal(r.id, s.subscription)],
    ["contacts.listAttachedSubscriptions", (s) => [{ contact_id: s.contact }], (r, s) => has(r.data, s.subscription)],
    ["contacts.detachSubscription", (s) => [{ contact_id: s.contact, subscription_id: s.subscription }],
        (r, s) => equal(r.id, s.subscription)],
    ["contacts.listAttachedSegments", (s) => [{ contact_id: s.contact }], (r) => ok(Array.isArray(r.data))],

    // Companies.
    ["companies.createOrUpdate", () => [{ company_id: "sdk-company", name: "Solar", monthly_spend: 7 }], (r, s) => {
        equal(r.company_id, "sdk-company");
        s.company = r.id;
    }],
    ["companies.find", (s) => [{ company_id: s.company }], (r) => equal(r.name, "Solar")],
    ["companies.update", (s) => [{ company_id: s.company, body: { name: "Solaris" } }], (r) => equal(r.name, "Solaris")],
    ["companies.retrieve", () => [{ company_id: "sdk-company" }], (r, s) => equal(r.id, s.company)],
    ["companies.list", () => [{ per_page: 10 }], (all, s, page) => equal(all.length, page.total_count), "pages"],
    ["companies.scroll", () => [{}], (all, s) => {
        has(all, s.company);
        s.companies = all.length;
    }, "pages"],
    ["companies.attachContact", (s) => [{ contact_id: s.contact, id: s.company }], (r, s) => equal(r.id, s.company)],
    ["companies.listAttachedContacts", (s) => [{ company_id: s.company }], (r, s) => has(r.data, s.contact)],
    ["companies.listAttachedSegments", (s) => [{ company_id: s.company }], (r) => ok(Array.isArray(r.data))],
    ["contacts.listAttachedCompanies", (s) => [{ contact_id: s.contact, per_page: 1 }],
        (all, s) => deepEqual(all.map((company) => company.id), [s.company]), "pages"],
    ["companies.detachContact", (s) => [{ contact_id: s.contact, company_id: s.company }], (r, s) => equal(r.id, s.company)],
    ["companies.delete", (s) => [{ company_id: s.company }], (r, s) => deleted(s.company)(r)],

    // Notes and tags.
    ...["one", "two", "three"].map((body) => [
        "notes.create",
        (s) => [{ contact_id: s.contact, body, admin_id: ADMIN }],
        (r, s) => {
            ok(r.body.includes(body));
            s.note = r.id;
        },
    ]),
    ["notes.find", () => [{ note_id: 1 }], refused("NotFoundError", 404, "not_found"), "error"],
    ["notes.find", (s) => [{ note_id: Number(s.note) }], (r) => ok(r.body.includes("three"))],
    ["notes.list", (s) => [{ contact_id: s.contact, per_page: 2 }], (all) => equal(all.length, 3), "pages"],
    ["tags.create", () => [{ name: "SDK" }], (r, s) => (s.tag = r.id)],
    ["tags.create", (s) => [{ name: "SDK", users: [{ id: s.contact }] }], (r, s) => equal(r.id, s.tag)],
    ["tags.list", () => [], (r, s) => has(r.data, s.tag)],
    ["tags.find", (s) => [{ tag_id: s.tag }], (r) => equal(r.name, "SDK")],
    ["tags.tagContact", (s) => [{ contact_id: s.contact, id: s.tag }], (r, s) => equal(r.id, s.tag)],
    ["contacts.listAttachedTags", (s) => [{ contact_id: s.contact }], (r, s) => has(r.data, s.tag)],
    ["tags.untagContact", (s) => [{ contact_id: s.contact, tag_id: s.tag }], (r, s) => equal(r.id, s.tag)],

    // Conversations.
    ["conversations.create", (s) => [{ from: { type: "user", id: s.contact }, body: "Hello" }], (r, s) => {
        equal(r.body, "Hello");
        s.conversation = r.conversation_id;
    }],
    ["conversations.find", (s) => [{ conversation_id: s.conversation, display_as: "plaintext" }], (r, s) => {
        equal(r.id, s.conversation);
        s.source = r.source.id;
    }],
    ["conversations.update", (s) => [{ conversation_id: s.conversation, read: true, title: "Sun" }],
        (r) => deepEqual([r.read, r.title], [true, "Sun"])],
    ["conversations.reply", (s) => [{
        conversation_id: s.conversation,
        body: { message_type: "comment", type: "admin", admin_id: ADMIN, body: "How can we help?" },
    }], (r, s) => {
        const part = r.conversation_parts.conversation_parts.at(-1);
        equal(part.body, "How can we help?");
        s.part = part.id;
    }],
    ["conversations.reply", (s) => [{
        conversation_id: "last",
        body: { message_type: "comment", type: "user", intercom_user_id: s.contact, body: "With the sun" },
    }], (r, s) => equal(r.id, s.conversation)],
    ["conversations.reply", (s) => [{
        conversation_id: s.conversation,
        body: { message_type: "note", type: "admin", admin_id: ADMIN, body: "A note" },
    }], (r) => equal(r.conversation_parts.conversation_parts.at(-1).part_type, "note")],
    ["conversations.manage", (s) => [{
        conversation_id: s.conversation,
        body: { message_type: "assignment", type: "admin", admin_id: ADMIN, assignee_id: "991268364" },
    }], (r) => equal(r.admin_assignee_id, 991268364)],
    ["conversations.manage", (s) => [{
        conversation_id: s.conversation,
        body: { message_type: "snoozed", admin_id: ADMIN, snoozed_until: 4102444800 },
    }], (r) => equal(r.state, "snoozed")],
    ["conversations.manage", (s) => [{
        conversation_id: s.conversation, body: { message_type: "open", admin_id: ADMIN },
    }], (r) => equal(r.state, "open")],
    ["conversations.manage", (s) => [{
        conversation_id: s.conversation, body: { message_type: "close", type: "admin", admin_id: ADMIN },
    }], (r) => equal(r.state, "closed")],
    ["conversations.redactConversationPart", (s) => [{
        type: "conversation_part", conversation_id: s.conversation, conversation_part_id: s.part,
    }], (r) => equal(r.conversation_parts.conversation_parts[0].redacted, true)],
    ["conversations.redactConversationPart", (s) => [{
        type: "source", conversation_id: s.conversation, source_id: s.source,
    }], (r) => equal(r.source.redacted, true)],
    ["contacts.search", () => [search("email", "=", "joe@example.org")], (all, s) => (s.joe = all[0].id), "pages"],
    ["conversations.attachContactAsAdmin", (s) => [{
        conversation_id: s.conversation, admin_id: ADMIN, customer: { intercom_user_id: s.joe },
    }], (r) => ok(r.id)],
    ["conversations.detachContactAsAdmin", (s) => [{
        conversation_id: s.conversation, contact_id: s.joe, admin_id: ADMIN,
    }], (r) => ok(r.id)],
    ["conversations.list", () => [{ per_page: 7 }], (all, s, page) => equal(all.length, page.total_count), "pages"],
    ["conversations.search", () => [search("created_at", ">", "1306054154", 6)],
        (all, s, page) => equal(all.length, page.total_count), "pages"],
    ["tags.tagConversation", (s) => [{ conversation_id: s.conversation, id: s.tag, admin_id: ADMIN }],
        (r, s) => equal(r.id, s.tag)],
    ["tags.untagConversation", (s) => [{ conversation_id: s.conversation, tag_id: s.tag, admin_id: ADMIN }],
        (r, s) => equal(r.id, s.tag)],

    // Tickets.
    ["ticketStates.listTicketStates", () => [], (r, s) => (s.state = r.data[1].id)],
    ["ticketTypes.create", () => [{ name: "Repair", description: "Repairs", category: "Customer", icon: "🔧" }],
        (r, s) => (s.type = r.id)],
    ["ticketTypes.list", () => [], (r, s) => has(r.data, s.type)],
    ["ticketTypes.get", (s) => [{ ticket_type_id: s.type }], (r) => equal(r.name, "Repair")],
    ["ticketTypes.update", (s) => [{ ticket_type_id: s.type, name: "Repairs" }], (r) => equal(r.name, "Repairs")],
    ["ticketTypes.attributes.create", (s) => [{
        ticket_type_id: s.type, name: "part", description: "Which part", data_type: "string",
    }], (r, s) => {
        equal(r.name, "part");
        s.attribute = r.id;
    }],
    ["ticketTypes.attributes.update", (s) => [{
        ticket_type_id: s.type, attribute_id: s.attribute, description: "Which one",
    }], (r) => equal(r.description, "Which one")],
    ["tickets.create", (s) => [{ ticket_type_id: s.type, contacts: [{ id: s.contact }] }], (r, s) => {
        equal(r.type, "ticket");
        s.ticket = r.id;
    }],
    ["tickets.enqueueCreateTicket", (s) => [{ ticket_type_id: s.type, contacts: [{ external_id: "sdk-1" }] }],
        (r, s) => (s.job = r.id)],
    ["jobs.status", (s) => [{ job_id: s.job }], (r) => equal(r.status, "success")],
    ["tickets.get", (s) => [{ ticket_id: s.ticket }], (r, s) => equal(r.id, s.ticket)],
    ["tickets.update", (s) => [{
        ticket_id: s.ticket, ticket_attributes: { _default_title_: "Dark" }, ticket_state_id: s.state, open: true,
        admin_id: Number(ADMIN), assignee_id: ADMIN,
    }], (r) => equal(r.ticket_attributes._default_title_, "Dark")],
    ["tickets.reply", (s) => [{
        ticket_id: s.ticket,
        body: { message_type: "comment", type: "user", intercom_user_id: s.contact, body: "Still dark" },
    }], (r) => equal(r.type, "ticket_part")],
    ["tickets.search", () => [search("created_at", ">", "1306054154", 3)],
        (all, s, page) => equal(all.length, page.total_count), "pages"],
    ["tags.tagTicket", (s) => [{ ticket_id: s.ticket, id: s.tag, admin_id: ADMIN }], (r, s) => equal(r.id, s.tag)],
    ["tags.untagTicket", (s) => [{ ticket_id: s.ticket, tag_id: s.tag, admin_id: ADMIN }], (r, s) => equal(r.id, s.tag)],
    ["conversations.convertToTicket", (s) => [{ conversation_id: Number(s.conversation), ticket_type_id: s.type }],
        (r) => equal(r.type, "ticket")],
    ["tickets.deleteTicket", (s) => [{ ticket_id: s.ticket }], (r, s) => deleted(s.ticket)(r)],
    ["conversations.deleteConversation", (s) => [{ conversation_id: Number(s.conversation) }],
        (r, s) => deleted(s.conversation)(r)],
    ["tags.delete", (s) => [{ tag_id: s.tag }], isVoid],

    // Messages, calls, events.
    ["messages.create", (s) => [{
        message_type: "inapp", body: "Hello", from: { type: "admin", id: Number(ADMIN) }, to: { type: "user", id: s.contact },
    }], (r) => equal(r.body, "Hello")],
    ["messages.create", (s) => [{
        message_type: "email", subject: "Hi", body: "Hello", template: "plain", from: { type: "admin", id: Number(ADMIN) },
        to: { type: "user", id: s.contact },
    }], (r) => equal(r.message_type, "email")],
    ["phoneCallRedirects.create", () => [{ phone: "+12065550132" }], (r) => ok(r.phone)],
    ["calls.listCalls", () => [{ per_page: 25 }], (r, s) => (s.call = r.data[0])],
    ["calls.showCall", (s) => [{ call_id: s.call.id }], (r, s) => equal(r.id, s.call.id)],
    ["calls.showCallRecording", (s) => [{ call_id: s.call.id }], isVoid],
    ["calls.showCallTranscript", (s) => [{ call_id: s.call.id }], (r) => ok(r.includes("Good morning"))],
    ["calls.listCallsWithTranscripts", (s) => [{ conversation_ids: [s.call.conversation_id] }],
        (r, s) => equal(r.data[0].id, s.call.id)],
    ["events.create", () => [{ user_id: "sdk-1", event_name: "ordered", created_at: 1734537243, metadata: { size: "3" } }], isVoid],
    ["events.list", () => [{ type: "user", user_id: "sdk-1" }], (r) => equal(r.events[0].event_name, "ordered")],
    ["events.list", () => [{ type: "user", user_id: "sdk-1", summary: true }], (r) => equal(r.events[0].name, "ordered")],
    ["events.summaries", () => [{ user_id: "sdk-1", event_summaries: { event_name: "paid", count: 2, first: 1734537243, last: 1734537244 } }], isVoid],

    // Custom data.
    ["dataAttributes.create", () => [{ name: "shoe", model: "contact", data_type: "string" }], (r, s) => (s.data = r.id)],
    ["dataAttributes.list", () => [{ model: "contact" }], (r, s) => has(r.data, s.data)],
    ["dataAttributes.update", (s) => [{ data_attribute_id: Number(s.data), body: { description: "Size" } }],
        (r) => equal(r.description, "Size")],
    ["customObjectInstances.createCustomObjectInstances", () => [{
        custom_object_type_identifier: "Order", external_id: "sdk-order", external_created_at: 1734537243,
        custom_attributes: { total: "9" },
    }], (r, s) => (s.order = r.id)],
    ["customObjectInstances.getCustomObjectInstancesByExternalId", () => [{
        custom_object_type_identifier: "Order", external_id: "sdk-order",
    }], (r, s) => equal(r.id, s.order)],
    ["customObjectInstances.getCustomObjectInstancesById", (s) => [{
        custom_object_type_identifier: "Order", custom_object_instance_id: s.order,
    }], (r) => equal(r.external_id, "sdk-order")],
    // The names of these two are the wrong way round: this one deletes by external id.
    ["customObjectInstances.deleteCustomObjectInstancesById", () => [{
        custom_object_type_identifier: "Order", external_id: "sdk-order",
    }], (r, s) => deleted(s.order)(r)],
    ["customObjectInstances.createCustomObjectInstances", () => [{
        custom_object_type_identifier: "Order", external_id: "sdk-order-2",
    }], (r, s) => (s.order = r.id)],
    ["customObjectInstances.deleteCustomObjectInstancesByExternalId", (s) => [{
        custom_object_type_identifier: "Order", custom_object_instance_id: s.order,
    }], (r, s) => deleted(s.order)(r)],
    ["customChannelEvents.notifyNewConversation", () => [event(1)], (r) => ok(r)],
    ["customChannelEvents.notifyNewMessage", () => [{ ...event(2), body: "Hello" }], (r) => ok(r)],
    ["customChannelEvents.notifyQuickReplySelected", () => [{ ...event(3), quick_reply_option_id: "1" }], (r) => ok(r)],
    ["customChannelEvents.notifyAttributeCollected", () => [{ ...event(4), attribute: { id: "shoe", value: "42" } }], (r) => ok(r)],

    // Content.
    ["articles.create", () => [{ title: "Suns", author_id: Number(ADMIN), body: "<p>Hot</p>", state: "published" }],
        (r, s) => (s.article = Number(r.id))],
    ["articles.find", (s) => [{ article_id: s.article }], (r) => equal(r.title, "Suns")],
    ["articles.update", (s) => [{ article_id: s.article, title: "Moons" }], (r) => equal(r.title, "Moons")],
    ["articles.list", () => [{ per_page: 2 }], (all) => equal(all.length, 3), "pages"],
    ["articles.search", () => [{ phrase: "Moons", state: "published", highlight: true }],
        (r, s) => has(r.data.articles, s.article)],
    ["articles.delete", (s) => [{ article_id: s.article }], (r, s) => deleted(s.article)(r)],
    ["internalArticles.createInternalArticle", () => [{ title: "Inside", author_id: Number(ADMIN), owner_id: Number(ADMIN) }],
        (r, s) => (s.internal = Number(r.id))],
    ["internalArticles.retrieveInternalArticle", (s) => [{ internal_article_id: s.internal }], (r) => equal(r.title, "Inside")],
    ["internalArticles.updateInternalArticle", (s) => [{ internal_article_id: s.internal, title: "Within" }],
        (r) => equal(r.title, "Within")],
    ["internalArticles.listInternalArticles", () => [], (r, s) => has(r.data, s.internal)],
    ["internalArticles.searchInternalArticles", () => [{}], (r) => ok(r.data.internal_articles.length > 0)],
    ["internalArticles.deleteInternalArticle", (s) => [{ internal_article_id: s.internal }], (r, s) => deleted(s.internal)(r)],
    ["helpCenters.list", () => [{ per_page: 5 }], (all, s) => (s.center = Number(all[0].id)), "pages"],
    ["helpCenters.find", (s) => [{ help_center_id: s.center }], (r) => equal(r.identifier, "help")],
    ["helpCenters.collections.create", (s) => [{ name: "Sky", help_center_id: s.center }],
        (r, s) => (s.collection = Number(r.id))],
    ["helpCenters.collections.find", (s) => [{ collection_id: s.collection }], (r) => equal(r.name, "Sky")],
    ["helpCenters.collections.update", (s) => [{ collection_id: s.collection, name: "Skies" }], (r) => equal(r.name, "Skies")],
    ["helpCenters.collections.list", () => [{ per_page: 2 }], (all) => equal(all.length, 3), "pages"],
    ["helpCenters.collections.delete", (s) => [{ collection_id: s.collection }], (r, s) => deleted(s.collection)(r)],
    ["news.feeds.list", () => [], (r, s) => (s.feed = String(r.data[0].id))],
    ["news.feeds.find", (s) => [{ newsfeed_id: s.feed }], (r, s) => equal(String(r.id), s.feed)],
    ["news.items.create", (s) => [{
        title: "Sunrise", sender_id: Number(ADMIN), state: "live", reactions: ["😀"], labels: ["New"],
        newsfeed_assignments: [{ newsfeed_id: Number(s.feed), published_at: 1734537243 }],
    }], (r, s) => (s.item = Number(r.id))],
    ["news.items.find", (s) => [{ news_item_id: s.item }], (r) => equal(r.title, "Sunrise")],
    ["news.items.update", (s) => [{ news_item_id: s.item, body: { title: "Sunset", sender_id: Number(ADMIN) } }],
        (r) => equal(r.title, "Sunset")],
    ["news.items.list", () => [], (r, s) => has(r.data, s.item)],
    ["news.feeds.listItems", (s) => [{ newsfeed_id: s.feed }], (r, s) => has(r.data, s.item)],
    ["news.items.delete", (s) => [{ news_item_id: s.item }], (r, s) => deleted(s.item)(r)],
    ["aiContent.createContentImportSource", () => [{ url: "https://example.com/sun" }], (r, s) => (s.origin = String(r.id))],
    ["aiContent.getContentImportSource", (s) => [{ source_id: s.origin }], (r) => equal(r.url, "https://example.com/sun")],
    ["aiContent.updateContentImportSource", (s) => [{ source_id: s.origin, sync_behavior: "api", url: "https://example.com/moon" }],
        (r) => equal(r.url, "https://example.com/moon")],
    ["aiContent.listContentImportSources", () => [], (r, s) => has(r.data, s.origin)],
    ["aiContent.createExternalPage", (s) => [{
        title: "Page", html: "<p>Page</p>", url: "https://example.com/sun/1", source_id: Number(s.origin), external_id: "sdk-page",
    }], (r, s) => (s.page = String(r.id))],
    ["aiContent.getExternalPage", (s) => [{ page_id: s.page }], (r) => equal(r.title, "Page")],
    ["aiContent.updateExternalPage", (s) => [{
        page_id: s.page, title: "Pages", html: "<p>Pages</p>", url: "https://example.com/sun/1", source_id: Number(s.origin),
        external_id: "sdk-page",
    }], (r) => equal(r.title, "Pages")],
    ["aiContent.listExternalPages", () => [], (r, s) => has(r.data, s.page)],
    ["aiContent.deleteExternalPage", (s) => [{ page_id: s.page }], (r, s) => equal(String(r.id), s.page)],
    ["aiContent.deleteContentImportSource", (s) => [{ source_id: s.origin }], isVoid],

    // Visitors.
    ["visitors.find", () => [{ user_id: "3ecf64d0-9ed1-4e9f-88e1-da7d6e6782f3" }], (r, s) => (s.visitor = r.id)],
    ["visitors.update", (s) => [{ id: s.visitor, name: "Gareth" }], (r) => equal(r.name, "Gareth")],
    ["visitors.mergeToContact", (s) => [{
        type: "user", visitor: { user_id: "8a88a590-e1c3-41e2-a502-e0649dbf721c" }, user: { id: s.contact },
    }], (r, s) => equal(r.id, s.contact)],
    ["contacts.blockContact", (s) => [{ contact_id: s.contact }], (r) => equal(r.blocked, true)],
    ["contacts.delete", (s) => [{ contact_id: s.contact }], (r, s) => deleted(s.contact)(r)],

    // Exports.
    ["dataExport.create", () => [{ created_at_after: 1734000000, created_at_before: 1735000000 }], (r, s) => {
        equal(r.status, "pending");
        s.export = r.job_identifier;
    }],
    ["dataExport.find", (s) => [{ job_identifier: s.export }], (r) => equal(r.status, "in_progress")],
    ["dataExport.find", (s) => [{ job_identifier: s.export }], (r) => equal(r.status, "completed")],
    ["dataExport.download", (s) => [{ job_identifier: s.export }], isVoid],
    ["dataExport.create", () => [{ created_at_after: 1734000000, created_at_before: 1735000000 }], (r, s) => (s.export = r.job_identifier)],
    ["dataExport.cancel", (s) => [{ job_identifier: s.export }], (r) => equal(r.status, "canceled")],
    ["export.listAvailableDatasetsAndAttributes", () => [], (r) => ok(Array.isArray(r.data))],
    ["export.enqueueANewReportingDataExportJob", () => [{
        dataset_id: "conversation", attribute_ids: ["conversation_id"], start_time: 1734000000, end_time: 1735000000,
    }], (r, s) => (s.report = r.job_identifier)],
    ...["running", "complete"].map((status) => [
        "dataExport.exportReportingData",
        (s) => [{ job_identifier: s.report, app_id: "abc12345", client_id: "client" }],
        (r) => equal(r.status, status),
    ]),
    ["dataExport.downloadReportingDataExport", (s) => [{ job_identifier: s.report, app_id: "abc12345" }], isVoid],
];
