// How good a link is, in one word, and what the word is made of.

const limits = [
  { word: 'good', rttMs: 50, loss: 0.005 },
  { word: 'fair', rttMs: 200, loss: 0.02 },
];

// 'good', 'fair', 'poor', or 'unknown' when nothing was measured.
export function quality({ rtt_ms: rtt, loss }) {
  if (rtt == null && loss == null) return 'unknown';
  const fits = (limit) => (rtt ?? 0) <= limit.rttMs && (loss ?? 0) <= limit.loss;
  return limits.find(fits)?.word ?? 'poor';
}

export const qualityText = {
  good: 'up to 50 ms, 0.5 % loss',
  fair: 'up to 200 ms, 2 % loss',
  poor: 'slower or lossier',
  unknown: 'not measured',
  lost: 'gone',
};

// Pixels for bytes a second: an idle link is thin, each tenfold is thicker.
export function thickness(bytesPerSecond) {
  if (!(bytesPerSecond > 1000)) return 1;
  return Math.min(6, 1 + Math.floor(Math.log10(bytesPerSecond / 1000) + 1));
}
