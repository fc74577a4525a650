//! Values that are sent in place of a whole object: the value of its identifying field, the one
//! item of its list, an address whose query means the same.

use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};
use url::form_urlencoded;

use super::{Object, Record, Table, read};
use crate::data::field::{Reading, is_list};
use crate::data::view::{Form, View, to_json};

/// A record without its type that is read from text, since everything is compiled for that already.
pub(super) trait Reread: Record {
    /// Reads an object, or the only value of one into the field that stands for all.
    fn reread(&mut self, text: &str, is_alone: bool) -> Reading;
}

impl<R: Record> Reread for R {
    fn reread(&mut self, text: &str, is_alone: bool) -> Reading {
        let mut input = serde_json::Deserializer::from_str(text);
        let reading = if is_alone {
            input.deserialize_map(Alone(self))
        } else {
            read(self, &mut input)
        };
        reading.unwrap_or(Reading::Null)
    }
}

/// Takes an object with nothing but the value of the identifying field, under any key.
struct Alone<'a, R>(&'a mut R);

impl<'de, R: Record> Visitor<'de> for Alone<'_, R> {
    type Value = Reading;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.table().name)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Reading, A::Error> {
        self.0.fill(Object::alone(&mut map))
    }
}

/// Reads a value that was sent in place of an object.
#[cold]
pub(super) fn read_in_place(record: &mut dyn Reread, value: Value) -> Reading {
    if value == "" {
        return Reading::absent(value);
    }
    let mut reading = read_alone(record, &value);
    if !reading.holds()
        && let Some(query) = query(record.table(), &value)
    {
        reading = record.reread(&query.to_string(), false);
    }
    if reading.holds() {
        return Reading::held(Some(value), reading.anomalies());
    }
    Reading::no_object(value, record.table().name)
}

/// Reads a value that was sent in place of the whole object into its identifying field, if it has
/// one.
fn read_alone(record: &mut dyn Reread, value: &Value) -> Reading {
    if record.table().alone.is_none() {
        return Reading::Null;
    }
    let text = serde_json::json!({ "": value }).to_string();
    record.reread(&text, true)
}

/// The query of an address as an object, if it names a field: the next page is sent in either form.
fn query(table: &Table, value: &Value) -> Option<Value> {
    let (_, query) = value.as_str()?.split_once('?')?;
    let pairs = form_urlencoded::parse(query.as_bytes());
    let object: Map<_, _> = pairs
        .map(|(key, value)| (key.into_owned(), value.into()))
        .collect();
    let is_known = object.keys().any(|key| table.has_key(key));
    is_known.then_some(Value::Object(object))
}

/// Reads a single object that was sent in place of an object with a list: the response to a request
/// for one of them. It has an id, which a list does not have. Its keys stay in `extra` as well, to
/// be written back.
#[cold]
pub(super) fn read_lone_item(record: &mut dyn Reread) {
    let table = record.table();
    let list = table.alone().and_then(|position| table.rows.get(position));
    let (Some(list), Ok(Value::Object(mut item))) =
        (list, to_json(View::Record(record), Form::AsHeld))
    else {
        return;
    };
    let is_empty = |list: Value| list.as_array().is_some_and(Vec::is_empty);
    if item.remove(list.key).is_some_and(is_empty) && !is_list(&item) {
        read_alone(record, &Value::Object(item));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::__record as record;
    use crate::data::{Anomalies, Extra};

    #[derive(Clone, Default)]
    struct Book {
        kind: Option<String>,
        id: String,
        size: Option<i64>,
        extra: Extra,
    }

    record!(Book {
        "type" => kind,
        "id" => id,
        "size" => size,
    });

    #[derive(Default)]
    struct Books {
        kind: Option<String>,
        data: Vec<Book>,
        next: Option<Next>,
        extra: Extra,
    }

    record!(Books {
        "type" => kind,
        "data" => data,
        "next" => next,
    } or data);

    #[derive(Clone, Default)]
    struct Next {
        page: Option<i64>,
        extra: Extra,
    }

    record!(Next { "page" => page });

    #[derive(Default)]
    struct Shelf {
        books: Option<Books>,
        extra: Extra,
    }

    record!(Shelf { "books" => books });

    /// What the books of a shelf are read as and written back as, and what did not fit.
    fn shelf(books: &Value) -> (Option<Books>, Value, Vec<String>) {
        let shelf: Shelf = serde_json::from_value(json!({ "books": books })).unwrap();
        let written = serde_json::to_value(&shelf).unwrap()["books"].take();
        let anomalies = shelf.anomalies();
        let paths = anomalies.iter().map(|found| found.path.clone()).collect();
        (shelf.books, written, paths)
    }

    fn ids(books: &Books) -> Vec<&str> {
        books.data.iter().map(|book| book.id.as_str()).collect()
    }

    #[test]
    fn a_bare_list_is_the_list_that_the_object_wraps() {
        let came = json!([{ "id": "1" }, { "id": "2", "size": "big" }]);
        let (books, written, paths) = shelf(&came);
        assert_eq!(ids(&books.unwrap()), ["1", "2"]);
        assert_eq!(written, came);
        assert_eq!(paths, ["books[].size"]);
        let (books, written, _) = shelf(&json!([]));
        assert_eq!((books, written), (Some(Books::default()), json!([])));
        let (books, written, paths) = shelf(&json!([7]));
        assert_eq!((books, written), (Some(Books::default()), json!([7])));
        assert_eq!(paths, ["books[]"]);
    }

    #[test]
    fn a_lone_item_is_a_list_of_one() {
        let came = json!({ "type": "book", "id": "1", "size": 5, "new": true });
        let books: Books = serde_json::from_value(came.clone()).unwrap();
        assert_eq!(ids(&books), ["1"]);
        assert_eq!(books.data[0].size, Some(5));
        assert_eq!(books.data[0].extra.get("new"), Some(&json!(true)));
        let written = serde_json::to_value(&books).unwrap();
        assert!(
            came.as_object()
                .unwrap()
                .iter()
                .all(|(key, value)| written[key] == *value)
        );
        assert_eq!(serde_json::from_value::<Books>(written).unwrap(), books);
    }

    #[test]
    fn list_with_an_id_is_not_an_item() {
        for came in [
            json!({ "type": "list", "id": "1" }),
            json!({ "type": "book.list", "id": "1", "data": [] }),
            json!({ "type": "book", "size": 5 }),
        ] {
            let books: Books = serde_json::from_value(came).unwrap();
            assert!(books.data.is_empty());
        }
        let came = json!({ "id": "1", "data": [{ "id": "2" }] });
        let books: Books = serde_json::from_value(came).unwrap();
        assert_eq!(ids(&books), ["2"]);
    }

    #[test]
    fn an_address_is_read_by_its_query() {
        let read = |next: &str| {
            let came = json!({ "next": next });
            let books: Books = serde_json::from_value(came.clone()).unwrap();
            assert_eq!(serde_json::to_value(&books).unwrap()["next"], came["next"]);
            let is_odd = !books.anomalies().is_empty();
            (books.next.and_then(|next| next.page), is_odd)
        };
        assert_eq!(read("https://x/books?per_page=5&page=2"), (Some(2), false));
        assert_eq!(read("/books?page=2"), (Some(2), false));
        assert_eq!(read("https://x/books?page=last"), (None, true));
        assert_eq!(read("https://x/books?other=2"), (None, true));
        assert_eq!(read("https://x/books"), (None, true));
        assert_eq!(read(""), (None, false));
    }
}
