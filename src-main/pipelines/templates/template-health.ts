import type { TemplateHealth } from '#shared/contract/template-statistics.ts';
import { templateParts } from '#shared/domain/template-text.ts';
import type { CaseReader } from '../../lake/case-reader.ts';
import { findAlike } from '../../parsing/edits/alike-templates.ts';
import { commonPattern } from '../../parsing/edits/common-text.ts';
import { tableOf } from '../../parsing/template-miner.ts';
import { templateIdOf } from '../../parsing/write-table.ts';
import { suggestEdits, type TemplateUse } from './suggest-edits.ts';
import { countTemplates, stateOf } from './template-change.ts';
import type { OpenTemplates } from './template-desk.ts';

/** Points of the growth curve, and the share of the input that counts as its end. */
const GROWTH_POINTS = 50;
const LAST_SHARE = 0.1;
/** From these on a figure is told as a problem. */
const MANY_SINGLETONS = 0.5;
const CATCH_ALL_SHARE = 0.9;
const CATCH_ALL_SHAPES = 20;
const MANY_NEW = 10;
const MANY_ALIKE = 0.2;
/** Below so many templates shares say little. */
const FEW_TEMPLATES = 20;

/** How good the templates of a case are, from its shapes and counts. @param limit Entries of each list. */
export async function describeHealth(
  { shapes, slices, edits }: OpenTemplates,
  reader: CaseReader,
  limit: number,
  signal?: AbortSignal,
): Promise<TemplateHealth> {
  const state = stateOf(tableOf(shapes, slices, edits));
  const counts = await countTemplates(reader, shapes, state, signal);
  const uses = new Map<string, TemplateUse>();
  for (const { templateId, text, name } of state.templates) {
    uses.set(templateId, {
      templateId,
      text,
      name,
      count: counts.get(templateId) ?? 0,
      slices: [],
      firstEventId: Number.POSITIVE_INFINITY,
    });
  }
  for (const slice of slices.flat()) {
    const use = uses.get(templateIdOf(slice.pattern.text));
    if (use === undefined) continue;
    use.slices.push(slice);
    use.firstEventId = Math.min(use.firstEventId, shapes[slice.shape]?.firstEventId ?? 0);
  }
  const templates = [...uses.values()].filter(({ count }) => count > 0);
  const events = shapes.reduce((sum, { count }) => sum + count, 0);
  const alike = findAlike(templates.map(({ text }) => text)).map((set) =>
    set.map((index) => templates[index] as TemplateUse),
  );
  const figures = {
    templates: templates.length,
    shapes: shapes.length,
    events,
    edits: edits.length,
    ...countSingletons(templates),
    top: describeTop(templates, events),
    allWildcards: templates.filter(isAllWildcards).map(describe).slice(0, limit),
    ...measureGrowth(templates, events),
  };
  const problems = findProblems(figures, alike);
  const isBad = problems.length > 1 || problems.some(({ code }) => code === 'catch-all');
  return {
    verdict: problems.length === 0 ? 'good' : isBad ? 'poor' : 'fair',
    problems,
    ...figures,
    alike: alike.slice(0, limit).map((set) => ({
      templates: set.slice(0, limit).map(describe),
      text: commonPattern(set.map(({ text }) => text)).text,
    })),
    suggestions: suggestEdits(templates, alike, shapes, events).slice(0, limit),
  };
}

function describe({ templateId, text, name, count }: TemplateUse) {
  return { templateId, text, name, count };
}

function countSingletons(templates: readonly TemplateUse[]) {
  const singletons = templates.filter(({ count }) => count === 1).length;
  return { singletons, singletonShare: singletons / Math.max(1, templates.length) };
}

function describeTop(templates: readonly TemplateUse[], events: number): TemplateHealth['top'] {
  const top = templates.reduce<TemplateUse | null>(
    (best, each) => (best !== null && best.count >= each.count ? best : each),
    null,
  );
  if (top === null || events === 0) return null;
  const own = new Set(top.slices.map(({ shape }) => shape));
  return { ...describe(top), share: Math.min(1, top.count / events), shapes: own.size };
}

/** No letter and no digit is constant, although there are values. */
function isAllWildcards({ text }: TemplateUse): boolean {
  const parts = templateParts(text);
  return parts.length > 1 && !parts.some((part) => /[\p{L}\p{N}]/u.test(part));
}

/** Templates seen so far over the input, by the event in which each was seen first. */
function measureGrowth(templates: readonly TemplateUse[], events: number) {
  const firsts = Float64Array.from(templates, ({ firstEventId }) => firstEventId).toSorted();
  const seenWithin = (limit: number): number => firsts.findLastIndex((first) => first < limit) + 1;
  const points = Math.min(GROWTH_POINTS, events);
  const growth = Array.from({ length: points }, (_, i) => Math.round(((i + 1) * events) / points)).map((limit) => ({
    events: limit,
    templates: seenWithin(limit),
  }));
  const last = Math.max(1, events * LAST_SHARE);
  const added = templates.length - seenWithin(events - last);
  return { growth, newPerTenThousand: events === 0 ? 0 : (Math.max(0, added) * 10_000) / last };
}

type Figures = Omit<TemplateHealth, 'verdict' | 'problems' | 'alike' | 'suggestions'>;

function findProblems(figures: Figures, alike: readonly (readonly TemplateUse[])[]): TemplateHealth['problems'] {
  const { templates, singletons, singletonShare, top, allWildcards, newPerTenThousand, events } = figures;
  const problems: TemplateHealth['problems'] = [];
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  if (top !== null && top.share > CATCH_ALL_SHARE && top.shapes >= CATCH_ALL_SHAPES) {
    const message = `One template holds ${percent(top.share)} of all events, of ${grouped(top.shapes)} different shapes.`;
    problems.push({ code: 'catch-all', message });
  }
  if (allWildcards.length > 0) {
    problems.push({ code: 'all-wildcards', message: `${templatesHave(allWildcards.length)} no constant word.` });
  }
  if (templates < FEW_TEMPLATES) return problems;
  if (singletonShare > MANY_SINGLETONS) {
    const message = `${grouped(singletons)} of ${grouped(templates)} templates were seen once (${percent(singletonShare)}).`;
    problems.push({ code: 'singletons', message });
  }
  if (newPerTenThousand > MANY_NEW && events >= 10_000) {
    const message = `${grouped(Math.round(newPerTenThousand))} new templates came with every 10,000 events at the end of the input.`;
    problems.push({ code: 'growth', message });
  }
  const crowd = alike.filter((set) => set.length > 2).reduce((sum, set) => sum + set.length, 0);
  if (crowd > templates * MANY_ALIKE) {
    problems.push({
      code: 'alike',
      message: `${grouped(crowd)} of ${grouped(templates)} templates differ from others in one word only.`,
    });
  }
  return problems;
}

function templatesHave(count: number): string {
  return count === 1 ? '1 template has' : `${grouped(count)} templates have`;
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
