//! Which encoding a text is in (编码), and its decoding piece by piece.
//!
//! Order: byte order mark, NUL pattern of UTF-16, strict UTF-8, GB18030. Every GBK text is GB18030, so that is what it is read as.

use std::io::Read;

use encoding_rs::{CoderResult, Decoder, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::bytes::{Bytes, Reader};
use super::error::ReadError;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    Utf8,
    /// UTF-8 with a byte order mark
    Utf8Bom,
    /// GB18030, and with it GBK and GB2312
    Gb18030,
    Utf16Le,
    Utf16Be,
}

impl Encoding {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf8Bom => "UTF-8 BOM",
            Self::Gb18030 => "GB18030",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
        }
    }

    fn decoder(self) -> Decoder {
        let encoding = match self {
            Self::Utf8 | Self::Utf8Bom => UTF_8,
            Self::Gb18030 => GB18030,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
        };
        encoding.new_decoder_with_bom_removal()
    }

    /// The whole of `bytes` as text, broken characters as `�`.
    pub(super) fn decode(self, bytes: &[u8]) -> String {
        let mut text = String::with_capacity(bytes.len() * 3 / 2 + 16);
        let mut decoder = self.decoder();
        let mut rest = bytes;
        loop {
            let (result, read, _) = decoder.decode_to_string(rest, &mut text, true);
            rest = rest.get(read..).unwrap_or_default();
            match result {
                CoderResult::InputEmpty => return text,
                CoderResult::OutputFull => text.reserve(rest.len() + 16),
            }
        }
    }
}

/// How much of a text is looked at.
const SAMPLE: u64 = 1024 * 1024;

/// The encoding of a text file, or what it is instead.
pub(super) fn detect(bytes: &Bytes) -> Result<Encoding, ReadError> {
    let sample = bytes.head(SAMPLE)?;
    let whole = sample.len() as u64 == bytes.len();
    if encoding_rs::mem::is_ascii(&sample) && !whole && !sample.contains(&0) {
        // The first Chinese character may come late: in the first buyer's name after English headers.
        return detect_in(&sample_from_first_non_ascii(bytes)?, false);
    }
    detect_in(&sample, whole)
}

/// The encoding of `sample`; `whole` when nothing follows it, so that a character cut at its end counts.
pub(super) fn detect_in(sample: &[u8], whole: bool) -> Result<Encoding, ReadError> {
    if sample.starts_with(b"\xef\xbb\xbf") {
        return Ok(Encoding::Utf8Bom);
    }
    if sample.starts_with(b"\xff\xfe") {
        return Ok(Encoding::Utf16Le);
    }
    if sample.starts_with(b"\xfe\xff") {
        return Ok(Encoding::Utf16Be);
    }
    let count = |what: fn(u8) -> bool| sample.iter().copied().filter(|b| what(*b)).count();
    let zeros = count(|b| b == 0);
    if zeros > 0 && zeros == sample.len() {
        return Err(ReadError::ZeroFilled { at: 0 });
    }
    // A stray NUL is a slip of the exporting program; many are UTF-16 or no text.
    if zeros * 200 > sample.len() {
        return utf16(sample).ok_or(ReadError::Binary);
    }
    let controls = count(|b| b.is_ascii_control() && !matches!(b, b'\t' | b'\n' | b'\r' | 0));
    if controls * 50 > sample.len() {
        return Err(ReadError::Binary);
    }
    match std::str::from_utf8(sample) {
        Ok(_) => return Ok(Encoding::Utf8),
        Err(fault) if fault.error_len().is_none() && !whole => return Ok(Encoding::Utf8),
        Err(_) => {}
    }
    let foreign = count(|b| !b.is_ascii());
    let (utf8, gb) = (broken(UTF_8, sample), broken(GB18030, sample));
    // A long UTF-8 text with a title cut in mid-character is still UTF-8: GBK text is broken UTF-8 in nearly every character.
    if utf8 * 60 < foreign {
        return Ok(Encoding::Utf8);
    }
    if gb * 20 < foreign || gb <= 1 { Ok(Encoding::Gb18030) } else { Err(ReadError::Binary) }
}

