/** The made-up shop: services, the hosts they run on, one process each. */
const HOSTS_OF_SERVICE = {
  gateway: ['edge-1', 'edge-2'],
  auth: ['app-1', 'app-2'],
  catalog: ['app-1', 'app-2', 'app-3'],
  search: ['app-2', 'app-3'],
  cart: ['app-1', 'app-3'],
  orders: ['app-2', 'app-3'],
  payments: ['pay-1', 'pay-2'],
  inventory: ['app-1'],
  database: ['db-1'],
  cache: ['cache-1'],
  notifications: ['batch-1'],
  scheduler: ['batch-1'],
} as const satisfies Record<string, readonly string[]>;

export type ServiceName = keyof typeof HOSTS_OF_SERVICE;
export const SERVICE_NAMES = Object.keys(HOSTS_OF_SERVICE) as readonly ServiceName[];

/** One process of a service. */
export interface Instance {
  /** Position in INSTANCES. */
  readonly index: number;
  readonly service: ServiceName;
  /** Position in SERVICE_NAMES. */
  readonly serviceIndex: number;
  readonly host: string;
  readonly pid: number;
}

export const INSTANCES: readonly Instance[] = SERVICE_NAMES.flatMap((service, serviceIndex) =>
  HOSTS_OF_SERVICE[service].map((host) => ({ service, serviceIndex, host })),
).map((instance, index) => ({ ...instance, index, pid: 1200 + index * 137 }));

/** Instances of each service, by position in SERVICE_NAMES. */
export const INSTANCES_OF_SERVICE: readonly (readonly Instance[])[] = SERVICE_NAMES.map((service) =>
  INSTANCES.filter((instance) => instance.service === service),
);
