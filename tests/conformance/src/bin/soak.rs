//! A soak test: many calls against a simulated workspace with random faults. Memory must stay flat, and
//! every failure must be explained by a fault.
//!
//! `cargo run --release -p intercom-conformance --bin soak -- --calls 1000000`

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use clap::Parser;
use intercom_api::types::UpdateContact;
use intercom_api::{Client, Error, ErrorKind, Retries, search};
use intercom_conformance::print_line;
use intercom_simulator::{Cut, Fault, Seed, Workspace};

type AnyError = Box<dyn std::error::Error + Send + Sync>;

/// Make many calls against a simulated workspace with random faults.
#[derive(Parser)]
#[command(name = "soak")]
struct Args {
    /// How many calls to make
    #[arg(long, default_value_t = 1_000_000)]
    calls: u64,
    /// How many calls to make at once
    #[arg(long, default_value_t = 32)]
    at_once: u64,
    /// How many of a thousand calls are preceded by a fault
    #[arg(long, default_value_t = 30)]
    faults: u64,
    /// The same seed makes the same choices
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Contacts in the workspace.
const CONTACTS: usize = 200;

/// What is shared by all workers.
struct Soak {
    workspace: Workspace,
    client: Client,
    ids: Vec<String>,
    args: Args,
    started: AtomicU64,
    finished: AtomicU64,
    faults: AtomicU64,
    /// Failures by kind.
    explained: Mutex<BTreeMap<String, u64>>,
    unexplained: Mutex<Vec<String>>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Args::parse()).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

async fn run(args: Args) -> Result<bool, AnyError> {
    let builder = Workspace::builder().seed(Seed::contacts(CONTACTS));
    // Only a fault returns 429: with the usual limit the run would mostly wait.
    let workspace = builder
        .forget_requests()
        .rate_limit(u32::MAX, Duration::from_secs(60))
        .start()
        .await?;
    let client = Client::builder()
        .token(workspace.token())
        .base_url(workspace.base_url())
        .attempt_timeout(Duration::from_secs(5))
        .retries(
            Retries::new()
                .attempts(4)
                .backoff(Duration::from_millis(1), Duration::from_millis(10)),
        )
        .build()?;
    let contacts = workspace.stored("contacts");
    let ids = contacts.iter().filter_map(|contact| contact["id"].as_str());
    let soak = Arc::new(Soak {
        ids: ids.map(str::to_owned).collect(),
        workspace,
        client,
        started: AtomicU64::new(0),
        finished: AtomicU64::new(0),
        faults: AtomicU64::new(0),
        explained: Mutex::default(),
        unexplained: Mutex::default(),
        args,
    });
    let began = Instant::now();
    let workers: Vec<_> = (0..soak.args.at_once)
        .map(|number| tokio::spawn(worker(Arc::clone(&soak), number)))
        .collect();
    let mut reported = 0;
    while reported < 10 {
        tokio::time::sleep(Duration::from_millis(200)).await;
        let tenths = soak.finished.load(Ordering::Relaxed) * 10 / soak.args.calls.max(1);
        if tenths > reported {
            reported = tenths;
            print_line(format_args!(
                "{:>9} calls  {:>6.0} s  {:>7} kB",
                soak.finished.load(Ordering::Relaxed),
                began.elapsed().as_secs_f64(),
                resident_kilobytes().unwrap_or(0),
            ));
        }
    }
    for worker in workers {
        worker.await?;
    }
    Ok(report(&soak))
}

/// Prints what failed; returns whether all of it is explained.
fn report(soak: &Soak) -> bool {
    let explained = soak
        .explained
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    for (kind, count) in explained.iter() {
        print_line(format_args!(
            "{count:>9} failed as the faults explain: {kind}"
        ));
    }
    let unexplained = soak
        .unexplained
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    for failure in unexplained.iter().take(20) {
        print_line(format_args!("UNEXPLAINED {failure}"));
    }
    let failed = unexplained.len() as u64;
    let finished = soak.finished.load(Ordering::Relaxed);
    print_line(format_args!(
        "{:>9} faults",
        soak.faults.load(Ordering::Relaxed)
    ));
    print_line(format_args!(
        "{} passed, {failed} failed",
        finished - failed
    ));
    failed == 0
}

async fn worker(soak: Arc<Soak>, number: u64) {
    let mut random = Random(soak.args.seed.wrapping_mul(1_000).wrapping_add(number));
    while soak.started.fetch_add(1, Ordering::Relaxed) < soak.args.calls {
        if random.below(1_000) < soak.args.faults {
            soak.faults.fetch_add(1, Ordering::Relaxed);
            soak.workspace.inject(fault(&mut random).times(1));
        }
        match call(&soak, &mut random).await {
            Ok(()) => {}
            Err(Failure::Error(error)) if is_explained(&error) => {
                let kind = error.status().map_or_else(
                    || format!("{:?}", error.kind()),
                    |status| format!("{:?} {status}", error.kind()),
                );
                let mut explained = soak
                    .explained
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner);
                *explained.entry(kind).or_default() += 1;
            }
            Err(failure) => {
                let mut failures = soak
                    .unexplained
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner);
                failures.push(failure.to_string());
            }
        }
        soak.finished.fetch_add(1, Ordering::Relaxed);
    }
}

