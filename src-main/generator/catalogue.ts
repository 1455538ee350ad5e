import { BACKGROUND_FLOWS, HEARTBEAT_TEXT, JOB_FLOW, RARE_FLOWS } from './catalogue/background.ts';
import type { FlowSpec } from './catalogue/flow-spec.ts';
import { NOVEL_MESSAGES } from './catalogue/novel.ts';
import { FAILED_REQUEST_FLOWS, REQUEST_FLOWS } from './catalogue/requests.ts';
import { compileMessage, FLOW_KINDS, KIND_NUMBERS, type Message } from './message.ts';
import { SERVICE_NAMES } from './topology.ts';

export interface Flow {
  /** Position in the catalogue. */
  readonly index: number;
  readonly spec: FlowSpec;
  readonly messages: readonly Message[];
  /** Flow kinds its messages use, as numbers. */
  readonly kinds: readonly number[];
  /** Lines of each service, by position in SERVICE_NAMES. */
  readonly linesOfService: readonly number[];
  /** Position of the flow that replaces it when it fails; -1 when it cannot fail. */
  readonly failureIndex: number;
  readonly order: readonly number[];
}

/** Everything the generator can say, compiled once a run. */
export interface Catalogue {
  readonly flows: readonly Flow[];
  readonly job: Flow;
  /** Single lines that make the number of events come out exactly. */
  readonly filler: Flow;
  /** One a service, by position in SERVICE_NAMES. */
  readonly heartbeats: readonly Message[];
  readonly novel: readonly Message[];
}

const FILLER_NAME = 'cache-hit';

export function compileCatalogue(): Catalogue {
  const specs = [...REQUEST_FLOWS, ...FAILED_REQUEST_FLOWS, ...BACKGROUND_FLOWS, ...RARE_FLOWS, JOB_FLOW];
  const flows = specs.map((spec, index) => compileFlow(spec, index, specs));
  return {
    flows,
    job: flowNamed(flows, JOB_FLOW.name),
    filler: flowNamed(flows, FILLER_NAME),
    heartbeats: SERVICE_NAMES.map((service) => compileMessage({ service, level: 'INFO', text: HEARTBEAT_TEXT })),
    novel: NOVEL_MESSAGES.map(compileMessage),
  };
}

function compileFlow(spec: FlowSpec, index: number, specs: readonly FlowSpec[]): Flow {
  const messages = spec.steps.map(compileMessage);
  const kinds = new Set(messages.flatMap((message) => message.parameters.map((parameter) => parameter.kind)));
  return {
    index,
    spec,
    messages,
    kinds: [...kinds].filter((kind) => kind < FLOW_KINDS.length).sort((a, b) => a - b),
    linesOfService: SERVICE_NAMES.map((service) => messages.filter((one) => one.spec.service === service).length),
    failureIndex: specs.findIndex((other) => other.name === spec.failure),
    order: messages.map((_, position) => position),
  };
}

function flowNamed(flows: readonly Flow[], name: string): Flow {
  const flow = flows.find((candidate) => candidate.spec.name === name);
  if (!flow) throw new Error(`No flow named ${name}.`);
  return flow;
}

/** True when the message says how long something took. */
export function hasLatency(message: Message): boolean {
  return message.parameters.some((parameter) => parameter.kind === KIND_NUMBERS.ms);
}

/** Services of a flow, in order of first appearance. */
export function servicesOf(flow: Flow): string[] {
  return [...new Set(flow.messages.map((message) => message.spec.service))];
}
