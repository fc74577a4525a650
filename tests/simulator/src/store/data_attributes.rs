//! Attributes of contacts and companies, and those that a workspace adds itself.

use serde_json::{Value, json};

use super::{Collection, Store, merge, shown};
use crate::contract::array;
use crate::exchange::{ApiError, Call, Outcome};

pub(super) fn handle(store: &mut Store, call: &Call) -> Option<Outcome> {
    Some(match call.route() {
        "GET /data_attributes" => list(store, call),
        "POST /data_attributes" => create(store, call),
        "PUT /data_attributes/{}" => update(store, call),
        _ => return None,
    })
}

fn list(store: &Store, call: &Call) -> Outcome {
    let archived = call.query("include_archived") == Some("true");
    let wanted = |row: &Value| {
        call.query("model")
            .is_none_or(|model| row["model"] == model)
            && (archived || row["archived"] != true)
    };
    let rows = store
        .table(Collection::DataAttributes)
        .rows()
        .filter(wanted);
    let data: Vec<Value> = rows
        .map(|row| shown(Collection::DataAttributes, row))
        .collect();
    Ok(json!({ "type": "list", "data": data }).into())
}

fn create(store: &mut Store, call: &Call) -> Outcome {
    let (name, model) = (call.required("name")?, call.required("model")?);
    let key = format!("{model}.{name}");
    if store
        .table(Collection::DataAttributes)
        .find("_key", &key)
        .is_some()
    {
        let message = format!("You already have '{name}' in your {model} data");
        return Err(ApiError::invalid("name", message));
    }
    let data_type = call.required("data_type")?;
    let mut attribute = json!({
        "_key": key,
        "type": "data_attribute",
        "full_name": format!("custom_attributes.{name}"),
        "label": name,
        "description": "",
        "data_type": if data_type == "options" { "string" } else { data_type.as_str() },
        "api_writable": true,
        "messenger_writable": false,
        "ui_writable": true,
        "custom": true,
        "archived": false,
    });
    merge(
        &mut attribute,
        &call.pick(&["name", "model", "description", "messenger_writable"]),
    );
    set_options(&mut attribute, call);
    let attribute = store.add(Collection::DataAttributes, attribute);
    Ok(shown(Collection::DataAttributes, attribute).into())
}

fn update(store: &mut Store, call: &Call) -> Outcome {
    let changes = call.pick(&["archived", "description", "messenger_writable"]);
    let attribute = store.change(Collection::DataAttributes, call.value(0), |row| {
        merge(row, &changes);
        set_options(row, call);
    })?;
    Ok(shown(Collection::DataAttributes, attribute).into())
}

/// Options are sent as objects with a `value` and returned as strings.
fn set_options(attribute: &mut Value, call: &Call) {
    let options: Vec<Value> = array(&call.body["options"])
        .map(|option| option["value"].clone())
        .collect();
    if !options.is_empty() {
        attribute["options"] = options.into();
    }
}
