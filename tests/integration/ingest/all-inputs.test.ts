import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isBalanced, type LineAccount } from '#shared/domain/line-account.ts';
import { openCase } from '../../../src-main/catalog/open.ts';
import { TRANSPORTS } from '../../contract/transports.ts';
import { ingestInto } from '../../helpers/ingest-case.ts';
import { type ExpectedInput, GOOD_LINES, writeAllInputs } from './bad-input/all-inputs.ts';
import { makeTemporaryFolder } from './bad-input/bad-input.ts';

/** An entry of a run's account, by whichever route. */
interface Entry {
  readonly path: string;
  readonly member: string | null;
  readonly status: string;
  readonly account: Omit<LineAccount, 'bytesIn' | 'bytesOut'>;
  readonly errors: string[];
}

let folder: ReturnType<typeof makeTemporaryFolder>;
let inputs: ReturnType<typeof writeAllInputs>;
let together: Entry[];

beforeAll(async () => {
  folder = makeTemporaryFolder();
  inputs = writeAllInputs(join(folder.path, 'inputs'));
  together = await readTogether();
}, 180_000);
afterAll(() => folder.remove());

/** All inputs by one command. */
async function readTogether(): Promise<Entry[]> {
  const catalog = await openCase(join(folder.path, 'together.sentinel'), { mode: 'create' });
  try {
    await ingestInto(catalog, { paths: [join(folder.path, 'inputs')] });
    return catalog.sources.list().map(({ path, member, status, account, errors }) => {
      return { path, member, status, account: withoutBytes(account), errors: errors.map((error) => error.class) };
    });
  } finally {
    catalog.close();
  }
}

function withoutBytes(account: LineAccount): Entry['account'] {
  const { lines, events, eventLines, continuationLines, blankLines, rejectedLines } = account;
  return { lines, events, eventLines, continuationLines, blankLines, rejectedLines };
}

function entriesOf({ path }: ExpectedInput): Entry[] {
  return together.filter((entry) => entry.path === path);
}

/** Comparable text of entries in any order. */
function described(entries: ReadonlyArray<{ status: string; lines?: number; errors: readonly string[] }>): string[] {
  return entries.map(({ status, lines, errors }) => `${status} ${lines ?? '?'} ${errors.join()}`).sort();
}

describe('every input by one command', () => {
  it('comes to the end it comes to alone', () => {
    const wrong = inputs.bad.flatMap((input) => {
      const isOpen = input.entries.some(({ lines }) => lines === undefined);
      const found = entriesOf(input).map(({ status, account, errors }) => {
        return { status, lines: isOpen ? undefined : account.lines, errors };
      });
      const expected = input.entries.map((entry) => (isOpen ? { ...entry, lines: undefined } : entry));
      const [is, should] = [described(found), described(expected)];
      return is.join() === should.join() ? [] : [{ path: input.path, is, should }];
    });
    expect(wrong).toEqual([]);
    expect(inputs.bad.length).toBeGreaterThan(200);
  });

  it('leaves the good files before, between and behind whole', () => {
    for (const input of inputs.good) {
      expect(entriesOf(input)).toMatchObject([
        { status: 'whole', account: { lines: GOOD_LINES, events: GOOD_LINES, eventLines: GOOD_LINES }, errors: [] },
      ]);
    }
  });

  it('accounts for every line of every entry', () => {
    for (const { path, member, account } of together) {
      expect(isBalanced({ ...account, bytesIn: 0, bytesOut: 0 }), `${path} ${member}`).toBe(true);
    }
  });

  it('gives the same through the web host', async () => {
    const transport = await TRANSPORTS['web host']!();
    try {
      const { caseId } = (await transport.client.cases.create({ name: 'all' })).summary;
      const paths = [join(folder.path, 'inputs')];
      const { jobId } = await transport.client.jobs.startAnalyze({ caseId, paths, options: { lastStage: 'ingest' } });
      for await (const event of await transport.client.jobs.events({ jobId })) expect(event.type).not.toBe('failed');
      const { files } = await transport.client.quality.document({ caseId });
      const seen = files.map((file) => {
        const { path, member, status, errors } = file;
        const { lines, events, eventLines, continuationLines, blankLines, rejectedLines } = file;
        const account = { lines, events, eventLines, continuationLines, blankLines, rejectedLines };
        return { path, member, status, account, errors: errors.map((error) => error.class) };
      });
      expect(seen).toEqual(together);
    } finally {
      await transport.dispose();
    }
  }, 180_000);
});
