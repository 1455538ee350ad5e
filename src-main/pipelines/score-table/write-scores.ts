import { writeFileAtomic } from '../../base/atomic-write.ts';
import type { SeriesForecast } from '../../models/series/forecast-series.ts';
import { toWriteError } from '../../base/write-errors.ts';

const ROWS_AT_ONCE = 8192;

/** Writes `row,score,isAnomaly`, rows from 1. */
export async function writeRowScores(path: string, scores: Float64Array, threshold: number): Promise<void> {
  await writeRows(path, 'row,score,isAnomaly', scores.length, (row) => {
    const score = scores[row] ?? 0;
    return `${row + 1},${score},${score > threshold ? 1 : 0}\n`;
  });
}

export interface SeriesRows {
  /** As written in the table. */
  readonly times: readonly string[];
  readonly values: readonly string[];
  readonly scores: Float64Array;
  readonly threshold: number;
  /** Null: not written. */
  readonly forecast: Pick<SeriesForecast, 'typical' | 'low' | 'high'> | null;
}

/** Writes `timestamp,value,score,isAnomaly` in the order of the table, and `typical,low,high`, empty where nothing was expected. */
export async function writeSeriesScores(path: string, series: SeriesRows): Promise<void> {
  const { times, values, scores, threshold, forecast } = series;
  const header = `timestamp,value,score,isAnomaly${forecast === null ? '' : ',typical,low,high'}`;
  await writeRows(path, header, scores.length, (row) => {
    const score = scores[row] ?? 0;
    return `${quote(times[row] ?? '')},${quote(values[row] ?? '')},${score},${score > threshold ? 1 : 0}${boundsOf(forecast, row)}\n`;
  });
}

function boundsOf(forecast: SeriesRows['forecast'], row: number): string {
  if (forecast === null) return '';
  const { typical, low, high } = forecast;
  return [typical, low, high].map((column) => `,${Number.isNaN(column[row]!) ? '' : column[row]}`).join('');
}

async function writeRows(path: string, header: string, count: number, rowText: (row: number) => string): Promise<void> {
  try {
    await writeFileAtomic(path, async (handle) => {
      await handle.appendFile(`${header}\n`);
      for (let from = 0; from < count; from += ROWS_AT_ONCE) {
        let text = '';
        for (let row = from; row < Math.min(count, from + ROWS_AT_ONCE); row++) text += rowText(row);
        await handle.appendFile(text);
      }
    });
  } catch (cause) {
    throw toWriteError(path, cause);
  }
}

function quote(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
