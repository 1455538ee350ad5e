import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finishJob } from '../helpers/finish-job.ts';
import { axeFindings } from './helpers/axe.ts';
import { launchBrowser, type PageOptions } from './helpers/browser.ts';
import { writeServiceLog } from './helpers/logs.ts';
import { visit } from './helpers/visit.ts';
import { type RunningWorkbench, startWorkbench } from './helpers/web-host.ts';

const SHOP = `name: shop
title: Shop and pay
pattern: '{level} ~~ {time:%F %T} ~~ {component} ~~ {message}'
samples:
  - line: 'WARN ~~ 2024-05-01 12:00:00 ~~ cart ~~ low on 7'
    level: warn
`;

function shopLog(): string {
  const levels = ['INFO', 'INFO', 'INFO', 'WARN', 'ERROR'];
  return Array.from({ length: 300 }, (_, i) => {
    const time = new Date(Date.UTC(2024, 4, 1, 12, 0, i)).toISOString().slice(0, 19).replace('T', ' ');
    const line = `${levels[i % 5]} ~~ ${time} ~~ ${i % 3 === 0 ? 'pay' : 'cart'} ~~ order ${i} of user ${i % 17} took ${i % 240} ms\n`;
    return i % 40 === 7 ? `${line}    at shop.Cart.add(Cart.java:42)\n` : line;
  }).join('');
}

