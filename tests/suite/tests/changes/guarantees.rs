//! Guarantees while objects are created, changed, merged and deleted, for every page size, and when the
//! program is killed at any await point and resumes from its last cursor.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use intercom_api::changes::ChangeCursor;
use intercom_api::{Client, Timestamp};
use intercom_simulator::{Edits, Seed, Workspace};
use proptest::prelude::{Just, ProptestConfig, any, prop_oneof, proptest};
use serde_json::{Value, json};

use crate::source::{Received, Resource, Source};
use crate::support::{NOW, start};

const ZONES: [&str; 4] = ["UTC0", "<+14>-14", "<-14>14", "EST5EDT,M3.2.0,M11.1.0"];

/// How long a program waits for the search, in seconds.
const LOOKBACK: i64 = 90;

/// Numbers that look random, from a seed.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    fn is_one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }

    fn pick<T: Clone>(&mut self, values: &[T]) -> Option<T> {
        let end = u64::try_from(values.len()).unwrap();
        (end > 0).then(|| values[usize::try_from(self.below(end)).unwrap()].clone())
    }
}

fn fields(resource: Resource, random: &mut Random) -> Value {
    let number = random.below(1 << 40);
    match resource {
        Resource::Contacts | Resource::Companies => json!({ "name": number.to_string() }),
        Resource::Conversations => json!({ "title": number.to_string() }),
        Resource::Tickets => json!({ "open": number.is_multiple_of(2) }),
    }
}

/// Changes something, or nothing.
fn disturb(resource: Resource, random: &mut Random, edits: &mut Edits<'_>) {
    edits.advance(Duration::from_millis(random.below(1_500)));
    let name = resource.name();
    let ids = edits.ids(name);
    let picked = random.pick(&ids);
    match (random.below(6), picked) {
        (0 | 1, Some(id)) => {
            edits.update(name, &id, &fields(resource, random));
        }
        (2, Some(id)) if ids.len() > 2 => {
            edits.delete(name, &id);
        }
        (3, Some(id)) if matches!(resource, Resource::Contacts) => {
            let user = random.pick(&ids).unwrap();
            edits.merge(&id, &user);
        }
        (4, _) => {
            let mut fields = fields(resource, random);
            if matches!(resource, Resource::Contacts) && random.is_one_in(2) {
                fields["role"] = "lead".into();
            }
            edits.create(name, &fields).unwrap();
        }
        _ => {}
    }
}

fn seed(resource: Resource, random: &mut Random, count: u64) -> Seed {
    let kind = json!({ "name": "Request" });
    let mut seed = Seed::value("ticket_types", kind);
    for _ in 0..count {
        let mut object = fields(resource, random);
        if matches!(resource, Resource::Contacts) && random.is_one_in(3) {
            object["role"] = "lead".into();
        }
        // Few times, so that several objects have the same.
        let range = random.pick(&[6, 300, 5 * 86_400]).unwrap();
        let time = NOW - 1 - i64::try_from(random.below(range)).unwrap();
        object["created_at"] = time.into();
        object["updated_at"] = time.into();
        seed = seed.and(Seed::value(resource.name(), object));
    }
    seed
}

/// The objects that exist, with the time of their latest change.
fn stored(workspace: &Workspace, resource: Resource) -> BTreeMap<String, i64> {
    let objects = workspace.stored(resource.name()).into_iter();
    let pair = |object: Value| {
        let id = object["id"].as_str().unwrap().to_owned();
        (id, object["updated_at"].as_i64().unwrap())
    };
    objects.map(pair).collect()
}

/// A program that stores what it receives, and its last cursor.
struct Program {
    resource: Resource,
    settings: (u32, usize),
    database: BTreeMap<String, i64>,
    /// As it is written.
    cursor: String,
}

impl Program {
    fn source(&self, client: &Client) -> Box<dyn Source> {
        let cursor: ChangeCursor = serde_json::from_str(&self.cursor).unwrap();
        let lookback = Duration::from_secs(u64::try_from(LOOKBACK).unwrap());
        self.resource.open(client, cursor, self.settings, lookback)
    }

    fn store(&mut self, received: Option<Received>, source: &dyn Source) {
        match received {
            Some(Received::Upsert { id, updated_at }) => {
                let before = self.database.insert(id.clone(), updated_at);
                assert!(before <= Some(updated_at), "{id} came in an older state");
            }
            Some(Received::Gone { id }) => {
                self.database.remove(&id);
            }
            None => {}
        }
        self.cursor = serde_json::to_string(&source.cursor()).unwrap();
    }

