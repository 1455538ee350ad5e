import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings } from './helpers/axe.ts';
import { launchBrowser } from './helpers/browser.ts';
import { waitEventCount, waitOtherEventCount } from './helpers/event-count.ts';
import { writeLongLog, writeServiceLog } from './helpers/logs.ts';
import { visit } from './helpers/visit.ts';
import { type RunningWorkbench, startWorkbench } from './helpers/web-host.ts';

/** The real product in a real browser: web host, engine process, workers, stores; nothing made up but the log. */
describe('the workbench through the web host', () => {
  let workbench: RunningWorkbench;
  let browser: Browser;
  let logs: string;
  beforeAll(async () => {
    browser = await launchBrowser();
    workbench = await startWorkbench({ prepare: (folder) => writeServiceLog(join(folder, 'sample'), 40_000) });
    logs = join(workbench.folder, 'logs');
    await writeServiceLog(logs, 20_000);
    await writeFile(
      join(logs, 'core.dump'),
      Buffer.from([0x7f, 0x45, 0x4c, 0x46, ...Array.from({ length: 4000 }, (_, i) => i % 256)]),
    );
    await writeFile(join(logs, 'empty.log'), '');
  });
  afterAll(async () => {
    await browser?.close();
    await workbench?.close();
  });

  const sentence = (page: Page) => page.waitForSelector('[data-testid=incident-sentence]', { timeout: 60_000 });
  const sampleCase = async () => (await workbench.client.samples.open()).caseId;

  it('leads from the welcome screen to the first explanation in one click', async () => {
    const { page, complaints } = await visit(browser, workbench);
    await page.getByRole('button', { name: /Open the sample/ }).click();
    await waitEventCount(page, /[1-9]/);
    await sentence(page);
    await page.locator('.ls-event-evidence').first().waitFor();
    await page.getByText('Actual against usual').waitFor();
    expect(await page.getByTestId('account').first().getAttribute('data-balanced')).toBe('true');
    await waitEventCount(page, '40,000');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('recounts every number of an incident and opens its query', async () => {
    const { page } = await visit(browser, workbench, `/?case=${await sampleCase()}`);
    await sentence(page);
    await page.getByRole('button', { name: 'Recount' }).click();
    const checks = page.locator('.ls-claims td.ls-claim-ok', { hasText: 'same' });
    await checks.first().waitFor();
    expect(await page.locator('.ls-claim-bad').count()).toBe(0);
    await page.locator('.ls-why-number').first().click();
    await page.locator('section[aria-label=SQL] [role=grid]').waitFor();
    expect(await page.inputValue('textarea[aria-label=SQL]')).toMatch(/select/i);
    await page.context().close();
  });

  it('finds in the list exactly what the engine counts', async () => {
    const caseId = await sampleCase();
    const { page } = await visit(browser, workbench, `/?case=${caseId}`);
    await waitEventCount(page, '40,000');
    await page.keyboard.press('/');
    await page.keyboard.type('Heartbeat');
    await page.keyboard.press('Enter');
    const { rows } = await workbench.client.sql.run({
      caseId,
      sql: "select count(*) from events where content ilike '%heartbeat%'",
      maxRows: 1,
    });
    const expected = Number(rows[0]?.[0]);
    expect(expected).toBeGreaterThan(0);
    await waitEventCount(page, `${expected.toLocaleString('en-US')} events`);
    expect(await page.locator('.ls-log-hit').first().textContent()).toBe('Heartbeat');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await waitEventCount(page, '40,000');
    await page.context().close();
  });

  it('brushes, jumps to errors, and shows the event as it was read', async () => {
    const { page } = await visit(browser, workbench, `/?case=${await sampleCase()}`);
    await waitEventCount(page, '40,000');
    await page.locator('.ls-event-evidence').first().waitFor();
    const box = (await page.locator('.ls-brush').boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.3, box.y + 15);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + 15, { steps: 4 });
    await page.mouse.up();
    await page.locator('.ls-chip').waitFor();
    await waitOtherEventCount(page, '40,000');
    // The cursor stays at the incident's line, which may stand behind the last warning: from the top there is one.
    await page.locator('[role=grid][aria-label=Events]').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('w');
    await page.getByText('The line as read').waitFor();
    const where = await page.locator('.ls-facts', { hasText: 'Line' }).textContent();
    expect(where).toMatch(/byte/);
    await page.keyboard.press('Escape');
    await waitEventCount(page, '40,000');
    await page.context().close();
  });

  it('keeps a threshold, a verdict and a note over a reload', async () => {
    const caseId = await sampleCase();
    const { page } = await visit(browser, workbench, `/?case=${caseId}`);
    await sentence(page);
    const line = page.locator('[role=slider][aria-label=Threshold]');
    const value = async () => Number(await line.getAttribute('aria-valuenow'));
    const before = await value();
    await line.focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await expect.poll(value).toBeCloseTo(before + 0.01, 2);
    const after = await value();
    expect(after).toBeGreaterThan(before);
    const stored = async () => (await workbench.client.scores.runs({ caseId }))[0]?.threshold;
    await expect.poll(stored, { timeout: 20_000 }).toBe(after);
    await page.locator('body').click({ position: { x: 5, y: 5 } });
    await page.keyboard.press('y');
    await page.getByRole('textbox', { name: 'Note' }).fill('disk of node 3');
    await page.waitForTimeout(1500);
    await page.reload();
    await sentence(page);
    await expect.poll(value).toBe(after);
    await page.locator('[role=grid][aria-label=Incidents]').getByText('real', { exact: true }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Note' }).inputValue()).toBe('disk of node 3');
    await page.context().close();
  });

  it('scores a case again by the session key that was found in it', async () => {
    const { summary } = await workbench.client.cases.create({});
    const { caseId } = summary;
    const { jobId } = await workbench.client.jobs.startAnalyze({ caseId, paths: [join(logs, 'app.log')] });
    for await (const _ of await workbench.client.jobs.events({ jobId }));
    const { page } = await visit(browser, workbench, `/?case=${caseId}`);
    await sentence(page);
    await page.getByRole('button', { name: 'Detectors' }).click();
    await page.getByRole('menuitem', { name: /Score by session/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Score again' });
    await expect.poll(() => dialog.getByRole('textbox', { name: 'Session key' }).inputValue()).toMatch(/^req-/);
    await dialog.getByRole('checkbox', { name: 'LSTM autoencoder' }).uncheck();
    await dialog.getByRole('button', { name: 'Score', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    const latest = async () => (await workbench.client.scores.runs({ caseId }))[0];
    await expect.poll(async () => (await latest())?.unitKind, { timeout: 60_000 }).toBe('session');
    expect((await latest())?.detectors.map(({ name }) => name)).not.toContain('lstmAutoencoder');
    expect((await latest())?.detectors.length).toBeGreaterThan(1);
    await page.getByRole('button', { name: 'Detectors' }).click();
    await page.getByText(/sessions scored/).waitFor();
    await page.context().close();
  });

  it('opens a folder of the server, reads the good file and says what is wrong with the others', async () => {
    const { page } = await visit(browser, workbench);
    await page.getByRole('button', { name: 'Open folder' }).click();
    await page.getByRole('textbox', { name: 'Folder', exact: true }).fill(logs);
    await page.keyboard.press('Enter');
    await page.getByText('core.dump').waitFor();
    await page.getByRole('button', { name: 'Read this whole folder' }).click();
    // The labels beside the log are a table, and read as one.
    await waitEventCount(page, /^20,\d{3} events/);
    await sentence(page);
    await page.keyboard.press('5');
    await page.getByText('E_BINARY').waitFor();
    await page.getByText('E_EMPTY').waitFor();
    const accounts = await page
      .getByTestId('account')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-balanced')));
    expect(accounts.length).toBeGreaterThanOrEqual(4);
    expect(new Set(accounts)).toEqual(new Set(['true']));
    await page.context().close();
  });

  it('takes a dropped file, sends it and reads it', async () => {
    const { page } = await visit(browser, workbench);
    await page.waitForSelector('.ls-drop');
    await page.evaluate(() => {
      const text = Array.from(
        { length: 3000 },
        (_, i) => `${new Date(1_782_000_000_000 + i * 1000).toISOString()} INFO api call ${i} took ${i % 90} ms\n`,
      );
      const data = new DataTransfer();
      data.items.add(new File([text.join('')], 'dropped.log'));
      document
        .querySelector('.ls-drop')
        ?.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data }));
    });
    await waitEventCount(page, '3,000');
    expect(await page.locator('.ls-top-case').textContent()).toContain('dropped.log');
    await page.context().close();
  });

  it('shows the same case in two windows', async () => {
    const caseId = await sampleCase();
    const one = await visit(browser, workbench, `/?case=${caseId}`);
    const two = await visit(browser, workbench, `/?case=${caseId}`);
    for (const { page } of [one, two]) await waitEventCount(page, '40,000');
    expect(await one.page.textContent('[data-testid=account]')).toBe(
      await two.page.textContent('[data-testid=account]'),
    );
    await one.page.context().close();
    await two.page.context().close();
  });

  it.each(['light', 'dark'] as const)(
    'has no serious accessibility finding on a real case in %s',
    async (colorScheme) => {
      const { page, complaints } = await visit(browser, workbench, `/?case=${await sampleCase()}`, { colorScheme });
      await sentence(page);
      await page.keyboard.press('3');
      await page.locator('.ls-event-evidence').first().waitFor();
      expect(await axeFindings(page)).toEqual([]);
      for (const key of ['2', '5']) {
        await page.keyboard.press(key);
        await page.waitForTimeout(500);
        expect(await axeFindings(page)).toEqual([]);
      }
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );

  describe('while a long file is read', () => {
    const LINES = 1_500_000;
    let path: string;
    beforeAll(async () => {
      path = join(workbench.folder, 'long.log');
      await writeLongLog(path, LINES);
    });

    async function startReading(page: Page): Promise<string> {
      const { summary } = await workbench.client.cases.create({});
      await workbench.client.jobs.startAnalyze({
        caseId: summary.caseId,
        paths: [path],
        options: { lastStage: 'templates' },
      });
      await page.goto(new URL(`/?case=${summary.caseId}`, page.url()).href);
      return summary.caseId;
    }

    it('shows first rows before the end, and cancels on request keeping what was read', async () => {
      const { page } = await visit(browser, workbench);
      const caseId = await startReading(page);
      await waitEventCount(page, /[1-9]/);
      await page.locator('.ls-grid-layer .ls-log').first().waitFor();
      await page.locator('.ls-strip').getByRole('button', { name: 'Cancel' }).click();
      await expect
        .poll(async () => (await workbench.client.jobs.list()).find((job) => job.caseId === caseId)?.state, {
          timeout: 30_000,
        })
        .toBe('cancelled');
      await page.locator('.ls-strip').waitFor({ state: 'detached' });
      const { totals } = await workbench.client.quality.document({ caseId });
      expect(totals.lines).toBeGreaterThan(0);
      expect(totals.lines).toBeLessThan(LINES);
      await waitEventCount(page, `${totals.events.toLocaleString('en-US')} events`);
      await page.keyboard.press('6');
      await page.getByText('Cancelled').first().waitFor();
      await page.context().close();
    });

    it('says quietly that the engine was killed, recovers, and ends with every line', async () => {
      const { page } = await visit(browser, workbench);
      const caseId = await startReading(page);
      await waitEventCount(page, /[1-9]/);
      await workbench.killEngine();
      await page.getByText(/The engine (is restarting|was restarted)/).waitFor();
      expect(await page.getByRole('dialog').count()).toBe(0);
      await page.getByText('The engine was restarted').waitFor({ timeout: 30_000 });
      await waitEventCount(page, `${LINES.toLocaleString('en-US')} events`);
      const { totals } = await workbench.client.quality.document({ caseId });
      expect(totals).toMatchObject({ lines: LINES, events: LINES, rejectedLines: 0 });
      await page.locator('.ls-grid-layer .ls-log').first().waitFor();
      await page.context().close();
    });
  });
});
