//! `aldis`: see the library of the same package.
fn main() -> std::process::ExitCode {
    cli::run(std::env::args_os())
}
