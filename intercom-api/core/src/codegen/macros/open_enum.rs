//! The macro that makes a generated enumeration readable and writable.

/// Maps variants to their values on the wire and makes the enumeration readable and writable.
///
/// ```text
/// open_enum!(ConversationState { Open = "open", Closed = "closed" });
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enum {
    ($name:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        impl $name {
            /// Returns the value as Intercom writes it.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(value) => value.as_str(),
                }
            }
        }

        impl From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::Unknown($crate::codegen::unknown_value(text)),
                }
            }
        }

        impl From<String> for $name {
            #[inline]
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl From<&String> for $name {
            #[inline]
            fn from(text: &String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            #[inline]
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }

        // In less code than a derive gives.
        impl Eq for $name {}

        /// The empty value, which Intercom does not have.
        impl Default for $name {
            #[inline]
            fn default() -> Self {
                Self::from("")
            }
        }

        impl AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl PartialEq<str> for $name {
            #[inline]
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl PartialEq<&str> for $name {
            #[inline]
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl PartialEq<String> for $name {
            #[inline]
            fn eq(&self, other: &String) -> bool {
                self.as_str() == other
            }
        }

        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::codegen::QueryValue for $name {
            #[inline]
            fn text(&self) -> std::borrow::Cow<'_, str> {
                self.as_str().into()
            }
        }

        impl $crate::codegen::serde::Serialize for $name {
            fn serialize<S: $crate::codegen::serde::Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
                output.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::codegen::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::codegen::serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                $crate::codegen::scalar::deserialize(input)
            }
        }

        impl $crate::codegen::field::Field for $name {
            #[inline]
            fn read<'de, D: $crate::codegen::serde::Deserializer<'de>>(
                &mut self,
                input: D,
            ) -> Result<$crate::codegen::field::Reading, D::Error> {
                $crate::codegen::scalar::read(self, input)
            }

            #[inline]
            fn read_optional<'de, D: $crate::codegen::serde::Deserializer<'de>>(
                place: &mut Option<Self>,
                input: D,
            ) -> Result<$crate::codegen::field::Reading, D::Error> {
                $crate::codegen::scalar::read_optional(place, input)
            }

            #[inline]
            fn is_blank(&self) -> bool {
                true
            }

            #[inline]
            fn view(&self) -> $crate::codegen::View<'_> {
                $crate::codegen::View::Text(self.as_str())
            }
        }

        impl $crate::codegen::open_enum::OpenEnum for $name {}
    };
    ($($other:tt)*) => {
        compile_error!("expected `Enum { Variant = \"value\", .. }`");
    };
}
