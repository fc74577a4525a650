//! A fleet of processes that keeps one rate limit: the calls of all of them are counted in Redis.
//!
//! Each process makes many calls at once, which all wait for their turn:
//!
//! ```text
//! REDIS_URL=redis://127.0.0.1 INTERCOM_ACCESS_TOKEN=… cargo run -p intercom-api --example redis_pacer -- 1000
//! ```
//!
//! Against a simulated workspace, which has Intercom's limit too: `cargo xtask simulate` prints a
//! URL and a token for `INTERCOM_BASE_URL` and `INTERCOM_ACCESS_TOKEN`.

use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use intercom_api::{BoxFuture, ClientBuilder, Clock, Observation, Pacer, Permit};
use redis::Script;
use redis::aio::MultiplexedConnection;

/// The keys of this workspace's limit.
const COUNT: &str = "intercom:calls";
const CLOSED: &str = "intercom:closed";

/// Intercom's windows, and half of what they allow: two of the fleet's windows, which begin at other
/// times, may put all their calls into one of Intercom's.
const WINDOW: Duration = Duration::from_secs(10);
const CALLS: u32 = 1_666 / 2;

/// Takes a place in the current window: 0, or the milliseconds to wait before the next attempt.
const ADMIT: &str = "
    local closed = redis.call('PTTL', KEYS[2])
    if closed > 0 then return closed end
    local count = redis.call('INCR', KEYS[1])
    if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
    if count <= tonumber(ARGV[1]) then return 0 end
    return math.max(redis.call('PTTL', KEYS[1]), 1)
";

#[derive(Clone)]
struct RedisPacer {
    redis: MultiplexedConnection,
    admit: Arc<Script>,
}

impl RedisPacer {
    async fn connect(url: &str) -> redis::RedisResult<Self> {
        let client = redis::Client::open(url)?;
        Ok(Self {
            redis: client.get_multiplexed_async_connection().await?,
            admit: Arc::new(Script::new(ADMIT)),
        })
    }

    /// Requests a place. Returns how long to wait before the next request; `None` when the call may
    /// be sent.
    async fn request_place(&self) -> Option<Duration> {
        let mut call = self.admit.key(COUNT);
        call.key(CLOSED).arg(CALLS).arg(WINDOW.as_secs() * 1_000);
        let wait: redis::RedisResult<u64> = call.invoke_async(&mut self.redis.clone()).await;
        // Without Redis calls go out unpaced: Intercom's 429 and the retries still hold.
        wait.ok()
            .filter(|wait| *wait > 0)
            .map(Duration::from_millis)
    }
}

impl Pacer for RedisPacer {
    fn admit<'a>(&'a self, clock: &'a Arc<dyn Clock>) -> BoxFuture<'a, Permit> {
        Box::pin(async move {
            while let Some(wait) = self.request_place().await {
                clock.sleep(wait).await;
            }
            Permit::default()
        })
    }

    fn observe(&self, seen: &Observation, _: &Arc<dyn Clock>) {
        if !seen.refused && seen.remaining != Some(0) {
            return;
        }
        let wait = seen.resets_in.unwrap_or(Duration::from_secs(1));
        let mut redis = self.redis.clone();
        tokio::spawn(async move {
            let milliseconds = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX).max(1);
            let mut close = redis::cmd("SET");
            close.arg(CLOSED).arg(1).arg("PX").arg(milliseconds);
            // The gate that stays open costs a few 429s, which are retried.
            drop(close.exec_async(&mut redis).await);
        });
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let Ok(url) = std::env::var("REDIS_URL") else {
        println!("REDIS_URL is not set: nothing to do");
        return Ok(());
    };
    let calls = std::env::args()
        .nth(1)
        .map_or(Ok(20), |calls| calls.parse())?;
    let pacer = RedisPacer::connect(&url).await?;
    let intercom = ClientBuilder::from_env()?
        .pace(pacer)
        // Long enough for every turn to come.
        .timeout(Duration::from_secs(60 * 60))
        .build()?;
    let began = Instant::now();
    let waiting: Vec<_> = (0..calls)
        .map(|_| tokio::spawn(intercom.admins().list().send()))
        .collect();
    let mut refused = 0;
    for call in waiting {
        refused += call.await??.attempts() - 1;
    }
    println!(
        "{calls} calls in {:.1?}, {refused} attempts failed",
        began.elapsed()
    );
    Ok(())
}