/// UTF-16 without a byte order mark: half of the bytes of ASCII letters are NUL, always the same half.
fn utf16(sample: &[u8]) -> Option<Encoding> {
    let mut at = [0_usize; 2];
    for pair in sample.chunks_exact(2) {
        if let [first, second] = pair {
            at = [at[0] + usize::from(*first == 0), at[1] + usize::from(*second == 0)];
        }
    }
    let encoding = if at[1] > at[0] * 10 {
        Encoding::Utf16Le
    } else if at[0] > at[1] * 10 {
        Encoding::Utf16Be
    } else {
        return None;
    };
    let text = encoding.decode(sample);
    let strange = |c: &char| *c == '\u{fffd}' || (c.is_control() && !matches!(c, '\t' | '\n' | '\r'));
    (text.chars().filter(strange).count() * 50 < text.chars().count()).then_some(encoding)
}

/// How many characters an encoding cannot make sense of.
fn broken(encoding: &'static encoding_rs::Encoding, sample: &[u8]) -> usize {
    let (text, _) = encoding.decode_without_bom_handling(sample);
    count_broken(&text) as usize
}

fn count_broken(text: &str) -> u64 {
    text.matches('\u{fffd}').count() as u64
}

fn sample_from_first_non_ascii(bytes: &Bytes) -> Result<Vec<u8>, ReadError> {
    let mut reader = bytes.reader();
    let mut block = vec![0; SAMPLE as usize];
    loop {
        let count = reader.read(&mut block)?;
        let read = block.get(..count).unwrap_or_default();
        let plain = encoding_rs::Encoding::ascii_valid_up_to(read);
        if count == 0 || plain < count {
            let mut sample = read.get(plain..).unwrap_or_default().to_vec();
            reader.take(SAMPLE).read_to_end(&mut sample)?;
            return Ok(sample);
        }
    }
}

/// Decodes a file piece by piece.
#[derive(Debug)]
pub(super) struct Decoding {
    reader: Reader,
    decoder: Decoder,
    block: Vec<u8>,
    /// The part of `block` that is read and not yet decoded.
    pending: std::ops::Range<usize>,
    ended: bool,
    taken: u64,
    broken: u64,
}

/// Bytes read at once.
const BLOCK: usize = 256 * 1024;

/// So many zeros in a row are a download that reserved its room and never filled it.
const ZERO_RUN: usize = 512;

impl Decoding {
    pub(super) fn new(bytes: &Bytes, encoding: Encoding) -> Self {
        Self {
            reader: bytes.reader(),
            decoder: encoding.decoder(),
            block: vec![0; BLOCK],
            pending: 0..0,
            ended: false,
            taken: 0,
            broken: 0,
        }
    }

    /// Bytes decoded so far.
    pub(super) const fn taken(&self) -> u64 {
        self.taken
    }

    /// Characters replaced by `�` so far.
    pub(super) const fn broken(&self) -> u64 {
        self.broken
    }

    pub(super) const fn ended(&self) -> bool {
        self.ended
    }

