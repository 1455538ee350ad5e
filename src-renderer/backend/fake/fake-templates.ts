import { ContractError } from '#shared/base/errors.ts';
import type { TemplateChange, TemplateCount } from '#shared/contract/template-edits.ts';
import type { ParameterStatistics, TemplateHealth } from '#shared/contract/template-statistics.ts';
import { TEMPLATE_PATCH_FORMAT, type TemplateEdit, type TemplatePatch } from '#shared/domain/template-edit.ts';
import { FAKE_TEMPLATES, type FakeTemplate, fakeTime } from './fake-log.ts';

const NOW = 1_782_050_000_000;

interface ChangeInput {
  readonly isPreview?: boolean;
}

/** Templates of the made-up case. Edits are listed and previewed; the table of templates stays as it was mined. */
export function createFakeTemplates(count: number) {
  let edits: readonly TemplateEdit[] = [];
  const change = (
    { isPreview = false }: ChangeInput,
    added: TemplateEdit,
    before: readonly TemplateCount[],
    after: readonly TemplateCount[],
  ): TemplateChange => {
    if (!isPreview) edits = [...edits, added];
    const movedEvents = added.kind === 'rename' ? 0 : before.reduce((sum, template) => sum + template.count, 0);
    return answer(isPreview, [added], { before, after, movedEvents });
  };
  return {
    get: async ({ templateId }: { templateId: string }) => detailOf(find(templateId), count),
    merge: async (input: ChangeInput & { templateIds: readonly string[]; text?: string }) => {
      const members = input.templateIds.map((id) => countOf(find(id)));
      const into = input.text ?? `${members[0]?.text.split(' ')[0] ?? ''} <*>`;
      const events = members.reduce((sum, member) => sum + member.count, 0);
      const edit = {
        ...head(edits),
        kind: 'merge' as const,
        members: members.map(({ text }) => text),
        into,
        except: [],
      };
      return change(input, edit, members, [{ templateId: 'm1', text: into, name: null, count: events }]);
    },
    split: async (input: ChangeInput & { templateId: string; by: { kind: string; values?: readonly string[] } }) => {
      const whole = countOf(find(input.templateId));
      const values = [...(input.by.values ?? ['200', '503'])];
      const part = Math.floor(whole.count / (values.length + 1));
      const edit = {
        ...head(edits),
        kind: 'split-values' as const,
        template: whole.text,
        wildcard: 0,
        values,
        except: [],
      };
      return change(
        input,
        edit,
        [whole],
        [
          { ...whole, count: whole.count - part * values.length },
          ...values.map((value, i) => ({
            templateId: `s${i}`,
            text: whole.text.replace('<*>', value),
            name: null,
            count: part,
          })),
        ],
      );
    },
    mask: async (input: ChangeInput & { mask: { templateId?: string; start?: number; end?: number } }) => {
      const { templateId = 'a1', start = 0, end = 1 } = input.mask;
      const whole = countOf(find(templateId));
      const into = `${whole.text.slice(0, start)}<*>${whole.text.slice(end)}`;
      const edit = { ...head(edits), kind: 'mask-parameter' as const, template: whole.text, into, except: [] };
      return change(input, edit, [whole], [{ ...whole, templateId: 'p1', text: into }]);
    },
    rename: async (input: ChangeInput & { templateId: string; name: string | null }) => {
      const whole = countOf(find(input.templateId));
      const edit = { ...head(edits), kind: 'rename' as const, template: whole.text, name: input.name };
      return change(input, edit, [whole], [{ ...whole, name: input.name }]);
    },
    undo: async ({ editId, isPreview = false }: ChangeInput & { editId?: string }) => {
      const taken = editId === undefined ? edits.at(-1) : edits.find((one) => one.editId === editId);
      if (taken === undefined) throw new ContractError('templates.no-edit', 'There is no edit to take back.');
      if (!isPreview) edits = edits.filter((one) => one !== taken);
      return answer(isPreview, [taken], { before: [], after: [], movedEvents: 0 });
    },
    edits: async () => edits.map((edit) => ({ edit, templateIds: ['a1'], events: 4211 })),
    exportEdits: async (): Promise<TemplatePatch> => ({ format: TEMPLATE_PATCH_FORMAT, version: 1, edits }),
    importEdits: async (input: ChangeInput & { patch: TemplatePatch }) => {
      if (input.isPreview !== true) edits = [...edits, ...input.patch.edits];
      return answer(input.isPreview === true, input.patch.edits, { before: [], after: [], movedEvents: 0 });
    },
    parameters: async ({ templateId, wildcard }: { templateId: string; wildcard: number }) =>
      statisticsOf(find(templateId), wildcard, count),
    health: async () => healthOf(edits.length),
  };
}

