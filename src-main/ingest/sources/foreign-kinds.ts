import type { ErrorClass } from '#shared/domain/issue-class.ts';

/** Content that is known by its first bytes and not read as log text. */
export interface ForeignKind {
  /** Completes "It is ...". */
  readonly name: string;
  readonly class: ErrorClass;
  /** Hex, or Latin-1 text when `isText`. */
  readonly magic: string;
  readonly at?: number;
  /** The magic could begin a text file: control bytes must follow before it counts. */
  readonly isText?: boolean;
  readonly confirm?: (head: Buffer) => boolean;
  /** What to try. */
  readonly hint: string;
}

const unpack = 'Unpack it and read the files inside.';
const notLog = 'Leave it out, or name the log files only.';

const compressed = (name: string, magic: string, more: Partial<ForeignKind> = {}): ForeignKind => ({
  name: `${name} data, which this version does not decompress`,
  class: 'E_UNSUPPORTED',
  magic,
  hint: 'Decompress it and read the result.',
  ...more,
});
const archive = (name: string, magic: string, more: Partial<ForeignKind> = {}): ForeignKind => ({
  name: `${name} archive, which this version does not open`,
  class: 'E_UNSUPPORTED',
  magic,
  hint: unpack,
  ...more,
});
const binary = (name: string, magic: string, more: Partial<ForeignKind> = {}): ForeignKind => ({
  name,
  class: 'E_BINARY',
  magic,
  hint: notLog,
  ...more,
});
const encrypted = (name: string, magic: string, more: Partial<ForeignKind> = {}): ForeignKind => ({
  name,
  class: 'E_ENCRYPTED',
  magic,
  hint: 'Decrypt it and read the result.',
  ...more,
});

/** First match wins. */
export const FOREIGN_KINDS: readonly ForeignKind[] = [
  compressed('lz4', '04224d18'),
  compressed('lzma', '5d0000', {
    confirm: (head) => head.length > 13 && /^(?:f{16}|[0-9a-f]{8}0{8})$/.test(head.toString('hex', 5, 13)),
  }),
  compressed('compress (.Z)', '1f9d'),
  compressed('pack (.z)', '1f1e'),
  compressed('gzip of an unknown method', '1f8b', { confirm: (head) => head[2] !== 8 && head.length > 2 }),
  compressed('lzop', '894c5a4f000d0a1a0a'),
  compressed('lzip', 'LZIP\x01', { isText: true }),
  compressed('framed snappy', 'ff060000734e61507059'),
  compressed('old zstd', 'b52ffd', {
    at: 1,
    confirm: (head) => (head[0] as number) >= 0x22 && (head[0] as number) <= 0x27,
  }),
  archive('a split zip', '504b0708'),
  archive('a 7z', '377abcaf271c'),
  archive('a rar', '526172211a07'),
  archive('a cabinet', 'MSCF\0\0\0\0', { isText: true }),
  archive('an ar or Debian', '!<arch>\n', { isText: true }),
  archive('a cpio', '070701', { isText: true }),
  {
    name: 'a Windows event log (evtx)',
    class: 'E_UNSUPPORTED',
    magic: '456c6646696c6500',
    hint: 'Export it as XML or text with wevtutil.',
  },
  {
    name: 'a systemd journal',
    class: 'E_UNSUPPORTED',
    magic: '4c504b5348485248',
    hint: 'Export it with journalctl -o json --file.',
  },
  encrypted('encrypted by age', 'age-encryption.org/', { isText: true }),
  encrypted('encrypted by OpenSSL', 'Salted__', { isText: true }),
  binary('a program (ELF)', '7f454c46'),
  binary('a program (Windows)', 'MZ', { isText: true }),
  binary('a program (Mach-O)', 'cffaedfe'),
  binary('a program (Mach-O)', 'cefaedfe'),
  binary('a Java class or a Mach-O program', 'cafebabe'),
  binary('a WebAssembly module', '0061736d01'),
  binary('a PNG image', '89504e470d0a1a0a'),
  binary('a JPEG image', 'ffd8ff'),
  binary('a GIF image', 'GIF8', { isText: true }),
  binary('a BMP image', 'BM', { isText: true }),
  binary('a TIFF image', '49492a00'),
  binary('a TIFF image', '4d4d002a'),
  binary('an icon', '000001000100', {}),
  binary('a media file (RIFF)', 'RIFF', { isText: true }),
  binary('a media file (MP4)', 'ftyp', { at: 4, isText: true }),
  binary('an Ogg media file', 'OggS\0', { isText: true }),
  binary('an MP3 file', 'ID3', { isText: true }),
  binary('a PDF document', '255044462d', { confirm: (head) => /^%PDF-\d\.\d/.test(head.toString('latin1', 0, 8)) }),
  binary('an old Office document', 'd0cf11e0a1b11ae1'),
  binary('a SQLite database', '53514c69746520666f726d6174203300'),
  binary('a DuckDB database', 'DUCK', { at: 8, isText: true }),
  binary('a Parquet file', 'PAR1', { isText: true }),
  binary('an Arrow file', 'ARROW1\0\0', { isText: true }),
  binary('an Avro file', '4f626a01'),
  binary('an ORC file', 'ORC', { isText: true }),
  binary('an HDF5 file', '894844460d0a1a0a'),
  binary('a packet capture', 'd4c3b2a1'),
  binary('a packet capture', 'a1b2c3d4'),
  binary('a packet capture (pcapng)', '0a0d0d0a', {
    confirm: (head) => /^(?:4d3c2b1a|1a2b3c4d)$/.test(head.toString('hex', 8, 12)),
  }),
];
