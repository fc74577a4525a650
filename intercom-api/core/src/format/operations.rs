//! The table in which a generated resource states its operations.

/// Makes a marker type of each row: what the operation is called, sends and answers.
///
/// `safe` marks what may be repeated, `once` what may not, `one_at_a_time` what is refused with 429
/// while an earlier one runs.
///
/// ```text
/// operations!("contacts" {
///     Get: "get", "ShowContact", GET "/contacts/{contact_id}", safe, "application/json" => Json types::Contact;
/// });
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __operations {
    ($resource:literal { $(
        $(#[$documentation:meta])*
        $marker:ident: $name:literal, $id:literal, $method:ident $path:literal, $repeat:ident,
            $accept:literal => $format:ident $output:ty;
    )* }) => { $(
        $(#[$documentation])*
        #[derive(Clone, Copy, Debug)]
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
                $crate::codegen::operations!(@ $repeat),
            );
        }
    )* };
    (@ safe) => { $crate::codegen::Repeat::Safe };
    (@ once) => { $crate::codegen::Repeat::Once };
    (@ one_at_a_time) => { $crate::codegen::Repeat::OneAtATime };
}
