//! Processor times of all works. Works with one subject take turns, so that a busy machine slows all of them.

use std::time::{Duration, Instant};

use rustix::time::ClockId;
use serde_json::{Value, json};

use crate::works::{Work, works};

/// How long a round of one work lasts about. Short, so that some rounds are not disturbed.
const ROUND: Duration = Duration::from_millis(4);

/// Rounds of each work; the fastest counts, because what else the machine does only adds to a round.
const ROUNDS: usize = 120;

/// A work and its time.
pub struct Timed {
    pub subject: &'static str,
    pub side: &'static str,
    pub nanoseconds: f64,
}

/// Measures all works.
///
/// This thread and the servers that it starts stay on one processor: whether a server wakes up on the same
/// one or on another makes a call two to four times as long, and differs from one run to the next.
pub fn measure() -> Vec<Timed> {
    stay_on_one_processor();
    let works = works();
    let mut timed = Vec::new();
    for group in works.chunk_by(|a, b| a.subject() == b.subject()) {
        timed.extend(together(group));
    }
    timed
}

fn together(group: &[Work]) -> Vec<Timed> {
    let mut runs: Vec<_> = group.iter().map(|work| (work.prepare)()).collect();
    let times: Vec<u32> = runs.iter_mut().map(|run| times_in_a_round(run)).collect();
    let mut fastest = vec![f64::MAX; runs.len()];
    for _ in 0..ROUNDS {
        for ((run, times), fastest) in runs.iter_mut().zip(&times).zip(&mut fastest) {
            let start = processor_time();
            for _ in 0..*times {
                run();
            }
            let spent = processor_time().saturating_sub(start);
            let each = spent.as_secs_f64() * 1e9 / f64::from(*times);
            *fastest = each.min(*fastest);
        }
    }
    let timed = |(work, nanoseconds): (&Work, f64)| Timed {
        subject: work.subject(),
        side: work.side(),
        nanoseconds,
    };
    group.iter().zip(fastest).map(timed).collect()
}

#[cfg(target_os = "linux")]
fn stay_on_one_processor() {
    use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

    let allowed = sched_getaffinity(None).unwrap();
    let last = (0..CpuSet::MAX_CPU).rfind(|cpu| allowed.is_set(*cpu));
    let mut one = CpuSet::new();
    one.set(last.unwrap());
    sched_setaffinity(None, &one).unwrap();
}

#[cfg(not(target_os = "linux"))]
fn stay_on_one_processor() {}

/// The processor time of this thread so far. What waits for a server is not counted, nor what other programs do
/// meanwhile.
fn processor_time() -> Duration {
    let time = rustix::time::clock_gettime(ClockId::ThreadCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    let nanoseconds = u32::try_from(time.tv_nsec).unwrap_or_default();
    Duration::new(seconds, nanoseconds)
}

fn times_in_a_round(run: &mut dyn FnMut()) -> u32 {
    let start = Instant::now();
    let mut times = 0;
    while start.elapsed() < ROUND {
        run();
        times += 1;
    }
    times
}

/// Returns the times for a program.
pub fn json(timed: &[Timed], heap: f64) -> Value {
    let times: Vec<Value> = timed
        .iter()
        .map(|work| json!({"subject": work.subject, "side": work.side, "nanoseconds": work.nanoseconds}))
        .collect();
    json!({ "times": times, "heap": heap })
}

/// Prints the times, and the ratio of the first work with a subject to the others.
pub fn print(timed: &[Timed]) {
    for group in timed.chunk_by(|a, b| a.subject == b.subject) {
        let first = group.first().map_or(0.0, |work| work.nanoseconds);
        for work in group {
            println!(
                "{:<24} {:<12} {:>9.2} µs  {:.3}",
                work.subject,
                work.side,
                work.nanoseconds / 1e3,
                first / work.nanoseconds
            );
        }
    }
}
