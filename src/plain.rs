//! From a JSON value to a type of the core. Unlike `serde_json`'s own way it takes an object for a struct and nothing else, so that
//! half of the code that serde derives is never compiled; and it names the member that is wrong, but never shows its value.

mod flaw;
pub mod tagged;
#[cfg(test)]
mod tests;

pub use flaw::Flaw;

use flaw::other_type;
use serde::de::value::StringDeserializer;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Expected, IntoDeserializer, MapAccess,
    SeqAccess, VariantAccess, Visitor,
};
use serde_json::{Map, Value, map};
use std::vec;

/// Reads a type.
///
/// # Errors
/// Where a member is missing or has another type.
pub fn read<'de, T: Deserialize<'de>>(value: Value) -> Result<T, Flaw> {
    T::deserialize(Plain(value))
}

/// A value as JSON text. Its `Display` writes the same, but goes through a formatter, letter by letter where a string has to be escaped.
#[must_use]
pub fn text(value: &Value) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// The same, one member a line.
#[must_use]
pub fn laid_out(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// What a value is, in words.
#[must_use]
pub fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

struct Plain(Value);

impl Plain {
    #[cold]
    fn not(&self, expected: &dyn Expected) -> Flaw {
        other_type(kind(&self.0), expected)
    }
}

/// Methods that do the same.
macro_rules! alike {
    ($($method:ident)* => $by:ident) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Flaw> {
            self.$by(visitor)
        })*
    };
}

impl<'de> Deserializer<'de> for Plain {
    type Error = Flaw;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Flaw> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(is) => visitor.visit_bool(is),
            Value::Number(_) => self.deserialize_f64(visitor),
            Value::String(text) => visitor.visit_string(text),
            Value::Array(list) => visitor.visit_seq(List(list.into_iter(), 0)),
            Value::Object(members) => visitor.visit_map(Members::of(members)),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Flaw> {
        match self.0 {
            Value::Bool(is) => visitor.visit_bool(is),
            _ => Err(self.not(&visitor)),
        }
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Flaw> {
        // JavaScript has one kind of number.
        let whole = |number: f64| number.fract() == 0.0 && (0.0..9e15).contains(&number);
        match self.0.as_f64().filter(|number| whole(*number)) {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            // it is whole and in range
            Some(number) => visitor.visit_u64(number as u64),
            None => Err(self.not(&visitor)),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Flaw> {
        match &self.0 {
            Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
                (Some(number), ..) => visitor.visit_u64(number),
                (_, Some(number), _) => visitor.visit_i64(number),
                (_, _, number) => visitor.visit_f64(number.unwrap_or_default()),
            },
            _ => Err(self.not(&visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Flaw> {
        match self.0 {
            Value::String(text) => visitor.visit_string(text),
            _ => Err(self.not(&visitor)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Flaw> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Flaw> {
        match self.0 {
            Value::Array(list) => visitor.visit_seq(List(list.into_iter(), 0)),
            _ => Err(self.not(&visitor)),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Flaw> {
        match self.0 {
            Value::Object(members) => visitor.visit_map(Members::of(members)),
            _ => Err(self.not(&visitor)),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Flaw> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Flaw> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Flaw> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Flaw> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Flaw> {
        visitor.visit_unit()
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Flaw> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Flaw> {
        match self.0 {
            Value::String(name) => visitor.visit_enum(Word(name)),
            _ => Err(self.not(&visitor)),
        }
    }

    alike!(deserialize_u8 deserialize_u16 deserialize_u32 => deserialize_u64);
    alike!(deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_f32 => deserialize_f64);
    alike!(deserialize_str deserialize_char deserialize_identifier => deserialize_string);
    alike!(deserialize_bytes deserialize_byte_buf => deserialize_seq);
    alike!(deserialize_ignored_any => deserialize_unit);
}

/// The elements that are left, and how many were read.
struct List(vec::IntoIter<Value>, usize);

impl<'de> SeqAccess<'de> for List {
    type Error = Flaw;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Flaw> {
        let Some(value) = self.0.next() else {
            return Ok(None);
        };
        let index = self.1;
        self.1 += 1;
        seed.deserialize(Plain(value))
            .map(Some)
            .map_err(|flaw| flaw.within(index.to_string()))
    }
}

struct Members {
    rest: map::IntoIter,
    /// Of the member whose name was read last.
    value: Value,
    name: String,
}

impl Members {
    fn of(members: Map<String, Value>) -> Self {
        Self {
            rest: members.into_iter(),
            value: Value::Null,
            name: String::new(),
        }
    }
}

impl<'de> MapAccess<'de> for Members {
    type Error = Flaw;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Flaw> {
        let Some((name, value)) = self.rest.next() else {
            return Ok(None);
        };
        self.value = value;
        self.name.clone_from(&name);
        seed.deserialize(Plain(Value::String(name))).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Flaw> {
        seed.deserialize(Plain(self.value.take()))
            .map_err(|flaw| flaw.within(std::mem::take(&mut self.name)))
    }
}

/// An enum without data: its name.
struct Word(String);

impl<'de> EnumAccess<'de> for Word {
    type Error = Flaw;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Flaw> {
        let name: StringDeserializer<Flaw> = self.0.into_deserializer();
        Ok((seed.deserialize(name)?, Self(String::new())))
    }
}

impl<'de> VariantAccess<'de> for Word {
    type Error = Flaw;

    fn unit_variant(self) -> Result<(), Flaw> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Flaw> {
        seed.deserialize(Plain(Value::Null))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Flaw> {
        visitor.visit_unit()
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Flaw> {
        visitor.visit_unit()
    }
}
