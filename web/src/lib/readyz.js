// The lines of /readyz?verbose: "[+]store ok", "[!]mdns degraded: why",
// "[-]p2p failed: why".
const line = /^\[([+!-])\](\S+) (.*)$/;
const states = { '+': 'well', '!': 'degraded', '-': 'failed' };

export function parseReadyz(text) {
  return text.split('\n').flatMap((row) => {
    const found = line.exec(row);
    if (!found) return [];
    const [, sign, name, said] = found;
    return [{
      name, state: states[sign], text: said.replace(/^(failed|degraded): /, ''),
    }];
  });
}
