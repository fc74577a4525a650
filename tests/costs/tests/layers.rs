//! Rooms use only rooms below them, in the order of `tests/layers/layers.toml`.

#[test]
fn rooms_use_only_rooms_below() {
    intercom_layers::check_package("intercom-costs").unwrap_or_else(|found| panic!("{found}"));
}
