import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finishJob } from '../helpers/finish-job.ts';
import { axeFindings } from './helpers/axe.ts';
import { launchBrowser, type PageOptions } from './helpers/browser.ts';
import { waitEventCount } from './helpers/event-count.ts';
import { writeLongLog, writeServiceLog } from './helpers/logs.ts';
import { visit } from './helpers/visit.ts';
import { type RunningWorkbench, startWorkbench } from './helpers/web-host.ts';

/** What is on screen while files are read, and reading them otherwise: web host, engine, workers, real files. */
describe('reading through the web host', () => {
  let workbench: RunningWorkbench;
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
    workbench = await startWorkbench({ prepare: (folder) => writeServiceLog(join(folder, 'sample'), 1000) });
  });
  afterAll(async () => {
    await browser?.close();
    await workbench?.close();
  });

  const caseOf = (page: Page) => new URL(page.url()).searchParams.get('case') ?? '';
  const strip = (page: Page) => page.locator('.ls-strip');

  describe('a long file', () => {
    const LINES = 3_000_000;
    let path: string;
    beforeAll(async () => {
      path = join(workbench.folder, 'long.log');
      await writeLongLog(path, LINES);
    });

    /** Opens the file by the dialog; from then on the page notes what its status bar says, every time it changes. */
    async function openLongFile(page: Page): Promise<void> {
      await page.evaluate(() => {
        const told: Told[] = [];
        (window as unknown as { told: Told[] }).told = told;
        const note = () => {
          const bar = document.querySelector('.ls-strip');
          const account = document.querySelector('.ls-status [data-testid=account]');
          const rows = document.querySelectorAll('[aria-label=Events] .ls-grid-layer .ls-log').length;
          told.push({
            progress: bar?.textContent ?? null,
            account: account?.textContent ?? null,
            isBalanced: account?.getAttribute('data-balanced') === 'true',
            rows,
          });
        };
        new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true });
      });
      await page.getByRole('button', { name: 'Open folder' }).click();
      const folder = page.getByRole('textbox', { name: 'Folder', exact: true });
      await folder.fill(workbench.folder);
      // In the field: a dialog that has just opened may still be moving the focus.
      await folder.press('Enter');
      await page.getByRole('textbox', { name: 'Search in this folder' }).fill('long.log');
      await page.locator('[role=grid][aria-label=Files] [role=row]').first().dblclick();
    }
    const toldBy = (page: Page) => page.evaluate(() => (window as unknown as { told: Told[] }).told);

    it('shows bytes, rate, estimate, rows and a balanced account from its beginning to its end', async () => {
      const { page, complaints } = await visit(browser, workbench);
      await openLongFile(page);
      await strip(page).waitFor();
      await page.locator('[aria-label=Events] .ls-grid-layer .ls-log').first().waitFor();
      await waitEventCount(page, `${LINES.toLocaleString('en-US')} events`, 90_000);
      const told = await toldBy(page);
      const reading = told.flatMap(({ progress }) => (progress?.startsWith('Reading') === true ? [progress] : []));
      expect(reading.length).toBeGreaterThan(3);
      for (const text of reading) expect(text).toMatch(/Reading[\d.]+ [kMG]?B of \d+ MB .*(left|almost done)/);
      // Rate and estimate stand there, and rows can be read, while reading goes on.
      expect(reading.some((text) => /MB\/s · (about .* left|almost done)/.test(text))).toBe(true);
      expect(told.some(({ rows, progress }) => rows > 0 && progress?.startsWith('Reading') === true)).toBe(true);
      // The account is there at every moment since the first rows, and holds at each.
      const since = told.slice(told.findIndex(({ rows }) => rows > 0));
      expect(since.filter(({ account, isBalanced }) => account === null || !isBalanced)).toEqual([]);
      const lines = since.map(({ account }) => Number(/^[\d,]+/.exec(account ?? '')?.[0].replaceAll(',', '')));
      expect(lines.toSorted((a, b) => a - b)).toEqual(lines);
      await page
        .locator('.ls-status [data-testid=account]')
        .filter({ hasText: `${LINES.toLocaleString('en-US')} lines` })
        .waitFor();
      expect(complaints).toEqual([]);
      await page.context().close();
    });

    it('answers a cancel at once, by key, and says what was kept', async () => {
      const { page } = await visit(browser, workbench);
      await openLongFile(page);
      await page.locator('[aria-label=Events] .ls-grid-layer .ls-log').first().waitFor();
      await page.keyboard.press('Control+k');
      await page.locator('[role=dialog] input:focus').waitFor();
      await page.keyboard.type('Cancel the running job');
      await page.keyboard.press('Enter');
      // Either the bar says that it stops, or it has stopped already.
      await strip(page)
        .filter({ hasText: /^(?!Stopping)/ })
        .waitFor({ state: 'detached', timeout: 5000 });
      await strip(page).waitFor({ state: 'detached', timeout: 30_000 });
      const { totals } = await workbench.client.quality.document({ caseId: caseOf(page) });
      expect(totals.lines).toBeGreaterThan(0);
      expect(totals.lines).toBeLessThan(LINES);
      const account = page.locator('.ls-status [data-testid=account]');
      await account.filter({ hasText: `${totals.lines.toLocaleString('en-US')} lines` }).waitFor();
      expect(await account.getAttribute('data-balanced')).toBe('true');
      await page.keyboard.press('6');
      await page.locator('.ls-job').filter({ hasText: 'Cancelled' }).first().waitFor();
      await page.context().close();
    });
  });

  describe('files that were read wrongly', () => {
    let paths: string[];
    beforeAll(async () => {
      paths = ['a.log', 'b.log'].map((name) => join(workbench.folder, 'zones', name));
      await mkdir(join(workbench.folder, 'zones'));
      const times = Array.from({ length: 300 }, (_, i) => `2024-05-01 12:${two(i / 60)}:${two(i % 60)}`);
      const [a = '', b = ''] = paths;
      await writeFile(a, times.map((time, i) => `${time} INFO worker 1 took ${i} ms\n`).join(''));
      const record = (time: string, i: number) => ({ time, level: 'INFO', message: `worker 2 took ${i} ms` });
      await writeFile(b, times.map((time, i) => `${JSON.stringify(record(time, i))}\n`).join(''));
    });

    async function openCase(options: PageOptions = {}) {
      const { client } = workbench;
      const { summary } = await client.cases.create({ name: 'zones' });
      const { jobId } = await client.jobs.startAnalyze({
        caseId: summary.caseId,
        paths,
        options: { lastStage: 'templates' },
      });
      await finishJob(client, jobId);
      const watched = await visit(browser, workbench, `/?case=${summary.caseId}`, options);
      await waitEventCount(watched.page, '600 events');
      return { ...watched, caseId: summary.caseId };
    }
    const dialog = (page: Page) => page.getByRole('dialog');
    const card = (page: Page, path: string) =>
      page.locator('section[aria-label=Quality]').getByRole('region', { name: path });
    const filesOf = async (caseId: string) => (await workbench.client.quality.document({ caseId })).files;
    /** The case that reading again opened, read to its end. */
    async function nextCase(page: Page, before: string): Promise<string> {
      await expect.poll(() => caseOf(page), { timeout: 20_000 }).not.toBe(before);
      const caseId = caseOf(page);
      await expect
        .poll(async () => (await workbench.client.jobs.list()).find((job) => job.caseId === caseId)?.state, {
          timeout: 60_000,
        })
        .toBe('done');
      return caseId;
    }

    it('fixes zone and format of one file by mouse, sees a line of it first, and frees it again', async () => {
      const { page, caseId } = await openCase();
      const [a = '', b = ''] = paths;
      await page.getByRole('tab', { name: 'Quality' }).click();
      await card(page, b).getByRole('button', { name: 'Read differently…' }).click();
      const preview = dialog(page).getByRole('region', { name: 'As it would be read' });
      await preview.getByText('2024-05-01T12:00:00Z').waitFor();
      await dialog(page).getByRole('combobox', { name: 'Zone of times without one' }).fill('Europe/Berlin');
      await preview.getByText('2024-05-01T10:00:00Z').waitFor();
      await page.keyboard.press('Escape');
      await dialog(page).getByRole('combobox', { name: 'Format' }).click();
      await page.keyboard.type('graylog');
      await page.getByRole('option', { name: /Graylog/ }).click();
      await preview.getByText('Graylog').waitFor();
      await dialog(page).getByRole('button', { name: 'Read again' }).click();

      const second = await nextCase(page, caseId);
      expect((await filesOf(second)).map(({ firstTime, format, repair }) => [firstTime, format, repair])).toEqual([
        ['2024-05-01T12:00:00Z', 'generic', null],
        ['2024-05-01T10:00:00Z', 'gelf', { timezone: 'Europe/Berlin', format: 'gelf' }],
      ]);
      const stays = { firstTime: '2024-05-01T12:00:00Z', format: 'json-lines', repair: null };
      expect((await filesOf(caseId))[1]).toMatchObject(stays);
      await page.locator('.ls-status [data-testid=account]').filter({ hasText: '600 lines' }).waitFor();
      await page.getByRole('tab', { name: 'Quality' }).click();
      await card(page, b).getByText('zone Europe/Berlin').waitFor();
      expect(await card(page, a).getByText('Fixed by hand').count()).toBe(0);

      await card(page, b).getByRole('button', { name: 'Read differently…' }).click();
      await expect
        .poll(() => dialog(page).getByRole('combobox', { name: 'Zone of times without one' }).inputValue())
        .toBe('Europe/Berlin');
      await dialog(page).getByRole('button', { name: 'Find all of it in the data' }).click();
      await dialog(page).getByRole('button', { name: 'Read again' }).click();
      const third = await nextCase(page, second);
      expect((await filesOf(third)).map(({ repair }) => repair)).toEqual([null, null]);
      await page.context().close();
    });

    it('fixes the clock of one file by keys alone', async () => {
      const { page, caseId } = await openCase();
      await page.keyboard.press('Control+k');
      await page.locator('[role=dialog] input:focus').waitFor();
      await page.keyboard.type('Read the files differently');
      await page.keyboard.press('Enter');
      await dialog(page).getByText('What stays empty').waitFor();
      const focused = page.locator(':focus');
      await dialog(page).getByRole('combobox', { name: 'Which file' }).waitFor();
      await page.keyboard.press('Tab');
      await dialog(page).getByRole('combobox', { name: 'Which file' }).and(focused).waitFor();
      await page.keyboard.press('Control+a');
      await page.keyboard.type('b.log');
      await page.getByRole('option', { name: /b\.log$/ }).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await dialog(page).getByRole('region', { name: 'As it would be read' }).getByText('JSON lines').waitFor();
      const offset = dialog(page).getByRole('textbox', { name: 'Seconds added to its times' });
      for (let i = 0; i < 12 && (await offset.and(focused).count()) === 0; i++) await page.keyboard.press('Tab');
      await page.keyboard.type('-3600');
      await page.keyboard.press('Enter');
      const next = await nextCase(page, caseId);
      expect((await filesOf(next)).map(({ firstTime, repair }) => [firstTime, repair])).toEqual([
        ['2024-05-01T12:00:00Z', null],
        ['2024-05-01T11:00:00Z', { offsetSeconds: -3600 }],
      ]);
      await page.context().close();
    });

    it('says what is wrong with a choice, and keeps the dialog', async () => {
      const { page } = await openCase();
      await page.getByRole('tab', { name: 'Quality' }).click();
      await card(page, paths[0] ?? '')
        .getByRole('button', { name: 'Read differently…' })
        .click();
      await dialog(page).getByRole('combobox', { name: 'Encoding' }).fill('klingon');
      await dialog(page).getByText('The encoding "klingon" is not known').waitFor();
      expect(await dialog(page).getByRole('button', { name: 'Read again' }).isDisabled()).toBe(true);
      await page.context().close();
    });

    it.each(['light', 'dark'] as const)('has no serious accessibility finding in %s', async (colorScheme) => {
      const { page, complaints } = await openCase({ colorScheme, width: 1024, height: 700 });
      await page.getByRole('tab', { name: 'Quality' }).click();
      await card(page, paths[0] ?? '').waitFor();
      expect(await axeFindings(page)).toEqual([]);
      await card(page, paths[0] ?? '')
        .getByRole('button', { name: 'Read differently…' })
        .click();
      await dialog(page).getByText('of the sampled lines fit').waitFor();
      await page.waitForTimeout(400);
      expect(await axeFindings(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.context().close();
    });
  });
});

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}

/** The status bar at one moment. */
interface Told {
  readonly progress: string | null;
  readonly account: string | null;
  readonly isBalanced: boolean;
  readonly rows: number;
}
