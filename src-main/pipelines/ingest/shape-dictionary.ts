import type { Shape, ShapeUse } from '#shared/domain/template.ts';
import type { ShapeSighting } from './block-protocol.ts';
import type { CommittedShape } from './ingest-store.ts';

interface Entry {
  readonly shape: Shape;
  count: number;
  readonly firstEventId: number;
}

/** Every shape of the case so far with its count and first event: what the miner reads. */
export class ShapeDictionary {
  readonly #entries = new Map<bigint, Entry>();

  constructor(known: readonly ShapeUse[]) {
    for (const { count, firstEventId, ...shape } of known) {
      this.#entries.set(BigInt(`0x${shape.shapeId}`), { shape, count, firstEventId });
    }
  }

  get size(): number {
    return this.#entries.size;
  }

  /**
   * Adds one block's sightings; blocks come in order, so the first one that names a shape has its first event.
   * @returns what the block's commit stores: new shapes with their text, known ones without.
   */
  add(sightings: readonly ShapeSighting[], firstEventId: number): CommittedShape[] {
    return sightings.map(({ shapeId, shape, count, firstEvent }) => {
      const first = firstEventId + firstEvent;
      const entry = this.#entries.get(shapeId);
      if (entry !== undefined) {
        entry.count += count;
        return { shapeId: entry.shape.shapeId, shape: null, count, firstEventId: first };
      }
      if (shape === null) throw new Error(`Shape ${shapeId.toString(16)} was never announced.`);
      this.#entries.set(shapeId, { shape, count, firstEventId: first });
      return { shapeId: shape.shapeId, shape, count, firstEventId: first };
    });
  }

  /** In order of first appearance. */
  uses(): ShapeUse[] {
    return Array.from(this.#entries.values(), ({ shape, count, firstEventId }) => ({
      ...shape,
      count,
      firstEventId,
    })).sort((a, b) => a.firstEventId - b.firstEventId);
  }
}
