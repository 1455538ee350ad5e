import { describe, expect, it } from 'vitest';
import { collectIds } from '../../../src-main/lake/event-order.ts';
import { QueryEngine } from '../../../src-main/lake/query-engine.ts';

describe('collectIds', () => {
  it('keeps every id, whatever the size of the first chunk', async () => {
    const engine = await QueryEngine.open({ threads: 1, memoryBytes: 64 * 2 ** 20, temporaryFolder: null });
    for (const first of [1, 301, 652, 1023, 1024, 2048]) {
      const sql = `SELECT range AS event_id FROM range(1, ${first + 1}) UNION ALL
        SELECT range AS event_id FROM range(${first + 1}, 10001)`;
      const ids = await collectIds(engine, sql, {}, 0);
      expect(ids).toEqual(Uint32Array.from({ length: 10_000 }, (_, i) => i + 1));
    }
    engine.close();
  });
});
