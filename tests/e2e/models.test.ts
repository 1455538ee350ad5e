import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings } from './helpers/axe.ts';
import { launchBrowser, type PageOptions } from './helpers/browser.ts';
import { waitOtherEventCount } from './helpers/event-count.ts';
import { writeLongLog, writeServiceLog } from './helpers/logs.ts';
import { visit } from './helpers/visit.ts';
import { type RunningWorkbench, startWorkbench } from './helpers/web-host.ts';

/** Models in the real product: trained on a case with labels, judged, compared, promoted, carried to a file and back. */
describe('models through the web host', () => {
  let workbench: RunningWorkbench;
  let browser: Browser;
  let caseId: string;
  beforeAll(async () => {
    browser = await launchBrowser();
    workbench = await startWorkbench({ prepare: (folder) => writeServiceLog(join(folder, 'sample'), 30_000) });
    caseId = (await workbench.client.samples.open()).caseId;
  });
  afterAll(async () => {
    await browser?.close();
    await workbench?.close();
  });

  async function openModels(options: PageOptions = {}): Promise<{ page: Page; complaints: string[] }> {
    const watched = await visit(browser, workbench, `/?case=${caseId}`, options);
    const { page } = watched;
    await page.waitForSelector('[data-testid=incident-sentence]', { timeout: 60_000 });
    await page.keyboard.press('8');
    await page.locator('section[aria-label=Models]').waitFor();
    return watched;
  }
  /** Long enough that reading it outlasts a click. */
  async function longLog(): Promise<string> {
    const path = join(workbench.folder, 'long.log');
    await writeLongLog(path, 1_000_000);
    return path;
  }
  const panel = (page: Page) => page.locator('section[aria-label=Models]');
  const rows = (page: Page) => page.locator('[aria-label="Model versions"] .ls-grid-layer [role=row]');
  const view = (page: Page, name: string) => panel(page).getByText(name, { exact: true }).click();

  it('trains twice on the case by dialog and by palette, and lists both versions', async () => {
    const { page, complaints } = await openModels();
    await panel(page).getByRole('button', { name: 'Train one on this case' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'Name' }).or(dialog.getByLabel('Name')).first().fill('shop');
    await dialog.getByRole('button', { name: 'Train', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await rows(page).filter({ hasText: 'shop:1' }).waitFor({ timeout: 60_000 });
    await page.getByText('When it was trained').waitFor();
    expect(await panel(page).getByRole('button', { name: 'Roll back' }).isDisabled()).toBe(true);

    await page.keyboard.press('Control+k');
    await page.keyboard.type('Train a model');
    await page.keyboard.press('Enter');
    await dialog.getByLabel('Name').first().fill('shop');
    await dialog.getByText('Train on normal units only').click();
    await dialog.getByLabel('Name').first().press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await rows(page).filter({ hasText: 'shop:2' }).waitFor({ timeout: 60_000 });
    expect((await workbench.client.models.list()).map(({ number, training }) => [number, training.only])).toEqual([
      [2, 'normal'],
      [1, 'all'],
    ]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('draws both curves and leads from a confused unit to its lines', async () => {
    const { page } = await openModels();
    await view(page, 'Evaluation');
    await page.locator('.ls-curve canvas').nth(1).waitFor();
    const figures = await page.getByTestId('evaluation').textContent();
    const run = (await workbench.client.scores.runs({ caseId }))[0]!;
    expect(figures).toContain(run.evaluation!.precision.toFixed(3));
    expect(figures).toContain(run.evaluation!.recall.toFixed(3));
    expect(figures).toContain(run.evaluation!.rocAuc!.toFixed(3));
    await panel(page)
      .getByText(/^Found/)
      .click();
    await page.locator('[aria-label="Labelled units"] .ls-grid-layer [role=row]').first().click();
    await page.locator('.ls-chip', { hasText: 'unit' }).waitFor();
    await waitOtherEventCount(page, '30,000');
    await page.context().close();
  });

  it('measures drift, compares two versions, and names what differs', async () => {
    const { page } = await openModels();
    await view(page, 'Drift');
    await panel(page).getByRole('button', { name: 'Measure on this case' }).click();
    await panel(page).getByText('Stability index by feature').waitFor({ timeout: 60_000 });
    await page.locator('.ls-curve canvas').waitFor();
    await view(page, 'Compare');
    await panel(page).getByRole('button', { name: 'Compare on this case' }).click();
    const said = page.getByTestId('comparison');
    await said.waitFor({ timeout: 60_000 });
    expect(await said.textContent()).toMatch(/F1/);
    await panel(page)
      .getByText(/Same answer for [\d.]+ % of [\d,]+ units/)
      .waitFor();
    await page.context().close();
  });

  it('promotes, rolls back, exports, imports and deletes', async () => {
    const { page } = await openModels();
    await rows(page).filter({ hasText: 'shop:2' }).click();
    await panel(page).getByRole('button', { name: 'Promote' }).click();
    await rows(page).filter({ hasText: 'shop:2' }).getByText('champion').waitFor();
    await panel(page).getByRole('button', { name: 'Roll back' }).click();
    await rows(page).filter({ hasText: 'shop:1' }).getByText('champion').waitFor();

    const file = join(workbench.folder, 'shop.model');
    await panel(page).getByRole('button', { name: 'Export…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('File').first().fill(file);
    await dialog.getByRole('button', { name: 'Export', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    expect((await stat(file)).size).toBeGreaterThan(1000);

    await panel(page).getByRole('button', { name: 'Import…' }).click();
    await dialog.getByLabel('File').first().fill(join(workbench.folder, 'absent.model'));
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByLabel('File').first().fill(file);
    await dialog.getByLabel('Name').fill('copy');
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await rows(page).filter({ hasText: 'copy:1' }).waitFor();

    await rows(page).filter({ hasText: 'shop:2' }).click();
    await panel(page).getByRole('button', { name: 'Delete…' }).click();
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await rows(page).filter({ hasText: 'shop:2' }).waitFor({ state: 'detached' });
    expect((await workbench.client.models.list()).map(({ name, number }) => `${name}:${number}`).toSorted()).toEqual([
      'copy:1',
      'shop:1',
    ]);
    await page.context().close();
  });

  it('cancels a training from the panel and keeps no version of it', async () => {
    const { page } = await openModels();
    await workbench.client.models.startTrain({
      name: 'never',
      paths: [await longLog()],
      options: { windowSeconds: 10 },
    });
    await panel(page)
      .getByRole('progressbar', { name: /Train never/ })
      .waitFor();
    await panel(page).getByRole('button', { name: 'Cancel' }).click();
    await panel(page)
      .getByRole('progressbar', { name: /Train never/ })
      .waitFor({ state: 'detached', timeout: 60_000 });
    const job = (await workbench.client.jobs.list()).find((one) => one.title.includes('never'));
    expect(job?.state).toBe('cancelled');
    expect((await workbench.client.models.list()).some(({ name }) => name === 'never')).toBe(false);
    await page.keyboard.press('6');
    await page.getByText('No version was stored').waitFor();
    await page.context().close();
  });

  it('says how far a training is and how long it still takes', async () => {
    const { page } = await openModels();
    const job = { name: 'timed', paths: [await longLog()], options: { windowSeconds: 10 } };
    await workbench.client.models.startTrain(job);
    const facts = panel(page).locator('.ls-model-job-facts');
    await facts.waitFor();
    const seen: string[] = [];
    while ((await facts.count()) > 0) {
      seen.push(...(await facts.allTextContents()));
      await page.waitForTimeout(20);
    }
    // Below a second no number is told.
    expect(seen).toContainEqual(expect.stringMatching(/ · (about \d+ s left|almost done)$/));
    expect(seen).toContainEqual(expect.stringMatching(/^Learning · \d+ % · /));
    await rows(page).filter({ hasText: 'timed:1' }).waitFor();
    await page.context().close();
  });

  it('loses nothing but the training under way when the engine is killed, and trains again', async () => {
    const { page } = await openModels();
    const before = await workbench.client.models.list();
    const job = { name: 'lost', paths: [await longLog()], options: { windowSeconds: 10 } };
    await workbench.client.models.startTrain(job);
    const training = panel(page).getByRole('progressbar', { name: /Train lost/ });
    await training.waitFor();
    await workbench.killEngine();
    await page.getByText('The engine was restarted').waitFor({ timeout: 30_000 });
    await page.getByText(/To be started again: Train lost/).waitFor();
    await training.waitFor({ state: 'detached' });
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(before.length).toBeGreaterThan(0);
    expect(await workbench.client.models.list()).toEqual(before);
    await rows(page).filter({ hasText: 'shop:1' }).getByText('champion').waitFor();
    await page.waitForSelector('[data-testid=incident-sentence]');

    await workbench.client.models.startTrain({
      name: 'found',
      paths: [join(workbench.folder, 'sample', 'app.log')],
      options: {},
    });
    await rows(page).filter({ hasText: 'found:1' }).waitFor({ timeout: 60_000 });
    await page.context().close();
  });

  it.each([
    { colorScheme: 'light' as const, width: 1440, height: 900 },
    { colorScheme: 'dark' as const, width: 1024, height: 700 },
  ])('has no serious accessibility finding in any view, $colorScheme at $width', async (look) => {
    const { page, complaints } = await openModels(look);
    for (const name of ['Version', 'Evaluation', 'Drift', 'Compare']) {
      await view(page, name);
      await page.waitForTimeout(400);
      expect(await axeFindings(page)).toEqual([]);
      const folder = process.env['SCREENSHOT_DIR'];
      if (folder !== undefined)
        await page.screenshot({ path: join(folder, `real-${name.toLowerCase()}-${look.colorScheme}.png`) });
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
