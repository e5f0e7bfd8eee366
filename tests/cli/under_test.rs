//! `aldis`, for the tests beside it.
fn main() -> std::process::ExitCode {
    cli::run(std::env::args_os())
}