function find(templateId: string): FakeTemplate {
  const found = FAKE_TEMPLATES.find((one) => one.templateId === templateId);
  if (found === undefined) throw new ContractError('templates.not-found', `There is no template ${templateId}.`);
  return found;
}

function head(edits: readonly TemplateEdit[]) {
  return { editId: `e${edits.length + 1}`, createdMs: NOW };
}

function countOf({ templateId, text, weight }: FakeTemplate): TemplateCount {
  return { templateId, text, name: null, count: Math.ceil(weight * 42) };
}

function answer(
  isPreview: boolean,
  edits: readonly TemplateEdit[],
  sides: {
    readonly before: readonly TemplateCount[];
    readonly after: readonly TemplateCount[];
    readonly movedEvents: number;
  },
): TemplateChange {
  const { before, after, movedEvents } = sides;
  return {
    isStored: !isPreview,
    version: 3,
    edits: [...edits],
    before: [...before],
    after: [...after],
    alike: [],
    totals: { before: before.length, after: after.length, alike: 0 },
    templates: FAKE_TEMPLATES.length,
    movedEvents,
    scoresAreStale: movedEvents > 0,
  };
}

function detailOf(template: FakeTemplate, count: number) {
  const parts = template.text.split('<*>');
  return {
    templateId: template.templateId,
    text: template.text,
    name: null,
    parts,
    maskNames: parts.slice(1).map(() => 'number'),
    count: 4211,
    firstTimeNs: fakeTime(0, count),
    lastTimeNs: fakeTime(count - 1, count),
    parameters: parts.slice(1).map((_, wildcard) => ({
      maskName: 'number',
      distinct: 812,
      top: valuesOf(template, wildcard).map((value, place) => ({ value, count: 900 - place * 260 })),
    })),
  };
}

function valuesOf(template: FakeTemplate, wildcard: number): string[] {
  return [...new Set([0.1, 0.4, 0.7].map((roll) => template.fill(roll, wildcard)))];
}

function statisticsOf(template: FakeTemplate, wildcard: number, count: number): ParameterStatistics {
  const values = valuesOf(template, wildcard);
  const areNumbers = values.every((value) => /^\d+$/.test(value));
  return {
    wildcard,
    maskName: 'number',
    type: areNumbers ? 'number' : 'text',
    unit: areNumbers && template.text.includes('ms') ? 'ms' : null,
    events: 4211,
    empty: 0,
    distinct: 812,
    top: values.map((value, place) => ({
      value,
      count: 900 - place * 260,
      firstTimeNs: fakeTime(place * 400, count),
      firstEventId: place * 400,
    })),
    numbers: areNumbers
      ? {
          count: 4211,
          min: 4,
          max: 384,
          mean: 71.4,
          median: 52,
          p05: 6,
          p95: 240,
          buckets: Array.from({ length: 40 }, (_, at) => ({
            from: 4 + at * 9.5,
            to: 13.5 + at * 9.5,
            count: Math.round(620 * Math.exp(-at / 7) + (at % 5) * 4),
          })),
        }
      : null,
  };
}

function healthOf(edits: number): TemplateHealth {
  const alike = ['a1', 'a2', 'a5'].map((id) => countOf(find(id)));
  return {
    verdict: 'fair',
    problems: [{ code: 'alike', message: '3 of 13 templates differ from others in one word only.' }],
    templates: FAKE_TEMPLATES.length,
    shapes: 41,
    events: 40_000,
    edits,
    singletons: 2,
    singletonShare: 2 / FAKE_TEMPLATES.length,
    top: { ...countOf(find('a1')), share: 0.31, shapes: 3 },
    allWildcards: [],
    growth: Array.from({ length: 40 }, (_, at) => ({
      events: (at + 1) * 1000,
      templates: Math.min(13, Math.round(13 * (1 - Math.exp(-(at + 1) / 6)))),
    })),
    newPerTenThousand: 0.4,
    alike: [{ templates: alike, text: 'session <*>' }],
    suggestions: [
      {
        reason: '3 templates differ in one word only; 2 of them were seen once.',
        events: 18_000,
        action: { kind: 'merge', templateIds: alike.map(({ templateId }) => templateId), text: 'session <*>' },
      },
    ],
  };
}
