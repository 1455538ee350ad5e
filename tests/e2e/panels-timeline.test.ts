import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { eventCount, waitEventCount, waitOtherEventCount } from './helpers/event-count.ts';
import { serveMadeUpCase } from './helpers/made-up-case.ts';

/** What the timeline does, by mouse and keys, over made-up data in a real browser. */
describe('the timeline in the workbench', () => {
  const made = serveMadeUpCase();
  const plot = async (page: Page) => (await page.locator('.ls-brush').boundingBox())!;

  it('brushes a range, says it, and clears it by key', async () => {
    const page = await made.open();
    await waitEventCount(page, '40,000');
    const box = await plot(page);
    await page.mouse.move(box.x + box.width * 0.4, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + 25, { steps: 5 });
    await page.mouse.up();
    await page.locator('.ls-chip').waitFor();
    await waitOtherEventCount(page, '40,000');
    const ranged = Number((await eventCount(page))?.replace(/\D/g, ''));
    expect(ranged).toBeGreaterThan(3000);
    expect(ranged).toBeLessThan(7000);
    await page.keyboard.press('Escape');
    await waitEventCount(page, '40,000');
    await page.keyboard.press('u');
    await waitEventCount(page, `${ranged.toLocaleString('en-US')} `);
    await page.context().close();
  });

  it('zooms at the pointer with the wheel and back with a key', async () => {
    const page = await made.open();
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
    const page = await made.open();
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
    // Two units of a day are less than one alarm in ten hours: said by the day.
    await page.getByText(/2 expected alarms per day/).waitFor();

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

  it('shows every figure of the timeline at 1024 px, in as many rows as they need', async () => {
    for (const state of ['done', 'reading']) {
      const page = await made.open({ state }, { width: 1024, height: 700 });
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
});
