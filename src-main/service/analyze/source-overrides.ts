import type { AnalyzeOptions, SourceOverride } from '#shared/contract/analyze-options.ts';
import type { CaseCatalog } from '../../catalog/case-catalog.ts';

const KEY = 'source-overrides';

/** How single sources of the case are read, as it was asked for so far. */
export function storedOverrides(catalog: CaseCatalog): readonly SourceOverride[] {
  // Written below as plain JSON.
  return (catalog.settings.get(KEY) as readonly SourceOverride[] | undefined) ?? [];
}

/** The options with every override the case knows; new ones are kept in it, for when a source is read again. */
export function withStoredOverrides(catalog: CaseCatalog, options: AnalyzeOptions): AnalyzeOptions {
  const sources = mergeOverrides(storedOverrides(catalog), options.sources ?? []);
  if (sources.length === 0) return options;
  if (options.sources !== undefined) catalog.settings.set(KEY, sources);
  return { ...options, sources };
}

/** A new override takes the place of what an older one said of the same source, field by field. */
export function mergeOverrides(older: readonly SourceOverride[], newer: readonly SourceOverride[]): SourceOverride[] {
  const merged = new Map<string, SourceOverride>();
  for (const override of [...older, ...newer]) {
    const key = `${override.path}\0${override.member ?? ''}`;
    merged.set(key, { ...merged.get(key), ...override });
  }
  return [...merged.values()];
}
