import assert from 'node:assert/strict';
import { detectFormat, listFormats, type ParserSpec, recordCutter } from '../../../src-main/ingest/formats/index.ts';
import type { ParsedBlock } from '../../../src-main/pipelines/ingest/block-parser.ts';
import { PlainEngine } from '../../../src-main/pipelines/ingest/plain-engine.ts';
import { openKernelEngine, readWith } from '../../helpers/engines.ts';
import { type FuzzTarget, randomOf } from '../fuzz-target.ts';
import { LOG_SEEDS } from '../seeds.ts';
import { LOG_TOKENS } from '../tokens.ts';

const NAMES = listFormats().map(({ name }) => name);
const ORIGIN = { service: 'from-path', attributes: { 'k8s.pod.name': 'p"1' } };

type Described = Pick<ParsedBlock, 'summary'> & {
  readonly lineStart: readonly number[];
  readonly lineEnd: readonly number[];
  readonly eventLine: readonly number[];
};

/** Blocks of whole lines, cut where a record ends if the format has records of many lines. */
function cutBlocks(input: Uint8Array, spec: ParserSpec, turns: number): Uint8Array<ArrayBuffer>[] {
  const cutter = recordCutter(spec);
  const blocks: Uint8Array<ArrayBuffer>[] = [];
  let rest = new Uint8Array(input);
  for (; turns > 0 && rest.length > 0; turns--) {
    const newline = rest.indexOf(0x0a, Math.floor(rest.length / (turns + 1)));
    if (newline < 0) break;
    const better = cutter?.(rest, newline + 1) ?? 0;
    assert.ok(better >= 0 && better <= newline + 1, 'a cutter stays inside the block');
    const end = better > 0 ? better : newline + 1;
    assert.equal(rest[end - 1], 0x0a, 'a cutter ends after a line');
    blocks.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  if (rest.length > 0) blocks.push(rest);
  return blocks;
}

function checkBlock(bytes: Uint8Array, { summary, lineStart, lineEnd, eventLine }: Described): void {
  const newlines = bytes.reduce((count, byte) => count + (byte === 0x0a ? 1 : 0), 0);
  const { lines, eventLines, continuationLines, blankLines, rejectedLines, events } = summary;
  assert.equal(lines, newlines + (bytes.at(-1) === 0x0a ? 0 : 1), 'lines by the rule');
  assert.equal(lines, eventLines + continuationLines + blankLines + rejectedLines, 'the account is balanced');
  assert.ok(events >= eventLines && new Set(eventLine).size === eventLines, 'each event line starts an event');
  lineStart.forEach((start, i) => {
    const next = lineStart[i + 1] ?? bytes.length + (bytes.at(-1) === 0x0a ? 0 : 1);
    const gap = next - (lineEnd[i] as number);
    assert.ok(gap === 1 || (gap === 2 && bytes[next - 2] === 0x0d), `line ${i} ${start}..${lineEnd[i]} next ${next}`);
  });
}

/** Detection, then blocks into columns: the compiled kernel against plain JavaScript, with an exact account of lines. */
export const engines: FuzzTarget = {
  name: 'engines',
  seeds: LOG_SEEDS,
  tokens: LOG_TOKENS,
  run(input) {
    if (input.length === 0) return 'empty';
    const random = randomOf(input);
    const context = {
      path: '/var/log/pods/ns_pod_1/app/0.log',
      modifiedMs: random.below(2) === 0 ? null : Date.UTC(2024, 5, 1),
      ...(random.below(3) === 0 ? { format: NAMES[random.below(NAMES.length)] as string } : {}),
      ...(random.below(4) === 0 ? { timezone: 'Europe/Berlin' } : {}),
    };
    const detection = detectFormat(input, context);
    const { spec, confidence } = detection;
    assert.ok(confidence >= 0 && confidence <= 1, `confidence ${confidence}`);
    assert.deepEqual(JSON.parse(JSON.stringify(spec)), structuredClone(spec));
    assert.deepEqual(detectFormat(input, context), detection);
    const blocks = cutBlocks(input, spec, random.below(4));
    const run = { spec, blocks, isCoarse: random.below(8) === 0, ...(random.below(3) === 0 ? { origin: ORIGIN } : {}) };
    const plain = readWith(new PlainEngine(), run) as Described[];
    assert.deepEqual(readWith(openKernelEngine(), run), plain, 'both engines make the same');
    plain.forEach((block, i) => checkBlock(blocks[i] as Uint8Array, block));
    const kinds = plain.flatMap(({ summary }) => summary.troubles.map((trouble) => trouble.class));
    return `${spec.format} ${spec.engine} ${[...new Set(kinds)].join()} ${plain.length}`;
  },
};
