import { describe, expect, it } from 'vitest';
import { waitEventCount } from './helpers/event-count.ts';
import { serveMadeUpCase } from './helpers/made-up-case.ts';

/** What the list of events does, by mouse and keys, over made-up data in a real browser. */
describe('the events in the workbench', () => {
  const made = serveMadeUpCase();

  it('opens no list and reads no rows while the events are behind another tab', async () => {
    const page = await made.open();
    await waitEventCount(page, '40,000');
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
    await waitEventCount(page, /^(?!40,000)[1-9]/);
    await page.locator('.ls-grid-layer .ls-log').first().waitFor();
    expect((await asked.jsonValue()).filter((name) => name === 'openIndex')).toHaveLength(1);
    await page.context().close();
  });

  it('scrolls ten million rows to the end and to a typed line with at most 60 rows in the page', async () => {
    const page = await made.open({ events: 10_000_000 }, { height: 1200 });
    await waitEventCount(page, '10,000,000');
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

  it('filters by search, by level and by template, and says by what', async () => {
    const page = await made.open();
    await page.keyboard.press('/');
    await page.keyboard.type('slow query');
    await page.keyboard.press('Enter');
    await waitEventCount(page, /^[1-9]\d{2} events/);
    expect(await page.locator('.ls-log-hit').first().textContent()).toMatch(/slow|query/);
    await page.getByRole('button', { name: 'Clear the whole filter' }).click();
    await waitEventCount(page, '40,000');
    await page.getByRole('group', { name: 'Severity' }).getByRole('button', { name: /fatal/ }).click();
    await page.locator('.ls-chip', { hasText: 'fatal' }).waitFor();
    await page.getByRole('button', { name: 'Clear filter: fatal' }).click();
    await waitEventCount(page, '40,000');
    await page.keyboard.press('2');
    await page.locator('[aria-label=Templates] [role=row]').first().click();
    await page.locator('.ls-chip', { hasText: 'OutOfMemoryError' }).waitFor();
    await page.context().close();
  });

  it('goes to the first event of a filter that leaves the cursor behind', async () => {
    const page = await made.open();
    await page.locator('.ls-event-evidence').first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('slow query');
    await page.keyboard.press('Enter');
    await waitEventCount(page, /^[1-9]\d{2} events/);
    const rows = page.locator('[role=grid][aria-label=Events] [role=row]');
    await expect.poll(() => rows.nth(1).getAttribute('aria-rowindex')).toBe('2');
    await page.context().close();
  });
});
