/** A place in a file; line and column count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A position as compilers print it, so that editors link to it. */
export function formatPosition({ file, line, column }: Position): string {
  return `${file}:${line}:${column}`;
}

/** The text of a file, without a byte order mark and with `\n` at the end of each line; positions are those of the file. */
export class SourceText {
  readonly text: string;
  private lineStarts: readonly number[] | undefined;

  constructor(
    written: string,
    readonly file: string,
  ) {
    const text = written.startsWith('\ufeff') ? written.slice(1) : written;
    this.text = text.includes('\r') ? text.replaceAll('\r\n', '\n') : text;
  }

  position(offset: number): Position {
    this.lineStarts ??= lineStartsOf(this.text);
    let line = 0;
    for (let end = this.lineStarts.length; line + 1 < end; ) {
      const middle = (line + end) >> 1;
      if ((this.lineStarts[middle] as number) <= offset) line = middle;
      else end = middle;
    }
    return { file: this.file, line: line + 1, column: offset - (this.lineStarts[line] as number) + 1 };
  }
}

function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  return starts;
}
