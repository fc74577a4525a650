//! Changes of companies, which come by scroll.

use super::methods::changes;
use crate::companies::{Companies, Scroll};
use crate::types::Company;

changes!(Companies, Scroll, Company, Scroll, "companies", |this| this
    .scroll());
