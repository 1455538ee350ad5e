import { existsSync, mkdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { CatalogError, ContractError, SentinelError } from '#shared/base/errors.ts';
import type { CaseCatalog } from '../catalog/case-catalog.ts';
import { catalogPath, openCase } from '../catalog/open.ts';
import type { HomeRules } from './home-rules.ts';
import { caseIdOf, type HomeStore } from './home-store.ts';

/** A closable thing made from a session's catalog; made on first use, closed with the session. */
interface Attachment {
  dispose(): Promise<void> | void;
}

/**
 * One open case of this process. It is opened for reading; the first change opens it for writing, so that looking at a
 * case never locks others out of it.
 */
export class CaseSession {
  readonly caseId: string;
  readonly dir: string;
  /** Rules of all cases of the home it was opened from. */
  readonly homeRules: HomeRules;
  #catalog: CaseCatalog;
  #upgrade: Promise<CaseCatalog> | null = null;
  readonly #attachments = new Map<symbol, Promise<Attachment>>();

  constructor(caseId: string, catalog: CaseCatalog, homeRules: HomeRules) {
    this.caseId = caseId;
    this.dir = catalog.caseDir;
    this.homeRules = homeRules;
    this.#catalog = catalog;
  }

  get name(): string {
    return basename(this.dir).replace(/\.sentinel$/, '');
  }

  /** For reading; changes go through `writable()`. */
  get catalog(): CaseCatalog {
    return this.#catalog;
  }

  /** @throws CatalogError `catalog.locked` while another process writes the case. */
  async writable(): Promise<CaseCatalog> {
    if (this.#catalog.mode === 'write') return this.#catalog;
    this.#upgrade ??= this.#openForWriting();
    try {
      return await this.#upgrade;
    } finally {
      this.#upgrade = null;
    }
  }

  /** The one instance of something this session owns, made on first use. */
  attached<T extends Attachment>(key: symbol, make: () => Promise<T>): Promise<T> {
    const known = this.#attachments.get(key);
    if (known !== undefined) return known as Promise<T>;
    const made = make();
    this.#attachments.set(key, made);
    made.catch(() => this.#attachments.delete(key));
    return made;
  }

  async close(): Promise<void> {
    const attachments = [...this.#attachments.values()];
    this.#attachments.clear();
    for (const attachment of attachments) await (await attachment).dispose();
    this.#catalog.close();
  }

  async #openForWriting(): Promise<CaseCatalog> {
    const writable = await openCase(this.dir, { mode: 'write' });
    const before = this.#catalog;
    this.#catalog = writable;
    before.close();
    return writable;
  }
}

interface Entry {
  readonly session: CaseSession;
  /** A window holds it open, besides the calls and jobs under way. */
  isPinned: boolean;
  users: number;
}

/** Every case this process has open, by id. */
export class CaseSessions {
  readonly #home: HomeStore;
  readonly #entries = new Map<string, Promise<Entry>>();

  constructor(home: HomeStore) {
    this.#home = home;
  }

  /** Makes the folder and its catalog. @throws CatalogError `catalog.exists` when there is a case already. */
  async create(dir: string): Promise<CaseSession> {
    const full = resolve(dir);
    if (existsSync(catalogPath(full)) || this.#entries.has(caseIdOf(full))) {
      throw new CatalogError(
        'catalog.exists',
        `There is a case in ${full} already. Open it, or choose another folder.`,
      );
    }
    return this.#remember(full, openCase(full, { mode: 'create' }));
  }

  /** Opens by folder and keeps it open until `unpin`. */
  async openDir(dir: string): Promise<CaseSession> {
    const full = resolve(dir);
    const known = this.#entries.get(caseIdOf(full));
    if (known !== undefined) return pinned(await known).session;
    return this.#remember(full, openForReading(full));
  }

  /** Runs `work` with the case open, opening a known one when needed. @throws ContractError `case.not-found` */
  async use<T>(caseId: string, work: (session: CaseSession) => Promise<T> | T): Promise<T> {
    const entry = await this.#entry(caseId);
    entry.users++;
    try {
      return await work(entry.session);
    } finally {
      await this.#release(caseId, entry);
    }
  }

  /** Keeps the case open until the returned function is called. */
  async hold(caseId: string): Promise<{ session: CaseSession; release: () => Promise<void> }> {
    const entry = await this.#entry(caseId);
    entry.users++;
    return { session: entry.session, release: () => this.#release(caseId, entry) };
  }

  /** Lets go of a case; it closes when nothing uses it. False when it was not open. */
  async unpin(caseId: string): Promise<boolean> {
    const entry = await this.#entries.get(caseId);
    if (entry === undefined) return false;
    entry.isPinned = false;
    if (entry.users === 0) await this.#close(caseId, entry);
    return true;
  }

  /** Folder of a case that is open or known to the home. @throws ContractError `case.not-found` */
  dirOf(caseId: string): string {
    const known = this.#home.findCase(caseId);
    if (known === null) throw unknownCase(caseId);
    return known.dir;
  }

  async dispose(): Promise<void> {
    for (const [caseId, entry] of this.#entries) await this.#close(caseId, await entry);
  }

  async #entry(caseId: string): Promise<Entry> {
    const open = this.#entries.get(caseId);
    if (open !== undefined) return open;
    await this.openDir(this.dirOf(caseId));
    const opened = this.#entries.get(caseId);
    if (opened === undefined) throw unknownCase(caseId);
    return opened;
  }

  async #remember(dir: string, opening: Promise<CaseCatalog>): Promise<CaseSession> {
    const caseId = caseIdOf(dir);
    const { rules } = this.#home;
    const entry = opening.then((catalog) => ({
      session: new CaseSession(caseId, catalog, rules),
      isPinned: true,
      users: 0,
    }));
    this.#entries.set(caseId, entry);
    try {
      const { session } = await entry;
      this.#home.rememberCase(dir, session.name, Date.now());
      return session;
    } catch (error) {
      this.#entries.delete(caseId);
      throw error;
    }
  }

  async #release(caseId: string, entry: Entry): Promise<void> {
    entry.users--;
    if (entry.users === 0 && !entry.isPinned) await this.#close(caseId, entry);
  }

  async #close(caseId: string, entry: Entry): Promise<void> {
    if (!this.#entries.delete(caseId)) return;
    await entry.session.close();
  }
}

/** A case of an older schema is brought up to date by opening it for writing. */
async function openForReading(dir: string): Promise<CaseCatalog> {
  try {
    return await openCase(dir, { mode: 'read' });
  } catch (error) {
    if (!(error instanceof SentinelError) || error.code !== 'catalog.older') throw error;
    return openCase(dir, { mode: 'write' });
  }
}

function pinned(entry: Entry): Entry {
  entry.isPinned = true;
  return entry;
}

function unknownCase(caseId: string): ContractError {
  return new ContractError('case.not-found', `Case ${caseId} is not known here. Open it by its folder.`);
}

/** Makes and returns a new, empty folder for a case below `casesDir`; two callers never get the same. */
export function claimCaseDir(casesDir: string, name: string): string {
  const safe = name.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '');
  const base = safe.slice(0, 80) || 'case';
  mkdirSync(casesDir, { recursive: true, mode: 0o700 });
  for (let number = 1; ; number++) {
    const dir = join(casesDir, `${base}${number === 1 ? '' : `-${number}`}.sentinel`);
    try {
      mkdirSync(dir, { mode: 0o700 });
      return dir;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
