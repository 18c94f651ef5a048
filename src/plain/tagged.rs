//! Enums whose JSON is an object with the name of the variant in one member. `serde` writes them; what it derives to read them buffers the
//! object, and has each variant's conversion twice, so they are read here: the name, then each member.

use super::{Flaw, Plain, kind};
use serde::de::{Deserialize, Error};
use serde_json::{Map, Value};

/// Defines such an enum: `tagged! { "kind", rename_all = "kebab-case"; … }`. Attributes of fields that matter for reading are `default`
/// and `flatten`; their names are in camel case.
macro_rules! tagged {
    (
        $tag:literal, rename_all = $case:literal;
        $(#[$of_enum:meta])*
        $visible:vis enum $name:ident {
            $(
                $(#[$of_variant:meta])*
                $variant:ident $( ( $inner:ty ) )? $({
                    $($(#[$($of_field:tt)*])* $field:ident : $type:ty),* $(,)?
                })?
            ),* $(,)?
        }
    ) => {
        $(#[$of_enum])*
        #[derive(serde::Serialize)]
        #[serde(tag = $tag, rename_all = $case, rename_all_fields = "camelCase")]
        $visible enum $name {
            $(
                $(#[$of_variant])*
                $variant $( ( $inner ) )? $({
                    $($(#[$($of_field)*])* $field: $type),*
                })?
            ),*
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                #[derive(serde::Deserialize)]
                #[serde(rename_all = $case)]
                enum Kind {
                    $($variant),*
                }
                fn read(members: &mut $crate::plain::tagged::Members) -> Result<$name, $crate::plain::Flaw> {
                    Ok(match members.kind($tag)? {
                        $(Kind::$variant => tagged!(@variant members $name $variant $(($inner))? $({
                            $([$(#[$($of_field)*])*] $field),*
                        })?)),*
                    })
                }
                let value = serde_json::Value::deserialize(deserializer)?;
                let read = $crate::plain::tagged::Members::of(value).and_then(|mut members| read(&mut members));
                read.map_err(serde::de::Error::custom)
            }
        }
    };
    (@variant $members:ident $name:ident $variant:ident) => { $name::$variant };
    (@variant $members:ident $name:ident $variant:ident ($inner:ty)) => { $name::$variant($members.rest()?) };
    (@variant $members:ident $name:ident $variant:ident { $($attributes:tt $field:ident),* }) => {
        $name::$variant { $($field: tagged!(@field $members $field $attributes)),* }
    };
    (@field $members:ident $field:ident []) => { $members.take(stringify!($field))? };
    (@field $members:ident $field:ident [#[serde(flatten)] $($more:tt)*]) => { $members.rest()? };
    (@field $members:ident $field:ident [#[serde(default)] $($more:tt)*]) => { $members.take_or_default(stringify!($field))? };
    (@field $members:ident $field:ident [#[$other:meta] $($more:tt)*]) => { tagged!(@field $members $field [$($more)*]) };
}
pub(crate) use tagged;

/// The members that are not read yet.
pub struct Members(Map<String, Value>);

impl Members {
    /// Those of an object.
    ///
    /// # Errors
    /// Where it is none.
    pub fn of(value: Value) -> Result<Self, Flaw> {
        match value {
            Value::Object(members) => Ok(Self(members)),
            other => Err(Flaw::custom(format_args!(
                "expected an object, received {}",
                kind(&other)
            ))),
        }
    }

    /// The name of the variant.
    ///
    /// # Errors
    /// Where there is none, or one that nobody knows.
    pub fn kind<'de, T: Deserialize<'de>>(&mut self, tag: &'static str) -> Result<T, Flaw> {
        self.take(tag)
    }

    /// A member by the name of its field.
    ///
    /// # Errors
    /// Where it is missing, or has another type.
    pub fn take<'de, T: Deserialize<'de>>(&mut self, field: &'static str) -> Result<T, Flaw> {
        let name = in_camel_case(field);
        match self.0.remove(&name) {
            Some(value) => T::deserialize(Plain(value)).map_err(|flaw| flaw.within(name)),
            // An `Option` may be missing.
            None => T::deserialize(Plain(Value::Null)).map_err(|_| Flaw::missing_field(field)),
        }
    }

    /// The same, where it may be missing.
    ///
    /// # Errors
    /// Where it has another type.
    pub fn take_or_default<'de, T: Deserialize<'de> + Default>(
        &mut self,
        field: &'static str,
    ) -> Result<T, Flaw> {
        match self.0.contains_key(&in_camel_case(field)) {
            true => self.take(field),
            false => Ok(T::default()),
        }
    }

    /// A type that has its members in this object.
    ///
    /// # Errors
    /// Where it can't be read.
    pub fn rest<'de, T: Deserialize<'de>>(&mut self) -> Result<T, Flaw> {
        T::deserialize(Plain(Value::Object(std::mem::take(&mut self.0))))
    }
}

fn in_camel_case(field: &str) -> String {
    let mut name = String::with_capacity(field.len());
    let mut is_first_letter = false;
    for character in field.chars() {
        match character {
            '_' => is_first_letter = true,
            letter if is_first_letter => {
                name.push(letter.to_ascii_uppercase());
                is_first_letter = false;
            }
            letter => name.push(letter),
        }
    }
    name
}
