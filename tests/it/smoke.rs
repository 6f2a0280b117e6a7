//! The real binary: what it says without a display, and that its window comes up on one.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const BINARY: &str = env!("CARGO_BIN_EXE_zhanggui");

#[test]
fn without_a_display_it_says_so_in_one_line_and_names_the_job_that_does_the_same() {
    let home = tempfile::tempdir().unwrap();
    let run = Command::new(BINARY)
        .args(["--lang", "en"])
        .env("ZHANGGUI_HOME", home.path())
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .output()
        .unwrap();
    let said = String::from_utf8(run.stderr).unwrap();
    assert_eq!(run.status.code(), Some(2), "{said}");
    assert_eq!(said.trim_end().lines().count(), 1, "{said}");
    assert!(said.contains("zhanggui import") || said.contains("zhanggui report"), "{said}");
}

#[test]
fn a_display_that_refuses_is_no_display() {
    let home = tempfile::tempdir().unwrap();
    let sockets = Path::new("/tmp/.X11-unix");
    std::fs::create_dir_all(sockets).unwrap();
    let number = (600..800).find(|n| !sockets.join(format!("X{n}")).exists()).unwrap();
    let socket = sockets.join(format!("X{number}"));
    let listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    // Whoever connects is sent away, as by a server that does not know the user.
    std::thread::spawn(move || listener.incoming().for_each(drop));
    let run = Command::new(BINARY)
        .args(["--lang", "en"])
        .env("ZHANGGUI_HOME", home.path())
        .env("DISPLAY", format!(":{number}"))
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .output()
        .unwrap();
    std::fs::remove_file(&socket).unwrap();
    let said = String::from_utf8(run.stderr).unwrap();
    assert_eq!((run.status.code(), said.trim_end().lines().count()), (Some(2), 1), "{said}");
    assert!(said.contains("zhanggui import") || said.contains("zhanggui report"), "{said}");
    assert!(!home.path().join("crashes").exists(), "a missing display is no bug of ours");
}

/// A process that is ended when the test is over, however it ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Waits until `done` holds or the time is up.
fn wait_for(limit: Duration, mut done: impl FnMut() -> bool) -> bool {
    let start = Instant::now();
    while start.elapsed() < limit {
        if done() {
            return true;
        }
        std::thread::park_timeout(Duration::from_millis(100));
    }
    done()
}

#[test]
fn the_window_comes_up_and_stays() {
    for tool in ["Xvfb", "xdotool"] {
        assert!(
            Command::new(tool).arg("-version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok(),
            "{tool} is needed for this test: apt-get install -y xvfb xdotool"
        );
    }
    let home = tempfile::tempdir().unwrap();
    let number = (200..400).find(|n| !Path::new(&format!("/tmp/.X{n}-lock")).exists()).unwrap();
    let display = format!(":{number}");
    let _server = Running(
        Command::new("Xvfb")
            .args([&display, "-screen", "0", "1280x800x24", "-nolisten", "tcp"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap(),
    );
    assert!(wait_for(Duration::from_secs(20), || Path::new(&format!("/tmp/.X11-unix/X{number}")).exists()));
    let mut window = Running(
        Command::new(BINARY)
            .env("ZHANGGUI_HOME", home.path())
            .env("DISPLAY", &display)
            .env("ICED_BACKEND", "tiny-skia")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("WAYLAND_SOCKET")
            .stdout(Stdio::null())
            .spawn()
            .unwrap(),
    );
    let pid = window.0.id().to_string();
    let shown = wait_for(Duration::from_mins(1), || {
        Command::new("xdotool")
            .args(["search", "--onlyvisible", "--pid", &pid])
            .env("DISPLAY", &display)
            .output()
            .is_ok_and(|found| !found.stdout.is_empty())
    });
    assert!(shown, "no window within a minute");
    assert!(window.0.try_wait().unwrap().is_none(), "the program ended by itself");
}
