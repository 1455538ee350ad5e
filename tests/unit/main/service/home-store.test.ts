import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { caseIdOf, HomeStore, NO_COUNTS } from '../../../../src-main/service/home-store.ts';

describe('the home store', () => {
  let folder: string;
  let home: HomeStore;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'log-sentinel-home-'));
    home = new HomeStore(join(folder, 'home'));
  });
  afterEach(() => {
    home.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it('keeps settings, with defaults for what was never set and for what cannot be read', () => {
    expect(home.settings()).toMatchObject({ colorScheme: 'auto', timeZone: 'utc', keymap: {} });
    home.updateSettings({ colorScheme: 'dark', keymap: { 'go.palette': '$mod+p' } });
    const again = new HomeStore(join(folder, 'home'));
    expect(again.settings()).toMatchObject({ colorScheme: 'dark', keymap: { 'go.palette': '$mod+p' } });
    again.dispose();
  });

  it('keeps rules for all cases, oldest first, and leaves out what it cannot read', () => {
    const rule = (ruleId: string, createdAtMs: number) => ({
      ruleId,
      scope: { host: 'node-1' },
      reason: '',
      createdAtMs,
      expiresAtMs: null,
    });
    home.rules.add(rule('00000002', 9));
    home.rules.add(rule('00000001', 5));
    home.rules.add({ ...rule('00000003', 7), scope: {} });
    const again = new HomeStore(join(folder, 'home'));
    expect(again.rules.list()).toEqual([rule('00000001', 5), rule('00000002', 9)]);
    expect(again.rules.remove('00000001')).toBe(true);
    again.dispose();
    expect(home.rules.remove('00000001')).toBe(false);
    expect(home.rules.list()).toEqual([rule('00000002', 9)]);
  });

  it('lists recent cases newest first; a forgotten one keeps its id', () => {
    const a = home.rememberCase(join(folder, 'a.sentinel'), 'a', 1);
    const b = home.rememberCase(join(folder, 'b.sentinel'), 'b', 2);
    expect(home.recentCases().map((one) => one.name)).toEqual(['b', 'a']);
    home.rememberCase(a.dir, 'a', 3);
    home.updateCounts(a.caseId, { ...NO_COUNTS, lines: 9 });
    expect(home.recentCases()[0]).toMatchObject({ name: 'a', createdAtMs: 1, openedAtMs: 3, counts: { lines: 9 } });
    home.forgetCase(b.caseId);
    expect(home.recentCases()).toHaveLength(1);
    expect(home.findCase(b.caseId)).toMatchObject({ dir: b.dir });
    home.removeCase(b.caseId);
    expect(home.findCase(b.caseId)).toBeNull();
  });

  it('gives a folder one id, by whatever path it is reached, also before it exists', () => {
    const real = join(folder, 'real');
    const before = caseIdOf(join(real, 'x.sentinel'));
    mkdirSync(join(real, 'x.sentinel'), { recursive: true });
    symlinkSync(real, join(folder, 'link'));
    expect(caseIdOf(join(real, 'x.sentinel'))).toBe(before);
    expect(caseIdOf(join(folder, 'link', 'x.sentinel'))).toBe(before);
    expect(caseIdOf(`${real}/../real/x.sentinel/`)).toBe(before);
    expect(before).toMatch(/^[0-9a-f]{16}$/);
  });

  it('remembers which cases have a job to go on with', () => {
    home.addRunningJob('/a', 'j1');
    home.addRunningJob('/a', 'j1');
    home.addRunningJob('/b', 'j2');
    home.removeRunningJob('/a', 'j1');
    expect(home.runningJobs()).toEqual([{ caseDir: '/b', jobId: 'j2' }]);
  });
});
