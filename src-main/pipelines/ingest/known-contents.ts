import type { FileWarning } from '#shared/domain/issue-class.ts';
import type { SourceFormat, StoredSource } from './ingest-store.ts';

/** Says when a source looks like one that was read before: both are counted, and the user should know. */
export class KnownContents {
  /** The first source with a fingerprint. */
  readonly #first = new Map<string, { readonly sourceId: number; readonly shown: string }>();

  constructor(sources: readonly StoredSource[]) {
    for (const source of sources) if (source.format !== null) this.#note(source, source.format);
  }

  warn(source: StoredSource, format: SourceFormat): FileWarning[] {
    this.#note(source, format);
    const first = this.#first.get(format.fingerprint);
    if (first === undefined || first.sourceId >= source.sourceId) return [];
    const message = `It looks the same as ${first.shown}: equal size, head and tail. Both are read and counted; leave one out if it is a copy.`;
    return [{ class: 'W_DUPLICATE_FILE', count: 1, firstLine: null, firstOffset: null, message }];
  }

  #note({ sourceId, file }: StoredSource, { fingerprint }: SourceFormat): void {
    const known = this.#first.get(fingerprint);
    if (known !== undefined && known.sourceId <= sourceId) return;
    const shown = file.member === null ? file.path : `${file.path} > ${file.member}`;
    this.#first.set(fingerprint, { sourceId, shown });
  }
}
