import type { EventFilter } from '#shared/domain/event-filter.ts';
import type { FacetValue } from '#shared/domain/event-row.ts';
import { SEVERITY_NAMES } from '#shared/domain/severity.ts';
import { bandSql, type FilterContext, filterSql } from './event-filter-sql.ts';
import type { QueryEngine } from './query-engine.ts';
import { SqlText } from './sql-text.ts';

export interface Facets {
  readonly severity: readonly FacetValue[];
  readonly service: readonly FacetValue[];
  readonly host: readonly FacetValue[];
  readonly component: readonly FacetValue[];
  readonly source: readonly FacetValue[];
}

const COLUMNS = {
  severity: `([${SEVERITY_NAMES.map((name) => `'${name}'`).join(', ')}])[(${bandSql()}) + 1]`,
  service: 'service',
  host: 'host',
  component: 'component',
  source: "path || coalesce('!' || member, '')",
} as const;

/** The most frequent values of each facet under a filter, in one pass over the events; ties by value. */
export async function readFacets(
  engine: QueryEngine,
  filter: EventFilter,
  context: FilterContext,
  limit: number,
  signal?: AbortSignal,
): Promise<Facets> {
  const sql = new SqlText('run');
  const condition = filterSql(filter, context, sql);
  const names = Object.keys(COLUMNS);
  const columns = Object.entries(COLUMNS).map(([name, expression]) => `${expression} AS f_${name}`);
  const rows = await engine.rows(
    `WITH found AS (SELECT ${columns.join(', ')} FROM events WHERE ${condition}),
     counted AS (
       SELECT ${names.map((name) => `f_${name}`).join(', ')}, grouping(${names.map((name) => `f_${name}`).join(', ')}) AS mask, count(*) AS count
       FROM found GROUP BY GROUPING SETS (${names.map((name) => `(f_${name})`).join(', ')})
     ),
     named AS (SELECT mask, coalesce(${names.map((name) => `f_${name}`).join(', ')}) AS value, count FROM counted)
     SELECT mask, value, count FROM named WHERE value IS NOT NULL
     QUALIFY row_number() OVER (PARTITION BY mask ORDER BY count DESC, value) <= ${limit} ORDER BY mask, count DESC, value`,
    { parameters: sql.parameters, signal },
  );
  const valuesOf = (name: keyof typeof COLUMNS): FacetValue[] => {
    // grouping() sets the bit of every column that is NOT grouped by, the first column the highest.
    const mask = ((1 << names.length) - 1) ^ (1 << (names.length - 1 - names.indexOf(name)));
    return rows
      .filter((row) => Number(row['mask']) === mask)
      .map((row) => ({ value: row['value'] as string, count: Number(row['count']) }));
  };
  return {
    severity: valuesOf('severity'),
    service: valuesOf('service'),
    host: valuesOf('host'),
    component: valuesOf('component'),
    source: valuesOf('source'),
  };
}
