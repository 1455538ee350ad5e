import { type BadInput, hasTool, logLines, randomBytes, runTool } from './bad-input.ts';

const first = Buffer.from(logLines(3000, 'first'));
const second = Buffer.from(logLines(3000, 'second'));
const LAST = { 6000: logLines(3000, 'second').trimEnd().split('\n').at(-1) as string };
const hasTools = hasTool('xz') && hasTool('bzip2');

function pack(tool: 'xz' | 'bzip2', bytes: Buffer, ...flags: string[]): Buffer {
  return runTool(tool, bytes, '-c', ...flags);
}

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  const index = at < 0 ? copy.length + at : at;
  copy[index] = (copy[index] as number) ^ 0x55;
  return copy;
}

/** Where the only block's CRC-32 lies: in front of the index, whose size the footer tells. */
function checkOf(stream: Buffer): number {
  const indexBytes = (stream.readUInt32LE(stream.length - 8) + 1) * 4;
  return stream.length - 12 - indexBytes - 4;
}

const whole = (name: string, content: Buffer, lines = 3000): BadInput => ({ name, content, lines });
const partial = (name: string, content: Buffer, error: 'E_CORRUPT' | 'E_TRUNCATED', lines: number): BadInput => ({
  name,
  content,
  status: 'partial',
  errors: [error],
  lines,
});

/** What holds for both formats. */
function common(tool: 'xz' | 'bzip2'): BadInput[] {
  const one = pack(tool, first);
  const two = pack(tool, second);
  return [
    { ...whole('one stream', one), bytesOut: first.length },
    { ...whole('several streams', Buffer.concat([one, two]), 6000), text: LAST },
    whole('an empty stream between others', Buffer.concat([one, pack(tool, Buffer.alloc(0)), two]), 6000),
    { ...whole('an empty stream', pack(tool, Buffer.alloc(0)), 0), status: 'rejected', errors: ['E_EMPTY'] },
    {
      name: 'a line across two streams',
      content: Buffer.concat([pack(tool, Buffer.from('one li')), pack(tool, Buffer.from('ne\nend\n'))]),
      lines: 2,
      text: { 1: 'one line', 2: 'end' },
    },
    { ...whole('rubbish behind', Buffer.concat([one, randomBytes(5, 999)])), warnings: { W_TRAILING_GARBAGE: 1 } },
    whole('zero padding behind', Buffer.concat([one, Buffer.alloc(4000)])),
    partial('a second stream cut in its header', Buffer.concat([one, two.subarray(0, 11)]), 'E_TRUNCATED', 3000),
    partial('cut in the trailer', one.subarray(0, -3), 'E_TRUNCATED', 3000),
    {
      ...partial('rubbish between two streams', Buffer.concat([one, randomBytes(8, 500), two]), 'E_CORRUPT', 6000),
      text: LAST,
    },
    {
      name: 'cut in the header',
      content: one.subarray(0, tool === 'xz' ? 9 : 12),
      status: 'rejected',
      errors: ['E_TRUNCATED'],
      lines: 0,
    },
    {
      name: 'a bomb of valid lines',
      content: pack(tool, Buffer.alloc(30_000_000, 'bomb\n'), '-1'),
      options: { limits: { maxDecodedBytes: 500_000 } },
      status: 'partial',
      errors: ['E_LIMIT_EXPANSION'],
      lines: 100_000,
    },
  ];
}

const xz = hasTools ? pack('xz', first) : Buffer.alloc(0);
const crc32 = hasTools ? pack('xz', first, '--check=crc32') : Buffer.alloc(12);
const bz = hasTools ? pack('bzip2', first) : Buffer.alloc(0);

export const XZ_CASES: readonly BadInput[] = hasTools
  ? [
      ...common('xz'),
      {
        name: 'a check that is not computed here',
        content: pack('xz', first, '--check=sha256'),
        status: 'rejected',
        errors: ['E_UNSUPPORTED'],
        lines: 0,
      },
      whole('no check', pack('xz', first, '--check=none')),
      whole('many blocks', pack('xz', first, '--block-size=9000')),
      whole('the largest history of a preset', pack('xz', first, '-9e')),
      partial('a wrong checksum of a block', flipped(crc32, checkOf(crc32)), 'E_CORRUPT', 3000),
      {
        ...partial(
          'damage, then a good stream',
          Buffer.concat([flipped(xz, 14), pack('xz', second)]),
          'E_CORRUPT',
          3000,
        ),
        text: { 3000: LAST[6000] },
      },
      {
        name: 'more history than the limit',
        content: pack('xz', first, '--lzma2=dict=128MiB'),
        status: 'rejected',
        errors: ['E_LIMIT_SIZE'],
        lines: 0,
      },
    ]
  : [];

const large = Buffer.from(logLines(8000, 'block'));

const RUN_LINES = 600;
/** Each length of a run, around those that are written otherwise. */
const runs = Buffer.from(Array.from({ length: RUN_LINES }, (_, length) => `${'r'.repeat(length)}\n`).join(''));

export const BZIP2_CASES: readonly BadInput[] = hasTools
  ? [
      ...common('bzip2'),
      whole('small blocks', pack('bzip2', large, '-1'), 8000),
      {
        ...whole('runs of equal bytes', pack('bzip2', runs), RUN_LINES),
        bytesOut: runs.length,
        text: { 300: 'r'.repeat(299) },
      },
      // The checksum of the first block stands behind its magic: the block is decoded, and does not match.
      partial('a wrong checksum of a block', flipped(bz, 11), 'E_CORRUPT', 3000),
      partial('a wrong checksum of the stream', flipped(bz, -2), 'E_CORRUPT', 3000),
      {
        ...partial(
          'damage, then a good stream',
          Buffer.concat([flipped(bz, 40), pack('bzip2', second)]),
          'E_CORRUPT',
          3000,
        ),
        text: { 3000: LAST[6000] },
      },
      {
        ...partial(
          'a second stream without its header',
          Buffer.concat([bz, pack('bzip2', second).subarray(4)]),
          'E_CORRUPT',
          6000,
        ),
        text: LAST,
      },
    ]
  : [];
