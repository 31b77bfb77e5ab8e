// Text that others chose, with the characters made visible that would turn
// the direction of writing, hide, or break the line: "photo\u202Egpj.exe"
// must not read as a picture.
const tricky =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

export const visible = (text) =>
  String(text ?? '').replace(
    tricky, (c) => `\\u{${c.codePointAt(0).toString(16).toUpperCase()}}`);
