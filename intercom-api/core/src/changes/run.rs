//! How a run begins: what its cursor belongs to, where it ends, and the request of its first page.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use http::{Method, StatusCode, header};
use serde_json::{Value, json};

use super::cursor::{ChangeCursor, Origin, hash};
use super::operation::{ChangeOperation, ChangeOrder};
use super::progress::Bounds;
use crate::call::RawCall;
use crate::client::ClientHandle;
use crate::data::Timestamp;
use crate::error::Error;
use crate::format::Format;
use crate::search::{KnownField, Order, Query, field};
use crate::transport::Request;

/// A day of 24 hours, in seconds.
const DAY: i64 = 86_400;

/// The time by which objects are searched and sorted.
const UPDATED_AT: &str = "updated_at";

/// What a run reads.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) resource: &'static str,
    pub(super) order: ChangeOrder,
    pub(super) fields: &'static [KnownField],
    pub(super) query: Option<Query>,
    pub(super) per_page: u32,
    pub(super) lookback: Duration,
    /// Where a window ends: this second is not part of it.
    pub(super) until: Option<i64>,
    /// The resource that a window was cut for.
    pub(super) window_of: Option<String>,
}

/// What is known of a run once it has begun.
pub(super) struct Begun {
    pub(super) origin: Origin,
    pub(super) bounds: Bounds,
}

impl Plan {
    pub(super) fn of<O: ChangeOperation>() -> Self {
        Self {
            resource: O::INFO.resource,
            order: O::ORDER,
            fields: O::FIELDS,
            query: None,
            per_page: 150,
            lookback: Duration::from_secs(5 * 60),
            until: None,
            window_of: None,
        }
    }

    /// The hash of the query, and of the end of the window.
    fn query_hash(&self) -> String {
        let query = self
            .query
            .as_ref()
            .map(|query| query.body()["query"].take());
        match self.until {
            Some(until) => hash(Some(&json!({"query": query, "until": until}))),
            None => hash(query.as_ref()),
        }
    }

    /// Returns what cannot be sent or does not fit together, before anything is sent.
    pub(super) fn check(&self, cursor: &ChangeCursor) -> Result<(), String> {
        if let Some(query) = &self.query {
            if self.order == ChangeOrder::Scroll {
                return Err("changes that come by scroll cannot be searched".to_owned());
            }
            query.check(self.resource, self.fields)?;
        }
        crate::url::check_page_size(self.per_page)?;
        if self
            .window_of
            .as_ref()
            .is_some_and(|resource| resource != self.resource)
        {
            return Err("the window was cut for another resource".to_owned());
        }
        let origin = cursor.origin.as_ref();
        let mismatch = origin.and_then(|origin| origin.mismatch(self.resource, &self.query_hash()));
        mismatch.map_or(Ok(()), |mismatch| Err(mismatch.to_owned()))
    }

    /// The request of the first page.
    pub(super) fn request<O: ChangeOperation>(
        &self,
        client: &ClientHandle,
        complete_to: Option<i64>,
    ) -> Request {
        let mut request = Request::of_operation(client.settings(), O::INFO);
        request.expect(<O::Format as Format<O::Output>>::SUCCESS);
        if self.order != ChangeOrder::Scroll {
            let body = self.body(complete_to, self.per_page);
            request.set_json(serde_json::to_vec(&body), "SearchRequest");
        }
        request
    }

    /// The body of the search.
    pub(super) fn body(&self, complete_to: Option<i64>, per_page: u32) -> Value {
        let time = field(UPDATED_AT);
        // Contacts are compared by whole days in a time zone that is unknown here: two days more cover
        // every zone, and days of 25 hours.
        let margin = if self.order == ChangeOrder::Days {
            2 * DAY
        } else {
            0
        };
        let after = complete_to.unwrap_or(0).saturating_sub(margin).max(0);
        let mut filters = vec![time.after(Timestamp::from_seconds(after))];
        if self.order == ChangeOrder::Days && after == 0 {
            // The first day is not after itself.
            let first = time.equals(Timestamp::from_seconds(0));
            filters = vec![Query::or([filters.remove(0), first])];
        }
        if let Some(until) = self.until {
            let before = until.saturating_add(margin);
            filters.push(time.before(Timestamp::from_seconds(before)));
        }
        let query = match &self.query {
            Some(query) => query.clone().narrowed(filters),
            None if filters.len() == 1 => filters.remove(0),
            None => Query::and(filters),
        };
        let sorted = query.sort(UPDATED_AT, Order::Ascending);
        sorted.per_page(per_page).body()
    }
}

