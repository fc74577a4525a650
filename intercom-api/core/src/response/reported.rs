//! Reports anomalies to `tracing`, each place once per operation and client. Without the feature
//! `tracing` this costs nothing.

use crate::data::Anomaly;
use crate::operation::OperationInfo;

#[cfg(feature = "tracing")]
mod enabled {
    use std::collections::HashSet;
    use std::sync::{Arc, Mutex, PoisonError};

    use super::{Anomaly, OperationInfo};

    /// The most places that are remembered. There are few: an API does not have more fields.
    const MOST: usize = 1000;

    /// The places that were reported, shared by the clones of a client.
    #[derive(Clone, Default)]
    pub(crate) struct Reported(Arc<Mutex<HashSet<AnomalyKey>>>);

    /// The operation and the path in its response.
    type AnomalyKey = (Option<&'static str>, String);

    impl Reported {
        /// Reports the places that are new.
        #[cold]
        pub(crate) fn report(
            &self,
            operation: Option<&'static OperationInfo>,
            anomalies: &[Anomaly],
        ) {
            for anomaly in anomalies {
                if self.is_new(operation, anomaly) {
                    tracing::warn!(
                        operation = operation.map(tracing::field::display),
                        path = anomaly.path,
                        expected = anomaly.expected,
                        found = anomaly.found,
                        "a response has a value of another kind; it is kept in `extra`"
                    );
                }
            }
        }

        fn is_new(&self, operation: Option<&'static OperationInfo>, anomaly: &Anomaly) -> bool {
            let place = (
                operation.map(|operation| operation.id),
                anomaly.path.clone(),
            );
            let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            known.len() < MOST && known.insert(place)
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        static GET: OperationInfo = OperationInfo::new(
            "contacts",
            "get",
            "ShowContact",
            http::Method::GET,
            "/contacts/{contact_id}",
            "application/json",
            crate::operation::Repeat::Safe,
        );

        #[test]
        fn a_place_is_new_once_per_operation_and_the_memory_has_an_end() {
            let anomaly = |path: String| Anomaly {
                path,
                expected: "a string",
                found: "a list",
            };
            let reported = Reported::default();
            let clone = reported.clone();
            let operation = Some(&GET);
            assert!(reported.is_new(operation, &anomaly("a".to_owned())));
            assert!(!clone.is_new(operation, &anomaly("a".to_owned())));
            assert!(clone.is_new(operation, &anomaly("b".to_owned())));
            assert!(reported.is_new(None, &anomaly("a".to_owned())));
            for number in 0..2 * MOST {
                reported.is_new(None, &anomaly(number.to_string()));
            }
            assert_eq!(reported.0.lock().unwrap().len(), MOST);
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod disabled {
    use super::{Anomaly, OperationInfo};

    #[derive(Clone, Default)]
    pub(crate) struct Reported;

    impl Reported {
        // The method of what is enabled.
        #[allow(clippy::unused_self)]
        pub(crate) fn report(&self, _: Option<&'static OperationInfo>, _: &[Anomaly]) {}
    }
}

#[cfg(not(feature = "tracing"))]
pub(crate) use disabled::Reported;
#[cfg(feature = "tracing")]
pub(crate) use enabled::Reported;
