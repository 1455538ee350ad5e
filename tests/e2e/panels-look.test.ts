import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { axeFindings } from './helpers/axe.ts';
import { OPENED, type Scene, serveMadeUpCase } from './helpers/made-up-case.ts';

/** Every screen over made-up data: no serious accessibility finding, no complaint of the page, in both themes. */
const opened: Scene = OPENED;
const reading: Scene = { ...OPENED, state: 'reading' };

interface Screen {
  readonly name: string;
  readonly scene: Scene;
  readonly act?: (page: Page) => Promise<unknown>;
  /** Text that proves the screen is the one meant. */
  readonly shows: string;
}

const SCREENS: readonly Screen[] = [
  { name: 'welcome', scene: {}, shows: 'Drop files or a folder here' },
  { name: 'welcome-first', scene: { recent: 'no' }, shows: 'nothing is sampled' },
  { name: 'main', scene: opened, shows: 'Actual against usual' },
  { name: 'reading', scene: reading, shows: 'Recognised as ISO time' },
  { name: 'partial', scene: { ...reading, state: 'partial' }, shows: 'without LSTM autoencoder' },
  { name: 'templates', scene: opened, act: (page) => page.keyboard.press('2'), shows: 'java.lang.OutOfMemoryError' },
  { name: 'template', scene: opened, act: (page) => openTemplate(page), shows: 'Wildcard 1' },
  {
    name: 'template-merge',
    scene: opened,
    act: (page) => editTemplate(page, 'Shift+M'),
    shows: '2 templates become 1',
  },
  { name: 'template-split', scene: opened, act: (page) => editTemplate(page, 'Shift+S'), shows: 'Into its shapes' },
  { name: 'template-mask', scene: opened, act: (page) => editTemplate(page, 'Shift+P'), shows: 'Text to parameter' },
  {
    name: 'template-name',
    scene: opened,
    act: (page) => editTemplate(page, 'F2'),
    shows: 'its id and its events stay',
  },
  { name: 'template-edits', scene: opened, act: (page) => openTemplates(page, 'Edits'), shows: 'No edits by hand' },
  { name: 'template-health', scene: opened, act: (page) => openTemplates(page, 'Health'), shows: 'What could be done' },
  { name: 'event', scene: opened, act: (page) => page.keyboard.press('e'), shows: 'The line as read' },
  { name: 'sql', scene: opened, act: (page) => runSql(page, 'select 1'), shows: 'rows in' },
  { name: 'sql-error', scene: opened, act: (page) => runSql(page, 'drop table x'), shows: 'Only one SELECT' },
  { name: 'quality', scene: opened, act: (page) => page.keyboard.press('5'), shows: 'E_BINARY' },
  { name: 'models', scene: opened, act: (page) => page.keyboard.press('8'), shows: 'When it was trained' },
  { name: 'formats', scene: opened, act: (page) => page.keyboard.press('9'), shows: 'Start one from it' },
  { name: 'model-drift', scene: opened, act: (page) => openModels(page, 'Drift'), shows: 'Stability index' },
  { name: 'model-compare', scene: opened, act: (page) => openModels(page, 'Compare'), shows: 'nothing of it changes' },
  { name: 'model-evaluation', scene: opened, act: (page) => openModels(page, 'Evaluation'), shows: 'No labels' },
  { name: 'train', scene: opened, act: (page) => openTraining(page), shows: 'Train on normal units only' },
  { name: 'score', scene: opened, act: (page) => openScoring(page), shows: 'No file is read again' },
  { name: 'jobs', scene: reading, act: (page) => page.keyboard.press('6'), shows: 'Read shop-2026-06-21' },
  { name: 'empty', scene: { ...opened, query: 'x' }, act: (page) => search(page, 'zzzz'), shows: 'No event passes' },
  { name: 'palette', scene: opened, act: (page) => page.keyboard.press('Control+k'), shows: 'Go to a time or line' },
  { name: 'keys', scene: opened, act: (page) => page.keyboard.press('Shift+?'), shows: 'Click a key to change it' },
  { name: 'open', scene: {}, act: (page) => page.keyboard.press('Control+o'), shows: 'Read this whole folder' },
  { name: 'jump', scene: opened, act: (page) => page.keyboard.press('g'), shows: 'Time or line' },
  { name: 'range', scene: opened, act: (page) => page.keyboard.press('r'), shows: 'Set the range' },
  { name: 'report', scene: opened, act: (page) => page.click('button:has-text("Report")'), shows: 'Write the report' },
  { name: 'reread', scene: reading, act: (page) => page.click('text=Not right?'), shows: 'of the sampled lines fit' },
];

