import { assertNever } from '#shared/base/assert-never.ts';
import type { AnomalyKind } from '#shared/domain/anomaly-kind.ts';
import { type Catalogue, type Flow, hasLatency, servicesOf } from './catalogue.ts';
import type { Effect, Planting } from './effect.ts';
import { KIND_NUMBERS, type Message } from './message.ts';
import type { Random } from './random.ts';
import { SERVICE_NAMES } from './topology.ts';
import { FLOW_VALUE_DRAWERS } from './vocabulary.ts';

/** Weight a flow is raised to while one of its keys is hot, so that rare flows show it too. */
const HOT_TRAFFIC = 24;

type Choice = Pick<Planting, 'services' | 'templates' | 'effect'>;

/** Chooses what each anomaly does; one chooser a run, so that targets rotate before they repeat. */
export class EffectChooser {
  readonly #catalogue: Catalogue;
  readonly #random: Random;
  /** Lines of an average minute. */
  readonly #linesPerMinute: number;
  readonly #decks = new Map<string, unknown[]>();

  constructor(catalogue: Catalogue, random: Random, linesPerMinute: number) {
    this.#catalogue = catalogue;
    this.#random = random;
    this.#linesPerMinute = linesPerMinute;
  }

  choose(kind: AnomalyKind): Choice {
    switch (kind) {
      case 'spike':
        return this.#spike();
      case 'errors':
        return this.#errors();
      case 'silence':
        return this.#silence();
      case 'newTemplate':
        return this.#newTemplate();
      case 'slow':
        return this.#slow();
      case 'reorder':
        return this.#reorder();
      case 'valueShift':
        return this.#valueShift();
      case 'hotKey':
        return this.#hotKey();
      default:
        return assertNever(kind);
    }
  }

  #spike(): Choice {
    const flow = this.#deal(
      'spike',
      this.#flows((one) => one.spec.spikeFactor !== undefined),
    );
    return onFlow(flow, { kind: 'spike', flow: flow.index, factor: flow.spec.spikeFactor ?? 1 });
  }

  #errors(): Choice {
    const flow = this.#deal(
      'errors',
      this.#flows((one) => one.failureIndex >= 0),
    );
    const failure = this.#catalogue.flows[flow.failureIndex] ?? flow;
    const failing = failure.messages.filter((message) => message.spec.level === 'ERROR');
    const effect: Effect = { kind: 'errors', flow: flow.index, share: 0.7 + this.#random.uniform() * 0.25 };
    return { services: servicesOf(failure), templates: templatesOf(failing), effect };
  }

  #silence(): Choice {
    const spoken = SERVICE_NAMES.filter((service) => service !== 'scheduler');
    const service = this.#deal('silence', spoken);
    const serviceIndex = SERVICE_NAMES.indexOf(service);
    const own = this.#messages((flow) => flow.spec.weight > 0).filter((one) => one.serviceIndex === serviceIndex);
    const heartbeat = this.#catalogue.heartbeats[serviceIndex];
    const silenced = heartbeat ? [heartbeat, ...own] : own;
    return { services: [service], templates: templatesOf(silenced), effect: { kind: 'silence', serviceIndex } };
  }

  #newTemplate(): Choice {
    const message = this.#deal('newTemplate', this.#catalogue.novel);
    const perMinute = Math.max(4, this.#linesPerMinute * 0.04) * (0.8 + this.#random.uniform() * 0.6);
    const effect: Effect = { kind: 'newTemplate', message, perMinute };
    return { services: [message.spec.service], templates: [message.template], effect };
  }

  #slow(): Choice {
    const busy = ['catalog', 'search', 'cart', 'payments', 'inventory', 'database', 'notifications'] as const;
    const service = this.#deal('slow', busy);
    const serviceIndex = SERVICE_NAMES.indexOf(service);
    const timed = this.#messages((flow) => flow.spec.weight >= 1).filter(
      (message) => message.serviceIndex === serviceIndex && hasLatency(message),
    );
    const isBehindGateway = this.#flows((flow) => flow.spec.weight >= 1).some(
      (flow) => flow.linesOfService[0] !== 0 && flow.messages.some((message) => timed.includes(message)),
    );
    const effect: Effect = { kind: 'slow', serviceIndex, factor: 6 + this.#random.uniform() * 4 };
    return { services: isBehindGateway ? ['gateway', service] : [service], templates: templatesOf(timed), effect };
  }

  #reorder(): Choice {
    const flow = this.#deal(
      'reorder',
      this.#flows((one) => one.spec.reordered !== undefined),
    );
    const moved = flow.messages.filter((_, position) => flow.spec.reordered?.[position] !== position);
    const effect: Effect = { kind: 'reorder', flow: flow.index, share: 0.85 + this.#random.uniform() * 0.15 };
    return { services: [...new Set(moved.map((one) => one.spec.service))], templates: templatesOf(moved), effect };
  }

  #valueShift(): Choice {
    const sizes = this.#messages((flow) => flow.spec.weight >= 3).filter(
      (message) => message.spec.service !== 'gateway' && sizeParameter(message) >= 0,
    );
    const distinct = [...new Map(sizes.map((message) => [message.template, message])).values()];
    const message = this.#deal('valueShift', distinct);
    return {
      services: [message.spec.service],
      templates: [message.template],
      effect: {
        kind: 'valueShift',
        template: message.template,
        serviceIndex: message.serviceIndex,
        parameter: sizeParameter(message),
        factor: 12 + this.#random.below(12),
      },
    };
  }

  #hotKey(): Choice {
    const flow = this.#deal(
      'hotKey',
      this.#flows((one) => one.spec.hotKind !== undefined),
    );
    const valueKind = KIND_NUMBERS[flow.spec.hotKind ?? 'sku'];
    const value = FLOW_VALUE_DRAWERS[valueKind]?.(this.#random) ?? '';
    const carrying = flow.messages.filter((message) => message.parameters.some((one) => one.kind === valueKind));
    const effect: Effect = {
      kind: 'hotKey',
      flow: flow.index,
      valueKind,
      value,
      share: 0.7 + this.#random.uniform() * 0.2,
      factor: Math.max(2, HOT_TRAFFIC / flow.spec.weight),
    };
    return {
      services: [...new Set(carrying.map((one) => one.spec.service))],
      templates: templatesOf(carrying),
      effect,
    };
  }

  #flows(isWanted: (flow: Flow) => boolean): Flow[] {
    return this.#catalogue.flows.filter(isWanted);
  }

  #messages(isWanted: (flow: Flow) => boolean): Message[] {
    return this.#flows(isWanted).flatMap((flow) => flow.messages);
  }

  /** Deals from a shuffled deck; when it is empty, a new one is shuffled. */
  #deal<T>(name: string, cards: readonly T[]): T {
    let deck = this.#decks.get(name) as T[] | undefined;
    if (deck === undefined || deck.length === 0) this.#decks.set(name, (deck = this.#random.shuffle([...cards])));
    const card = deck.pop();
    if (card === undefined) throw new Error(`Nothing can be planted for ${name}.`);
    return card;
  }
}

function onFlow(flow: Flow, effect: Effect): Choice {
  return { services: servicesOf(flow), templates: templatesOf(flow.messages), effect };
}

function templatesOf(messages: readonly Message[]): string[] {
  return [...new Set(messages.map((message) => message.template))];
}

/** Position of the message's first `near` parameter; -1 without one. */
function sizeParameter(message: Message): number {
  return message.parameters.findIndex((parameter) => parameter.kind === KIND_NUMBERS.near);
}
