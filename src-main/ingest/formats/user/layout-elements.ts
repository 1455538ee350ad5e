import type { FieldClass } from '../pattern/parse-pattern.ts';

/** A piece of a line layout, before it is written as a pattern. */
export type LayoutElement =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'line-break' }
  | { readonly kind: 'time'; readonly spec: string }
  | { readonly kind: 'message' }
  | {
      readonly kind: 'field';
      readonly name: string;
      readonly class: FieldClass | '';
      /** Written with blanks up to a width. */
      readonly isPadded: boolean;
      /** Often empty. */
      readonly isOptional: boolean;
    };

export interface LayoutPattern {
  readonly pattern: string;
  readonly headerLines: number;
}

/** Writes a layout in the pattern language (see pattern/parse-pattern.ts). */
export function writePattern(layout: readonly LayoutElement[]): LayoutPattern {
  const elements = moveTail(trimEnd(joinQualified(mergeTexts(layout))));
  const names = new Map<string, number>();
  let pattern = '';
  let headerLines = 1;
  for (let i = 0; i < elements.length; i++) {
    const element = elements[i]!;
    const next = elements[i + 1];
    switch (element.kind) {
      case 'text':
        pattern += escapeLiteral(element.text);
        break;
      case 'line-break':
        pattern += '\\n';
        headerLines++;
        break;
      case 'time':
        pattern += `{time:${element.spec}}`;
        break;
      case 'message':
        pattern += next === undefined ? '{message}' : '{message:any}';
        break;
      default: {
        const text = fieldText(element, next, names);
        if (!element.isOptional) pattern += text;
        else if (isBlankEnd(pattern) && next?.kind === 'text' && next.text.startsWith(' ')) {
          // Between blanks: where it is empty there is only one run of them.
          pattern += `{?${text} ?}`;
          elements[i + 1] = { kind: 'text', text: next.text.replace(/^ +/, '') };
        } else pattern += `{?${text}?}`;
      }
    }
  }
  return { pattern, headerLines };
}

type FieldElement = Extract<LayoutElement, { kind: 'field' }>;

function fieldText(field: FieldElement, next: LayoutElement | undefined, names: Map<string, number>): string {
  const uses = (names.get(field.name) ?? 0) + 1;
  names.set(field.name, uses);
  const name = uses === 1 ? field.name : `${field.name}_${uses}`;
  const isBeforeBlank = next === undefined || (next.kind === 'text' && next.text.startsWith(' '));
  // Padding in front of a bracket belongs to no field.
  const isAny = field.isPadded && !isBeforeBlank && field.name !== 'level' && field.class === '';
  const fieldClass = isAny ? 'any' : field.class;
  return fieldClass === '' ? `{${name}}` : `{${name}:${fieldClass}}`;
}

function isBlankEnd(pattern: string): boolean {
  return pattern === '' || pattern.endsWith(' ');
}

function escapeLiteral(text: string): string {
  return text.replaceAll(/[\\{?]/g, (char) => `\\${char}`).replaceAll('\t', '\\t');
}

function mergeTexts(layout: readonly LayoutElement[]): LayoutElement[] {
  const merged: LayoutElement[] = [];
  for (const element of layout) {
    const last = merged.at(-1);
    if (element.kind === 'text' && last?.kind === 'text') {
      merged[merged.length - 1] = { kind: 'text', text: last.text + element.text };
    } else if (element.kind !== 'text' || element.text !== '') merged.push(element);
  }
  return merged;
}

/** `class.method`: names of classes hold dots, so the two are one field. */
function joinQualified(elements: readonly LayoutElement[]): LayoutElement[] {
  const isNamed = (element: LayoutElement | undefined, ...names: string[]): boolean =>
    element?.kind === 'field' && names.includes(element.name);
  const isDot = (element: LayoutElement | undefined): boolean => element?.kind === 'text' && element.text === '.';
  return elements.filter((element, i) => {
    const isDotBehind =
      isDot(element) && isNamed(elements[i - 1], 'component', 'class') && isNamed(elements[i + 1], 'method');
    const isMethod =
      isNamed(element, 'method') && isDot(elements[i - 1]) && isNamed(elements[i - 2], 'component', 'class');
    return !isDotBehind && !isMethod;
  });
}

/** Line ends and blanks at the end of an event's text are no part of its header. */
function trimEnd(elements: LayoutElement[]): LayoutElement[] {
  let end = elements.length;
  while (end > 0) {
    const last = elements[end - 1]!;
    if (last.kind !== 'line-break' && !(last.kind === 'text' && last.text.trim() === '')) break;
    end--;
  }
  return elements.slice(0, end);
}

/** `message (logger)` at the end of the line: the name is looked for from there, as a message may hold brackets. */
function moveTail(elements: LayoutElement[]): LayoutElement[] {
  const [message, open, field, close] = elements.slice(-4);
  const isTail =
    message?.kind === 'message' &&
    open?.kind === 'text' &&
    open.text === ' (' &&
    field?.kind === 'field' &&
    field.name === 'component' &&
    close?.kind === 'text' &&
    close.text === ')';
  if (!isTail) return elements;
  return [...elements.slice(0, -4), { ...field, class: 'tail', isPadded: false, isOptional: false }, message];
}
