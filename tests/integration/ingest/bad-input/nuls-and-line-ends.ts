import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { type BadInput, countByRule, logLines } from './bad-input.ts';

const MIB = 1024 * 1024;
const KEPT_NULS = '\0'.repeat(64);

/** A file made of text and holes; a number is a hole of so many bytes. */
function sparse(...parts: readonly (string | number)[]): (path: string) => void {
  return (path) => {
    const file = openSync(path, 'w');
    let at = 0;
    for (const part of parts) {
      if (typeof part === 'string') at += writeSync(file, part, at);
      else at += part;
    }
    ftruncateSync(file, at);
    closeSync(file);
  };
}

const everyByte = Buffer.from(Uint8Array.from({ length: 256 }, (_, index) => index));
const everyByteFile = Buffer.concat([
  Buffer.from(logLines(200)),
  everyByte,
  Buffer.from('\n'),
  Buffer.from(logLines(200)),
]);

export const NUL_CASES: readonly BadInput[] = [
  {
    name: 'a hole at the head',
    content: sparse(64 * MIB, 'after the hole\n', logLines(5)),
    lines: 6,
    warnings: { W_NUL: 1 },
    text: { 1: `${KEPT_NULS}after the hole`, 2: logLines(1).trimEnd() },
  },
  {
    name: 'a hole in the middle',
    content: sparse(logLines(50), 9 * MIB, 'on\n', logLines(50)),
    lines: 101,
    warnings: { W_NUL: 1 },
    text: { 51: `${KEPT_NULS}on` },
  },
  {
    name: 'a hole at the tail',
    content: sparse(logLines(50), 5 * MIB),
    lines: 51,
    warnings: { W_NUL: 1 },
    text: { 51: KEPT_NULS },
  },
  { name: 'nothing but NULs', content: Buffer.alloc(MIB), lines: 1, warnings: { W_NUL: 1 }, text: { 1: KEPT_NULS } },
  { name: 'one NUL', content: Buffer.alloc(1), lines: 1, warnings: { W_NUL: 1 } },
  {
    name: 'copytruncate leaves 8 KiB of NULs',
    content: Buffer.from(`${logLines(9)}${'\0'.repeat(8192)}${logLines(9)}`),
    lines: 18,
    warnings: { W_NUL: 1 },
    text: { 10: KEPT_NULS + logLines(1).trimEnd() },
  },
  {
    name: 'NUL inside text',
    content: Buffer.from('user=a\0b logged in\nnext\n'),
    lines: 2,
    warnings: { W_NUL: 1 },
    text: { 1: 'user=a\0b logged in' },
  },
  {
    name: 'NUL as record end',
    content: Buffer.from('first record\0second record\0third record\0'),
    lines: 1,
    warnings: { W_NUL: 1 },
  },
  {
    name: 'NUL lines between text lines',
    content: Buffer.from('a line of text\n\0\0\0\nanother line of text\n'),
    lines: 3,
    warnings: { W_NUL: 1 },
  },
  {
    name: 'every byte value on a line of its own',
    content: everyByteFile,
    lines: countByRule(everyByteFile),
    warnings: { W_NUL: 1, W_INVALID_BYTES: 1, W_LONE_CR: 1 },
  },
  {
    name: 'NUL runs and long text on one line',
    content: Buffer.concat([
      Buffer.from('start '),
      Buffer.alloc(3 * MIB),
      Buffer.from('middle'),
      Buffer.alloc(3 * MIB),
      Buffer.from('end\nnext\n'),
    ]),
    lines: 2,
    warnings: { W_NUL: 1 },
    text: { 1: `start ${KEPT_NULS}middle${KEPT_NULS}end`, 2: 'next' },
  },
];

const progress = `start\n${Array.from({ length: 100 }, (_, index) => `\r${index}% done`).join('')}\nready\n`;
const separators = 'a\vb\fc\u0085d\u2028e\u2029f\u001ec\nsecond\n';

export const LINE_END_CASES: readonly BadInput[] = [
  { name: 'CRLF', content: Buffer.from(logLines(300, 'crlf', '\r\n')), lines: 300 },
  { name: 'mixed line ends', content: Buffer.from(logLines(40, 'a', '\r\n') + logLines(40, 'b', '\n')), lines: 80 },
  {
    name: 'CR only',
    content: Buffer.from(logLines(60, 'cr', '\r')),
    lines: 60,
    warnings: { W_LONE_CR: 1 },
    text: { 1: logLines(1, 'cr').trimEnd() },
  },
  {
    name: 'CR only, no final CR',
    content: Buffer.from('a\rb\r\rd'),
    lines: 4,
    warnings: { W_LONE_CR: 1 },
    text: { 3: '', 4: 'd' },
  },
  {
    name: 'CR only but for a late LF',
    content: Buffer.from(`${'step\r'.repeat(200_000)}\nlast\n`),
    lines: 2,
    warnings: { W_LONE_CR: 1 },
  },
  { name: 'doubled CR', content: Buffer.from(logLines(25, 'crcr', '\r\r\n')), lines: 25, warnings: { W_LONE_CR: 25 } },
  { name: 'progress bars', content: Buffer.from(progress), lines: 3, warnings: { W_LONE_CR: 1 } },
  { name: 'a final CR without LF', content: Buffer.from('one\ntwo\r'), lines: 2 },
  { name: 'Unicode separators do not split', content: Buffer.from(separators), lines: 2, text: { 2: 'second' } },
  { name: 'LF before CR', content: Buffer.from('one\n\rtwo\n\rthree'), lines: 3, warnings: { W_LONE_CR: 2 } },
  {
    name: 'CR and LF on either side of every block edge',
    content: Buffer.from(Array.from({ length: 200 }, (_, index) => `${'q'.repeat(index % 67)}\r\n`).join('')),
    options: { blockBytes: 64, maxLineBytes: 128 },
    lines: 200,
  },
  {
    name: 'a flood of blank lines',
    content: Buffer.from(`${logLines(3)}${'\n'.repeat(300_000)}${logLines(3)}`),
    lines: 300_006,
  },
];
