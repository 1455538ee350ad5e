import { type TemplatePatch, templatePatchSchema } from '#shared/domain/template-edit.ts';

/** Reads a file of template edits; a problem is said for a person, with the place in the file where one can be told. */
export function readPatch(text: string): { readonly patch: TemplatePatch } | { readonly problem: string } {
  let raw: unknown;
  try {
    raw = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return { problem: 'this is not JSON.' };
  }
  const parsed = templatePatchSchema.safeParse(raw);
  if (parsed.success) return { patch: parsed.data };
  const [issue] = parsed.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.map(String).join('.')}`;
  return { problem: `this is not a file of template edits${place}: ${issue?.message ?? 'unknown'}.` };
}
