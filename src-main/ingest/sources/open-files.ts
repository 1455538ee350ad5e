import { DecodedBytes } from './decoded-bytes.ts';
import { openLayer } from './open-layer.ts';
import { formatPacking, parsePacking } from './packing.ts';
import type { StoredBytes } from './stored-bytes.ts';
import { fileSystemPath, StoredFile } from './stored-file.ts';
import type { SpooledTable } from './table-spool.ts';
import type { SourceFile, SourceLimits } from './types.ts';

/** A source's bytes and the file on disk that they come from. */
export interface OpenEntry {
  readonly file: StoredFile;
  readonly bytes: StoredBytes;
}

interface Step {
  /** Packing up to and with this layer. */
  readonly packing: string;
  readonly bytes: StoredBytes;
}

/**
 * Keeps the archive in use open from one of its members to the next: those of a compressed archive lie in one stream, and
 * reading them in order goes on in it instead of decompressing it from the start for each. One source at a time; opening a
 * member of another file closes the file before.
 */
export class OpenFiles {
  private file: StoredFile | null = null;
  private path = '';
  private steps: Step[] = [];
  private packing = '';
  /** A table of the source opened last, laid on disk; other tables of the same file are read from there. */
  table: SpooledTable | null = null;

  /** @throws the system's error when the file cannot be opened */
  async open(source: SourceFile, limits: SourceLimits): Promise<OpenEntry> {
    const path = source.pathHex ?? source.absolutePath;
    if (this.packing !== source.packing) await this.dropTable();
    if (this.file === null || this.path !== path || source.packing === '') {
      await this.close();
      this.file = await StoredFile.open(fileSystemPath(source));
      this.path = path;
      // Remembered, so that a change of the archive between two members is seen.
      if (source.packing !== '') await this.file.readEnds();
    }
    this.packing = source.packing;
    return { file: this.file, bytes: await this.reach(this.file, source.packing, limits) };
  }

  private async reach(file: StoredFile, packing: string, limits: SourceLimits): Promise<StoredBytes> {
    const layers = parsePacking(packing);
    const wanted = layers.map((_, index) => formatPacking(layers.slice(0, index + 1)));
    const shared = this.steps.findIndex((step, index) => step.packing !== wanted[index]);
    await this.dropFrom(shared < 0 ? this.steps.length : shared);
    for (let index = this.steps.length; index < layers.length; index++) {
      const below = this.steps.at(-1)?.bytes ?? file;
      const layer = layers[index];
      if (layer !== undefined) {
        this.steps.push({ packing: wanted[index] as string, bytes: openLayer(below, layer, limits) });
      }
    }
    return this.steps.at(-1)?.bytes ?? file;
  }

  private async dropFrom(index: number): Promise<void> {
    for (const { bytes } of this.steps.splice(index).toReversed()) {
      if (bytes instanceof DecodedBytes) await bytes.close();
    }
  }

  async dropTable(): Promise<void> {
    const { table } = this;
    this.table = null;
    await table?.remove();
  }

  async close(): Promise<void> {
    await this.dropTable();
    await this.dropFrom(0);
    const { file } = this;
    this.file = null;
    await file?.close();
  }
}
