import { join } from 'node:path';
import { ArtifactStore } from './artifact-store.ts';
import { RegistryDatabase } from './registry-database.ts';
import { ScheduleRepository } from './schedule-repository.ts';
import { type NewVersion, type StoredVersion, VersionRepository } from './version-repository.ts';
import { WatchRepository } from './watch-repository.ts';

/** What a version is made of, as files. */
export interface VersionFiles {
  readonly model: Uint8Array;
  /** Sample of the training units; null when none is kept. */
  readonly memory: Uint8Array | null;
}

/**
 * The models of a home folder, shared by its cases and by every process on it:
 *
 *     models/registry.sqlite       names, versions, aliases, observations, alerts, schedules
 *     models/artifacts/HASH.model  the fitted model as data; HASH.memory a sample of its training units
 *
 * A version's files are durable before its row is written; a file without a row counts for nothing and is removed later.
 */
export class ModelRegistry {
  readonly versions: VersionRepository;
  readonly watch: WatchRepository;
  readonly schedules: ScheduleRepository;
  readonly #database: RegistryDatabase;
  readonly #artifacts: ArtifactStore;

  /** @throws ModelError `model.newer` | `model.read-only` | `model.disk-full` | `model.corrupt` | `model.io` */
  constructor(homeDir: string) {
    const folder = join(homeDir, 'models');
    this.#database = new RegistryDatabase(folder);
    this.#artifacts = new ArtifactStore(join(folder, 'artifacts'));
    this.versions = new VersionRepository(this.#database);
    this.watch = new WatchRepository(this.#database);
    this.schedules = new ScheduleRepository(this.#database);
  }

  /** Stores a version with its files; it can be used when this settles. */
  async add(version: NewVersion, files: VersionFiles): Promise<StoredVersion> {
    const { artifactHash, memoryHash } = version;
    await this.#artifacts.write(artifactHash, 'model', files.model);
    if (memoryHash !== null && files.memory !== null) {
      await this.#artifacts.write(memoryHash, 'memory', files.memory);
    }
    return this.versions.add(version, Date.now());
  }

  /** @throws ModelError `model.artifact-missing` */
  readModel(version: Pick<StoredVersion, 'artifactHash'>): Promise<Uint8Array> {
    return this.#artifacts.read(version.artifactHash, 'model');
  }

  /** Null when the version keeps no sample. @throws ModelError `model.artifact-missing` */
  async readMemory({ memoryHash }: Pick<StoredVersion, 'memoryHash'>): Promise<Uint8Array | null> {
    return memoryHash === null ? null : this.#artifacts.read(memoryHash, 'memory');
  }

  /** @param number Null: every version of the name. @throws ModelError `model.not-found` | `model.is-champion` */
  async remove(name: string, number: number | null): Promise<void> {
    const gone = number === null ? this.versions.list(name) : [this.versions.get(name, number)];
    if (number === null) this.versions.removeAll(name);
    else this.versions.remove(name, number, Date.now());
    for (const { artifactHash, memoryHash } of gone) {
      if (!this.versions.usesArtifact(artifactHash)) await this.#artifacts.remove(artifactHash, 'model');
      if (memoryHash !== null && !this.versions.usesArtifact(memoryHash)) {
        await this.#artifacts.remove(memoryHash, 'memory');
      }
    }
  }

  /** Removes files of trainings that were cut off. @returns Number of files removed. */
  clean(): Promise<number> {
    return this.#artifacts.clean((hash) => this.versions.usesArtifact(hash), Date.now());
  }

  dispose(): void {
    this.#database.close();
  }
}
