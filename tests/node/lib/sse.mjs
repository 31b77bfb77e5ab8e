// Server-sent events, as far as Firn uses them.

/** Events of a body: { type, id, data }, the data parsed as JSON. */
export async function* sseEvents(body) {
  let event = {};
  for await (const line of lines(body)) {
    if (line === '') {
      if (event.data !== undefined) {
        yield { ...event, data: JSON.parse(event.data) };
      }
      event = {};
    } else if (!line.startsWith(':')) {
      const [, name, value] = /^([^:]*):? ?(.*)$/.exec(line);
      if (name === 'event') event.type = value;
      if (name === 'id') event.id = value;
      if (name === 'data') event.data = (event.data ?? '') + value;
    }
  }
}

async function* lines(body) {
  let rest = '';
  for await (const piece of body.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + piece).split('\n');
    rest = parts.pop();
    yield* parts;
  }
}
