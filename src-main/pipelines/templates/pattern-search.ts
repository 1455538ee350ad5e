import { VARCHAR, LIST, listValue, type DuckDBConnection } from '@duckdb/node-api';
import { CancelledError, ParsingError } from '#shared/base/errors.ts';
import type { ShapeUse } from '#shared/domain/template.ts';
import type { TemplateEdit } from '#shared/domain/template-edit.ts';
import { QueryEngine } from '../../lake/query-engine.ts';
import { namedPattern } from '../../parsing/edits/edit-scope.ts';
import { type MaskedRange, maskShape, sampleOf } from '../../parsing/edits/mask-shape.ts';
import { fitGaps, flatText, type ReadableShape } from '../../parsing/shape-slice.ts';

type PatternMask = Extract<TemplateEdit, { kind: 'mask-pattern' }>;
type Stretch = Pick<MaskedRange, 'start' | 'end'>;

const ENGINE_LIMITS = { threads: 1, memoryBytes: 128 * 2 ** 20, temporaryFolder: null };
/** Texts of one query. */
const BATCH = 20_000;
const FIRST_MARK = 0xe000;
const LAST_MARK = 0xf8ff;

/**
 * Finds what people's patterns match in shapes. Patterns run in the query engine (RE2): the time they take is linear in
 * the text, whatever they look like. What was found once is kept, so that only new shapes cost anything.
 */
export class PatternSearch {
  #engine: Promise<QueryEngine> | null = null;
  /** By pattern, then shape id. */
  readonly #found = new Map<string, Map<string, readonly Stretch[]>>();

  /**
   * Shapes in which a pattern of the edits found parameters, by shape id.
   * @throws ParsingError `templates.bad-pattern` when RE2 cannot read one; CancelledError
   */
  async mask(
    shapes: readonly ShapeUse[],
    edits: readonly TemplateEdit[],
    signal?: AbortSignal,
  ): Promise<Map<string, ReadableShape>> {
    const masks = edits.filter((edit) => edit.kind === 'mask-pattern');
    const ranges = new Map<string, MaskedRange[]>();
    for (const mask of masks) {
      const found = await this.#search(mask.pattern, shapes, signal);
      const scope = mask.template === null ? null : namedPattern(mask.template);
      for (const shape of shapes) {
        const stretches = found.get(shape.shapeId) ?? [];
        if (stretches.length === 0 || (scope !== null && fitGaps(flatText(shape), scope.parts) === null)) continue;
        const own = ranges.get(shape.shapeId) ?? [];
        ranges.set(shape.shapeId, [...own, ...named(stretches, mask)]);
      }
    }
    const masked = new Map<string, ReadableShape>();
    for (const shape of ranges.size === 0 ? [] : shapes) {
      const readable = maskShape(shape, ranges.get(shape.shapeId) ?? []);
      if (readable !== null) masked.set(shape.shapeId, readable);
    }
    return masked;
  }

  async dispose(): Promise<void> {
    (await this.#engine)?.close();
    this.#engine = null;
  }

  async #search(
    pattern: string,
    shapes: readonly ShapeUse[],
    signal: AbortSignal | undefined,
  ): Promise<Map<string, readonly Stretch[]>> {
    const found = this.#found.get(pattern) ?? new Map<string, readonly Stretch[]>();
    this.#found.set(pattern, found);
    const unknown = shapes.filter(({ shapeId }) => !found.has(shapeId));
    for (let from = 0; from < unknown.length || (from === 0 && shapes.length === 0); from += BATCH) {
      const batch = unknown.slice(from, from + BATCH);
      const stretches = await this.#run(pattern, batch.map(sampleOf), signal);
      batch.forEach(({ shapeId }, i) => found.set(shapeId, stretches[i] ?? []));
    }
    return found;
  }

  async #run(pattern: string, texts: readonly string[], signal: AbortSignal | undefined): Promise<Stretch[][]> {
    const [open, close] = unusedMarks(texts);
    this.#engine ??= QueryEngine.open(ENGINE_LIMITS);
    const engine = await this.#engine;
    try {
      const marked = await engine.session(signal, (connection) =>
        markAll(connection, pattern, texts, `${open}\\0${close}`),
      );
      return marked.map((text) => readMarks(text, open, close));
    } catch (error) {
      if (error instanceof CancelledError) throw error;
      throw new ParsingError('templates.bad-pattern', `The pattern ${pattern} cannot be used: ${reasonOf(error)}`, {
        cause: error,
      });
    }
  }
}

function named(stretches: readonly Stretch[], { maskName }: PatternMask): MaskedRange[] {
  return stretches.map((stretch) => ({ ...stretch, maskName }));
}

async function markAll(
  connection: DuckDBConnection,
  pattern: string,
  texts: readonly string[],
  rewrite: string,
): Promise<string[]> {
  const sql = `SELECT regexp_replace(text, $2, $3, 'g') AS marked FROM (SELECT unnest($1) AS text, generate_subscripts($1, 1) AS place) ORDER BY place`;
  const result = await connection.run(sql, [listValue(texts), pattern, rewrite], [LIST(VARCHAR), VARCHAR, VARCHAR]);
  return (await result.getRows()).map(([marked]) => String(marked));
}

/** Two private-use characters that no text holds. */
function unusedMarks(texts: readonly string[]): [string, string] {
  const marks: string[] = [];
  for (let code = FIRST_MARK; code <= LAST_MARK && marks.length < 2; code++) {
    const mark = String.fromCharCode(code);
    if (!texts.some((text) => text.includes(mark))) marks.push(mark);
  }
  if (marks.length < 2) throw new ParsingError('templates.bad-pattern', 'These messages use every private character.');
  return marks as [string, string];
}

function readMarks(marked: string, open: string, close: string): Stretch[] {
  const stretches: Stretch[] = [];
  let removed = 0;
  for (let at = marked.indexOf(open); at >= 0; at = marked.indexOf(open, at + 1)) {
    const end = marked.indexOf(close, at + 1);
    stretches.push({ start: at - removed, end: end - removed - 1 });
    removed += 2;
  }
  return stretches;
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0]?.replace(/^Invalid Input Error:\s*/, '') ?? text;
}
