//! The macro that makes the `wait` of a resource that has jobs.

/// Makes the `wait` of a resource from its operation that returns the status of a job.
///
/// ```text
/// waits!(Jobs: Get, get(impl Into<Id>));
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __waits {
    ($resource:ident: $marker:ident, $method:ident($job:ty)) => {
        impl $resource {
            #[doc = concat!(
                "Waits until a job has ended, and returns what [`", stringify!($method), "`](Self::",
                stringify!($method), ") then does."
            )]
            ///
            /// See [`Wait`](crate::Wait) for what it can fail with, and for an example.
            #[inline]
            pub fn wait(&self, job: $job) -> $crate::codegen::Wait<$marker> {
                $crate::codegen::wait(self.$method(job).into_request())
            }
        }

        impl $crate::codegen::wait_sealed::Sealed for $marker {}

        impl $crate::codegen::Waitable for $marker {
            #[inline]
            fn status(job: &Self::Output) -> Option<&str> {
                // Text or an enumeration, as the description has it.
                job.status.as_ref().map(AsRef::as_ref)
            }
        }
    };
    ($($other:tt)*) => {
        compile_error!("expected `Resource: Marker, method(argument)`");
    };
}
