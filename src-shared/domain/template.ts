/**
 * A token shape: the constant parts of a line's content around its masked tokens.
 * `parts.length === maskNames.length + 1`; `parts[0] + p[0] + parts[1] + ... + parts[n]` rebuilds the content exactly.
 */
export interface Shape {
  /** 64-bit hash of the parts and masks, as 16 lower-case hex digits: the same on every machine and thread. */
  readonly shapeId: string;
  readonly parts: readonly string[];
  readonly maskNames: readonly string[];
}

/** A shape with what is known of its use; the miner reads them in order of first appearance. */
export interface ShapeUse extends Shape {
  readonly count: number;
  /** Event id (dense, source then line order) of the first event with this shape. */
  readonly firstEventId: number;
}

/** One piece of a template parameter: constant text of the shape, or the shape's own parameter at `index`. */
export type ParameterPiece = { readonly text: string } | { readonly index: number };

/** How one shape's parameters become its template's parameters; one entry a wildcard of the template. */
export interface ShapeAlignment {
  readonly shapeId: string;
  readonly templateId: string;
  readonly wildcards: readonly (readonly ParameterPiece[])[];
}

/** Constant text with `<*>` wildcards (the field's event type, log key). */
export interface Template {
  /** Derived from the template text only: stable across runs, files and machines. */
  readonly templateId: string;
  /** Display form; wildcards are `<*>`, see `template-text.ts`. */
  readonly text: string;
  /** Constant text around the wildcards; one longer than the number of wildcards. */
  readonly parts: readonly string[];
  /** What each wildcard mostly holds (number, ip, uuid, hex, path, duration, ...; `text` when mixed). */
  readonly maskNames: readonly string[];
}

/** Events of a shape, told by their parameters, that have a template of their own. */
export interface ShapeVariant {
  /** Stands for the shape wherever these events are told apart: 16 hex digits, derived from the shape and the values. */
  readonly variantId: string;
  readonly shapeId: string;
  /** All hold for an event of the variant, and no earlier variant of the shape takes it. */
  readonly when: readonly ParameterValue[];
}

/** Pieces of a shape that, joined, are `value`. */
export interface ParameterValue {
  readonly pieces: readonly ParameterPiece[];
  readonly value: string;
}

export interface TemplateTable {
  /** In order of first appearance. */
  readonly templates: readonly Template[];
  /** Every shape and every variant exactly once, a variant under its own id. */
  readonly alignments: readonly ShapeAlignment[];
  /** In the order they are tried, all of one shape together. Absent: none. */
  readonly variants?: readonly ShapeVariant[];
  /** Names people gave, by template id. Absent: nothing is said of names. */
  readonly names?: ReadonlyMap<string, string>;
}

/** Templates learned elsewhere, to be recognised in another case. */
export interface KnownTemplates {
  readonly templates: readonly Template[];
  /** Index into `templates` by shape id, for shapes that were seen there. */
  readonly shapes: ReadonlyMap<string, number>;
}