    /// Adds the next piece to the end of `text`; nothing once the file has ended.
    pub(super) fn more(&mut self, text: &mut String) -> Result<(), ReadError> {
        if self.ended {
            return Ok(());
        }
        if self.pending.is_empty() {
            let count = self.reader.read(&mut self.block)?;
            self.pending = 0..count;
        }
        let last = self.pending.is_empty();
        let from = text.len();
        text.reserve(self.decoder.max_utf8_buffer_length(self.pending.len()).unwrap_or(BLOCK * 3));
        let bytes = self.block.get(self.pending.clone()).unwrap_or_default();
        let (result, read, replaced) = self.decoder.decode_to_string(bytes, text, last);
        self.pending.start += read;
        self.taken += read as u64;
        self.ended = last && result == CoderResult::InputEmpty;
        let new = text.get(from..).unwrap_or_default();
        if replaced {
            self.broken += count_broken(new);
        }
        if new.as_bytes().contains(&0) {
            if new.as_bytes().split(|b| *b != 0).any(|run| run.len() >= ZERO_RUN) {
                return Err(ReadError::ZeroFilled { at: self.taken });
            }
            // A stray one means nothing, and no text of the shop file may hold it.
            let kept = new.replace('\0', "");
            text.truncate(from);
            text.push_str(&kept);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HEADER: &str = "订单编号,买家会员名,收货地址 ,总金额\n";

    fn of(bytes: &[u8]) -> Encoding {
        detect(&Bytes::memory(bytes.to_vec())).unwrap()
    }

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    #[test]
    fn each_encoding_is_told_from_the_others() {
        assert_eq!(of(HEADER.as_bytes()), Encoding::Utf8);
        assert_eq!(of(format!("\u{feff}{HEADER}").as_bytes()), Encoding::Utf8Bom);
        assert_eq!(of(&GB18030.encode(HEADER).0), Encoding::Gb18030);
        assert_eq!(of(&utf16(&format!("\u{feff}{HEADER}"), false)), Encoding::Utf16Le);
        assert_eq!(of(&utf16(&format!("\u{feff}{HEADER}"), true)), Encoding::Utf16Be);
        assert_eq!(of(&utf16(HEADER, false)), Encoding::Utf16Le);
        assert_eq!(of(&utf16(HEADER, true)), Encoding::Utf16Be);
        assert_eq!(of(b"a,b\n1,2\n"), Encoding::Utf8);
    }

    #[test]
    fn gb18030_keeps_characters_that_gbk_has_not() {
        let text = "买家留言,谢谢😀𠮷\n";
        let bytes = GB18030.encode(text).0.into_owned();
        assert_eq!(of(&bytes), Encoding::Gb18030);
        assert_eq!(Encoding::Gb18030.decode(&bytes), text);
    }

    #[test]
    fn one_broken_character_does_not_change_the_encoding() {
        let mut bytes = HEADER.repeat(20).into_bytes();
        bytes.extend_from_slice(b"\xe5\x95,x\n");
        assert_eq!(of(&bytes), Encoding::Utf8);
    }

    #[test]
    fn chinese_that_comes_late_decides() {
        let mut bytes = b"order,amount\n".repeat(200_000);
        bytes.extend_from_slice(&GB18030.encode("林晓明,1.00\n").0);
        assert_eq!(of(&bytes), Encoding::Gb18030);
    }

    #[test]
    fn garbage_is_no_text() {
        let noise: Vec<u8> = (0..5000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert!(matches!(detect(&Bytes::memory(noise)), Err(ReadError::Binary)));
        assert!(matches!(detect(&Bytes::memory(vec![0; 4096])), Err(ReadError::ZeroFilled { at: 0 })));
    }

    #[test]
    fn a_tail_of_zeros_is_an_unfinished_download() {
        let mut bytes = HEADER.repeat(100_000).into_bytes();
        bytes.extend_from_slice(&[0; 5000]);
        let bytes = Bytes::memory(bytes);
        let mut decoding = Decoding::new(&bytes, Encoding::Utf8);
        let mut text = String::new();
        let failed = loop {
            text.clear();
            match decoding.more(&mut text) {
                Ok(()) if decoding.ended() => break None,
                Ok(()) => {}
                Err(error) => break Some(error),
            }
        };
        assert!(matches!(failed, Some(ReadError::ZeroFilled { .. })));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]

        #[test]
        fn pieces_decode_to_the_whole(text in "[a-z,\n商品订单😀]{0,400}", times in 1usize..2000) {
            let whole = text.repeat(times);
            let bytes = Bytes::memory(GB18030.encode(&whole).0.into_owned());
            let mut decoding = Decoding::new(&bytes, Encoding::Gb18030);
            let mut decoded = String::new();
            while !decoding.ended() {
                decoding.more(&mut decoded).unwrap();
            }
            prop_assert_eq!(decoded, whole);
        }
    }
}
