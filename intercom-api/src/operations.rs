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
macro_rules! operations {
    ($resource:literal { $(
        $(#[$documentation:meta])*
        $marker:ident: $name:literal, $id:literal, $method:ident $path:literal, $repeat:ident,
            $accept:literal => $format:ident $output:ty;
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
                repeat: $crate::operations::operations!(@ $repeat),
            };
        }
    )* };
    (@ safe) => { $crate::Repeat::Safe };
    (@ once) => { $crate::Repeat::Once };
    (@ one_at_a_time) => { $crate::Repeat::OneAtATime };
}

pub(crate) use operations;
