//! The table in which a generated resource states its operations.

/// Declares a marker type for each operation of a resource and implements `Operation` for it.
///
/// `method` is the Rust method, `operation_id` the id in the description, `repeat` a variant of
/// `Repeat`, `accept` the media type to request, and `returns` a format of
/// `format` with the type that it decodes to.
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
#[doc(hidden)]
#[macro_export]
macro_rules! __operations {
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
        #[derive(Debug)]
        pub enum $marker {}

        impl $crate::codegen::Operation for $marker {
            type Output = $output;
            type Format = $crate::codegen::$format;
            const INFO: &'static $crate::codegen::OperationInfo = &$crate::codegen::operation_info(
                $resource,
                $name,
                $id,
                $crate::codegen::http::Method::$method,
                $path,
                $accept,
                $crate::codegen::Repeat::$repeat,
            );
        }
    )* };
    ($($other:tt)*) => {
        compile_error!(concat!(
            "expected `\"resource\" { Marker { .. } .. }`, where each operation has the fields `method`, ",
            "`operation_id`, `http`, `repeat`, `accept` and `returns`, in this order and each with a comma",
        ));
    };
}
