// A server with prepared answers, for what a real node cannot be made to do
// on demand: refuse in a given way, break off, fall silent, say evil things.
//
//   const fake = await fakeNode({
//     'GET /api/v1/node': { json: {...} },
//     'GET /api/v1/blobs': (request, response) => {...},
//   });
//   fake.url, fake.requests, await fake.close()
//
// The page's files are served from web/dist under the policy that the daemon
// sets.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../../../web/dist', import.meta.url));

export const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; " +
  "img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; " +
  "base-uri 'none'; form-action 'self'";

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export const problem = (status, code, detail, hint = '') => ({
  status,
  type: 'application/problem+json',
  json: {
    type: `urn:firn:problem:${code}`, title: code, status, detail, code, hint,
    instance: 'urn:firn:request:abcdef-1', request_id: 'abcdef-1',
    retryable: false,
  },
});

function answer(response, { status = 200, type, json, text = '', headers = {} }) {
  const body = json === undefined ? text : JSON.stringify(json);
  response.writeHead(status, {
    'Content-Type': type ?? 'application/json',
    'Content-Length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}

async function servePage(pathname, response) {
  const file = path.join(dist, pathname === '/' ? 'index.html' : pathname);
  const bytes = await readFile(file);
  response.writeHead(200, {
    'Content-Type': types[path.extname(file)],
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(bytes);
}

// Opens a stream of events on `response`; send(type, data, id) adds to it.
export function eventStream(response) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  response.write(': open\n\n');
  return {
    send: (type, data, id) =>
      response.write(`${id ? `id: ${id}\n` : ''}event: ${type}\n` +
        `data: ${JSON.stringify(data)}\n\n`),
    end: () => response.end(),
    cut: () => response.destroy(),
  };
}

export async function fakeNode(routes = {}) {
  const requests = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://fake');
    const route = routes[`${request.method} ${url.pathname}`];
    requests.push({ method: request.method, url: request.url, headers: request.headers });
    if (typeof route === 'function') return route(request, response, url);
    if (route) return answer(response, route);
    if (url.pathname === '/' || url.pathname.startsWith('/assets/'))
      return servePage(url.pathname, response);
    return answer(response, problem(404, 'route_not_found', 'there is no such route'));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    requests,
    answer,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
