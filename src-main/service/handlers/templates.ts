import { implement } from '@orpc/server';
import { ContractError } from '#shared/base/errors.ts';
import { contract } from '#shared/contract/index.ts';
import type { ParameterStatistics } from '#shared/contract/template-statistics.ts';
import type { TemplateDetail } from '#shared/contract/templates.ts';
import type { CaseReader } from '../../lake/case-reader.ts';
import type { ParameterStatistics as FoundStatistics } from '../../lake/parameter-statistics.ts';
import { describeHealth } from '../../pipelines/templates/template-health.ts';
import { CaseReading } from '../case-reading.ts';
import type { ServiceContext } from '../context.ts';
import { type Change, changeTemplates, deskOf, exportPatch } from '../templates/change-templates.ts';

const TOP_VALUES = 10;

export function templateHandlers(context: ServiceContext) {
  const { sessions } = context;
  const os = implement(contract.templates);
  return {
    ...editHandlers(context),
    get: os.get.handler(({ input, signal }) =>
      sessions.use(input.caseId, async (session) => {
        const { reader } = await CaseReading.of(session);
        return describeTemplate(reader, input.templateId, signal);
      }),
    ),
    parameters: os.parameters.handler(({ input, signal }) =>
      sessions.use(input.caseId, async (session) => {
        const { reader } = await CaseReading.of(session);
        return toStatistics(input.wildcard, await reader.parameterStatistics(input, signal));
      }),
    ),
    health: os.health.handler(({ input, signal }) =>
      sessions.use(input.caseId, async (session) => {
        const { reader } = await CaseReading.of(session);
        const open = await (await deskOf(session)).open(session.catalog);
        return describeHealth(open, reader, input.limit, signal);
      }),
    ),
  };
}

function editHandlers(context: ServiceContext) {
  const { sessions } = context;
  const os = implement(contract.templates);
  const apply = (input: { caseId: string; isPreview: boolean }, change: Change, signal?: AbortSignal) =>
    sessions.use(input.caseId, (session) =>
      changeTemplates(context, session, change, { isPreview: input.isPreview, signal }),
    );
  return {
    merge: os.merge.handler(({ input, signal }) => apply(input, { kind: 'merge', ...input }, signal)),
    split: os.split.handler(({ input, signal }) => apply(input, { kind: 'split', ...input }, signal)),
    rename: os.rename.handler(({ input, signal }) => apply(input, { kind: 'rename', ...input }, signal)),
    mask: os.mask.handler(({ input, signal }) => apply(input, { kind: 'mask', ...input }, signal)),
    undo: os.undo.handler(({ input, signal }) => apply(input, { kind: 'undo', ...input }, signal)),
    importEdits: os.importEdits.handler(({ input, signal }) => apply(input, { kind: 'import', ...input }, signal)),
    exportEdits: os.exportEdits.handler(({ input }) =>
      sessions.use(input.caseId, ({ catalog }) => exportPatch(catalog)),
    ),
    edits: os.edits.handler(({ input }) =>
      sessions.use(input.caseId, async (session) => {
        const desk = await deskOf(session);
        return desk.describe(await desk.open(session.catalog));
      }),
    ),
  };
}

function toStatistics(wildcard: number, found: FoundStatistics): ParameterStatistics {
  const { hasUnits: _hasUnits, top, numbers, ...rest } = found;
  return {
    ...rest,
    wildcard,
    top: [...top],
    numbers: numbers === null ? null : { ...numbers, buckets: [...numbers.buckets] },
  };
}

async function describeTemplate(reader: CaseReader, templateId: string, signal?: AbortSignal): Promise<TemplateDetail> {
  const template = reader.manifest.templates.find((each) => each.templateId === templateId);
  if (template === undefined) {
    throw new ContractError('templates.not-found', `There is no template ${templateId} in this case.`);
  }
  const [use] = await reader.templatesTable({ templateIds: [templateId] }, signal);
  const parameters = await reader.parameterSummaries(templateId, TOP_VALUES, signal);
  return {
    templateId,
    text: template.text,
    name: template.name,
    parts: [...template.parts],
    maskNames: [...template.maskNames],
    count: use?.count ?? 0,
    firstTimeNs: use?.firstTimeNs ?? null,
    lastTimeNs: use?.lastTimeNs ?? null,
    parameters: parameters.map(({ distinct, top }, index) => ({
      maskName: template.maskNames[index] ?? 'text',
      distinct,
      top: [...top],
    })),
  };
}
