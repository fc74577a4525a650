//! Where the calls come from: an iterator or a stream.

use std::future::IntoFuture;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::policy::BoxFuture;

/// A source of calls: an iterator or a stream, of anything that can be awaited for a `Result`.
///
/// `Kind` distinguishes iterators from streams and is inferred.
pub trait IntoCalls<Kind> {
    /// The value of a call.
    type Value: Send + 'static;
    /// Why a call fails.
    type Error: Send + 'static;
    /// The calls, as futures of one type.
    type Calls: Stream<Item = BoxFuture<'static, Result<Self::Value, Self::Error>>> + Send;

    /// Makes the stream of calls.
    fn into_calls(self) -> Self::Calls;
}

/// The source is an iterator: the `Kind` of [`IntoCalls`].
#[derive(Debug)]
pub enum OfIterator {}

/// The source is a stream: the `Kind` of [`IntoCalls`].
#[derive(Debug)]
pub enum OfStream {}

impl<I, F, T, E> IntoCalls<OfIterator> for I
where
    I: IntoIterator<Item = F, IntoIter: Send>,
    F: IntoFuture<Output = Result<T, E>, IntoFuture: Send + 'static>,
    T: Send + 'static,
    E: Send + 'static,
{
    type Value = T;
    type Error = E;
    type Calls = Iterated<I::IntoIter>;

    fn into_calls(self) -> Self::Calls {
        Iterated(self.into_iter())
    }
}

impl<S, F, T, E> IntoCalls<OfStream> for S
where
    S: Stream<Item = F> + Send,
    F: IntoFuture<Output = Result<T, E>, IntoFuture: Send + 'static>,
    T: Send + 'static,
    E: Send + 'static,
{
    type Value = T;
    type Error = E;
    type Calls = Boxed<S>;

    fn into_calls(self) -> Self::Calls {
        Boxed(Box::pin(self))
    }
}

/// An iterator as a stream of boxed calls.
#[derive(Debug)]
pub struct Iterated<I>(I);

// An iterator is not polled in place.
impl<I> Unpin for Iterated<I> {}

impl<I, F, T, E> Stream for Iterated<I>
where
    I: Iterator<Item = F>,
    F: IntoFuture<Output = Result<T, E>, IntoFuture: Send + 'static>,
{
    type Item = BoxFuture<'static, Result<T, E>>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = self.0.next();
        Poll::Ready(next.map(|call| Box::pin(call.into_future()) as Self::Item))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

/// A stream whose calls are boxed.
#[derive(Debug)]
pub struct Boxed<S>(Pin<Box<S>>);

impl<S, F, T, E> Stream for Boxed<S>
where
    S: Stream<Item = F>,
    F: IntoFuture<Output = Result<T, E>, IntoFuture: Send + 'static>,
{
    type Item = BoxFuture<'static, Result<T, E>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = self.0.as_mut().poll_next(cx);
        next.map(|call| Some(Box::pin(call?.into_future()) as Self::Item))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}
