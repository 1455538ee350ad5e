import type { FormatDefinition } from '../../ingest/formats/format-definition.ts';

export { invalidFormat, offerFormats, readFormat } from '../../ingest/formats/user/index.ts';

/** A format of the user that can be read with. */
export interface KnownFormat {
  readonly name: string;
  /** The file it is from. */
  readonly text: string;
  readonly definition: FormatDefinition;
}

/** What names a spec holds; specs kept by earlier versions lack the lists. */
interface NamedSpec {
  readonly format: string;
  readonly inner?: readonly NamedSpec[];
  readonly others?: readonly NamedSpec[];
}

/** Names of all formats a source is read with, from what the catalog keeps of its detection; empty before that. */
export function namesOfSpec(detection: unknown): string[] {
  const spec = (detection as { readonly spec?: NamedSpec } | null)?.spec;
  return spec === undefined ? [] : collectNames(spec);
}

function collectNames({ format, inner = [], others = [] }: NamedSpec): string[] {
  return [format, ...[...inner, ...others].flatMap(collectNames)];
}
