import type { CaseReader } from '../../lake/case-reader.ts';
import { silverSql } from '../../lake/views.ts';

/** Consecutive events of a case in time order. */
export interface EventPart {
  /** Relation with silver's columns. */
  readonly silver: string;
  readonly firstEventId: number;
  /** Ids from the first to the last one, both included; damaged files leave gaps. */
  readonly ids: number;
}

/** So many that planning a query costs little beside running it; a part takes about 70 bytes an event. */
const PART_IDS = 400_000;
/** The first one is read while nobody counts yet. */
const FIRST_PART_IDS = 50_000;

/** Whole blocks in order of their ids, as many as fit into a part, at least one. */
export function orderedParts({ manifest, lakeDir }: CaseReader): EventPart[] {
  const files = manifest.segments
    .filter((segment) => segment.layer === 'silver')
    .toSorted((a, b) => a.firstEventId - b.firstEventId);
  const parts: { readonly paths: string[]; readonly firstEventId: number; ids: number }[] = [];
  for (const { relativePath, firstEventId, lastEventId } of files) {
    const part = parts.at(-1);
    const ids = part === undefined ? 0 : lastEventId + 1 - part.firstEventId;
    const most = parts.length > 1 ? PART_IDS : FIRST_PART_IDS;
    if (part === undefined || (ids > most && firstEventId >= part.firstEventId + part.ids)) {
      parts.push({ paths: [relativePath], firstEventId, ids: lastEventId + 1 - firstEventId });
    } else {
      part.paths.push(relativePath);
      part.ids = Math.max(part.ids, ids);
    }
  }
  return parts.map(({ paths, firstEventId, ids }) => ({
    silver: `(${silverSql(lakeDir, manifest, paths)})`,
    firstEventId,
    ids,
  }));
}
