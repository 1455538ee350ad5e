import type { IngestOptions } from '#shared/contract/analyze-options.ts';
import { formatsFolder } from '../../base/case-layout.ts';
import type { CaseCatalog } from '../../catalog/case-catalog.ts';
import { invalidFormat, type KnownFormat, namesOfSpec, readFormat } from '../../pipelines/formats/format-files.ts';
import { FormatFolder, type StoredFormat } from '../../pipelines/formats/format-folder.ts';
import type { HomeStore } from '../home-store.ts';
import { FormatLibrary } from './format-library.ts';

/**
 * The user's formats that a reading knows: those given with it, then those of the case, then those of the home. What is
 * wrong is left out unless it is asked for by name.
 * @param caseDir Null for what is read outside of a case.
 * @throws IngestError `ingest.format-invalid`, with file, field and line
 */
export function formatsForReading(home: HomeStore, options: IngestOptions, caseDir: string | null): KnownFormat[] {
  return knownFormats(options, new FormatLibrary(home.homeDir, caseDir).stored());
}

/** Those that the case was read with: what the home has got since then must not change what comes out. */
export function formatsForReplay(options: IngestOptions, caseDir: string): KnownFormat[] {
  return knownFormats(options, new FormatFolder(formatsFolder(caseDir)).list());
}

function knownFormats(options: IngestOptions, stored: readonly StoredFormat[]): KnownFormat[] {
  const given = (options.formatTexts ?? []).map((text): KnownFormat => {
    const { definition, issues } = readFormat(text);
    if (definition === null) throw invalidFormat(issues, null);
    return { name: definition.name, text, definition };
  });
  const wanted = new Set([options.format, ...(options.sources ?? []).map(({ format }) => format)]);
  for (const { name, path, issues } of stored) {
    if (issues.length > 0 && wanted.has(name)) throw invalidFormat(issues, path);
  }
  const names = new Set(given.map(({ name }) => name));
  const usable = stored.flatMap(({ name, text, definition }) => {
    return definition === null || names.has(name) ? [] : [{ name, text, definition }];
  });
  return [...given, ...usable];
}

/** Copies the formats that sources of the case were read with into it, so that it is read the same way again. */
export async function keepUsedFormats(
  home: HomeStore,
  catalog: CaseCatalog,
  formats: readonly KnownFormat[],
): Promise<void> {
  if (formats.length === 0) return;
  const used = new Set(catalog.sources.list().flatMap(({ detection }) => namesOfSpec(detection)));
  await new FormatLibrary(home.homeDir, catalog.caseDir).keep(used, formats);
}
