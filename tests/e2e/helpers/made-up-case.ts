import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { FAKE_CASE_ID } from '../../../src-renderer/backend/fake/fake-case.ts';
import { launchBrowser, openPage, type PageOptions, type WatchedPage } from './browser.ts';
import { type Harness, startHarness } from './harness.ts';

export type Scene = Readonly<Record<string, string | number>>;

/** The made-up case, opened. */
export const OPENED = { case: FAKE_CASE_ID };

export interface MadeUpCase {
  /** A page on any scene, as soon as it is asked for. */
  visit(scene: Scene, options?: PageOptions): Promise<WatchedPage>;
  /** The case in a page of its own, once its events are counted. */
  open(scene?: Scene, options?: PageOptions): Promise<Page>;
}

/** The workbench over made-up data and a real browser, there for the tests of the suite that calls this. */
export function serveMadeUpCase(): MadeUpCase {
  let harness: Harness;
  let browser: Browser;
  beforeAll(async () => {
    [harness, browser] = await Promise.all([startHarness(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await harness?.close();
  });
  const visit = async (scene: Scene, options?: PageOptions) => {
    const watched = await openPage(browser, options);
    await watched.page.goto(harness.url(scene));
    return watched;
  };
  return {
    visit,
    open: async (scene = {}, options) => {
      const { page } = await visit({ ...OPENED, ...scene }, options);
      await page.waitForSelector('[data-testid=event-count]');
      return page;
    },
  };
}
