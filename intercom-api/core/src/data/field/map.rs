//! Objects whose keys are data, with values of one type.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::{Field, FieldSeed, Reading, collect_list, visit_scalars};
use crate::data::anomalies::gather;
use crate::data::view::{Form, View, to_json};

const EXPECTED: &str = "an object";
/// How a path names the keys: they are data of customers.
const STEP: &str = "*";

impl<T: Field> Field for BTreeMap<String, T> {
    fn read<'de, D: Deserializer<'de>>(&mut self, input: D) -> Result<Reading, D::Error> {
        input.deserialize_any(MapVisitor(self))
    }

    #[inline]
    fn is_blank(&self) -> bool {
        self.is_empty()
    }

    #[inline]
    fn view(&self) -> View<'_> {
        View::Map(self)
    }
}

struct MapVisitor<'a, T>(&'a mut BTreeMap<String, T>);

impl<'de, T: Field> Visitor<'de> for MapVisitor<'_, T> {
    type Value = Reading;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(EXPECTED)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Reading, A::Error> {
        // What is not written back as received.
        let mut odd = Map::new();
        let mut anomalies = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            let mut value = T::default();
            let reading = map.next_value_seed(FieldSeed(&mut value))?;
            let holds = reading.holds();
            // Of a key that is given twice, the last value counts.
            odd.remove(&key);
            self.0.remove(&key);
            match reading {
                Reading::Fits => {}
                Reading::Null => _ = odd.insert(key.clone(), Value::Null),
                Reading::Odd(reading) => {
                    gather(&mut anomalies, STEP, reading.anomalies);
                    if let Some(original) = reading.original {
                        odd.insert(key.clone(), original);
                    }
                }
            }
            if holds {
                self.0.insert(key, value);
            }
        }
        if odd.values().all(Value::is_null) {
            return Ok(Reading::held(None, anomalies));
        }
        for (key, value) in self.0.iter() {
            if !odd.contains_key(key) {
                let value = to_json(value.view(), Form::AsHeld).map_err(A::Error::custom)?;
                odd.insert(key.clone(), value);
            }
        }
        Ok(Reading::held(Some(Value::Object(odd)), anomalies))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Reading, A::Error> {
        Ok(Reading::no_object(collect_list(list)?, EXPECTED))
    }

    visit_scalars!(|_, value| Reading::no_object(value, EXPECTED));
}
