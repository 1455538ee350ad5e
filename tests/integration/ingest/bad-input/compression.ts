import { crc32, deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { type BadInput, countByRule, logLines, randomBytes } from './bad-input.ts';

const first = Buffer.from(logLines(3000, 'first'));
const second = Buffer.from(logLines(3000, 'second'));
const half = Buffer.from(logLines(2000, 'half').trimEnd());
const gz = (bytes: Buffer): Buffer => gzipSync(bytes);
const zst = (bytes: Buffer): Buffer => zstdCompressSync(bytes, { params: {} });

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] as number) ^ 0x55;
  return copy;
}

/** A member with every optional field, and a name nobody should ever use. */
function gzipWithHostileName(body: Buffer): Buffer {
  const extra = Buffer.from([4, 0, 1, 2, 3, 4]);
  const start = Buffer.from([0x1f, 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 3]);
  const header = Buffer.concat([start, extra, Buffer.from('../../../etc/passwd\0'), Buffer.from('comment\0')]);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(body), 0);
  trailer.writeUInt32LE(body.length, 4);
  const check = Buffer.alloc(2);
  check.writeUInt16LE(crc32(header) & 0xffff, 0);
  return Buffer.concat([header, check, deflateRawSync(body), trailer]);
}

function skippable(bytes: number): Buffer {
  const header = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0]);
  header.writeUInt32LE(bytes, 4);
  return Buffer.concat([header, randomBytes(3, bytes)]);
}

const whole = gz(first);
const wholeZst = zst(first);
const LAST = { 6000: logLines(3000, 'second').trimEnd().split('\n').at(-1) as string };

export const GZIP_CASES: readonly BadInput[] = [
  { name: 'several members', content: Buffer.concat([gz(first), gz(second)]), lines: 6000, text: LAST },
  {
    name: 'a line across two members',
    content: Buffer.concat([gz(half), gz(Buffer.from(' and more\nend\n'))]),
    lines: 2001,
    text: { 2001: 'end' },
  },
  {
    name: 'a thousand small members',
    content: Buffer.concat(Array.from({ length: 1000 }, (_, index) => gz(Buffer.from(`line ${index}\n`)))),
    lines: 1000,
    text: { 1000: 'line 999' },
  },
  { name: 'an empty member', content: gz(Buffer.alloc(0)), status: 'rejected', errors: ['E_EMPTY'], lines: 0 },
  {
    name: 'an empty member between others',
    content: Buffer.concat([gz(first), gz(Buffer.alloc(0)), gz(second)]),
    lines: 6000,
  },
  {
    name: 'cut in the trailer',
    content: whole.subarray(0, -3),
    status: 'partial',
    errors: ['E_TRUNCATED'],
    lines: 3000,
    bytesOut: first.length,
  },
  {
    name: 'cut before the trailer',
    content: whole.subarray(0, -8),
    status: 'partial',
    errors: ['E_TRUNCATED'],
    lines: 3000,
    bytesOut: first.length,
  },
  { name: 'cut in the header', content: whole.subarray(0, 6), status: 'rejected', errors: ['E_TRUNCATED'], lines: 0 },
  {
    name: 'cut in the header of a second member',
    content: Buffer.concat([whole, gz(second).subarray(0, 7)]),
    status: 'partial',
    errors: ['E_TRUNCATED'],
    lines: 3000,
  },
  {
    name: 'a wrong checksum',
    content: flipped(whole, whole.length - 8),
    status: 'partial',
    errors: ['E_CORRUPT'],
    lines: 3000,
    bytesOut: first.length,
  },
  {
    name: 'a wrong length',
    content: flipped(whole, whole.length - 2),
    status: 'partial',
    errors: ['E_CORRUPT'],
    lines: 3000,
    bytesOut: first.length,
  },
  {
    name: 'a wrong checksum, then a good member',
    content: Buffer.concat([flipped(whole, whole.length - 8), gz(second)]),
    status: 'partial',
    errors: ['E_CORRUPT'],
    lines: 6000,
    text: LAST,
  },
  {
    name: 'a damaged header, then a good member',
    content: Buffer.concat([whole, flipped(gz(second), 3), gz(second)]),
    status: 'partial',
    errors: ['E_CORRUPT'],
    lines: 6000,
    text: LAST,
  },
  {
    name: 'rubbish behind',
    content: Buffer.concat([whole, randomBytes(5, 999)]),
    lines: 3000,
    warnings: { W_TRAILING_GARBAGE: 1 },
  },
  { name: 'zero padding behind', content: Buffer.concat([whole, Buffer.alloc(5000)]), lines: 3000 },
  {
    name: 'zero padding, then another member',
    content: Buffer.concat([whole, Buffer.alloc(512), gz(second)]),
    lines: 6000,
  },
  { name: 'a hostile stored name', content: gzipWithHostileName(first), lines: 3000, bytesOut: first.length },
  {
    name: 'a BOM inside gzip',
    content: gz(Buffer.from(`\uFEFF${logLines(3)}`)),
    lines: 3,
    text: { 1: logLines(1).trimEnd() },
  },
  {
    name: 'utf-16 inside gzip',
    content: gz(Buffer.from(`\uFEFF${logLines(900)}`, 'utf16le')),
    encoding: 'utf-16le',
    lines: 900,
  },
  {
    name: 'a bomb of NULs',
    content: gz(Buffer.concat([Buffer.from('before\n'), Buffer.alloc(30_000_000)])),
    options: { limits: { maxExpansionRatio: 100, expansionFloorBytes: 1_000_000 } },
    status: 'partial',
    errors: ['E_LIMIT_EXPANSION'],
    warnings: { W_NUL: 1 },
    lines: 2,
  },
  {
    name: 'a file larger than allowed',
    content: gz(first),
    options: { limits: { maxDecodedBytes: 50_000 }, blockBytes: 1024 },
    status: 'partial',
    errors: ['E_LIMIT_EXPANSION'],
    lines: countByRule(first.subarray(0, 50_000)),
    bytesOut: 50_000,
  },
];

