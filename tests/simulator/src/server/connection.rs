//! Connections that a fault can cut: a listener whose streams have a switch.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use bytes::Bytes;
use futures_util::task::AtomicWaker;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

use super::faults::Cut;

/// Ends a connection: once what is written has left, nothing more is read, so the server closes it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Switch(Arc<State>);

#[derive(Debug, Default)]
struct State {
    /// The connection is to end after the next flush.
    armed: AtomicBool,
    ended: AtomicBool,
    /// Who waits for something to read.
    reader: AtomicWaker,
}

/// A TCP listener that gives each connection a switch.
#[derive(Debug)]
pub(crate) struct SwitchedListener(pub(crate) TcpListener);

/// A TCP stream with a switch.
#[derive(Debug)]
pub(crate) struct SwitchedStream {
    stream: TcpStream,
    switch: Switch,
}

impl Listener for SwitchedListener {
    type Io = SwitchedStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        // Small responses must not wait for each other; without it they are only slower.
        stream.set_nodelay(true).ok();
        (
            SwitchedStream {
                stream,
                switch: Switch::default(),
            },
            address,
        )
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, SwitchedListener>> for Switch {
    fn connect_info(stream: IncomingStream<'_, SwitchedListener>) -> Self {
        stream.io().switch.clone()
    }
}

impl AsyncRead for SwitchedStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.switch.0.reader.register(cx.waker());
        if self.switch.0.ended.load(Ordering::Acquire) {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for SwitchedStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(cx);
        let state = &self.switch.0;
        if flushed.is_ready() && state.armed.load(Ordering::Acquire) {
            state.ended.store(true, Ordering::Release);
            state.reader.wake();
        }
        flushed
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// A body that is sent up to where the connection is to be cut.
pub(crate) fn cut_body(bytes: &[u8], cut: Cut, switch: Switch) -> axum::body::Body {
    let sent = match cut {
        Cut::BeforeAnswer | Cut::BeforeBody => 0,
        Cut::InBody => bytes.len() / 2,
        Cut::AfterBody => bytes.len(),
    };
    let chunk = Bytes::copy_from_slice(&bytes[..sent]);
    let mut steps = Vec::new();
    if cut == Cut::BeforeBody || (sent > 0 && cut == Cut::InBody) {
        // What is to arrive must be on its way before the stream fails.
        steps.push(Step::Wait);
    }
    if sent > 0 {
        steps.insert(0, Step::Send(chunk));
    }
    steps.push(if cut == Cut::AfterBody {
        Step::HangUp(switch)
    } else {
        Step::Fail
    });
    axum::body::Body::from_stream(Steps(steps.into()))
}

enum Step {
    Send(Bytes),
    Wait,
    HangUp(Switch),
    Fail,
}

/// The steps of a body, one at each poll.
struct Steps(std::collections::VecDeque<Step>);

impl futures_util::Stream for Steps {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.0.pop_front() {
            Some(Step::Send(chunk)) => {
                if let Some(Step::HangUp(switch)) = self.0.front() {
                    switch.0.armed.store(true, Ordering::Release);
                }
                Poll::Ready(Some(Ok(chunk)))
            }
            Some(Step::Wait) => {
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            Some(Step::Fail) => Poll::Ready(Some(Err(io::ErrorKind::ConnectionAborted.into()))),
            Some(Step::HangUp(_)) | None => Poll::Ready(None),
        }
    }
}
