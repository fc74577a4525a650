//! Bodies of requests: JSON where the operation takes it, or else a form, text, or bytes.

use serde_json::Value;

use super::operations::is_json;
use super::schema_site::SchemaSite;
use super::schemas::Schemas;
use super::source::{Refusal, Source, kinds_of};
use crate::document::essence;
use crate::model::Type;
use crate::model::bodies::{BodyFormat, Encoding};

/// Decides the type of the body and how it is written.
pub(super) fn body(
    schemas: &mut Schemas<'_>,
    source: &Source<'_>,
    id: &str,
    resource: &str,
) -> Result<(Option<Type>, BodyFormat), Refusal> {
    let Some(body) = source.operation.get("requestBody") else {
        return Ok((None, BodyFormat::Json));
    };
    let content = schemas.resolve(body).0["content"].clone();
    let kinds = content.as_object().into_iter().flatten();
    let mut kinds: Vec<_> = kinds
        .map(|(kind, media)| (format_of(kind), media))
        .collect();
    kinds.sort_by_key(|(format, _)| rank(format));
    let Some((format, media)) = kinds.into_iter().next() else {
        return Err((
            format!("its body is {}", kinds_of(&content)),
            "declare a media type with a correction; call it with Client::request",
        ));
    };
    let place = SchemaSite::root(id, resource);
    let ty = match format {
        BodyFormat::Json => schemas.lower(&media["schema"], &place).ty,
        BodyFormat::Form | BodyFormat::Multipart => form(schemas, media, &place, &format),
        BodyFormat::Text(_) => Type::Text,
        BodyFormat::Bytes(_) => Type::Upload,
    };
    Ok((Some(ty), format))
}

fn format_of(kind: &str) -> BodyFormat {
    let essence = essence(kind);
    match essence.split_once('/') {
        _ if is_json(kind) => BodyFormat::Json,
        Some(("multipart", "form-data")) => BodyFormat::Multipart,
        Some(("application", "x-www-form-urlencoded")) => BodyFormat::Form,
        Some(("text", "*")) => BodyFormat::Text("text/plain".to_owned()),
        Some(("text", _)) => BodyFormat::Text(essence.to_owned()),
        Some((_, subtype)) if subtype != "*" => BodyFormat::Bytes(essence.to_owned()),
        _ => BodyFormat::Bytes("application/octet-stream".to_owned()),
    }
}

/// Which of several formats is generated: the first. A form with files can carry what one without
/// them cannot.
fn rank(format: &BodyFormat) -> u8 {
    match format {
        BodyFormat::Json => 0,
        BodyFormat::Multipart => 1,
        BodyFormat::Form => 2,
        BodyFormat::Text(_) => 3,
        BodyFormat::Bytes(_) => 4,
    }
}

/// The type of a form: a record of its own, even where another operation sends the same schema as
/// JSON, because its files are uploads and not text.
fn form(schemas: &mut Schemas<'_>, media: &Value, place: &SchemaSite, format: &BodyFormat) -> Type {
    let (schema, component) = schemas.resolve(&media["schema"]);
    let place = match (component, &place.scope) {
        (Some(component), Some(resource)) => SchemaSite::root(component, resource),
        _ => place.clone(),
    };
    let flat = schemas.flatten(&schema.clone());
    let is_multipart = *format == BodyFormat::Multipart;
    if flat.properties.is_empty() {
        return if is_multipart {
            Type::Multipart
        } else {
            Type::Attributes
        };
    }
    let ty = schemas.record(&flat, &place, None);
    let files: Vec<_> = flat
        .properties
        .iter()
        .filter_map(|(key, schema)| Some((key.clone(), file(schemas, schema)?)))
        .collect();
    for field in schemas.fields_of(&ty).into_iter().flatten() {
        let encoding = &media["encoding"][&field.wire];
        let file = files.iter().find(|(key, _)| *key == field.wire);
        if let Some((_, file)) = file.filter(|_| is_multipart) {
            field.ty = file.clone();
            field.nullable = false;
            field.constant = None;
            field.encoding = media_type(encoding).map(Encoding::MediaType);
        } else if !is_multipart {
            field.encoding = style(encoding).map(Encoding::Style);
        }
    }
    ty
}

/// The type of a field with files, if it is one.
fn file(schemas: &Schemas<'_>, schema: &Value) -> Option<Type> {
    let schema = schemas.resolve(schema).0;
    let is_file = |schema: &Value| {
        let is_raw = schema.get("contentMediaType").is_some()
            && schema.get("contentEncoding").is_none()
            && !schema["contentMediaType"].as_str().is_some_and(is_json);
        schema["format"] == "binary" || is_raw
    };
    match schema["type"].as_str() {
        Some("array") if is_file(schemas.resolve(&schema["items"]).0) => {
            Some(Type::List(Box::new(Type::Upload)))
        }
        Some("string") | None if is_file(schema) => Some(Type::Upload),
        _ => None,
    }
}

/// The only media type that a part may have.
fn media_type(encoding: &Value) -> Option<String> {
    let declared = encoding["contentType"].as_str()?.trim();
    let is_one = declared.contains('/') && !declared.contains([',', '*']);
    is_one.then(|| declared.to_owned())
}

/// The declared style of a field, as the runtime names it.
fn style(encoding: &Value) -> Option<&'static str> {
    let style = encoding["style"].as_str();
    let explode = encoding["explode"].as_bool();
    match (style, explode) {
        (None, None) => None,
        (None | Some("form"), Some(false)) => Some("Comma"),
        (Some("spaceDelimited"), Some(false) | None) => Some("Space"),
        (Some("pipeDelimited"), Some(false) | None) => Some("Pipe"),
        (Some("deepObject"), _) => Some("Deep"),
        _ => Some("Exploded"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{format_of, media_type, style};

    #[test]
    fn formats_follow_from_media_types() {
        for (kind, expected) in [
            ("application/json", "application/json"),
            (
                "application/vnd.api+json; charset=utf-8",
                "application/json",
            ),
            ("multipart/form-data; boundary=x", "multipart/form-data"),
            (
                "application/x-www-form-urlencoded",
                "application/x-www-form-urlencoded",
            ),
            ("text/plain; charset=utf-8", "text/plain"),
            ("text/*", "text/plain"),
            ("image/png", "image/png"),
            ("image/*", "application/octet-stream"),
            ("application/xml", "application/xml"),
            ("nonsense", "application/octet-stream"),
        ] {
            assert_eq!(format_of(kind).media_type(), expected, "{kind}");
        }
    }

    #[test]
    fn style_is_what_is_declared() {
        for (encoding, expected) in [
            (json!(null), None),
            (json!({"contentType": "text/plain"}), None),
            (json!({"explode": true}), Some("Exploded")),
            (json!({"explode": false}), Some("Comma")),
            (json!({"style": "form"}), Some("Exploded")),
            (json!({"style": "form", "explode": false}), Some("Comma")),
            (json!({"style": "spaceDelimited"}), Some("Space")),
            (
                json!({"style": "pipeDelimited", "explode": false}),
                Some("Pipe"),
            ),
            (
                json!({"style": "deepObject", "explode": true}),
                Some("Deep"),
            ),
        ] {
            assert_eq!(style(&encoding), expected, "{encoding}");
        }
    }

    #[test]
    fn media_type_of_a_file_is_the_only_one() {
        let of = |text: &str| media_type(&json!({"contentType": text}));
        assert_eq!(of("image/png").as_deref(), Some("image/png"));
        assert_eq!(of("image/png, image/jpeg"), None);
        assert_eq!(of("image/*"), None);
        assert_eq!(media_type(&json!(null)), None);
    }
}
