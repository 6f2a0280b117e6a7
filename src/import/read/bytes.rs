//! The bytes of a file or of an archive's member: on disk or in memory, read from any place by any number of readers.
//!
//! One open file is shared by all readers, so that a file which is renamed while it is looked at still reads to its end,
//! and what was unpacked from an archive lies in an unnamed temporary file that is gone even after a crash.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};

use super::error::ReadError;

#[derive(Debug, Clone)]
pub(super) struct Bytes {
    content: Arc<Content>,
    len: u64,
}

#[derive(Debug)]
enum Content {
    File(Mutex<File>),
    Memory(Vec<u8>),
}

/// Reads [`Bytes`] from its own place; counts what it read.
#[derive(Debug, Clone)]
pub(super) struct Reader {
    bytes: Bytes,
    at: u64,
    taken: Arc<AtomicU64>,
}

impl Bytes {
    pub(super) fn file(path: &Path) -> Result<Self, ReadError> {
        // Asked before opening: opening a pipe would wait for somebody to write into it.
        let about = std::fs::metadata(path)?;
        if about.is_dir() {
            return Err(ReadError::Folder);
        }
        if !about.is_file() {
            return Err(ReadError::Device);
        }
        let file = File::open(path)?;
        let len = file.metadata()?.len();
        Ok(Self { content: Arc::new(Content::File(Mutex::new(file))), len })
    }

    pub(super) fn memory(content: Vec<u8>) -> Self {
        let len = content.len() as u64;
        Self { content: Arc::new(Content::Memory(content)), len }
    }

    /// An unnamed temporary file of `len` bytes.
    pub(super) fn temporary(file: File, len: u64) -> Self {
        Self { content: Arc::new(Content::File(Mutex::new(file))), len }
    }

    pub(super) const fn len(&self) -> u64 {
        self.len
    }

    pub(super) fn reader(&self) -> Reader {
        Reader { bytes: self.clone(), at: 0, taken: Arc::default() }
    }

    /// The first `most` bytes, fewer when there are fewer.
    pub(super) fn head(&self, most: u64) -> Result<Vec<u8>, ReadError> {
        let mut head = Vec::new();
        self.reader().take(most).read_to_end(&mut head)?;
        Ok(head)
    }

    pub(super) fn sha256(&self) -> Result<String, ReadError> {
        let mut hasher = Sha256::new();
        let mut reader = self.reader();
        let mut block = vec![0; 256 * 1024];
        loop {
            let count = reader.read(&mut block)?;
            if count == 0 {
                break;
            }
            hasher.update(block.get(..count).unwrap_or_default());
        }
        let mut hex = String::with_capacity(64);
        for byte in hasher.finalize() {
            for digit in [byte >> 4, byte & 15] {
                hex.extend(char::from_digit(digit.into(), 16));
            }
        }
        Ok(hex)
    }

    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<usize> {
        match &*self.content {
            Content::File(file) => {
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                file.seek(SeekFrom::Start(at))?;
                file.read(into)
            }
            Content::Memory(content) => {
                let mut rest = usize::try_from(at).ok().and_then(|at| content.get(at..)).unwrap_or_default();
                rest.read(into)
            }
        }
    }
}

impl Reader {
    /// A counter of the bytes this reader and its clones have read.
    pub(super) fn taken(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.taken)
    }
}

impl Read for Reader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read_at(self.at, into)?;
        self.at += count as u64;
        self.taken.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl Seek for Reader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.bytes.len.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn readers_of_one_file_do_not_disturb_each_other() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"0123456789").unwrap();
        let bytes = Bytes::temporary(file, 10);
        let (mut one, mut two) = (bytes.reader(), bytes.reader());
        let mut two_bytes = [0; 2];
        one.read_exact(&mut two_bytes).unwrap();
        two.seek(SeekFrom::End(-3)).unwrap();
        let mut rest = String::new();
        two.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "789");
        one.read_exact(&mut two_bytes).unwrap();
        assert_eq!(&two_bytes, b"23");
        assert_eq!(bytes.head(4).unwrap(), b"0123");
    }

    #[test]
    fn the_fingerprint_is_the_well_known_one() {
        // sha256sum of "abc", as in FIPS 180-2.
        let hex = Bytes::memory(b"abc".to_vec()).sha256().unwrap();
        assert_eq!(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
