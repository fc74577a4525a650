//! A change of an operation, or of the document, for each rule about them.

use serde_json::json;

use super::rules::Case;

/// Changes of operations and of the document; the pointer starts at the operation unless it is
/// one of the document's. The verdict holds both ways.
// A table.
#[allow(clippy::too_many_lines)]
pub fn in_operations() -> Vec<Case> {
    let query = |name: &str, required: bool| json!({"name": name, "in": "query", "required": required, "schema": {"type": "string"}});
    let header = |required: bool| json!({"name": "Intercom-Version", "in": "header", "required": required, "schema": {"type": "string"}});
    let json_body = |required: bool| json!({"required": required, "content": {"application/json": {"schema": {"type": "string"}}}});
    let form = || json!({"schema": {"type": "object"}});
    let answer = |ty: &str| json!({"description": "", "content": {"application/json": {"schema": {"type": ty}}}});
    let thing = || json!({"type": "object", "properties": {"z": {"type": "string"}}});
    let rows = vec![
        (
            "op-added",
            "",
            "/paths/~1things~1{id}/get",
            json!(null),
            json!({"responses": {"200": {"description": ""}}}),
            "additive/works",
        ),
        (
            "op-removed",
            "",
            "/paths/~1things~1{id}/get",
            json!({"responses": {"200": {"description": ""}}}),
            json!(null),
            "breaking/breaks",
        ),
        (
            "operation-id-changed",
            "of an operation with an inline body or answer",
            "operationId",
            json!("a"),
            json!("b"),
            "breaking/works",
        ),
        (
            "tag-added",
            "",
            "tags",
            json!(["A"]),
            json!(["A", "B"]),
            "none/works",
        ),
        (
            "tag-removed",
            "",
            "tags",
            json!(["A", "B"]),
            json!(["A"]),
            "none/works",
        ),
        (
            "param-added",
            "",
            "parameters/-",
            json!(null),
            query("q", false),
            "additive/works",
        ),
        (
            "param-added",
            "required",
            "parameters/-",
            json!(null),
            query("q", true),
            "breaking/breaks",
        ),
        (
            "param-added",
            "a header that the client sends by itself",
            "parameters/-",
            json!(null),
            header(true),
            "none/works",
        ),
        (
            "param-removed",
            "",
            "parameters/-",
            query("q", false),
            json!(null),
            "breaking/degrades",
        ),
        (
            "param-removed",
            "a header that the client sends by itself",
            "parameters/-",
            header(true),
            json!(null),
            "none/works",
        ),
        (
            "param-required-changed",
            "became required",
            "parameters/-",
            query("q", false),
            query("q", true),
            "breaking/breaks",
        ),
        (
            "param-required-changed",
            "became optional",
            "parameters/-",
            query("q", true),
            query("q", false),
            "breaking/works",
        ),
        (
            "param-required-changed",
            "a header that the client sends by itself",
            "parameters/-",
            header(true),
            header(false),
            "none/works",
        ),
        (
            "param-serialization-changed",
            "",
            "parameters/-",
            query("q", false),
            json!({"name": "q", "in": "query", "explode": false, "schema": {"type": "string"}}),
            "none/breaks",
        ),
        (
            "request-body-added",
            "",
            "requestBody",
            json!(null),
            json_body(false),
            "breaking/works",
        ),
        (
            "request-body-added",
            "required",
            "requestBody",
            json!(null),
            json_body(true),
            "breaking/breaks",
        ),
        (
            "request-body-added",
            "another media type",
            "requestBody/content/multipart~1form-data",
            json!(null),
            form(),
            "none/works",
        ),
        (
            "request-body-removed",
            "",
            "requestBody",
            json_body(true),
            json!(null),
            "breaking/degrades",
        ),
        (
            "request-body-removed",
            "a media type that is not JSON",
            "requestBody/content/multipart~1form-data",
            form(),
            json!(null),
            "none/works",
        ),
        (
            "became-required",
            "a whole body",
            "requestBody",
            json_body(false),
            json_body(true),
            "none/works",
        ),
        (
            "became-optional",
            "a whole body",
            "requestBody",
            json_body(true),
            json_body(false),
            "none/works",
        ),
        (
            "schema-added",
            "of a media type beside another",
            "responses/200/content/text~1csv",
            json!(null),
            json!({"schema": {"type": "string"}}),
            "none/works",
        ),
        (
            "schema-removed",
            "of a media type beside another",
            "responses/200/content/text~1csv",
            json!({"schema": {"type": "string"}}),
            json!(null),
            "none/works",
        ),
        (
            "response-status-added",
            "",
            "responses/429",
            json!(null),
            answer("object"),
            "none/works",
        ),
        (
            "response-status-added",
            "a success that decides the type of the answer",
            "responses/200",
            json!(null),
            answer("object"),
            "breaking/degrades",
        ),
        (
            "response-status-removed",
            "",
            "responses/429",
            answer("object"),
            json!(null),
            "none/works",
        ),
        (
            "response-status-removed",
            "a success that decides the type of the answer",
            "responses/200",
            answer("object"),
            json!(null),
            "breaking/degrades",
        ),
        (
            "response-ref-changed",
            "",
            "responses/404",
            json!({"$ref": "#/components/responses/missing"}),
            answer("object"),
            "none/works",
        ),
        (
            "title-changed",
            "",
            "summary",
            json!("A"),
            json!("B"),
            "none/works",
        ),
        (
            "unclassified",
            "outside of what is sent and received",
            "deprecated",
            json!(null),
            json!(true),
            "none/works",
        ),
        (
            "component-added",
            "",
            "/components/schemas/new",
            json!(null),
            thing(),
            "none/works",
        ),
        (
            "component-removed",
            "",
            "/components/schemas/old",
            thing(),
            json!(null),
            "none/works",
        ),
    ];
    rows.into_iter()
        .map(|(id, case, at, old, new, verdict)| (id, case, at, old, new, verdict, verdict))
        .collect()
}
