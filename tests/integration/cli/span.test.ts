import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analysisDocumentSchema } from '#shared/contract/analysis-document.ts';
import { isBalanced } from '#shared/domain/line-account.ts';
import { runCli, temporaryFolder } from './run-cli.ts';

const folder = temporaryFolder();
const home = ['--home', join(folder, 'home'), '--quiet'];
const LINES = 4000;
const START_MS = Date.UTC(2024, 4, 1, 12);
const path = join(folder, 'app.log');
writeFileSync(
  path,
  Array.from({ length: LINES }, (_, i) => {
    return `${new Date(START_MS + i * 1000).toISOString()} INFO worker-${i % 4} handled job ${i} in ${i % 7} ms\n`;
  }).join(''),
);
const SPAN = ['--since', '2024-05-01T12:10:00Z', '--until', '2024-05-01T12:20:00Z'];

describe('--since and --until', () => {
  it('analyze reads the span alone and says what it left out', async () => {
    const run = await runCli(['analyze', path, '--json', '--case', join(folder, 'a.sentinel'), ...SPAN, ...home]);
    expect(run.exitCode).toBe(0);
    const document = analysisDocumentSchema.parse(JSON.parse(run.stdout));
    const [file] = document.files;
    expect(file).toMatchObject({
      lines: 600,
      events: 600,
      skippedLines: LINES - 600,
      firstTime: '2024-05-01T12:10:00Z',
    });
    expect((file?.bytesIn ?? 0) + (file?.skippedBytes ?? 0)).toBe(readFileSync(path).length);
    expect(document.totals).toMatchObject({ lines: 600, skippedLines: LINES - 600 });
    expect(isBalanced(document.totals)).toBe(true);
    expect(document.windows).toBeGreaterThan(0);
  });

  it('templates gives the rows of the span with their line numbers', async () => {
    const out = join(folder, 'lines.csv');
    const run = await runCli(['templates', path, '--out', out, '--case', join(folder, 't.sentinel'), ...SPAN, ...home]);
    expect(run.exitCode).toBe(0);
    const rows = readFileSync(out, 'utf8').trimEnd().split('\n').slice(1);
    expect(rows).toHaveLength(600);
    expect(rows[0]).toMatch(/^601,/);
    expect(rows.at(-1)).toMatch(/^1200,/);
  });
});
