//! The macro that makes a generated union readable and writable.

/// Declares how the variants of a union are distinguished, and makes it readable and writable.
///
/// ```text
/// union!(EventDetails {
///     Started: CustomActionStarted("action", "action.name");
///     Finished: CustomActionFinished("action", "action.name", "action.result");
///     Closed: Closed("type", "by") needs "by" where "type" = "closed";
/// });
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __union {
    ($name:ident { $(
        $variant:ident: $ty:ident($($key:literal),*)
        $(needs $($required:literal),+)?
        $(where $($constant:literal = $($allowed:literal)|+),+)?
    );* $(;)? }) => {
        impl $name {
            const SHAPES: &'static [$crate::codegen::union::Shape] = &[$($crate::codegen::union::Shape {
                constants: &[$($(($constant, &[$($allowed),+])),+)?],
                required: &[$($($required),+)?],
                keys: &[$($key),*],
            }),*];
        }

        impl $crate::codegen::field::Field for $name {
            fn read<'de, D: $crate::codegen::serde::Deserializer<'de>>(
                &mut self,
                input: D,
            ) -> Result<$crate::codegen::field::Reading, D::Error> {
                let value = <$crate::codegen::serde_json::Value as $crate::codegen::serde::Deserialize>::deserialize(input)?;
                let mut chosen = $crate::codegen::union::choose(&value, Self::SHAPES);
                $(
                    match chosen {
                        Some(0) => {
                            let (value, reading) = $crate::codegen::field::reread::<$ty>(&value);
                            *self = Self::$variant(value);
                            return Ok(reading);
                        }
                        other => chosen = other.map(|further| further - 1),
                    }
                )*
                let _ = chosen;
                let reading = $crate::codegen::field::Reading::of_any(&value);
                *self = Self::Other(value);
                Ok(reading)
            }

            #[inline]
            fn view(&self) -> $crate::codegen::View<'_> {
                match self {
                    $(Self::$variant(value) => $crate::codegen::field::Field::view(value),)*
                    Self::Other(value) => $crate::codegen::View::Json(value),
                }
            }
        }

        $(
            impl From<$ty> for $name {
                #[inline]
                fn from(value: $ty) -> Self {
                    Self::$variant(value)
                }
            }
        )*

        impl Default for $name {
            #[inline]
            fn default() -> Self {
                Self::Other($crate::codegen::serde_json::Value::Null)
            }
        }

        impl $crate::codegen::serde::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::codegen::serde::Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
                $crate::codegen::write_view($crate::codegen::field::Field::view(self), output)
            }
        }

        impl<'de> $crate::codegen::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::codegen::serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                let mut value = Self::default();
                $crate::codegen::field::Field::read(&mut value, input)?;
                Ok(value)
            }
        }
    };
    ($($other:tt)*) => {
        compile_error!(concat!(
            "expected `Union { Variant: Type(\"key\", ..) needs \"key\", .. where \"key\" = \"value\" | ..; .. }`, ",
            "where `needs` and `where` are optional",
        ));
    };
}
