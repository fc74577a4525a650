//! The baseline of `docs/performance.md`: a crate with what progenitor alone generates from the
//! same operations, with serde derives and its builder interface.
//!
//! ```text
//! cargo run --release -p intercom-gen --example stock -- openapi/2.14 target/stock
//! ```
//!
//! The corrected description is changed only where progenitor stops or its output does not
//! compile: nullability moves from components to references, titles go, the errors of an
//! operation become one, and parameters that are objects become text.

use std::error::Error;
use std::fs;
use std::path::Path;

use intercom_gen::{Input, Inputs, generate};
use progenitor_impl::{GenerationSettings, Generator, InterfaceStyle};
use serde_json::{Map, Value, json};

/// Reads the files of corrections in a folder.
fn corrections(folder: &Path) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let read = |path: &Path| Ok((path.display().to_string(), fs::read_to_string(path)?));
    fs::read_dir(folder)?
        .map(|entry| read(&entry?.path()))
        .collect()
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [version, folder] = arguments.as_slice() else {
        return Err("expected openapi/VERSION and the folder to write the crate into".into());
    };
    let contract = fs::read_to_string(format!("{version}.json"))?;
    let corrections = corrections(&Path::new(version).join("corrections"))?;
    let corrections: Vec<_> = corrections
        .iter()
        .map(|(file, text)| Input { file, text })
        .collect();
    let names = fs::read_to_string("openapi/names.toml")?;
    let input = |file, text| Input { file, text };
    let generated = generate(&Inputs {
        contract: input("contract", &contract).into(),
        corrections: &corrections,
        names: input("names", &names),
        docs: &[],
        webhooks: None,
        examples: &[],
    })?;
    let mut document: Value = serde_json::from_str(&generated.description)?;
    mend(&mut document);
    let mut settings = GenerationSettings::new();
    settings.with_interface(InterfaceStyle::Builder);
    let tokens = Generator::new(&settings).generate_tokens(&serde_json::from_value(document)?)?;
    let source = prettyplease::unparse(&syn::parse2(tokens)?);
    fs::create_dir_all(Path::new(folder).join("src"))?;
    fs::write(Path::new(folder).join("src/lib.rs"), &source)?;
    fs::write(Path::new(folder).join("Cargo.toml"), MANIFEST)?;
    println!("{folder}: {} lines", source.lines().count());
    Ok(())
}

const MANIFEST: &str = r#"[package]
name = "stock"
version = "0.0.0"
edition = "2021"

[workspace]

[dependencies]
bytes = "1"
chrono = { version = "0.4", default-features = false, features = ["serde"] }
futures-core = "0.3"
progenitor-client = "0.15"
reqwest = { version = "0.13", default-features = false, features = ["json", "query", "stream"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
serde_urlencoded = "0.7"
uuid = { version = "1", features = ["serde"] }
"#;

fn mend(document: &mut Value) {
    let components = document["components"]["schemas"].as_object().cloned();
    let components = components.unwrap_or_default();
    let nullable: Vec<String> = components
        .iter()
        .filter(|(_, schema)| schema["nullable"] == true)
        .map(|(name, _)| format!("#/components/schemas/{name}"))
        .collect();
    for (name, mut schema) in components {
        if let Some(schema) = schema.as_object_mut() {
            schema.remove("nullable");
        }
        mend_schema(&mut schema, &nullable);
        document["components"]["schemas"][&name] = schema;
    }
    document["components"]["schemas"]["failure"] = json!({ "type": "object" });
    for (_, item) in document["paths"].as_object_mut().into_iter().flatten() {
        let shared = item["parameters"].as_array().cloned().unwrap_or_default();
        for (method, operation) in item.as_object_mut().into_iter().flatten() {
            if method == "parameters" {
                *operation = json!([]);
            } else {
                mend_operation(operation, &shared, &nullable);
            }
        }
    }
}

fn mend_operation(operation: &mut Value, shared: &[Value], nullable: &[String]) {
    let own = operation["parameters"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let mut parameters: Vec<Value> = shared.iter().chain(&own).cloned().collect();
    parameters.retain(|parameter| parameter["in"] != "header");
    for parameter in &mut parameters {
        let ty = parameter["schema"]["type"].as_str().unwrap_or("string");
        let plain = matches!(ty, "integer" | "boolean");
        parameter["schema"] = json!({ "type": if plain { ty } else { "string" } });
    }
    operation["parameters"] = parameters.into();
    if let Some(body) = operation.get_mut("requestBody") {
        mend_content(body, nullable);
        body["required"] = true.into();
    }
    let responses = operation["responses"]
        .as_object()
        .cloned()
        .unwrap_or_default();
    let success = responses
        .into_iter()
        .find(|(status, _)| status.starts_with('2'));
    let mut success =
        success.map_or_else(|| json!({ "description": "" }), |(_, response)| response);
    mend_content(&mut success, nullable);
    let failure = json!({ "schema": { "$ref": "#/components/schemas/failure" } });
    operation["responses"] = json!({
        "200": success,
        "4XX": { "description": "", "content": { "application/json": failure } },
    });
}

fn mend_content(holder: &mut Value, nullable: &[String]) {
    let content = holder.get_mut("content").and_then(Value::as_object_mut);
    for (_, content) in content.into_iter().flatten() {
        if let Some(schema) = content.get_mut("schema") {
            mend_schema(schema, nullable);
        }
    }
}

fn mend_schema(schema: &mut Value, nullable: &[String]) {
    match schema {
        Value::Array(schemas) => schemas.iter_mut().for_each(|s| mend_schema(s, nullable)),
        Value::Object(object) => {
            if mend_reference(object, nullable) {
                return;
            }
            mend_object(object);
            for (keyword, inner) in object.iter_mut() {
                match keyword.as_str() {
                    "properties" => {
                        let properties = inner.as_object_mut().into_iter().flatten();
                        properties.for_each(|(_, property)| mend_schema(property, nullable));
                    }
                    "enum" | "required" | "default" => {}
                    _ => mend_schema(inner, nullable),
                }
            }
        }
        _ => {}
    }
}

/// Marks at a reference whether its component may be null.
fn mend_reference(object: &mut Map<String, Value>, nullable: &[String]) -> bool {
    let Some(reference) = object.get("$ref").cloned() else {
        return false;
    };
    let listed = nullable.iter().any(|name| reference == name.as_str());
    let may_be_null = listed || object.get("nullable").is_some_and(|n| n == true);
    object.clear();
    if may_be_null {
        object.insert("allOf".into(), json!([{ "$ref": reference }]));
        object.insert("nullable".into(), true.into());
    } else {
        object.insert("$ref".into(), reference);
    }
    true
}

fn mend_object(object: &mut Map<String, Value>) {
    for keyword in [
        "title",
        "default",
        "minLength",
        "maxLength",
        "pattern",
        "x-aliases",
    ] {
        object.remove(keyword);
    }
    // Symbols have no names in Rust; a single value would collide with a component's name.
    let symbols = |values: &Vec<Value>| {
        let letters = |value: &Value| {
            value
                .as_str()
                .is_none_or(|text| text.chars().any(|c| c.is_ascii_alphanumeric()))
        };
        values.len() == 1 || !values.iter().all(letters)
    };
    if object
        .get("enum")
        .and_then(Value::as_array)
        .is_some_and(symbols)
    {
        object.remove("enum");
        object.entry("type").or_insert_with(|| "string".into());
    }
}
