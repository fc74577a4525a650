use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use proptest::prelude::*;

use super::{RunAll, RunProgress};
use crate::policy::SystemClock;

/// How a call behaves: for how many milliseconds it runs, and whether it fails.
type Plan = (u64, bool);

/// What was seen of a run.
#[derive(Debug, Default)]
struct Seen {
    results: Vec<(usize, Result<u64, u64>)>,
    most_in_flight: usize,
    started: usize,
    progress: Option<RunProgress>,
}

#[derive(Clone, Copy, Debug)]
struct Settings {
    limit: usize,
    is_in_order: bool,
    max_errors: Option<usize>,
    /// Whether `next` is dropped again and again before it is ready.
    is_impatient: bool,
}

/// Counts a call that is under way until it is dropped.
struct InFlight(Arc<AtomicUsize>);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

fn run(plans: &[Plan], settings: Settings) -> Seen {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_time().start_paused(true).build().unwrap();
    let in_flight = Arc::new(AtomicUsize::new(0));
    let most = Arc::new(AtomicUsize::new(0));
    let started = Arc::new(AtomicUsize::new(0));
    runtime.block_on(async {
        let calls = plans.iter().map(|&(milliseconds, fails)| {
            let (in_flight, most, started) = (in_flight.clone(), most.clone(), started.clone());
            async move {
                let now = in_flight.fetch_add(1, Ordering::SeqCst) + 1;
                let _guard = InFlight(in_flight);
                most.fetch_max(now, Ordering::SeqCst);
                started.fetch_add(1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_millis(milliseconds)).await;
                if fails {
                    Err(milliseconds)
                } else {
                    Ok(milliseconds)
                }
            }
        });
        let mut run = RunAll::new(Arc::new(SystemClock), calls, settings.limit);
        if settings.is_in_order {
            run = run.in_order();
        }
        if let Some(errors) = settings.max_errors {
            run = run.stop_after_errors(errors);
        }
        let mut seen = Seen::default();
        loop {
            let next = if settings.is_impatient {
                match tokio::time::timeout(Duration::from_millis(1), run.next()).await {
                    Ok(next) => next,
                    Err(_) => continue,
                }
            } else {
                run.next().await
            };
            let Some(next) = next else { break };
            seen.results.push(next);
        }
        seen.progress = Some(run.progress().clone());
        seen.most_in_flight = most.load(Ordering::SeqCst);
        seen.started = started.load(Ordering::SeqCst);
        seen
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Every call that was started has exactly one result; no more than the limit are under way;
    /// without a stop, all calls are started; after it, none; the order is kept where it is asked for.
    #[test]
    fn every_started_call_has_one_result(
        plans in prop::collection::vec((0_u64..20, prop::bool::weighted(0.2)), 0..40),
        limit in 0_usize..9,
        is_in_order: bool,
        max_errors in prop::option::of(0_usize..4),
        is_impatient: bool,
    ) {
        let seen = run(&plans, Settings { limit, is_in_order, max_errors, is_impatient });
        let mut indexes: Vec<_> = seen.results.iter().map(|(index, _)| *index).collect();
        if is_in_order {
            prop_assert!(indexes.is_sorted());
        }
        indexes.sort_unstable();
        prop_assert_eq!(&indexes, &(0..seen.started).collect::<Vec<_>>());
        for (index, result) in &seen.results {
            let (milliseconds, fails) = plans[*index];
            prop_assert_eq!(*result, if fails { Err(milliseconds) } else { Ok(milliseconds) });
        }
        prop_assert!(seen.most_in_flight <= limit.max(1));
        let failed = seen.results.iter().filter(|(_, result)| result.is_err()).count();
        let progress = seen.progress.unwrap();
        prop_assert_eq!((progress.started, progress.failed), (seen.started, failed));
        prop_assert_eq!(progress.finished(), seen.results.len());
        prop_assert_eq!(progress.total, Some(plans.len()));
        match max_errors.map(|errors| errors.max(1)) {
            Some(errors) if failed >= errors => {
                // Those under way at the last allowed error may fail too.
                prop_assert!(failed < errors + limit.max(1));
                prop_assert_eq!(progress.is_stopped, seen.started < plans.len() || progress.is_stopped);
            }
            _ => prop_assert_eq!(seen.started, plans.len()),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn dropping_the_run_cancels_the_calls_under_way() {
    let in_flight = Arc::new(AtomicUsize::new(0));
    let calls = (0..5).map(|_| {
        let in_flight = in_flight.clone();
        async move {
            in_flight.fetch_add(1, Ordering::SeqCst);
            let _guard = InFlight(in_flight);
            std::future::pending::<Result<(), ()>>().await
        }
    });
    let mut run = RunAll::new(Arc::new(SystemClock), calls, 3);
    let waited = tokio::time::timeout(Duration::from_millis(1), run.next()).await;
    assert!(waited.is_err());
    assert_eq!(in_flight.load(Ordering::SeqCst), 3);
    drop(run);
    tokio::task::yield_now().await;
    assert_eq!(in_flight.load(Ordering::SeqCst), 0);
}

#[tokio::test(start_paused = true)]
async fn calls_go_on_while_the_program_is_busy_with_a_result() {
    let calls = [1_u64, 5].map(|seconds| async move {
        tokio::time::sleep(Duration::from_secs(seconds)).await;
        Ok::<_, ()>(seconds)
    });
    let mut run = RunAll::new(Arc::new(SystemClock), calls, 2);
    assert_eq!(run.next().await, Some((0, Ok(1))));
    tokio::time::sleep(Duration::from_secs(60)).await;
    let before = tokio::time::Instant::now();
    assert_eq!(run.next().await, Some((1, Ok(5))));
    assert_eq!(before.elapsed(), Duration::ZERO);
    assert_eq!(run.next().await, None);
}

#[tokio::test(start_paused = true)]
async fn values_are_collected_in_order_or_the_first_error_is() {
    let call = |result: Result<u32, &'static str>, seconds: u64| async move {
        tokio::time::sleep(Duration::from_secs(seconds)).await;
        result
    };
    let good = vec![call(Ok(1), 3), call(Ok(2), 1), call(Ok(3), 2)];
    let run = RunAll::new(Arc::new(SystemClock), good, 3);
    assert_eq!(run.try_collect().await, Ok(vec![1, 2, 3]));
    let bad = vec![call(Ok(1), 1), call(Err("a"), 3), call(Err("b"), 2)];
    let run = RunAll::new(Arc::new(SystemClock), bad, 3);
    assert_eq!(run.try_collect().await, Err("a"));
}

#[tokio::test]
#[should_panic(expected = "in a call")]
async fn panic_of_a_call_reaches_the_program() {
    let calls = [async {
        if true {
            panic!("in a call")
        } else {
            Ok::<(), ()>(())
        }
    }];
    RunAll::new(Arc::new(SystemClock), calls, 1).finish().await;
}
