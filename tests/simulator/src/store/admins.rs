//! Admins and teams, and who the token belongs to.

use serde_json::{Value, json};

use super::objects::{get, list_all};
use super::paging::{List, by_number};
use super::{Collection, Store, contacts, merge, shown};
use crate::contract::MOMENT;
use crate::exchange::{Call, Outcome};

pub(super) fn handle(store: &mut Store, call: &Call) -> Option<Outcome> {
    Some(match call.route() {
        "GET /me" => Ok(me(store).into()),
        "GET /admins/activity_logs" => list_activity_logs(store, call),
        "GET /admins" => list_all(store, Collection::Admins, "admin.list", "admins"),
        "GET /admins/{}" => get(store, call, Collection::Admins),
        "PUT /admins/{}/away" => set_away(store, call),
        "GET /teams" => list_all(store, Collection::Teams, "team.list", "teams"),
        "GET /teams/{}" => get(store, call, Collection::Teams),
        _ => return None,
    })
}

fn list_activity_logs(store: &Store, call: &Call) -> Outcome {
    let table = store.table(Collection::ActivityLogs);
    let page = by_number(call, &List::All(table), 20)?;
    let rows = page.positions.iter().filter_map(|at| table.at(*at));
    let logs: Vec<Value> = rows
        .map(|row| shown(Collection::ActivityLogs, row))
        .collect();
    let response =
        json!({ "type": "activity_log.list", "pages": page.pages, "activity_logs": logs });
    Ok(response.into())
}

/// The first admin, with the workspace.
fn me(store: &Store) -> Value {
    let mut admin = store
        .table(Collection::Admins)
        .rows()
        .next()
        .unwrap_or_else(|| json!({ "type": "admin" }));
    admin["email_verified"] = true.into();
    admin["avatar"] = json!({ "type": "avatar", "image_url": null });
    admin["app"] = json!({
        "type": "app",
        "id_code": contacts::WORKSPACE,
        "name": "Simulated workspace",
        "region": "US",
        "timezone": "Etc/UTC",
        "created_at": MOMENT,
        "identity_verification": false,
    });
    shown(Collection::Admins, admin)
}

fn set_away(store: &mut Store, call: &Call) -> Outcome {
    let changes = call.pick(&[
        "away_mode_enabled",
        "away_mode_reassign",
        "away_status_reason_id",
    ]);
    let admin = store.change(Collection::Admins, call.value(0), |row| {
        merge(row, &changes);
    })?;
    Ok(shown(Collection::Admins, admin).into())
}
