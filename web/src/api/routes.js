// Every route this page uses, in one place.
const base = '/api/v1';
const part = encodeURIComponent;

function query(values) {
  const given = Object.entries(values).filter(([, v]) => v);
  return given.length ? '?' + new URLSearchParams(given) : '';
}

export const routes = {
  node: () => `${base}/node`,
  events: () => `${base}/events`,
  blobs: (filter = {}) => `${base}/blobs${query(filter)}`,
  blob: (hash, options = {}) => `${base}/blobs/${part(hash)}${query(options)}`,
  blobTicket: (hash) => `${base}/blobs/${part(hash)}/ticket`,
  blobVerify: (hash) => `${base}/blobs/${part(hash)}/verify`,
  tag: (name) => `${base}/tags/${part(name)}`,
  transfers: (filter = {}) => `${base}/transfers${query(filter)}`,
  transfer: (id) => `${base}/transfers/${part(id)}`,
};
