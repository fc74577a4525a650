//! The Redis store: the scripts that run there, and the connection.
//!
//! The keys of one limit carry the same hash tag, so that a cluster keeps them together:
//!
//! - `calls`: a sorted set of calls that count, by the millisecond from which they no longer do
//! - `processes`: a sorted set of processes, by when each last asked
//! - `due`: when the next call would be due if calls were evenly spread, in milliseconds
//! - `closed`: there while all calls wait; it expires
//! - `limit`: a smaller limit that a response named; it expires

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use redis::Script;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};

use crate::error::Error;
use crate::policy::random::random;

/// How long the store may take to respond.
const PATIENCE: Duration = Duration::from_millis(500);

/// How long a call counts that nobody has ended: its process may have been killed.
const LEASE: Duration = Duration::from_secs(120);

/// How long a process counts after its last call.
const PROCESS: Duration = Duration::from_secs(60);

/// How long a response can hold back all calls.
const LONGEST_CLOSED: Duration = Duration::from_secs(60);

/// Takes a place. Returns the milliseconds to wait (0: the place is taken) and the number of
/// processes. While all places are taken by calls under way, which can end at any time, the wait is
/// short.
const ADMIT: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local limit, window, lease = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
redis.call('ZADD', KEYS[2], now, ARGV[5])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now - tonumber(ARGV[6]))
redis.call('PEXPIRE', KEYS[2], ARGV[6])
local processes = redis.call('ZCARD', KEYS[2])
local closed = redis.call('PTTL', KEYS[4])
if closed > 0 then return {closed, processes} end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
local lowered = tonumber(redis.call('GET', KEYS[5]) or '')
if lowered and lowered < limit then limit = lowered end
if redis.call('ZCARD', KEYS[1]) >= limit then
    local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
    local wait = math.ceil(tonumber(first[2]) - now)
    return {math.max(1, math.min(wait, math.max(10, window / 20))), processes}
end
local due = tonumber(redis.call('GET', KEYS[3]) or '') or now
if due < now then due = now end
local early = math.ceil(due - now - window / 10)
if early > 0 then return {early, processes} end
local next = string.format('%.3f', due + window / limit)
redis.call('SET', KEYS[3], next, 'PX', math.ceil(window) * 2)
redis.call('ZADD', KEYS[1], now + lease, ARGV[4])
redis.call('PEXPIRE', KEYS[1], lease + window)
return {0, processes}
";

/// Ends a call: it counts for one window more, or no longer if it was never sent.
const RELEASE: &str = r"
if ARGV[2] == '' then return redis.call('ZREM', KEYS[1], ARGV[1]) end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
return redis.call('ZADD', KEYS[1], 'XX', now + tonumber(ARGV[2]), ARGV[1])
";

/// Holds back all calls, or lowers the limit.
const OBSERVE: &str = r"
local closed = tonumber(ARGV[1])
if closed > 0 and redis.call('PTTL', KEYS[1]) < closed then
    redis.call('SET', KEYS[1], 1, 'PX', closed)
end
if ARGV[2] ~= '' then redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3]) end
return 0
";

/// The decision of the store about a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// It has a place.
    Admitted {
        /// How many processes share the limit.
        processes: u32,
    },
    /// It has none. Ask again after this time.
    Wait(Duration),
    /// The store did not respond.
    Lost,
}

pub(super) struct Store {
    client: redis::Client,
    /// Made by the first call, because it needs a runtime.
    connection: OnceLock<ConnectionManager>,
    keys: Mutex<Keys>,
    scripts: Scripts,
    process: String,
    last_call: AtomicU64,
}

struct Scripts {
    admit: Script,
    release: Script,
    observe: Script,
}

#[derive(Clone)]
struct Keys {
    calls: String,
    processes: String,
    due: String,
    closed: String,
    limit: String,
}

