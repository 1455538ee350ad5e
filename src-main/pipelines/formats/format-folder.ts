import { closeSync, fstatSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { IngestError } from '#shared/base/errors.ts';
import type { FormatIssue } from '#shared/domain/format-issue.ts';
import { writeFileAtomic } from '../../base/atomic-write.ts';
import type { FormatDefinition } from '../../ingest/formats/format-definition.ts';
import { FORMAT_NAME, invalidFormat, readFormat } from '../../ingest/formats/user/index.ts';

/** A format file of a folder. */
export interface StoredFormat {
  /** Of the format; of a file that cannot be read the file's own. */
  readonly name: string;
  readonly path: string;
  readonly text: string;
  /** Null when there are issues. */
  readonly definition: FormatDefinition | null;
  readonly title: string;
  readonly engine: string;
  readonly samples: readonly string[];
  readonly issues: readonly FormatIssue[];
}

const SUFFIXES: ReadonlySet<string> = new Set(['.yaml', '.yml', '.json']);
const MAX_FILES = 500;
const MAX_FILE_BYTES = 2 ** 20;

/** The user's formats of a home or a case: a file each, which can be put there by hand as well. */
export class FormatFolder {
  readonly dir: string;

  constructor(dir: string) {
    this.dir = dir;
  }

  /** By name; of two files with one name the first counts. Files that are wrong are listed with their issues. */
  list(): StoredFormat[] {
    const found = new Map<string, StoredFormat>();
    for (const file of this.#files()) {
      const stored = readStored(join(this.dir, file), file);
      if (!found.has(stored.name)) found.set(stored.name, stored);
    }
    return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  find(name: string): StoredFormat | null {
    return this.list().find((stored) => stored.name === name) ?? null;
  }

  /**
   * Writes a format under its name; a file that held the name before goes.
   * @throws IngestError `ingest.format-invalid` when anything is wrong with it; nothing is written then.
   */
  async save(text: string): Promise<StoredFormat> {
    const { definition, issues } = readFormat(text);
    if (definition === null) throw invalidFormat(issues, null);
    const before = this.find(definition.name);
    mkdirSync(this.dir, { recursive: true, mode: 0o700 });
    const path = join(this.dir, `${definition.name}.yaml`);
    await writeFileAtomic(path, text);
    if (before !== null && before.path !== path) await rm(before.path, { force: true });
    return readStored(path, `${definition.name}.yaml`);
  }

  /** @returns false when there is none of that name. */
  async remove(name: string): Promise<boolean> {
    const stored = this.find(name);
    if (stored === null) return false;
    await rm(stored.path);
    return true;
  }

  #files(): string[] {
    try {
      const files = readdirSync(this.dir).filter((file) => !file.startsWith('.') && SUFFIXES.has(extname(file)));
      return files.toSorted().slice(0, MAX_FILES);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw new IngestError('ingest.unreadable', `The formats in ${this.dir} cannot be listed.`, {
        location: { path: this.dir },
        cause: error,
      });
    }
  }
}

/**
 * The text of a format file.
 * @throws IngestError `ingest.unreadable` | `ingest.too-large`
 */
export function readFormatFile(path: string): string {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    throw unreadable(path, error);
  }
  try {
    const { size } = fstatSync(file);
    if (size > MAX_FILE_BYTES) {
      throw new IngestError('ingest.too-large', `${path} is too large for a format file.`, { location: { path } });
    }
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof IngestError) throw error;
    throw unreadable(path, error);
  } finally {
    closeSync(file);
  }
}

function unreadable(path: string, cause: unknown): IngestError {
  return new IngestError('ingest.unreadable', `The format file ${path} cannot be read.`, { location: { path }, cause });
}

function readStored(path: string, file: string): StoredFormat {
  const stem = file.slice(0, -extname(file).length);
  try {
    const text = readFormatFile(path);
    const { definition, draft, file: fields, issues } = readFormat(text);
    const name = fields !== null && FORMAT_NAME.test(fields.name) ? fields.name : stem;
    const samples = (fields?.samples ?? []).map((sample) => (typeof sample === 'string' ? sample : sample.line));
    const engine = draft === null ? 'unknown' : (draft.engine ?? 'pattern');
    return { name, path, text, definition, title: fields?.title ?? name, engine, samples, issues };
  } catch (error) {
    if (!(error instanceof IngestError)) throw error;
    const issue: FormatIssue = { class: 'E_IO', field: '', message: error.message, line: null, column: null };
    return {
      name: stem,
      path,
      text: '',
      definition: null,
      title: stem,
      engine: 'unknown',
      samples: [],
      issues: [issue],
    };
  }
}
