//! A Canvas Kit app with every component: `cargo run -p intercom-api --example canvas_kit --features
//! canvas`.
//!
//! It starts the app on this machine, and then sends it what Intercom would send. With
//! `INTERCOM_CLIENT_SECRET` in the environment it only serves, at 127.0.0.1:3000, until it is
//! stopped: make that address public and enter it in the Developer Hub.

use std::net::Ipv4Addr;

use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse};
use axum::routing::post;
use bytes::Bytes;
use intercom_api::canvas::{
    Action, BottomMargin, Button, ButtonStyle, Canvas, CanvasError, CanvasResponse, Checkbox,
    ChoiceOption, Component, ConfigureRequest, DataTable, Divider, Dropdown, FieldValue, Image,
    InitializeRequest, Input, List, ListItem, LiveCanvasRequest, LiveCanvasResponse, SaveState,
    SheetSubmitRequest, SingleSelect, Spacer, SpacerSize, SubmitRequest, Text, TextArea, TextStyle,
    Verifier,
};
use intercom_core::signature::Scheme;
use serde_json::{Value, json};
use tokio::net::TcpListener;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The secret of the simulated run.
const SECRET: &str = "9b1c4f7a-client-secret";

/// A user as Intercom encrypts it with this secret.
const ENCRYPTED_USER: &str = "AAECAwQFBgcICQoLImTgpohPirH3asHlampDA5gWvEe3u9+hUmPSI9YIInB04uSs3YUeZoXOuWz9dFdjASNXEY2U1zu6HIQchzivxYtEg4K5ztYYIHW4yudHM/IUUjK+wcLHTfm/utXlKnfQM5vZo65fnBXX2WI8+aKVZMuU";

#[tokio::main]
async fn main() -> Result<(), Failure> {
    if let Ok(secret) = std::env::var("INTERCOM_CLIENT_SECRET") {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 3000)).await?;
        axum::serve(listener, app(Verifier::new(secret))).await?;
        return Ok(());
    }
    for line in tour().await? {
        println!("{line}");
    }
    Ok(())
}

/// The app, with a route for each request.
fn app(verifier: Verifier) -> Router {
    Router::new()
        .route("/configure", post(configure))
        .route("/initialize", post(initialize))
        .route("/submit", post(submit))
        .route("/live", post(live))
        .route("/sheet", post(sheet))
        .route("/sheet-submit", post(sheet_submit))
        .with_state(verifier)
}

/// A request that is refused, or a response that is too large.
struct Refusal(CanvasError);

