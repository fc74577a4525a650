//! Statements as rustfmt writes them.

/// The widths up to which rustfmt keeps a chain, and the arguments of a call, on one line.
const CHAIN: usize = 59;
const LINE: usize = 100;

/// `let NAME = CHAIN;`, or the chain alone.
///
/// `links` are the calls of the chain: `intercom`, `contacts()`, `get("5")`, `await?`. Inside of a
/// function, which `indent` columns are added for.
pub fn statement(name: Option<&str>, links: &[String], indent: usize) -> Vec<String> {
    let start = name.map_or_else(String::new, |name| format!("let {name} = "));
    let line = links.join(".");
    // A chain of one call may use the whole line.
    let width = if links.len() <= 2 { LINE } else { CHAIN };
    if line.chars().count() <= width && indent + start.len() + line.chars().count() < LINE {
        return vec![format!("{start}{line};")];
    }
    let mut lines = Vec::new();
    for (index, link) in links.iter().enumerate() {
        lines.push(match index {
            0 => format!("{start}{link}"),
            _ => format!("    .{link}"),
        });
    }
    if let Some(last) = lines.last_mut() {
        last.push(';');
    }
    lines
}

/// A sorted import of types.
pub fn import(path: &str, names: &[&str], indent: usize) -> Vec<String> {
    let list = names.join(", ");
    match names {
        [] => Vec::new(),
        [name] => vec![format!("use {path}::{name};")],
        _ if indent + path.len() + list.len() + 9 <= LINE => {
            vec![format!("use {path}::{{{list}}};")]
        }
        _ => {
            let mut lines = vec![format!("use {path}::{{")];
            let mut row = String::new();
            for name in names {
                if !row.is_empty() && indent + 4 + row.len() + name.len() + 2 > LINE {
                    lines.push(format!("    {}", row.trim_end()));
                    row.clear();
                }
                row.push_str(name);
                row.push_str(", ");
            }
            lines.push(format!("    {}", row.trim_end()));
            lines.push("};".to_owned());
            lines
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn short_chain_stays_on_one_line() {
        let short = links("intercom contacts() get(\"5\") await?");
        let lines = statement(Some("contact"), &short, 4);
        assert_eq!(
            lines,
            ["let contact = intercom.contacts().get(\"5\").await?;"]
        );
    }

    #[test]
    fn long_chain_has_a_line_for_each_call() {
        let long = links("intercom contacts() list_subscriptions(\"6657add4000000000000\") await?");
        let lines = statement(None, &long, 4);
        let expected = [
            "intercom",
            "    .contacts()",
            "    .list_subscriptions(\"6657add4000000000000\")",
            "    .await?;",
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn import_of_many_names_is_wrapped() {
        assert_eq!(import("a::types", &["B"], 0), ["use a::types::B;"]);
        assert_eq!(
            import("a::types", &["B", "C"], 0),
            ["use a::types::{B, C};"]
        );
        let names = ["Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"; 3];
        let lines = import("a::types", &names, 4);
        assert_eq!(lines.len(), 4, "{lines:?}");
    }
}
