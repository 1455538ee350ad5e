import type { Page } from 'playwright-core';

const COUNT = '[data-testid=event-count]';

/** What the list of events says about how many pass the filter. */
export function eventCount(page: Page): Promise<string | null> {
  return page.textContent(COUNT);
}

/** Waits until the list of events says so. */
export function waitEventCount(page: Page, text: string | RegExp, timeoutMs = 60_000): Promise<void> {
  return page.locator(COUNT).filter({ hasText: text }).waitFor({ timeout: timeoutMs });
}

/** Waits until the list of events says something else. */
export function waitOtherEventCount(page: Page, text: string): Promise<void> {
  return page.locator(COUNT).filter({ hasNotText: text }).waitFor({ timeout: 60_000 });
}
