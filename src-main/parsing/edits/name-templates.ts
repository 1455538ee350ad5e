import type { Template, TemplateTable } from '#shared/domain/template.ts';
import type { TemplateEdit } from '#shared/domain/template-edit.ts';
import { countHoles, fitGaps } from '../shape-slice.ts';
import { HOLE } from '../units.ts';
import { isMessageOf, namedPattern, saysEnough } from './edit-scope.ts';

type Renaming = Extract<TemplateEdit, { kind: 'rename' }>;
type Kinding = Extract<TemplateEdit, { kind: 'mask-kind' }>;

/** Gives templates the names, and wildcards the kinds, that edits say; the last word counts. */
export function nameTemplates(table: TemplateTable, edits: readonly TemplateEdit[]): TemplateTable {
  const names = new Map<string, string>();
  const templates = new Map(table.templates.map((template) => [template.templateId, template]));
  for (const edit of edits) {
    if (edit.kind === 'rename') {
      for (const { templateId } of templatesNamed(table.templates, edit.template)) setName(names, templateId, edit);
    } else if (edit.kind === 'mask-kind') {
      for (const { templateId } of templatesNamed(table.templates, edit.template)) {
        const template = templates.get(templateId) as Template;
        templates.set(templateId, withKind(template, edit));
      }
    }
  }
  return { ...table, templates: [...templates.values()], names };
}

/** The template of that text; when there is none, those whose messages all fit it. */
export function templatesNamed(templates: readonly Template[], text: string): readonly Template[] {
  const same = templates.filter((template) => template.text === text);
  if (same.length > 0) return same;
  const pattern = namedPattern(text);
  return saysEnough(pattern) ? templates.filter((template) => isMessageOf(flatOf(template), pattern)) : [];
}

/** A template's text as one message with parameters. */
function flatOf({ parts }: Template): string {
  return parts.join(HOLE);
}

function setName(names: Map<string, string>, templateId: string, { name }: Renaming): void {
  if (name === null) names.delete(templateId);
  else names.set(templateId, name);
}

/** In a template that only fits the text, the wildcard is the one that stands where the text has its own. */
function withKind(template: Template, { template: text, wildcard, maskName }: Kinding): Template {
  const gaps = fitGaps(flatOf(template), namedPattern(text).parts) ?? [];
  if (gaps[wildcard] !== HOLE) return template;
  const before = gaps.slice(0, wildcard).reduce((sum, gap) => sum + countHoles(gap), 0);
  return { ...template, maskNames: template.maskNames.with(before, maskName) };
}
