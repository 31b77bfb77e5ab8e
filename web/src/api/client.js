// Calls of the REST interface. A refusal becomes a Problem that carries the
// node's own words.

export class Problem extends Error {
  constructor(status, document) {
    super(document.detail || document.title || `HTTP status ${status}`);
    this.status = status;
    this.code = document.code || '';
    this.hint = document.hint || '';
    this.requestId = document.request_id || '';
  }
}

const away = () =>
  new Problem(0, {
    code: 'unreachable',
    detail: 'The node does not answer.',
    hint: 'Is firnd still running? This page goes on by itself when it is back.',
  });

async function problemOf(response) {
  let document = {};
  try {
    document = await response.json();
  } catch {
    // Not the node's own answer; its status is all there is to tell.
  }
  return new Problem(response.status, document ?? {});
}

async function send(method, path, body, headers) {
  const init = { method, headers: { Accept: 'application/json', ...headers } };
  if (body !== undefined) {
    init.headers['Content-Type'] = 'application/json';
    init.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(path, init);
  } catch {
    throw away();
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function jsonOf(response) {
  if (response.status === 204) return null;
  try {
    return await response.json();
  } catch {
    throw new Problem(response.status, {
      detail: 'The answer was cut off or is not JSON.',
    });
  }
}

export const call = async (method, path, body) =>
  jsonOf(await send(method, path, body));

// The answer with its version. Given the version that was read, a change is
// refused (412) when somebody else was faster.
export async function callVersion(method, path, body, version) {
  const headers = version ? { 'If-Match': version } : {};
  const response = await send(method, path, body, headers);
  return {
    json: await jsonOf(response), version: response.headers.get('ETag') ?? '',
  };
}

// A text, also that of a failed check of health (503).
export async function callText(path) {
  let response;
  try {
    response = await fetch(path);
  } catch {
    throw away();
  }
  const type = response.headers.get('Content-Type') ?? '';
  if (!type.startsWith('text/plain')) throw await problemOf(response);
  return response.text();
}

// A browser says of a file that is gone, changed or a folder only that the
// request failed.
const isReadable = (file) =>
  file.slice(0, 1).arrayBuffer().then(() => true, () => false);

const unreadable = () =>
  new Problem(0, {
    code: 'unreadable',
    detail: 'The browser cannot read it.',
    hint: 'Is it a folder, or was it changed or removed since it was chosen?',
  });

// Only XMLHttpRequest tells how much of a request has gone out.
export function upload(path, file, onProgress) {
  const request = new XMLHttpRequest();
  const done = new Promise((resolve, reject) => {
    const parsed = () => {
      try {
        return JSON.parse(request.responseText) ?? {};
      } catch {
        return {};
      }
    };
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(parsed());
      else reject(new Problem(request.status, parsed()));
    };
    request.onerror = async () =>
      reject((await isReadable(file)) ? away() : unreadable());
    request.onabort = () =>
      reject(new Problem(0, { code: 'cancelled', detail: 'Stopped.' }));
  });
  request.open('POST', path);
  request.setRequestHeader('Content-Type', 'application/octet-stream');
  request.send(file);
  return { done, abort: () => request.abort() };
}
