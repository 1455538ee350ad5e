import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings } from './helpers/axe.ts';
import { launchBrowser } from './helpers/browser.ts';
import { waitEventCount } from './helpers/event-count.ts';
import { writeServiceLog } from './helpers/logs.ts';
import { serveMadeUpCase } from './helpers/made-up-case.ts';
import { visit } from './helpers/visit.ts';
import { type RunningWorkbench, startWorkbench } from './helpers/web-host.ts';

const EVENTS = 20_000;

async function search(page: Page, query: string): Promise<void> {
  await page.keyboard.press('Control+f');
  await page.keyboard.type(query);
  await page.keyboard.press('Enter');
  await page.locator('body').click({ position: { x: 5, y: 5 } });
}

describe('searching a real case', () => {
  let workbench: RunningWorkbench;
  let browser: Browser;
  let caseId: string;
  beforeAll(async () => {
    browser = await launchBrowser();
    workbench = await startWorkbench({ prepare: (folder) => writeServiceLog(join(folder, 'sample'), EVENTS) });
    caseId = (await workbench.client.samples.open()).caseId;
  });
  afterAll(async () => {
    await browser?.close();
    await workbench?.close();
  });

  async function openCase(): Promise<Page> {
    const { page } = await visit(browser, workbench, `/?case=${caseId}`);
    await waitEventCount(page, '20,000');
    return page;
  }
  const counted = async (condition: string): Promise<string> => {
    const sql = `SELECT count(*) FROM events WHERE ${condition}`;
    const { rows } = await workbench.client.sql.run({ caseId, sql, maxRows: 1 });
    return `${Number(rows[0]?.[0]).toLocaleString('en-US')} events`;
  };

  it('finds words, phrases and patterns, as many as SQL counts, and goes back by one key', async () => {
    const page = await openCase();
    for (const [query, condition] of [
      ['"heap "', "content LIKE '%heap %'"],
      ['/queue [5-9]$/', "regexp_matches(content, 'queue [5-9]$')"],
      ['/HEARTBEAT UPTIME/i -"queue 1"', "content ILIKE 'heartbeat uptime%' AND content NOT LIKE '%queue 1%'"],
    ] as const) {
      await search(page, query);
      await waitEventCount(page, await counted(condition));
    }
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await waitEventCount(page, '20,000');
    await page.context().close();
  });

  it('says what is wrong with a pattern, keeps it to be mended, and finds with the mended one', async () => {
    const page = await openCase();
    await search(page, '/queue (5/');
    const failure = page.getByRole('region', { name: 'Events' }).getByRole('alert');
    await failure.filter({ hasText: 'The pattern /queue (5/ cannot be used: missing ): queue (5' }).waitFor();
    expect(await failure.getByRole('button', { name: 'Try again' }).count()).toBe(0);
    expect(await axeFindings(page)).toEqual([]);
    const field = page.getByRole('textbox', { name: 'Query' });
    expect(await field.inputValue()).toBe('/queue (5/');
    await field.fill('/queue (5)/');
    await page.keyboard.press('Enter');
    await waitEventCount(page, await counted("content LIKE '%queue 5%'"));
    await page.context().close();
  });
});

describe('a search that takes long', () => {
  const made = serveMadeUpCase();

  /** A case whose searches stand at 38 % until somebody stops them. */
  async function openSlowCase(): Promise<Page> {
    const page = await made.open();
    await waitEventCount(page, '40,000');
    await page.evaluate(() => {
      const { events } = window.fake.rpc;
      const untilStopped = (signal: AbortSignal | undefined) =>
        new Promise<never>((_resolve, reject) => {
          signal?.addEventListener('abort', () => {
            document.title = `${document.title} stopped`;
            reject(new DOMException('Aborted', 'AbortError'));
          });
        });
      const openIndex = events.openIndex.bind(events);
      Object.assign(events, {
        openIndex: (...[input, options]: Parameters<typeof openIndex>) =>
          input.filter?.query === undefined ? openIndex(input, options) : untilStopped(options?.signal),
        search: async function* (_input: unknown, options?: { signal?: AbortSignal }) {
          yield { share: 0.38, found: 1234 };
          await untilStopped(options?.signal);
        },
      });
    });
    await search(page, 'payment');
    await page.getByText('Searching, 38 %: 1,234 found').waitFor();
    return page;
  }

  it('says how far it is beside the list before, and is stopped by the mouse', async () => {
    const page = await openSlowCase();
    await waitEventCount(page, '40,000');
    expect(await page.getByRole('progressbar', { name: 'Search' }).getAttribute('value')).toBe('0.38');
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByText('Searching,').waitFor({ state: 'detached' });
    expect(await page.title()).toContain('stopped');
    expect(await page.getByRole('textbox', { name: 'Query' }).inputValue()).toBe('');
    await page.context().close();
  });

  it('is stopped by a key', async () => {
    const page = await openSlowCase();
    await page.keyboard.press('Escape');
    await page.getByText('Searching,').waitFor({ state: 'detached' });
    expect(await page.title()).toContain('stopped');
    await page.context().close();
  });
});
