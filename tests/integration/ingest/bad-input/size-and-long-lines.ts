import { gzipSync } from 'node:zlib';
import { type BadInput, logLines, randomFrom } from './bad-input.ts';

const MIB = 1024 * 1024;
const SMALL = { blockBytes: 64 * 1024, maxLineBytes: 16 * 1024 };

function distinctLines(count: number): string {
  const random = randomFrom(7);
  let text = '';
  for (let index = 0; index < count; index++) {
    const words = Array.from({ length: 1 + Math.floor(random() * 9) }, () =>
      Math.floor(random() * 2 ** 40).toString(36),
    );
    text += `${words.join(' ')}\n`;
  }
  return text;
}

export const SIZE_CASES: readonly BadInput[] = [
  { name: 'nothing at all', content: Buffer.alloc(0), status: 'rejected', errors: ['E_EMPTY'], lines: 0 },
  { name: 'one byte', content: Buffer.from('a'), lines: 1, text: { 1: 'a' } },
  { name: 'one line end', content: Buffer.from('\n'), lines: 1, text: { 1: '' } },
  { name: 'only line ends', content: Buffer.from('\n'.repeat(100_000)), lines: 100_000 },
  { name: 'only CRLF', content: Buffer.from('\r\n'.repeat(5000)), lines: 5000 },
  { name: 'only blanks', content: Buffer.from(' \t  \n'.repeat(50)), lines: 50 },
  { name: 'only blanks, no line end', content: Buffer.from('     '), lines: 1 },
  { name: 'only a BOM', content: Buffer.from([0xef, 0xbb, 0xbf]), status: 'rejected', errors: ['E_EMPTY'], lines: 0 },
  { name: 'a BOM and a line end', content: Buffer.from('\uFEFF\n'), lines: 1, text: { 1: '' } },
  { name: 'no final line end', content: Buffer.from(logLines(99).trimEnd()), lines: 99 },
  {
    name: 'cut inside a character',
    content: Buffer.concat([Buffer.from(logLines(20)), Buffer.from('last 漢').subarray(0, -1)]),
    lines: 21,
    warnings: { W_INVALID_BYTES: 1 },
  },
  { name: 'a huge count of equal lines', content: Buffer.from('ping ok\n'.repeat(1_000_000)), lines: 1_000_000 },
  { name: 'lines with nothing in common', content: Buffer.from(distinctLines(60_000)), lines: 60_000 },
  {
    name: 'a line of very many tokens',
    content: Buffer.from(`${'a '.repeat(400_000)}\nend\n`),
    lines: 2,
    text: { 2: 'end' },
  },
];

/** A good line, a line of `bytes` letters, a good line. */
function aroundLine(bytes: number): Buffer {
  return Buffer.from(`before\n${'x'.repeat(bytes)}\nafter\n`);
}

const atBlock = [-1, 0, 1].flatMap((delta): BadInput[] => [
  {
    name: `line ends ${delta} bytes from the block size`,
    content: aroundLine(64 * 1024 - 8 + delta),
    options: { blockBytes: 64 * 1024 },
    lines: 3,
    text: { 1: 'before', 2: 'x'.repeat(64 * 1024 - 8 + delta), 3: 'after' },
  },
  {
    name: `line of the block size ${delta}`,
    content: aroundLine(64 * 1024 + delta),
    options: { blockBytes: 64 * 1024 },
    lines: 3,
    text: { 2: 'x'.repeat(64 * 1024 + delta), 3: 'after' },
  },
  {
    name: `line of the line cap ${delta}`,
    content: aroundLine(16 * 1024 + delta),
    options: SMALL,
    lines: 3,
    text: { 2: 'x'.repeat(Math.min(16 * 1024, 16 * 1024 + delta)), 3: 'after' },
    warnings: delta > 0 ? { W_LINE_TRUNCATED: 1 } : {},
  },
]);

const wideCharacters = `${'ä'.repeat(16 * 1024)}\nafter\n`;

export const LONG_LINE_CASES: readonly BadInput[] = [
  ...atBlock,
  {
    name: '40 MiB without a line end',
    content: Buffer.alloc(40 * MIB, 'y'),
    lines: 1,
    warnings: { W_LINE_TRUNCATED: 1 },
    text: { 1: 'y'.repeat(MIB) },
  },
  {
    name: '40 MiB line between good ones',
    content: Buffer.concat([
      Buffer.from(logLines(10, 'head')),
      Buffer.alloc(40 * MIB, 'z'),
      Buffer.from('\n'),
      Buffer.from(logLines(10, 'tail')),
    ]),
    lines: 21,
    warnings: { W_LINE_TRUNCATED: 1 },
    text: { 12: logLines(1, 'tail').trimEnd() },
  },
  {
    name: 'a line past the string limit',
    fileName: 'huge.log.gz',
    content: gzipSync(Buffer.concat([Buffer.from('first\n'), Buffer.alloc(540 * MIB, 'w'), Buffer.from('\nlast\n')]), {
      level: 1,
    }),
    lines: 3,
    warnings: { W_LINE_TRUNCATED: 1 },
    text: { 1: 'first', 3: 'last' },
    bytesOut: 540 * MIB + 12,
  },
  {
    name: 'many lines beyond the cap',
    content: Buffer.from(Array.from({ length: 30 }, (_, index) => 'k'.repeat(10_000 + index * 1000)).join('\n')),
    options: SMALL,
    lines: 30,
    warnings: { W_LINE_TRUNCATED: 23 },
  },
  {
    name: 'a line cut between two-byte characters',
    content: Buffer.from(wideCharacters),
    options: { blockBytes: 4096, maxLineBytes: 1028 },
    lines: 2,
    warnings: { W_LINE_TRUNCATED: 1 },
    text: { 1: 'ä'.repeat(514), 2: 'after' },
  },
  {
    name: 'a line cut inside a three-byte character',
    content: Buffer.from(`${'漢'.repeat(1000)}\nafter\n`),
    options: { blockBytes: 65536, maxLineBytes: 1024 },
    lines: 2,
    warnings: { W_LINE_TRUNCATED: 1 },
    text: { 1: '漢'.repeat(341), 2: 'after' },
  },
  {
    name: 'a JSON array on one line',
    content: Buffer.from(
      JSON.stringify(Array.from({ length: 60_000 }, (_, id) => ({ id, message: 'request served', ms: id % 97 }))),
    ),
    lines: 1,
    warnings: { W_LINE_TRUNCATED: 1 },
  },
];
