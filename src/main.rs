//! Arguments in, exit code out.

fn main() -> std::process::ExitCode {
    zhanggui::cli::main(std::env::args_os())
}