/** Formats of the user in the real product: written, tried, saved, used for reading, imported and deleted. */
describe('formats through the web host', () => {
  let workbench: RunningWorkbench;
  let browser: Browser;
  let caseId: string;
  beforeAll(async () => {
    browser = await launchBrowser();
    workbench = await startWorkbench({ prepare: (folder) => writeServiceLog(join(folder, 'sample'), 2000) });
    caseId = await readCase('shop');
  });
  afterAll(async () => {
    await browser?.close();
    await workbench?.close();
  });

  async function readCase(name: string): Promise<string> {
    const path = join(workbench.folder, `${name}.log`);
    await writeFile(path, shopLog());
    const { client } = workbench;
    const { summary } = await client.cases.create({ name });
    const { jobId } = await client.jobs.startAnalyze({ caseId: summary.caseId, paths: [path], options: {} });
    await finishJob(client, jobId);
    return summary.caseId;
  }
  const formatOf = async (id: string) => (await workbench.client.quality.document({ caseId: id })).files[0]?.format;

  async function openFormats(options: PageOptions = {}): Promise<{ page: Page; complaints: string[] }> {
    const watched = await visit(browser, workbench, `/?case=${caseId}`, options);
    const { page } = watched;
    await page.locator('section[aria-label=Incidents]').waitFor({ timeout: 60_000 });
    await page.keyboard.press('9');
    await page.locator('[aria-label="Log formats"] [role=row]').first().waitFor();
    return watched;
  }
  const panel = (page: Page) => page.locator('section[aria-label=Formats]');
  const field = (page: Page) => page.getByRole('textbox', { name: 'Format file' });
  const rows = (page: Page) => page.locator('[aria-label="Log formats"] .ls-grid-layer [role=row]');
  const counts = (page: Page, text: string | RegExp) =>
    page.getByTestId('format-counts').filter({ hasText: text }).waitFor();

  async function keepScreenshot(page: Page, name: string): Promise<void> {
    const folder = process.env['SCREENSHOT_DIR'];
    if (folder === undefined) return;
    await mkdir(folder, { recursive: true });
    await page.screenshot({ path: join(folder, `formats-${name}.png`) });
  }

  it('is written by keys: tried while typed, wrong in its place, saved, and then read with', async () => {
    expect(await formatOf(caseId)).not.toBe('shop');
    const { page, complaints } = await openFormats();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('Write a log format');
    await page.keyboard.press('Enter');
    await field(page).fill(SHOP.replace('{level}', '{lvl').replace('level: warn', 'level: error'));
    await panel(page).getByRole('button', { name: 'Line 3, pattern' }).waitFor();
    await counts(page, 'not read');
    expect(await panel(page).locator('.ls-code-wrong').textContent()).toContain('Unknown field class');
    expect(await panel(page).getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true);
    await keepScreenshot(page, 'broken');

    await field(page).fill(SHOP.replace('level: warn', 'level: error'));
    await counts(page, '200 lines: 195 events, 5 continuations');
    await panel(page).getByRole('button', { name: 'Line 6, samples.0.level' }).click();
    expect(await field(page).evaluate((area: HTMLTextAreaElement) => area.selectionStart)).toBe(SHOP.indexOf('warn\n'));
    await field(page).fill(SHOP);
    await panel(page).getByRole('list', { name: 'Problems' }).waitFor({ state: 'detached' });
    await counts(page, '200 lines: 195 events, 5 continuations');
    const first = panel(page).locator('.ls-format-line').first();
    expect(await first.locator('dl').textContent()).toBe(
      'time2024-05-01 12:00:00 UTClevelinfocomponentpaymessageorder 0 of user 0 took 0 ms',
    );
    await field(page).press('Control+s');
    await rows(page).filter({ hasText: 'shop' }).filter({ hasText: 'yours' }).waitFor();
    expect(await readFile(join(workbench.folder, 'home', 'formats', 'shop.yaml'), 'utf8')).toBe(SHOP);
    expect(await formatOf(await readCase('again'))).toBe('shop');

    await panel(page).getByRole('button', { name: 'Read with it' }).click();
    await page.waitForURL((url) => url.searchParams.get('case') !== caseId);
    const other = new URL(page.url()).searchParams.get('case') ?? '';
    await expect.poll(() => formatOf(other), { timeout: 30_000 }).toBe('shop');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('is tried on pasted lines, and unsaved text waits for its format to be picked again', async () => {
    const { page } = await openFormats();
    await rows(page).filter({ hasText: 'shop' }).filter({ hasText: 'yours' }).click();
    await counts(page, '195 events');
    await page.getByRole('combobox', { name: 'Lines to try it on' }).click();
    await page.getByRole('option', { name: 'Pasted lines' }).click();
    await page.getByRole('textbox', { name: 'Pasted lines' }).fill('ERROR ~~ 2024-05-01 12:00:00 ~~ pay ~~ no\nfoo\n');
    await counts(page, '3 lines: 1 event, 1 continuation, 1 blank or structure');
    await field(page).fill(SHOP.replace('Shop and pay', 'Shop'));
    await page.getByRole('searchbox', { name: 'Find a format' }).fill('hdfs');
    await rows(page).filter({ hasText: 'hdfs' }).first().click();
    expect(await field(page).getAttribute('readonly')).not.toBeNull();
    await page.getByRole('searchbox', { name: 'Find a format' }).fill('yours');
    await rows(page).filter({ hasText: 'unsaved' }).click();
    expect(await field(page).inputValue()).toContain('title: Shop\n');
    await panel(page).getByRole('button', { name: 'Discard' }).click();
    expect(await field(page).inputValue()).toBe(SHOP);
    await page.context().close();
  });

  it('starts from a built-in one', async () => {
    const { page } = await openFormats();
    await page.getByRole('searchbox', { name: 'Find a format' }).fill('zookeeper');
    await rows(page).first().click();
    await panel(page).getByRole('button', { name: 'Start one from it' }).click();
    await field(page).waitFor();
    expect(await field(page).inputValue()).toMatch(/^name: my-zookeeper\n/);
    await panel(page).getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved my-zookeeper.').waitFor();
    await page.context().close();
  });

  it('is imported from an lnav file and deleted after a question', async () => {
    const { page } = await openFormats();
    const lnav = {
      $schema: 'https://lnav.org/schemas/format-v1.schema.json',
      shop_log: {
        title: 'From lnav',
        regex: { std: { pattern: '^(?<level>\\w+) ~~ (?<timestamp>[^~]+) ~~ (?<body>.*)$' } },
        level: { worst: 'E' },
      },
      worse_log: { title: 'Worse', regex: { std: { pattern: '(a)\\1' } } },
    };
    const file = { name: 'shop.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(lnav)) };
    await page.setInputFiles('input[aria-label="Format file to import"]', file);
    await page.getByText('Imported shop_log. shop_log: Levels that are not taken over: worst.').waitFor();
    await page.getByText('Not imported: worse_log').waitFor();
    await counts(page, '195 events');
    const text = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('just words') };
    await page.setInputFiles('input[aria-label="Format file to import"]', text);
    await panel(page).getByRole('alert').filter({ hasText: 'notes.txt' }).waitFor();

    await rows(page).filter({ hasText: 'shop_log' }).click();
    await panel(page).getByRole('button', { name: 'Delete…' }).click();
    await page.keyboard.press('Escape');
    expect(await rows(page).filter({ hasText: 'shop_log' }).count()).toBe(1);
    await panel(page).getByRole('button', { name: 'Delete…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await rows(page).filter({ hasText: 'shop_log' }).waitFor({ state: 'detached' });
    expect((await workbench.client.formats.list({})).filter(({ origin }) => origin === 'home')).toHaveLength(2);
    await page.context().close();
  });

  it.each([
    { colorScheme: 'light' as const, width: 1440, height: 900 },
    { colorScheme: 'dark' as const, width: 1440, height: 900 },
    { colorScheme: 'light' as const, width: 1024, height: 700 },
    { colorScheme: 'dark' as const, width: 1024, height: 700 },
  ])('has no serious accessibility finding, $colorScheme at $width', async (look) => {
    const { page, complaints } = await openFormats(look);
    const views: readonly (readonly [string, () => Promise<void>])[] = [
      ['own', () => rows(page).filter({ hasText: 'yours' }).last().click()],
      ['wrong', () => field(page).fill(SHOP.replace('level: warn', 'level: error').replace('~~ {c', '~~{c'))],
      ['code', () => page.getByRole('searchbox', { name: 'Find a format' }).fill('w3c')],
      ['none', () => page.getByRole('searchbox', { name: 'Find a format' }).fill('nothing like it')],
    ];
    for (const [name, act] of views) {
      await act();
      if (name === 'code') await rows(page).first().click();
      await page.waitForTimeout(700);
      await keepScreenshot(page, `${name}-${look.colorScheme}-${look.width}`);
      expect(await axeFindings(page)).toEqual([]);
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
