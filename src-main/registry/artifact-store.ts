import { mkdirSync } from 'node:fs';
import { readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelError } from '#shared/base/errors.ts';
import { writeFileAtomic } from '../base/atomic-write.ts';
import { toRegistryError } from './registry-errors.ts';

const NAME = /^([0-9a-f]{64})\.(model|memory)$/;

/** An artifact that no version names is an interrupted training's, unless it is this young: then its row may be coming. */
const ORPHAN_AFTER_MS = 3_600_000;

export type ArtifactKind = 'model' | 'memory';

/** Files of the registry, each named by the hash of what it holds. Written aside and renamed, never changed. */
export class ArtifactStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    } catch (error) {
      throw toRegistryError(error, folder);
    }
  }

  path(hash: string, kind: ArtifactKind): string {
    return join(this.#folder, `${hash}.${kind}`);
  }

  /** Durable when it settles. A file of that name holds the same and is kept, as if written now. */
  async write(hash: string, kind: ArtifactKind, bytes: Uint8Array): Promise<void> {
    const path = this.path(hash, kind);
    try {
      const known = await stat(path).catch(() => null);
      if (known?.size === bytes.byteLength) {
        const now = new Date();
        await utimes(path, now, now);
        return;
      }
      await writeFileAtomic(path, bytes, { mode: 0o600 });
    } catch (error) {
      throw toRegistryError(error, path);
    }
  }

  /** @throws ModelError `model.artifact-missing` */
  async read(hash: string, kind: ArtifactKind): Promise<Uint8Array> {
    const path = this.path(hash, kind);
    try {
      return await readFile(path);
    } catch (cause) {
      const why = `The file of this model, ${path}, cannot be read. Import the model again or train a new version.`;
      throw new ModelError('model.artifact-missing', why, { cause, location: { path } });
    }
  }

  remove(hash: string, kind: ArtifactKind): Promise<void> {
    return rm(this.path(hash, kind), { force: true });
  }

  /** Removes what no version names. @returns Number of files removed. */
  async clean(isNamed: (hash: string, kind: ArtifactKind) => boolean, nowMs: number): Promise<number> {
    let removed = 0;
    for (const name of await readdir(this.#folder)) {
      const [, hash, kind] = NAME.exec(name) ?? [];
      const isAside = name.endsWith('.tmp');
      if (!isAside && (hash === undefined || isNamed(hash, kind as ArtifactKind))) continue;
      const path = join(this.#folder, name);
      const info = await stat(path).catch(() => null);
      if (info === null || nowMs - info.mtimeMs < ORPHAN_AFTER_MS) continue;
      await rm(path, { force: true });
      removed++;
    }
    return removed;
  }
}
