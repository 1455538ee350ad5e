import { toVisibleText } from './visible-text.ts';

/** HTML that was built, not given: the only thing `html` puts into a page unescaped. */
export class Html {
  readonly text: string;
  private constructor(text: string) {
    this.text = text;
  }

  /** @param text Written in the source code; never data. */
  static literal(text: string): Html {
    return new Html(text);
  }

  static join(parts: readonly Html[]): Html {
    return new Html(parts.map((part) => part.text).join(''));
  }
}

export type HtmlValue = Html | readonly Html[] | string | number;

/** Builds HTML; every value that is not Html becomes escaped text, safe between tags and inside quoted attributes. */
export function html(literals: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  let text = literals[0]!;
  for (const [index, value] of values.entries()) text += textOf(value) + literals[index + 1]!;
  return Html.literal(text);
}

function textOf(value: HtmlValue): string {
  if (value instanceof Html) return value.text;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return escapeHtml(value);
  return Html.join(value).text;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Text for HTML; control and direction characters become visible escapes. */
export function escapeHtml(text: string): string {
  return toVisibleText(text).replace(/[&<>"'`]/g, (char) => ENTITIES[char]!);
}
