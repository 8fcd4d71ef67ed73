/** A word of a command, quotes taken away. */
export interface ShellWord {
  readonly text: string;
  /** A redirection that stands right behind it, without space: of `age<3`, `<3`. */
  readonly redirection?: string;
}

/** Scripts that nest deeper are not written by hand. */
const deepest = 10;

/**
 * The commands of a shell script, those inside `$(…)` and backquotes included, one after another as they are written. What
 * only the shell knows stays as it is written: `$name`, `$(…)`.
 *
 * Source: POSIX.1-2024, Shell Command Language, 2.3 token recognition.
 */
export function shellCommands(script: string, depth = 0): ShellWord[][] {
  if (depth > deepest) return [];
  const commands: ShellWord[][] = [];
  const heredocs: string[] = [];
  let words: ShellWord[] = [];
  let word: string | undefined;
  let at = 0;

  const endWord = (redirection?: string): void => {
    if (word !== undefined) words.push({ text: word, ...(redirection !== undefined && { redirection }) });
    word = undefined;
  };
  const endCommand = (): void => {
    endWord();
    if (words.length > 0) commands.push(words);
    words = [];
  };

  while (at < script.length) {
    const char = script[at] ?? '';
    const part = readPart(script, at);
    if (part) {
      for (const inner of part.inner) commands.push(...shellCommands(inner, depth + 1));
      if (part.text !== undefined) word = (word ?? '') + part.text;
      at = part.end;
    } else if (char === '#' && word === undefined) {
      at = endOf(script, '\n', at);
    } else if (char === '<' || char === '>') {
      const [operator = char] = /^[<>]+[&|-]?/.exec(script.slice(at, at + 4)) ?? [];
      const target = readTarget(script, at + operator.length);
      if (/^<<-?$/.test(operator)) heredocs.push(target.text.replace(/['"\\]/g, ''));
      if (word !== undefined && /^\d+$/.test(word)) word = undefined;
      endWord(script.slice(at, target.end));
      at = target.end;
    } else if (char === '\n') {
      endCommand();
      at += 1;
      for (const end of heredocs.splice(0)) at = afterHeredoc(script, at, end);
    } else if (/\s/.test(char)) {
      endWord();
      at += 1;
    } else if (';&|()'.includes(char)) {
      endCommand();
      at += 1;
    } else {
      word = (word ?? '') + char;
      at += 1;
    }
  }
  endCommand();
  return commands;
}

interface Part {
  /** Undefined for what is nothing, as a line that goes on in the next one is. */
  readonly text: string | undefined;
  /** Scripts inside it. */
  readonly inner: readonly string[];
  readonly end: number;
}

/** Something quoted, escaped or substituted at this place. */
function readPart(script: string, at: number): Part | undefined {
  const [char, next] = [script[at], script[at + 1]];
  if (char === '\\') {
    const isJoined = next === '\n';
    return { text: isJoined ? undefined : (next ?? ''), inner: [], end: at + 2 };
  }
  if (char === "'") {
    const end = endOf(script, "'", at + 1);
    return { text: script.slice(at + 1, end), inner: [], end: end + 1 };
  }
  if (char === '"') return readDouble(script, at);
  if (char === '`') {
    const end = endOf(script, '`', at + 1);
    return { text: script.slice(at, end + 1), inner: [script.slice(at + 1, end)], end: end + 1 };
  }
  if (char === '$' && next === '(') {
    const end = closing(script, at + 1);
    return { text: script.slice(at, end + 1), inner: [script.slice(at + 2, end)], end: end + 1 };
  }
  if (char === '$' && next === '{') {
    const end = endOf(script, '}', at);
    return { text: script.slice(at, end + 1), inner: [], end: end + 1 };
  }
  return undefined;
}

function readDouble(script: string, start: number): Part {
  const inner: string[] = [];
  let text = '';
  let at = start + 1;
  while (at < script.length && script[at] !== '"') {
    const part = /[\\`$]/.test(script[at] ?? '') ? readPart(script, at) : undefined;
    text += part ? (part.text ?? '') : script[at];
    inner.push(...(part?.inner ?? []));
    at = part?.end ?? at + 1;
  }
  return { text, inner, end: at + 1 };
}

/** Where a redirection leads. */
function readTarget(script: string, start: number): { readonly text: string; readonly end: number } {
  let at = start;
  while (script[at] === ' ' || script[at] === '\t') at += 1;
  const begin = at;
  while (at < script.length && !/[\s;&|()<>]/.test(script[at] ?? '')) at = readPart(script, at)?.end ?? at + 1;
  return { text: script.slice(begin, at), end: at };
}

/** The parenthesis that closes the one at this place; the end of the script where none does. */
function closing(script: string, open: number): number {
  let depth = 0;
  let at = open;
  while (at < script.length) {
    const char = script[at];
    if (char === '(') depth += 1;
    if (char === ')') depth -= 1;
    if (depth === 0) return at;
    at = char === "'" || char === '"' || char === '\\' ? quotedEnd(script, at) : at + 1;
  }
  return script.length;
}

function quotedEnd(script: string, at: number): number {
  if (script[at] === '\\') return at + 2;
  if (script[at] === "'") return endOf(script, "'", at + 1) + 1;
  let end = at + 1;
  while (end < script.length && script[end] !== '"') end += script[end] === '\\' ? 2 : 1;
  return end + 1;
}

function afterHeredoc(script: string, start: number, end: string): number {
  let at = start;
  while (at < script.length) {
    const next = endOf(script, '\n', at);
    if (script.slice(at, next).trim() === end) return next;
    at = next + 1;
  }
  return script.length;
}

function endOf(script: string, char: string, from: number): number {
  const end = script.indexOf(char, from);
  return end < 0 ? script.length : end;
}
