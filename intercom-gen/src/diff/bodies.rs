//! What operations send and return: request bodies and responses, by status and media type.

use std::collections::BTreeMap;

use serde_json::Value;

use super::compare::{Comparison, Site};
use super::contract::Contract;
use super::rule;
use super::shape::describe;
use crate::document::{essence, is_success, reference, target_name};

impl Comparison<'_> {
    pub(super) fn request_body(&mut self, key: &str) {
        let old = self.old.operations[key].json.get("requestBody");
        let new = self.new.operations[key].json.get("requestBody");
        let site = self.request_site(key, "request");
        match (old, new) {
            (None, None) => {}
            (None, Some(new)) => {
                let new = self.new.resolve(new);
                let rule = if new["required"] == true {
                    &rule::REQUEST_BODY_ADDED_REQUIRED
                } else {
                    &rule::REQUEST_BODY_ADDED
                };
                let kinds = kinds(new);
                self.report(rule, &site, "", Value::Null, kinds.into());
            }
            (Some(old), None) => {
                let kinds = kinds(self.old.resolve(old));
                self.report(
                    &rule::REQUEST_BODY_REMOVED,
                    &site,
                    "",
                    kinds.into(),
                    Value::Null,
                );
            }
            (Some(old), Some(new)) => {
                if reference(old) != reference(new) {
                    let name = |body: &Value| target_name(body).unwrap_or("inline").into();
                    self.report(&rule::RESPONSE_REF_CHANGED, &site, "", name(old), name(new));
                } else if reference(old).is_some() {
                    // Reported once, at the component.
                    return;
                }
                let (old, new) = (self.old.resolve(old), self.new.resolve(new));
                self.body(&site, old, new);
            }
        }
    }

    /// A request body that both contracts have.
    pub(super) fn body(&mut self, site: &Site, old: &Value, new: &Value) {
        let required = |body: &Value| body["required"] == true;
        let rule = if required(new) {
            &rule::BODY_REQUIRED_CHANGED
        } else {
            &rule::BODY_OPTIONAL_CHANGED
        };
        self.changed(rule, site, "", &required(old).into(), &required(new).into());
        self.others(
            &rule::UNCLASSIFIED,
            site,
            "",
            old,
            new,
            &["content", "required"],
        );
        let (old, new) = (media_types(old), media_types(new));
        for (kind, media) in &new {
            let site = below(site, kind);
            let Some(before) = old.get(kind) else {
                let rule = match (*kind == "application/json", required(media)) {
                    (true, _) => &rule::REQUEST_BODY_ADDED,
                    (false, _) => &rule::REQUEST_BODY_KIND_ADDED,
                };
                self.report(rule, &site, "", Value::Null, (*kind).into());
                continue;
            };
            self.media(&site, before, media);
        }
        for kind in old.keys().filter(|kind| !new.contains_key(*kind)) {
            let site = below(site, kind);
            let rule = if *kind == "application/json" {
                &rule::REQUEST_BODY_REMOVED
            } else {
                &rule::REQUEST_BODY_KIND_REMOVED
            };
            self.report(rule, &site, "", (*kind).into(), Value::Null);
        }
    }

    pub(super) fn responses(&mut self, key: &str) {
        let [old_all, new_all] =
            [&self.old, &self.new].map(|side| &side.operations[key].json["responses"]);
        let (old, new) = (statuses(old_all), statuses(new_all));
        let hoped_for = |status: &str| is_success(status, old_all) || is_success(status, new_all);
        let decides = |status: &str| {
            hoped_for(status) && returned(&self.old, old_all) != returned(&self.new, new_all)
        };
        let added: Vec<_> = new
            .keys()
            .filter(|s| !old.contains_key(*s))
            .map(|s| (*s, decides(s)))
            .collect();
        let removed: Vec<_> = old
            .keys()
            .filter(|s| !new.contains_key(*s))
            .map(|s| (*s, decides(s)))
            .collect();
        for (status, decides) in added {
            let site = self.whole_response(key, hoped_for(status));
            let rule = if decides {
                &rule::STATUS_ADDED_DECIDES
            } else {
                &rule::STATUS_ADDED
            };
            let kinds = kinds(self.new.resolve(new[status]));
            self.report(rule, &site, status, Value::Null, kinds.into());
        }
        for (status, decides) in removed {
            let site = self.whole_response(key, hoped_for(status));
            let rule = if decides {
                &rule::STATUS_REMOVED_DECIDES
            } else {
                &rule::STATUS_REMOVED
            };
            let kinds = kinds(self.old.resolve(old[status]));
            self.report(rule, &site, status, kinds.into(), Value::Null);
        }
        for (status, before) in old {
            let Some(&after) = new.get(status) else {
                continue;
            };
            let site = self.response_site(key, &format!("response {status}"), hoped_for(status));
            if reference(before) != reference(after) {
                let name = |response: &Value| target_name(response).unwrap_or("inline").into();
                self.report(
                    &rule::RESPONSE_REF_CHANGED,
                    &site,
                    "",
                    name(before),
                    name(after),
                );
            } else if reference(before).is_some() {
                // Reported once, at the component.
                continue;
            }
            let (before, after) = (self.old.resolve(before), self.new.resolve(after));
            self.response(&site, before, after);
        }
    }

    /// The operation, for a status that was added or removed.
    fn whole_response(&self, key: &str, success: bool) -> Site {
        let label = self.operation_site(key).name;
        self.response_site(key, "", success).renamed(label)
    }

    /// A response that both contracts have.
    pub(super) fn response(&mut self, site: &Site, old: &Value, new: &Value) {
        self.others(
            &rule::UNCLASSIFIED,
            site,
            "",
            old,
            new,
            &["description", "content"],
        );
        let (old, new) = (media_types(old), media_types(new));
        for (kind, media) in &new {
            let site = below(site, kind);
            let Some(before) = old.get(kind) else {
                let rule = if old.is_empty() {
                    &rule::SCHEMA_ADDED
                } else {
                    &rule::SCHEMA_ADDED_BESIDE
                };
                let kind = describe(&media["schema"]);
                self.report(rule, &site, "", Value::Null, kind.into());
                continue;
            };
            self.media(&site, before, media);
        }
        for (kind, media) in old.iter().filter(|(kind, _)| !new.contains_key(*kind)) {
            let site = below(site, kind);
            let json_stays = new.contains_key("application/json");
            let rule = if json_stays {
                &rule::SCHEMA_REMOVED_BESIDE
            } else {
                &rule::SCHEMA_REMOVED
            };
            let kind = describe(&media["schema"]);
            self.report(rule, &site, "", kind.into(), Value::Null);
        }
    }

    fn media(&mut self, site: &Site, old: &Value, new: &Value) {
        self.others(&rule::UNCLASSIFIED, site, "", old, new, &["schema"]);
        self.schema(site, "", &old["schema"], &new["schema"]);
    }
}

