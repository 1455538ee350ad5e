import { ContractError } from '#shared/base/errors.ts';
import { MAX_LISTED_TEMPLATES, type TemplateChange, type TemplateCount } from '#shared/contract/template-edits.ts';
import { TEMPLATE_PATCH_FORMAT, type TemplateEdit, type TemplatePatch } from '#shared/domain/template-edit.ts';
import type { CaseCatalog } from '../../catalog/case-catalog.ts';
import type { CaseReader } from '../../lake/case-reader.ts';
import { type EditRequest, planEdit } from '../../pipelines/templates/plan-edit.ts';
import {
  compareStates,
  type CountedTemplate,
  countTemplates,
  stateOf,
  type TemplateState,
} from '../../pipelines/templates/template-change.ts';
import { type EditPlan, TemplateDesk } from '../../pipelines/templates/template-desk.ts';
import { CaseReading } from '../case-reading.ts';
import type { CaseSession } from '../case-sessions.ts';
import type { ServiceContext } from '../context.ts';

const DESK = Symbol('template desk');

/** Stages of a job in which it reads and mines; edits made then are in what it mines next. */
const READING_STAGES = new Set(['read', 'templates']);

/** Tries to store a change while the case grows; the job that makes it grow mines with the last one in any case. */
const MAX_ATTEMPTS = 20;

/** What to do with the case's list of edits. */
export type Change =
  | EditRequest
  | { readonly kind: 'undo'; readonly editId?: string }
  | { readonly kind: 'import'; readonly patch: TemplatePatch; readonly mode: 'append' | 'replace' };

export function deskOf(session: CaseSession): Promise<TemplateDesk> {
  return session.attached(DESK, async () => new TemplateDesk());
}

/**
 * Changes the templates of a case, or only says what would change.
 * @throws ContractError `case.busy` | `templates.not-found` | `templates.no-edit`, ParsingError `templates.*`,
 * CatalogError `catalog.locked`; nothing is stored then.
 */
export async function changeTemplates(
  context: ServiceContext,
  session: CaseSession,
  change: Change,
  options: ChangeOptions,
): Promise<TemplateChange> {
  const catalog = options.isPreview ? session.catalog : await session.writable();
  if (!options.isPreview) refuseWhileScoring(context, session);
  const desk = await deskOf(session);
  return desk.inTurn(async () => {
    for (let attempt = 1; ; attempt++) {
      const { plan, answer } = await workOut(session, catalog, desk, change, options);
      if (!answer.isStored) return answer;
      // Scoring may have begun while the change was worked out, or more been read.
      refuseWhileScoring(context, session);
      if (attempt < MAX_ATTEMPTS && hasGrown(catalog, plan)) continue;
      catalog.saveTemplateEdits(plan.edits, plan.table);
      return { ...answer, version: catalog.revision };
    }
  });
}

interface ChangeOptions {
  readonly isPreview: boolean;
  readonly signal?: AbortSignal;
}

async function workOut(
  session: CaseSession,
  catalog: CaseCatalog,
  desk: TemplateDesk,
  change: Change,
  { isPreview, signal }: ChangeOptions,
): Promise<{ readonly plan: EditPlan; readonly answer: TemplateChange }> {
  const { reader } = await CaseReading.of(session);
  const plan = await makePlan(desk, await desk.open(catalog), change, { catalog, reader, signal });
  const before = currentState(catalog);
  const difference = await compareStates(reader, plan.shapes, before, stateOf(plan.table), signal);
  const fitting = await countAlike(reader, plan, before, signal);
  const hasEffect = difference.before.length + difference.after.length > 0;
  const isStored = !isPreview && (hasEffect || change.kind === 'import' || change.kind === 'undo');
  const answer = {
    isStored,
    version: catalog.revision,
    edits: hasEffect || isStored ? [...plan.changed] : [],
    before: shorten(difference.before),
    after: shorten(difference.after),
    alike: shorten(fitting),
    totals: { before: difference.before.length, after: difference.after.length, alike: fitting.length },
    templates: difference.templates,
    movedEvents: difference.movedEvents,
    scoresAreStale: catalog.areScoresStaleWith(plan.table),
  };
  return { plan, answer };
}

async function countAlike(
  reader: CaseReader,
  { alike, shapes }: EditPlan,
  state: TemplateState,
  signal?: AbortSignal,
): Promise<CountedTemplate[]> {
  if (alike.length === 0) return [];
  const texts = new Set(alike);
  const counts = await countTemplates(reader, shapes, state, signal);
  return state.templates
    .filter(({ text }) => texts.has(text))
    .map(({ templateId, text, name }) => ({ templateId, text, name, count: counts.get(templateId) ?? 0 }))
    .toSorted((a, b) => b.count - a.count);
}

/** A job that reads mines again when it ends; what is stored after that must be of all shapes. */
function hasGrown(catalog: CaseCatalog, { shapes }: EditPlan): boolean {
  const { events, shapes: count } = catalog.shapes.totals();
  return count !== shapes.length || events !== shapes.reduce((sum, shape) => sum + shape.count, 0);
}

async function makePlan(
  desk: TemplateDesk,
  open: Awaited<ReturnType<TemplateDesk['open']>>,
  change: Change,
  place: Parameters<typeof planEdit>[2],
): Promise<EditPlan> {
  if (change.kind === 'undo') return desk.remove(open, change.editId);
  if (change.kind !== 'import') return desk.add(open, await planEdit(change, open, place));
  const kept = change.mode === 'replace' ? [] : open.edits;
  const known = new Set(kept.map(({ editId }) => editId));
  const added = uniqueById(change.patch.edits).filter(({ editId }) => !known.has(editId));
  return { ...(await desk.replace(open.shapes, [...kept, ...added])), changed: added };
}

export function exportPatch(catalog: CaseCatalog): TemplatePatch {
  return { format: TEMPLATE_PATCH_FORMAT, version: 1, edits: catalog.templateEdits.list() };
}

function currentState(catalog: CaseCatalog): TemplateState {
  const { templates } = catalog;
  return {
    templates: templates.list(),
    alignments: templates.listAlignments(),
    variants: templates.listVariants(),
  };
}

/** Scoring asks for templates again and again: they must be the same from its first question to its last. */
function refuseWhileScoring({ jobs }: ServiceContext, { caseId }: CaseSession): void {
  const isScoring = jobs
    .active(caseId)
    .some(({ kind, progress }) => kind !== 'analyze' || (progress !== null && !READING_STAGES.has(progress.stage)));
  if (!isScoring) return;
  throw new ContractError('case.busy', 'The case is being scored with its templates; wait for that or cancel it.');
}

function uniqueById(edits: readonly TemplateEdit[]): TemplateEdit[] {
  return [...new Map(edits.map((edit) => [edit.editId, edit])).values()];
}

function shorten(templates: readonly CountedTemplate[]): TemplateCount[] {
  return templates.slice(0, MAX_LISTED_TEMPLATES).map((template) => ({ ...template }));
}
