import type { Decision } from '../decision';
import { exitCodeOf, type Summary } from '../summary';

/** A decision as one line of JSON. */
export function decisionJson(decision: Decision): string {
  return `${JSON.stringify(decision)}\n`;
}

/** What a sweep came to, as the last line: `{"summary": …}`. */
export function summaryJson(summary: Summary): string {
  return `${JSON.stringify({ summary: { ...summary, exitCode: exitCodeOf(summary) } })}\n`;
}