    /// What the cursor states as complete is stored.
    fn check_cursor(&self, workspace: &Workspace) {
        let cursor: ChangeCursor = serde_json::from_str(&self.cursor).unwrap();
        let Some(complete_to) = cursor.complete_to().map(Timestamp::seconds) else {
            return;
        };
        for (id, time) in stored(workspace, self.resource) {
            if time <= complete_to {
                let known = self.database.get(&id);
                assert_eq!(known, Some(&time), "{id} is missing behind {complete_to}");
            }
        }
    }

    /// Runs until it has caught up, or is killed after so many polls that had to wait. Returns whether
    /// it has caught up.
    async fn run(&mut self, workspace: &Workspace, client: &Client, mut polls: u64) -> bool {
        let began = workspace.clock().now();
        let before = stored(workspace, self.resource);
        let mut source = self.source(client);
        loop {
            let polled = poll_fn(|cx| match source.poll(cx) {
                Poll::Ready(polled) => Poll::Ready(Some(polled)),
                Poll::Pending if polls == 0 => Poll::Ready(None),
                Poll::Pending => {
                    polls -= 1;
                    Poll::Pending
                }
            });
            match polled.await {
                None => return false,
                Some(Some(received)) => {
                    self.store(Some(received.unwrap()), &*source);
                    self.check_cursor(workspace);
                }
                Some(None) => break,
            }
        }
        self.store(None, &*source);
        self.check_cursor(workspace);
        // What was older than the bound and has not changed since was received.
        let now = stored(workspace, self.resource);
        for (id, time) in before {
            if time <= began - LOOKBACK && now.get(&id) == Some(&time) {
                assert_eq!(self.database.get(&id), Some(&time), "{id} was missed");
            }
        }
        true
    }
}

async fn holds(resource: Resource, seeded: u64, count: u64, settings: (u32, usize)) {
    let mut random = Random(seeded | 1);
    let zone = random.pick(&ZONES).unwrap();
    let delay = random.below(u64::try_from(LOOKBACK).unwrap() + 1);
    let builder = Workspace::builder()
        .seed(seed(resource, &mut random, count))
        .time_zone(zone)
        .search_delay(Duration::from_secs(delay))
        .scroll_expiry(Duration::from_secs(20));
    let (workspace, client) = start(builder).await;
    let mut program = Program {
        resource,
        settings,
        database: BTreeMap::new(),
        cursor: serde_json::to_string(&ChangeCursor::default()).unwrap(),
    };
    for _ in 0..2 {
        let (mut meanwhile, mut left) = (Random(random.below(u64::MAX) | 1), 150);
        workspace.meanwhile(move |_, edits| {
            if left > 0 && meanwhile.is_one_in(2) {
                left -= 1;
                disturb(resource, &mut meanwhile, edits);
            }
        });
        for _ in 0..8 {
            let polls = random.below(60);
            program.run(&workspace, &client, polls).await;
        }
        while !program.run(&workspace, &client, u64::MAX).await {}
    }
    workspace.meanwhile(|_, _| {});
    workspace
        .clock()
        .advance(Duration::from_secs(2 * u64::try_from(LOOKBACK).unwrap()));
    assert!(program.run(&workspace, &client, u64::MAX).await);
    let known: BTreeMap<_, _> = stored(&workspace, resource)
        .into_iter()
        .map(|(id, time)| (id.clone(), (time, program.database.get(&id).copied())))
        .collect();
    for (id, (time, known)) in known {
        assert_eq!(known, Some(time), "{id} is not up to date");
    }
}

fn run(future: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.unwrap().block_on(future);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn contacts_are_never_missed(
        seed in any::<u64>(), count in 0..25_u64, per_page in prop_oneof![1..4_u32, Just(150)],
        details in 0..3_usize,
    ) {
        run(holds(Resource::Contacts, seed, count, (per_page, details)));
    }

    #[test]
    fn conversations_are_never_missed(
        seed in any::<u64>(), count in 0..25_u64, per_page in prop_oneof![1..4_u32, Just(150)],
        details in 0..3_usize,
    ) {
        run(holds(Resource::Conversations, seed, count, (per_page, details)));
    }

    #[test]
    fn tickets_are_never_missed(
        seed in any::<u64>(), count in 0..25_u64, per_page in prop_oneof![1..4_u32, Just(150)],
    ) {
        run(holds(Resource::Tickets, seed, count, (per_page, 0)));
    }

    #[test]
    fn companies_are_never_missed(seed in any::<u64>(), count in prop_oneof![0..25_u64, Just(230)]) {
        run(holds(Resource::Companies, seed, count, (150, 0)));
    }
}
