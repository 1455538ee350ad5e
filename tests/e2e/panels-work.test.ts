import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openPage, type PageOptions } from './helpers/browser.ts';
import { type Harness, startHarness } from './helpers/harness.ts';

const CASE = '0123456789abcdef';

/** What the panels do together, by mouse and keys, over made-up data in a real browser. */
describe('working in the workbench', () => {
  let harness: Harness;
  let browser: Browser;
  beforeAll(async () => {
    [harness, browser] = await Promise.all([startHarness(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await harness?.close();
  });

  async function openCase(
    scene: Readonly<Record<string, string | number>> = {},
    options: PageOptions = {},
  ): Promise<Page> {
    const { page } = await openPage(browser, options);
    await page.goto(harness.url({ case: CASE, ...scene }));
    await page.waitForSelector('[data-testid=event-count]');
    return page;
  }
  const count = (page: Page) => page.textContent('[data-testid=event-count]');
  const waitCount = (page: Page, text: RegExp | string) =>
    page.locator('[data-testid=event-count]').filter({ hasText: text }).waitFor();
  const plot = async (page: Page) => (await page.locator('.ls-brush').boundingBox())!;

  it('opens on the worst incident with its reason readable and its lines in view', async () => {
    const page = await openCase();
    await page.waitForSelector('[data-testid=incident-sentence]');
    expect(await page.textContent('[data-testid=incident-sentence]')).toContain('refused 1,204 payments');
    await page.locator('.ls-event-evidence').first().waitFor();
    expect(await page.locator('.ls-grid-row-active .ls-event-evidence').count()).toBe(1);
    await page.context().close();
  });

  it('takes an incident for normal, says what is hidden and why, and shows it again by undo and by hand', async () => {
    const page = await openCase();
    const sentence = page.locator('[data-testid=incident-sentence]');
    await sentence.filter({ hasText: 'refused 1,204 payments' }).waitFor();
    const list = page.getByRole('region', { name: 'Incidents' });
    const hide = async () => {
      await page.keyboard.press('x');
      await page.getByRole('dialog', { name: 'This is normal' }).waitFor();
      await page.getByRole('textbox', { name: 'Why' }).fill('known since March');
      await page.getByRole('button', { name: 'Hide such incidents' }).click();
      await list.getByRole('button', { name: /hidden as normal/ }).waitFor();
      await sentence.filter({ hasNotText: 'refused 1,204 payments' }).waitFor();
    };
    await hide();
    expect(await list.getByRole('button', { name: '1 incident hidden as normal' }).count()).toBe(1);
    await page.keyboard.press('u');
    await list.getByRole('button', { name: /hidden as normal/ }).waitFor({ state: 'detached' });
    await list.getByText('refused 1,204 payments').first().click();
    await hide();
    await list.getByRole('button', { name: '1 incident hidden as normal' }).click();
    await list.getByRole('list', { name: 'Rules' }).getByText('known since March').waitFor();
    await list.getByRole('button', { name: 'Show again' }).click();
    await list.getByRole('button', { name: /hidden as normal/ }).waitFor({ state: 'detached' });
    await list.getByText('refused 1,204 payments').first().waitFor();
    await page.context().close();
  });

  it('offers a rule once two incidents of one entity were called noise, for all cases and with an end', async () => {
    const page = await openCase();
    const list = page.getByRole('region', { name: 'Incidents' });
    const call = async (text: string) => {
      await list.getByText(text).first().click();
      await page.locator('[data-testid=incident-sentence]').filter({ hasText: text }).waitFor();
      await page.keyboard.press('n');
    };
    await call('212 slow queries');
    const offer = list.getByRole('button', { name: 'Hide such incidents… (2 incidents)' });
    expect(await offer.count()).toBe(0);
    await call('refused 1,204 payments');
    await list.getByText('You called 2 of these noise').waitFor();
    await offer.click();
    const dialog = page.getByRole('dialog', { name: 'This is normal' });
    expect(await dialog.getByRole('combobox', { name: 'Service or host' }).inputValue()).toBe('service:orders-db');
    expect(await dialog.getByRole('checkbox', { name: /^the statement/ }).isChecked()).toBe(false);
    await dialog.getByRole('combobox', { name: 'Where' }).selectOption('all');
    await dialog.getByRole('combobox', { name: 'Until' }).selectOption('7');
    await dialog.getByRole('button', { name: 'Hide such incidents' }).click();
    await list.getByRole('button', { name: '2 incidents hidden as normal' }).click();
    await list.getByText(/all cases · ends in 7 d · 2 incidents/).waitFor();
    expect(await list.getByText('You called').count()).toBe(0);
    await page.context().close();
  });

  it('says what would make an incident normal once it is asked', async () => {
    const page = await openCase();
    await page.locator('[data-testid=incident-sentence]').waitFor();
    await page.getByRole('button', { name: 'What would make it normal?' }).click();
    const section = page.getByRole('region', { name: 'What would make it normal' });
    await section.getByText('payments · events').waitFor();
    // In words: names of features carry the ids of templates.
    expect(await section.textContent()).not.toContain('template=');
    expect(await section.textContent()).toContain('1,204');
    expect(await section.textContent()).toContain('0.310');
    await page.context().close();
  });

  it('asks nothing for a panel behind another tab, and asks once it comes to the front', async () => {
    const page = await openCase();
    await waitCount(page, '40,000');
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
    await waitCount(page, /^(?!40,000)/);
    await page.locator('.ls-chip').waitFor();
    expect(await asked.jsonValue()).toEqual([]);
    await page.getByRole('tab', { name: 'Templates' }).click();
    await expect.poll(() => asked.jsonValue()).toHaveLength(1);
    await page.getByRole('tab', { name: 'Incidents' }).click();
    await band.click();
    await waitCount(page, '40,000');
    expect(await asked.jsonValue()).toHaveLength(1);
    await page.context().close();
  });

  it('opens no list and reads no rows while the events are behind another tab', async () => {
    const page = await openCase();
    await waitCount(page, '40,000');
    const asked = await page.evaluateHandle(() => {
      const calls: string[] = [];
      const { readTable, rpc } = window.fake;
      const { openIndex, locate } = rpc.events;
      rpc.events.openIndex = (...args) => {
        calls.push('openIndex');
        return openIndex(...args);
      };
      rpc.events.locate = (...args) => {
        calls.push('locate');
        return locate(...args);
      };
      window.fake.readTable = (table, query, signal) => {
        if (table === 'events') calls.push('rows');
        return readTable(table, query, signal);
      };
      return calls;
    });
    await page.getByRole('tab', { name: 'SQL' }).click();
    await page.locator('textarea[aria-label=SQL]').waitFor();
    await page.locator('.ls-legend-item').first().click();
    await page.locator('[role=grid][aria-label=Incidents] [role=row]').nth(2).click();
    await page.waitForTimeout(400);
    expect(await asked.jsonValue()).toEqual([]);
    await page.getByRole('tab', { name: 'Events' }).click();
    await waitCount(page, /^(?!40,000)[1-9]/);
    await page.locator('.ls-grid-layer .ls-log').first().waitFor();
    expect((await asked.jsonValue()).filter((name) => name === 'openIndex')).toHaveLength(1);
    await page.context().close();
  });

  it('leads to the worst incident although the list of them is behind another tab', async () => {
    const page = await openCase({ state: 'reading' });
    await page.getByRole('tab', { name: 'Templates' }).click();
    await page.evaluate(() => window.fake.finishReading());
    await page.waitForSelector('[data-testid=incident-sentence]');
    expect(await page.textContent('[data-testid=incident-sentence]')).toContain('refused 1,204 payments');
    await page.context().close();
  });

  it('brushes a range, says it, and clears it by key', async () => {
    const page = await openCase();
    await waitCount(page, '40,000');
    const box = await plot(page);
    await page.mouse.move(box.x + box.width * 0.4, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + 25, { steps: 5 });
    await page.mouse.up();
    await page.locator('.ls-chip').waitFor();
    await page.waitForFunction(
      () => !document.querySelector('[data-testid=event-count]')?.textContent?.includes('40,000'),
    );
    const ranged = Number((await count(page))?.replace(/\D/g, ''));
    expect(ranged).toBeGreaterThan(3000);
    expect(ranged).toBeLessThan(7000);
    await page.keyboard.press('Escape');
    await waitCount(page, '40,000');
    await page.keyboard.press('u');
    await page.waitForFunction(
      (text) => document.querySelector('[data-testid=event-count]')?.textContent?.startsWith(text),
      `${ranged.toLocaleString('en-US')} `,
    );
    await page.context().close();
  });

  it('zooms at the pointer with the wheel and back with a key', async () => {
    const page = await openCase();
    const box = await plot(page);
    const ticks = () => page.locator('.ls-timeline-frame text').allTextContents();
    const before = await ticks();
    await page.mouse.move(box.x + box.width * 0.75, box.y + 20);
    for (let i = 0; i < 12; i++) await page.mouse.wheel(0, -240);
    await page.getByText('Show the whole time').waitFor();
    expect(await ticks()).not.toEqual(before);
    await page.keyboard.press('0');
    await page.getByText('Show the whole time').waitFor({ state: 'detached' });
    expect(await ticks()).toEqual(before);
    await page.context().close();
  });

  it('moves the threshold by mouse, by keys and by number, and undoes it', async () => {
    const page = await openCase();
    const line = page.locator('[role=slider][aria-label=Threshold]');
    const value = async () => Number(await line.getAttribute('aria-valuenow'));
    const flagged = async () =>
      Number((await page.textContent('[data-testid=threshold-effect] b'))?.replace(/\D/g, ''));
    await line.waitFor();
    expect(await value()).toBe(0.9);
    const few = await flagged();

    const box = (await line.boundingBox())!;
    await page.mouse.move(box.x + 300, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 320, box.y + box.height / 2 + 30, { steps: 6 });
    const dragged = await value();
    expect(dragged).toBeLessThan(0.75);
    expect(await flagged()).toBeGreaterThan(few);
    await page.mouse.up();
    await expect.poll(value).toBe(dragged);

    await line.focus();
    await page.keyboard.press('ArrowUp');
    await expect.poll(value).toBeCloseTo(dragged + 0.005, 6);
    await page.keyboard.press('End');
    await expect.poll(value).toBe(1);
    await page.getByText('No incident above the threshold').waitFor();

    const field = page.getByRole('textbox', { name: 'Threshold' });
    await field.fill('0.93');
    await field.press('Enter');
    await expect.poll(value).toBe(0.93);
    await page.getByText('3 incidents').first().waitFor();

    const budget = page.getByRole('textbox', { name: 'Alarms per hour' });
    await budget.fill('0.1');
    await budget.press('Enter');
    await expect.poll(async () => (await flagged()) / 24).toBeLessThanOrEqual(0.1);
    await page.getByText(/expected alarms per hour/).waitFor();

    await page.getByRole('combobox', { name: 'Threshold unit' }).selectOption('share');
    const share = page.getByRole('textbox', { name: 'Share of units in percent' });
    await share.fill('2');
    await share.press('Enter');
    const units = 1440;
    await expect.poll(flagged).toBeLessThanOrEqual(units * 0.02);
    await expect.poll(flagged).toBeGreaterThan(0);
    await page.locator('body').click({ position: { x: 5, y: 5 } });
    await page.keyboard.press('u');

    await page.locator('body').click({ position: { x: 5, y: 5 } });
    await page.keyboard.press('u');
    await expect.poll(value).toBe(0.93);
    await page.context().close();
  });

  it('scrolls ten million rows to the end and to a typed line with at most 60 rows in the page', async () => {
    const page = await openCase({ events: 10_000_000 }, { height: 1200 });
    await waitCount(page, '10,000,000');
    const grid = page.locator('[role=grid][aria-label=Events]');
    const rowTexts = () => grid.locator('.ls-grid-layer [role=row]');
    await grid.focus();
    await page.keyboard.press('End');
    await grid.locator('[aria-rowindex="10000001"]').waitFor();
    expect(await rowTexts().count()).toBeLessThanOrEqual(60);
    await grid.locator('[aria-rowindex="10000001"] .ls-log').waitFor();

    await page.keyboard.press('g');
    await page.locator('[role=dialog] input:focus').waitFor();
    await page.keyboard.type('5000000');
    await page.keyboard.press('Enter');
    await grid.locator('[aria-rowindex="5000001"][aria-selected=true]').waitFor();
    expect(await rowTexts().count()).toBeLessThanOrEqual(60);

    const bar = grid.locator('.ls-grid-scrollbar');
    await bar.evaluate((element) => {
      element.scrollTop = element.scrollHeight;
    });
    await grid.locator('[aria-rowindex="10000001"]').waitFor();
    await bar.evaluate((element) => {
      element.scrollTop = 0;
    });
    await grid.locator('[aria-rowindex="2"]').waitFor();
    await page.mouse.move(700, 600);
    await page.mouse.wheel(0, 60);
    await expect.poll(() => grid.locator('.ls-grid-layer [role=row]').first().getAttribute('aria-rowindex')).toBe('3');
    await page.context().close();
  });

  it('reaches everything by keys', async () => {
    const page = await openCase();
    await page.waitForSelector('[data-testid=incident-sentence]');
    const sentence = () => page.textContent('[data-testid=incident-sentence]');
    const first = await sentence();
    await page.keyboard.press(']');
    await expect.poll(sentence).not.toBe(first);
    await page.keyboard.press('[');
    await expect.poll(sentence).toBe(first);
    await page.keyboard.press('y');
    await page.locator('.ls-verdict-real').waitFor();

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
    const page = await openCase();
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

  it('filters by search, by level and by template, and says by what', async () => {
    const page = await openCase();
    await page.keyboard.press('/');
    await page.keyboard.type('slow query');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() =>
      /^[1-9]\d{2} events/.test(document.querySelector('[data-testid=event-count]')?.textContent ?? ''),
    );
    expect(await page.locator('.ls-log-hit').first().textContent()).toMatch(/slow|query/);
    await page.getByRole('button', { name: 'Clear the whole filter' }).click();
    await waitCount(page, '40,000');
    await page.getByRole('group', { name: 'Severity' }).getByRole('button', { name: /fatal/ }).click();
    await page.locator('.ls-chip', { hasText: 'fatal' }).waitFor();
    await page.getByRole('button', { name: 'Clear filter: fatal' }).click();
    await waitCount(page, '40,000');
    await page.keyboard.press('2');
    await page.locator('[aria-label=Templates] [role=row]').first().click();
    await page.locator('.ls-chip', { hasText: 'OutOfMemoryError' }).waitFor();
    await page.context().close();
  });

  it('works while reading goes on, then shows the incidents by itself', async () => {
    const page = await openCase({ state: 'reading' });
    await waitCount(page, '15,200');
    await page.getByText('38 % read').first().waitFor();
    await page.getByRole('progressbar').first().waitFor();
    await page.evaluate(() => window.fake.finishReading());
    await waitCount(page, '40,000');
    await page.waitForSelector('[data-testid=incident-sentence]');
    expect(await page.getByText('38 % read').count()).toBe(0);
    await page.context().close();
  });

  it('says quietly that the engine restarts, and comes back with the same view', async () => {
    const page = await openCase();
    await page.keyboard.press('/');
    await page.keyboard.type('payment');
    await page.keyboard.press('Enter');
    await page.waitForFunction(
      () => !document.querySelector('[data-testid=event-count]')?.textContent?.includes('40,000'),
    );
    const before = await count(page);
    await page.evaluate(() => window.fake.restartEngine(900));
    await page.getByText('The engine is restarting').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.getByText('The engine was restarted').waitFor();
    await waitCount(page, before ?? '');
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
      const page = await openCase({}, options);
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

  it('shows every figure of the timeline at 1024 px, in as many rows as they need', async () => {
    for (const state of ['done', 'reading']) {
      const page = await openCase({ state }, { width: 1024, height: 700 });
      await page.locator('.ls-legend-item').nth(3).waitFor();
      const box = (await page.locator('.ls-timeline-head').boundingBox())!;
      const ends = await page
        .locator('.ls-timeline-head :is(button, input, output)')
        .evaluateAll((all) =>
          all.map((one) => one.getBoundingClientRect()).map(({ right, bottom }) => [right, bottom]),
        );
      expect(ends.length).toBeGreaterThan(3);
      for (const [right, bottom] of ends) {
        expect(right).toBeLessThanOrEqual(1024);
        expect(bottom).toBeLessThanOrEqual(box.y + box.height);
      }
      await page.context().close();
    }
  });

  it('says what a finished job did', async () => {
    const page = await openCase();
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

  it('leads on when no incident is above the threshold', async () => {
    const page = await openCase();
    await page.waitForSelector('[data-testid=incident-sentence]');
    const field = page.getByRole('textbox', { name: 'Threshold' });
    await field.fill('1');
    await field.press('Enter');
    await page.getByText('No incident above the threshold').waitFor();
    await page.getByText('Pick an incident, an event or a template').waitFor();
    await page.getByRole('button', { name: 'Show the most unusual' }).click();
    await page.waitForSelector('[data-testid=incident-sentence]');
    expect(Number(await field.inputValue())).toBeGreaterThan(0.95);
    expect(Number((await page.textContent('[data-testid=threshold-effect] b'))?.replace(/\D/g, ''))).toBeGreaterThan(0);
    await page.context().close();
  });

  it('shows the list at its picked incident and working keys after the layout was reset', async () => {
    const page = await openCase({}, { height: 700 });
    await page.waitForSelector('[data-testid=incident-sentence]');
    await page.keyboard.press('Control+k');
    await page.locator('[role=dialog] input:focus').waitFor();
    await page.keyboard.type('Reset the layout');
    await page.keyboard.press('Enter');
    const rows = page.locator('[role=grid][aria-label=Incidents] [role=row]');
    await rows.first().waitFor();
    await expect.poll(() => rows.first().getAttribute('aria-rowindex')).toBe('2');
    const grid = (await page.locator('[role=grid][aria-label=Incidents]').boundingBox())!;
    expect((await rows.first().boundingBox())!.y).toBeGreaterThanOrEqual(grid.y);
    await page.locator('.ls-event-evidence').first().waitFor();
    await page.keyboard.press('e');
    await page.getByText('The line as read').waitFor();
    await page.context().close();
  });

  it('goes to the first event of a filter that leaves the cursor behind', async () => {
    const page = await openCase();
    await page.locator('.ls-event-evidence').first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('slow query');
    await page.keyboard.press('Enter');
    await waitCount(page, /^[1-9]\d{2} events/);
    const rows = page.locator('[role=grid][aria-label=Events] [role=row]');
    await expect.poll(() => rows.nth(1).getAttribute('aria-rowindex')).toBe('2');
    await page.context().close();
  });

  it('opens closed panels again and resets the layout', async () => {
    const page = await openCase();
    await page.getByRole('button', { name: 'Close Inspector' }).click();
    await page.locator('section[aria-label=Inspector]').waitFor({ state: 'detached' });
    await page.keyboard.press('7');
    await page.locator('section[aria-label=Inspector]').waitFor();
    await page.context().close();
  });
});
