import { CatalogError } from '#shared/base/errors.ts';
import type { LakeManifest } from '#shared/domain/lake-manifest.ts';
import type { GoldFile, SegmentFile } from '#shared/domain/segment.ts';
import type { Anomaly, Incident } from '#shared/domain/detection.ts';
import type { TemplateEdit } from '#shared/domain/template-edit.ts';
import type { TemplateTable } from '#shared/domain/template.ts';
import { lakeFolder } from '../base/case-layout.ts';
import { JobRepository } from './repositories/jobs.ts';
import { KeyValueRepository } from './repositories/key-values.ts';
import { NoteRepository } from './repositories/notes.ts';
import { QualityCheckRepository } from './repositories/quality-checks.ts';
import { type CatalogRun, type NewRun, type RunFindings, RunRepository } from './repositories/runs.ts';
import { SegmentRepository } from './repositories/segments.ts';
import { type ShapeSightingRow, ShapeRepository } from './repositories/shapes.ts';
import { type SourceOutcome, type SourceProgressUpdate, SourceRepository } from './repositories/sources.ts';
import { TemplateEditRepository } from './repositories/template-edits.ts';
import { TemplateRepository } from './repositories/templates.ts';
import { ThresholdRepository } from './repositories/thresholds.ts';
import { queries, type Sqlite } from './sqlite.ts';
import { digestAlignments } from './templates-digest.ts';
import type { LockHolder } from './writer-lock.ts';

/** Everything one block adds to a case. */
export interface BlockCommit extends SourceProgressUpdate {
  readonly sourceId: number;
  readonly segments: readonly SegmentFile[];
  readonly shapes: readonly ShapeSightingRow[];
  /** Continuation lines at the head of the block that belong to an event of an earlier one and are not yet in its line count. */
  readonly extraLines?: { readonly eventId: number; readonly lines: number } | null;
}

/** What `openCase` hands over besides the open database. */
export interface CaseHandles {
  readonly caseDir: string;
  readonly mode: 'write' | 'read';
  /** The writer that ended without closing the case; null when there was none. */
  readonly abandonedBy: LockHolder | null;
  readonly release: () => void;
}

/**
 * The mutable state of a case. Methods are synchronous and each is one transaction, so that an acknowledged write is
 * on disk and no other work of the thread gets in between.
 */
export class CaseCatalog {
  readonly caseDir: string;
  readonly lakeDir: string;
  readonly mode: 'write' | 'read';
  readonly abandonedBy: LockHolder | null;
  readonly sources: SourceRepository;
  readonly segments: SegmentRepository;
  readonly shapes: ShapeRepository;
  readonly templates: TemplateRepository;
  readonly templateEdits: TemplateEditRepository;
  readonly jobs: JobRepository;
  readonly runs: RunRepository;
  readonly thresholds: ThresholdRepository;
  readonly notes: NoteRepository;
  readonly viewState: KeyValueRepository;
  readonly settings: KeyValueRepository;
  readonly qualityChecks: QualityCheckRepository;
  readonly #sqlite: Sqlite;
  readonly #release: () => void;

  constructor(sqlite: Sqlite, handles: CaseHandles) {
    this.#sqlite = sqlite;
    this.#release = handles.release;
    this.caseDir = handles.caseDir;
    this.lakeDir = lakeFolder(handles.caseDir);
    this.mode = handles.mode;
    this.abandonedBy = handles.abandonedBy;
    this.sources = new SourceRepository(sqlite);
    this.segments = new SegmentRepository(sqlite);
    this.shapes = new ShapeRepository(sqlite);
    this.templates = new TemplateRepository(sqlite);
    this.templateEdits = new TemplateEditRepository(sqlite);
    this.jobs = new JobRepository(sqlite);
    this.runs = new RunRepository(sqlite);
    this.thresholds = new ThresholdRepository(sqlite);
    this.notes = new NoteRepository(sqlite);
    this.viewState = new KeyValueRepository(sqlite, 'view_state');
    this.settings = new KeyValueRepository(sqlite, 'settings');
    this.qualityChecks = new QualityCheckRepository(sqlite);
  }

  /** Grows with every change a reader of the lake can see. */
  get revision(): number {
    return this.#readMeta('revision');
  }

  /** When the case was made, UTC milliseconds. */
  get createdMs(): number {
    return this.#readMeta('created_ms');
  }