/// What went wrong with a call.
enum Failure {
    Error(Error),
    /// The response is a success with other data than requested.
    Wrong(&'static str),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Error(error) => write!(f, "{:?}: {error}", error.kind()),
            Self::Wrong(what) => f.write_str(what),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

fn expect(is_right: bool, wrong: &'static str) -> Result<(), Failure> {
    if is_right {
        return Ok(());
    }
    Err(Failure::Wrong(wrong))
}

async fn call(soak: &Soak, random: &mut Random) -> Result<(), Failure> {
    let id = &soak.ids[usize::try_from(random.next()).unwrap_or(0) % soak.ids.len()];
    let contacts = soak.client.contacts();
    match random.below(10) {
        0 => {
            let page = contacts.list().per_page(5).await?;
            expect(
                page.data.len() == 5,
                "a page has another number of contacts",
            )
        }
        1 => {
            let name = format!("Name {}", random.below(1_000));
            let updated = contacts
                .update(id, UpdateContact::new().name(name.as_str()))
                .await?;
            expect(updated.id == **id, "another contact was updated")?;
            expect(updated.name == Some(name), "an update has another name")
        }
        2 => match contacts.get("000000000000000000000000").await {
            Ok(_) => Err(Failure::Wrong("a contact that does not exist was returned")),
            Err(error) if error.is_not_found() => Ok(()),
            Err(error) => Err(error.into()),
        },
        3 => {
            let mut items = contacts.list().per_page(15).items();
            let mut last = None;
            for _ in 0..40 {
                let Some(item) = items.next().await else {
                    return Err(Failure::Wrong("a list ended early"));
                };
                let id = Some(item?.id);
                expect(id != last, "a list repeats a contact")?;
                last = id;
            }
            Ok(())
        }
        4 => {
            let query = search::contacts::ID.equals(id);
            let found = contacts.search(query).await?;
            let found = found.data.iter().map(|contact| contact.id.as_str());
            expect(found.eq([id.as_str()]), "a search found something else")
        }
        _ => {
            let contact = contacts.get(id).await?;
            expect(contact.id == **id, "another contact was returned")
        }
    }
}

/// Returns whether a fault explains an error: those that are not retried for this call, or that
/// occurred in every attempt.
fn is_explained(error: &Error) -> bool {
    match error.kind() {
        ErrorKind::Transport | ErrorKind::Body | ErrorKind::Timeout | ErrorKind::Decode => true,
        ErrorKind::Api => error
            .status()
            .is_some_and(|status| status.is_server_error() || status.as_u16() == 429),
        _ => false,
    }
}

fn fault(random: &mut Random) -> Fault {
    match random.below(9) {
        0 => Fault::status(429).header("retry-after", "0"),
        1 => Fault::status(500),
        2 => Fault::html(503),
        3 => Fault::cut(Cut::BeforeAnswer),
        4 => Fault::cut(Cut::BeforeBody),
        5 => Fault::cut(Cut::InBody),
        6 => Fault::cut(Cut::AfterBody),
        7 => Fault::gzip(),
        _ => Fault::invalid_json(),
    }
}

/// The resident memory of this process; `None` where the system does not report it.
fn resident_kilobytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Numbers that a seed determines: xorshift.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(1);
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }
}
