//! Searches in lists that have changed.

use super::{GivenItems, MAX_GIVEN, Search, SearchedPage, Verdict};
use crate::paging::Paging;
use crate::paging::position::Position;

fn page<'a>(identities: &'a [u64], next: Option<&'a Position>) -> SearchedPage<'a> {
    SearchedPage {
        paging: Paging::Page,
        number: 1,
        identities,
        next,
        total: None,
    }
}

/// The pages that a search requests when none of them has an item that was returned.
fn path(origin: Position, total: Option<u64>, limit: usize) -> Vec<u64> {
    let given = GivenItems::new(vec![1]);
    let mut search = Search::new(origin.clone());
    let mut at = origin;
    let mut path = Vec::new();
    while path.len() < limit {
        let number = at.page_number().unwrap_or(1);
        let next = Position::Page(number.saturating_add(1));
        let searched = SearchedPage {
            number,
            total,
            ..page(&[2], Some(&next))
        };
        match search.advance(&searched, &given) {
            Verdict::Look(position) => at = position,
            Verdict::Restart => return path,
            Verdict::Found => panic!("found what is not there"),
        }
        path.push(at.page_number().unwrap());
    }
    path
}

#[test]
fn search_reads_the_next_page_and_then_all_before() {
    assert_eq!(path(Position::Page(4), None, 99), [5, 3, 2, 1]);
    assert_eq!(path(Position::Start, None, 99), [2]);
    let query = Position::Query(vec![("page".into(), "3".into())]);
    assert_eq!(path(query, None, 99), [4, 2, 1]);
}

#[test]
fn search_is_bounded_whatever_the_checkpoint_contains() {
    assert_eq!(path(Position::Page(u64::MAX), None, 1000).len(), 101);
    assert_eq!(path(Position::Page(9000), Some(3), 99), [9001, 3, 2, 1]);
    assert_eq!(path(Position::Page(0), Some(u64::MAX), 99), [1]);
}

#[test]
fn page_of_a_cursor_is_never_searched_elsewhere() {
    let given = GivenItems::new(vec![1]);
    let next = Position::After("d".to_owned());
    let mut search = Search::new(Position::After("c".to_owned()));
    assert!(search.advance(&page(&[2], Some(&next)), &given) == Verdict::Found);
}

#[test]
fn scroll_is_searched_to_its_end_and_then_restarted() {
    let given = GivenItems::new(vec![1]);
    let token = Position::Scroll("s".to_owned());
    let scroll = |identities, next| SearchedPage {
        paging: Paging::Scroll,
        ..page(identities, next)
    };
    let mut search = Search::new(Position::Start);
    let verdict = search.advance(&scroll(&[2], Some(&token)), &given);
    assert!(verdict == Verdict::Look(token.clone()));
    assert!(search.advance(&scroll(&[1, 2], Some(&token)), &given) == Verdict::Found);
    let end = Some(&Position::End);
    assert!(search.advance(&scroll(&[], end), &given) == Verdict::Restart);
    // Behind the page that ends with an item that was given.
    let verdict = search.advance(&scroll(&[1], Some(&token)), &given);
    assert!(verdict == Verdict::Look(token.clone()));
    assert!(search.advance(&scroll(&[], end), &given) == Verdict::Found);
}

#[test]
fn each_given_item_is_passed_once_until_a_page_holds_none() {
    let mut given = GivenItems::new(vec![1, 1, 2, 9]);
    assert_eq!(given.pass(&[1, 5, 1, 1]), [true, false, true, false]);
    assert_eq!(given.pass(&[2, 2]), [true, false]);
    assert_eq!(given.pass(&[7]), [false]);
    assert_eq!(given.pass(&[9]), [false]);
}

#[test]
fn only_the_latest_items_are_kept() {
    let mut given = GivenItems::default();
    for identity in 0..10_000 {
        given.push(identity);
        assert!(given.as_slice().len() <= 2 * MAX_GIVEN);
    }
    assert_eq!(given.as_slice().last(), Some(&9_999));
    given.begin_page();
    assert_eq!(given.as_slice(), (9_984..10_000).collect::<Vec<u64>>());
}
