import { createServer, request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type MessageHandler, toNodeListener } from '../../../../src-main/base/node-listener.ts';

describe('the node listener', () => {
  let server: Server;
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const listen = async (handle: MessageHandler) => {
    server = createServer(toNodeListener(handle));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  /** Sends bytes as they are and returns the status line. */
  const sendRaw = (origin: string, text: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(origin).port), '127.0.0.1', () => socket.write(text));
      socket.once('data', (data) => {
        resolve(data.toString().split('\r\n')[0]!);
        socket.destroy();
      });
      socket.once('error', reject);
      socket.once('close', () => resolve('closed'));
    });

  it('carries method, address, headers, body, status and cookies', async () => {
    const origin = await listen(async (message) => {
      const headers = new Headers({ 'x-echo': message.headers.get('x-ask') ?? '' });
      headers.append('set-cookie', 'a=1');
      headers.append('set-cookie', 'b=2');
      const { pathname, search } = new URL(message.url);
      return new Response(`${message.method} ${pathname}${search} ${await message.text()}`, { status: 201, headers });
    });
    const response = await fetch(`${origin}/p/q?x=%2f`, { method: 'POST', body: 'hello', headers: { 'x-ask': 'y' } });
    expect(response.status).toBe(201);
    expect(response.headers.get('x-echo')).toBe('y');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(await response.text()).toBe('POST /p/q?x=%2f hello');
  });

  it('streams: the first part arrives while the answer is still being made', async () => {
    let finish: () => void = () => undefined;
    const origin = await listen(() => {
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('first'));
          finish = () => {
            controller.enqueue(new TextEncoder().encode(' last'));
            controller.close();
          };
        },
      });
      return new Response(body);
    });
    const reader = (await fetch(origin)).body!.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('first');
    finish();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe(' last');
    expect((await reader.read()).done).toBe(true);
  });

  it('aborts the request when the peer goes away', async () => {
    let signal: AbortSignal | null = null;
    const origin = await listen((message) => {
      ({ signal } = message);
      return new Response(new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(1)) }));
    });
    const controller = new AbortController();
    await fetch(origin, { signal: controller.signal });
    controller.abort();
    await expect.poll(() => signal?.aborted).toBe(true);
  });

  it('breaks the connection when an answer breaks: a part is never taken for the whole', async () => {
    const origin = await listen(() => {
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          controller.enqueue(new Uint8Array(10));
          controller.error(new Error('engine gone'));
        },
      });
      return new Response(body);
    });
    await expect(fetch(origin).then((response) => response.arrayBuffer())).rejects.toThrow();
  });

  it('answers before the whole body came, and takes the next request on the same connection', async () => {
    const origin = await listen(async (message) => {
      const reader = message.body!.getReader();
      const first = await reader.read();
      await reader.cancel();
      return new Response(String(first.value!.byteLength > 0), { status: 413 });
    });
    for (let round = 0; round < 3; round++) {
      const response = await fetch(origin, { method: 'POST', body: new Uint8Array(3_000_000) });
      expect([response.status, await response.text()]).toEqual([413, 'true']);
    }
  });

  it('hangs up on a peer that goes on sending what nobody reads', async () => {
    const origin = await listen(() => new Response('no', { status: 401 }));
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    const closed = new Promise((resolve) => {
      socket.on('close', () => resolve('closed'));
    });
    socket.on('error', () => undefined);
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000000\r\n\r\n');
    const flood = () => {
      while (!socket.destroyed && socket.write(Buffer.alloc(65_536)));
      if (!socket.destroyed) socket.once('drain', flood);
    };
    flood();
    expect(await closed).toBe('closed');
  });

  it('survives a peer that goes away while its body is being read, or after nobody reads it any more', async () => {
    const seen: string[] = [];
    const origin = await listen(async (message) => {
      const reader = message.body!.getReader();
      await reader.read();
      if (new URL(message.url).pathname === '/cancel') await reader.cancel();
      await reader.read().catch(() => seen.push('broken'));
      return new Response('ok');
    });
    for (const path of ['/read', '/cancel']) {
      const socket = connect(Number(new URL(origin).port), '127.0.0.1');
      socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\npart`);
      await new Promise((resolve) => {
        setTimeout(resolve, 50);
      });
      socket.destroy();
    }
    await expect.poll(() => seen).toEqual(['broken']);
  });

  it('answers HEAD without a body and a defect without a word', async () => {
    const origin = await listen((message) => {
      if (message.method === 'HEAD') return new Response('body');
      throw new Error('secret of the handler');
    });
    const head = await fetch(origin, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const failed = await fetch(origin);
    expect([failed.status, await failed.text()]).toEqual([500, '']);
  });

  it('shows the handler the raw target and every Host, and never builds an address from them', async () => {
    const seen: unknown[] = [];
    const origin = await listen((message, incoming) => {
      seen.push([message.url, incoming.url, incoming.rawHeaders.filter((_, index) => index % 2 === 1)]);
      return new Response('ok');
    });
    await sendRaw(origin, 'GET http://evil.test/x HTTP/1.1\r\nHost: evil.test\r\n\r\n');
    await sendRaw(origin, 'GET //evil.test/x HTTP/1.1\r\nHost: a b\r\n\r\n');
    expect(seen).toEqual([
      ['http://localhost/', 'http://evil.test/x', ['evil.test']],
      ['http://localhost//evil.test/x', '//evil.test/x', ['a b']],
    ]);
  });

  it('refuses methods that Fetch does not have', async () => {
    const origin = await listen(() => new Response('ok'));
    expect(await sendRaw(origin, 'TRACE / HTTP/1.1\r\nHost: x\r\n\r\n')).toBe('HTTP/1.1 405 Method Not Allowed');
    const options = await new Promise<number | undefined>((resolve) => {
      request(`${origin}/`, { method: 'OPTIONS' }, (response) => resolve(response.statusCode)).end();
    });
    expect(options).toBe(200);
  });
});
