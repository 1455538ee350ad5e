/**
 * Takes the picture the README shows: the workbench on the bundled sample, light, 1440 x 900.
 * Run it after a change of the look: `node tests/e2e/readme-screenshot.ts`.
 */
import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { generateLogs } from '../../src-main/generator/generate-logs.ts';
import { launchBrowser, openPage } from './helpers/browser.ts';
import { startWorkbench } from './helpers/web-host.ts';

const target = resolve(import.meta.dirname, '../../resources/screenshots/workbench.png');

// The same bytes as the sample of the build.
const workbench = await startWorkbench({
  prepare: async (folder) =>
    (await generateLogs({ outDir: join(folder, 'sample'), events: 60_000, days: 1, seed: 2024 })).logPath,
});
const browser = await launchBrowser();
try {
  const { page } = await openPage(browser, { width: 1440, height: 900, colorScheme: 'light' });
  await page.goto(workbench.url());
  await page.getByRole('button', { name: /Open the sample/ }).click();
  await page.waitForSelector('[data-testid=incident-sentence]', { timeout: 120_000 });
  await page.locator('.ls-event-evidence').first().waitFor();
  await page.locator('.ls-strip').waitFor({ state: 'detached', timeout: 60_000 });
  await page.mouse.move(0, 0);
  await page.waitForTimeout(1000);
  await mkdir(dirname(target), { recursive: true });
  await page.screenshot({ path: target });
} finally {
  await browser.close();
  await workbench.close();
}
