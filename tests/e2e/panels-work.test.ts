import { describe, expect, it } from 'vitest';
import { eventCount, waitEventCount, waitOtherEventCount } from './helpers/event-count.ts';
import { serveMadeUpCase } from './helpers/made-up-case.ts';

/** What the panels do together, by mouse and keys, over made-up data in a real browser. */
describe('working in the workbench', () => {
  const made = serveMadeUpCase();

  it('asks nothing for a panel behind another tab, and asks once it comes to the front', async () => {
    const page = await made.open();
    await waitEventCount(page, '40,000');
    // The events list asks for the templates of the whole case; only the templates panel asks under a filter.
    const asked = await page.evaluateHandle(() => {
      const filters: string[] = [];
      const { readTable } = window.fake;
      window.fake.readTable = (table, query, signal) => {
        if (table === 'templates' && 'filter' in query) filters.push(JSON.stringify(query.filter));
        return readTable(table, query, signal);
      };
      return filters;
    });
    const band = page.locator('.ls-legend-item').first();
    await band.click();
    await waitEventCount(page, /^(?!40,000)/);
    await page.locator('.ls-chip').waitFor();
    expect(await asked.jsonValue()).toEqual([]);
    await page.getByRole('tab', { name: 'Templates' }).click();
    await expect.poll(() => asked.jsonValue()).toHaveLength(1);
    await page.getByRole('tab', { name: 'Incidents' }).click();
    await band.click();
    await waitEventCount(page, '40,000');
    expect(await asked.jsonValue()).toHaveLength(1);
    await page.context().close();
  });

  it('reaches everything by keys', async () => {
    const page = await made.open();
    await page.waitForSelector('[data-testid=incident-sentence]');
    const sentence = () => page.textContent('[data-testid=incident-sentence]');
    const first = await sentence();
    await page.keyboard.press(']');
    await expect.poll(sentence).not.toBe(first);
    await page.keyboard.press('[');
    await expect.poll(sentence).toBe(first);
    await page.keyboard.press('y');
    await page.locator('[role=grid][aria-label=Incidents]').getByText('real', { exact: true }).waitFor();

    await page.keyboard.press('e');
    await page.getByText('The line as read').waitFor();
    const row = () => page.locator('[aria-label=Events] [role=row][aria-selected=true]').getAttribute('aria-rowindex');
    const error = Number(await row());
    await page.keyboard.press('j');
    await expect.poll(async () => Number(await row())).toBe(error + 1);
    await page.keyboard.press('Shift+E');
    await expect.poll(async () => Number(await row())).toBe(error);
    await page.keyboard.press('m');
    await page.locator('.ls-event-mark').waitFor();
    await page.keyboard.press('h');
    await page.getByText('1 hidden template').waitFor();
    await page.keyboard.press('u');
    await page.getByText('1 hidden template').waitFor({ state: 'detached' });

    for (const [key, panel] of [
      ['2', 'Templates'],
      ['5', 'Quality'],
      ['6', 'Jobs'],
      ['4', 'SQL'],
      ['3', 'Events'],
    ] as const) {
      await page.locator('body').click({ position: { x: 5, y: 5 } });
      await page.keyboard.press(key);
      await page.locator(`section[aria-label="${panel}"]`).waitFor({ state: 'visible' });
    }
    await page.keyboard.press('Control+k');
    await page.locator('[role=dialog] input:focus').waitFor();
    await page.keyboard.type('local time');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /Times in local time/ }).waitFor();
    await page.context().close();
  });

  it('takes a changed key from the sheet', async () => {
    const page = await made.open();
    await page.keyboard.press('Shift+?');
    await page.getByRole('button', { name: 'q', exact: true }).click();
    await page.keyboard.press('b');
    await page.getByRole('button', { name: 'b', exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('b');
    await page.locator('textarea[aria-label=SQL]:focus').waitFor();
    await page.context().close();
  });

  it('works while reading goes on, then shows the incidents by itself', async () => {
    const page = await made.open({ state: 'reading' });
    await waitEventCount(page, '15,200');
    await page.getByText('38 % read').first().waitFor();
    await page.getByRole('progressbar').first().waitFor();
    await page.evaluate(() => window.fake.finishReading());
    await waitEventCount(page, '40,000');
    await page.waitForSelector('[data-testid=incident-sentence]');
    expect(await page.getByText('38 % read').count()).toBe(0);
    await page.context().close();
  });

  it('says quietly that the engine restarts, and comes back with the same view', async () => {
    const page = await made.open();
    await page.keyboard.press('/');
    await page.keyboard.type('payment');
    await page.keyboard.press('Enter');
    await waitOtherEventCount(page, '40,000');
    const before = await eventCount(page);
    await page.evaluate(() => window.fake.restartEngine(900));
    await page.getByText('The engine is restarting').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.getByText('The engine was restarted').waitFor();
    await waitEventCount(page, before ?? '');
    await page.locator('.ls-grid-layer .ls-log').first().waitFor();
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await page.getByText('The engine was restarted').waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('keeps the panels usable from 1024 x 700 to 2560 x 1440 and at 200 % zoom', async () => {
    for (const options of [
      { width: 1024, height: 700 },
      { width: 2560, height: 1440 },
      { width: 2048, height: 1400, zoom: 2 },
    ]) {
      const page = await made.open({}, options);
      await page.waitForSelector('[data-testid=incident-sentence]');
      const widths = await page.evaluate(() =>
        ['Incidents', 'Events', 'Inspector'].map(
          (label) => document.querySelector(`section[aria-label="${label}"]`)?.getBoundingClientRect().width ?? 0,
        ),
      );
      expect(Math.min(...widths)).toBeGreaterThanOrEqual(240);
      expect(await page.evaluate(() => document.documentElement.scrollHeight <= window.innerHeight)).toBe(true);
      await page.context().close();
    }
  });

  it('says what a finished job did', async () => {
    const page = await made.open();
    await page.keyboard.press('6');
    const card = page.locator('.ls-job').first();
    await card.getByText('40,000 events').waitFor();
    const text = (await card.textContent()) ?? '';
    expect(text).toContain('3.6 MB in 2 files');
    expect(text).toMatch(/1,440 windows scored · 63 unusual/);
    expect(text).toMatch(/read in 1\.2 s, 3\.0 MB\/s and [\d,]+ lines\/s/);
    expect(text).toContain('took 1 min');
    expect(text).not.toContain('steps');
    await page.context().close();
  });

  it('opens closed panels again and resets the layout', async () => {
    const page = await made.open();
    await page.getByRole('button', { name: 'Close Inspector' }).click();
    await page.locator('section[aria-label=Inspector]').waitFor({ state: 'detached' });
    await page.keyboard.press('7');
    await page.locator('section[aria-label=Inspector]').waitFor();
    await page.context().close();
  });
});
