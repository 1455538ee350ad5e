import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { analysisDocumentSchema } from '#shared/contract/analysis-document.ts';
import { Random } from '../../../src-main/models/random.ts';
import { runCli, temporaryFolder } from './run-cli.ts';

const folder = temporaryFolder();
const home = ['--home', join(folder, 'home')];
const WINDOWS = 150;

interface Shop {
  readonly seed: number;
  readonly hour: number;
  /** Default 150. */
  readonly minutes?: number;
  /** Share of payments that are refused; default one in a hundred. */
  readonly refused?: number;
  /** How many times as long as usual an order takes. */
  readonly slower?: number;
  /** Nothing is put on a shelf. */
  readonly isWithoutStock?: boolean;
}

/** A shop's log, the same from its first minute to its last. */
function shopLog({ seed, hour, minutes = WINDOWS, refused = 0.01, slower = 1, isWithoutStock = false }: Shop): string {
  const random = new Random(seed);
  const lines: string[] = [];
  for (let minute = 0; minute < minutes; minute++) {
    const events = 50 + random.below(20);
    for (let i = 0; i < events; i++) {
      const time = new Date(Date.UTC(2024, 4, 1, hour, minute, 0, Math.floor((i * 60_000) / events)));
      const at = random.next();
      const took = Math.round(slower * 60 * (0.6 + 0.8 * random.next()));
      const text =
        at < refused
          ? `ERROR [pay] payment ${random.below(1e6)} refused by bank after ${1 + random.below(8)} tries`
          : at < 0.5
            ? `INFO [shop] order ${random.below(1e6)} paid in ${took} ms`
            : at < 0.8 || isWithoutStock
              ? `INFO [shop] basket ${random.below(1e6)} opened by user ${random.below(500)}`
              : `INFO [stock] reserved item ${random.below(5000)} on shelf ${random.below(40)}`;
      lines.push(`${time.toISOString()} ${text}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

async function analyze(file: string, ...args: string[]) {
  const { stdout, stderr } = await runCli(['analyze', file, '--window', '60s', '--json', ...args, ...home], {
    cwd: folder,
  });
  expect(stdout, stderr).not.toBe('');
  return analysisDocumentSchema.parse(JSON.parse(stdout));
}

beforeAll(async () => {
  writeFileSync(join(folder, 'good.log'), shopLog({ seed: 1, hour: 0, minutes: 2 * WINDOWS }));
  writeFileSync(join(folder, 'other.log'), shopLog({ seed: 2, hour: 6 }));
  writeFileSync(join(folder, 'refused.log'), shopLog({ seed: 3, hour: 8, refused: 0.08 }));
  writeFileSync(join(folder, 'slow.log'), shopLog({ seed: 4, hour: 8, slower: 2.5 }));
  writeFileSync(join(folder, 'stock.log'), shopLog({ seed: 5, hour: 8, isWithoutStock: true }));
  const trained = await runCli(
    ['train', 'good.log', '--name', 'shop', '--window', '60s', '--only', 'normal', ...home],
    {
      cwd: folder,
    },
  );
  expect(trained.exitCode, trained.stderr).toBe(0);
});

describe('windows against a trained profile', () => {
  it.each([
    ['refused.log', /errors.*refused by bank.*more than was usual where the model was trained/],
    ['slow.log', /paid in.*more than was usual where the model was trained/],
    ['stock.log', /no event.*reserved item.*fewer than were usual where the model was trained/],
  ])('finds %s, anomalous from end to end, and misses it by itself', async (file, said) => {
    const alone = await analyze(file);
    expect(alone.anomalies).toBeLessThanOrEqual(2);
    const held = await analyze(file, '--model', 'shop');
    expect(held.model).toMatchObject({ fallback: null, note: null });
    expect(held.anomalies).toBeGreaterThan(0.8 * WINDOWS);
    const [first] = held.incidents;
    expect(first!.summary).toMatch(said);
  });

  it('leaves another usual log in peace', async () => {
    const { anomalies, windows, model } = await analyze('other.log', '--model', 'shop');
    expect(windows).toBe(WINDOWS);
    expect(model).toMatchObject({ fallback: null });
    expect(anomalies).toBeLessThanOrEqual(0.05 * WINDOWS);
  });

  it('gives the same scores when the model is fitted on baseline files', async () => {
    const held = await analyze('refused.log', '--baseline', join(folder, 'good.log'));
    expect(held.anomalies).toBeGreaterThan(0.8 * WINDOWS);
  });

  it('says so where a log has hardly a feature the model knows, and judges it by itself', async () => {
    const text = shopLog({ seed: 6, hour: 8 });
    writeFileSync(join(folder, 'foreign.log'), text.replaceAll(/\] (\w+) /g, '] foreign $1 thing: '));
    const { model, anomalies } = await analyze('foreign.log', '--model', 'shop');
    expect(model!.note).toMatch(/judged by what is usual in this log/);
    expect(anomalies).toBeGreaterThan(0);
  });
});