export const ZSTD_CASES: readonly BadInput[] = [
  { name: 'one frame', content: wholeZst, lines: 3000, bytesOut: first.length },
  { name: 'several frames', content: Buffer.concat([zst(first), zst(second)]), lines: 6000, text: LAST },
  {
    name: 'skippable frames around',
    content: Buffer.concat([skippable(10), wholeZst, skippable(0), zst(second), skippable(300)]),
    lines: 6000,
    text: LAST,
  },
  { name: 'an empty frame', content: zst(Buffer.alloc(0)), status: 'rejected', errors: ['E_EMPTY'], lines: 0 },
  {
    name: 'cut in the frame header',
    content: wholeZst.subarray(0, 5),
    status: 'rejected',
    errors: ['E_TRUNCATED'],
    lines: 0,
  },
  {
    name: 'cut before the end',
    content: Buffer.concat([wholeZst, zst(second).subarray(0, 12)]),
    status: 'partial',
    errors: ['E_TRUNCATED'],
    lines: 3000,
  },
  {
    name: 'cut in a skippable frame',
    content: Buffer.concat([wholeZst, skippable(100).subarray(0, 50)]),
    status: 'partial',
    errors: ['E_TRUNCATED'],
    lines: 3000,
  },
  {
    name: 'rubbish behind',
    content: Buffer.concat([wholeZst, randomBytes(6, 500)]),
    lines: 3000,
    warnings: { W_TRAILING_GARBAGE: 1 },
  },
  {
    name: 'rubbish between frames',
    content: Buffer.concat([wholeZst, randomBytes(8, 500), zst(second)]),
    status: 'partial',
    errors: ['E_CORRUPT'],
    lines: 6000,
    text: LAST,
  },
];
