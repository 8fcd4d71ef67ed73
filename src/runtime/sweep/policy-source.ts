import { readFileSync } from 'node:fs';
import { type PolicyResult, readPolicy } from '../../model/policy/policy-file';
import { reason } from '../failure';

/** The policy in a file, or why there is none: one line each. */
export function readPolicyFile(file: string): PolicyResult {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return { problems: [`${file} cannot be read: ${reason(error)}`] };
  }
  return readPolicy(text, file);
}
