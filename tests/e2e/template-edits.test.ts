import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings } from './helpers/axe.ts';
import { launchBrowser, openPage, type PageOptions } from './helpers/browser.ts';
import { writeServiceLog } from './helpers/logs.ts';
import { type RunningWorkbench, startWorkbench } from './helpers/web-host.ts';

const EVENTS = 400;
const NO_EDITS = { format: 'log-sentinel/template-edits', version: 1, edits: [] } as const;

/** Templates changed by mouse and by keys in the real product: seen before it is stored, stored once, taken back. */
describe('editing templates through the web host', () => {
  let workbench: RunningWorkbench;
  let browser: Browser;
  let caseId: string;
  beforeAll(async () => {
    browser = await launchBrowser();
    workbench = await startWorkbench({ prepare: (folder) => writeServiceLog(join(folder, 'sample'), 20_000) });
    caseId = await readCase('edits');
  });
  afterAll(async () => {
    await browser?.close();
    await workbench?.close();
  });
  afterEach(async () => {
    await workbench.client.templates.importEdits({ caseId, patch: NO_EDITS, mode: 'replace' });
  });

  async function readCase(name: string): Promise<string> {
    const { client, folder } = workbench;
    const path = join(folder, `${name}.log`);
    await writeFile(path, logText());
    const { summary } = await client.cases.create({ name });
    const options = { lastStage: 'templates' as const };
    const { jobId } = await client.jobs.startAnalyze({ caseId: summary.caseId, paths: [path], options });
    for await (const event of await client.jobs.events({ jobId }))
      if (event.type === 'failed') throw new Error(event.error.message);
    return summary.caseId;
  }

  async function openTemplates(id = caseId, options: PageOptions = {}) {
    const watched = await openPage(browser, options);
    const { page } = watched;
    page.setDefaultTimeout(15_000);
    await page.goto(workbench.url());
    await page.goto(new URL(`/?case=${id}`, page.url()).href);
    await page.waitForSelector('[data-testid=event-count]');
    await page.keyboard.press('2');
    await grid(page).waitFor();
    return watched;
  }
  const panel = (page: Page) => page.locator('section[aria-label=Templates]');
  const grid = (page: Page) => page.locator('[role=grid][aria-label=Templates]');
  const row = (page: Page, text: string) =>
    grid(page)
      .locator('.ls-grid-layer [role=row]')
      .filter({ has: page.getByText(text, { exact: true }).or(page.getByTitle(text, { exact: true })) });
  const dialog = (page: Page) => page.getByRole('dialog');
  const summary = (page: Page) => page.getByTestId('change-summary');
  const side = (page: Page, name: string): Promise<string[]> =>
    dialog(page).getByRole('list', { name }).getByRole('listitem').allTextContents();
  const storedEdits = async () => (await workbench.client.templates.exportEdits({ caseId })).edits;
  const countText = (text: string) => (one: Locator) => one.getByText(text, { exact: true });

  it('merges what was marked by mouse, after a preview that stores nothing, and undoes it by key', async () => {
    const { page } = await openTemplates();
    for (const text of ['cache is warm', 'cache is cold']) {
      await row(page, text).hover();
      await row(page, text).getByRole('checkbox').click();
    }
    await panel(page).getByText('2 marked').waitFor();
    await panel(page).getByRole('button', { name: 'Merge 2 templates' }).click();
    await summary(page).getByText('2 templates become 1; 80 events move.').waitFor();
    expect(await side(page, 'Before')).toEqual(['40cache is warm', '40cache is cold']);
    expect(await side(page, 'After')).toEqual(['80cache is <*>new']);
    await dialog(page).getByText('1 other template fits as well (40 events) and is left alone').waitFor();
    expect(await storedEdits()).toEqual([]);

    await dialog(page).getByLabel('Take other templates that fit along').click();
    await summary(page).getByText('3 templates become 1; 120 events move.').waitFor();
    await dialog(page).getByRole('button', { name: 'Merge', exact: true }).click();
    await dialog(page).waitFor({ state: 'detached' });
    await countText('120')(row(page, 'cache is <*>')).waitFor();
    expect(await row(page, 'cache is full').count()).toBe(0);
    await panel(page).getByText('Edits 1').waitFor();
    expect(await storedEdits()).toMatchObject([{ kind: 'merge', into: 'cache is <*>' }]);

    await page.locator('body').click({ position: { x: 5, y: 5 } });
    await page.keyboard.press('u');
    await row(page, 'cache is full').waitFor();
    expect(await storedEdits()).toEqual([]);
    await page.context().close();
  });

  it('merges, masks, splits and names by keys alone', async () => {
    const { page } = await openTemplates();
    const goTo = async (text: string) => {
      await panel(page).getByLabel('Search templates').fill(text);
      await row(page, text).waitFor();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await grid(page).and(page.locator(':focus')).waitFor();
      await page.keyboard.press('Home');
    };
    await goTo('cache is warm');
    await page.keyboard.press(' ');
    await goTo('cache is cold');
    await page.keyboard.press(' ');
    await page.keyboard.press('Shift+M');
    await summary(page).getByText('2 templates become 1; 80 events move.').waitFor();
    await page.keyboard.press('Enter');
    await dialog(page).waitFor({ state: 'detached' });
    await goTo('cache is <*>');
    await page.getByText('Wildcard 1').waitFor();

    await goTo('shutting down');
    await page.keyboard.press('Shift+P');
    await dialog(page).getByRole('listbox').and(page.locator(':focus')).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await dialog(page).getByRole('option', { selected: true }).allTextContents()).toEqual(['down']);
    await summary(page).getByText('The template becomes another one; 1 event moves.').waitFor();
    await page.keyboard.press('Enter');
    await dialog(page).waitFor({ state: 'detached' });
    await goTo('shutting <*>');

    await goTo('answered <*> in <*> ms');
    await page.keyboard.press('Shift+S');
    await dialog(page).getByRole('radiogroup', { name: 'Wildcard' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    await dialog(page).getByText('3 values', { exact: true }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type('503');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press(' ');
    await summary(page).getByText('1 template becomes 2; 80 events move.').waitFor();
    expect(await side(page, 'After')).toEqual(['160answered <*> in <*> mswas 240', '80answered 503 in <*> msnew']);
    await page.keyboard.press('Enter');
    await dialog(page).waitFor({ state: 'detached' });

    await goTo('answered 503 in <*> ms');
    await page.keyboard.press('F2');
    await dialog(page).getByRole('textbox', { name: 'Name' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.type('Refused');
    await summary(page).getByText('1 template is renamed; no event moves.').waitFor();
    await page.keyboard.press('Enter');
    await dialog(page).waitFor({ state: 'detached' });
    await row(page, 'answered 503 in <*> ms').getByText('Refused').waitFor();
    expect((await storedEdits()).map(({ kind }) => kind)).toEqual([
      'merge',
      'mask-parameter',
      'split-values',
      'rename',
    ]);
    await page.context().close();
  });

  it('splits by a value chosen in the inspector, and keeps the events in view', async () => {
    const { page } = await openTemplates();
    await row(page, 'answered <*> in <*> ms').click();
    await page.locator('[data-testid=event-count]').filter({ hasText: '240 events' }).waitFor();
    const inspector = page.locator('section[aria-label=Inspector]');
    await inspector.getByRole('button', { name: 'Wildcard 1' }).waitFor();
    await inspector.getByRole('button', { name: 'Split by it…' }).first().click();
    await dialog(page).getByRole('button', { name: 'Choose all' }).click();
    await summary(page).getByText('1 template becomes 3; 240 events move.').waitFor();
    await dialog(page).getByRole('button', { name: 'Split', exact: true }).click();
    await dialog(page).waitFor({ state: 'detached' });
    await row(page, 'answered 404 in <*> ms').waitFor();
    // The filter was on the template that ended: it follows to those that took its events.
    await page.locator('.ls-chip').filter({ hasText: 'answered 404 in <*> ms' }).waitFor();
    await page.locator('[data-testid=event-count]').filter({ hasText: '240 events' }).waitFor();
    await page.context().close();
  });

  it('shows what wildcards hold: figures, a histogram, values with their first time', async () => {
    const { page } = await openTemplates();
    await row(page, 'answered <*> in <*> ms').click();
    const inspector = page.locator('section[aria-label=Inspector]');
    const first = inspector.getByRole('region', { name: 'Wildcard 1' });
    await first.getByRole('rowheader', { name: '200' }).waitFor();
    expect(await first.getByRole('row').allTextContents()).toContain('200first 2024-05-01 00:02:0012050 %');
    await inspector.getByRole('button', { name: 'Wildcard 2' }).click();
    const second = inspector.getByRole('region', { name: 'Wildcard 2' });
    await second.getByRole('img', { name: /Half below .* ms/ }).waitFor();
    await second.getByText('49 ms').first().waitFor();
    await page.context().close();
  });

  it('lists edits, takes one back, and carries them to another case as a file', async () => {
    const { client, folder } = workbench;
    const { page } = await openTemplates();
    const ids = async (texts: readonly string[], id = caseId) => {
      const { rows } = await client.sql.run({ caseId: id, sql: 'SELECT template, template_id FROM templates' });
      return texts.map((text) => String(rows.find(([template]) => template === text)?.[1]));
    };
    await client.templates.merge({ caseId, templateIds: await ids(['cache is warm', 'cache is cold']) });
    const [full = ''] = await ids(['cache is full']);
    await client.templates.rename({ caseId, templateId: full, name: 'Full' });
    await page.reload();
    await page.keyboard.press('2');
    await panel(page).getByText('Edits 2').click();
    const edits = panel(page).getByRole('list', { name: 'Template edits' }).getByRole('listitem');
    expect(await edits.count()).toBe(2);
    await edits.first().getByText('80 events').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      panel(page).getByRole('button', { name: 'Export' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('edits.template-edits.json');
    const patchPath = join(folder, 'patch.json');
    await download.saveAs(patchPath);
    expect(JSON.parse(await readFile(patchPath, 'utf8'))).toEqual(await client.templates.exportEdits({ caseId }));

    await edits
      .first()
      .getByRole('button', { name: /Remove/ })
      .click();
    await panel(page).getByText('1 template becomes 2; 80 events move.').waitFor();
    await expect.poll(() => edits.count()).toBe(1);
    expect((await storedEdits()).map(({ kind }) => kind)).toEqual(['rename']);
    await page.context().close();

    const other = await readCase('other');
    const second = (await openTemplates(other)).page;
    await panel(second).getByText('Edits', { exact: true }).click();
    const file = panel(second).locator('input[type=file]');
    await file.setInputFiles({ name: 'bad.json', mimeType: 'application/json', buffer: Buffer.from('{"edits":[]}') });
    await panel(second).getByRole('alert').getByText('this is not a file of template edits').waitFor();
    await file.setInputFiles(patchPath);
    await summary(second).getByText('3 templates become 2; 80 events move.').waitFor();
    await dialog(second).getByRole('button', { name: 'Import', exact: true }).click();
    await dialog(second).waitFor({ state: 'detached' });
    await panel(second).getByText('Edits 2').waitFor();
    expect(await client.templates.exportEdits({ caseId: other })).toEqual(
      JSON.parse(await readFile(patchPath, 'utf8')),
    );
    await second.context().close();
  });

  it('says why an edit cannot be, and stores nothing', async () => {
    const { page } = await openTemplates();
    for (const text of ['cache is warm', 'shutting down']) {
      await row(page, text).hover();
      await row(page, text).getByRole('checkbox').click();
    }
    await page.keyboard.press('Shift+M');
    await dialog(page).getByText('would have no constant word left').waitFor();
    expect(await dialog(page).getByRole('button', { name: 'Merge', exact: true }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await storedEdits()).toEqual([]);
    await page.context().close();
  });

  it('offers to score again after an edit, and the scores are then of the edited templates', async () => {
    const { client } = workbench;
    const sample = (await client.samples.open()).caseId;
    await expect
      .poll(async () => (await client.cases.info({ caseId: sample })).runId, { timeout: 90_000 })
      .not.toBeNull();
    const { page } = await openTemplates(sample);
    await panel(page).getByText('Health').click();
    await panel(page)
      .getByText(/of \d+ token shapes/)
      .waitFor();
    await panel(page).getByText('List').click();
    await panel(page).getByLabel('Search templates').fill('completed with status');
    await grid(page).locator('.ls-grid-layer [role=row]').first().click();
    await page.keyboard.press('Shift+S');
    await dialog(page)
      .getByRole('radio', { name: /Wildcard 2/ })
      .click();
    await dialog(page).getByRole('checkbox').first().click();
    await summary(page)
      .getByText(/1 template becomes 2/)
      .waitFor();
    await dialog(page).getByRole('button', { name: 'Split', exact: true }).click();
    await dialog(page).waitFor({ state: 'detached' });
    await page.getByText('incidents and scores are those of the templates before').waitFor();
    const before = (await client.cases.info({ caseId: sample })).runId;
    await page.getByRole('button', { name: 'Score again' }).click();
    await expect
      .poll(async () => await client.cases.info({ caseId: sample }), { timeout: 90_000 })
      .toMatchObject({ scoresAreStale: false, runId: expect.not.stringMatching(`^${before}$`) });
    await page.getByText('incidents and scores are those of the templates before').waitFor({ state: 'detached' });
    await page.context().close();
  });

  it.each(['light', 'dark'] as const)('has no serious accessibility finding in %s', async (colorScheme) => {
    const { page, complaints } = await openTemplates(caseId, { colorScheme, width: 1024, height: 700 });
    await row(page, 'answered <*> in <*> ms').click();
    await page.getByText('Wildcard 1').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    for (const key of ['Shift+S', 'Shift+P', 'F2']) {
      await grid(page).focus();
      await page.keyboard.press(key);
      await dialog(page).waitFor();
      await page.waitForTimeout(600);
      expect(await axeFindings(page), key).toEqual([]);
      await page.keyboard.press('Escape');
      await dialog(page).waitFor({ state: 'detached' });
    }
    for (const view of ['Edits', 'Health']) {
      await panel(page).getByText(view, { exact: true }).click();
      await page.waitForTimeout(600);
      expect(await axeFindings(page), view).toEqual([]);
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

/** One event a second: 120 of three cache states, 240 answers of three codes, then a few of other kinds. */
function logText(): string {
  const states = ['warm', 'cold', 'full'];
  const content = (i: number): string => {
    if (i === EVENTS - 1) return 'shutting down';
    if (i < 120) return `cache is ${states[i % 3]}`;
    if (i >= 360) return i % 2 === 0 ? `queue ${i} drained` : `worker ${i} idle`;
    return `answered ${[200, 503, 200, 404, 200, 503][i % 6]} in ${i % 50} ms`;
  };
  const start = Date.UTC(2024, 4, 1);
  return Array.from(
    { length: EVENTS },
    (_, i) => `${new Date(start + i * 1000).toISOString()} INFO shop: ${content(i)}\n`,
  ).join('');
}
