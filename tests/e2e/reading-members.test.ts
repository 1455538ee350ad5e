import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tar } from '../integration/ingest/bad-input/tar-builder.ts';
import { waitEventCount } from './helpers/event-count.ts';
import { launchBrowser } from './helpers/browser.ts';
import { writeServiceLog } from './helpers/logs.ts';
import { visit } from './helpers/visit.ts';
import { type RunningWorkbench, startWorkbench } from './helpers/web-host.ts';

const TRACED = '2024-05-01T12:00:00Z ERROR worker: job failed\n    at shop.Order.place(Order.java:42)\n';
const OTHER = '{"time":"2024-05-02T12:00:00Z","level":"INFO","message":"disk 3 is full"}\n';

/** Files inside an archive read otherwise, seen first: web host, engine, workers, a real archive. */
describe('reading members of an archive otherwise', () => {
  let workbench: RunningWorkbench;
  let browser: Browser;
  let archive: string;
  beforeAll(async () => {
    browser = await launchBrowser();
    workbench = await startWorkbench({ prepare: (folder) => writeServiceLog(join(folder, 'sample'), 1000) });
    await mkdir(join(workbench.folder, 'packed'));
    archive = join(workbench.folder, 'packed', 'logs.tar.gz');
    const members = [
      { name: 'a.log', body: Buffer.from(TRACED.repeat(50)) },
      { name: 'b.log', body: Buffer.from(OTHER.repeat(50)) },
    ];
    await writeFile(archive, gzipSync(tar(members)));
  });
  afterAll(async () => {
    await browser?.close();
    await workbench?.close();
  });

  async function openCase() {
    const { client } = workbench;
    const { caseId } = (await client.cases.create({ name: 'members' })).summary;
    const options = { lastStage: 'templates' as const };
    const { jobId } = await client.jobs.startAnalyze({ caseId, paths: [archive], options });
    for await (const event of await client.jobs.events({ jobId })) {
      if (event.type === 'failed') throw new Error(event.error.message);
    }
    const watched = await visit(browser, workbench, `/?case=${caseId}`);
    await waitEventCount(watched.page, '100 events');
    return { ...watched, caseId };
  }
  const caseOf = (page: Page) => new URL(page.url()).searchParams.get('case') ?? '';
  const dialog = (page: Page) => page.getByRole('dialog');
  const preview = (page: Page) => dialog(page).getByRole('region', { name: 'As it would be read' });
  const format = (page: Page) => dialog(page).getByRole('combobox', { name: 'Format' });

  /** How the members were read in the case that reading again opened. */
  async function readAgain(page: Page, before: string) {
    await expect.poll(() => caseOf(page), { timeout: 20_000 }).not.toBe(before);
    const caseId = caseOf(page);
    const job = async () => (await workbench.client.jobs.list()).find((one) => one.caseId === caseId)?.state;
    await expect.poll(job, { timeout: 60_000 }).toBe('done');
    const { files } = await workbench.client.quality.document({ caseId });
    const told = files.map(({ member, events, firstTime, repair }) => [member, events, firstTime, repair]);
    return { caseId, told };
  }

  it('shows a line of a member as it would be read, and takes its lines as they are, by mouse', async () => {
    const { page, caseId, complaints } = await openCase();
    await page.getByRole('tab', { name: 'Quality' }).click();
    await page
      .locator('section[aria-label=Quality]')
      .getByRole('region', { name: `${archive} › a.log` })
      .getByRole('button', { name: 'Read differently…' })
      .click();
    await preview(page).getByText('2024-05-01T12:00:00Z', { exact: true }).waitFor();
    await preview(page).getByText('job failed', { exact: true }).waitFor();
    await format(page).click();
    await page.getByRole('option', { name: 'Each line as it is, without time or level (plain)' }).click();
    await preview(page).getByText('Plain text').waitFor();
    await expect.poll(() => preview(page).getByText('2024-05-01T12:00:00Z', { exact: true }).count()).toBe(0);
    await dialog(page).getByRole('button', { name: 'Read again' }).click();
    const { told } = await readAgain(page, caseId);
    expect(told).toEqual([
      ['a.log', 100, null, { format: 'plain' }],
      ['b.log', 50, '2024-05-02T12:00:00Z', null],
    ]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('does the same by keys alone, and shows the next time what is in force', async () => {
    const { page, caseId } = await openCase();
    const reread = async () => {
      await page.keyboard.press('Control+k');
      await page.locator('[role=dialog] input:focus').waitFor();
      await page.keyboard.type('Read the files differently');
      await page.keyboard.press('Enter');
      await dialog(page).getByText('What stays empty').waitFor();
      const scope = dialog(page).getByRole('combobox', { name: 'Which file' });
      await scope.waitFor();
      await page.keyboard.press('Tab');
      await scope.and(page.locator(':focus')).waitFor();
      await page.keyboard.press('Control+a');
      await page.keyboard.type('b.log');
      await page.getByRole('option', { name: /b\.log$/ }).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
    };
    await reread();
    await preview(page).getByText('disk 3 is full', { exact: true }).waitFor();
    await page.keyboard.press('Tab');
    await format(page).and(page.locator(':focus')).waitFor();
    await page.keyboard.type('(plain)');
    await page.getByRole('option', { name: /\(plain\)/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await preview(page).getByText('Plain text').waitFor();
    await dialog(page).getByRole('button', { name: 'Read again' }).focus();
    await page.keyboard.press('Enter');
    const next = await readAgain(page, caseId);
    expect(next.told).toEqual([
      ['a.log', 50, '2024-05-01T12:00:00Z', null],
      ['b.log', 50, null, { format: 'plain' }],
    ]);
    await waitEventCount(page, '100 events');
    await reread();
    await expect.poll(() => format(page).inputValue()).toBe('Each line as it is, without time or level (plain)');
    await preview(page).getByText('Plain text').waitFor();
    await page.context().close();
  });
});
