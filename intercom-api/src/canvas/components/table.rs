//! Tables of names and values.

use intercom_core::Extra;
use intercom_core::codegen::{constructors, record, setters};

/// Names and values, a row each.
///
/// ```
/// use intercom_api::canvas::{DataTable, FieldValue};
///
/// let plan = DataTable::new([
///     FieldValue::field("Plan").value("Pro"),
///     FieldValue::field("Seats").value("25"),
/// ]);
/// # assert_eq!(plan.items.len(), 2);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct DataTable {
    /// Rows.
    pub items: Vec<FieldValue>,
    /// Fields that this type does not have.
    pub extra: Extra,
}

record!(DataTable { "items" => items } with "type" = "data-table");

setters!(DataTable new(items: Vec<FieldValue>) {
    list: items: FieldValue;
});

/// A row of a [`DataTable`].
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct FieldValue {
    /// Name, in the first column.
    pub field: String,
    /// Value, in the second column.
    pub value: String,
    /// Fields that this type does not have.
    pub extra: Extra,
}

record!(FieldValue {
    "field" => field,
    "value" => value,
} with "type" = "field-value");

setters!(FieldValue {
    value: value: String;
});

constructors!(FieldValue {
    new field([value] field: String) => FieldValueWithoutValue;
    in FieldValueWithoutValue: value([value] value: String) => FieldValue;
});
