import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ModelRegistry } from '../../../../src-main/registry/model-registry.ts';
import type { NewVersion } from '../../../../src-main/registry/version-repository.ts';

const BYTES = Uint8Array.of(1, 2, 3);

function newVersion(name: string, hash = 'a'.repeat(64), memoryHash: string | null = null): NewVersion {
  return {
    name,
    origin: 'trained',
    parent: null,
    artifactHash: hash,
    sizeBytes: BYTES.length,
    features: { code: 'f', unitKind: 'session', session: 'x', windowSeconds: null, stepSeconds: null },
    training: {
      seed: 1,
      detectors: null,
      only: 'normal',
      units: 10,
      leftOut: 2,
      events: 100,
      features: 3,
      templates: 2,
      fingerprint: 'f'.repeat(64),
      fromNs: '1',
      toNs: '2',
      product: '0.1.0',
    },
    metrics: { threshold: 0.4, heldOutAlarmShare: 0, heldOutUnits: 2, detectors: [], labelled: null },
    trainSeconds: 1.5,
    request: { paths: ['/var/log/app'] },
    memoryHash,
  };
}

/** Any version may lead. */
const allow = (): void => undefined;

describe('ModelRegistry', () => {
  let home: string;
  let registry: ModelRegistry;
  const add = (name: string, hash?: string, memoryHash: string | null = null) =>
    registry.add(newVersion(name, hash, memoryHash), { model: BYTES, memory: memoryHash === null ? null : BYTES });
  const artifacts = () => readdirSync(join(home, 'models', 'artifacts')).sort();

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'log-sentinel-registry-'));
    registry = new ModelRegistry(home);
  });
  afterEach(() => {
    registry.dispose();
    rmSync(home, { recursive: true, force: true });
  });

  it('numbers versions, makes the first the champion and the newest the challenger', async () => {
    expect(await add('app')).toMatchObject({ number: 1, aliases: ['champion'] });
    expect(await add('app')).toMatchObject({ number: 2, aliases: ['challenger'] });
    expect(await add('app')).toMatchObject({ number: 3, aliases: ['challenger'] });
    expect(registry.versions.list('app').map(({ number, aliases }) => [number, ...aliases])).toEqual([
      [3, 'challenger'],
      [2],
      [1, 'champion'],
    ]);
    const { request, training } = registry.versions.resolve('app');
    expect({ request, training }).toEqual({ request: newVersion('app').request, training: newVersion('app').training });
  });

  it('resolves a name, an alias and a number, and says what there is instead', async () => {
    await add('app');
    await add('app');
    const numberOf = (reference: string) => registry.versions.resolve(reference).number;
    expect([numberOf('app'), numberOf('app@champion'), numberOf('app@challenger'), numberOf('app:2')]).toEqual([
      1, 1, 2, 2,
    ]);
    expect(() => registry.versions.resolve('app:7')).toThrow(/no model app:7.*app:2, app:1/);
    for (const bad of ['', 'a b', 'app@best', 'app:x', 'app:0', '../app', 'app:1@champion']) {
      expect(() => registry.versions.resolve(bad), bad).toThrow(
        expect.objectContaining({ code: 'model.bad-reference' }),
      );
    }
  });

  it('promotes and rolls back, keeping how aliases moved', async () => {
    await add('app');
    await add('app');
    registry.versions.promote('app', 2, 'better', 5);
    expect(registry.versions.resolve('app').number).toBe(2);
    expect(registry.versions.numberOf('app', 'challenger')).toBeNull();
    expect(registry.versions.rollback('app', 6, allow).number).toBe(1);
    expect(registry.versions.resolve('app@challenger').number).toBe(2);
    expect(
      registry.versions
        .moves('app')
        .filter(({ alias }) => alias === 'champion')
        .map(({ to, reason }) => [to, reason]),
    ).toEqual([
      [1, 'rolled back'],
      [2, 'better'],
      [1, 'added'],
    ]);
    await add('lone');
    expect(() => registry.versions.rollback('lone', 7, allow)).toThrow(
      expect.objectContaining({ code: 'model.no-former-champion' }),
    );
  });

  it('changes nothing when the version to go back to must not lead', async () => {
    await add('app');
    await add('app');
    registry.versions.promote('app', 2, 'better', 5);
    const refuse = ({ name, number }: { name: string; number: number }): void => {
      throw new Error(`${name}:${number} must not lead`);
    };
    expect(() => registry.versions.rollback('app', 6, refuse)).toThrow('app:1 must not lead');
    expect(registry.versions.resolve('app').number).toBe(2);
    expect(registry.versions.moves('app')[0]).toMatchObject({ alias: 'champion', to: 2 });
  });

  it('deletes versions but never the champion among others, and never gives a number twice', async () => {
    await add('app', 'a'.repeat(64));
    await add('app', 'b'.repeat(64), 'c'.repeat(64));
    await expect(registry.remove('app', 1)).rejects.toMatchObject({ code: 'model.is-champion' });
    await registry.remove('app', 2);
    expect(artifacts()).toEqual([`${'a'.repeat(64)}.model`]);
    expect((await add('app')).number).toBe(3);
    await registry.remove('app', null);
    expect(artifacts()).toEqual([]);
    expect(registry.versions.list()).toEqual([]);
    await expect(registry.remove('app', null)).rejects.toMatchObject({ code: 'model.not-found' });
  });

  it('keeps a file that another version still needs, and reads it back', async () => {
    await add('one');
    await add('two');
    await registry.remove('one', null);
    expect(await registry.readModel(registry.versions.resolve('two'))).toEqual(Buffer.from(BYTES));
    rmSync(join(home, 'models', 'artifacts', `${'a'.repeat(64)}.model`));
    await expect(registry.readModel(registry.versions.resolve('two'))).rejects.toMatchObject({
      code: 'model.artifact-missing',
    });
  });

  it('cleans up after trainings that were cut off, young files and named ones excepted', async () => {
    await add('app');
    const folder = join(home, 'models', 'artifacts');
    const old = new Date(Date.now() - 7_200_000);
    for (const name of [`${'d'.repeat(64)}.model`, '.x.tmp', `${'e'.repeat(64)}.model`])
      writeFileSync(join(folder, name), 'x');
    for (const name of [`${'a'.repeat(64)}.model`, `${'d'.repeat(64)}.model`, '.x.tmp'])
      utimesSync(join(folder, name), old, old);
    expect(await registry.clean()).toBe(2);
    expect(artifacts()).toEqual([`${'a'.repeat(64)}.model`, `${'e'.repeat(64)}.model`]);
  });

  it('is shared by processes: another opening sees versions, and numbers do not collide', async () => {
    const other = new ModelRegistry(home);
    const numbers = await Promise.all(
      Array.from({ length: 10 }, async (_, i) => {
        const version = await (i % 2 === 0 ? registry : other).add(newVersion('app'), { model: BYTES, memory: null });
        return version.number;
      }),
    );
    expect(numbers.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(other.versions.list('app')).toHaveLength(10);
    other.dispose();
  });

  it('keeps observations, alerts and schedules; a due run is claimed once', async () => {
    await add('app');
    const seen = { name: 'app', number: 1, atMs: 9, source: '/c', units: 5, alarmShare: 0, scoreDrift: 0.1 };
    const observation = { ...seen, features: [], drifted: 0, compared: 3, unknownShare: 0, evaluation: null };
    registry.watch.addObservation(observation);
    expect(registry.watch.observations('app', 1)).toEqual([observation]);
    registry.watch.addAlert({ name: 'app', number: 1, atMs: 10, kind: 'drift', message: 'moved' });
    const [alert] = registry.watch.alerts('app');
    expect(alert).toMatchObject({ kind: 'drift', message: 'moved', isRead: false });
    expect(registry.watch.markRead(alert!.alertId)).toBe(true);
    expect(registry.watch.alerts()[0]!.isRead).toBe(true);
    registry.schedules.set({ name: 'app', cron: '0 3 * * *', timeZone: 'UTC', mode: 'full', nextAtMs: 100 });
    expect(registry.schedules.claim('app', 100, 200)).toBe(true);
    expect(registry.schedules.claim('app', 100, 200)).toBe(false);
    registry.schedules.setOutcome('app', 101, 'app:2');
    expect(registry.schedules.list()).toMatchObject([{ nextAtMs: 200, lastAtMs: 101, lastOutcome: 'app:2' }]);
    await registry.remove('app', null);
    expect([registry.schedules.list(), registry.watch.alerts(), registry.watch.observations('app', 1)]).toEqual([
      [],
      [],
      [],
    ]);
  });

  it('refuses a file of a newer product without writing to it, and names damage', () => {
    registry.dispose();
    const path = join(home, 'models', 'registry.sqlite');
    const database = new Database(path);
    database.pragma('user_version = 99');
    database.close();
    expect(() => new ModelRegistry(home)).toThrow(expect.objectContaining({ code: 'model.newer' }));
    for (const name of readdirSync(join(home, 'models')))
      if (name.startsWith('registry')) rmSync(join(home, 'models', name));
    writeFileSync(path, 'this is no database, only text that is long enough to be looked at');
    expect(() => new ModelRegistry(home)).toThrow(expect.objectContaining({ code: 'model.corrupt' }));
    rmSync(path);
    registry = new ModelRegistry(home);
  });
});
