//! Which failures to connect would only be repeated.

use std::error::Error as StdError;
use std::io;

use crate::policy::redact::Redactor;

/// Texts of failures that are not recognizable by a type: from the TLS of the operating system,
/// from a host name that no certificate can have, and from proxies.
const LASTING: [&str; 7] = [
    "certificate",
    "ssl routines",
    "handshake failure",
    "invalid server name",
    "invalid dns name",
    "proxy authorization required",
    "unsupported scheme",
];

/// Returns the innermost cause of a failure to connect that would repeat in the next attempt: an
/// invalid certificate, a TLS alert, an invalid host name. Unknown hosts, refused connections
/// and connections that break during the handshake are not among them.
pub(super) fn lasting_cause(error: &(dyn StdError + 'static)) -> Option<String> {
    let chain = causes(error);
    let is_tls = |cause: &&(dyn StdError + 'static)| {
        // What does not follow the protocol, or the certificate: other failures have other kinds.
        let cause = cause.downcast_ref::<io::Error>();
        cause.is_some_and(|cause| cause.kind() == io::ErrorKind::InvalidData)
    };
    let innermost = chain.last()?.to_string();
    let is_lasting = chain.iter().any(is_tls) || {
        // Texts in an I/O error that has a kind may be those of a broken connection.
        let is_io = chain.iter().any(|cause| {
            let cause = cause.downcast_ref::<io::Error>();
            cause.is_some_and(|cause| cause.kind() != io::ErrorKind::Other)
        });
        let text = innermost.to_ascii_lowercase();
        !is_io && LASTING.iter().any(|lasting| text.contains(lasting))
    };
    is_lasting.then_some(innermost)
}

/// Returns whether an error or one of its causes shows a secret.
pub(super) fn quotes_secret(error: &(dyn StdError + 'static), redactor: &Redactor) -> bool {
    causes(error).iter().any(|cause| {
        redactor.shows_in(&cause.to_string()) || redactor.shows_in(&format!("{cause:?}"))
    })
}

/// An error and its causes, outermost first. What an [`io::Error`] wraps is not its source but what
/// its source would be: it is looked into.
fn causes<'a>(error: &'a (dyn StdError + 'static)) -> Vec<&'a (dyn StdError + 'static)> {
    let mut causes = Vec::new();
    let mut next = Some(error);
    while let Some(cause) = next.filter(|_| causes.len() < MAX_CAUSES) {
        causes.push(cause);
        let inner = cause.downcast_ref::<io::Error>();
        next = match inner.and_then(io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => cause.source(),
        };
    }
    causes
}

/// No chain of causes is longer.
const MAX_CAUSES: usize = 20;

#[cfg(test)]
mod tests {
    use std::fmt;
    use std::io;

    use super::lasting_cause;

    #[derive(Debug)]
    struct Caused(
        &'static str,
        Option<Box<dyn std::error::Error + Send + Sync>>,
    );

    impl fmt::Display for Caused {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
    }

    impl std::error::Error for Caused {
        fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
            Some(self.1.as_deref()?)
        }
    }

    fn connecting(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Option<String> {
        lasting_cause(&Caused("client error (Connect)", Some(cause.into())))
    }

    #[test]
    fn tls_failures_are_lasting_and_named_by_their_innermost_cause() {
        let tls = io::Error::new(io::ErrorKind::InvalidData, Caused("UnknownIssuer", None));
        assert_eq!(connecting(tls).as_deref(), Some("UnknownIssuer"));
        let wrapped = Caused(
            "invalid peer certificate",
            Some(Box::new(Caused("Expired", None))),
        );
        let tls = io::Error::other(io::Error::new(io::ErrorKind::InvalidData, wrapped));
        assert_eq!(connecting(tls).as_deref(), Some("Expired"));
        for text in [
            "error:0A000086:SSL routines::certificate verify failed",
            "Invalid Server Name",
            "proxy authorization required",
            "unsupported scheme ftp",
        ] {
            assert_eq!(connecting(text).as_deref(), Some(text));
            assert_eq!(connecting(io::Error::other(text)).as_deref(), Some(text));
        }
    }

    #[test]
    fn refused_and_unknown_hosts_are_not_lasting() {
        for kind in [
            io::ErrorKind::ConnectionRefused,
            io::ErrorKind::TimedOut,
            io::ErrorKind::UnexpectedEof,
            io::ErrorKind::ConnectionReset,
        ] {
            assert_eq!(connecting(io::Error::from(kind)), None, "{kind:?}");
        }
        let dns = io::Error::other("failed to lookup address information");
        assert_eq!(connecting(Caused("dns error", Some(Box::new(dns)))), None);
        assert_eq!(connecting("unsuccessful tunnel"), None);
    }
}
