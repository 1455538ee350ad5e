/** A deterministic application log with traces, blank lines and several templates; `lines` counts events. */
export function makeLog(events: number, seed = 1): string {
  let state = seed >>> 0;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
  const out: string[] = [];
  const start = Date.UTC(2024, 4, 1);
  for (let i = 0; i < events; i++) {
    const time = new Date(start + i * 37).toISOString();
    switch (next(5)) {
      case 0:
        out.push(`${time} INFO  [api] web-${next(3)} http: GET /orders/${next(9999)} 200 in ${next(300)} ms`);
        break;
      case 1:
        out.push(`${time} WARN  [db] db-${next(2)} pool: slow query took ${next(9000)} ms on connection ${next(40)}`);
        break;
      case 2:
        out.push(`${time} ERROR [pay] pay-1 gateway: connection refused to 10.0.${next(9)}.${next(250)}:8443`);
        out.push('java.net.ConnectException: Connection refused', '\tat com.acme.Gateway.call(Gateway.java:42)');
        break;
      case 3:
        out.push(`${time} INFO  [auth] web-1 login: user u${next(500)} logged in`);
        if (next(4) === 0) out.push('');
        break;
      default:
        out.push(
          `${time} DEBUG [cache] web-2 cache: hit ratio 0.${next(1000)} for key k:${next(100_000).toString(16)}`,
        );
    }
  }
  return `${out.join('\n')}\n`;
}
