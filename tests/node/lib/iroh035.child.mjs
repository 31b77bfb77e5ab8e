// A stock iroh 0.35 node in a process of its own. See iroh.mjs.

import iroh from 'iroh035/index.js';

import { serve } from './child.mjs';

const { BlobTicket, Collection, Hash, Iroh, PublicKey, SetTagOption } = iroh;

let node;

const hex = (hash) => Hash.fromString(hash).toString('hex');

/** iroh tells the end of a job by a callback, and failure by either way. */
function job(start) {
  return new Promise((resolve, reject) => {
    start((error, progress) => {
      if (error) reject(error);
      else if (progress.allDone) resolve(progress.allDone);
    }).catch(reject);
  });
}

serve({
  async start({ dir }) {
    const options = {
      nodeDiscovery: 'None',
      ipv4Addr: '127.0.0.1:0',
      ipv6Addr: '[::1]:0',
    };
    node = await (dir ? Iroh.persistent(dir, options) : Iroh.memory(options));
    const { nodeId, addresses } = await node.net.nodeAddr();
    return { id: nodeId, addresses };
  },

  async addFile({ path }) {
    const done = await job((cb) =>
      node.blobs.addFromPath(path, false, SetTagOption.auto(),
        { wrap: false }, cb));
    return hex(done.hash);
  },

  /** `files`: [{ name, path }] */
  async addCollection({ files }) {
    const collection = new Collection();
    for (const { name, path } of files) {
      const done = await job((cb) =>
        node.blobs.addFromPath(path, false, SetTagOption.auto(),
          { wrap: false }, cb));
      collection.push(name, done.hash);
    }
    const made = await node.blobs.createCollection(collection,
      SetTagOption.auto(), []);
    return hex(made.hash);
  },

  async ticket({ hash, sequence }) {
    const format = sequence ? 'HashSeq' : 'Raw';
    return (await node.blobs.share(hash, format, 'Addresses')).toString();
  },

  /** Seconds from the call until iroh says that all is stored. */
  async download({ ticket }) {
    const t = BlobTicket.fromString(ticket);
    const start = performance.now();
    await job((cb) =>
      node.blobs.download(t.hash, t.asDownloadOptions(), cb));
    return (performance.now() - start) / 1000;
  },

  async status({ hash }) {
    return node.blobs.status(hash);
  },

  async exportBlob({ hash, path }) {
    await node.blobs.export(hash, path, 'Blob', 'Copy');
  },

  async exportCollection({ hash, path }) {
    await node.blobs.export(hash, path, 'Collection', 'Copy');
  },

  async knows({ id }) {
    return await node.net.remoteInfo(PublicKey.fromString(id)) !== null;
  },

  async stop() {
    await node.node.shutdown();
  },
});
