//! Exports as rows: which operations start, watch and download a job.

#[cfg(feature = "data_exports")]
mod data;
#[cfg(feature = "reporting_data_exports")]
mod reporting;
