import { implement } from '@orpc/server';
import { ContractError } from '#shared/base/errors.ts';
import { contract } from '#shared/contract/index.ts';
import type { TemplateDetail } from '#shared/contract/templates.ts';
import type { CaseReader } from '../../lake/case-reader.ts';
import { CaseReading } from '../case-reading.ts';
import type { ServiceContext } from '../context.ts';

const TOP_VALUES = 10;

export function templateHandlers({ sessions }: ServiceContext) {
  const os = implement(contract.templates);
  return {
    get: os.get.handler(({ input, signal }) =>
      sessions.use(input.caseId, async (session) => {
        const { reader } = await CaseReading.of(session);
        return describeTemplate(reader, input.templateId, signal);
      }),
    ),
    rename: os.rename.handler(({ input }) =>
      sessions.use(input.caseId, async (session) => {
        const catalog = await session.writable();
        catalog.renameTemplate(input.templateId, input.name);
        return { isRenamed: true };
      }),
    ),
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
