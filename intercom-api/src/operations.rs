//! The table in which a generated resource states its operations.

/// Declares a marker type for each operation of a resource and implements [`Operation`] for it.
///
/// `method` is the Rust method, `operation_id` the id in the description, `repeat` a variant of
/// [`Repeat`](crate::Repeat), `accept` the media type to request, and `returns` a format of
/// [`crate::format`] with the type that it decodes to.
///
/// ```text
/// operations!("contacts" {
///     Get {
///         method: "get",
///         operation_id: "ShowContact",
///         http: GET "/contacts/{contact_id}",
///         repeat: Safe,
///         accept: "application/json",
///         returns: Json<types::Contact>,
///     }
/// });
/// ```
///
/// [`Operation`]: crate::Operation
macro_rules! operations {
    ($resource:literal { $(
        $(#[$documentation:meta])*
        $marker:ident {
            method: $name:literal,
            operation_id: $id:literal,
            http: $method:ident $path:literal,
            repeat: $repeat:ident,
            accept: $accept:literal,
            returns: $format:ident<$output:ty>,
        }
    )* }) => { $(
        $(#[$documentation])*
        #[derive(Clone, Copy, Debug)]
        pub enum $marker {}

        impl $crate::Operation for $marker {
            type Output = $output;
            type Format = $crate::format::$format;
            const INFO: &'static $crate::OperationInfo = &$crate::OperationInfo {
                resource: $resource,
                name: $name,
                id: $id,
                method: http::Method::$method,
                path: $path,
                accept: $accept,
                repeat: $crate::Repeat::$repeat,
            };
        }
    )* };
    ($($other:tt)*) => {
        compile_error!(concat!(
            "expected `\"resource\" { Marker { .. } .. }`, where each operation has the fields `method`, ",
            "`operation_id`, `http`, `repeat`, `accept` and `returns`, in this order and each with a comma",
        ));
    };
}

pub(crate) use operations;
