import type { Browser } from 'playwright-core';
import { openPage, type PageOptions, type WatchedPage } from './browser.ts';
import type { RunningWorkbench } from './web-host.ts';

/** The workbench in a page of its own. @param path Where to go once let in, such as `/?case=…`; '' stays at the welcome screen. */
export async function visit(
  browser: Browser,
  workbench: RunningWorkbench,
  path = '',
  options: PageOptions = {},
): Promise<WatchedPage> {
  const watched = await openPage(browser, options);
  const { page } = watched;
  await page.goto(workbench.url());
  if (path !== '') await page.goto(new URL(path, page.url()).href);
  return watched;
}
