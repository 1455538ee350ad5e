import { splitByTemplate } from '../../ui/log-text-model.ts';

/** A line's message without the header before it; `parts` are the constant parts it was found by. */
export interface EvidenceText {
  readonly content: string;
  readonly parts: readonly string[] | null;
}

/**
 * Finds the message of an evidence line by the statements the incident is about: the first that the rest of the line
 * equals from some place on. A line none of them fits is shown whole.
 */
export function evidenceText(line: string, templates: readonly (readonly string[])[]): EvidenceText {
  for (const parts of templates) {
    const [first] = parts;
    if (first === undefined || first === '') continue;
    for (let at = line.indexOf(first); at >= 0; at = line.indexOf(first, at + 1)) {
      const content = line.slice(at);
      if (splitByTemplate(content, parts)[0]?.kind === 'constant') return { content, parts };
    }
  }
  return { content: line, parts: null };
}