  /**
   * Names a block's files and moves its source on, in one transaction: the acknowledgement of the block.
   * The files must be durable already (SegmentWriter.write has settled).
   * @throws CatalogError `catalog.unbalanced` | `catalog.constraint` (the block is already there) | `catalog.unknown-shape` | `catalog.disk-full` | `catalog.io`; nothing of the block is stored then.
   */
  commitBlock(block: BlockCommit): void {
    this.#change(() => {
      this.sources.setProgress(block.sourceId, block);
      this.segments.add(block.segments);
      this.shapes.addUses(block.shapes);
      if (block.extraLines) this.segments.addExtraLines(block.extraLines.eventId, block.extraLines.lines);
    });
  }

  finishSource(sourceId: number, outcome: SourceOutcome): void {
    this.#change(() => this.sources.finish(sourceId, outcome));
  }

  /** Replaces the templates by a new mining. */
  saveTemplates(table: TemplateTable): void {
    this.#change(() => this.#replaceTemplates(table));
  }

  /** Replaces the edits together with the templates that come of them. */
  saveTemplateEdits(edits: readonly TemplateEdit[], table: TemplateTable): void {
    this.#change(() => {
      this.templateEdits.replace(edits);
      this.#replaceTemplates(table);
    });
  }

  /** Sets a setting that changes what the case shows. @param value Plain JSON data; undefined removes it. */
  saveSetting(key: string, value: unknown): void {
    this.#change(() => this.settings.set(key, value));
  }

  /** Tells by which template each message is counted: equal digests, equal features. Null before the first mining. */
  get templatesDigest(): string | null {
    return this.#findMeta('templates_digest');
  }

  /** Whether the current run was made with other templates than the case has now. */
  get areScoresStale(): boolean {
    const digest = this.runs.current()?.templatesDigest ?? null;
    return digest !== null && digest !== this.templatesDigest;
  }

  /** Whether it would be with these templates. */
  areScoresStaleWith({ alignments }: TemplateTable): boolean {
    const digest = this.runs.current()?.templatesDigest ?? null;
    return digest !== null && digest !== digestAlignments(alignments);
  }

  /** Stores a finished analysis and makes it current. Its gold files must be durable already. */
  commitRun(run: NewRun): CatalogRun {
    return this.#change(() => this.runs.add(run, this.templatesDigest, Date.now()));
  }

  replaceFindings(runId: string, findings: RunFindings): void {
    this.#change(() => this.runs.replaceFindings(runId, findings));
  }

  /** Everything a reader of the lake needs, from one point in time. */
  manifest(): LakeManifest {
    return this.#sqlite.snapshot(() => {
      const run = this.runs.current();
      const gold: GoldFile[] = run === null ? [] : this.runs.gold(run.runId);
      const anomalies: Anomaly[] = run === null ? [] : this.runs.anomalies(run.runId);
      const incidents: Incident[] = run === null ? [] : this.runs.incidents(run.runId);
      return {
        revision: this.revision,
        sources: this.sources.list().map(({ sourceId, path, member, format, account }) => {
          return { sourceId, path, member, format, hasMultiEventLines: account.events !== account.eventLines };
        }),
        segments: this.segments.list(),
        extraLines: this.segments.listExtraLines(),
        shapes: this.shapes.list(),
        templates: this.templates.list(),
        alignments: this.templates.listAlignments(),
        variants: this.templates.listVariants(),
        session: sessionOf(run),
        threshold: run?.threshold ?? null,
        gold,
        anomalies,
        incidents,
      };
    });
  }

  /** Checks the database file itself. @returns Problems in SQLite's words; empty when sound. */
  checkIntegrity(): string[] {
    try {
      const found = this.#sqlite.pragma('integrity_check').map((row) => String(row['integrity_check']));
      const broken = this.#sqlite.pragma('foreign_key_check').map((row) => String(row['table']));
      return [
        ...found.filter((text) => text !== 'ok'),
        ...broken.map((table) => `a row of ${table} refers to a row that is not there`),
      ];
    } catch (error) {
      // Damage can go so deep that even the check cannot read on.
      if (error instanceof CatalogError && error.code === 'catalog.corrupt') return [error.message];
      throw error;
    }
  }

  /** Gives up the lock. Safe to call twice. */
  close(): void {
    if (this.#sqlite.database.open) this.#sqlite.database.close();
    this.#release();
  }

  #change<T>(work: () => T): T {
    return this.#sqlite.transaction(() => {
      const result = work();
      this.#setMeta('revision', String(this.revision + 1));
      return result;
    });
  }

  #replaceTemplates(table: TemplateTable): void {
    this.templates.replace(table, Date.now());
    this.#setMeta('templates_digest', digestAlignments(table.alignments));
  }

  #readMeta(key: string): number {
    return Number(this.#findMeta(key) ?? 0);
  }

  #findMeta(key: string): string | null {
    return this.#sqlite.first(queries.selectFrom('meta').select('value').where('key', '=', key))?.value ?? null;
  }

  #setMeta(key: string, value: string): void {
    const row = { key, value };
    this.#sqlite.run(
      queries
        .insertInto('meta')
        .values(row)
        .onConflict((c) => c.column('key').doUpdateSet(row)),
    );
  }
}

/** Analysis options are the analysis' own; the lake needs only how its units were cut. */
function sessionOf(run: CatalogRun | null): string | null {
  const options = run?.options;
  if (typeof options !== 'object' || options === null || !('session' in options)) return null;
  return typeof options.session === 'string' ? options.session : null;
}
