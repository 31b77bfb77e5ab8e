// The clipboard, also where browsers withhold it (plain HTTP to another
// machine).
function copyBySelection(text) {
  const area = document.createElement('textarea');
  area.value = text;
  area.readOnly = true;
  area.className = 'offscreen';
  const back = document.activeElement;
  document.body.append(area);
  area.select();
  const worked = document.execCommand('copy');
  area.remove();
  back?.focus();
  return worked;
}

export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}