impl From<CanvasError> for Refusal {
    fn from(error: CanvasError) -> Self {
        Self(error)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> axum::response::Response {
        (self.0.status(), self.0.to_string()).into_response()
    }
}

type Reply = Result<([(axum::http::HeaderName, &'static str); 1], String), Refusal>;

fn reply(json: Result<String, CanvasError>) -> Reply {
    Ok(([(CONTENT_TYPE, "application/json")], json?))
}

/// Asks an admin for a color, which the initialize request then receives.
async fn configure(State(verifier): State<Verifier>, headers: HeaderMap, body: Bytes) -> Reply {
    let request: ConfigureRequest = verifier.verify(&headers, &body)?;
    if let Some(color) = request.input("color") {
        return reply(CanvasResponse::results([("color", color)]).to_json());
    }
    let colors = [
        ChoiceOption::id("green").text("Green"),
        ChoiceOption::id("blue").text("Blue"),
    ];
    let canvas = Canvas::new()
        .component(Dropdown::new("color", colors).label("Color of the app"))
        .component(Button::id("save").label("Save").action(Action::submit()));
    reply(CanvasResponse::show(canvas).to_json())
}

/// Shows every component.
async fn initialize(State(verifier): State<Verifier>, headers: HeaderMap, body: Bytes) -> Reply {
    let request: InitializeRequest = verifier.verify(&headers, &body)?;
    let person = request.person().and_then(|person| person.name.as_deref());
    let options = request.card_creation_options.as_ref();
    let color = options.and_then(|options| options.text("color"));
    let canvas = every_component(person.unwrap_or("there"))
        .stored_data([("color", color.unwrap_or("green"))]);
    reply(CanvasResponse::show(canvas).to_json())
}

fn every_component(name: &str) -> Canvas {
    let sizes = [
        ChoiceOption::id("s").text("S"),
        ChoiceOption::id("m").text("M"),
        ChoiceOption::id("l").text("L").disabled(true),
    ];
    let topics = [
        ChoiceOption::id("news").text("News"),
        ChoiceOption::id("offers").text("Offers"),
    ];
    let orders = [
        ListItem::id("4711")
            .title("Order 4711")
            .subtitle("Shipped")
            .action(Action::submit()),
        ListItem::id("4712")
            .title("Order 4712")
            .tertiary_text("Details in the shop")
            .action(Action::url("https://shop.example/orders/4712")),
    ];
    Canvas::new()
        .component(Text::new(format!("Hello {name}")).style(TextStyle::Header))
        .component(
            Image::new("https://shop.example/logo.png")
                .width(64)
                .height(64)
                .rounded(true),
        )
        .component(Spacer::new().size(SpacerSize::Medium))
        .component(List::new(orders))
        .component(Divider::new().bottom_margin(BottomMargin::None))
        .component(DataTable::new([
            FieldValue::field("Plan").value("Pro"),
            FieldValue::field("Seats").value("25"),
        ]))
        .component(
            Input::new("coupon")
                .label("Coupon")
                .placeholder("SUMMER")
                .action(Action::submit()),
        )
        .component(
            TextArea::new("wish")
                .label("Your wish")
                .save_state(SaveState::Unsaved),
        )
        .component(
            Checkbox::new("topics", topics)
                .label("Send me")
                .value(["news"]),
        )
        .component(Dropdown::new("size", sizes.clone()).label("Size"))
        .component(SingleSelect::new("fit", sizes).label("Fit").value("m"))
        .component(
            Button::id("more")
                .label("More")
                .action(Action::sheet("https://app.example/sheet"))
                .style(ButtonStyle::Secondary),
        )
        .component(Button::id("send").label("Send").action(Action::submit()))
}

/// Shows what was entered.
async fn submit(State(verifier): State<Verifier>, headers: HeaderMap, body: Bytes) -> Reply {
    let request: SubmitRequest = verifier.verify(&headers, &body)?;
    let canvas = match request.component_id.as_deref() {
        Some("send") => Canvas::new()
            .component(Text::new(format!(
                "Topics: {}",
                request.selected("topics").join(", ")
            )))
            .component(Text::new(format!(
                "Wish: {}",
                request.input("wish").unwrap_or("none")
            ))),
        Some("coupon") => Canvas::live("https://app.example/live"),
        // Whatever else is used: what is shown stays.
        _ => request.current_canvas.unwrap_or_default(),
    };
    reply(CanvasResponse::show(canvas).to_json())
}

/// Loads the components of a live canvas.
async fn live(State(verifier): State<Verifier>, headers: HeaderMap, body: Bytes) -> Reply {
    let request: LiveCanvasRequest = verifier.verify(&headers, &body)?;
    let location = request.context.and_then(|context| context.location);
    let location = location.map_or_else(|| "unknown".to_owned(), |location| location.to_string());
    let text = Text::new(format!("Shown in: {location}"));
    reply(LiveCanvasResponse::new().component(text).to_json())
}

/// Opens a sheet for the user whom Intercom encrypted.
async fn sheet(State(verifier): State<Verifier>, body: Bytes) -> Result<Html<String>, Refusal> {
    let sheet = verifier.open_sheet(&body)?;
    let name = escaped(sheet.user.name.as_deref().unwrap_or("you"));
    Ok(Html(format!(
        "<!doctype html><title>More</title><h1>More for {name}</h1>"
    )))
}

/// Takes the values of a sheet.
async fn sheet_submit(State(verifier): State<Verifier>, headers: HeaderMap, body: Bytes) -> Reply {
    let request: SheetSubmitRequest = verifier.verify(&headers, &body)?;
    let values = request.sheet_values.unwrap_or_default();
    let date = values.text("date").unwrap_or("no date");
    let canvas = Canvas::new().component(Text::new(format!("Booked: {date}")));
    reply(CanvasResponse::show(canvas).completed().to_json())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// Starts the app and sends it what Intercom would send. Returns a line for each response.
pub(crate) async fn tour() -> Result<Vec<String>, Failure> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let url = format!("http://{}", listener.local_addr()?);
    let server =
        tokio::spawn(async move { axum::serve(listener, app(Verifier::new(SECRET))).await });
    let intercom = Intercom {
        http: reqwest::Client::new(),
        url,
    };
    let lines = intercom.tour().await;
    server.abort();
    lines
}

/// Acts as Intercom.
struct Intercom {
    http: reqwest::Client,
    url: String,
}

impl Intercom {
    async fn tour(&self) -> Result<Vec<String>, Failure> {
        let mut lines = Vec::new();
        let mut show = |name: &str, response: &Value| {
            lines.push(format!("{name}: {}", described(response)));
        };
        let workspace = json!({"workspace_id": "abc123", "workspace_region": "US"});
        let with = |other: Value| merged(&workspace, other);

        show(
            "configure",
            &self.post("/configure", &with(json!({}))).await?,
        );
        let chosen = with(json!({"component_id": "save", "input_values": {"color": "blue"}}));
        let results = self.post("/configure", &chosen).await?;
        show("configured", &results);

        let first = self
            .post(
                "/initialize",
                &with(json!({
                    "card_creation_options": results["results"],
                    "contact": {"id": "5ba682d2", "name": "Ada"},
                })),
            )
            .await?;
        show("initialize", &first);
        let entered = self
            .post(
                "/submit",
                &with(json!({
                    "component_id": "send",
                    "current_canvas": first["canvas"],
                    "input_values": {"topics": ["news", "offers"], "wish": "More examples"},
                })),
            )
            .await?;
        show("submit", &entered);
        let same = self
            .post(
                "/submit",
                &with(json!({"component_id": "4711", "current_canvas": first["canvas"]})),
            )
            .await?;
        show(
            "unchanged",
            &json!({"same": same["canvas"] == first["canvas"]}),
        );
        show(
            "coupon",
            &self
                .post("/submit", &with(json!({"component_id": "coupon"})))
                .await?,
        );
        let home = with(json!({"context": {"location": "home"}}));
        show("live", &self.post("/live", &home).await?);
        let values = with(json!({"sheet_values": {"date": "2030-01-01"}}));
        show("sheet submit", &self.post("/sheet-submit", &values).await?);

        let opened = json!({"workspace_id": "abc123", "user": ENCRYPTED_USER}).to_string();
        let page = self.send("/sheet", opened, None).await?;
        lines.push(format!("sheet: {} {}", page.0, page.1));
        let forged = self
            .send("/submit", "{}".to_owned(), Some("0".repeat(64)))
            .await?;
        lines.push(format!("forged: {} {}", forged.0, forged.1));
        let unsigned = self.send("/submit", "{}".to_owned(), None).await?;
        lines.push(format!("unsigned: {} {}", unsigned.0, unsigned.1));
        Ok(lines)
    }

    /// Posts a signed request and returns the JSON of the response.
    async fn post(&self, path: &str, body: &Value) -> Result<Value, Failure> {
        let body = body.to_string();
        let signature = Scheme::Canvas.sign(SECRET.as_bytes(), body.as_bytes());
        let (status, text) = self.send(path, body, Some(signature)).await?;
        if !status.is_success() {
            return Err(format!("{path}: {status} {text}").into());
        }
        Ok(serde_json::from_str(&text)?)
    }

    async fn send(
        &self,
        path: &str,
        body: String,
        signature: Option<String>,
    ) -> Result<(StatusCode, String), Failure> {
        let mut request = self.http.post(format!("{}{path}", self.url)).body(body);
        if let Some(signature) = signature {
            request = request.header("x-body-signature", signature);
        }
        let response = request.send().await?;
        Ok((response.status(), response.text().await?))
    }
}

fn merged(first: &Value, second: Value) -> Value {
    let mut merged = first.clone();
    if let (Value::Object(merged), Value::Object(second)) = (&mut merged, second) {
        merged.extend(second);
    }
    merged
}

/// Returns the kinds of the components, or the JSON where there are none.
fn described(response: &Value) -> String {
    let content = match response.get("canvas") {
        Some(canvas) => &canvas["content"],
        None => &response["content"],
    };
    let components: Vec<Component> =
        serde_json::from_value(content["components"].clone()).unwrap_or_default();
    if components.is_empty() {
        return response.to_string();
    }
    let described = components.iter().map(|component| match component {
        Component::Text(text) => format!("text {:?}", text.text),
        other => other.kind().unwrap_or("unknown").to_owned(),
    });
    described.collect::<Vec<_>>().join(", ")
}
