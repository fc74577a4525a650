//! The items that the macros of the crate make, read from what they are given.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::Macro;

use super::shorten;

/// Adds the items of a macro call.
pub(super) fn list(module: &str, call: &Macro, lines: &mut BTreeMap<String, String>) {
    let name = call
        .path
        .segments
        .last()
        .map(|segment| segment.ident.to_string());
    let name = name.unwrap_or_default();
    let mut tokens = call.tokens.clone().into_iter();
    let subject = tokens
        .next()
        .map(|token| token.to_string())
        .unwrap_or_default();
    let body = tokens.find_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group.stream()),
        _ => None,
    });
    let body = body.unwrap_or_default();
    match name.as_str() {
        // How a record is read or sent, and how the variants of a union are distinguished is not part of the API;
        // the variants of events are in their enumeration.
        "record" => implement(
            lines,
            &format!("{module}{subject}"),
            &["Debug", "PartialEq"],
        ),
        "union" | "events" | "form" | "multipart" => {}
        "open_enum" => {
            implement(lines, &format!("{module}{subject}"), &["Eq"]);
            for row in split(body, ',') {
                if let Some((variant, value)) = halves(row, '=') {
                    lines.insert(
                        format!("{module}{subject}::{}", text(&variant)),
                        text(&value),
                    );
                }
            }
        }
        "setters" => {
            let ty = format!("{module}{subject}");
            new(&ty, call, lines);
            for row in split(body, ';') {
                setter(&ty, row, lines);
            }
            lines.insert(
                format!("{ty}::maybe()"),
                format!("fn(self, Option<T>, impl FnOnce(Self, T) -> Self) -> {subject}"),
            );
            lines.insert(
                format!("{ty}::with_extra()"),
                format!("fn(impl Into<String>, impl IntoArgument<Value>) -> {subject}"),
            );
        }
        "constructors" => {
            for row in split(body, ';') {
                constructor(module, &subject, row, lines);
            }
        }
        "operations" => {
            let mut tokens = without_documentation(body.into_iter().collect()).into_iter();
            // `List { .., returns: Json<types::ContactList>, }`
            while let (Some(marker), Some(TokenTree::Group(fields))) =
                (tokens.next(), tokens.next())
            {
                let row = split(fields.stream(), ',').last().unwrap_or_default();
                let returned = halves(row, ':')
                    .map(|(_, ty)| text(&ty))
                    .unwrap_or_default();
                let returned = returned.replacen('<', " ", 1);
                let returned = returned.strip_suffix('>').unwrap_or(&returned);
                lines.insert(
                    format!("{module}{marker}"),
                    format!("operation => {returned}"),
                );
                tokens = without_documentation(tokens.collect()).into_iter();
            }
        }
        // `List: Page "data", types::Tag, |page| page.data`: what the walk of a list gives.
        "paged" => {
            if let Some(item) = split(call.tokens.clone(), ',').nth(1) {
                lines.insert(
                    format!("{module}{subject}::items()"),
                    format!("Items of {}", text(&item)),
                );
            }
        }
        // `Jobs: Get, get`
        "waits" => {
            let row = split(call.tokens.clone(), ',').next();
            if let Some((resource, marker)) = row.and_then(|row| halves(row, ':')) {
                let (resource, marker) = (text(&resource), text(&marker));
                lines.insert(
                    format!("{module}{resource}::wait()"),
                    format!("fn(&self, impl Into<Id>) -> Wait<{marker}>"),
                );
            }
        }
        // Nothing is dropped: a macro that is unknown here is shown as it is called.
        "list" | "changes" | "convert" => relation(module, &name, &subject, call, lines),
        _ => {
            lines.insert(format!("{module}{subject}!{name}"), text(&call.tokens));
        }
    }
}

/// What follows from two types: `TagList: data, Tag`, `UpdateTag from Tag { .. }` and
/// `Tag => TagBasic { .. }`.
fn relation(
    module: &str,
    name: &str,
    subject: &str,
    call: &Macro,
    lines: &mut BTreeMap<String, String>,
) {
    let mut others = call.tokens.clone().into_iter().skip(1);
    let other = others.find(|token| matches!(token, TokenTree::Ident(ident) if ident != "from"));
    let other = other.map(|token| token.to_string()).unwrap_or_default();
    let (item, ty) = match name {
        "list" => {
            let item = split(call.tokens.clone(), ',').nth(1).unwrap_or_default();
            (
                format!("{subject}::into_iter()"),
                format!("IntoIterator of {}", text(&item)),
            )
        }
        "changes" => (
            format!("{subject}::changes()"),
            format!("fn(&{other}, &{other}) -> {subject}"),
        ),
        _ => (
            format!("{other}::from({subject})"),
            format!("fn({subject}) -> {other}"),
        ),
    };
    lines.insert(format!("{module}{item}"), ty);
}

/// `new(email: String; tags: Tag)`, before the rows.
fn new(ty: &str, call: &Macro, lines: &mut BTreeMap<String, String>) {
    let head: Vec<TokenTree> = call.tokens.clone().into_iter().skip(1).take(2).collect();
    if let [TokenTree::Ident(new), TokenTree::Group(arguments)] = head.as_slice() {
        let (plain, lists) = halves(arguments.stream(), ';')
            .unwrap_or_else(|| (arguments.stream(), TokenStream::new()));
        let types = |arguments| {
            let arguments = split(arguments, ',');
            let types = arguments.filter_map(|argument| halves(argument, ':'));
            types.map(|(_, ty)| into(&ty))
        };
        let lists = types(lists).map(|element| format!("impl IntoIterator<{element}>"));
        let types: Vec<_> = types(plain).chain(lists).collect();
        let signature = format!("fn({}) -> {ty}", types.join(", "));
        lines.insert(format!("{ty}::{new}()"), signature);
    }
}

