//! Commands are above what they share, in the order of `tests/layers/layers.toml`.

#[test]
fn rooms_use_only_rooms_below() {
    intercom_layers::check_package("xtask").unwrap_or_else(|found| panic!("{found}"));
}