impl Keys {
    fn of(name: &str) -> Self {
        // A brace would end the hash tag.
        let name = name.replace(['{', '}'], "_");
        let key = |key: &str| format!("intercom:{{{name}}}:{key}");
        Self {
            calls: key("calls"),
            processes: key("processes"),
            due: key("due"),
            closed: key("closed"),
            limit: key("limit"),
        }
    }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

impl Store {
    pub(super) fn open(url: &str) -> Result<Self, Error> {
        // The cause quotes the URL, which can hold a password.
        let client = redis::Client::open(url)
            .map_err(|_| Error::config("the URL of the Redis store", "is not valid"))?;
        Ok(Self {
            client,
            connection: OnceLock::new(),
            keys: Mutex::new(Keys::of("default")),
            scripts: Scripts {
                admit: Script::new(ADMIT),
                release: Script::new(RELEASE),
                observe: Script::new(OBSERVE),
            },
            process: format!("{:016x}", random().to_bits()),
            last_call: AtomicU64::new(0),
        })
    }

    pub(super) fn set_name(&self, name: &str) {
        *self.keys.lock().unwrap_or_else(PoisonError::into_inner) = Keys::of(name);
    }

    /// Returns a name for a call that no other has.
    pub(super) fn new_call(&self) -> String {
        let number = self.last_call.fetch_add(1, Ordering::Relaxed);
        format!("{}:{number}", self.process)
    }

    fn keys(&self) -> Keys {
        self.keys
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn connection(&self) -> Option<ConnectionManager> {
        if let Some(connection) = self.connection.get() {
            return Some(connection.clone());
        }
        let config = ConnectionManagerConfig::new()
            .set_number_of_retries(0)
            .set_connection_timeout(Some(PATIENCE))
            .set_response_timeout(Some(PATIENCE));
        let made = ConnectionManager::new_lazy_with_config(self.client.clone(), config).ok()?;
        Some(self.connection.get_or_init(|| made).clone())
    }

    pub(super) async fn admit(&self, call: &str, calls: u32, window: Duration) -> Answer {
        let Some(mut connection) = self.connection() else {
            return Answer::Lost;
        };
        let keys = self.keys();
        let mut script = self.scripts.admit.key(keys.calls);
        script.key(keys.processes).key(keys.due);
        script.key(keys.closed).key(keys.limit);
        script.arg(calls).arg(milliseconds(window));
        script.arg(milliseconds(LEASE)).arg(call);
        script.arg(&self.process).arg(milliseconds(PROCESS));
        let response = script.invoke_async::<(u64, u32)>(&mut connection);
        match tokio::time::timeout(PATIENCE, response).await {
            Ok(Ok((0, processes))) => Answer::Admitted { processes },
            Ok(Ok((wait, _))) => Answer::Wait(Duration::from_millis(wait)),
            Ok(Err(_)) | Err(_) => Answer::Lost,
        }
    }

    /// Ends a call in the background, after `None` as if it had never been.
    pub(super) fn release(&self, call: String, window: Option<Duration>) {
        let window = window.map_or(String::new(), |it| milliseconds(it).to_string());
        self.in_background(&self.scripts.release, [self.keys().calls], [call, window]);
    }

    /// Shares the rate limit reported by a response with the other processes, in the background.
    pub(super) fn observe(&self, closed: Option<Duration>, limit: Option<u32>, window: Duration) {
        let keys = self.keys();
        let closed = closed.map_or(0, |it| milliseconds(it.min(LONGEST_CLOSED)));
        let limit = limit.map_or(String::new(), |limit| limit.to_string());
        let window = milliseconds(window).to_string();
        self.in_background(
            &self.scripts.observe,
            [keys.closed, keys.limit],
            [closed.to_string(), limit, window],
        );
    }

    /// Runs a script whose loss costs little: a lease or a key expires by itself.
    fn in_background<const K: usize, const A: usize>(
        &self,
        script: &Script,
        keys: [String; K],
        arguments: [String; A],
    ) {
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            return;
        };
        let Some(mut connection) = self.connection.get().cloned() else {
            return;
        };
        let script = script.clone();
        runtime.spawn(async move {
            let mut call = script.prepare_invoke();
            for key in keys {
                call.key(key);
            }
            for argument in arguments {
                call.arg(argument);
            }
            drop(call.invoke_async::<i64>(&mut connection).await);
        });
    }
}