/// `optional list: tags: Tag`.
fn setter(ty: &str, row: TokenStream, lines: &mut BTreeMap<String, String>) {
    let Some((kind, rest)) = halves(row, ':') else {
        return;
    };
    let Some((field, value)) = halves(rest, ':') else {
        return;
    };
    // `optional integer "key"`
    let words = kind.into_iter();
    let words = words.filter(|word| matches!(word, TokenTree::Ident(_)));
    let argument = match text(&words.collect()).as_str() {
        "integer" | "optional integer" => "impl Into<Number>".to_owned(),
        "list" | "optional list" => format!("impl IntoIterator<{}>", into(&value)),
        "nullable" => format!("impl Into<Nullable<{}>>", text(&value)),
        "nullable open" => format!("impl IntoArgument<Nullable<{}>>", text(&value)),
        "open" | "optional open" => format!("impl IntoArgument<{}>", text(&value)),
        _ => into(&value),
    };
    lines.insert(
        format!("{ty}::{}()", text(&field)),
        format!("fn(self, {argument}) -> {ty}"),
    );
}

/// `new lead([value] from: String) with kind = "lead" => Next;`,
/// `in Step: into_user([value] into: String) => Next;`
fn constructor(
    module: &str,
    subject: &str,
    row: TokenStream,
    lines: &mut BTreeMap<String, String>,
) {
    let tokens: Vec<TokenTree> = row.into_iter().collect();
    let Some(next) = tokens.last() else { return };
    let argument = tokens.iter().find_map(|token| match token {
        TokenTree::Group(group) => Some(group.stream()),
        _ => None,
    });
    let argument: Vec<TokenTree> = argument.into_iter().flatten().collect();
    let [TokenTree::Group(kind), _, _, ty @ ..] = argument.as_slice() else {
        return;
    };
    let ty = ty.iter().cloned().collect();
    let argument = match text(&kind.stream()).as_str() {
        "list" => format!("impl IntoIterator<{}>", into(&ty)),
        "open" => format!("impl IntoArgument<{}>", text(&ty)),
        _ => into(&ty),
    };
    match tokens.as_slice() {
        [TokenTree::Ident(start), TokenTree::Ident(method), ..] if start == "new" => {
            let signature = format!("fn({argument}) -> {next}");
            lines.insert(format!("{module}{subject}::{method}()"), signature);
        }
        [_, TokenTree::Ident(step), _, TokenTree::Ident(method), ..] => {
            let step = format!("{module}{step}");
            lines.insert(
                format!("{step}::{method}()"),
                format!("fn(self, {argument}) -> {next}"),
            );
            lines.insert(step, "struct (Debug)".to_owned());
        }
        _ => {}
    }
}

fn into(ty: &TokenStream) -> String {
    format!("impl Into<{}>", text(ty))
}

/// Rows that end with a mark.
fn split(tokens: TokenStream, mark: char) -> impl Iterator<Item = TokenStream> {
    let mut rows: Vec<Vec<TokenTree>> = vec![Vec::new()];
    let mut angles = 0_usize;
    for token in tokens {
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == mark && angles == 0 => {
                rows.push(Vec::new());
                continue;
            }
            TokenTree::Punct(punct) if punct.as_char() == '<' => angles += 1,
            TokenTree::Punct(punct) if punct.as_char() == '>' => angles = angles.saturating_sub(1),
            _ => {}
        }
        if let Some(row) = rows.last_mut() {
            row.push(token);
        }
    }
    rows.into_iter()
        .map(without_documentation)
        .filter(|row| !row.is_empty())
}

fn without_documentation(row: Vec<TokenTree>) -> TokenStream {
    let mut rest = row.into_iter().peekable();
    while matches!(rest.peek(), Some(TokenTree::Punct(hash)) if hash.as_char() == '#') {
        rest.next();
        rest.next();
    }
    rest.collect()
}

/// The text before and after the first mark.
fn halves(tokens: TokenStream, mark: char) -> Option<(TokenStream, TokenStream)> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_mark = |token: &TokenTree| matches!(token, TokenTree::Punct(p) if p.as_char() == mark);
    let at = tokens.iter().position(is_mark)?;
    let after = tokens.iter().skip(at + 1).cloned().collect();
    Some((tokens.into_iter().take(at).collect(), after))
}

/// Tokens as a person writes them.
fn text(tokens: &TokenStream) -> String {
    match syn::parse2(tokens.clone()) {
        Ok(ty) => shorten(&ty),
        Err(_) => tokens.to_string().replace(" :: ", "::"),
    }
}

/// Adds the traits that a macro implements to those that the type in front of it derives.
fn implement(lines: &mut BTreeMap<String, String>, name: &str, traits: &[&str]) {
    const ORDER: [&str; 6] = ["Clone", "Debug", "Default", "PartialEq", "Eq", "Hash"];
    let Some(line) = lines.get_mut(name) else {
        return;
    };
    let Some((kind, derived)) = line.split_once(" (") else {
        return;
    };
    let mut all: Vec<&str> = derived.trim_end_matches(')').split(", ").collect();
    all.extend(traits);
    all.sort_by_key(|one| ORDER.iter().position(|known| known == one));
    *line = format!("{kind} ({})", all.join(", "));
}
