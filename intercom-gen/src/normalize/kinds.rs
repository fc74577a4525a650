//! Which fields hold the kind of a received object: the texts under the key `type`.

use crate::model::{Api, Shape, Type};

/// Decides for every field of the model.
pub(super) fn decide(api: &mut Api) {
    let received = api.definitions.values_mut().filter(|d| d.received);
    for definition in received {
        if let Shape::Record(fields) = &mut definition.shape {
            let kinds = fields
                .iter_mut()
                .filter(|field| field.wire == "type" && field.ty == Type::Text);
            kinds.for_each(|field| field.ty = Type::Kind);
        }
    }
}
