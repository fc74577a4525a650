//! Content for the AI agent: import sources and external pages.

use serde_json::{Value, json};

use super::objects::{get, list_by_number, update};
use super::{Collection, Store, shown};
use crate::exchange::{Call, Outcome, Response, text};

pub(super) fn handle(store: &mut Store, call: &Call) -> Option<Outcome> {
    use Collection::{ContentImportSources, ExternalPages};
    Some(match call.route() {
        "GET /ai/content_import_sources" => list_by_number(store, call, ContentImportSources, 20),
        "POST /ai/content_import_sources" => create_source(store, call),
        "GET /ai/content_import_sources/{}" => get(store, call, ContentImportSources),
        "PUT /ai/content_import_sources/{}" => update(store, call, ContentImportSources),
        "DELETE /ai/content_import_sources/{}" => store
            .remove(ContentImportSources, call.value(0))
            .map(|_| Response::empty(204)),
        "GET /ai/external_pages" => list_by_number(store, call, ExternalPages, 20),
        "POST /ai/external_pages" => create_or_update_page(store, call),
        "GET /ai/external_pages/{}" => get(store, call, ExternalPages),
        "PUT /ai/external_pages/{}" => update(store, call, ExternalPages),
        "DELETE /ai/external_pages/{}" => store
            .remove(ExternalPages, call.value(0))
            .map(|page| shown(ExternalPages, page).into()),
        _ => return None,
    })
}

fn filled(call: &Call, defaults: Value) -> Value {
    let mut row = defaults;
    super::merge(
        &mut row,
        &call.body.as_object().cloned().unwrap_or_default(),
    );
    row
}

fn create_source(store: &mut Store, call: &Call) -> Outcome {
    let source = json!({ "type": "content_import_source", "status": "active", "last_synced_at": store.now() });
    let source = store.add(Collection::ContentImportSources, filled(call, source));
    Ok(shown(Collection::ContentImportSources, source).into())
}

/// Within its source, an external id names one page, which is made or updated.
fn create_or_update_page(store: &mut Store, call: &Call) -> Outcome {
    let source = call.required("source_id")?;
    store.fetch(Collection::ContentImportSources, &source)?;
    let key = format!("{source}/{}", call.required("external_id")?);
    let page = if let Some(page) = store.table(Collection::ExternalPages).find("_key", &key) {
        let id = text(&page["id"]).unwrap_or_default();
        store.change(Collection::ExternalPages, &id, |row| {
            *row = filled(call, row.take());
        })?
    } else {
        let page = json!({
            "_key": key,
            "type": "external_page",
            "ai_agent_availability": true,
            "ai_copilot_availability": true,
            "fin_availability": true,
            "last_ingested_at": store.now(),
        });
        store.add(Collection::ExternalPages, filled(call, page))
    };
    Ok(shown(Collection::ExternalPages, page).into())
}
