//! Arguments in, exit code out.

fn main() -> std::process::ExitCode {
    use std::io::Write as _;
    let sample = std::env::args().any(|argument| argument == "--sample");
    match zhanggui::gui::run(zhanggui::gui::GuiOptions { shop: None, sample }) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{}", zhanggui::locale::Lang::system().say(&error.said()));
            std::process::ExitCode::from(2)
        }
    }
}
