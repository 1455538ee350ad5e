import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ErrorClass, FileStatus, WarningClass } from '#shared/domain/issue-class.ts';
import type { OpenOptions } from '../../../../src-main/ingest/sources/index.ts';

/** One bad input and what must come of it; expected counts are worked out by the case, never by the code under test. */
export interface BadInput {
  readonly name: string;
  readonly fileName?: string;
  /** The bytes, or a function that writes the file itself (holes). */
  readonly content: Buffer | ((path: string) => void);
  readonly options?: OpenOptions;
  readonly status?: FileStatus;
  readonly lines: number;
  readonly encoding?: string;
  readonly errors?: readonly ErrorClass[];
  /** Affected lines by class; classes not named must not appear. */
  readonly warnings?: Partial<Record<WarningClass, number>>;
  /** Line number (from 1) to its exact text. */
  readonly text?: Readonly<Record<number, string>>;
  /** Decompressed bytes, when known by other means. */
  readonly bytesOut?: number;
}

/** The same numbers on every run and machine. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function randomBytes(seed: number, count: number): Buffer {
  const random = randomFrom(seed);
  return Buffer.from(Uint8Array.from({ length: count }, () => Math.floor(random() * 256)));
}

/** Log lines with a token each, ended by LF. */
export function logLines(count: number, tag = 'tok', end = '\n'): string {
  let text = '';
  for (let index = 0; index < count; index++) {
    const second = String(index % 60).padStart(2, '0');
    text += `2024-03-01T10:00:${second}Z INFO worker-${index % 7} ${tag}-${index} finished in ${index % 400} ms${end}`;
  }
  return text;
}

/** Lines by the rule: one for each LF, one more for an unterminated tail. */
export function countByRule(bytes: Buffer): number {
  let lines = 0;
  for (const byte of bytes) if (byte === 0x0a) lines++;
  return lines + (bytes.length > 0 && bytes.at(-1) !== 0x0a ? 1 : 0);
}

/** Text in another encoding, by iconv. */
export function iconv(text: string, encoding: string): Buffer {
  return execFileSync('iconv', ['-f', 'UTF-8', '-t', encoding], { input: text, maxBuffer: 2 ** 28 });
}

/** What a tool makes of its standard input. */
export function runTool(tool: string, input: Buffer, ...flags: string[]): Buffer {
  return execFileSync(tool, flags, { input, maxBuffer: 2 ** 28 });
}

export function hasTool(name: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${name}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export function makeTemporaryFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'sentinel-sources-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