fn below(site: &Site, kind: &str) -> Site {
    site.renamed(format!("{} {kind}", site.name))
}

/// Media types without their parameters.
fn media_types(holder: &Value) -> BTreeMap<&str, &Value> {
    let content = holder["content"].as_object().into_iter().flatten();
    content
        .map(|(kind, media)| (essence(kind), media))
        .collect()
}

/// The media types of a body as a text; empty for none.
pub(super) fn kinds(holder: &Value) -> String {
    let kinds: Vec<_> = media_types(holder).into_keys().collect();
    kinds.join(", ")
}

fn statuses(responses: &Value) -> BTreeMap<&str, &Value> {
    let responses = responses.as_object().into_iter().flatten();
    responses
        .map(|(status, response)| (status.as_str(), response))
        .collect()
}

/// Returns what decides the type of a response: the JSON schemas of all successes, or else the
/// content of the first that has any.
fn returned<'a>(document: &Contract<'a>, responses: &'a Value) -> Vec<&'a Value> {
    let successes = statuses(responses)
        .into_iter()
        .filter(|(status, _)| is_success(status, responses));
    let successes: Vec<_> = successes
        .map(|(_, response)| document.resolve(response))
        .collect();
    let mut schemas = Vec::new();
    for response in &successes {
        let json = media_types(response).get("application/json").copied();
        let schema = json.map_or(&Value::Null, |media| &media["schema"]);
        if !schema.is_null() && !schemas.contains(&schema) {
            schemas.push(schema);
        }
    }
    if schemas.is_empty() {
        let contents = successes.iter().map(|response| &response["content"]);
        let mut contents =
            contents.filter(|content| content.as_object().is_some_and(|kinds| !kinds.is_empty()));
        schemas.extend(contents.next());
    }
    schemas
}
