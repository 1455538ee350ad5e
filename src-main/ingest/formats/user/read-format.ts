import type { z } from 'zod';
import type { FormatIssue } from '#shared/domain/format-issue.ts';
import { ALL_FORMATS } from '../definitions/all-formats.ts';
import type { FormatDefinition } from '../format-definition.ts';
import { checkSamples } from './check-samples.ts';
import { FormatCompiler } from './compile-format.ts';
import { type FormatFile, formatFileSchema } from './format-file.ts';
import { FormatText, MAX_FORMAT_TEXT } from './format-text.ts';

/** A format file that was read. */
export interface ReadFormat {
  /** Null when there are issues. */
  readonly definition: FormatDefinition | null;
  /** The definition even when only its samples are wrong: for a look at what it does. */
  readonly draft: FormatDefinition | null;
  readonly file: FormatFile | null;
  readonly issues: readonly FormatIssue[];
}

/** Names that stand for something else than a definition. */
const RESERVED = new Set(['generic', 'plain']);

/** Reads and checks a format file: its syntax, its fields, and every sample in it. Never throws for what a user wrote. */
export function readFormat(text: string): ReadFormat {
  if (text.length > MAX_FORMAT_TEXT) return refused([tooLong()]);
  const source = new FormatText(text);
  if (source.problems.length > 0) return refused(source.problems);
  const parsed = formatFileSchema.safeParse(source.data ?? {});
  if (!parsed.success) {
    return refused(parsed.error.issues.flatMap((issue) => fieldIssues(source, issue)));
  }
  const file = parsed.data;
  const compiler = new FormatCompiler(source);
  const draft = compiler.compile(file);
  const issues = [...compiler.issues];
  if (RESERVED.has(file.name) || ALL_FORMATS.some(({ name }) => name === file.name)) {
    issues.push(source.issue(['name'], `"${file.name}" is a built-in format; choose another name.`));
  }
  if (draft === null) return { definition: null, draft, file, issues };
  const { samples, problems } = checkSamples(draft, file.samples ?? []);
  issues.push(...problems.map(({ path, message }) => source.issue(['samples', ...path], message)));
  return { definition: issues.length > 0 ? null : { ...draft, samples }, draft, file, issues };
}

function fieldIssues(source: FormatText, issue: z.core.$ZodIssue): FormatIssue[] {
  if (issue.code !== 'unrecognized_keys') return [source.issue(issue.path, issue.message)];
  return issue.keys.map((key) => source.issue([...issue.path, key], `There is no field "${key}" here.`));
}

function refused(issues: readonly FormatIssue[]): ReadFormat {
  return { definition: null, draft: null, file: null, issues };
}

function tooLong(): FormatIssue {
  const message = `A format file has at most ${MAX_FORMAT_TEXT} characters.`;
  return { class: 'E_LIMIT_SIZE', field: '', message, line: null, column: null };
}
