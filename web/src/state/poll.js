// Reading something again and again while a page that shows it is open, and
// soon after an event says that it changed; not while nobody looks.

const settleMs = 400;

export function poll(load, everyMs) {
  let users = 0;
  let timer = 0;
  let isReading = false;
  let isStale = false;

  const plan = (ms) => {
    clearTimeout(timer);
    timer = users ? setTimeout(run, ms) : 0;
  };
  async function run() {
    if (isReading || document.hidden) return;
    isReading = true;
    isStale = false;
    await load();
    isReading = false;
    plan(isStale ? settleMs : everyMs);
  }
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && users) run();
  });

  const stop = () => {
    users--;
    if (!users) clearTimeout(timer);
  };

  return {
    // Many events in a moment cost one reading.
    changed() {
      if (users && !isStale) {
        isStale = true;
        if (!isReading) plan(settleMs);
      }
    },
    now: run,
    // For useEffect: starts, and returns what stops.
    watch() {
      users++;
      run();
      return stop;
    },
    // The same for what was read just now.
    watchLater() {
      users++;
      plan(everyMs);
      return stop;
    },
  };
}
