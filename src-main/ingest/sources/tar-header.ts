// A tar header is one block of 512 bytes: name(100) mode(8) uid(8) gid(8) size(12) mtime(12) checksum(8) type(1) link(100)
// "ustar"(6) version(2) user(32) group(32) major(8) minor(8) prefix(155). Numbers are octal text, or base 256 with the top bit set.

export const BLOCK_BYTES = 512;

export interface TarHeader {
  readonly name: Buffer;
  readonly link: Buffer;
  readonly sizeBytes: number;
  readonly modifiedSeconds: number;
  /** One character; '0' for a file, also where old writers left a NUL. */
  readonly type: string;
}

/** Reads a header; null when the checksum says that the block is none. */
export function readTarHeader(block: Buffer): TarHeader | null {
  if (block.length < BLOCK_BYTES || !isChecksumRight(block)) return null;
  const type = String.fromCharCode(block[156] as number);
  const isPosix = block.toString('latin1', 257, 263) === 'ustar\0';
  const prefix = isPosix ? textField(block, 345, 155) : Buffer.alloc(0);
  const name = textField(block, 0, 100);
  return {
    name: prefix.length === 0 ? name : Buffer.concat([prefix, Buffer.from('/'), name]),
    link: textField(block, 157, 100),
    sizeBytes: numberField(block, 124, 12),
    modifiedSeconds: numberField(block, 136, 12),
    type: type === '\0' ? '0' : type,
  };
}

/** The sum of all bytes, the checksum field counted as blanks; old writers summed signed bytes. */
function isChecksumRight(block: Buffer): boolean {
  const stored = numberField(block, 148, 8);
  let unsigned = 0;
  let signed = 0;
  for (let at = 0; at < BLOCK_BYTES; at++) {
    const byte = at >= 148 && at < 156 ? 0x20 : (block[at] as number);
    unsigned += byte;
    signed += byte < 128 ? byte : byte - 256;
  }
  return (stored === unsigned || stored === signed) && block.some((byte) => byte !== 0);
}

function textField(block: Buffer, start: number, length: number): Buffer {
  const end = block.indexOf(0, start);
  return Buffer.from(block.subarray(start, end < 0 ? start + length : Math.min(end, start + length)));
}

/** NaN when the field holds no number. */
function numberField(block: Buffer, start: number, length: number): number {
  if (((block[start] as number) & 0x80) !== 0) {
    let value = 0;
    for (let at = start; at < start + length; at++) {
      value = value * 256 + (at === start ? (block[at] as number) & 0x7f : (block[at] as number));
    }
    return Number.isSafeInteger(value) ? value : Number.NaN;
  }
  const text = textField(block, start, length).toString('latin1').trim();
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : text === '' ? 0 : Number.NaN;
}

/** Records of a pax header: `length key=value\n` each, length in bytes and counting itself. Damaged rest is left out. */
export function readPaxRecords(bytes: Buffer): Map<string, Buffer> {
  const records = new Map<string, Buffer>();
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(0x20, at);
    const length = blank < 0 ? Number.NaN : Number(bytes.toString('latin1', at, blank));
    const equals = blank < 0 ? -1 : bytes.indexOf(0x3d, blank);
    if (!(length > 0) || equals < 0 || at + length > bytes.length || equals >= at + length) break;
    records.set(bytes.toString('utf8', blank + 1, equals), bytes.subarray(equals + 1, at + length - 1));
    at += length;
  }
  return records;
}
