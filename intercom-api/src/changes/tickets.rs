//! Changes of tickets.

use super::methods::{changes, windows};
use crate::tickets::{Search, Tickets};
use crate::types::{SearchRequest, Ticket};

changes!(Tickets, Search, Ticket, Seconds, "tickets", |this| {
    this.search(SearchRequest::default())
});
windows!(Tickets, Search, "tickets");
