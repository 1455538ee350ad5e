import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ERROR_CLASSES, WARNING_CLASSES } from '#shared/domain/issue-class.ts';
import {
  type BlockStart,
  expandPaths,
  FIRST_BLOCK,
  type LineBlock,
  OpenFiles,
  openSource,
  type OpenOptions,
  type SourceFile,
  type SourceOutcome,
} from '../../../src-main/ingest/sources/index.ts';
import { checkBlocks } from '../../helpers/check-blocks.ts';

const never = new AbortController().signal;

/** Small limits: what is to be found is not how long a bomb takes. */
export const LIMITS = { maxDecodedBytes: 8 * 2 ** 20, maxMembers: 200, maxLayers: 6, expansionFloorBytes: 2 ** 20 };

const folder = mkdtempSync(join(tmpdir(), 'log-sentinel-fuzz-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

export interface Reading {
  readonly file: SourceFile;
  readonly encoding: string;
  readonly blocks: readonly LineBlock[];
  readonly outcome: SourceOutcome;
}

/** Reads what a file with these bytes holds, and checks what is true of every reading. */
export async function readBytes(
  input: Uint8Array,
  options: OpenOptions & { readonly from?: BlockStart } = {},
): Promise<{ readonly readings: Reading[]; readonly issues: string[] }> {
  const path = join(folder, 'input.log');
  writeFileSync(path, input);
  const { files, problems } = await expandPaths([path], { signal: never, limits: LIMITS });
  const issues = problems.map((problem) => ('error' in problem ? problem.error.class : problem.warning.class));
  const shared = new OpenFiles();
  const readings: Reading[] = [];
  try {
    for (const file of files) readings.push(await readOne(file, { limits: LIMITS, ...options }, shared));
  } finally {
    await shared.close();
  }
  return { readings, issues };
}

async function readOne(
  file: SourceFile,
  { from = FIRST_BLOCK, ...options }: OpenOptions & { readonly from?: BlockStart },
  shared: OpenFiles,
): Promise<Reading> {
  const source = await openSource(file, options, shared);
  try {
    const blocks: LineBlock[] = [];
    for await (const block of source.blocks(from, never)) blocks.push(block);
    const outcome = source.outcome();
    checkBlocks(blocks, from);
    checkOutcome(outcome, blocks);
    return { file, encoding: source.encoding, blocks, outcome };
  } finally {
    await source.close();
  }
}

function checkOutcome(
  { status, errors, warnings, bytesIn, bytesOut }: SourceOutcome,
  blocks: readonly LineBlock[],
): void {
  assert.equal(status === 'whole', errors.length === 0, `${status} with ${errors.length} errors`);
  if (status === 'rejected') assert.equal(blocks.length, 0);
  for (const { class: name, message } of errors) assert.ok(ERROR_CLASSES.includes(name) && message.length > 0);
  for (const { class: name, count } of warnings) assert.ok(WARNING_CLASSES.includes(name) && count > 0);
  assert.ok(Number.isSafeInteger(bytesIn) && bytesIn >= 0 && Number.isSafeInteger(bytesOut) && bytesOut >= 0);
}

/** Comparable text of a reading. */
export function describeReading({ file, blocks, outcome }: Reading): string {
  const { status, errors, warnings } = outcome;
  const text = blocks.map(({ bytes }) => Buffer.from(bytes).toString('latin1')).join('');
  return JSON.stringify([file.member, status, errors, warnings, text]);
}

/** What came of all of it, in few words. */
export function outcomeOf(readings: readonly Reading[], issues: readonly string[]): string {
  const told = readings.map(({ outcome, encoding, blocks }) => {
    const classes = [...outcome.errors, ...outcome.warnings].map((issue) => issue.class);
    return `${outcome.status} ${encoding} ${[...new Set(classes)].join()} ${blocks.length > 0}`;
  });
  return [...new Set(told), ...new Set(issues)].sort().join('; ');
}
