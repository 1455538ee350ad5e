import type { UnitSequences } from '#shared/domain/feature-table.ts';

/** Sequences of a sample: only the prefixes its units have. Null stays null. */
export function pruneSequences(sequences: UnitSequences | null | undefined): UnitSequences | null {
  return joinSequences([sequences]);
}

/**
 * Sequences of several tables, one after the other, as one tree of prefixes.
 * @returns Null when one of the tables kept none: half of the units without an order would look like a pattern.
 */
export function joinSequences(tables: readonly (UnitSequences | null | undefined)[]): UnitSequences | null {
  const tree = new PrefixTree();
  const nodes: number[] = [];
  for (const table of tables) {
    if (!table) return null;
    // Parents come before their children, so one pass moves every node; only those that units have are asked for.
    const needed = neededNodes(table);
    const moved = new Int32Array(table.parents.length);
    for (let node = 1; node < moved.length; node++) {
      if (needed[node] === 0) continue;
      moved[node] = tree.follow(moved[table.parents[node]!]!, table.templateIds[table.templates[node]!] ?? '');
    }
    for (const node of table.nodes) nodes.push(moved[node]!);
  }
  return tree.finish(Int32Array.from(nodes));
}

function neededNodes({ nodes, parents }: UnitSequences): Uint8Array {
  const needed = new Uint8Array(parents.length);
  for (const node of nodes) needed[node] = 1;
  for (let node = parents.length - 1; node > 0; node--) if (needed[node] === 1) needed[parents[node]!] = 1;
  return needed;
}

/** Prefixes of template ids, numbered in order of first use; 0 is the empty one. */
class PrefixTree {
  readonly #parents = [0];
  readonly #templates = [0];
  readonly #templateIds: string[] = [];
  readonly #templateIndex = new Map<string, number>();
  readonly #children: Map<number, number>[] = [new Map()];

  follow(node: number, templateId: string): number {
    let template = this.#templateIndex.get(templateId);
    if (template === undefined) {
      template = this.#templateIds.length;
      this.#templateIndex.set(templateId, template);
      this.#templateIds.push(templateId);
    }
    const known = this.#children[node]!.get(template);
    if (known !== undefined) return known;
    const child = this.#parents.length;
    this.#parents.push(node);
    this.#templates.push(template);
    this.#children.push(new Map());
    this.#children[node]!.set(template, child);
    return child;
  }

  finish(nodes: Int32Array): UnitSequences {
    return {
      nodes,
      parents: Int32Array.from(this.#parents),
      templates: Int32Array.from(this.#templates),
      templateIds: this.#templateIds,
    };
  }
}
