//! The words that say nothing about anybody.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Names of properties and parameters, values of enumerations, names of schemas and segments of paths
/// in the contracts; a test holds it to them.
static WORDS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("words.txt").lines().chain(TYPES).collect());

/// Types of objects that no contract lists.
const TYPES: [&str; 20] = [
    "activity_log",
    "avatar",
    "conversation_message",
    "conversation_rating",
    "custom_attribute",
    "data_attribute",
    "event_summary",
    "first_contact_reply",
    "initiated",
    "list",
    "location",
    "me",
    "pages",
    "query",
    "scroll",
    "social_profile",
    "sum",
    "Unstable",
    "user_summary",
    "utf-8",
];

/// English of error messages.
const ENGLISH: &str = "a access again all allowed already also an and any are array as at bad be been \
    before blocked boolean both but by call can cannot characters could could_not date deleted details \
    did different do does doesn duplicate either empty error exceeded exist existing exists expected \
    expired failed false few field fields first for format forbidden found from greater had has have \
    if in incorrect integer internal into invalid is it its json large least length less limit long \
    longer many match matches matching maximum may message method minimum missing more most must name \
    need needs new no non not null number object of on once one only or other out own parameter \
    parameters permission please provide provided rate reached record records refused removed request \
    requests require required resource retry same second seconds send sent server should some \
    something string supported t temporarily than that the their there these this time timeout to too \
    true two type unable unauthorized unavailable unexpected unknown unsupported up update used valid \
    value values version was we went were when which with without wrong you your";

static SENTENCE: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| ENGLISH.split_whitespace().collect());

/// Operators of searches and orders.
const OPERATORS: [&str; 8] = ["=", "!=", ">", "<", ">=", "<=", "~", "!~"];

/// Whether it is a word of the API.
pub(super) fn is_word(text: &str) -> bool {
    WORDS.contains(text)
}

/// Whether it consists of words of the API, such as `conversation.list` or `email,phone`.
pub(super) fn is_words(text: &str) -> bool {
    is_word(text)
        || OPERATORS.contains(&text)
        || ["^", "$", "*"].contains(&text)
        || (text.len() <= 200
            && text
                .split(['.', ','])
                .all(|part| is_word(part.trim_matches(' '))))
}

/// Whether it is a word of an error message, in lower case.
pub(super) fn is_of_sentence(word: &str) -> bool {
    SENTENCE.contains(word) || is_word(word)
}