async function openTemplate(page: Page): Promise<void> {
  await page.keyboard.press('2');
  await page.locator('[aria-label="Templates"] [role=row]').nth(1).click();
}

/** Marks the two rarest templates and presses the key of an edit. */
async function editTemplate(page: Page, key: string): Promise<void> {
  await page.keyboard.press('2');
  await page.locator('[role=grid][aria-label=Templates]').focus();
  for (const press of ['ArrowDown', 'Space', 'ArrowDown', 'Space', key]) await page.keyboard.press(press);
}

async function openTemplates(page: Page, view: string): Promise<void> {
  await page.keyboard.press('2');
  await page.locator('section[aria-label=Templates]').getByText(view, { exact: true }).click();
}

async function openModels(page: Page, view: string): Promise<void> {
  await page.keyboard.press('8');
  await page.locator('[aria-label="Model versions"] [role=row]').first().click();
  await page.locator('[aria-label=Models]').getByText(view, { exact: true }).click();
}

async function openTraining(page: Page): Promise<void> {
  await page.keyboard.press('8');
  await page.getByRole('button', { name: 'Train…' }).click();
}

async function openScoring(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Detectors' }).click();
  await page.getByRole('menuitem', { name: 'Score again…' }).click();
}

async function runSql(page: Page, sql: string): Promise<void> {
  await page.keyboard.press('q');
  await page.fill('textarea[aria-label="SQL"]', sql);
  await page.keyboard.press('Control+Enter');
}

async function search(page: Page, text: string): Promise<void> {
  await page.keyboard.press('/');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

describe.each([
  { colorScheme: 'light' as const, width: 1440, height: 900 },
  { colorScheme: 'dark' as const, width: 1024, height: 700 },
])('the workbench in $colorScheme at $width x $height', (look) => {
  const made = serveMadeUpCase();

  it.each(SCREENS)('$name is accessible and free of complaints', async ({ name, scene, act, shows }) => {
    const { page, complaints } = await made.visit(scene, look);
    await page.waitForSelector(scene['case'] === undefined ? 'text=Drop files' : '[data-testid=event-count]');
    if (scene['case'] !== undefined) await page.waitForSelector('[data-testid=account]');
    await act?.(page);
    await page.getByText(shows).first().waitFor({ timeout: 10_000 });
    await keepScreenshot(page, `${name}-${look.colorScheme}-${look.width}`);
    expect(await axeFindings(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('shows where the focus is at every stop of the Tab key', async () => {
    const page = await made.open({}, look);
    await page.waitForSelector('[data-testid=incident-sentence]');
    const stops: string[] = [];
    const bare: string[] = [];
    for (let stop = 0; stop < MOST_STOPS; stop++) {
      await page.keyboard.press('Tab');
      const { name, hasRing } = await page.evaluate(describeFocus);
      if (name === stops[0] || name === 'body') break;
      stops.push(name);
      if (!hasRing) bare.push(name);
    }
    expect(stops.length).toBeGreaterThan(20);
    expect(stops).toContain('tab Events');
    expect(stops).toContain('grid Events');
    expect(bare).toEqual([]);
    await page.context().close();
  });

  it('never scrolls sideways as a whole', async () => {
    const page = await made.open({}, look);
    await page.waitForSelector('[data-testid=incident-sentence]');
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await page.context().close();
  });
});

/** More than the window has. */
const MOST_STOPS = 80;

/** What has the focus, in the page, and whether anything is drawn around it: on itself, on a layer of its own or on its field. */
function describeFocus(): { name: string; hasRing: boolean } {
  const focused = document.activeElement;
  if (focused === null || focused === document.body) return { name: 'body', hasRing: true };
  const field = focused.closest('.ls-query') ?? focused;
  const isDrawn = (element: Element, layer?: '::before' | '::after') => {
    const style = getComputedStyle(element, layer);
    const isOutlined = style.outlineStyle !== 'none' && style.outlineWidth !== '0px';
    const isBordered = style.borderTopStyle === 'solid' && style.borderTopWidth === '2px';
    return isOutlined || (layer !== undefined && style.content !== 'none' && isBordered) || style.boxShadow !== 'none';
  };
  return {
    name: `${focused.getAttribute('role') ?? focused.localName} ${focused.getAttribute('aria-label') ?? focused.textContent}`,
    hasRing: isDrawn(field) || isDrawn(focused, '::after') || isDrawn(focused, '::before'),
  };
}

/** With SCREENSHOT_DIR set, keeps what was tested for a person to look at. */
async function keepScreenshot(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOT_DIR'];
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
