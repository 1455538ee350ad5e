import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { TRANSPORTS } from '../transports.ts';
import { useModelSetting } from './model-setting.ts';

describe.each(Object.entries(TRANSPORTS))('the registry of models over the %s', (_name, open) => {
  const { transport, at, finish, train } = useModelSetting(open);
  beforeAll(async () => {
    await train('shop');
    await train('shop');
  });

  it('promotes, rolls back, exports, imports and removes', async () => {
    const { client } = transport();
    expect(await client.models.promote({ name: 'shop', number: 2, reason: 'tried' })).toMatchObject({
      aliases: ['champion'],
    });
    expect((await client.models.show({ model: 'shop' })).moves[0]).toMatchObject({
      alias: 'champion',
      to: 2,
      reason: 'tried',
    });
    expect(await client.models.rollback({ name: 'shop' })).toMatchObject({ number: 1 });
    const exported = await client.models.export({ model: 'shop:1', path: at('shop.model') });
    expect(readFileSync(at('shop.model')).byteLength).toBe(exported.sizeBytes);
    const imported = await client.models.import({ path: at('shop.model'), name: 'copy' });
    expect(imported).toMatchObject({ name: 'copy', origin: 'imported', artifactHash: exported.artifactHash });
    await expect(client.models.remove({ name: 'shop', number: 1 })).rejects.toMatchObject({
      code: 'model.is-champion',
    });
    expect(await client.models.remove({ name: 'copy', number: null })).toEqual({ isRemoved: true });
    expect((await client.models.list()).map(({ name, number }) => `${name}:${number}`)).not.toContain('copy:1');
    expect(await client.models.alerts({})).toEqual([]);
  });

  it('retrains in full and brings up to date, and keeps a schedule', async () => {
    const { client } = transport();
    const full = await finish((await client.models.startRetrain({ model: 'shop', isPromoted: true })).jobId, 'train');
    const [before] = (await client.models.list()).filter(({ name, number }) => name === 'shop' && number === 1);
    expect(full.trained.version).toMatchObject({ origin: 'retrained', parent: 1, aliases: ['champion'] });
    expect(full.trained.version.artifactHash).toBe(before!.artifactHash);
    const input = { paths: [at('test.log')], labelsPath: at('test.csv') };
    const request = { model: 'shop', mode: 'incremental' as const, ...input };
    const updated = (await finish((await client.models.startRetrain(request)).jobId, 'train')).trained.version;
    expect(updated).toMatchObject({
      origin: 'updated',
      aliases: ['challenger'],
      training: { units: 290 + 194, only: 'normal' },
    });
    const schedule = await client.models.setSchedule({ name: 'shop', cron: '0 3 * * *' });
    expect(schedule).toMatchObject({ name: 'shop', mode: 'full', timeZone: 'UTC', lastOutcome: null });
    expect(schedule.nextAtMs! % 86_400_000).toBe(3 * 3_600_000);
    expect(await client.models.schedules()).toEqual([schedule]);
    expect(await client.models.removeSchedule({ name: 'shop' })).toEqual({ isRemoved: true });
    await expect(client.models.setSchedule({ name: 'shop', cron: 'sometimes' })).rejects.toMatchObject({
      code: 'contract.bad-input',
    });
  });
});
