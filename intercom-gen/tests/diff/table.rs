//! `docs/diff.md` shows the table of rules as the code has it.

use expect_test::expect_file;
use intercom_gen::diff::table;

#[test]
fn the_documentation_shows_the_table() {
    let text = include_str!("../../../docs/diff.md");
    let begin = text.find("| id | case |").unwrap();
    let end = text[begin..]
        .find("\n\n")
        .map_or(text.len(), |end| begin + end + 1);
    let shown = format!("{}{}{}", &text[..begin], table(), &text[end..]);
    expect_file!["../../../docs/diff.md"].assert_eq(&shown);
}
