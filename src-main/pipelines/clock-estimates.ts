import type { CaseCatalog } from '../catalog/case-catalog.ts';
import type { SourceOffset } from '../lake/clock-offsets.ts';

const KEY = 'clock-offsets';

/** Keeps what the last check of the events told of the sources' clocks. */
export function storeClockOffsets(catalog: CaseCatalog, offsets: readonly SourceOffset[]): void {
  catalog.settings.set(KEY, offsets.length === 0 ? undefined : offsets);
}

/** Empty before the first check, and where nothing can be told. */
export function storedClockOffsets(catalog: CaseCatalog): readonly SourceOffset[] {
  // Written above as plain JSON.
  return (catalog.settings.get(KEY) as readonly SourceOffset[] | undefined) ?? [];
}
