import { describe, expect, it } from 'vitest';
import { serveMadeUpCase } from './helpers/made-up-case.ts';

/** What is done about incidents, by mouse and keys, over made-up data in a real browser. */
describe('incidents in the workbench', () => {
  const made = serveMadeUpCase();

  it('opens on the worst incident with its reason readable and its lines in view', async () => {
    const page = await made.open();
    await page.waitForSelector('[data-testid=incident-sentence]');
    expect(await page.textContent('[data-testid=incident-sentence]')).toContain('refused 1,204 payments');
    await page.locator('.ls-event-evidence').first().waitFor();
    expect(await page.locator('.ls-grid-row-active .ls-event-evidence').count()).toBe(1);
    await page.context().close();
  });

  it('takes an incident for normal, says what is hidden and why, and shows it again by undo and by hand', async () => {
    const page = await made.open();
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
    const page = await made.open();
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
    const page = await made.open();
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

  it('leads to the worst incident although the list of them is behind another tab', async () => {
    const page = await made.open({ state: 'reading' });
    await page.getByRole('tab', { name: 'Templates' }).click();
    await page.evaluate(() => window.fake.finishReading());
    await page.waitForSelector('[data-testid=incident-sentence]');
    expect(await page.textContent('[data-testid=incident-sentence]')).toContain('refused 1,204 payments');
    await page.context().close();
  });

  it('says that incidents are partial while reading goes on, keeps nothing said of them, and shows the exact ones then', async () => {
    const page = await made.open({ state: 'partial' });
    const banner = page.locator('section[aria-label=Incidents] [role=status]', { hasText: 'Partial:' });
    await banner.waitFor();
    expect(await banner.textContent()).toContain('first 33 % of the bytes, without LSTM autoencoder');
    const badge = page.getByRole('banner').getByText('Partial');
    await badge.waitFor();
    await page.waitForSelector('[data-testid=incident-sentence]');
    // What would be kept of an incident has no place here: verdicts, rules, numbers that are asked again.
    for (const name of ['Verdict and note', 'Numbers']) {
      expect(await page.getByRole('heading', { name }).count()).toBe(0);
    }
    expect(await page.getByRole('button', { name: /This is normal|Only its events|Real/ }).count()).toBe(0);
    await page.keyboard.press('y');
    await page.evaluate(() => window.fake.finishReading());
    await page.getByText('payments refused 1,204 payments').first().waitFor();
    await banner.waitFor({ state: 'detached' });
    expect(await badge.count()).toBe(0);
    await page.getByRole('group', { name: 'Verdict' }).waitFor();
    expect(await page.getByRole('button', { name: /^Real/ }).getAttribute('aria-pressed')).toBe('false');
    await page.context().close();
  });

  it('leads on when no incident is above the threshold', async () => {
    const page = await made.open();
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
    const page = await made.open({}, { height: 700 });
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
});
