import { ContractError, IngestError } from '#shared/base/errors.ts';
import type { FormatDetail, FormatListing, ImportedFormat } from '#shared/contract/formats.ts';
import { formatsFolder } from '../../base/case-layout.ts';
import { builtInFormats, builtInText } from '../../pipelines/formats/built-in-formats.ts';
import { FormatFolder, type StoredFormat } from '../../pipelines/formats/format-folder.ts';
import { type KnownFormat, offerFormats } from '../../pipelines/formats/format-files.ts';

/** Gives a case the formats of another one: its input is read again by them. */
export async function copyFormats(fromCaseDir: string, toCaseDir: string): Promise<void> {
  const to = new FormatFolder(formatsFolder(toCaseDir));
  for (const { text, definition } of new FormatFolder(formatsFolder(fromCaseDir)).list()) {
    if (definition !== null) await to.save(text);
  }
}

type Origin = 'home' | 'case';
interface Known {
  readonly origin: Origin;
  readonly stored: StoredFormat;
}

/** The user's formats as a case sees them: its own copies, then those of the home. */
export class FormatLibrary {
  readonly #home: FormatFolder;
  readonly #case: FormatFolder | null;

  /** @param caseDir Null outside of a case. */
  constructor(homeDir: string, caseDir: string | null) {
    this.#home = new FormatFolder(formatsFolder(homeDir));
    this.#case = caseDir === null ? null : new FormatFolder(formatsFolder(caseDir));
  }

  /** What reading uses, in this order: a case goes on with the formats it was read with. */
  stored(): StoredFormat[] {
    const own = this.#case?.list() ?? [];
    const names = new Set(own.map(({ name }) => name));
    return [...own, ...this.#home.list().filter(({ name }) => !names.has(name))];
  }

  list(): FormatListing[] {
    return [
      ...this.#known().map(describe),
      ...builtInFormats()
        .toSorted((a, b) => (a.name < b.name ? -1 : 1))
        .map((format) => ({ ...format, samples: [...format.samples], origin: 'built-in' as const, issues: [] })),
    ];
  }

  /** @throws IngestError `ingest.not-found` */
  get(name: string): FormatDetail {
    const known = this.#known().find(({ stored }) => stored.name === name);
    if (known !== undefined) return { ...describe(known), text: known.stored.text, path: known.stored.path };
    const builtIn = this.list().find((format) => format.name === name);
    if (builtIn === undefined) throw unknownFormat(name);
    return { ...builtIn, text: builtInText(name), path: null };
  }

  /**
   * @throws IngestError `ingest.format-invalid`; ContractError `formats.exists` when it would write over another
   * without being asked to.
   */
  async save(
    text: string,
    options: { readonly formerName?: string; readonly replaces: boolean },
  ): Promise<FormatListing> {
    const { formerName, replaces } = options;
    const [offer] = offerFormats(text);
    const isTaken = offer !== undefined && offer.name !== formerName && this.#home.find(offer.name) !== null;
    if (isTaken && !replaces) {
      throw new ContractError('formats.exists', `There is a format "${offer.name}" already.`, {
        details: { name: offer.name },
      });
    }
    const stored = await this.#home.save(text);
    if (formerName !== undefined && formerName !== stored.name) await this.#home.remove(formerName);
    if (this.#case !== null && this.#case.find(stored.name) !== null) await this.#case.save(text);
    return describe({ origin: 'home', stored });
  }

  remove(name: string): Promise<boolean> {
    return this.#home.remove(name);
  }

  /** Saves what can be used of a file. @throws IngestError `ingest.format-invalid` when it is no format file. */
  async import(text: string, replaces: boolean): Promise<ImportedFormat[]> {
    const imported: ImportedFormat[] = [];
    for (const offer of offerFormats(text)) {
      const { name } = offer;
      const issues = [...offer.issues];
      if (issues.length === 0 && !replaces && this.#home.find(name) !== null) {
        const message = `There is a format "${name}" already.`;
        issues.push({ class: 'E_UNSUPPORTED', field: 'name', message, line: null, column: null });
      }
      if (issues.length === 0) await this.#home.save(offer.text);
      imported.push({ name, notes: [...offer.notes], issues });
    }
    return imported;
  }

  /** Copies formats into the case; a later change of the home does not change how the case is read. */
  async keep(names: ReadonlySet<string>, formats: readonly KnownFormat[]): Promise<void> {
    if (this.#case === null) return;
    for (const { name, text } of formats) {
      if (!names.has(name) || this.#case.find(name)?.text === text) continue;
      await this.#case.save(text);
    }
  }

  /** Of one name the home's, unless the case holds another text. */
  #known(): Known[] {
    const home = this.#home.list();
    const texts = new Map(home.map(({ name, text }) => [name, text]));
    const own = (this.#case?.list() ?? []).filter(({ name, text }) => texts.get(name) !== text);
    const names = new Set(own.map(({ name }) => name));
    const rest = home.filter(({ name }) => !names.has(name));
    return [
      ...own.map((stored) => ({ origin: 'case' as const, stored })),
      ...rest.map((stored) => ({ origin: 'home' as const, stored })),
    ].toSorted((a, b) => (a.stored.name < b.stored.name ? -1 : 1));
  }
}

function describe({ origin, stored }: Known): FormatListing {
  const { name, title, engine, samples, issues } = stored;
  return { name, title, origin, engine, samples: [...samples], issues: [...issues] };
}

function unknownFormat(name: string): IngestError {
  return new IngestError('ingest.not-found', `There is no log format "${name}".`, { details: { name } });
}
