//! The tables of records that are sent as forms.

/// Makes a record a body of the type `application/x-www-form-urlencoded`. Each row is a field that
/// declares a style, a variant of `FormStyle`.
///
/// ```text
/// form!(FindPets { "tags" = Comma, "place" = Deep });
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __form {
    ($name:ident { $($key:literal = $style:ident),* $(,)? }) => {
        impl $crate::codegen::FormBody for $name {
            const STYLES: &'static [(&'static str, $crate::codegen::FormStyle)] =
                &[$(($key, $crate::codegen::FormStyle::$style)),*];
        }
    };
    ($($other:tt)*) => {
        compile_error!("expected `Type { \"key\" = Style, .. }`");
    };
}

/// Makes a record a body of the type `multipart/form-data`. Each row is a field with files, with the
/// media type that is documented for them.
///
/// ```text
/// multipart!(UploadPicture { "picture" => picture as "image/png", "notes" => notes });
/// ```
#[cfg(feature = "upload")]
#[doc(hidden)]
#[macro_export]
macro_rules! __multipart {
    ($name:ident { $($key:literal => $field:ident $(as $media_type:literal)?),* $(,)? }) => {
        impl $crate::codegen::MultipartBody for $name {
            fn into_form(self) -> $crate::codegen::MultipartForm {
                $crate::codegen::form_of_record(
                    $crate::codegen::serde_json::to_value(&self),
                    &[$((
                        $key,
                        $crate::codegen::FileField::files(&self.$field),
                        None::<&'static str>$(.or(Some($media_type)))?,
                    )),*],
                )
            }
        }
    };
    ($($other:tt)*) => {
        compile_error!("expected `Type { \"key\" => field as \"media/type\", .. }`");
    };
}
