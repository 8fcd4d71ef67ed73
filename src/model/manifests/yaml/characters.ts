/** Character codes. */
export const code = {
  tab: 0x09,
  newline: 0x0a,
  space: 0x20,
  doubleQuote: 0x22,
  hash: 0x23,
  singleQuote: 0x27,
  comma: 0x2c,
  dash: 0x2d,
  dot: 0x2e,
  colon: 0x3a,
  greater: 0x3e,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  bar: 0x7c,
  closeBrace: 0x7d,
} as const;

/** Whether an indicator before this character is one; the end of the text has the code NaN. */
export function isBlank(character: number): boolean {
  return character === code.space || character === code.newline || character === code.tab || Number.isNaN(character);
}

/** Whether a line that begins here is `---` or `...`, with or without more on it. */
export function isBoundary(text: string, offset: number): boolean {
  const first = text.charCodeAt(offset);
  if (first !== code.dash && first !== code.dot) return false;
  return (
    text.charCodeAt(offset + 1) === first &&
    text.charCodeAt(offset + 2) === first &&
    isBlank(text.charCodeAt(offset + 3))
  );
}

/** The offset of the line's end. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

/** Whether white space stands here, such as may separate within a line. */
export function isSpaceAt(text: string, offset: number): boolean {
  const character = text.charCodeAt(offset);
  return character === code.space || character === code.tab;
}
