//! Random numbers for backoff and for names of temporary files; not for secrets.

use std::hash::{BuildHasher, Hasher, RandomState};

/// A number in 0..1, good enough to spread calls.
pub(crate) fn random() -> f64 {
    // Each state is seeded by the system; 32 bits of its hash are exact in a float.
    let bits = RandomState::new().build_hasher().finish() >> 32;
    f64::from(u32::try_from(bits).unwrap_or_default()) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::random;

    #[test]
    fn random_numbers_differ_and_stay_in_range() {
        let numbers: Vec<f64> = (0..1_000).map(|_| random()).collect();
        assert!(numbers.iter().all(|number| (0.0..=1.0).contains(number)));
        let mean = numbers.iter().sum::<f64>() / 1_000.0;
        assert!((0.4..0.6).contains(&mean), "{mean}");
    }
}
