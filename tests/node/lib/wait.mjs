// Waiting: for a condition, with a deadline, never for a fixed time.

/** The time a test gives a single step, unless it says otherwise. */
export const STEP_MS = 20_000;

/** Poll `check` until it gives something true, and give that.
 * `what` completes the sentence "waited in vain until ...". */
export async function until(what, check, ms = STEP_MS) {
  const deadline = performance.now() + ms;
  for (let pause = 2; ; pause = Math.min(pause * 2, 100)) {
    const value = await check();
    if (value) return value;
    if (performance.now() > deadline) {
      throw new Error(`waited in vain for ${ms} ms until ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** The promise, or an error when it takes longer than `ms`. */
export function within(ms, what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    const fail = () => reject(new Error(`not within ${ms} ms: ${what}`));
    timer = setTimeout(fail, ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