/// Begins a run: finds out which workspace this is and what time it is there.
///
/// # Errors
///
/// A cursor that belongs to something else; what every call can fail with.
pub(super) async fn begin(
    client: ClientHandle,
    plan: Arc<Plan>,
    cursor: ChangeCursor,
    request: Request,
) -> Result<Begun, Error> {
    plan.check(&cursor)
        .map_err(|problem| Error::request(request.context(), problem))?;
    let now = client.now().seconds();
    let call = RawCall::new(client.settings(), Method::GET, "/me");
    let (workspace, server_time) = match call.send_as::<Value>().await {
        Ok(response) => {
            let id = &response.value()["app"]["id_code"];
            let id = id.as_str().map(str::to_owned);
            (id, date(response.headers().get(header::DATE)))
        }
        // What the token may not read does not keep it from reading the changes.
        Err(error) if error.is_not_found() || error.status() == Some(StatusCode::FORBIDDEN) => {
            (None, None)
        }
        Err(error) => return Err(error),
    };
    let workspace = workspace.unwrap_or_else(|| client.base_url().to_owned());
    if let Some(origin) = &cursor.origin
        && origin.workspace != workspace
    {
        let problem = "the cursor was made for another workspace";
        return Err(Error::request(request.context(), problem));
    }
    let began = server_time.map_or(now, |time| time.min(now));
    let lookback = i64::try_from(plan.lookback.as_secs()).unwrap_or(i64::MAX);
    Ok(Begun {
        origin: Origin {
            workspace,
            resource: plan.resource.to_owned(),
            query: plan.query_hash(),
        },
        bounds: Bounds {
            complete_to: cursor.complete_to,
            began,
            settled: began.saturating_sub(lookback),
            until: plan.until,
            is_server_time: server_time.is_some(),
        },
    })
}

/// The time of a header `Date` in Unix seconds.
fn date(value: Option<&http::HeaderValue>) -> Option<i64> {
    let date = httpdate::parse_http_date(value?.to_str().ok()?).ok()?;
    let since = date.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    i64::try_from(since.as_secs()).ok()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::{ChangeOrder, Plan};
    use crate::search::{Query, field};

    fn plan(order: ChangeOrder) -> Plan {
        Plan {
            resource: "contacts",
            order,
            fields: &[],
            query: None,
            per_page: 3,
            lookback: Duration::ZERO,
            until: None,
            window_of: None,
        }
    }

    fn time(operator: &str, value: i64) -> serde_json::Value {
        json!({"field": "updated_at", "operator": operator, "value": value})
    }

    #[test]
    fn days_are_asked_for_from_two_days_earlier() {
        let mut plan = plan(ChangeOrder::Days);
        let body = plan.body(Some(1_000_000), plan.per_page);
        assert_eq!(body["query"], time(">", 827_200));
        assert_eq!(body["pagination"], json!({"per_page": 3}));
        let sort = json!({"field": "updated_at", "order": "ascending"});
        assert_eq!(body["sort"], sort);
        plan.until = Some(2_000_000);
        let body = plan.body(Some(1_000_000), 3);
        let both = json!([time(">", 827_200), time("<", 2_172_800)]);
        assert_eq!(body["query"], json!({"operator": "AND", "value": both}));
    }

    #[test]
    fn first_day_is_asked_for_beside_all_later_ones() {
        let body = plan(ChangeOrder::Days).body(None, 3);
        let either = json!([time(">", 0), time("=", 0)]);
        assert_eq!(body["query"], json!({"operator": "OR", "value": either}));
    }

    #[test]
    fn seconds_are_asked_for_from_the_last_complete_one() {
        let mut plan = plan(ChangeOrder::Seconds);
        assert_eq!(plan.body(Some(7), 3)["query"], time(">", 7));
        assert_eq!(plan.body(None, 3)["query"], time(">", 0));
        plan.query = Some(Query::and([field("open").equals(true)]));
        let open = json!({"field": "open", "operator": "=", "value": true});
        let all = json!([time(">", 7), open]);
        let body = plan.body(Some(7), 3);
        assert_eq!(body["query"], json!({"operator": "AND", "value": all}));
    }
}
