import { randomUUID } from 'node:crypto';
import { ContractError } from '#shared/base/errors.ts';
import type { AppliedEdit } from '#shared/contract/template-edits.ts';
import type { ShapeUse, TemplateTable } from '#shared/domain/template.ts';
import type { TemplateEdit } from '#shared/domain/template-edit.ts';
import type { CaseCatalog } from '../../catalog/case-catalog.ts';
import { applyEdits, type SlicesByShape } from '../../parsing/edits/apply-edits.ts';
import type { EditBody, Proposal } from '../../parsing/edits/propose-edit.ts';
import { tableOf } from '../../parsing/template-miner.ts';
import { describeEdits } from './applied-edits.ts';
import { CaseMiner } from './case-miner.ts';

/** The shapes of a case with what is mined of them under its edits. */
export interface OpenTemplates {
  readonly shapes: readonly ShapeUse[];
  readonly edits: readonly TemplateEdit[];
  /** Before edits other than patterns are applied, and after all. */
  readonly mined: SlicesByShape;
  readonly slices: SlicesByShape;
}

/** A list of edits to put in place of the case's, and what comes of it. */
export interface EditPlan {
  readonly shapes: readonly ShapeUse[];
  readonly edits: readonly TemplateEdit[];
  /** Edits that are added, or taken away. */
  readonly changed: readonly TemplateEdit[];
  readonly table: TemplateTable;
  /** Texts of templates that fit the new edit besides the chosen ones. */
  readonly alike: readonly string[];
}

interface Mined {
  readonly key: string;
  readonly slices: SlicesByShape;
}

/**
 * Where the templates of an open case are edited: keeps what was mined, so that one edit after another costs only its
 * own work. Nothing is stored here.
 */
export class TemplateDesk {
  readonly #miner = new CaseMiner();
  #mined: Mined | null = null;
  #last: Promise<unknown> = Promise.resolve();

  /** Runs work after all earlier work of this desk: an edit starts from what the one before it left. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#last.catch(() => undefined).then(work);
    this.#last = next;
    return next;
  }

  async open(catalog: CaseCatalog): Promise<OpenTemplates> {
    const shapes = catalog.shapes.list();
    const edits = catalog.templateEdits.list();
    const mined = await this.#mine(shapes, edits);
    return { shapes, edits, mined, slices: applyEdits(mined, edits) };
  }

  /** What each edit takes hold of. */
  describe(open: OpenTemplates): Promise<AppliedEdit[]> {
    return describeEdits(open, this.#miner.patterns);
  }

  /** Adds one edit behind those the case has. */
  async add({ shapes, edits }: OpenTemplates, { body, alike }: Proposal): Promise<EditPlan> {
    const edit = headed(body);
    return { ...(await this.replace(shapes, [...edits, edit])), changed: [edit], alike };
  }

  /** @param editId Default: the last one. @throws ContractError `templates.no-edit` */
  async remove({ shapes, edits }: OpenTemplates, editId?: string): Promise<EditPlan> {
    const edit = editId === undefined ? edits.at(-1) : edits.find((each) => each.editId === editId);
    if (edit === undefined) {
      throw new ContractError(
        'templates.no-edit',
        'There is no edit to take back; the templates are as they were mined.',
      );
    }
    const rest = edits.filter((each) => each !== edit);
    return { ...(await this.replace(shapes, rest)), changed: [edit] };
  }

  /** @throws ParsingError `templates.bad-pattern` */
  async replace(shapes: readonly ShapeUse[], edits: readonly TemplateEdit[]): Promise<EditPlan> {
    const slices = applyEdits(await this.#mine(shapes, edits), edits);
    return { shapes, edits, changed: edits, table: tableOf(shapes, slices, edits), alike: [] };
  }

  async dispose(): Promise<void> {
    await this.#last.catch(() => undefined);
    await this.#miner.dispose();
  }

  /** Shapes only ever grow in number and count, so that both tell whether they are the same. */
  async #mine(shapes: readonly ShapeUse[], edits: readonly TemplateEdit[]): Promise<SlicesByShape> {
    const events = shapes.reduce((sum, shape) => sum + shape.count, 0);
    const patterns = edits.filter(({ kind }) => kind === 'mask-pattern');
    const key = JSON.stringify([shapes.length, events, patterns]);
    if (this.#mined?.key === key) return this.#mined.slices;
    const slices = await this.#miner.mineSlices(shapes, edits);
    this.#mined = { key, slices };
    return slices;
  }
}

function headed(body: EditBody): TemplateEdit {
  return { editId: randomUUID(), createdMs: Date.now(), ...body };
}
