//! Files nobody should have to import, made byte by byte.

use std::io::{Cursor, Read as _, Write as _};

/// A member of a hand-made archive: its raw name, general purpose flags and content, stored as it is.
pub struct Member<'m> {
    pub name: &'m [u8],
    pub flags: u16,
    pub content: &'m [u8],
}

/// A zip without compression, with names and flags no well-behaved program would write.
pub fn stored_zip(members: &[Member<'_>]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for member in members {
        let at = file.len() as u32;
        let (crc, size, name) = (crc32(member.content), member.content.len() as u32, member.name.len() as u16);
        let mut about = Vec::new();
        for number in [20_u16, member.flags, 0, 0, 0x5a21] {
            about.extend(number.to_le_bytes());
        }
        for number in [crc, size, size] {
            about.extend(number.to_le_bytes());
        }
        about.extend(name.to_le_bytes());
        about.extend(0_u16.to_le_bytes());
        file.extend(b"PK\x03\x04");
        file.extend(&about);
        file.extend(member.name);
        file.extend(member.content);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&about);
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(member.name);
    }
    let (at, size, count) = (file.len() as u32, directory.len() as u32, members.len() as u16);
    file.extend(directory);
    file.extend(b"PK\x05\x06\0\0\0\0");
    file.extend(count.to_le_bytes());
    file.extend(count.to_le_bytes());
    file.extend(size.to_le_bytes());
    file.extend(at.to_le_bytes());
    file.extend([0; 2]);
    file
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

/// A deflated zip as any program writes it.
pub fn packed_zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The parts of a zip, changed by `change`, packed again.
pub fn repacked(file: &[u8], change: impl Fn(&str, String) -> String) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let name = String::from_utf8(part.name_raw().to_vec()).unwrap();
        let mut content = String::new();
        part.read_to_string(&mut content).unwrap();
        let changed = change(&name, content);
        parts.push((name, changed));
    }
    packed_zip(&parts.iter().map(|(name, content)| (name.as_str(), content.as_bytes())).collect::<Vec<_>>())
}

/// A workbook of one sheet with these rows of text.
pub fn xlsx(rows: &[&[&str]]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (r, row) in rows.iter().enumerate() {
        for (c, cell) in row.iter().enumerate() {
            sheet.write_string(r as u32, c as u16, *cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// A compound file with these streams, each in whole sectors of its own.
pub fn compound(streams: &[(&str, Vec<u8>)]) -> Vec<u8> {
    const END: u32 = 0xffff_fffe;
    let mut fat = vec![0xffff_fffd_u32, END];
    let mut sectors = Vec::new();
    let mut entries = vec![entry("Root Entry", 5, END, 0)];
    for (name, content) in streams {
        // Streams below 4096 bytes would belong into the mini stream.
        let mut content = content.clone();
        content.resize(content.len().max(4096).next_multiple_of(512), 0);
        let start = fat.len() as u32;
        let count = content.len() as u32 / 512;
        fat.extend((1..count).map(|n| start + n));
        fat.push(END);
        entries.push(entry(name, 2, start, content.len() as u32));
        sectors.extend(content);
    }
    assert!(fat.len() <= 128 && entries.len() <= 4, "one sector each");
    fat.resize(128, 0xffff_ffff);
    entries.resize_with(4, || vec![0; 128]);
    let mut file = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    file.extend([0; 16]);
    for number in [0x3e_u16, 3, 0xfffe, 9, 6] {
        file.extend(number.to_le_bytes());
    }
    file.extend([0; 10]);
    for number in [1_u32, 1, 0, 0x1000, END, 0, END, 0, 0] {
        file.extend(number.to_le_bytes());
    }
    file.resize(512, 0xff);
    file.extend(fat.iter().flat_map(|id| id.to_le_bytes()));
    file.extend(entries.concat());
    file.extend(sectors);
    file
}

fn entry(name: &str, kind: u8, start: u32, len: u32) -> Vec<u8> {
    let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    entry.resize(64, 0);
    entry.extend((name.len() as u16 * 2 + 2).to_le_bytes());
    entry.extend([kind, 1]);
    entry.extend([0xff; 12]);
    entry.resize(116, 0);
    entry.extend(start.to_le_bytes());
    entry.extend(len.to_le_bytes());
    entry.resize(128, 0);
    entry
}

/// A record of an Excel 97 workbook.
pub fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
}

/// An Excel 97 workbook of one sheet 订单 with these records.
pub fn xls(sheet: &[Vec<u8>]) -> Vec<u8> {
    let bof = |what: u16| record(0x0809, &[&0x0600_u16.to_le_bytes()[..], &what.to_le_bytes(), &[0; 12]].concat());
    let eof = record(0x000a, &[]);
    // Cell format 0 is general, format 1 shows numbers as dates.
    let xf = |format: u16| record(0x00e0, &[&[0, 0][..], &format.to_le_bytes(), &[0; 16]].concat());
    let title: Vec<u8> = "订单".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let globals = [bof(5), xf(0), xf(22)].concat();
    let begin = (globals.len() + 4 + 8 + title.len() + eof.len()) as u32;
    let bound = record(0x0085, &[&begin.to_le_bytes()[..], &[0, 0, 2, 1], &title].concat());
    let stream = [globals, bound, eof.clone(), bof(0x10), sheet.concat(), eof].concat();
    compound(&[("Workbook", stream)])
}

/// A text cell of an Excel 97 sheet.
pub fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let count = (units.len() / 2) as u16;
    let at = [row.to_le_bytes(), column.to_le_bytes(), [0, 0], count.to_le_bytes()].concat();
    record(0x0204, &[&at[..], &[1], &units].concat())
}

/// A number cell of an Excel 97 sheet; `format` 1 shows it as a moment.
pub fn number(row: u16, column: u16, format: u16, value: f64) -> Vec<u8> {
    let at = [row.to_le_bytes(), column.to_le_bytes(), format.to_le_bytes()].concat();
    record(0x0203, &[&at[..], &value.to_le_bytes()].concat())
}
