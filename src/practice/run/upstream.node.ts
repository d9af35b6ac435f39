import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePort } from './programs.node';

/**
 * Servers that a proxy of the learner's can pass requests to. Each answers with JSON of what it was asked, with its number and how many
 * requests it has had: `/status/503` answers with that status, `/delay/300` after so many milliseconds, anything else with 200.
 */
export interface Upstream {
  /** `UPSTREAM`, `UPSTREAM_2`, and `UPSTREAM_DOWN`, where nobody listens. */
  readonly env: Readonly<Record<string, string>>;
  close(): void;
}

export async function startUpstream(): Promise<Upstream> {
  const servers = await Promise.all([listen(1), listen(2)]);
  const [first, second] = servers.map((server) => String((server.address() as AddressInfo).port));
  return {
    env: { UPSTREAM: first!, UPSTREAM_2: second!, UPSTREAM_DOWN: String(await freePort()) },
    close: () => {
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

function listen(number: number): Promise<http.Server> {
  let count = 0;
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= 1_000_000) chunks.push(chunk);
    });
    request.on('error', () => undefined);
    request.on('end', () => {
      const target = request.url ?? '/';
      const [path = '/'] = target.split('?');
      const [, act, value] = /^\/(status|delay)\/(\d{1,5})$/.exec(path) ?? [];
      const body = JSON.stringify({
        server: number,
        count: ++count,
        method: request.method,
        target,
        path,
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      });
      const status = act === 'status' && Number(value) >= 200 && Number(value) < 600 ? Number(value) : 200;
      const answer = (): void => {
        response.writeHead(status, {
          'content-type': 'application/json',
          'x-upstream': String(number),
          'x-powered-by': 'upstream',
        });
        response.end(body);
      };
      if (act === 'delay') setTimeout(answer, Number(value));
      else answer();
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}
