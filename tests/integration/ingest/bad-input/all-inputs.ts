import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { INJECTION_CASES, REGEX_CASES } from '../event-input/injection.ts';
import type { EventCase } from '../event-input/event-case.ts';
import { JSON_CASES } from '../event-input/json-lines.ts';
import { MULTI_LINE_CASES } from '../event-input/multi-line.ts';
import { TIMESTAMP_CASES } from '../event-input/timestamps.ts';
import type { ArchiveCase } from './archive-case.ts';
import { type BadInput, logLines } from './bad-input.ts';
import { GZIP_CASES, ZSTD_CASES } from './compression.ts';
import { ENCODING_CASES } from './encodings.ts';
import { LINE_END_CASES, NUL_CASES } from './nuls-and-line-ends.ts';
import { LONG_LINE_CASES, SIZE_CASES } from './size-and-long-lines.ts';
import { TAR_CASES } from './tar-archives.ts';
import { WRONG_CONTENT_CASES } from './wrong-content.ts';
import { BZIP2_CASES, XZ_CASES } from './xz-and-bzip2.ts';
import { ZIP_CASES } from './zip-archives.ts';

/** What one input must give: its entries in the account, in any order. */
export interface ExpectedInput {
  readonly path: string;
  readonly entries: readonly { readonly status: string; readonly lines?: number; readonly errors: readonly string[] }[];
}

const GOOD_EVERY = 5;
export const GOOD_LINES = 40;
/** Larger inputs are read alone, not by every route: what is odd about them is their size. */
const MAX_BYTES = 300_000;

export const FILES: readonly BadInput[] = [
  [SIZE_CASES, LONG_LINE_CASES, NUL_CASES, LINE_END_CASES, ENCODING_CASES, WRONG_CONTENT_CASES],
  [GZIP_CASES, ZSTD_CASES, XZ_CASES, BZIP2_CASES],
].flat(2);
export const ARCHIVES: readonly ArchiveCase[] = [...TAR_CASES, ...ZIP_CASES];
export const LOGS: readonly EventCase[] = [
  TIMESTAMP_CASES,
  MULTI_LINE_CASES,
  JSON_CASES,
  INJECTION_CASES,
  REGEX_CASES,
].flat();

/**
 * Writes every input that needs no option, each in a folder of its own, with good files before, between and behind them.
 * @returns What each must give; good files first.
 */
export function writeAllInputs(folder: string): { readonly good: ExpectedInput[]; readonly bad: ExpectedInput[] } {
  const good: ExpectedInput[] = [];
  const bad: ExpectedInput[] = [];
  let count = 0;
  const place = (name: string): string => {
    const path = join(folder, String(count++).padStart(4, '0'), name);
    mkdirSync(dirname(path), { recursive: true });
    return path;
  };
  const addGood = (): void => {
    const path = place('good.log');
    writeFileSync(path, logLines(GOOD_LINES, `good-${good.length}`));
    good.push({ path, entries: [{ status: 'whole', lines: GOOD_LINES, errors: [] }] });
  };
  const add = (name: string, write: (path: string) => void, entries: ExpectedInput['entries']): void => {
    if (bad.length % GOOD_EVERY === 0) addGood();
    const path = place(name);
    write(path);
    bad.push({ path, entries });
  };
  for (const input of FILES.filter(isPlain)) {
    const { content, fileName = 'input.log', status = 'whole', lines, errors = [] } = input;
    const write = typeof content === 'function' ? content : (path: string) => writeFileSync(path, content);
    add(fileName, write, [{ status, lines, errors }]);
  }
  for (const { content, fileName = 'archive.bin', expected } of ARCHIVES.filter(({ limits }) => limits === undefined)) {
    const entries = Object.values(expected).map(({ status, lines, issues = [] }) => ({
      status,
      lines,
      errors: issues.filter((issue) => issue.startsWith('E_')),
    }));
    add(fileName, (path) => writeFileSync(path, content), entries);
  }
  for (const { content, fileName = 'app.log', modified, lines } of LOGS.filter(isSmall)) {
    const write = (path: string): void => {
      writeFileSync(path, content);
      if (modified !== undefined) utimesSync(path, new Date(modified), new Date(modified));
    };
    add(fileName, write, [{ status: 'whole', lines, errors: [] }]);
  }
  addGood();
  return { good, bad };
}

function isPlain({ options, content, bytesOut = 0 }: BadInput): boolean {
  const storedBytes = typeof content === 'function' ? 0 : content.length;
  return options === undefined && Math.max(storedBytes, bytesOut) <= MAX_BYTES;
}

function isSmall({ options, content }: EventCase): boolean {
  return options === undefined && content.length <= MAX_BYTES;
}
