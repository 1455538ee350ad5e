import assert from 'node:assert/strict';
import { NUL_RUN_KEPT } from '../../../src-main/ingest/sources/line-keeper.ts';
import { encodingFromLabel } from '../../../src-main/ingest/sources/text-encoding.ts';
import { type FuzzTarget, randomOf } from '../fuzz-target.ts';
import { FILE_SEEDS, LOG_SEEDS } from '../seeds.ts';
import { LOG_TOKENS } from '../tokens.ts';
import { describeReading, outcomeOf, readBytes, type Reading } from './read-file.ts';

const LABELS = [
  'utf-8',
  'windows-1252',
  'shift_jis',
  'gb18030',
  'euc-kr',
  'iso-2022-jp',
  'utf-16le',
  'utf-16be',
  'utf-32le',
];
const LONG_NULS = '\0'.repeat(NUL_RUN_KEPT + 1);

/** Text of the file by the platform's own decoder; null where it has none. */
function decoded(input: Uint8Array, label: string): string | null {
  return /^utf-32|^iso-2022/.test(label) ? null : new TextDecoder(label, { ignoreBOM: true }).decode(input);
}

/** Byte order marks are no text where a line starts; lines are what they are. */
function withoutMarks(text: string): string {
  return text.replaceAll(/(^|\n)\ufeff/g, '$1');
}

function checkText(input: Uint8Array, { blocks, encoding, outcome }: Reading): void {
  if (outcome.status !== 'whole' || outcome.warnings.some((warning) => warning.class === 'W_LONE_CR')) return;
  const joined = Buffer.concat(blocks.map(({ bytes }) => bytes));
  if (encoding === 'utf-8' && !Buffer.from(input).includes(LONG_NULS)) {
    const latin = Buffer.from(input).toString('latin1');
    assert.equal(joined.toString('latin1'), latin.replaceAll(/(^|\n)\u00ef\u00bb\u00bf/g, '$1'), 'bytes are kept');
  }
  const text = decoded(input, encoding);
  // Half a character behind an unpaired surrogate is one mark to the platform's decoder, and two here.
  const hasCutUnit = encoding.startsWith('utf-16') && input.length % 2 !== 0;
  if (text === null || hasCutUnit || text.includes(LONG_NULS)) return;
  assert.equal(withoutMarks(joined.toString('utf8')), withoutMarks(text), `text in ${encoding}`);
}

/** Any bytes as a text file, in an encoding that is found or given: against the platform's decoders and the line rule. */
export const encodings: FuzzTarget = {
  name: 'encodings',
  seeds: [...FILE_SEEDS, ...LOG_SEEDS.slice(0, 30)],
  tokens: LOG_TOKENS,
  async run(input) {
    const random = randomOf(input);
    const label = random.below(2) === 0 ? undefined : LABELS[random.below(LABELS.length)];
    const options = {
      blockBytes: 64 + random.below(4000),
      maxLineBytes: 2 ** 20,
      ...(label === undefined ? {} : { encoding: label }),
    };
    const { readings, issues } = await readBytes(input, options);
    const [reading] = readings;
    if (reading === undefined || reading.file.packing !== '' || reading.file.compression !== 'none') return 'other';
    checkText(input, reading);
    const { blocks, outcome, encoding } = reading;
    const { lineEnd, unitBytes } = { lineEnd: 0x0a, ...encodingFromLabel(encoding) };
    if (outcome.status === 'whole' && !outcome.warnings.some((warning) => warning.class === 'W_LONE_CR')) {
      const lines = blocks.reduce((sum, block) => sum + block.lineCount, 0);
      assert.equal(lines, countLines(input, encoding, unitBytes ?? 1, lineEnd), `lines in ${encoding}`);
    }
    const resumed = blocks[random.below(blocks.length)];
    if (resumed !== undefined) {
      const line = blocks.slice(0, blocks.indexOf(resumed) + 1).reduce((sum, block) => sum + block.lineCount, 0);
      const from = { decodedOffset: resumed.nextDecodedOffset, blockIndex: resumed.index + 1, line };
      const again = (await readBytes(input, { ...options, from })).readings[0] as Reading;
      const rest = { ...reading, blocks: blocks.slice(blocks.indexOf(resumed) + 1) };
      assert.equal(textOf(again), textOf(rest), 'the same lines from a block boundary on');
    }
    return outcomeOf(readings, issues);
  },
};

const textOf = (reading: Reading): string => (JSON.parse(describeReading(reading)) as string[])[4] as string;

/** One for each aligned line feed, one more for an unterminated tail. */
function countLines(input: Uint8Array, encoding: string, unitBytes: number, lineEnd: number): number {
  const low = encoding.endsWith('be') ? unitBytes - 1 : 0;
  let lines = 0;
  let tail = input.length > 0;
  const start = bomBytes(input, encoding);
  for (let at = start; at < input.length; at += unitBytes) {
    const unit = input.subarray(at, at + unitBytes);
    tail = !(unit.length === unitBytes && unit.every((byte, i) => byte === (i === low ? lineEnd : 0)));
    if (!tail) lines++;
  }
  return lines + (tail && input.length > start ? 1 : 0);
}

function bomBytes(input: Uint8Array, encoding: string): number {
  const hex = Buffer.from(input.subarray(0, 4)).toString('hex');
  const marks: Record<string, string> = {
    'utf-8': 'efbbbf',
    'utf-16le': 'fffe',
    'utf-16be': 'feff',
    'utf-32le': 'fffe0000',
    'utf-32be': '0000feff',
  };
  const mark = marks[encoding];
  return mark !== undefined && hex.startsWith(mark) ? mark.length / 2 : 0;
}
