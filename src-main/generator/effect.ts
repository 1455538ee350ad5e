import type { AnomalyKind } from '#shared/domain/anomaly-kind.ts';
import type { Message } from './message.ts';

/** How an anomaly changes the traffic while it holds. Flows are named by their position in the catalogue. */
export type Effect =
  /** The flow comes `factor` times as often. */
  | { readonly kind: 'spike'; readonly flow: number; readonly factor: number }
  /** This share of the flow fails, and who failed tries again: every other failure comes twice. */
  | { readonly kind: 'errors'; readonly flow: number; readonly share: number }
  /** The service writes nothing. */
  | { readonly kind: 'silence'; readonly serviceIndex: number }
  /** A statement never seen before. */
  | { readonly kind: 'newTemplate'; readonly message: Message; readonly perMinute: number }
  /** Latencies of the service are `factor` times as long. */
  | { readonly kind: 'slow'; readonly serviceIndex: number; readonly factor: number }
  /** This share of the flow comes in another order. */
  | { readonly kind: 'reorder'; readonly flow: number; readonly share: number }
  /** A size in one statement is `factor` times as large. */
  | {
      readonly kind: 'valueShift';
      readonly template: string;
      readonly serviceIndex: number;
      readonly parameter: number;
      readonly factor: number;
    }
  /** One value takes this share of the flow, which comes `factor` times as often. */
  | {
      readonly kind: 'hotKey';
      readonly flow: number;
      readonly valueKind: number;
      readonly value: string;
      readonly share: number;
      readonly factor: number;
    };

/** A planted anomaly: ground truth. */
export interface Planting {
  readonly kind: AnomalyKind;
  /** Minutes since the start of the log, inclusive. */
  readonly startMinute: number;
  /** Exclusive. */
  readonly endMinute: number;
  readonly services: readonly string[];
  readonly templates: readonly string[];
  readonly effect: Effect;
}
