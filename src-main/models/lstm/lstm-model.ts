import { availableParallelism } from 'node:os';
import { ModelError } from '#shared/base/errors.ts';
import type { Contribution } from '#shared/domain/detection.ts';
import type { FeatureTable } from '#shared/domain/feature-table.ts';
import type { AnomalyModel, FitOptions, ModelState } from '../anomaly-model.ts';
import { rankContributions } from '../contributions.ts';
import { readState } from '../model-state.ts';
import { checkCoding, type SequenceCoding } from './event-sequences.ts';
import { isQuick, measureAside } from './measure-aside.ts';
import type { NetworkShape } from './network-shape.ts';
import { prepareThreads } from './network-threads.ts';
import { exportParameters, type NamedParameters } from './parameters.ts';
import { Reconstruction } from './reconstruction.ts';
import type { SequenceSet } from './sequence-set.ts';
import { codedSessions, explainSession, prepareSessions, sessionShape } from './session-model.ts';
import { trainNetwork } from './trainer.ts';
import { planTraining, thinSequences } from './training-budget.ts';
import {
  checkScaling,
  explainWindow,
  fitWindowScaling,
  MIN_WINDOWS,
  scaledWindows,
  WINDOW_SHAPE,
  type WindowScaling,
  windowSequences,
} from './window-model.ts';

/** What the network reads: templates in the order of a session, or deviations of a window and those before it. */
type Reading =
  | { readonly kind: 'session'; readonly coding: SequenceCoding }
  | { readonly kind: 'window'; readonly scaling: WindowScaling };

interface FittedState {
  readonly reading: Reading;
  readonly parameters: NamedParameters;
  readonly network: Reconstruction;
}

/**
 * Reconstructs sequences through a narrow code; what is reconstructed badly is unlike what was learned. Raw scores are
 * reconstruction errors: nats for sessions, squared spreads for windows.
 * Source: Malhotra et al., "LSTM-based encoder-decoder for multi-sensor anomaly detection", 2016. Deviation: the code is
 * given to every step of the decoder instead of its own last output, so that one pass reconstructs all steps.
 */
export class LstmAutoencoder implements AnomalyModel {
  readonly name = 'lstmAutoencoder';
  #state: FittedState | null = null;

  /** Starts threads for a fit on a table of windows, which waits for their levels first. */
  static prepare(units: Pick<FeatureTable['units'], 'kind' | 'length'>): void {
    if (units.kind === 'window' && units.length >= MIN_WINDOWS) prepareThreads();
  }

  async fit(table: FeatureTable, { randomState, signal, onProgress }: FitOptions): Promise<void> {
    const { reading, set } = read(table);
    const thinned = thinSequences(set, randomState);
    const shape = shapeOf(reading);
    const trained = await trainNetwork(planTraining(thinned, shape, randomState), thinned, {
      threads: threadsFor(shape),
      signal,
      onProgress: (progress) => onProgress?.(progress.done),
    });
    const parameters = exportParameters(shape, trained.parameters);
    this.#state = { reading, parameters, network: new Reconstruction(shape, parameters) };
  }

  score(table: FeatureTable): Float64Array {
    const { reading, network } = this.#require(table);
    const { set, scores } = sequencesOf(reading, table);
    return scores(network.errors(set));
  }

  async scoreAside(table: FeatureTable, signal?: AbortSignal): Promise<Float64Array> {
    const { reading, network, parameters } = this.#require(table);
    const { set, scores } = sequencesOf(reading, table);
    const shape = shapeOf(reading);
    return scores(isQuick(shape, set) ? network.errors(set) : await measureAside({ shape, parameters, set }, signal));
  }

  explain(table: FeatureTable, unit: number, limit: number): Contribution[] {
    const { reading, network } = this.#require(table);
    const found =
      reading.kind === 'session'
        ? explainSession(network, reading.coding, table, unit)
        : explainWindow(network, reading.scaling, table, unit);
    return rankContributions(found, limit);
  }

  save(): ModelState {
    const { reading, parameters } = this.#require(null);
    const { kind } = reading;
    const coding = kind === 'session' ? reading.coding : { vocabulary: [], steps: 0 };
    const scaling = kind === 'window' ? reading.scaling : { center: [], spread: [] };
    return { model: this.name, version: 1, parameters: { kind, ...coding, ...scaling, network: parameters } };
  }

  load(state: ModelState): void {
    const from = readState(state, this.name, 1);
    const kind = from.oneOf('kind', ['session', 'window'] as const);
    const reading: Reading =
      kind === 'session'
        ? { kind, coding: checkCoding({ vocabulary: from.strings('vocabulary'), steps: from.number('steps') }) }
        : { kind, scaling: checkScaling({ center: from.numbers('center'), spread: from.numbers('spread') }) };
    const parameters = from.object<NamedParameters>('network', []);
    this.#state = { reading, parameters, network: new Reconstruction(shapeOf(reading), parameters) };
  }

  #require(table: FeatureTable | null): FittedState {
    if (this.#state === null) {
      throw new ModelError('model.not-fitted', 'The LSTM autoencoder has not been fitted: call fit or load first.');
    }
    const { kind } = this.#state.reading;
    if (table !== null && table.units.kind !== kind) {
      throw new ModelError(
        'model.shape-mismatch',
        `The LSTM autoencoder was fitted on ${kind}s and cannot score ${table.units.kind}s.`,
      );
    }
    return this.#state;
  }
}

/** What the network measures of a table, and how errors become scores. */
function sequencesOf(
  reading: Reading,
  table: FeatureTable,
): { readonly set: SequenceSet; scores(errors: Float32Array): Float64Array } {
  return reading.kind === 'session' ? codedSessions(reading.coding, table) : scaledWindows(reading.scaling, table);
}

function read(table: FeatureTable): { reading: Reading; set: SequenceSet } {
  if (table.units.kind === 'session') {
    const { coding, set } = prepareSessions(table);
    return { reading: { kind: 'session', coding }, set };
  }
  const scaling = fitWindowScaling(table);
  return { reading: { kind: 'window', scaling }, set: windowSequences(table, scaling) };
}

/** Waiting for one another would take threads longer than the small batches of a small network. */
function threadsFor({ outer }: NetworkShape): number {
  return outer < 64 ? 1 : Math.max(1, Math.min(2, availableParallelism()));
}

function shapeOf(reading: Reading): NetworkShape {
  return reading.kind === 'session' ? sessionShape(reading.coding) : WINDOW_SHAPE;
}
