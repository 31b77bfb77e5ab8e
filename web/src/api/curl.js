// The same request as a line for a shell.

const quote = (text) =>
  /^[\w./:=@%?&+,-]+$/.test(text) && !/[?&]/.test(text)
    ? text
    : `'${String(text).replaceAll("'", "'\\''")}'`;

export function curl(method, path, { body, file, output } = {}) {
  const words = ['curl'];
  if (method !== 'GET' && !file && !(method === 'POST' && body))
    words.push('-X', method);
  if (body) words.push('--json', quote(JSON.stringify(body)));
  if (file) words.push('-T', quote(file));
  if (output) words.push('-o', quote(output));
  words.push(quote(location.origin + path));
  return words.join(' ');
}
