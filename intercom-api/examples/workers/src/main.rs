//! A backfill of conversations by many processes, on any number of machines.
//!
//! One process cuts a range of time into windows and puts them into a queue over Redis, the crate
//! `apalis`. Any number of others work on the windows. They keep one rate limit together, with
//! [`RedisPace`].
//!
//! ```text
//! export REDIS_URL=redis://127.0.0.1/ INTERCOM_ACCESS_TOKEN=…
//! cargo run -p intercom-workers -- enqueue 1760000000 1760600000 3600
//! cargo run -p intercom-workers -- work first first.ndjson
//! cargo run -p intercom-workers -- work second second.ndjson
//! ```
//!
//! Each conversation is written once or more, none is lost: a window leaves the queue after its
//! conversations are on disk. The windows of a process that is killed come back to the queue a few
//! seconds later, and are read again. A consumer keeps the newest of several lines with the same `id`,
//! by `updated_at`.

use std::env;
use std::error::Error;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use apalis::prelude::*;
use apalis_redis::{Config, RedisStorage};
use intercom_api::search::{Query, field};
use intercom_api::{Client, ClientBuilder, RedisPace, Timestamp};
use serde::{Deserialize, Serialize};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// How often a process shows that it lives; after three times without it, others take its windows.
const HEARTBEAT: Duration = Duration::from_secs(1);

/// Conversations that were updated from one second to another, both inclusive.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
struct Window {
    first: i64,
    last: i64,
}

/// What the jobs of a process share.
#[derive(Clone)]
struct Worker {
    intercom: Client,
    output: Arc<Mutex<File>>,
}

async fn queue(url: &str) -> Result<RedisStorage<Window>> {
    let connection = apalis_redis::connect(url).await?;
    let config = Config::default()
        .queue("intercom-windows")
        .heartbeat_interval(HEARTBEAT)
        .missed_heartbeats(3)
        // A process that is killed holds no more than it works on.
        .batch_size(1);
    Ok(RedisStorage::new(connection).with_config(config))
}

/// Puts the windows of a range into the queue.
async fn enqueue(url: &str, range: Window, seconds: i64) -> Result<()> {
    let mut queue = queue(url).await?;
    let mut first = range.first;
    while first <= range.last {
        let last = first.saturating_add(seconds.max(1) - 1).min(range.last);
        queue.push(Window { first, last }).await?;
        first = last.saturating_add(1);
    }
    Ok(())
}

/// Reads one window. All its lines are on disk before it counts as done.
async fn read(window: Window, worker: Data<Worker>) -> Result<()> {
    // The bounds of this search may or may not include the second itself.
    let query = Query::and([
        field("updated_at").after(Timestamp::from_seconds(window.first - 1)),
        field("updated_at").before(Timestamp::from_seconds(window.last + 1)),
    ]);
    let found = worker.intercom.conversations().search(query.per_page(150));
    let mut items = found.items();
    let mut lines = Vec::new();
    while let Some(conversation) = items.next().await {
        let conversation = conversation?;
        let updated_at = conversation
            .updated_at
            .map_or(window.first, intercom_api::Timestamp::seconds);
        if (window.first..=window.last).contains(&updated_at) {
            serde_json::to_writer(&mut lines, &conversation)?;
            lines.push(b'\n');
        }
    }
    let mut output = worker.output.lock().unwrap_or_else(PoisonError::into_inner);
    output.write_all(&lines)?;
    output.sync_all()?;
    Ok(())
}

/// Works on windows until the process is ended.
async fn work(url: &str, name: &str, output: &str) -> Result<()> {
    let pace = RedisPace::open(url)?
        .name("intercom-workers")
        .on_change(|is_degraded| eprintln!("pacing without Redis: {is_degraded}"));
    let intercom = ClientBuilder::from_env()?
        .pace(pace)
        // Long enough for every turn to come.
        .timeout(Duration::from_secs(60 * 60))
        .build()?;
    let output = OpenOptions::new().create(true).append(true).open(output)?;
    let worker = Worker {
        intercom,
        output: Arc::new(Mutex::new(output)),
    };
    WorkerBuilder::new(name)
        .backend(queue(url).await?)
        .data(worker)
        .build(read)
        .run()
        .await?;
    Ok(())
}

#[tokio::main]
async fn main() -> Result<()> {
    let url = env::var("REDIS_URL").map_err(|_| "set REDIS_URL, such as redis://127.0.0.1/")?;
    let arguments: Vec<_> = env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["enqueue", first, last, seconds] => {
            let range = Window {
                first: first.parse()?,
                last: last.parse()?,
            };
            enqueue(&url, range, seconds.parse()?).await
        }
        ["work", name, output] => work(&url, name, output).await,
        _ => Err("usage: enqueue FIRST LAST SECONDS | work NAME OUTPUT".into()),
    }
}
