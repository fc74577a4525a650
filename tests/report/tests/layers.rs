//! The rooms of this package use only those below them.

#[test]
fn rooms_use_only_rooms_below() {
    intercom_layers::check_package("intercom-report").unwrap_or_else(|found| panic!("{found}"));
}
